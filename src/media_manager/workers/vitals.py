"""How the program feels right now, second by second: what the overview of Diagnostics draws.

Somebody calls `sample` while a window is open; nothing runs otherwise. Everything is kept in plain
arrays of the last five minutes.
"""

import math
import time
from array import array
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Final, NamedTuple

from media_manager.instrumentation import Instrumentation, get_instrumentation
from media_manager.instrumentation.readings import Named, named, percentile
from media_manager.processes.usage import ProcessUsage, process_usage
from media_manager.workers.lane import LaneLoad
from media_manager.workers.pool import LanePool
from media_manager.workers.stalls import StallWatch

SAMPLES: Final = 300
NOTHING: Final = math.nan

PAGE_MS: Final = "page_ms"
PAGE_P95_MS: Final = "page_p95_ms"
HIT_PERCENT: Final = "hit_percent"
LANES_PERCENT: Final = "lanes_percent"
QUEUED: Final = "queued"
STALLS: Final = "stalls"
STALL_MS: Final = "stall_ms"
MEMORY_MIB: Final = "memory_mib"
CPU_PERCENT: Final = "cpu_percent"
QUERIES: Final = "queries"
NAMES: Final = (
    PAGE_MS,
    PAGE_P95_MS,
    HIT_PERCENT,
    LANES_PERCENT,
    QUEUED,
    STALLS,
    STALL_MS,
    MEMORY_MIB,
    CPU_PERCENT,
    QUERIES,
)

# What others measure, by their names.
PAGE_TIMER: Final = "lazy_model.page"
READ_TIMER: Final = "persistence.read"
HITS: Final = "thumbnails.hit"
MADE: Final = "thumbnails.made"

_MIB: Final = 1024 * 1024


class Ring:
    """The newest numbers in an array of fixed length; NaN where there was nothing to measure."""

    def __init__(self, size: int = SAMPLES) -> None:
        self._values = array("d", bytes(8 * size))
        self._count = 0

    def __len__(self) -> int:
        return min(self._count, len(self._values))

    def __iter__(self) -> Iterator[float]:
        """Yield the numbers, oldest first."""
        size = len(self._values)
        start = self._count % size if self._count > size else 0
        for at in range(len(self)):
            yield self._values[(start + at) % size]

    def push(self, value: float) -> None:
        self._values[self._count % len(self._values)] = value
        self._count += 1

    @property
    def last(self) -> float:
        """The newest number; NaN when there is none."""
        return self._values[(self._count - 1) % len(self._values)] if self._count else NOTHING

    @property
    def newest_known(self) -> float:
        """The newest number that was measured; NaN when there is none."""
        known = [value for value in self if not math.isnan(value)]
        return known[-1] if known else NOTHING

    def clear(self) -> None:
        self._count = 0


class LaneVitals(NamedTuple):
    """One lane: its load, and which share of its threads' time was work since the last look."""

    load: LaneLoad
    used: float


class _Seen(NamedTuple):
    """What grew so far, to be compared with the next look."""

    at: float
    cpu_seconds: float
    kept: Named
    busy: Mapping[str, float]
    stalls: int


