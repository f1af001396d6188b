"""How lists are answered: by an index in the order wanted, with or without statistics."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from media_manager.domain.media import LibraryKind
from media_manager.domain.query import Query, SortKey, parse_query
from media_manager.persistence.query_compiler import Part, compile_query
from media_manager.persistence.reader import LibraryReader, open_reader
from media_manager.persistence.repositories.items import insert_items
from media_manager.persistence.repositories.places import ensure_library
from media_manager.persistence.upgrade import create_library
from media_manager.persistence.writer import LibraryWriter

OFFERED = (SortKey.TITLE, SortKey.ADDED, SortKey.YEAR, SortKey.RATING)
SHOWS, EPISODES = 40, 20


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two libraries with films, shows and episodes: enough for statistics that mean something."""
    path = tmp_path_factory.mktemp("plans") / "library.db"
    create_library(path)
    writer = LibraryWriter(path)
    with writer.write_session("test") as session:
        films = ensure_library(session, "Films", LibraryKind.MOVIE)
        other = ensure_library(session, "Other", LibraryKind.MIXED)
        base = {"state": "matched", "parent_id": None, "season": None, "episode": None}
        insert_items(
            session,
            [
                {
                    **base,
                    "library_id": library,
                    "media_type": "movie",
                    "title": f"Film {n % 37} {n}",
                    "year": 1950 + n % 70 if n % 9 else None,
                    "rating": n % 10 if n % 7 else None,
                    "added_at": n % 50,
                }
                for library, amount in ((films, 900), (other, 100))
                for n in range(amount)
            ],
        )
        shows = insert_items(
            session,
            [
                {**base, "library_id": other, "media_type": "show", "title": f"Show {n}"}
                for n in range(SHOWS)
            ],
        )
        insert_items(
            session,
            [
                {
                    **base,
                    "library_id": other,
                    "media_type": "episode",
                    "title": f"Part {n}",
                    "parent_id": show,
                    "season": 1,
                    "episode": n,
                }
                for show in shows
                for n in range(EPISODES)
            ],
        )
    writer.close()
    return path  # fmt: skip


@pytest.fixture(params=["without", "with"])
def reader(
    request: pytest.FixtureRequest, database: Path, tmp_path: Path
) -> Iterator[LibraryReader]:
    """The same library without and with the statistics that ANALYZE keeps in sqlite_stat1."""
    path = tmp_path / "library.db"
    path.write_bytes(database.read_bytes())
    if request.param == "with":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("ANALYZE")
            connection.commit()
    reader = open_reader(path)
    yield reader
    reader.close()


def explained(reader: LibraryReader, part: Part) -> list[str]:
    rows = reader.execute(f"EXPLAIN QUERY PLAN {part.sql}", part.values)
    return [row[3] for row in rows]


def plan(reader: LibraryReader, query: Query) -> list[str]:
    return explained(reader, compile_query(query).steps()[0].all.then(" LIMIT 100"))


@pytest.mark.parametrize("descending", [False, True], ids=["up", "down"])
@pytest.mark.parametrize(
    ("text", "indexes"),
    [
        ("type:movie", ["type_sort", "type_added", "type_year", "type_rating"]),
        (
            "type:movie library_id:2",
            ["library_type_sort", "type_added", "type_year", "type_rating"],
        ),
    ],
)
def test_a_list_of_one_type_walks_one_index(
    reader: LibraryReader, text: str, indexes: list[str], *, descending: bool
) -> None:
    """Neither an item is looked up nor anything sorted for the first page."""
    equal = "(library_id=? AND media_type=?)"
    for sort, index in zip(OFFERED, indexes, strict=True):
        steps = plan(reader, Query(parse_query(text), sort=sort, descending=descending))
        where = equal if index.startswith("library") else "(media_type=?)"
        assert steps == [f"SEARCH i USING COVERING INDEX ix_media_item_{index} {where}"]


@pytest.mark.parametrize("descending", [False, True], ids=["up", "down"])
@pytest.mark.parametrize("text", ["", "library_id:2"])
@pytest.mark.parametrize("sort", OFFERED)
def test_a_list_of_all_types_merges_their_indexes(
    reader: LibraryReader, text: str, sort: SortKey, *, descending: bool
) -> None:
    """Everything in one order without sorting everything."""
    steps = plan(reader, Query(parse_query(text), sort=sort, descending=descending))
    work = [step for step in steps if step.startswith(("SCAN", "SEARCH", "USE"))]
    assert sum(step.startswith("SEARCH i USING COVERING INDEX") for step in work) == 7
    assert [step for step in work if not step.startswith("SEARCH")] == ["SCAN (subquery-7)"]


