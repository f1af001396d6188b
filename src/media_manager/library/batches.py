"""How many rows a batch should have: learned from the batches that were written before.

A batch is one transaction. Too small, and the work of a transaction is paid too often; too large,
and an edit waits behind it at the write lock. So each kind of work says how long its transactions
took, and gets back how many rows make a short one here, on this disk, today.
"""

from collections import deque
from time import thread_time
from types import TracebackType
from typing import Final, NamedTuple, Self

from media_manager.instrumentation import get_instrumentation


class BatchLimits(NamedTuple):
    """What a batch of one kind of work may have, and how long its transaction should take."""

    first: int
    least: int
    most: int
    seconds: float


# Measured: between 100 and 1,000 files a scan is as fast, and 300 stay below 50 ms. A piece of a
# bulk step takes 20 ms, because its undo takes twice that. A probe writes once a second what its
# children found, which is a full batch only where they are fast.
_LIMITS: Final = {
    "scan": BatchLimits(300, 50, 1_000, 0.030),
    "bulk": BatchLimits(5_000, 2_000, 20_000, 0.020),
    "probe": BatchLimits(300, 20, 1_000, 0.030),
}
# For work that has no row above: a few hundred rows, 30 ms.
_OTHER: Final = BatchLimits(300, 50, 1_000, 0.030)
# Names are constants of the code; a caller that makes them up must not fill the memory.
_MOST_OPERATIONS: Final = 64
_KEPT: Final = 9
# The first batches count beside the default, so that one slow one does not decide alone.
_FEWEST: Final = 3
_TINY_SECONDS: Final = 1e-4


class _Batches:
    """The newest batches of each kind of work, as rows a second.

    Safe from all threads without a lock: each line below touches the shared containers by one
    call into C, which no other thread can come in between.
    """

    def __init__(self) -> None:
        self._rates: dict[str, deque[float]] = {}

    def record(self, operation: str, rows: int, seconds: float) -> None:
        if rows * 2 < limits_of(operation).least:
            return  # it tells what a transaction costs, not what its rows do
        if operation not in self._rates and len(self._rates) >= _MOST_OPERATIONS:
            return
        rates = self._rates.setdefault(operation, deque(maxlen=_KEPT))
        rates.append(rows / max(seconds, _TINY_SECONDS))

    def size(self, operation: str) -> int:
        limits = limits_of(operation)
        rates = list(self._rates.get(operation, ()))
        rates += [limits.first / limits.seconds] * (_FEWEST - len(rates))
        # The median: a batch that waited for a sleeping disk says nothing of the next.
        wanted = round(sorted(rates)[len(rates) // 2] * limits.seconds)
        return min(max(wanted, limits.least), limits.most)

    def operations(self) -> list[str]:
        return sorted({*_LIMITS, *self._rates})

    def reset(self) -> None:
        self._rates.clear()


_batches = _Batches()


def get_batch_size_recommendation(operation: str | None = None) -> int:
    """Return how many rows a transaction of this kind of work should have now.

    Before anything was recorded, and for None, it is the documented default: 300 rows.
    """
    return _OTHER.first if operation is None else _batches.size(operation)


def get_batch_size_recommendations() -> dict[str, int]:
    """Return the recommendation for each kind of work that is known, for reports."""
    return {operation: _batches.size(operation) for operation in _batches.operations()}


def limits_of(operation: str) -> BatchLimits:
    """Return what a batch of this kind of work may have; `bulk.tag` is of the kind `bulk`."""
    return _LIMITS.get(operation.partition(".")[0], _OTHER)


def record_batch(operation: str, rows: int, seconds: float) -> None:
    """Note how long the transaction of a batch took; from any thread."""
    metrics = get_instrumentation()
    metrics.record_duration(f"library.batch.{operation}", seconds)
    metrics.increment_counter(f"library.batch.{operation}.rows", rows)
    _batches.record(operation, rows, seconds)


def forget_batches() -> None:
    """Forget what was recorded, as at a start: for tests and measurements."""
    _batches.reset()


class timed_batch:  # noqa: N801 - it reads as a verb: with timed_batch("scan", rows)
    """Record a batch whose transaction is the block of this `with`.

    Counted is the time of the thread itself: that other programs keep the machine busy is no
    reason for smaller batches, which cost more in all. A block that raises is not recorded.
    """

    def __init__(self, operation: str, rows: int = 0) -> None:
        self.rows = rows
        self._operation = operation
        self._began = 0.0

    def __enter__(self) -> Self:
        self._began = thread_time()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            record_batch(self._operation, self.rows, thread_time() - self._began)
