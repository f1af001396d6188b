"""One contract for SQLite and PostgreSQL: pages, counts, words, edits, counters and the log."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.persistence.populated import FILMS, fill, server_url
from tests.persistence.test_hostile_queries import TYPED

from media_manager.domain.changes import LibraryChanges
from media_manager.domain.media import Layer
from media_manager.domain.query import Query, SortKey, parse_query
from media_manager.domain.values import ListEdit
from media_manager.errors import QueryError
from media_manager.library.search import PatternSearch
from media_manager.persistence.reader import LibraryReader, open_reader, open_server_reader
from media_manager.persistence.repositories.items import (
    remove_items,
    set_states,
    set_user_state,
)
from media_manager.persistence.repositories.media_items import MediaItemRepository
from media_manager.persistence.repositories.values import (
    apply_values,
    save_layers,
    save_user_values,
)
from media_manager.persistence.upgrade import create_library, upgrade_server
from media_manager.persistence.writer import LibraryWriter

AMELIE = "Le Fabuleux Destin d'Amélie Poulain"
SPIRITED = "千と千尋の神隠し"


@dataclass
class Opened:
    """A library with the films in it, open for both halves."""

    writer: LibraryWriter
    reader: LibraryReader
    ids: dict[str, int]

    def titles(self, text: str, sort: SortKey = SortKey.TITLE, *, down: bool = False) -> list[str]:
        query = Query(parse_query(text), sort=sort, descending=down)
        ids = self.reader.first_ids(query, 100)
        assert list(self.reader.all_ids(query)) == ids
        assert self.reader.count(query) == len(ids)
        return [row.title for row in self.reader.rows(ids)]


@pytest.fixture(params=["sqlite", "postgres"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    reader: LibraryReader
    if request.param == "sqlite":
        path = tmp_path / "library.db"
        create_library(path)
        writer, reader = LibraryWriter(path), open_reader(path)
    else:
        address = request.getfixturevalue("postgres_database")
        upgrade_server(server_url(address))
        writer, reader = LibraryWriter(server_url(address)), open_server_reader(address)
    ids = fill(writer)
    yield Opened(writer, reader, ids)
    reader.close()
    writer.close()


ORDERED = ["100% Wolf_", AMELIE, "Matrix Reloaded", "The Matrix", "Spider-Man", SPIRITED]


def test_pages_follow_every_order(library: Opened) -> None:
    """First page, all ids and rows by id are the same list, up and down; unknown values first."""
    assert library.titles("type:movie") == sorted(ORDERED, key=ORDERED.index)
    assert library.titles("type:movie", down=True) == ORDERED[::-1]
    by_year = ["100% Wolf_", "The Matrix", AMELIE, SPIRITED, "Spider-Man", "Matrix Reloaded"]
    assert library.titles("type:movie", SortKey.YEAR) == by_year
    assert library.titles("type:movie", SortKey.YEAR, down=True) == by_year[::-1]
    assert library.titles("type:movie", SortKey.RATING, down=True)[0] == "The Matrix"
    for sort in SortKey:
        assert sorted(library.titles("type:movie", sort)) == sorted(ORDERED)
        assert sorted(library.titles("", sort, down=True)) == sorted(library.titles(""))


def test_a_page_by_id_leaves_out_what_is_gone(library: Opened) -> None:
    """Rows come in the order of the ids that were asked for."""
    matrix, spider = library.ids["The Matrix"], library.ids["Spider-Man"]
    rows = library.reader.rows([spider, 999_999, matrix])
    assert [row.id for row in rows] == [spider, matrix]
    assert (bool(rows[0].watched), bool(rows[0].favorite), rows[1].year) == (True, True, 1999)
    assert rows[0].file_state == "none"


NOT_2001 = ["100% Wolf_", "Matrix Reloaded", "The Matrix", "Spider-Man"]
# What is typed, and what it finds; None stands for everything.
FOUND: dict[str, list[str] | None] = {
    "matrix": ["Matrix Reloaded", "The Matrix"],
    "MATR relo": ["Matrix Reloaded"],
    '"matrix reloaded"': ["Matrix Reloaded"],
    '"matrix reload"': [],
    "amelie": [AMELIE],
    "千尋": [SPIRITED],
    "隠": [SPIRITED],
    "spiderman": ["Spider-Man"],
    "keanu": ["The Matrix"],
    "gnome": [AMELIE],
    "japan": [SPIRITED],
    "warner": ["The Matrix"],
    "100%": ["100% Wolf_"],
    "%": None,
    "_": None,
    "type:movie -matrix": ["100% Wolf_", AMELIE, "Spider-Man", SPIRITED],
    "type:movie -spider-matrix -year:2001": NOT_2001,
    'type:movie -title:"!!" -year:2001': NOT_2001,
    "type:movie matrix -is:watched": ["Matrix Reloaded", "The Matrix"],
    "is:watched": ["Spider-Man"],
    "is:favorite type:movie": ["Spider-Man"],
    "tag:épouvante": [AMELIE],
    "tag:EPOUVANTE": [AMELIE],
    'tag:"the ""best"""': [AMELIE],
    "genre:animation": ["100% Wolf_", SPIRITED],
    "genre:anim": ["100% Wolf_", SPIRITED],
    "genre:=anim": [],
    "genre:cyberpunk": ["The Matrix"],
    "person:reeves": ["The Matrix"],
    "title:gnome": [],
    "library:films year:1990..2000": ["The Matrix"],
    "library_id:1 title:matrix": ["Matrix Reloaded", "The Matrix"],
    "root:1 spider": ["Spider-Man"],
    "root:2 spider": [],
    "parent:12345": [],
    "is:offline spider": [],
    "matrix OR spider": ["Matrix Reloaded", "The Matrix", "Spider-Man"],
    "(matrix OR spider) year:>2000": ["Matrix Reloaded", "Spider-Man"],
    "type:movie -(matrix OR year:2001)": ["100% Wolf_", "Spider-Man"],
    "atri": ["Matrix Reloaded", "The Matrix"],
    "pider -man": [],
    "genre:sci": [],
    "genre:cyber": ["The Matrix"],
    "studio:warner": ["The Matrix"],
    "country:united": ["The Matrix"],
    "set:matrix type:movie": ["Matrix Reloaded", "The Matrix"],
    "collection:matrix type:movie": ["Matrix Reloaded", "The Matrix"],
    "actor:keanu": ["The Matrix"],
    "director:keanu": [],
    "director:lana": ["The Matrix"],
    "imdb:>8": ["The Matrix"],
    "rating:>8": ["The Matrix"],
    "id:tt0133093": ["The Matrix"],
    "id:603": ["The Matrix"],
    "id:tmdb:604": [],
    "has:nfo type:movie -matrix": ["100% Wolf_", AMELIE, "Spider-Man", SPIRITED],
    "missing:year type:movie": ["100% Wolf_"],
    "missing:plot year:2001": [SPIRITED],
    "tags:#2": [AMELIE],
    "people:#>1 type:movie": ["The Matrix"],
    "genres:#0 type:movie": ["Matrix Reloaded", "Spider-Man"],
    "files:#1 matrix": ["Matrix Reloaded", "The Matrix"],
    "is:duplicate": [],
    "is:rated type:movie": [],
    "is:hdr": [],
    "resolution:4k": [],
    "hdr:any": [],
    "language:en type:movie": [],
    "plays:0 matrix": ["Matrix Reloaded", "The Matrix"],
    "size:<1kb matrix": [],
    "added:today matrix -year:1999": ["Matrix Reloaded"],
    "premiered:1999": [],
    "from:nfo matrix": ["Matrix Reloaded", "The Matrix"],
    "from:user": ["The Matrix"],
    "(type:movie OR type:show) matrix": ["Matrix Reloaded", "The Matrix"],
}


