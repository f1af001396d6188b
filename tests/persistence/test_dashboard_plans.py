"""How the dashboard is answered without columns: each statement walks an index or one pass."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.library.facet_world import make_world

from media_manager.domain.dashboard import FigureKey
from media_manager.domain.query import Field, Node, Not, Query
from media_manager.library.dashboard import FIGURES
from media_manager.persistence import dashboard_reader as read
from media_manager.persistence.reader import LibraryReader, open_reader

ITEMS: tuple[Node, ...] = FIGURES[FigureKey.ITEMS]
KEPT: tuple[Node, ...] = FIGURES[FigureKey.STORAGE]
PLAYED: tuple[Node, ...] = FIGURES[FigureKey.RUNTIME]


class Explaining:
    """Stands before a reader and notes the plan of each statement that runs."""

    def __init__(self, reader: LibraryReader) -> None:
        self._reader = reader
        self._execute = reader.execute
        self.plans: list[list[str]] = []
        reader.execute = self.execute  # type: ignore[method-assign]

    def execute(self, sql: str, values: Any = ()) -> Any:
        rows = self._execute(f"EXPLAIN QUERY PLAN {sql}", values)
        self.plans.append([row[3] for row in rows])
        return self._execute(sql, values)


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[LibraryReader]:
    make_world(tmp_path / "library.db", seed=3, items=60).close()
    reader = open_reader(tmp_path / "library.db")
    yield reader
    reader.close()


def plan_of(reader: LibraryReader, ask: Callable[[LibraryReader], object]) -> list[str]:
    """Return the steps of the last statement."""
    explaining = Explaining(reader)
    ask(reader)
    return explaining.plans[-1]


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (
            lambda reader: read.count_years(reader, Query(ITEMS)),
            "COVERING INDEX ix_media_item_type",
        ),
        (
            lambda reader: read.count_slots(reader, Query(ITEMS)),
            "COVERING INDEX ix_media_item_type",
        ),
        (lambda reader: read.sum_runtime(reader, Query(PLAYED)), "INDEX ix_media_item_type"),
        (lambda reader: read.count_genres(reader, Query(ITEMS)), "USING"),
        (lambda reader: read.sum_sizes(reader, Query(KEPT)), "USING INTEGER PRIMARY KEY"),
        (
            lambda reader: list(read.sizes_by_picture(reader, Query(KEPT))),
            "USING INTEGER PRIMARY KEY",
        ),
        (read.shared_files, "COVERING INDEX ix_media_item_main_file_id"),
        (
            read.ids_with_same_number,
            "COVERING INDEX ix_external_id_source_external_id",
        ),
    ],
    ids=["years", "months", "runtime", "genres", "sizes", "pictures", "shared", "numbers"],
)
def test_a_statement_walks_an_index(
    reader: LibraryReader, ask: Callable[[LibraryReader], object], expected: str
) -> None:
    """No table is scanned for each row of another, and the walk is the one that was measured."""
    steps = plan_of(reader, ask)
    assert any(expected in step for step in steps), steps


def test_within_a_library_only_its_items_are_looked_at(reader: LibraryReader) -> None:
    """A condition of the page is part of each statement, not a filter behind it."""
    where = (Field("library_id", "1"), *ITEMS)
    steps = plan_of(reader, lambda each: read.count_years(each, Query(where)))
    assert any("SEARCH i USING" in step for step in steps), steps


def test_a_plain_count_reads_the_counters(reader: LibraryReader) -> None:
    """The first number of the page costs no look at any item."""
    steps = plan_of(reader, lambda each: each.count(Query((Not(Field("type", "season")),))))
    assert all("media_item" not in step for step in steps), steps
