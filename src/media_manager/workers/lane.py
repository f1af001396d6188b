"""One lane: a queue by priority and the threads that serve it."""

import heapq
import itertools
import logging
import threading
from collections.abc import Callable, Hashable
from time import monotonic, perf_counter
from typing import Any, NamedTuple

from media_manager.errors import JobCancelled
from media_manager.instrumentation import get_instrumentation
from media_manager.workers.lanes import LaneSpec
from media_manager.workers.ticket import Ticket, TicketState, set_current_ticket

_log = logging.getLogger(__name__)

# Below this many withdrawn tickets a queue is not worth rebuilding.
_FEW = 64

Tell = Callable[..., None]
Unhandled = Callable[[BaseException], None]


class LaneLoad(NamedTuple):
    """How busy a lane is."""

    queued: int
    running: int
    threads: int
    size: int


class Lane:
    """One queue and its threads. Everything mutable is guarded by `_lock`."""

    def __init__(self, spec: LaneSpec, *, tell: Tell, unhandled: Unhandled) -> None:
        self.spec = spec
        self.size = spec.size
        self._tell = tell
        self._unhandled = unhandled
        self._lock = threading.Condition()
        self._queue: list[tuple[int, int, Ticket]] = []
        self._later: list[tuple[float, int, int, Ticket]] = []
        self._newest: dict[Hashable, Ticket] = {}
        self._running: dict[Ticket, Any] = {}
        self._threads: set[threading.Thread] = set()
        self._working = 0
        self._idle = 0
        self._withdrawn = 0
        self._closed = False
        self._order = itertools.count()
        self._wait_name = f"workers.{spec.name}.wait"
        self._run_name = f"workers.{spec.name}.run"

    def submit(self, ticket: Ticket, *, priority: int, delay_seconds: float) -> None:
        superseded: Ticket | None = None
        with self._lock:
            refused = self._closed
            if not refused:
                superseded = self._supersede(ticket)
                self._push(ticket, priority=priority, delay_seconds=delay_seconds)
        if refused:
            ticket.cancelled = True
            ticket.state = TicketState.ENDED
            self._drop(ticket)
        if superseded is not None:
            self._drop(superseded)

    def cancel(self, ticket: Ticket) -> bool:
        with self._lock:
            never_runs = self._stop(ticket)
        if never_runs:
            self._drop(ticket)
        return never_runs

    def withdraw(self, ticket: Ticket) -> bool:
        with self._lock:
            return ticket.state is TicketState.QUEUED and self._stop(ticket)

    def resize(self, size: int) -> None:
        with self._lock:
            self.size = size
            self._start_threads()
            self._lock.notify_all()

    def load(self) -> LaneLoad:
        with self._lock:
            queued = len(self._queue) + len(self._later) - self._withdrawn
            return LaneLoad(queued, len(self._running), self._working, self.size)

    def close(self) -> None:
        """Drop what is queued, stop what runs, and let the threads end."""
        with self._lock:
            self._closed = True
            queued = [entry[-1] for entry in self._queue] + [entry[-1] for entry in self._later]
            dropped = [ticket for ticket in queued if ticket.state is TicketState.QUEUED]
            for ticket in (*dropped, *self._running):
                self._stop(ticket)
            self._queue.clear()
            self._later.clear()
            self._withdrawn = 0
            self._lock.notify_all()
        for ticket in dropped:
            self._drop(ticket)

    def join(self, deadline: float) -> list[str]:
        """Wait for the threads to end; return the names of those that did not."""
        with self._lock:
            threads = [thread for thread in self._threads if thread.is_alive()]
        for thread in threads:
            if thread is not threading.current_thread():
                thread.join(max(0.0, deadline - monotonic()))
        return [thread.name for thread in threads if thread.is_alive()]

    def _supersede(self, ticket: Ticket) -> Ticket | None:
        """Stop the ticket that had this key; return it if it will never run."""
        if ticket.key is None:
            return None
        older = self._newest.get(ticket.key)
        never_runs = older is not None and self._stop(older)
        self._newest[ticket.key] = ticket
        return older if never_runs else None

    def _push(self, ticket: Ticket, *, priority: int, delay_seconds: float) -> None:
        order = next(self._order)
        if delay_seconds > 0:
            due = monotonic() + delay_seconds
            heapq.heappush(self._later, (due, -priority, order, ticket))
        else:
            heapq.heappush(self._queue, (-priority, order, ticket))
        self._start_threads()
        self._lock.notify()

    def _start_threads(self) -> None:
        waiting = len(self._queue) + min(1, len(self._later))
        while not self._closed and self._idle < waiting and self._working < self.size:
            name = f"{self.spec.name}-{next(self._order)}"
            # A daemon: a thread that hangs in a driver must not keep the program from ending.
            thread = threading.Thread(target=self._live, name=name, daemon=True)
            self._threads.add(thread)
            self._working += 1
            waiting -= 1
            thread.start()

    def _stop(self, ticket: Ticket) -> bool:
        """Stop a ticket under the lock; True when it was queued and never runs."""
        if ticket.state is TicketState.ENDED:
            return False
        ticket.cancelled = True
        if ticket.state is TicketState.QUEUED:
            ticket.state = TicketState.ENDED
            ticket.work = None
            self._forget(ticket)
            self._withdrawn += 1
            self._rebuild_if_worth_it()
            return True
        resource, spec = self._running.get(ticket), self.spec.resource
        if resource is not None and spec is not None and spec.interrupt is not None:
            # Under the lock, so that the thread cannot have gone on to other work.
            ticket.interrupted = True
            self._tell(spec.interrupt, resource)
        return False

    def _rebuild_if_worth_it(self) -> None:
        if self._withdrawn < max(_FEW, (len(self._queue) + len(self._later)) // 2):
            return
        self._queue = [entry for entry in self._queue if entry[-1].state is TicketState.QUEUED]
        self._later = [entry for entry in self._later if entry[-1].state is TicketState.QUEUED]
        heapq.heapify(self._queue)
        heapq.heapify(self._later)
        self._withdrawn = 0

    def _forget(self, ticket: Ticket) -> None:
        if ticket.key is not None and self._newest.get(ticket.key) is ticket:
            del self._newest[ticket.key]

    def _drop(self, ticket: Ticket) -> None:
        if ticket.outcome.dropped is not None:
            self._tell(ticket.outcome.dropped)

    def _live(self) -> None:
        """Run one thread of the lane from its first work to its end."""
        resource: Any = None
        try:
            while (ticket := self._next()) is not None:
                resource = self._serve(ticket, resource)
                del ticket  # an idle thread holds on to nothing
        finally:
            if resource is not None and self.spec.resource is not None:
                self._tell(self.spec.resource.close, resource)
            with self._lock:
                self._threads.discard(threading.current_thread())

    def _next(self) -> Ticket | None:
        """Wait for work; None tells the thread to end."""
        with self._lock:
            while True:
                self._promote()
                if self._closed or self._working > self.size:
                    self._working -= 1
                    return None
                if self._queue:
                    ticket = heapq.heappop(self._queue)[-1]
                    if ticket.state is TicketState.QUEUED:
                        ticket.state = TicketState.RUNNING
                        self._running[ticket] = None
                        if self._later:
                            self._lock.notify()  # somebody else must watch the clock now
                        return ticket
                    self._withdrawn -= 1
                    continue
                self._idle += 1
                self._lock.wait(max(0.0, self._later[0][0] - monotonic()) if self._later else None)
                self._idle -= 1

    def _promote(self) -> None:
        """Queue the delayed work that is due."""
        while self._later and self._later[0][0] <= monotonic():
            _, priority, order, ticket = heapq.heappop(self._later)
            heapq.heappush(self._queue, (priority, order, ticket))

    def _serve(self, ticket: Ticket, resource: Any) -> Any:  # noqa: ANN401 - what the lane's opener made
        """Run one work on this thread; return what the thread holds afterwards."""
        started = perf_counter()
        metrics = get_instrumentation()
        metrics.record_duration(self._wait_name, started - ticket.submitted_at)
        set_current_ticket(ticket)
        try:
            if resource is None and self.spec.resource is not None:
                resource = self.spec.resource.open()
            result = self._call(ticket, resource)
        except BaseException as error:  # noqa: BLE001 - the job boundary: SystemExit too must be heard
            self._end(ticket)
            self._fail(ticket, error)
        else:
            self._end(ticket)
            if ticket.cancelled:
                self._drop(ticket)
            elif ticket.outcome.done is not None:
                self._tell(ticket.outcome.done, result)
        finally:
            set_current_ticket(None)
            metrics.record_duration(self._run_name, perf_counter() - started)
        return resource

    def _call(self, ticket: Ticket, resource: Any) -> Any:  # noqa: ANN401 - whatever the work returns
        with self._lock:
            work, ticket.work = ticket.work, None
            self._running[ticket] = resource
        if work is None or ticket.cancelled:
            raise JobCancelled("The work was cancelled before it began")
        return work() if self.spec.resource is None else work(resource)

    def _end(self, ticket: Ticket) -> None:
        with self._lock:
            del self._running[ticket]
            ticket.state = TicketState.ENDED
            ticket.work = None
            self._forget(ticket)

    def _fail(self, ticket: Ticket, error: BaseException) -> None:
        if isinstance(error, JobCancelled) or ticket.interrupted:
            _log.debug("workers: %s ended by a stop: %r", self.spec.name, error)
            self._drop(ticket)
        elif ticket.outcome.failed is not None:
            self._tell(ticket.outcome.failed, error)
        else:
            self._unhandled(error)
