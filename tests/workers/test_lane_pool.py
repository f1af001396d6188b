"""The pool: no error is lost, and it closes in time."""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from media_manager.errors import JobCancelled
from media_manager.instrumentation import get_instrumentation
from media_manager.workers import (
    LanePool,
    LaneSpec,
    Outcome,
)

if TYPE_CHECKING:
    from tests.workers.conftest import Gate, Heard

Wait = Callable[[Callable[[], bool]], None]

SOON = 5.0


@pytest.fixture
def errors() -> list[BaseException]:
    return []


@pytest.fixture
def pool(errors: list[BaseException]) -> Iterator[LanePool]:
    lanes = [LaneSpec("one", 1), LaneSpec("two", 2)]
    with LanePool(lanes, on_unhandled=errors.append) as pool:
        yield pool


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


def test_k3_an_error_of_the_hook_itself_is_logged(
    caplog: pytest.LogCaptureFixture, wait_until: Wait
) -> None:
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


def test_shutdown_names_a_thread_that_does_not_end(gate: Gate) -> None:
    """The time is kept, and the log says who hangs."""
    pool = LanePool([LaneSpec("one", 1)])
    pool.submit("one", gate)
    assert gate.reached.wait(SOON)
    started = time.monotonic()
    [name] = pool.shutdown(0.1)

    assert time.monotonic() - started < 10.0
    assert name.startswith("one-")
    gate.open.set()
    assert pool.shutdown() == ()


def test_what_work_captured_is_released_when_it_ends(
    pool: LanePool, heard: Heard, wait_until: Wait
) -> None:
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


def test_waiting_and_running_are_measured(pool: LanePool, heard: Heard, wait_until: Wait) -> None:
    """Diagnostics shows for each lane how long work waits and runs."""
    metrics = get_instrumentation()
    metrics.reset()
    pool.submit("one", lambda: time.sleep(0.01), outcome=heard.outcome())
    heard.wait_for(1)
    wait_until(lambda: "workers.one.run" in metrics.get_timer_metrics())

    timers = metrics.get_timer_metrics()
    assert timers["workers.one.wait"]["count"] == 1
    assert timers["workers.one.run"]["total"] >= 0.01


def test_threads_tell_what_they_do(pool: LanePool, heard: Heard, gate: Gate) -> None:
    """Diagnostics names the title of a job, or where a work without one is written."""
    other = type(gate)()
    pool.submit("one", gate, title="Films", outcome=heard.outcome())
    pool.submit("two", other, outcome=heard.outcome())
    assert gate.reached.wait(SOON)
    assert other.reached.wait(SOON)
    told = {thread.lane: thread for thread in pool.threads()}
    gate.open.set()
    other.open.set()

    assert told["one"].what == "Films"
    assert told["two"].what == "conftest.Gate"
    assert told["one"].name.startswith("one-")
    assert told["one"].since <= time.monotonic()
    heard.wait_for(2)


def test_a_thread_without_work_does_nothing(pool: LanePool, heard: Heard, wait_until: Wait) -> None:
    """It is listed with nothing beside it."""
    pool.submit("one", lambda: 1, title="Films", outcome=heard.outcome())
    heard.wait_for(1)
    wait_until(lambda: [thread.what for thread in pool.threads()] == [""])


def test_loads_count_the_time_at_work(pool: LanePool, heard: Heard, gate: Gate) -> None:
    """What runs now counts as far as it is; what ended is counted."""
    pool.submit("one", lambda: time.sleep(0.01), outcome=heard.outcome())
    heard.wait_for(1)
    pool.submit("one", gate, outcome=heard.outcome())
    assert gate.reached.wait(SOON)
    first = pool.loads()["one"]
    time.sleep(0.01)
    second = pool.loads()["one"]
    gate.open.set()

    assert (first.done, first.running, pool.loads()["two"].done) == (1, 1, 0)
    assert first.busy_seconds >= 0.01
    assert second.busy_seconds - first.busy_seconds >= 0.01
    heard.wait_for(2)


def test_k3_a_thread_that_dies_is_replaced(
    pool: LanePool, heard: Heard, errors: list[BaseException], wait_until: Wait
) -> None:
    """Fault K3: the error is heard, and what waits in the lane is done by another thread."""
    pool.submit("one", lambda: 1, outcome=heard.outcome())
    heard.wait_for(1)
    [name] = [thread.name for thread in pool.threads()]
    [victim] = [thread for thread in threading.enumerate() if thread.name == name]
    assert victim.ident is not None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(victim.ident), ctypes.py_object(SystemExit)
    )
    pool.submit("one", lambda: 2, outcome=heard.outcome())

    assert heard.wait_for(2)[1] == ("done", 2)
    victim.join(SOON)
    wait_until(lambda: [thread.name for thread in pool.threads()] != [name])
    assert [type(error) for error in errors] == [SystemExit]
    assert pool.load("one").threads == 1


def test_k3_an_exit_in_a_listener_does_not_kill_the_thread(
    pool: LanePool, heard: Heard, errors: list[BaseException]
) -> None:
    """Fault K3: not even what is no Exception is lost."""

    def bad(_: object) -> None:
        raise SystemExit(3)

    pool.submit("one", lambda: 1, outcome=Outcome(done=bad))
    pool.submit("one", lambda: "next", outcome=heard.outcome())
    heard.wait_for(1)
    assert [type(error) for error in errors] == [SystemExit]


def test_a_busy_lane_says_how_much_of_it_is_used(pool: LanePool, heard: Heard) -> None:
    """The gauges follow when somebody looks, at most once a second."""
    metrics = get_instrumentation()
    metrics.reset()
    pool._lanes["one"]._gauged = (time.monotonic() - 2, 0.0)
    pool.submit("one", lambda: time.sleep(0.01), outcome=heard.outcome())
    heard.wait_for(1)
    pool.loads()
    gauges = metrics.get_gauge_metrics()
    assert 0 < gauges["workers.one.utilization"] <= 1
    assert gauges["workers.one.queued"] == 0
