"""Columns put ids in the order of SQL: the same answer, whichever of them is quicker."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.library.facet_world import add_items, change_items, dice_of, make_world

from media_manager.domain.query import Order, Query, SortKey, parse_query
from media_manager.library import browse
from media_manager.persistence import query_pages
from media_manager.persistence.columns import current_columns, finished
from media_manager.persistence.columns.shelf import ColumnShelf
from media_manager.persistence.reader import LibraryReader, open_reader
from media_manager.persistence.writer import LibraryWriter

TEXTS = [
    "",
    "type:movie",
    "type:movie OR type:show",
    "-type:movie",
    "library:films",
    "genre:=Drama",
    "genre:=Drama year:1990..",
    "genre:=Drama OR is:watched",
    "is:watched",
    "is:unwatched the",
    "is:inprogress OR is:favorite",
    "year:1990s -is:watched",
    "-year:1990..1999",
    "year:..1980 OR year:2000",
    "runtime:90..120",
    "-runtime:>100 the",
    "runtime:<1m",
    "size:>1gb",
    "size:>9000000tb",
    "-size:..500mb",
    "added:2020..2024",
    "added:<30d",
    "-added:>1y",
    "rating:>=7",
    "rating:7..",
    "rating:<=7.5 -rating:3",
    "-rating:>=4",
    "resolution:1080p",
    "hdr:any",
    "missing:poster type:movie",
    "library:films year:1990.. the",
    "-genre:=Drama type:movie",
    "has:poster",
    "a",
    "the",
    "an",
    "1",
    "tom hanks",
    "tom drama",
    "type:movie the",
    "the -genre:=Drama",
    "the year:1990..2024",
    '"the"',
    "ell",
    "nothing like this",
]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[LibraryWriter]:
    writer = make_world(tmp_path / "library.db", seed=3, items=120)
    yield writer
    writer.close()


@pytest.fixture
def reader(world: LibraryWriter, tmp_path: Path) -> Iterator[LibraryReader]:  # noqa: ARG001 - it writes
    reader = open_reader(tmp_path / "library.db")
    yield reader
    reader.close()


@pytest.fixture(autouse=True)
def nothing_is_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a small library everything is few; columns are for what is not."""
    monkeypatch.setattr(query_pages, "FEW", 1)


def shelve(reader: LibraryReader, folder: Path) -> None:
    shelf = ColumnShelf(folder)
    shelf.put(finished(current_columns(folder, reader)))
    reader.columns = shelf


def agree(reader: LibraryReader, query: Query) -> None:
    shelf, reader.columns = reader.columns, None
    by_sql = list(browse.result_set(reader, query).ids)
    reader.columns = shelf
    assert list(browse.result_set(reader, query).ids) == by_sql
    assert [row.id for row in browse.first_page(reader, query, 7)] == by_sql[:7]


@pytest.mark.parametrize("text", TEXTS)
def test_columns_and_sql_give_one_order(reader: LibraryReader, tmp_path: Path, text: str) -> None:
    """All ids and the first page, in every order, up and down."""
    shelve(reader, tmp_path / "columns")
    for sort in SortKey:
        for down in (False, True):
            agree(reader, Query(parse_query(text), sort, down))
    agree(reader, Query(parse_query(text), SortKey.KIND, then=(Order(SortKey.SIZE, True),)))  # noqa: FBT003


def test_changes_are_seen_at_once(
    world: LibraryWriter, reader: LibraryReader, tmp_path: Path
) -> None:
    """What was written since the columns were made is in the answer."""
    shelve(reader, tmp_path / "columns")
    dice = dice_of(5)
    for _ in range(3):
        change_items(world, dice, add_items(world, dice, 5))
        for text in ("", "the", "type:movie", "genre:=Drama"):
            for sort in (SortKey.RELEVANCE, SortKey.TITLE, SortKey.SIZE):
                agree(reader, Query(parse_query(text), sort))


def test_a_first_page_in_a_hurry_is_the_beginning(reader: LibraryReader) -> None:
    """With no time at all the best matches are there, and nothing that would move later."""
    for text in ("the", "tom hanks", "a"):
        query = Query(parse_query(text), SortKey.RELEVANCE)
        everything = list(reader.all_ids(query))
        hurried = reader.first_ids(query, 100, seconds=0.0)
        assert hurried == everything[: len(hurried)]
        assert bool(hurried) == bool(everything)
