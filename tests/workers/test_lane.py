"""One lane: order, superseding, cancelling, and delays."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from media_manager.workers import (
    LanePool,
    LaneSpec,
    current_ticket,
)

if TYPE_CHECKING:
    from tests.workers.conftest import Gate, Heard

Wait = Callable[[Callable[[], bool]], None]

SOON = 5.0


@pytest.fixture
def pool() -> Iterator[LanePool]:
    with LanePool([LaneSpec("one", 1), LaneSpec("two", 2)]) as pool:
        yield pool


def test_work_runs_on_a_named_thread_of_its_lane(pool: LanePool, heard: Heard) -> None:
    """A stack in the log says which lane it belongs to."""
    pool.submit("two", lambda: threading.current_thread().name, outcome=heard.outcome())
    [(kind, name)] = heard.wait_for(1)
    assert (kind, name.split("-")[0]) == ("done", "two")


def test_no_thread_starts_before_there_is_work() -> None:
    """A pool costs nothing until it is used."""
    before = threading.active_count()
    with LanePool() as pool:
        assert threading.active_count() == before
        assert pool.lanes() == ("read", "edit", "thumbs", "jobs", "network")


def test_a_lane_never_has_more_threads_than_its_size(pool: LanePool, heard: Heard) -> None:
    """Twenty works on two threads: two run at a time, all of them end."""
    running, most = 0, 0
    lock = threading.Lock()

    def work() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.005)
        with lock:
            running -= 1

    for _ in range(20):
        pool.submit("two", work, outcome=heard.outcome())
    assert {kind for kind, _ in heard.wait_for(20)} == {"done"}
    assert most == 2
    assert pool.load("two").threads == 2


def test_the_higher_priority_runs_first_and_equals_in_order(
    pool: LanePool, heard: Heard, gate: Gate
) -> None:
    """What is visible goes before what is prefetched."""
    pool.submit("one", gate)
    assert gate.reached.wait(SOON)
    for name, priority in (("low", -1), ("a", 0), ("b", 0), ("high", 9)):
        pool.submit("one", lambda name=name: name, priority=priority, outcome=heard.outcome())
    gate.open.set()

    assert [value for _, value in heard.wait_for(4)] == ["high", "a", "b", "low"]


def test_a_newer_key_drops_the_queued_older_one(pool: LanePool, heard: Heard, gate: Gate) -> None:
    """Each key press makes the question before it void."""
    pool.submit("one", gate)
    assert gate.reached.wait(SOON)
    for text in ("t", "th", "the"):
        pool.submit("one", lambda text=text: text, key="search", outcome=heard.outcome(text))
    pool.submit("one", lambda: "other", key="count", outcome=heard.outcome())
    gate.open.set()

    assert heard.wait_for(4) == [
        ("dropped", "t"),
        ("dropped", "th"),
        ("done", "the"),
        ("done", "other"),
    ]


def test_a_newer_key_flags_the_running_older_one(pool: LanePool, heard: Heard) -> None:
    """Work that looks at its ticket can stop early; its answer is dropped in any case."""
    started = threading.Event()

    def patient() -> str:
        ticket = current_ticket()
        started.set()
        deadline = time.monotonic() + SOON
        while ticket is not None and not ticket.cancelled and time.monotonic() < deadline:
            time.sleep(0.001)
        return "late"

    pool.submit("one", patient, key="k", outcome=heard.outcome("old"))
    assert started.wait(SOON)
    pool.submit("one", lambda: "new", key="k", outcome=heard.outcome("new"))

    assert heard.wait_for(2) == [("dropped", "old"), ("done", "new")]


def test_a_cancelled_queued_ticket_never_runs(pool: LanePool, heard: Heard, gate: Gate) -> None:
    """cancel() says True when the work never runs, and drops it once."""
    pool.submit("one", gate, outcome=heard.outcome())
    assert gate.reached.wait(SOON)
    ran: list[int] = []
    ticket = pool.submit("one", lambda: ran.append(1), outcome=heard.outcome("it"))
    assert ticket.cancel() is True
    assert ticket.cancel() is False
    gate.open.set()

    assert heard.wait_for(2) == [("dropped", "it"), ("done", "gate")]
    assert ran == []
    assert ticket.ended


def test_a_withdrawn_ticket_is_silent(pool: LanePool, heard: Heard, gate: Gate) -> None:
    """withdraw() takes back what is queued without telling anybody, and only that."""
    running = pool.submit("one", gate, outcome=heard.outcome())
    assert gate.reached.wait(SOON)
    assert pool.submit("one", lambda: 1, outcome=heard.outcome("it")).withdraw() is True
    assert running.withdraw() is False
    gate.open.set()

    assert heard.wait_for(1) == [("done", "gate")]


def test_thousands_of_cancelled_tickets_leave_nothing(pool: LanePool, gate: Gate) -> None:
    """A long scroll asks for and gives up many thumbnails; the queue does not grow."""
    pool.submit("one", gate)
    assert gate.reached.wait(SOON)
    for _ in range(5_000):
        pool.submit("one", lambda: None).cancel()

    assert pool.load("one").queued == 0
    assert len(pool._lanes["one"]._queue) < 200


def test_delayed_work_waits_without_holding_the_thread(pool: LanePool, heard: Heard) -> None:
    """The one thread of the lane does other work meanwhile."""
    started = time.monotonic()
    pool.submit("one", lambda: "late", outcome=heard.outcome(), delay_seconds=0.1)
    pool.submit("one", lambda: "now", outcome=heard.outcome())

    assert [value for _, value in heard.wait_for(2)] == ["now", "late"]
    assert time.monotonic() - started >= 0.1


def test_delayed_work_comes_on_time_though_a_thread_is_busy(
    pool: LanePool, heard: Heard, gate: Gate
) -> None:
    """When the thread that watches the clock takes work, another watches."""
    for _ in range(2):
        pool.submit("two", lambda: time.sleep(0.01), outcome=heard.outcome())
    heard.wait_for(2)
    pool.submit("two", lambda: "late", outcome=heard.outcome(), delay_seconds=0.1)
    time.sleep(0.01)
    pool.submit("two", gate)
    assert heard.wait_for(3)[-1] == ("done", "late")


def test_a_lane_grows_and_shrinks_while_it_works(
    pool: LanePool, heard: Heard, gate: Gate, wait_until: Wait
) -> None:
    """The number of threads is a setting that applies at once."""
    pool.submit("one", gate, outcome=heard.outcome())
    assert gate.reached.wait(SOON)
    pool.submit("one", lambda: "second", outcome=heard.outcome())
    pool.resize("one", 3)
    assert heard.wait_for(1) == [("done", "second")]
    gate.open.set()
    pool.resize("one", 1)
    wait_until(lambda: pool.load("one").threads == 1)
