"""Lanes: order, superseding, cancelling, interrupting, and that nothing is lost."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from media_manager.errors import JobCancelled
from media_manager.instrumentation import get_instrumentation
from media_manager.workers import (
    LanePool,
    LaneSpec,
    Outcome,
    Resource,
    WorkerManager,
    current_ticket,
    optimal_thread_count,
)

SOON = 5.0


class Heard:
    """Collects how work ended, in order."""

    def __init__(self) -> None:
        self.ends: list[tuple[str, Any]] = []
        self._more = threading.Condition()

    def outcome(self, name: str = "") -> Outcome:
        return Outcome(
            done=lambda result: self.add("done", result),
            failed=lambda error: self.add("failed", error),
            dropped=lambda: self.add("dropped", name),
        )

    def add(self, kind: str, value: object) -> None:
        with self._more:
            self.ends.append((kind, value))
            self._more.notify_all()

    def wait_for(self, count: int) -> list[tuple[str, Any]]:
        with self._more:
            assert self._more.wait_for(lambda: len(self.ends) >= count, SOON), self.ends
            return list(self.ends)


@pytest.fixture
def errors() -> list[BaseException]:
    return []


@pytest.fixture
def pool(errors: list[BaseException]) -> Iterator[LanePool]:
    lanes = [LaneSpec("one", 1), LaneSpec("two", 2)]
    with LanePool(lanes, on_unhandled=errors.append) as pool:
        yield pool


@pytest.fixture
def heard() -> Heard:
    return Heard()


class Gate:
    """Work that holds its thread until it is opened."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.open = threading.Event()

    def __call__(self) -> str:
        self.reached.set()
        assert self.open.wait(SOON)
        return "gate"


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.open.set()


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


def test_k3_an_error_goes_to_the_one_who_asked(
    pool: LanePool, heard: Heard, errors: list[BaseException]
) -> None:
    """Fault K3: the lane goes on with the next work."""
    error = ValueError("no")

    def fail() -> None:
        raise error

    pool.submit("one", fail, outcome=heard.outcome())
    pool.submit("one", lambda: "next", outcome=heard.outcome())
    assert heard.wait_for(2) == [("failed", error), ("done", "next")]
    assert errors == []


@pytest.mark.parametrize("error", [ValueError("no"), SystemExit(3)], ids=repr)
def test_k3_an_error_without_a_listener_goes_to_the_hook(
    pool: LanePool, heard: Heard, errors: list[BaseException], error: BaseException
) -> None:
    """Fault K3: nothing that a worker raises is lost, not even an exit."""

    def fail() -> None:
        raise error

    pool.submit("one", fail)
    pool.submit("one", lambda: "next", outcome=heard.outcome())
    heard.wait_for(1)
    assert errors == [error]


def test_k3_an_error_of_a_listener_goes_to_the_hook(
    pool: LanePool, heard: Heard, errors: list[BaseException]
) -> None:
    """Fault K3: a bad listener stops neither the thread nor the news of it."""

    def bad(_: object) -> None:
        raise ValueError("bad listener")

    pool.submit("one", lambda: 1, outcome=Outcome(done=bad))
    pool.submit("one", lambda: "next", outcome=heard.outcome())
    heard.wait_for(1)
    assert [str(error) for error in errors] == ["bad listener"]


