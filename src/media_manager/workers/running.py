"""Drive a job through its life on a lane: step by step, paused, waiting, to exactly one end."""

import logging
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass
from time import monotonic
from typing import Any

from media_manager.domain.jobs import FailureSummary, JobState, JobStatus, Paused
from media_manager.errors import DatabaseLocked, JobCancelled
from media_manager.instrumentation import get_instrumentation
from media_manager.persistence.lock import waiting_with
from media_manager.workers.job import (
    Cancelled,
    Failed,
    Finished,
    Job,
    JobContext,
    JobEnd,
    Steps,
    Wait,
)
from media_manager.workers.lanes import JOBS, URGENT
from media_manager.workers.pool import LanePool
from media_manager.workers.ticket import Outcome, Ticket

_log = logging.getLogger(__name__)

# 50 ms: short batches run on without going through the queue, and other jobs still get their turn.
SLICE_SECONDS = 0.05
# From here on a wait for the turn to write is worth telling.
_BUSY_SECONDS = 1.5


@dataclass(frozen=True, slots=True)
class JobRequest:
    """A job and how to run it.

    It is a callable `run(context)` that returns its result, or a generator function that yields
    between batches (None, or Wait). `checkpoint` is called on the lane's thread.
    """

    job: Job
    title: str = ""
    lane: str = JOBS
    priority: int = 0
    checkpoint: Callable[[Any], None] | None = None


@dataclass(frozen=True, slots=True)
class Watcher:
    """Who hears of a job, on any thread: of each change, and of its end, once and last."""

    changed: Callable[[JobStatus], None]
    ended: Callable[[JobEnd], None]


