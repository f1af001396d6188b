"""WorkerManager: the specification's name for threads that fit the machine."""

import logging
from collections.abc import Callable
from typing import Any

from media_manager.workers.lanes import (
    NETWORK,
    available_cpus,
    optimal_thread_count,
    standard_lanes,
)
from media_manager.workers.pool import LanePool
from media_manager.workers.ticket import Outcome, Ticket

_log = logging.getLogger(__name__)


class WorkerManager:
    """The lanes of the program, sized by the machine or by `max_thread_count`.

    None and 0 mean automatic: min(32, max(4, 2 x CPU)) threads for work that waits.
    """

    def __init__(self, max_thread_count: int | None = None) -> None:
        self.max_thread_count = max_thread_count or optimal_thread_count()
        chosen = "set by hand" if max_thread_count else f"for {available_cpus()} CPUs"
        _log.info("workers: at most %d threads, %s", self.max_thread_count, chosen)
        self.pool = LanePool(standard_lanes(max_thread_count=self.max_thread_count))

    def set_max_thread_count(self, max_thread_count: int | None) -> None:
        """Change the number of threads at once, without a restart."""
        self.max_thread_count = max_thread_count or optimal_thread_count()
        self.pool.resize(NETWORK, self.max_thread_count)

    def submit(
        self, work: Callable[[], Any], *, priority: int = 0, outcome: Outcome | None = None
    ) -> Ticket:
        """Queue work that waits on a network or a disk."""
        return self.pool.submit(NETWORK, work, priority=priority, outcome=outcome)

    def shutdown(self, timeout_seconds: float = 5.0) -> tuple[str, ...]:
        return self.pool.shutdown(timeout_seconds)
