"""Where the numbers are kept: cheap to write from every thread, put together when somebody reads.

Each thread writes into a shard of its own, without a lock; a reading adds the shards up. What is
imported here is imported before the first paint: reading and exporting live next door.
"""

import functools
import inspect
import threading
import time
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING, Final, ParamSpec, Protocol, Self, TypeVar, cast

from media_manager.instrumentation.shards import Key, Shard, add, spread

if TYPE_CHECKING:
    from media_manager.instrumentation.readings import (
        AllMetrics,
        HistogramMetrics,
        TimerMetrics,
    )

P = ParamSpec("P")
R = TypeVar("R")

# Each name keeps so many sets of labels apart; what comes after them is counted together.
LABEL_SETS: Final = 200
OTHER: Final = "{other}"
_SLOW_QUERY_SECONDS: Final = 0.1


class Timer(Protocol):
    """A block that is being timed."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class _Off:
    """The timer when nothing is measured: one shared object that does nothing."""

    __slots__ = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None


class _Running:
    """One pass through a timed block."""

    __slots__ = ("_name", "_record", "_started")

    def __init__(self, record: Callable[[str, float], None], name: str) -> None:
        self._record = record
        self._name = name

    def __enter__(self) -> Self:
        self._started = perf_counter()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._record(self._name, perf_counter() - self._started)


_OFF: Final = _Off()


class Instrumentation:
    """Where the numbers are kept; one for the program, more only in tests.

    `enabled` off: nothing is recorded. `detail` on: each timer keeps a histogram too, and a read
    that takes longer than `slow_query_seconds` is kept with its plan.
    """

    def __init__(self) -> None:
        self.enabled = True
        self.detail = False
        self.slow_query_seconds = _SLOW_QUERY_SECONDS
        self.since = time.time()
        self._insisted = False
        self._lock = threading.Lock()
        self._begin()

    def _begin(self) -> None:
        self._local = threading.local()
        self._shards: list[Shard] = []
        # What threads that have ended wrote.
        self._ended = Shard(threading.current_thread())
        self._gauges: dict[Key, float] = {}
        self._label_sets: dict[str, set[str]] = {}

    # -- writing: called from everywhere, at any time -------------------------------------------

    def timer(self, name: str) -> Timer:
        """Return a context manager that times its block, also when the block raises."""
        return _Running(self.record_duration, name) if self.enabled else _OFF

    def detail_timer(self, name: str) -> Timer:
        """Return a timer that only counts in detail: for what happens with each frame."""
        return _Running(self.record_duration, name) if self.enabled and self.detail else _OFF

    def record_duration(self, name: str, seconds: float) -> None:
        """Add one duration to a timer, for callers that hold both ends themselves."""
        if not self.enabled:
            return
        try:
            shard: Shard = self._local.shard
        except AttributeError:
            shard = self._new_shard()
        key = self._labelled(shard, name) if shard.suffix else name
        timers = shard.timers
        if key in timers:
            count, total, shortest, longest = timers[key]
            timers[key] = (
                count + 1,
                total + seconds,
                min(shortest, seconds),
                max(longest, seconds),
            )
        else:
            timers[key] = (1, seconds, seconds, seconds)
        if self.detail:
            spread(shard, key, seconds)

    def increment_counter(self, name: str, n: int = 1) -> None:
        if not self.enabled:
            return
        try:
            shard: Shard = self._local.shard
        except AttributeError:
            shard = self._new_shard()
        key = self._labelled(shard, name) if shard.suffix else name
        counters = shard.counters
        counters[key] = counters.get(key, 0) + n

    def set_gauge(self, name: str, value: float) -> None:
        """Remember the newest value of something that goes up and down, whoever sets it."""
        if not self.enabled:
            return
        self._gauges[name] = value
        shard = self._shard()
        if shard.suffix:
            self._gauges[self._labelled(shard, name)] = value

    def observe(self, name: str, value: float) -> None:
        """Add a value to a histogram; only in detail."""
        if not (self.enabled and self.detail):
            return
        shard = self._shard()
        spread(shard, self._labelled(shard, name) if shard.suffix else name, value)

    def context(self, **labels: object) -> Timer:
        """Let what this thread records in the block carry labels, such as library="Films".

        Each metric counts in its total as well. Labels are few: after LABEL_SETS different ones
        a name counts the rest as {other}. Not around a `yield`: the block is of this thread.
        """
        if not self.enabled:
            return _OFF
        from media_manager.instrumentation.labels import Context  # noqa: PLC0415 - see above

        return Context(self._shard, labels)

    def _shard(self) -> Shard:
        shard: Shard | None = getattr(self._local, "shard", None)
        return shard or self._new_shard()

    def _new_shard(self) -> Shard:
        """Begin the shard of this thread, and put those of ended threads together."""
        shard = Shard(threading.current_thread())
        with self._lock:
            ended = [each for each in self._shards if not each.thread.is_alive()]
            for each in ended:
                self._shards.remove(each)
                add(self._ended, each)
            self._shards.append(shard)
            self._local.shard = shard
        return shard

    def _labelled(self, shard: Shard, name: str) -> Key:
        """Return the key of a name with the labels of now, bounded for each name."""
        key = (name, shard.suffix)
        if key in shard.timers or key in shard.counters or key in shard.spreads:
            return key
        with self._lock:
            known = self._label_sets.setdefault(name, set())
            if shard.suffix in known or len(known) < LABEL_SETS:
                known.add(shard.suffix)
                return key
        return (name, OTHER)

    # -- how much is written ---------------------------------------------------------------------

    def configure(self, *, enabled: bool, detail: bool, slow_query_seconds: float) -> None:
        """Be as the settings say, unless somebody has insisted on details for this run."""
        self.enabled = enabled or self._insisted
        self.detail = detail or self._insisted
        self.slow_query_seconds = slow_query_seconds

    def insist(self) -> None:
        """Measure in detail until the program ends, whatever the settings say: `--metrics`."""
        self._insisted = self.enabled = self.detail = True

    def reset(self) -> None:
        """Forget all; what a thread is writing right now goes with the rest."""
        with self._lock:
            self.since = time.time()
            self._begin()

    # -- reading: now and then -------------------------------------------------------------------

    def merged(self) -> tuple[Shard, dict[Key, float]]:
        """Return what all threads wrote, added up, and the gauges."""
        with self._lock:
            total = Shard(threading.current_thread())
            for shard in (self._ended, *self._shards):
                add(total, shard)
            return total, dict(self._gauges)

    def get_timer_metrics(self) -> "dict[str, TimerMetrics]":
        return self.get_all_metrics()["timers"]

    def get_counter_metrics(self) -> dict[str, int]:
        return self.get_all_metrics()["counters"]

    def get_gauge_metrics(self) -> dict[str, float]:
        return self.get_all_metrics()["gauges"]

    def get_histogram_metrics(self) -> "dict[str, HistogramMetrics]":
        return self.get_all_metrics()["histograms"]

    def get_all_metrics(self) -> "AllMetrics":
        """Return every number at one instant; names with labels read `name{library=Films}`."""
        from media_manager.instrumentation.readings import read_all  # noqa: PLC0415 - see above

        return read_all(*self.merged())

    def get_summary(self) -> str:
        """Return every number as aligned text, one line each."""
        from media_manager.instrumentation.readings import summary_lines  # noqa: PLC0415 - as above

        return "\n".join(summary_lines(self.get_all_metrics()))

    def export_to_log(self) -> None:
        """Write the summary to the log, without names and keys."""
        from media_manager.instrumentation.export import to_log  # noqa: PLC0415 - as above

        to_log(self.get_all_metrics())

    def export_json(self, path: Path) -> None:
        """Write every number with its unit to a file, wholly or not at all."""
        from media_manager.instrumentation.export import to_json  # noqa: PLC0415 - as above

        facts = {"enabled": self.enabled, "detail": self.detail}
        to_json(self.get_all_metrics(), path, since=self.since, **facts)


def timed(name: str, *, only_in_detail: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Time each call of the decorated function under `name`.

    Of a generator only the time within it is counted, not that of who consumes it.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        if inspect.isgeneratorfunction(function):
            from media_manager.instrumentation.steps import timed_steps  # noqa: PLC0415 - rare

            return cast(
                "Callable[P, R]", timed_steps(function, name, _instrumentation.record_duration)
            )

        @functools.wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            if not _instrumentation.enabled or (only_in_detail and not _instrumentation.detail):
                return function(*args, **kwargs)
            started = perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                _instrumentation.record_duration(name, perf_counter() - started)

        return call

    return decorate


def counted(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Count the calls of the decorated function under `name`, also those that raise."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            _instrumentation.increment_counter(name)
            return function(*args, **kwargs)

        return call

    return decorate


def get_instrumentation() -> Instrumentation:
    """Return the one instance of the program."""
    return _instrumentation


_instrumentation: Final = Instrumentation()
