"""Jobs that share a lane: priority, turns, and nobody waits for ever."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterator
from functools import partial
from itertools import pairwise
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

import pytest

from media_manager.domain.jobs import JobState
from media_manager.workers import (
    JobContext,
    JobRequest,
    LanePool,
    LaneSpec,
    RunningJob,
    Wait,
    Watcher,
    standard_lanes,
)
from media_manager.workers.lanes import URGENT

if TYPE_CHECKING:
    from tests.workers.conftest import Gate, Heard

Steps = Generator[Wait | None, None, Any]
Until = Callable[[Callable[[], bool]], None]

SOON = 5.0


@pytest.fixture
def pool() -> Iterator[LanePool]:
    with LanePool([LaneSpec("jobs", 1)]) as pool:
        yield pool


def begin(
    pool: LanePool, job: Callable[[JobContext], Any], *, title: str = "", priority: int = 0
) -> RunningJob:
    watcher = Watcher(changed=lambda _: None, ended=lambda _: None)
    running = RunningJob(pool, JobRequest(job, title, priority=priority), watcher)
    running.start()
    return running


def work_for(seconds: float) -> None:
    until = monotonic() + seconds
    while monotonic() < until:
        sleep(0)


class Steady:
    """A long job that counts its steps, and notes in which order the turns came."""

    def __init__(self, name: str, turns: list[str], steps: int = 1_000_000) -> None:
        self.name = name
        self.turns = turns
        self.steps = steps
        self.done = 0

    def __call__(self, context: JobContext) -> Steps:
        for _ in range(self.steps):
            work_for(0.005)
            self.done += 1
            self.turns.append(self.name)
            context.report(self.done)
            yield None


def changes_of(turns: list[str]) -> list[str]:
    """Return who had the lane, slice by slice."""
    return [name for last, name in pairwise(["", *turns]) if name != last]


def test_two_long_jobs_share_a_lane(pool: LanePool, gate: Gate, wait_until: Until) -> None:
    """They take turns of one slice each, so after many slices both are as far."""
    pool.submit("jobs", gate)
    turns: list[str] = []
    one, two = Steady("one", turns), Steady("two", turns)
    runs = [begin(pool, job) for job in (one, two)]
    gate.open.set()
    wait_until(lambda: len(changes_of(list(turns))) >= 12)
    for run in runs:
        run.cancel()
    slices = Counter(changes_of(turns)[:12])

    assert all(run.wait(SOON) for run in runs)
    assert slices == {"one": 6, "two": 6}


def test_a_small_job_ends_long_before_two_long_ones(
    pool: LanePool, gate: Gate, wait_until: Until
) -> None:
    """It has its turn after one slice of each, not after their end."""
    turns: list[str] = []
    long = [begin(pool, Steady(name, turns)) for name in ("one", "two")]
    wait_until(lambda: len(set(turns)) == 2)
    pool.submit("jobs", gate)
    wait_until(gate.reached.is_set)
    at = len(turns)
    small = begin(pool, Steady("small", turns, steps=3))
    gate.open.set()
    assert small.wait(SOON)
    between = changes_of(turns[at:])
    for run in long:
        run.cancel()

    assert all(run.wait(SOON) for run in long)
    assert between.index("small") <= 2


def test_a_queued_job_can_be_put_first(pool: LanePool, gate: Gate) -> None:
    """Raising the priority counts at once, also for a job that waits its turn."""
    pool.submit("jobs", gate)
    ended: list[str] = []

    def note(name: str, _: JobContext) -> None:
        ended.append(name)

    runs = {name: begin(pool, partial(note, name)) for name in ("a", "b", "c")}
    runs["c"].set_priority(5)
    runs["a"].set_priority(-5)
    gate.open.set()

    assert all(run.wait(SOON) for run in runs.values())
    assert (ended, runs["c"].priority) == (["c", "b", "a"], 5)


def test_a_parked_job_keeps_its_new_priority(pool: LanePool, gate: Gate) -> None:
    """A paused job that was put first goes first when it is resumed."""
    pool.submit("jobs", gate)
    ended: list[str] = []
    first = begin(pool, lambda _: ended.append("first"))
    paused = begin(pool, lambda _: ended.append("paused"))
    paused.pause()
    paused.set_priority(1)
    assert paused.status.state is JobState.PAUSED
    paused.resume()
    gate.open.set()

    assert first.wait(SOON)
    assert paused.wait(SOON)
    assert ended == ["paused", "first"]


def test_a_waiting_job_goes_on_waiting_with_its_new_priority(
    pool: LanePool, wait_until: Until
) -> None:
    """A new priority is no reason to ask a busy server again at once."""
    runs: list[int] = []

    def waits(_: JobContext) -> Steps:
        yield Wait(3_600)
        runs.append(1)

    job = begin(pool, waits)
    wait_until(lambda: job.status.state is JobState.WAITING)
    job.set_priority(3)
    assert (job.status.state, runs) == (JobState.WAITING, [])
    job.resume()
    assert job.wait(SOON)
    assert runs == [1]


def test_a_job_that_is_cancelled_stays_in_front(pool: LanePool, gate: Gate) -> None:
    """A new priority does not put the end of a job behind the work of others."""
    turns: list[str] = []
    job = begin(pool, Steady("one", turns))
    while not turns:
        sleep(0.001)
    pool.submit("jobs", gate)
    assert gate.reached.wait(SOON)
    job.cancel()
    job.set_priority(-5)
    busy = begin(pool, Steady("busy", turns, steps=10))
    at = len(turns)
    gate.open.set()

    assert job.wait(SOON)
    assert busy.wait(SOON)
    assert "one" not in turns[at:]


def test_a_low_job_is_not_starved(wait_until: Until) -> None:
    """Waiting counts: below two jobs that never rest it still has its turns, and only some."""
    turns: list[str] = []
    with LanePool([LaneSpec("jobs", 1, ageing_seconds=0.1)]) as pool:
        runs = [begin(pool, Steady(name, turns), priority=2) for name in ("one", "two")]
        runs.append(begin(pool, Steady("low", turns), priority=0))
        wait_until(lambda: changes_of(list(turns)).count("low") >= 3)
        for run in runs:
            run.cancel()
        assert all(run.wait(SOON) for run in runs)
    slices = Counter(changes_of(turns))
    assert slices["low"] < slices["one"] + slices["two"]


def test_the_wait_for_a_turn_is_bounded(heard: Heard, gate: Gate) -> None:
    """However far apart two priorities are, there is a time after which the lower one is first."""
    with LanePool([LaneSpec("jobs", 1, ageing_seconds=0.001)]) as pool:
        pool.submit("jobs", gate)
        assert gate.reached.wait(SOON)
        pool.submit("jobs", lambda: "low", priority=-900_000, outcome=heard.outcome())
        sleep(0.05)  # more than the 30 levels that priorities can be apart here
        pool.submit("jobs", lambda: "high", priority=900_000, outcome=heard.outcome())
        pool.submit("jobs", lambda: "urgent", priority=URGENT, outcome=heard.outcome())
        gate.open.set()
        assert [answer for _, answer in heard.wait_for(3)] == ["urgent", "low", "high"]


def test_waiting_counts_for_jobs_only() -> None:
    """What the window asks for is of use now or never: there the newest wish comes first."""
    ageing = {spec.name: spec.ageing_seconds for spec in standard_lanes(max_thread_count=4)}
    assert ageing == {"read": None, "edit": None, "thumbs": None, "jobs": 2.0, "network": None}
