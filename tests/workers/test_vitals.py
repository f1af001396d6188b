"""The overview of Diagnostics draws what really happened between two looks."""

import math
import threading
from collections.abc import Iterator

import pytest

from media_manager.instrumentation import Instrumentation
from media_manager.processes.usage import ProcessUsage
from media_manager.workers.lanes import JOBS, READ
from media_manager.workers.pool import LanePool
from media_manager.workers.stalls import Stall, StallWatch
from media_manager.workers.vitals import (
    CPU_PERCENT,
    HIT_PERCENT,
    HITS,
    LANES_PERCENT,
    MADE,
    MEMORY_MIB,
    NAMES,
    PAGE_MS,
    PAGE_P95_MS,
    PAGE_TIMER,
    QUERIES,
    QUEUED,
    READ_TIMER,
    SAMPLES,
    STALL_MS,
    STALLS,
    Ring,
    Vitals,
)

MIB = 1024 * 1024


class World:
    """A process whose clock and costs the test sets."""

    def __init__(self) -> None:
        self.now = 100.0
        self.cpu_seconds = 5.0

    def usage(self) -> ProcessUsage:
        return ProcessUsage(200 * MIB, 300 * MIB, self.cpu_seconds, 9, 40, "test")


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def pool() -> Iterator[LanePool]:
    with LanePool() as pool:
        yield pool


@pytest.fixture
def metrics() -> Instrumentation:
    return Instrumentation()


@pytest.fixture
def vitals(pool: LanePool, world: World, metrics: Instrumentation) -> Vitals:
    return Vitals(pool, metrics=metrics, usage=world.usage, clock=lambda: world.now)


def test_a_ring_keeps_the_newest() -> None:
    """Oldest first, and no more than it has room for."""
    ring = Ring(3)
    assert math.isnan(ring.last)
    for value in range(5):
        ring.push(value)

    assert list(ring) == [2, 3, 4]
    assert (len(ring), ring.last) == (3, 4)
    ring.clear()
    assert list(ring) == []


def test_a_ring_knows_the_newest_that_was_measured() -> None:
    """A second without pages does not take the number away."""
    ring = Ring(3)
    for value in (7.0, math.nan, math.nan):
        ring.push(value)

    assert ring.newest_known == 7.0


def test_only_what_happened_since_the_last_look_counts(
    vitals: Vitals, world: World, metrics: Instrumentation
) -> None:
    """What was measured before the window was opened is history."""
    metrics.record_duration(READ_TIMER, 9.0)
    metrics.record_duration(PAGE_TIMER, 9.0)
    vitals.sample()
    world.now += 2.0
    world.cpu_seconds += 0.5
    for seconds in (0.010, 0.020):
        metrics.record_duration(PAGE_TIMER, seconds)
    for _query in range(6):
        metrics.record_duration(READ_TIMER, 0.001)
    metrics.increment_counter(HITS, 3)
    metrics.increment_counter(MADE, 1)
    vitals.sample()

    assert vitals[PAGE_MS].last == pytest.approx(15.0)
    assert math.isnan(vitals[PAGE_P95_MS].last)
    assert vitals[QUERIES].last == pytest.approx(3.0)
    assert vitals[HIT_PERCENT].last == pytest.approx(75.0)
    assert vitals[CPU_PERCENT].last == pytest.approx(25.0)
    assert vitals[MEMORY_MIB].last == pytest.approx(200.0)


def test_with_details_the_page_has_percentiles_of_the_interval(
    vitals: Vitals, world: World, metrics: Instrumentation
) -> None:
    """Older pages, however slow, are not in them."""
    metrics.detail = True
    metrics.record_duration(PAGE_TIMER, 9.0)
    vitals.sample()
    world.now += 1.0
    for _page in range(19):
        metrics.record_duration(PAGE_TIMER, 0.010)
    metrics.record_duration(PAGE_TIMER, 0.100)
    vitals.sample()

    assert vitals[PAGE_MS].last == pytest.approx(10.0, rel=0.05)
    assert vitals[PAGE_P95_MS].last == pytest.approx(10.0, rel=0.05)


def test_where_nothing_was_measured_there_is_no_number(vitals: Vitals, world: World) -> None:
    """No page asked for is not a page in no time."""
    vitals.sample()
    world.now += 1.0
    vitals.sample()

    assert math.isnan(vitals[PAGE_MS].last)
    assert math.isnan(vitals[HIT_PERCENT].last)
    assert vitals[STALLS].last == 0


def test_a_reset_of_the_metrics_is_no_negative_number(
    vitals: Vitals, world: World, metrics: Instrumentation
) -> None:
    """What grew from nothing is what happened since."""
    for _query in range(10):
        metrics.record_duration(READ_TIMER, 0.001)
    vitals.sample()
    metrics.reset()
    for _query in range(4):
        metrics.record_duration(READ_TIMER, 0.001)
    world.now += 1.0
    vitals.sample()

    assert vitals[QUERIES].last == pytest.approx(4.0)


def test_a_lane_at_work_is_seen(vitals: Vitals, pool: LanePool, world: World) -> None:
    """One of its threads works, one work waits: the share is of all threads it may have."""
    vitals.sample()
    begun, over = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        over.wait()

    size = pool.load(JOBS).size
    for _work in range(size + 1):
        pool.submit(JOBS, work)
    begun.wait()
    world.now += 1e-6  # whatever passes on the real clock of the pool is more than all of it
    vitals.sample()
    over.set()

    assert vitals.lanes[JOBS].used == 1.0
    assert vitals.lanes[READ].used == 0.0
    assert vitals[QUEUED].last >= 1
    assert vitals[LANES_PERCENT].last > 0


def test_the_stalls_of_the_interval_are_counted(pool: LanePool, world: World) -> None:
    """With the longest of the new ones, not of all."""
    watch = StallWatch()
    watch.stalls.append(Stall(3.0, ""))
    watch.count = 1
    vitals = Vitals(pool, watch, metrics=Instrumentation(), usage=world.usage)
    vitals.sample()
    for seconds in (0.2, 0.1):
        watch.stalls.append(Stall(seconds, ""))
        watch.count += 1
    vitals.sample()

    assert vitals[STALLS].last == 2
    assert vitals[STALL_MS].last == pytest.approx(200.0)


def test_memory_stays_bounded(vitals: Vitals, world: World) -> None:
    """A window that is open for a day holds five minutes."""
    for _second in range(SAMPLES + 20):
        world.now += 1.0
        vitals.sample()

    assert {SAMPLES} == {len(vitals[name]) for name in NAMES}
    assert len(vitals.times) == SAMPLES
    vitals.clear()
    assert {0} == {len(vitals[name]) for name in NAMES}
