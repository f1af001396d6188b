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
from media_manager.persistence.lock import waiting_with
from media_manager.workers.lanes import EDIT, LaneSpec
from media_manager.workers.ticket import (
    Ticket,
    TicketState,
    current_ticket,
    name_of,
    set_current_ticket,
)

_log = logging.getLogger(__name__)

# Below this many withdrawn tickets a queue is not worth rebuilding.
_FEW = 64
# The gauges of a busy lane are set so often; more would only cost.
_GAUGE_SECONDS = 1.0

Tell = Callable[..., None]
Unhandled = Callable[[BaseException], None]


class LaneLoad(NamedTuple):
    """How busy a lane is: now, and since the start.

    `busy_seconds` is the time that its threads spent at work, so two looks at it tell how much of
    the time between them was used; `done` counts the works that ended.
    """

    queued: int
    running: int
    threads: int
    size: int
    busy_seconds: float = 0.0
    done: int = 0


class LaneThread(NamedTuple):
    """What one thread does now, and since which instant of `time.monotonic()`.

    `what` is the title of a job or the name of the work; empty when the thread waits for some.
    """

    name: str
    lane: str
    what: str
    since: float


class _Seat:
    """One thread and what it has in hand. Written by the thread, read by those who look."""

    __slots__ = ("since", "thread", "ticket", "work")

    def __init__(self) -> None:
        self.thread: threading.Thread | None = None
        self.ticket: Ticket | None = None
        self.work: Callable[..., Any] | None = None
        self.since = monotonic()

    def take(self, ticket: Ticket | None, work: Callable[..., Any] | None) -> None:
        self.ticket, self.work, self.since = ticket, work, monotonic()

    def picture(self, lane: str) -> LaneThread:
        ticket, work = self.ticket, self.work
        what = "" if ticket is None else ticket.title or name_of(work)
        return LaneThread(self.thread.name if self.thread else "", lane, what, self.since)


