"""Every statement of the reading half is timed, and slow ones are kept without their values."""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from media_manager.domain.query import Query
from media_manager.instrumentation import Instrumentation, get_instrumentation
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.slow_queries import get_slow_queries, reset_slow_queries
from media_manager.persistence.store import LibraryStore
from media_manager.persistence.timed_cursor import TimedCursor

NAMES = "SELECT name, value FROM counter WHERE name >= ? AND name < ? ORDER BY name"


@pytest.fixture
def metrics() -> Iterator[Instrumentation]:
    found = get_instrumentation()
    found.reset()
    reset_slow_queries()
    yield found
    found.configure(enabled=True, detail=False, slow_query_seconds=0.1)
    found.reset()
    reset_slow_queries()


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[LibraryReader]:
    store = LibraryStore(tmp_path / "library.db")
    store.ensure()
    with store.reading() as found:
        yield found
    store.close()


def thousand(reader: LibraryReader) -> str:
    """Return a statement of a thousand rows."""
    assert reader.seq() == 0
    return (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) "
        "SELECT i FROM n"
    )


def test_each_way_to_read_gives_all_rows_and_is_one_duration(
    reader: LibraryReader, metrics: Instrumentation
) -> None:
    """All at once, one by one, in pieces, or a single one: rows and counts are right."""
    sql = thousand(reader)
    wanted = [(number,) for number in range(1, 1_001)]
    metrics.reset()

    assert reader.execute(sql).fetchall() == wanted
    assert list(reader.execute(sql)) == wanted
    assert reader.execute(sql).fetchone() == (1,)
    assert metrics.get_timer_metrics()["persistence.read"]["count"] == 3
    assert metrics.get_counter_metrics() == {"persistence.rows": 2_001}


def test_rows_that_nobody_wants_are_not_read(
    reader: LibraryReader, metrics: Instrumentation
) -> None:
    """Whoever stops early has read a piece, not the whole answer."""
    rows = iter(reader.execute(thousand(reader)))
    metrics.reset()
    assert next(rows) == (1,)
    rows.close()  # type: ignore[attr-defined]  # a generator
    assert metrics.get_counter_metrics()["persistence.rows"] <= 100


def test_switched_off_the_drivers_own_cursor_comes_back(
    reader: LibraryReader, metrics: Instrumentation
) -> None:
    """Off costs nothing, not even an object."""
    assert isinstance(reader.execute(thousand(reader)), TimedCursor)
    metrics.enabled = False
    assert isinstance(reader.execute(thousand(reader)), sqlite3.Cursor)


def test_a_slow_statement_is_kept_without_its_values(
    reader: LibraryReader, metrics: Instrumentation
) -> None:
    """What somebody looked for is nobody's business; how often and how long is."""
    metrics.slow_query_seconds = 0.0
    for value in ("secret title", "another title"):
        reader.execute(NAMES, [value, "z"]).fetchall()

    (query,) = get_slow_queries()
    assert (query.sql, query.count, query.plan) == (NAMES, 2, "")
    assert "title" not in repr(query)


def test_in_detail_a_slow_statement_has_its_plan(
    reader: LibraryReader, metrics: Instrumentation
) -> None:
    """The plan is taken once, with the values at hand, and kept without them."""
    metrics.slow_query_seconds, metrics.detail = 0.0, True
    reader.execute(NAMES, ["secret title", "z"]).fetchall()

    (query,) = get_slow_queries()
    assert query.plan.startswith("SEARCH counter USING")
    assert "title" not in repr(query)


def test_what_is_quick_is_not_kept(reader: LibraryReader, metrics: Instrumentation) -> None:
    """The log is for what is worth a look."""
    metrics.slow_query_seconds = 3_600.0
    assert reader.count(Query()) == 0
    assert get_slow_queries() == ()


def test_kinds_of_questions_have_timers_of_their_own(
    reader: LibraryReader, metrics: Instrumentation
) -> None:
    """By what is asked, not by its text."""
    reader.count(Query())
    reader.first_ids(Query(), 10)
    reader.all_ids(Query())
    reader.counters()
    names = set(metrics.get_timer_metrics())
    kinds = ("count", "first_ids", "all_ids", "counters")
    assert {f"persistence.read.{kind}" for kind in kinds} - names == set()


def test_the_watch_for_changes_is_no_query(reader: LibraryReader, metrics: Instrumentation) -> None:
    """It looks twice a second; nobody wants to find that among the queries."""
    assert reader.data_version() > 0
    with reader.snapshot():
        pass
    assert metrics.get_timer_metrics() == {}


def test_an_interrupted_statement_raises_as_ever(
    reader: LibraryReader, metrics: Instrumentation
) -> None:
    """A superseded question ends while it reads its rows."""
    assert metrics.enabled
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n"
    ended = threading.Event()

    def interrupt() -> None:
        while not ended.wait(0.01):
            reader.interrupt()

    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            reader.execute(endless).fetchall()
    finally:
        ended.set()
        thread.join()
