"""What the program measures about itself: timers, counters, gauges and, on request, histograms.

A leaf: standard library only, one line to use, safe from every thread.

    with get_instrumentation().timer("scan.folder"):
        ...

Names are `room.thing.event` and constants of the code, never data, so that memory stays bounded.
All durations in the metrics are seconds.
"""

import functools
import logging
import math
import threading
from collections.abc import Callable
from time import perf_counter
from types import TracebackType
from typing import ParamSpec, Protocol, Self, TypedDict, TypeVar

_log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

# Eight buckets for each doubling: a percentile is at most 4.4 % off, and all the durations from
# a nanosecond to a year fit into 440 buckets.
BUCKETS_PER_DOUBLING = 8
PERCENTILES = (50, 95, 99)


class TimerMetrics(TypedDict):
    """What a timer has seen, in seconds."""

    count: int
    min: float
    max: float
    average: float
    total: float


class HistogramMetrics(TypedDict):
    """How values are spread, in the unit in which they were observed."""

    count: int
    p50: float
    p95: float
    p99: float


class AllMetrics(TypedDict):
    """Every number at one instant; plain enough for JSON."""

    timers: dict[str, TimerMetrics]
    counters: dict[str, int]
    gauges: dict[str, float]
    histograms: dict[str, HistogramMetrics]


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
        self._started = 0.0

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


class _Tally:
    """The running sums of one timer."""

    __slots__ = ("count", "longest", "shortest", "total")

    def __init__(self) -> None:
        self.count = 0
        self.total = 0.0
        self.shortest = math.inf
        self.longest = 0.0

    def add(self, seconds: float) -> None:
        self.count += 1
        self.total += seconds
        self.shortest = min(self.shortest, seconds)
        self.longest = max(self.longest, seconds)

    def metrics(self) -> TimerMetrics:
        return TimerMetrics(
            count=self.count,
            min=self.shortest,
            max=self.longest,
            average=self.total / self.count,
            total=self.total,
        )


class _Histogram:
    """Counts in logarithmic buckets: percentiles in bounded memory."""

    __slots__ = ("_buckets", "_count")

    def __init__(self) -> None:
        self._buckets: dict[int, int] = {}
        self._count = 0

    def add(self, value: float) -> None:
        tiny = 1e-9  # below a nanosecond, and for zero, the logarithm says nothing
        bucket = math.floor(math.log2(max(value, tiny)) * BUCKETS_PER_DOUBLING)
        self._buckets[bucket] = self._buckets.get(bucket, 0) + 1
        self._count += 1

    def percentile(self, percent: int) -> float:
        wanted = max(1, math.ceil(self._count * percent / 100))
        seen = 0
        for bucket in sorted(self._buckets):
            seen += self._buckets[bucket]
            if seen >= wanted:
                return float(2.0 ** ((bucket + 0.5) / BUCKETS_PER_DOUBLING))
        return 0.0

    def metrics(self) -> HistogramMetrics:
        p50, p95, p99 = (self.percentile(percent) for percent in PERCENTILES)
        return HistogramMetrics(count=self._count, p50=p50, p95=p95, p99=p99)


_OFF = _Off()


class Instrumentation:
    """Where the numbers are kept; one for the program, more only in tests.

    `enabled` off: nothing is recorded. `detail` on: each timer keeps a histogram too.
    """

    def __init__(self) -> None:
        self.enabled = True
        self.detail = False
        self._lock = threading.Lock()
        self._timers: dict[str, _Tally] = {}
        self._counters: dict[str, int] = {}
        self._gauges: dict[str, float] = {}
        self._histograms: dict[str, _Histogram] = {}

    def timer(self, name: str) -> Timer:
        """Return a context manager that times its block, also when the block raises."""
        return _Running(self.record_duration, name) if self.enabled else _OFF

    def record_duration(self, name: str, seconds: float) -> None:
        """Add one duration to a timer, for callers that hold both ends themselves."""
        if not self.enabled:
            return
        with self._lock:
            tally = self._timers.get(name)
            if tally is None:
                tally = self._timers[name] = _Tally()
            tally.add(seconds)
            if self.detail:
                self._spread(name).add(seconds)

    def increment_counter(self, name: str, n: int = 1) -> None:
        if not self.enabled:
            return
        with self._lock:
            self._counters[name] = self._counters.get(name, 0) + n

    def set_gauge(self, name: str, value: float) -> None:
        """Remember the newest value of something that goes up and down."""
        if not self.enabled:
            return
        with self._lock:
            self._gauges[name] = value

    def observe(self, name: str, value: float) -> None:
        """Add a value to a histogram; only in detail."""
        if not (self.enabled and self.detail):
            return
        with self._lock:
            self._spread(name).add(value)

    def get_timer_metrics(self) -> dict[str, TimerMetrics]:
        with self._lock:
            return {name: tally.metrics() for name, tally in sorted(self._timers.items())}

    def get_counter_metrics(self) -> dict[str, int]:
        with self._lock:
            return dict(sorted(self._counters.items()))

    def get_gauge_metrics(self) -> dict[str, float]:
        with self._lock:
            return dict(sorted(self._gauges.items()))

    def get_histogram_metrics(self) -> dict[str, HistogramMetrics]:
        with self._lock:
            return {name: spread.metrics() for name, spread in sorted(self._histograms.items())}

    def get_all_metrics(self) -> AllMetrics:
        return AllMetrics(
            timers=self.get_timer_metrics(),
            counters=self.get_counter_metrics(),
            gauges=self.get_gauge_metrics(),
            histograms=self.get_histogram_metrics(),
        )

    def get_summary(self) -> str:
        """Return every number as aligned text, one line each."""
        return "\n".join(self._summary_lines())

    def export_to_log(self) -> None:
        for line in self._summary_lines():
            _log.info("%s", line)

    def reset(self) -> None:
        with self._lock:
            self._timers.clear()
            self._counters.clear()
            self._gauges.clear()
            self._histograms.clear()

    def _spread(self, name: str) -> _Histogram:
        histogram = self._histograms.get(name)
        if histogram is None:
            histogram = self._histograms[name] = _Histogram()
        return histogram

    def _summary_lines(self) -> list[str]:
        metrics = self.get_all_metrics()
        lines = [
            f"timer      {name:<40} count {timer['count']:>8}  "
            f"average {_text(timer['average'])}  min {_text(timer['min'])}  "
            f"max {_text(timer['max'])}  total {_text(timer['total'])}"
            for name, timer in metrics["timers"].items()
        ]
        lines += [f"counter    {name:<40} {count}" for name, count in metrics["counters"].items()]
        lines += [f"gauge      {name:<40} {value:g}" for name, value in metrics["gauges"].items()]
        lines += [
            f"histogram  {name:<40} count {spread['count']:>8}  "
            f"p50 {spread['p50']:.3g}  p95 {spread['p95']:.3g}  p99 {spread['p99']:.3g}"
            for name, spread in metrics["histograms"].items()
        ]
        return lines or ["Nothing was measured."]


def timed(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Time each call of the decorated function under `name`."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            if not _instrumentation.enabled:
                return function(*args, **kwargs)
            with _instrumentation.timer(name):
                return function(*args, **kwargs)

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


def _text(seconds: float) -> str:
    milliseconds = seconds * 1_000
    return f"{milliseconds:9.3f} ms" if seconds < 1 else f"{seconds:9.3f} s "


_instrumentation = Instrumentation()
