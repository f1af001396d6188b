"""What each thread of a lane holds, such as a reader that can be interrupted."""

from __future__ import annotations

import sqlite3
import threading
import time
from typing import TYPE_CHECKING, Any

from media_manager.workers import (
    LanePool,
    LaneSpec,
    Resource,
    current_ticket,
)

if TYPE_CHECKING:
    from tests.workers.conftest import Heard

SOON = 5.0


class Readers:
    """Real SQLite readers, one a thread, as the read lane holds them."""

    def __init__(self) -> None:
        self.opened: list[int] = []
        self.closed: list[int] = []

    def open(self) -> sqlite3.Connection:
        self.opened.append(threading.get_ident())
        return sqlite3.connect(":memory:")  # its thread check proves that close comes from it

    def close(self, reader: sqlite3.Connection) -> None:
        reader.close()
        self.closed.append(threading.get_ident())

    def resource(self) -> Resource:
        return Resource(self.open, self.close, interrupt=lambda reader: reader.interrupt())


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def test_each_thread_opens_and_closes_its_own_resource(heard: Heard) -> None:
    """A reader is used and closed by the thread that opened it."""
    readers = Readers()
    with LanePool([LaneSpec("read", 2, readers.resource())]) as pool:
        barrier = threading.Barrier(2)

        def ask(reader: sqlite3.Connection) -> int:
            barrier.wait(SOON)
            return int(reader.execute("SELECT 41 + 1").fetchone()[0])

        for _ in range(4):
            pool.submit("read", ask, outcome=heard.outcome())
        assert [value for _, value in heard.wait_for(4)] == [42] * 4
    assert len(readers.opened) == 2
    assert sorted(readers.closed) == sorted(readers.opened)


def test_a_superseded_query_is_interrupted_and_the_next_is_not(heard: Heard) -> None:
    """The interrupt meets the running older query only; the newer one answers."""
    with LanePool([LaneSpec("read", 1, Readers().resource())]) as pool:
        for round_number in range(20):
            started = threading.Event()

            def endless(reader: sqlite3.Connection, started: threading.Event = started) -> Any:
                started.set()
                ticket = current_ticket()
                reader.set_progress_handler(lambda: int(bool(ticket and ticket.cancelled)), 10_000)
                return reader.execute(ENDLESS).fetchone()

            pool.submit("read", endless, key="q", outcome=heard.outcome("old"))
            assert started.wait(SOON)
            pool.submit(
                "read",
                lambda reader, number=round_number: reader.execute(f"SELECT {number}").fetchone(),
                key="q",
                outcome=heard.outcome("new"),
            )
            ends = heard.wait_for(2 * (round_number + 1))
            assert ends[-2:] == [("dropped", "old"), ("done", (round_number,))]


def test_a_resource_that_cannot_be_opened_fails_the_work_and_is_tried_again(heard: Heard) -> None:
    """A locked database is an error of this question, not the end of the lane."""
    attempts: list[int] = []

    def open_reader() -> str:
        attempts.append(1)
        if len(attempts) == 1:
            raise OSError("not yet")
        return "reader"

    resource = Resource(open_reader, close=lambda _: None)
    with LanePool([LaneSpec("read", 1, resource)]) as pool:
        pool.submit("read", lambda reader: reader, outcome=heard.outcome())
        pool.submit("read", lambda reader: reader, outcome=heard.outcome())
        first, second = heard.wait_for(2)
    assert (first[0], str(first[1])) == ("failed", "not yet")
    assert second == ("done", "reader")


def test_shutdown_interrupts_a_running_query(heard: Heard) -> None:
    """Closing does not wait for a long query."""
    pool = LanePool([LaneSpec("read", 1, Readers().resource())])
    started = threading.Event()

    def endless(reader: sqlite3.Connection) -> object:
        started.set()
        return reader.execute(ENDLESS).fetchone()

    pool.submit("read", endless, outcome=heard.outcome("it"))
    assert started.wait(SOON)
    time.sleep(0.05)  # the statement itself must have begun: SQLite interrupts only that
    assert pool.shutdown() == ()
    assert heard.ends == [("dropped", "it")]