class Lane:
    """One queue and its threads. Everything mutable is guarded by `_lock`."""

    def __init__(self, spec: LaneSpec, *, tell: Tell, unhandled: Unhandled) -> None:
        self.spec = spec
        self.size = spec.size
        self._tell = tell
        self._unhandled = unhandled
        self._lock = threading.Condition()
        self._queue: list[tuple[float, int, Ticket]] = []
        self._later: list[tuple[float, int, int, Ticket]] = []
        self._newest: dict[Hashable, Ticket] = {}
        self._running: dict[Ticket, Any] = {}
        self._seats: set[_Seat] = set()
        self._busy_seconds = 0.0
        self._done = 0
        self._gauged = (monotonic(), 0.0)
        self._working = 0
        self._idle = 0
        self._withdrawn = 0
        self._closed = False
        self._order = itertools.count()
        self._wait_name = f"workers.{spec.name}.wait"
        self._run_name = f"workers.{spec.name}.run"
        self._used_name = f"workers.{spec.name}.utilization"
        self._depth_name = f"workers.{spec.name}.queued"

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
            now = monotonic()
            # What runs now counts as far as it is: a scan of an hour is no idle hour.
            busy = self._busy_now(now)
            load = LaneLoad(
                self._depth(), len(self._running), self._working, self.size, busy, self._done
            )
            self._set_gauges(now, busy)
        return load

    def threads(self) -> list[LaneThread]:
        """Return what each thread does now; a picture, it may have changed already."""
        with self._lock:
            return [seat.picture(self.spec.name) for seat in self._seats]

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
            seated = [seat.thread for seat in self._seats if seat.thread is not None]
        threads = [thread for thread in seated if thread.is_alive()]
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
            heapq.heappush(self._queue, (self.spec.rank(priority), order, ticket))
        self._start_threads()
        self._lock.notify()

    def _start_threads(self) -> None:
        waiting = len(self._queue) + min(1, len(self._later))
        while not self._closed and self._idle < waiting and self._working < self.size:
            if not self._start_thread():
                return
            waiting -= 1

    def _start_thread(self) -> bool:
        """Start one more thread; a machine that is out of threads makes do with those there."""
        seat = _Seat()
        # A daemon: a thread that hangs in a driver must not keep the program from ending.
        seat.thread = threading.Thread(
            target=self._live,
            args=(seat,),
            name=f"{self.spec.name}-{next(self._order)}",
            daemon=True,
        )
        self._seats.add(seat)
        self._working += 1
        try:
            seat.thread.start()
        except RuntimeError:
            self._seats.discard(seat)
            self._working -= 1
            if not self._working:
                raise
            _log.warning("workers: no more threads for lane %s: %d", self.spec.name, self._working)
            return False
        return True

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

    def _live(self, seat: _Seat) -> None:
        """Run one thread of the lane from its first work to its end."""
        resource: Any = None
        left = False
        try:
            with waiting_with(_stop_waiting, first=self.spec.name == EDIT):
                while (ticket := self._next(seat)) is not None:
                    resource = self._serve(seat, ticket, resource)
                    del ticket  # an idle thread holds on to nothing
            left = True
        except BaseException as error:  # noqa: BLE001 - whatever kills a thread must be heard
            self._unhandled(error)
        finally:
            if resource is not None and self.spec.resource is not None:
                self._tell(self.spec.resource.close, resource)
            with self._lock:
                self._seats.discard(seat)
                if not left:
                    self._working -= 1
                    self._start_threads()  # somebody must do the work of the one that died

    def _next(self, seat: _Seat) -> Ticket | None:
        """Wait for work; None tells the thread to end."""
        with self._lock:
            seat.take(None, None)
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
                        seat.take(ticket, ticket.work)
                        if self._later:
                            self._lock.notify()  # somebody else must watch the clock now
                        return ticket
                    self._withdrawn -= 1
                    continue
                self._wait_for_work()

    def _wait_for_work(self) -> None:
        self._idle += 1
        try:
            self._lock.wait(max(0.0, self._later[0][0] - monotonic()) if self._later else None)
        finally:
            self._idle -= 1

    def _promote(self) -> None:
        """Queue the delayed work that is due."""
        while self._later and self._later[0][0] <= monotonic():
            _, negative, order, ticket = heapq.heappop(self._later)
            heapq.heappush(self._queue, (self.spec.rank(-negative), order, ticket))

    def _serve(self, seat: _Seat, ticket: Ticket, resource: Any) -> Any:  # noqa: ANN401 - what the lane's opener made
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
            self._end(seat, ticket)
            self._fail(ticket, error)
        else:
            self._end(seat, ticket)
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

    def _end(self, seat: _Seat, ticket: Ticket) -> None:
        with self._lock:
            del self._running[ticket]
            ticket.state = TicketState.ENDED
            ticket.work = None
            self._forget(ticket)
            self._done += 1
            began = seat.since
            seat.take(None, None)
            self._busy_seconds += seat.since - began
            if seat.since - self._gauged[0] >= _GAUGE_SECONDS:
                self._set_gauges(seat.since, self._busy_now(seat.since))

    def _busy_now(self, now: float) -> float:
        going = sum(now - seat.since for seat in self._seats if seat.ticket is not None)
        return self._busy_seconds + going

    def _depth(self) -> int:
        return len(self._queue) + len(self._later) - self._withdrawn

    def _set_gauges(self, now: float, busy_seconds: float) -> None:
        """Set how much of the time since the last look was used, and how much waits."""
        then, busy_then = self._gauged
        if now - then < _GAUGE_SECONDS:
            return
        self._gauged = now, busy_seconds
        used = (busy_seconds - busy_then) / ((now - then) * max(1, self.size))
        metrics = get_instrumentation()
        metrics.set_gauge(self._used_name, used)
        metrics.set_gauge(self._depth_name, self._depth())

    def _fail(self, ticket: Ticket, error: BaseException) -> None:
        if isinstance(error, JobCancelled) or ticket.interrupted:
            _log.debug("workers: %s ended by a stop: %r", self.spec.name, error)
            self._drop(ticket)
        elif ticket.outcome.failed is not None:
            self._tell(ticket.outcome.failed, error)
        else:
            self._unhandled(error)


def _stop_waiting(_waited_seconds: float) -> None:
    """Called now and then while work waits to write: as long as another program does, it waits."""
    ticket = current_ticket()
    if ticket is not None and ticket.cancelled:
        raise JobCancelled("The work was cancelled while it waited to write")