def test_words_and_fields_find(library: Opened) -> None:
    """The same text finds the same items in both; a sign of LIKE is only itself."""
    everything = library.titles("")
    expected = {text: everything if found is None else found for text, found in FOUND.items()}
    assert {text: library.titles(text) for text in FOUND} == expected
    by_date = {text: sorted(library.titles(text, SortKey.ADDED)) for text in FOUND}
    assert by_date == {text: sorted(found) for text, found in expected.items()}


def test_nothing_typed_is_an_error(library: Opened) -> None:
    """Fault J1 on both: the corpus of what people and attackers type, each as one answer."""
    for text in TYPED:
        try:
            nodes = parse_query(text)
            library.reader.answers = PatternSearch()
            library.reader.compiled(Query(nodes))
        except QueryError:
            continue
        query = Query(nodes, sort=SortKey.RELEVANCE)
        ids = library.reader.first_ids(query, 1000)
        assert (list(library.reader.all_ids(query)), library.reader.count(query)) == (ids, len(ids))


def test_a_value_of_the_user_wins_until_it_is_taken_back(library: Opened) -> None:
    """Edits of text and of lists, over what a provider says later."""
    item = library.ids["The Matrix"]
    with library.writer.write_session("user", durable=True) as session:
        edit = ListEdit(add=("Cyberpunk",), remove=("Action",))
        save_user_values(session, [item], {"title": "Matrix", "year": 2000, "genres": edit})
        save_layers(session, Layer.PROVIDER, "tmdb", {item: {"title": "X", "genres": ["Action"]}})
        apply_values(session, [item])
    assert library.titles("genre:cyberpunk year:2000") == ["Matrix"]
    assert library.titles("genre:action") == []
    assert library.titles('"the matrix" type:movie') == []


