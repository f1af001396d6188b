"""Every shape of query has a plan that grows with its hits: with and without statistics."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.persistence.populated import ROOT, make_library

from media_manager.domain.query import (
    COUNTS,
    FIELDS,
    PRESENCES,
    Compare,
    FieldKind,
    Query,
    SortKey,
    parse_query,
    parse_search,
)
from media_manager.persistence.query_compiler import (
    Part,
    compile_query,
    is_answerable,
    raised_by,
    sets_of,
    words_of,
)
from media_manager.persistence.reader import LibraryReader, open_reader

STATISTICS = ROOT / "tests" / "data" / "stat1_1m.json"
# One value for each field that SQL answers; ids of places are checked in test_query_plans.
VALUES = {
    FieldKind.TEXT: "house",
    FieldKind.NAME: "drama",
    FieldKind.NUMBER: "3",
    FieldKind.SIZE: ">4gb",
    FieldKind.DATE: "2025",
    FieldKind.ID: "3",
    FieldKind.EXTERNAL: "tmdb:603",
}
_VALUE = "reads a value of items that no index holds; order columns and facets do without"
_LINKS = "asks each item for what is linked to it; the first page walks a list and stops"
# What has to look at every item for its whole answer, and why that is so.
EXCEPTIONS = {
    **dict.fromkeys(("runtime", "premiered", "certification", "season", "episode"), _VALUE),
    **dict.fromkeys(("plays", "imdb", "tmdb", "metacritic", "rottentomatoes"), _LINKS),
    **dict.fromkeys(("language", "subtitle", "codec", "audio", "container", "from"), _LINKS),
    **dict.fromkeys(("width", "has", "missing", "counts"), _LINKS),
    "is": f"unwatched, matched, ambiguous: {_VALUE}",
    "hdr": f"sdr: {_LINKS}",
}


def texts() -> Iterator[tuple[str, str]]:
    """Yield (field, text) for every field, state, presence and count of the language."""
    for spec in FIELDS.values():
        match spec.kind:
            case FieldKind.ORDER | FieldKind.REFERENCE | FieldKind.PRESENCE:
                continue
            case FieldKind.CHOICE:
                values = spec.choices or ("en",)
            case kind:
                values = (VALUES[kind],)
        for value in values:
            text = f"{spec.name}:{value}"
            if all(is_answerable(node) for node in parse_query(text)):  # type: ignore[arg-type]
                yield spec.name, text
    yield from (("has", f"has:{what}") for what in PRESENCES)
    yield from (("missing", f"missing:{what}") for what in PRESENCES)
    yield from (("counts", f"{what}:#>3") for what in COUNTS)


TEXTS = list(texts())
WORDS = ["house", "house of", '"house of"', "h", "20", "千と", "house OR night", "-house"]
PLACES = ["", "type:movie", "library_id:1", "type:movie library_id:1", "type:movie OR type:show"]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shapes") / "library.db"
    make_library(path)
    return path


@pytest.fixture(scope="module", params=["without", "with"])
def reader(
    request: pytest.FixtureRequest, database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LibraryReader]:
    """The same library without statistics, and with those of one of a million items."""
    path = tmp_path_factory.mktemp("stat") / "library.db"
    path.write_bytes(database.read_bytes())
    if request.param == "with":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("ANALYZE sqlite_master")
            connection.execute("DELETE FROM sqlite_stat1")
            rows = json.loads(STATISTICS.read_text())
            connection.executemany("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", rows)
            connection.commit()
    reader = open_reader(path)
    yield reader
    reader.close()


def plan(reader: LibraryReader, part: Part) -> list[str]:
    return [row[3] for row in reader.execute(f"EXPLAIN QUERY PLAN {part.sql}", part.values)]


def bare_scans(steps: list[str]) -> list[str]:
    """Return the steps that read a whole table of items, files, links or names row by row.

    What a viewer did (`u`) is not among them: all of it is mostly one viewer's.
    """
    tables = ("i", "o", "f", "l", "e", "s", "p", "a", "c", "d")
    return [step for step in steps if step in {f"SCAN {name}" for name in tables}]


@pytest.mark.parametrize(("field", "text"), TEXTS, ids=[text for _, text in TEXTS])
def test_no_field_reads_the_items_one_by_one(reader: LibraryReader, field: str, text: str) -> None:
    """Counts, all ids and the parts that columns put together: by an index, or named above."""
    compiled = compile_query(Query(parse_query(text)))
    parts = [compiled.count(), compiled.all_ids(), *sets_of(compiled)]
    parts += [driver.ids for step in compiled.steps() for driver in step.drivers]
    found = [step for part in parts for step in bare_scans(plan(reader, part))]
    assert field in EXCEPTIONS or found == []


@pytest.mark.parametrize(("field", "text"), TEXTS, ids=[text for _, text in TEXTS])
def test_the_first_page_of_a_field_sorts_no_list(
    reader: LibraryReader, field: str, text: str
) -> None:
    """A walk looks at one item after the other, in an order that an index gives."""
    for step in compile_query(Query(parse_query(text))).steps():
        if step.walk is not None:
            steps = plan(reader, step.among(250, step.walk))
            assert [each for each in steps if "ORDER BY" in each and "MERGE" in each] == []
            assert [each for each in steps if each == "USE TEMP B-TREE FOR ORDER BY"] == []
            assert "SEARCH i USING INTEGER PRIMARY KEY (rowid=?)" in steps, field


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("words", WORDS)
def test_words_are_looked_up_by_their_index(reader: LibraryReader, words: str, place: str) -> None:
    """No search reads documents or names from first to last."""
    query = Query(parse_query(f"{words} {place}"), sort=SortKey.RELEVANCE)
    compiled = compile_query(query)
    parts = [compiled.count(), compiled.all_ids(), *sets_of(compiled)]
    parts += [part for word in words_of(compiled) for _, part in word]
    parts += [part for _, part in raised_by(compiled)]
    for step in compiled.steps():
        parts += [step.all, *(driver.ids for driver in step.drivers)]
        parts += [driver.sorted_from([1, 2]) for driver in step.drivers]
    bare = [step for part in parts for step in bare_scans(plan(reader, part))]
    assert bare == [] or words == "-house"  # what a word leaves is nearly everything


@pytest.mark.parametrize("descending", [False, True], ids=["up", "down"])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("sort", [SortKey.TITLE, SortKey.ADDED, SortKey.YEAR, SortKey.RATING])
def test_an_indexed_order_sorts_nothing(
    reader: LibraryReader, sort: SortKey, place: str, *, descending: bool
) -> None:
    """The first page of a list, and its end, cost the same."""
    query = Query(parse_query(place), sort=sort, descending=descending)
    steps = plan(reader, compile_query(query).steps()[0].all.then(" LIMIT 100"))
    assert [step for step in steps if "TEMP B-TREE" in step or step == "SCAN i"] == []


@pytest.mark.parametrize("sort", SortKey)
def test_every_order_runs_with_every_other(reader: LibraryReader, sort: SortKey) -> None:
    """Several keys, up and down: all ids and the first page agree."""
    for other in SortKey:
        text = f"sort:{sort},-{other}"
        first, *then = parse_search(text).orders
        query = Query().sorted_by(first.sort, descending=first.descending, then=tuple(then))
        ids = list(reader.all_ids(query))
        assert reader.first_ids(query, 1000) == ids
        assert len(ids) == reader.count(query)


def test_the_product_never_collects_statistics() -> None:
    """Plans must not change because somebody's database was analyzed one day.

    `bulk_load` collects them from a copy, for the fixture of this file.
    """
    found = [
        path.name
        for path in (ROOT / "src").rglob("*.py")
        if "ANALYZE" in path.read_text().replace("EXPLAIN ANALYZE", "")
    ]
    assert found == ["bulk_load.py"]


def statements(reader: LibraryReader, work: object) -> int:
    """Return how many statements `work` runs."""
    seen: list[str] = []
    reader._connection.set_trace_callback(seen.append)
    work()  # type: ignore[operator]
    reader._connection.set_trace_callback(None)
    # What FTS asks of its own tables comes as comments.
    return len([each for each in seen if not each.startswith("--")])


@pytest.mark.parametrize(
    ("text", "sort", "most"),
    [
        ("", SortKey.TITLE, 1),
        ("type:movie", SortKey.YEAR, 1),
        ("parent:3", SortKey.EPISODE, 1),
        ("", SortKey.SIZE, 1),
        ("genre:=Animation", SortKey.TITLE, 2),
        ("library:films", SortKey.TITLE, 2),
        ("year:1999", SortKey.TITLE, 2),
        ("matrix", SortKey.RELEVANCE, 9),
        ("type:movie matrix reloaded", SortKey.RELEVANCE, 15),
    ],
)
def test_a_first_page_takes_few_statements(
    reader: LibraryReader, text: str, sort: SortKey, most: int
) -> None:
    """One for a list, one more for each choice; rows of a page are one, whatever they show."""
    query = Query(parse_query(text), sort=sort)
    assert statements(reader, lambda: reader.first_ids(query, 100)) <= most
    assert statements(reader, lambda: reader.all_ids(query)) <= 3
    assert statements(reader, lambda: reader.count(query)) <= 2
    assert statements(reader, lambda: reader.rows(list(range(1, 7)))) == 1


def test_a_regular_expression_is_not_for_sql() -> None:
    """Whoever forgets to find its ids first hears of it."""
    (node,) = parse_query("title:~^the")
    assert node.compare is Compare.REGEX  # type: ignore[union-attr]
    with pytest.raises(ValueError, match=r"library\.search"):
        compile_query(Query((node,)))