def test_k3_an_error_of_the_hook_itself_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Fault K3: the last net writes both errors to the log."""

    def bad_hook(_: BaseException) -> None:
        raise ValueError("bad hook")

    def fail() -> None:
        raise ValueError("first")

    with LanePool([LaneSpec("one", 1)], on_unhandled=bad_hook) as pool:
        ticket = pool.submit("one", fail)
        wait_until(lambda: ticket.ended and pool.load("one").running == 0)
    assert [str(record.exc_info[1]) for record in caplog.records if record.exc_info] == [
        "bad hook",
        "first",
    ]


def test_work_that_gives_up_is_dropped_not_failed(pool: LanePool, heard: Heard) -> None:
    """JobCancelled is not a failure."""

    def give_up() -> None:
        raise JobCancelled("enough")

    pool.submit("one", give_up, outcome=heard.outcome("it"))
    assert heard.wait_for(1) == [("dropped", "it")]


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


def test_a_lane_grows_and_shrinks_while_it_works(pool: LanePool, heard: Heard, gate: Gate) -> None:
    """The number of threads is a setting that applies at once."""
    pool.submit("one", gate, outcome=heard.outcome())
    assert gate.reached.wait(SOON)
    pool.submit("one", lambda: "second", outcome=heard.outcome())
    pool.resize("one", 3)
    assert heard.wait_for(1) == [("done", "second")]
    gate.open.set()
    pool.resize("one", 1)
    wait_until(lambda: pool.load("one").threads == 1)


def test_shutdown_drops_the_queued_and_waits_for_the_running(heard: Heard, gate: Gate) -> None:
    """Everything that was submitted hears an end, also what comes too late."""
    pool = LanePool([LaneSpec("one", 1)])
    running = pool.submit("one", gate, outcome=heard.outcome("running"))
    assert gate.reached.wait(SOON)
    pool.submit("one", lambda: 1, outcome=heard.outcome("queued"))
    pool.submit("one", lambda: 1, outcome=heard.outcome("delayed"), delay_seconds=60)
    threading.Timer(0.05, gate.open.set).start()

    assert pool.shutdown() == ()
    pool.submit("one", lambda: 1, outcome=heard.outcome("late"))
    assert heard.wait_for(4) == [
        ("dropped", "queued"),
        ("dropped", "delayed"),
        ("dropped", "running"),
        ("dropped", "late"),
    ]
    assert running.cancelled


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


def test_shutdown_names_a_thread_that_does_not_end(gate: Gate) -> None:
    """The time is kept, and the log says who hangs."""
    pool = LanePool([LaneSpec("one", 1)])
    pool.submit("one", gate)
    assert gate.reached.wait(SOON)
    started = time.monotonic()
    [name] = pool.shutdown(0.1)

    assert time.monotonic() - started < 1.0
    assert name.startswith("one-")
    gate.open.set()
    assert pool.shutdown() == ()


def test_what_work_captured_is_released_when_it_ends(pool: LanePool, heard: Heard) -> None:
    """An idle thread keeps neither the work nor its result alive."""
    import weakref

    class Thing:
        pass

    thing = Thing()
    gone = weakref.ref(thing)
    pool.submit("one", lambda thing=thing: repr(thing), outcome=heard.outcome())
    heard.wait_for(1)
    del thing
    wait_until(lambda: gone() is None)


def test_waiting_and_running_are_measured(pool: LanePool, heard: Heard) -> None:
    """Diagnostics shows for each lane how long work waits and runs."""
    metrics = get_instrumentation()
    metrics.reset()
    pool.submit("one", lambda: time.sleep(0.01), outcome=heard.outcome())
    heard.wait_for(1)
    wait_until(lambda: "workers.one.run" in metrics.get_timer_metrics())

    timers = metrics.get_timer_metrics()
    assert timers["workers.one.wait"]["count"] == 1
    assert timers["workers.one.run"]["total"] >= 0.01


def test_the_worker_manager_of_the_specification_fits_the_machine(heard: Heard) -> None:
    """WorkerManager() is automatic, WorkerManager(3) is not, and both can change."""
    assert WorkerManager().max_thread_count == optimal_thread_count()
    manager = WorkerManager(max_thread_count=3)
    try:
        assert manager.pool.load("network").size == 3
        manager.submit(lambda: 42, outcome=heard.outcome())
        assert heard.wait_for(1) == [("done", 42)]
        manager.set_max_thread_count(None)
        assert manager.pool.load("network").size == optimal_thread_count()
    finally:
        manager.shutdown()


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SOON
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.002)
