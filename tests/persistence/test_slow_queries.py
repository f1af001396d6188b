"""The log of slow statements: bounded, ordered, and without anybody's values."""

import threading

from media_manager.persistence.slow_queries import (
    SlowQueryLog,
    get_slow_queries,
    get_slow_query_log,
    plain_statement,
    reset_slow_queries,
)


def test_runs_of_one_statement_are_one_line() -> None:
    """Count, total, longest and rows add up; the plan that was seen last stays."""
    log = SlowQueryLog()
    log.add("SELECT 1", 0.5, rows=3, plan="SCAN item")
    log.add("SELECT  1\n", 0.25, rows=4)

    (query,) = log.entries()
    assert (query.sql, query.count, query.total_seconds) == ("SELECT 1", 2, 0.75)
    assert (query.longest_seconds, query.rows, query.plan) == (0.5, 7, "SCAN item")
    assert query.last_at_us > 0
    assert log.has_plan("SELECT 1")


def test_lists_of_any_length_are_one_statement() -> None:
    """A page of 100 ids and one of 20 are the same question."""
    assert plain_statement("x IN (?,?,?) AND y IN (?, ?)") == "x IN (?, …) AND y IN (?, …)"
    assert plain_statement("x = ? AND y IN (?)") == "x = ? AND y IN (?)"


def test_what_costs_most_comes_first() -> None:
    """Whoever reads the list wants to begin with what is worth mending."""
    log = SlowQueryLog()
    log.add("SELECT 1", 0.5)
    log.add("SELECT 2", 0.9)
    log.add("SELECT 1", 0.5)

    assert [query.sql for query in log.entries()] == ["SELECT 1", "SELECT 2"]


def test_the_log_is_bounded_and_drops_what_cost_least() -> None:
    """A thousand different statements take the room of ten."""
    log = SlowQueryLog(kept=10)
    log.add("SELECT 'dear'", 1_000.0)
    for number in range(1_000):
        log.add(f"SELECT {number}", 0.1 + number)

    sqls = [query.sql for query in log.entries()]
    assert len(sqls) == 10
    assert sqls[0] == "SELECT 'dear'"
    assert "SELECT 0" not in sqls


def test_no_run_is_lost_between_threads() -> None:
    """Every reader writes into the same log."""
    log = SlowQueryLog()

    def add() -> None:
        for _ in range(1_000):
            log.add("SELECT 1", 1.0, rows=1)

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    (query,) = log.entries()
    assert (query.count, query.rows, query.total_seconds) == (8_000, 8_000, 8_000.0)


def test_the_log_of_the_program_can_be_emptied() -> None:
    """Diagnostics begins anew when asked."""
    reset_slow_queries()
    get_slow_query_log().add("SELECT 1", 0.5)
    assert [query.sql for query in get_slow_queries()] == ["SELECT 1"]

    reset_slow_queries()
    assert get_slow_queries() == ()
