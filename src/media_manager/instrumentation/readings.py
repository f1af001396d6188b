"""How the kept numbers read: averages, percentiles, totals over labels, and all of it as text."""

import math
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, TypedDict

from media_manager.instrumentation.shards import BUCKETS_PER_DOUBLING, Key, Shard, Tally

PERCENTILES: Final = (50, 95, 99)
# What the end of a name says about its numbers; what it does not say is a plain number.
_UNITS: Final = {
    "bytes": "bytes",
    "seconds": "s",
    "ms": "ms",
    "share": "share",
    "percent": "%",
    "rows": "rows",
}


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


class Named(NamedTuple):
    """The kept numbers by the names that people read, labels added to totals."""

    timers: dict[str, Tally]
    counters: dict[str, int]
    spreads: dict[str, dict[int, int]]


def named(shard: Shard) -> Named:
    """Return what was written by name, and once more by `name{labels}` where there were labels."""
    timers: dict[str, Tally] = {}
    for key, tally in shard.timers.items():
        for name in _names(key):
            timers[name] = _sum(timers.get(name), tally)
    counters: dict[str, int] = {}
    for key, n in shard.counters.items():
        for name in _names(key):
            counters[name] = counters.get(name, 0) + n
    spreads: dict[str, dict[int, int]] = {}
    for key, spread in shard.spreads.items():
        for name in _names(key):
            sums = spreads.setdefault(name, {})
            for bucket, n in spread.items():
                sums[bucket] = sums.get(bucket, 0) + n
    return Named(timers, counters, spreads)


def read_all(shard: Shard, gauges: Mapping[Key, float]) -> AllMetrics:
    """Return all numbers, sorted by name."""
    kept = named(shard)
    return AllMetrics(
        timers={name: timer_metrics(tally) for name, tally in sorted(kept.timers.items())},
        counters=dict(sorted(kept.counters.items())),
        gauges=dict(sorted((_names(key)[-1], value) for key, value in gauges.items())),
        histograms={name: spread_metrics(found) for name, found in sorted(kept.spreads.items())},
    )


def timer_metrics(tally: Tally) -> TimerMetrics:
    count, total, shortest, longest = tally
    return TimerMetrics(count=count, min=shortest, max=longest, average=total / count, total=total)


def spread_metrics(spread: Mapping[int, int]) -> HistogramMetrics:
    p50, p95, p99 = (percentile(spread, percent) for percent in PERCENTILES)
    return HistogramMetrics(count=sum(spread.values()), p50=p50, p95=p95, p99=p99)


def percentile(spread: Mapping[int, int], percent: float) -> float:
    """Return the value below which so much lies; 0 of nothing."""
    wanted = max(1, math.ceil(sum(spread.values()) * percent / 100))
    seen = 0
    for bucket in sorted(spread):
        seen += spread[bucket]
        if seen >= wanted:
            return float(2.0 ** ((bucket + 0.5) / BUCKETS_PER_DOUBLING))
    return 0.0


def unit_of(name: str) -> str:
    """Return the unit that a name ends with: `process.rss_bytes` counts bytes."""
    bare = name.partition("{")[0]
    return _UNITS.get(bare.replace(".", "_").rpartition("_")[2], "")


def histogram_unit(name: str, timers: Iterable[str]) -> str:
    """Return the unit of a histogram: seconds if a timer keeps it."""
    return "s" if name in timers else unit_of(name)


def summary_lines(metrics: AllMetrics) -> list[str]:
    """Return every number as aligned text."""
    lines = [
        f"timer      {name:<40} count {timer['count']:>8}  "
        f"average {_text(timer['average'])}  min {_text(timer['min'])}  "
        f"max {_text(timer['max'])}  total {_text(timer['total'])}"
        for name, timer in metrics["timers"].items()
    ]
    lines += [f"counter    {name:<40} {count}" for name, count in metrics["counters"].items()]
    lines += [
        f"gauge      {name:<40} {value:.10g} {unit_of(name)}".rstrip()
        for name, value in metrics["gauges"].items()
    ]
    lines += [
        f"histogram  {name:<40} count {spread['count']:>8}  "
        f"p50 {spread['p50']:.3g}  p95 {spread['p95']:.3g}  p99 {spread['p99']:.3g} "
        f"{histogram_unit(name, metrics['timers'])}".rstrip()
        for name, spread in metrics["histograms"].items()
    ]
    return lines or ["Nothing was measured."]


def _names(key: Key) -> tuple[str, ...]:
    return (key,) if isinstance(key, str) else (key[0], f"{key[0]}{key[1]}")


def _sum(before: Tally | None, tally: Tally) -> Tally:
    if before is None:
        return tally
    return (
        before[0] + tally[0],
        before[1] + tally[1],
        min(before[2], tally[2]),
        max(before[3], tally[3]),
    )


def _text(seconds: float) -> str:
    milliseconds = seconds * 1_000
    return f"{milliseconds:9.3f} ms" if seconds < 1 else f"{seconds:9.3f} s "