class Vitals:
    """The last five minutes, if somebody looked each second. Used on the main thread."""

    def __init__(
        self,
        pool: LanePool,
        stalls: StallWatch | None = None,
        *,
        metrics: Instrumentation | None = None,
        usage: Callable[[], ProcessUsage] = process_usage,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.times = Ring()  # seconds since 1970, of each sample
        self.rings = {name: Ring() for name in NAMES}
        self.lanes: dict[str, LaneVitals] = {}
        self.usage: ProcessUsage | None = None
        self._pool = pool
        self._stalls = stalls
        self._metrics = metrics or get_instrumentation()
        self._usage = usage
        self._clock = clock
        self._seen: _Seen | None = None

    def __getitem__(self, name: str) -> Ring:
        return self.rings[name]

    def sample(self) -> None:
        """Look once. The first look has nothing to compare with, and shows what is at all times."""
        self.usage = self._usage()
        loads = self._pool.loads()
        seen = self._look(self.usage, loads)
        before, self._seen = self._seen or seen, seen
        passed = max(seen.at - before.at, 1e-9)
        self.lanes = {
            name: LaneVitals(load, _used(load, before.busy.get(name, 0.0), passed))
            for name, load in loads.items()
        }
        self.times.push(time.time())
        for name, value in self._values(before, seen, passed).items():
            self.rings[name].push(value)

    def clear(self) -> None:
        """Forget what was drawn; what others measured stays."""
        for ring in (self.times, *self.rings.values()):
            ring.clear()
        self._seen = None

    def _look(self, usage: ProcessUsage, loads: Mapping[str, LaneLoad]) -> _Seen:
        return _Seen(
            at=self._clock(),
            cpu_seconds=usage.cpu_seconds,
            kept=named(self._metrics.merged()[0]),
            busy={name: load.busy_seconds for name, load in loads.items()},
            stalls=0 if self._stalls is None else self._stalls.count,
        )

    def _values(self, before: _Seen, seen: _Seen, passed: float) -> dict[str, float]:
        rss = None if self.usage is None else self.usage.rss_bytes
        stalls = _grown(before.stalls, seen.stalls)
        page, page_p95 = _times_ms(before.kept, seen.kept, PAGE_TIMER)
        return {
            PAGE_MS: page,
            PAGE_P95_MS: page_p95,
            HIT_PERCENT: _hits(before.kept, seen.kept),
            LANES_PERCENT: self._lanes_used(),
            QUEUED: sum(lane.load.queued for lane in self.lanes.values()),
            STALLS: stalls,
            STALL_MS: self._longest_stall_ms(int(stalls)),
            MEMORY_MIB: NOTHING if rss is None else rss / _MIB,
            CPU_PERCENT: 100 * _grown(before.cpu_seconds, seen.cpu_seconds) / passed,
            QUERIES: _count(before.kept, seen.kept, READ_TIMER) / passed,
        }

    def _lanes_used(self) -> float:
        threads = sum(lane.load.size for lane in self.lanes.values())
        busy = sum(lane.used * lane.load.size for lane in self.lanes.values())
        return 100 * busy / threads if threads else 0.0

    def _longest_stall_ms(self, new: int) -> float:
        if self._stalls is None or not new:
            return 0.0
        newest = islice(reversed(self._stalls.stalls), new)
        return 1_000 * max((stall.seconds for stall in newest), default=0.0)


def _grown(before: float, now: float) -> float:
    """Return by how much something grew; after a reset it grew from nothing."""
    return now - before if now >= before else now


def _used(load: LaneLoad, before: float, passed: float) -> float:
    if not load.size:
        return 0.0
    return min(1.0, _grown(before, load.busy_seconds) / (passed * load.size))


def _count(before: Named, now: Named, timer: str) -> float:
    return _grown(_tally(before, timer)[0], _tally(now, timer)[0])


def _tally(kept: Named, timer: str) -> tuple[float, float]:
    return kept.timers.get(timer, (0, 0.0))[:2]


def _times_ms(before: Named, now: Named, timer: str) -> tuple[float, float]:
    """Return (p50, p95) of what was timed since the last look.

    Without details nobody knows them: then (average, NaN).
    """
    count = _count(before, now, timer)
    if not count:
        return NOTHING, NOTHING
    spread = _new_values(before.spreads.get(timer, {}), now.spreads.get(timer, {}))
    if spread:
        return 1_000 * percentile(spread, 50), 1_000 * percentile(spread, 95)
    total = _grown(_tally(before, timer)[1], _tally(now, timer)[1])
    return 1_000 * total / count, NOTHING


def _new_values(before: Mapping[int, int], now: Mapping[int, int]) -> dict[int, int]:
    grown = {bucket: int(_grown(before.get(bucket, 0), n)) for bucket, n in now.items()}
    return {bucket: n for bucket, n in grown.items() if n}


def _hits(before: Named, now: Named) -> float:
    hits, made = (
        _grown(before.counters.get(name, 0), now.counters.get(name, 0)) for name in (HITS, MADE)
    )
    return 100 * hits / (hits + made) if hits + made else NOTHING