class RunningJob:
    """One job in one run. A generator job that is paused or waits holds no thread."""

    def __init__(self, pool: LanePool, request: JobRequest, watcher: Watcher) -> None:
        self.request = request
        self._pool = pool
        self._watcher = watcher
        hooks = {} if request.checkpoint is None else {"on_checkpoint": request.checkpoint}
        self._context = JobContext(
            on_progress=lambda _: self._changed(),
            on_blocked=self._on_blocked,
            on_wake=self._on_wake,
            **hooks,
        )
        self._lock = threading.RLock()
        self._state = JobState.QUEUED
        self._steps: Steps | None = None
        self._ticket: Ticket | None = None
        self._parked = False
        self._dozes = False  # waits for threads that work for it
        self._woken = False
        self._reason: Exception | None = None
        self._parks_for: Exception | None = None  # nobody's wish, but a better time to come
        self._priority = request.priority
        self._due = 0.0
        self._over = threading.Event()

    @property
    def status(self) -> JobStatus:
        return JobStatus(self.request.title, self._state, self._context.progress, self._reason)

    @property
    def failures(self) -> FailureSummary:
        return self._context.failures()

    def start(self) -> None:
        with self._lock:
            self._enqueue()

    def pause(self, reason: Exception | None = None) -> None:
        """Stand still at the next yield or `wait_if_paused`; with a reason no person wished it."""
        with self._lock:
            if self._state.ended or self._context.paused:
                return
            self._parks_for = reason
            self._context.pause()
            if self._withdraw():
                self._park()

    def resume(self) -> None:
        """Go on after a pause, or before the end of a wait."""
        with self._lock:
            if self._state.ended:
                return
            self._parks_for = None
            self._context.resume()
            waiting = self._state is JobState.WAITING and self._withdraw()
            if self._parked or waiting:
                self._parked, self._reason = False, None
                self._become(JobState.QUEUED)
                self._enqueue()

    def cancel(self, *, closing: bool = False) -> None:
        """Stop at the next yield or `raise_if_cancelled`; at once if it has not begun."""
        with self._lock:
            if self._state.ended:
                return
            self._context.cancel(closing=closing)
            if not (self._parked or self._withdraw()):
                return
            self._parked = False
            if self._steps is None:
                self._end(Cancelled(closing=closing))
            else:
                self._enqueue(urgent=True)

    @property
    def priority(self) -> int:
        return self._priority

    def set_priority(self, priority: int) -> None:
        """Put it before or behind others from its next step on, also while it waits its turn."""
        with self._lock:
            if self._priority == priority:
                return
            self._priority = priority
            stopping = self._state.ended or self._context.cancelled
            if not stopping and self._withdraw():
                self._enqueue(delay_seconds=max(0.0, self._due - monotonic()))
            self._changed()

    def wait(self, timeout_seconds: float) -> bool:
        """Wait for the end on this thread; False when it did not come in time."""
        return self._over.wait(timeout_seconds)

    def _enqueue(self, *, urgent: bool = False, delay_seconds: float = 0.0) -> None:
        outcome = Outcome(failed=lambda error: self._end(Failed(error)), dropped=self._on_dropped)
        self._due = monotonic() + delay_seconds
        self._ticket = self._pool.submit(
            self.request.lane,
            self._run,
            # The person who cancels waits for the end.
            priority=URGENT if urgent else self._priority,
            outcome=outcome,
            delay_seconds=delay_seconds,
            title=self.request.title,
        )

    def _withdraw(self) -> bool:
        return self._ticket is not None and self._ticket.withdraw()

    def _park(self) -> None:
        self._parked = True
        self._reason = self._parks_for or self._reason
        self._become(JobState.PAUSED)

    def _on_dropped(self) -> None:
        """End with the pool: it was shut down before the job came to its next step."""
        if self._steps is not None:
            _log.warning("workers: job %r was left between two steps", self.request.title)
        self._end(Cancelled(closing=True))

    def _on_blocked(self, blocked: bool) -> None:  # noqa: FBT001 - the signature of the callback
        self._become(JobState.PAUSED if blocked else JobState.RUNNING)

    def _on_wake(self) -> None:
        """Called on the threads that work for the job: it need not wait any longer."""
        with self._lock:
            self._woken = True
            if self._dozes and not self._context.cancelled and self._withdraw():
                self._dozes = False
                self._enqueue()

    def _run(self, *_: object) -> None:
        """Run on the lane until the slice is over, then go where the job is to go next."""
        with self._lock:
            if self._state.ended:
                return
            if self._context.paused and not self._context.cancelled:
                self._park()
                return
            self._reason = None
            self._dozes = self._woken = False
            self._become(JobState.RUNNING)
        try:
            with (
                get_instrumentation().timer("workers.job.step"),
                waiting_with(self._waits_to_write),
            ):
                step = self._advance()
        except JobCancelled:
            self._end(Cancelled(closing=self._context.closing))
        except BaseException as error:  # noqa: BLE001 - the job boundary: every error is an end
            self._end(Failed(error))
        else:
            self._go_on(step)

    def _go_on(self, step: JobEnd | Wait | Paused | None) -> None:
        if isinstance(step, Finished | Failed | Cancelled):
            self._end(step)
            return
        with self._lock:
            if isinstance(step, Paused):
                step = self._held_up(step)
            if self._context.cancelled:
                self._enqueue(urgent=True)
            elif self._context.paused:
                self._context.flush()
                self._park()
            elif isinstance(step, Wait) and step.for_others:
                self._dozes = not self._woken
                self._enqueue(delay_seconds=step.seconds if self._dozes else 0.0)
            elif isinstance(step, Wait):
                self._become(JobState.WAITING)
                self._enqueue(delay_seconds=step.seconds)
            else:
                self._enqueue()

    def _waits_to_write(self, waited_seconds: float) -> None:
        """Called now and then while another program writes: a stop and a pause count here too."""
        if not waited_seconds:
            self._reason = None
            self._become(JobState.RUNNING)
            return
        if waited_seconds >= _BUSY_SECONDS and self._reason is None:
            self._reason = DatabaseLocked(
                "The library is busy: another program is writing to it.",
                hint="This goes on by itself when its scan or import has ended.",
            )
            self._become(JobState.WAITING)
        self._context.wait_if_paused()

    def _held_up(self, step: Paused) -> Wait | None:
        """Note why the job cannot go on; return the wait when it will try again by itself."""
        _log.warning("workers: job %r stands still: %s", self.request.title, step.reason)
        self._reason = step.reason
        if step.retry_seconds is not None:
            return Wait(step.retry_seconds)
        self._context.pause()
        return None

    def _advance(self) -> JobEnd | Wait | Paused | None:
        if self._steps is None:
            self._context.raise_if_cancelled()
            made = self.request.job(self._context)
            if not isinstance(made, Generator):
                return Finished(made)
            self._steps = made
        if self._context.cancelled:
            return self._stop(self._steps)
        return self._take_steps(self._steps)

    def _take_steps(self, steps: Steps) -> JobEnd | Wait | Paused | None:
        until = monotonic() + SLICE_SECONDS
        try:
            while True:
                step = next(steps)
                stop = self._context.cancelled or self._context.paused
                if step is not None or stop or monotonic() >= until:
                    return step
        except StopIteration as end:
            return Finished(end.value)

    def _stop(self, steps: Steps) -> JobEnd:
        """Let the generator clean up; whatever it does, the job ends here."""
        closing = self._context.closing
        try:
            steps.throw(JobCancelled("The job was cancelled", closing=closing))
        except StopIteration:
            return Cancelled(closing=closing)
        steps.close()
        return Cancelled(closing=closing)

    def _become(self, state: JobState) -> None:
        with self._lock:
            if self._state.ended or self._state is state:
                return
            self._state = state
            self._changed()

    def _changed(self) -> None:
        self._watcher.changed(self.status)

    def _end(self, end: JobEnd) -> None:
        states = {Finished: JobState.FINISHED, Failed: JobState.FAILED}
        with self._lock:
            if self._state.ended:
                return
            self._context.flush()
            self._reason = None
            self._become(states.get(type(end), JobState.CANCELLED))
            self._watcher.ended(end)
        self._over.set()
