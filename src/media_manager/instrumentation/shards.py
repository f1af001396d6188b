"""What one thread wrote, and how what many wrote is added up."""

import math
import threading
from typing import Final

# A metric without labels is known by its name, one with labels by both.
Key = str | tuple[str, str]
# count, total, shortest, longest: one value, so that no reader meets half of an addition.
Tally = tuple[int, float, float, float]

# Eight buckets for each doubling: a percentile is at most 4.4 % off, and all the durations from
# a nanosecond to a year fit into 440 buckets.
BUCKETS_PER_DOUBLING: Final = 8
_TINY: Final = 1e-9  # below a nanosecond, and for zero, the logarithm says nothing


class Shard:
    """What one thread has written; only that thread writes here."""

    __slots__ = ("counters", "labels", "spreads", "suffix", "thread", "timers")

    def __init__(self, thread: threading.Thread) -> None:
        self.thread = thread
        self.timers: dict[Key, Tally] = {}
        self.counters: dict[Key, int] = {}
        self.spreads: dict[Key, dict[int, int]] = {}
        self.labels: dict[str, object] = {}
        self.suffix = ""


def spread(shard: Shard, key: Key, value: float) -> None:
    bucket = math.floor(math.log2(max(_TINY, value)) * BUCKETS_PER_DOUBLING)
    buckets = shard.spreads.get(key)
    if buckets is None:
        buckets = shard.spreads[key] = {}
    buckets[bucket] = buckets.get(bucket, 0) + 1


def add(total: Shard, shard: Shard) -> None:
    """Add what one thread wrote to a total; the thread may go on writing meanwhile.

    Copying a dictionary is one step; going through one that grows would raise.
    """
    for key, n in shard.counters.copy().items():
        total.counters[key] = total.counters.get(key, 0) + n
    for key, (count, seconds, shortest, longest) in shard.timers.copy().items():
        before = total.timers.get(key, (0, 0.0, math.inf, 0.0))
        total.timers[key] = (
            before[0] + count,
            before[1] + seconds,
            min(before[2], shortest),
            max(before[3], longest),
        )
    for key, found in shard.spreads.copy().items():
        sums = total.spreads.setdefault(key, {})
        for bucket, n in found.copy().items():
            sums[bucket] = sums.get(bucket, 0) + n
