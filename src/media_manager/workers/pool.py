"""Threads in named lanes: work is queued by priority, superseded by key, and never lost."""

import logging
from collections.abc import Callable, Hashable, Iterable
from time import monotonic
from types import TracebackType
from typing import Any, Self

from media_manager.workers.lane import Lane, LaneLoad, LaneThread, Unhandled
from media_manager.workers.lanes import LaneSpec, standard_lanes
from media_manager.workers.ticket import Outcome, Ticket

_log = logging.getLogger(__name__)


class LanePool:
    """All lanes of the program. Threads start when there is work and end with `shutdown`."""

    def __init__(
        self, lanes: Iterable[LaneSpec] | None = None, *, on_unhandled: Unhandled | None = None
    ) -> None:
        self.on_unhandled: Unhandled = on_unhandled or log_unhandled
        specs = standard_lanes() if lanes is None else lanes
        self._lanes = {
            spec.name: Lane(spec, tell=self.tell, unhandled=self.unhandled) for spec in specs
        }
        sizes = ", ".join(f"{name} {lane.size}" for name, lane in self._lanes.items())
        _log.info("workers: threads a lane: %s", sizes)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.shutdown()

    def submit(  # noqa: PLR0913 - all but the lane and the work have defaults
        self,
        lane: str,
        work: Callable[..., Any],
        *,
        priority: int = 0,
        key: Hashable | None = None,
        outcome: Outcome | None = None,
        delay_seconds: float = 0.0,
        title: str = "",
    ) -> Ticket:
        """Queue work; the higher priority runs first, equal ones in the order they came.

        A newer key stops the older work with that key: dropped if queued, interrupted if running.
        After `shutdown` the work is dropped at once. Diagnostics shows the title.
        """
        target = self._lanes[lane]
        ticket = Ticket(target, work, key=key, outcome=outcome or Outcome(), title=title)
        target.submit(ticket, priority=priority, delay_seconds=delay_seconds)
        return ticket

    def resize(self, lane: str, size: int) -> None:
        """Give a lane more or fewer threads; surplus ones end after their current work."""
        self._lanes[lane].resize(size)
        _log.info("workers: lane %s has %d threads now", lane, size)

    def load(self, lane: str) -> LaneLoad:
        return self._lanes[lane].load()

    def lanes(self) -> tuple[str, ...]:
        return tuple(self._lanes)

    def loads(self) -> dict[str, LaneLoad]:
        """Return how busy each lane is, and bring the gauges up to date."""
        return {name: lane.load() for name, lane in self._lanes.items()}

    def threads(self) -> list[LaneThread]:
        """Return what each thread of each lane does now."""
        return [thread for lane in self._lanes.values() for thread in lane.threads()]

    def shutdown(self, timeout_seconds: float = 5.0) -> tuple[str, ...]:
        """Stop everything and wait; return the names of the threads that did not end in time."""
        deadline = monotonic() + timeout_seconds
        for lane in self._lanes.values():
            lane.close()
        left = tuple(name for lane in self._lanes.values() for name in lane.join(deadline))
        if left:
            _log.error("workers: threads that did not end in time: %s", ", ".join(left))
        return left

    def tell(self, listener: Callable[..., None], *arguments: object) -> None:
        """Call a listener; what it raises is reported and harms neither thread nor lane."""
        try:
            listener(*arguments)
        except BaseException as error:  # noqa: BLE001 - the job boundary: an exit too must be heard
            self.unhandled(error)

    def unhandled(self, error: BaseException) -> None:
        """Report an error that nobody listens for."""
        try:
            self.on_unhandled(error)
        except Exception:  # noqa: BLE001 - the last net must not tear
            _log.exception("workers: the hook for errors failed itself")
            log_unhandled(error)


def log_unhandled(error: BaseException) -> None:
    """Log an error with its traceback: what happens to it when nobody else takes it."""
    _log.error("workers: an error nobody listened for", exc_info=error)