def test_the_log_tells_what_a_commit_changed(library: Opened) -> None:
    """The listener of this process and the reader of another hear the same."""
    heard: list[LibraryChanges] = []
    library.writer.on_commit(heard.append)
    seq, version = library.reader.seq(), library.reader.data_version()
    item = library.ids[AMELIE]
    with library.writer.write_session("user", durable=True) as session:
        set_user_state(session, [item], 1, watched=True, rating=9.0)
    assert heard == library.reader.changes_since(seq)
    assert (heard[0].seq, heard[0].ids, heard[0].origin) == (seq + 1, frozenset([item]), "user")
    assert library.reader.data_version() != version
    with pytest.raises(ZeroDivisionError), library.writer.write_session("user") as session:
        set_user_state(session, [item], 1, watched=False)
        raise ZeroDivisionError
    assert library.reader.seq() == seq + 1
    assert library.titles("is:watched") == [AMELIE, "Spider-Man"]


def test_counters_follow_states_and_removals(library: Opened) -> None:
    """Numbers beside the lists are kept, not counted."""
    films, ids = len(FILMS), library.ids
    assert library.reader.counters("type:movie") == {"type:movie": films}
    with library.writer.write_session("user") as session:
        set_states(session, {ids[AMELIE]: "matched", ids["Spider-Man"]: "ambiguous"})
        remove_items(session, [ids["The Matrix"], ids[SPIRITED]])
    expected = {"library:1:movie": films - 2, "type:movie": films - 2, "unmatched:movie": films - 3}
    counters = library.reader.counters()
    assert {name: counters[name] for name in expected} == expected
    assert library.titles("matrix") == ["Matrix Reloaded"]
    assert library.titles("千") == []
    assert library.titles("keanu") == []


def test_a_snapshot_is_one_moment(library: Opened) -> None:
    """What is committed meanwhile is seen afterwards, not inside."""
    with library.reader.snapshot():
        before = library.reader.count(Query())
        with library.writer.write_session("user") as session:
            remove_items(session, [library.ids["The Matrix"]])
        assert library.reader.count(Query()) == before
    assert library.reader.count(Query()) == before - 1


def test_ids_are_never_used_twice(library: Opened) -> None:
    """What other programs remember by id must not become another item."""
    with library.writer.write_session("scan") as session:
        first = session.reserve_ids("media_item", 3)
        assert next(iter(session.reserve_ids("media_item", 2))) == first[-1] + 1
        assert first[0] > max(library.ids.values())


def test_the_repository_loads_in_a_fixed_number_of_queries(library: Opened) -> None:
    """get_all and get_by_library page by id; counts never load a row."""
    with library.writer.write_session("script") as session, session.orm() as orm:
        repository = MediaItemRepository(orm)
        everything = repository.get_all()
        assert len(everything) == repository.count_all() == library.reader.count(Query())
        page = repository.get_by_library(1, limit=2, offset=1, lazy_load=False)
        assert list(page) == list(everything[1:3])
        assert repository.count_by_library(1) == len(repository.get_by_library(1))
        matrix = repository.get_all(limit=1, lazy_load=False)[0]
        assert [credit.person.name for credit in matrix.credits] == [
            "Keanu Reeves",
            "Lana Wachowski",
        ]