@pytest.mark.parametrize("text", ["parent:1001", "type:episode parent:1001"])
def test_children_are_found_by_their_parent(reader: LibraryReader, text: str) -> None:
    """Ten episodes never cost a walk through all; in their own order nothing is sorted."""
    steps = plan(reader, Query(parse_query(text), sort=SortKey.EPISODE))
    assert [step.replace("COVERING ", "") for step in steps] == [
        "SEARCH i USING INDEX ix_media_item_parent (parent_id=?)"
    ]
    for sort in OFFERED:
        first, *others = plan(reader, Query(parse_query(text), sort=sort))
        assert first == "SEARCH i USING INDEX ix_media_item_parent (parent_id=?)"
        assert others in (
            ["USE TEMP B-TREE FOR ORDER BY"],
            ["USE TEMP B-TREE FOR RIGHT PART OF ORDER BY"],
        )


@pytest.mark.parametrize("text", ["film", "film pa", '"film 3"', "type:movie film"])
def test_a_search_asks_the_index_of_words_first(reader: LibraryReader, text: str) -> None:
    """Items are looked up by their number, never walked; only the hits are sorted."""
    query = Query(parse_query(text), sort=SortKey.RELEVANCE)
    for step in compile_query(query).steps():
        for driver in step.drivers:
            steps = explained(reader, driver.sorted_from([1, 2]))
            assert "SEARCH i USING INTEGER PRIMARY KEY (rowid=?)" in steps
            assert "SCAN i" not in " ".join(steps)


@pytest.mark.parametrize(
    "text",
    ["genre:drama", "tag:x", "person:ann", "is:watched", "year:1990..1999 type:movie", "film"],
)
def test_no_count_reads_the_items_one_by_one(reader: LibraryReader, text: str) -> None:
    """Counting reads an index or what the words found, never the items themselves."""
    steps = explained(reader, compile_query(Query(parse_query(text))).count())
    assert [step for step in steps if step == "SCAN i"] == []


def test_ids_come_in_order_from_one_text(reader: LibraryReader) -> None:
    """group_concat keeps the order of the ordered subquery that it reads."""
    for text in ("", "type:movie", "library_id:2", "film", "parent:1001"):
        for sort in OFFERED:
            for descending in (False, True):
                query = Query(parse_query(text), sort=sort, descending=descending)
                part = compile_query(query).all_ids()
                rows = reader.execute(part.sql, part.values)
                assert list(reader.all_ids(query)) == [item_id for (item_id,) in rows]


def test_the_merged_list_is_the_sorted_list(reader: LibraryReader) -> None:
    """The merge of the types is what sorting all items would give, ties and unknown values too."""
    columns = {
        SortKey.TITLE: "sort_key", SortKey.ADDED: "added_at",
        SortKey.YEAR: "year, sort_key", SortKey.RATING: "rating",
    }  # fmt: skip
    for sort, names in columns.items():
        for word in ("", " DESC"):
            order = ", ".join(f"{name}{word}" for name in [*names.split(", "), "id"])
            rows = reader.execute(f"SELECT id FROM media_item ORDER BY {order}")  # noqa: S608 - our names
            query = Query(sort=sort, descending=bool(word))
            assert list(reader.all_ids(query)) == [item_id for (item_id,) in rows]


def test_100_000_ids_come_in_order(tmp_path: Path) -> None:
    """The text of ids is cut into slices of 40 kB; none is lost, none changes its place."""
    path = tmp_path / "library.db"
    create_library(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "INSERT INTO library (uid, name, kind, created_at) VALUES ('u', 'Films', 'movie', 0);"
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100000) "
            "INSERT INTO media_item (uid, library_id, media_type, title, sort_key, added_at, "
            "state, child_count, version) SELECT x, 1, 'movie', x, "
            "CAST(printf('%08d', (x * 7919) % 50021) AS BLOB), 0, 'matched', 0, 1 FROM n;"
        )
    expected = sorted(range(1, 100_001), key=lambda x: (x * 7919 % 50021, x))
    reader = open_reader(path)
    for text in ("", "type:movie", "library_id:1 type:movie"):
        assert list(reader.all_ids(Query(parse_query(text)))) == expected
    assert list(reader.all_ids(Query(descending=True))) == expected[::-1]
    reader.close()
