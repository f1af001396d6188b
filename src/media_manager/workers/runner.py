"""The one hop to the main thread: questions and jobs go out, answers come back as calls.

The only file below the window that knows Qt. Everything here is called on the main thread, but
`post`, which any thread may call. No thread ever holds a QObject: listeners stay here, workers
carry numbers.
"""

import itertools
import logging
import threading
from collections import deque
from collections.abc import Callable, Hashable
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import Shiboken

from media_manager.errors import MediaManagerError
from media_manager.workers.lanes import JOBS
from media_manager.workers.listeners import Listener
from media_manager.workers.pool import LanePool
from media_manager.workers.ticket import Outcome, Ticket

if TYPE_CHECKING:
    from media_manager.workers.handle import JobHandle
    from media_manager.workers.job import Job

_log = logging.getLogger(__name__)

# 8 ms: half a frame; what is left of a burst of answers waits for the next turn of the loop.
DRAIN_SECONDS = 0.008
# Ended jobs beyond this many leave the list, oldest first; the history has them all.
ENDED_KEPT = 20
# The share of the time to close that jobs get; the rest is for the threads.
_JOBS_SHARE = 0.8


class _Question:
    """Who asked, and what is called with the answer."""

    __slots__ = ("key", "on_done", "on_error", "ticket", "work")

    def __init__(
        self,
        work: Callable[..., Any],
        *,
        key: Hashable | None,
        on_done: Listener,
        on_error: Listener | None,
    ) -> None:
        self.work = work  # kept, so that what it captured is released on the main thread
        self.key = key
        self.on_done = on_done
        self.on_error = on_error
        self.ticket: Ticket | None = None


class JobRunner(QObject):
    """Runs work on the lanes of a pool and calls back on the thread it was made on."""

    job_added = Signal(object)
    job_changed = Signal(object)
    job_removed = Signal(object)
    unheard_failure = Signal(object)
    _posted = Signal()

    def __init__(self, pool: LanePool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pool = pool
        pool.on_unhandled = self._on_unhandled
        self._main = threading.get_ident()
        self._inbox: deque[Callable[[], None]] = deque()
        self._inbox_lock = threading.Lock()
        self._signaled = False
        self._closed = False
        self._numbers = itertools.count(1)
        self._questions: dict[int, _Question] = {}
        self._newest: dict[Hashable, int] = {}
        self._jobs: list[JobHandle] = []
        self._posted.connect(self._drain, Qt.ConnectionType.QueuedConnection)

    @property
    def jobs(self) -> "tuple[JobHandle, ...]":
        """Return the jobs for a panel: all that run, and the newest that ended."""
        return tuple(self._jobs)

    def ask(  # noqa: PLR0913 - all but the question and its listener have defaults
        self,
        lane: str,
        fn: Callable[..., Any],
        *,
        on_done: Callable[[Any], None],
        on_error: Callable[[BaseException], None] | None = None,
        key: Hashable | None = None,
        priority: int = 0,
        owner: QObject | None = None,
    ) -> Ticket:
        """Run `fn` on a lane and call `on_done(result)` here later.

        A newer question with the same key on the lane makes this one void. The owner is the
        object that wants to know: by default the one that `on_done` is a method of. When it is
        deleted, or `forget` is called with it, nobody is called. Without `on_error` an error
        goes to `unheard_failure`.
        """
        self._check_thread()
        number = next(self._numbers)
        question = _Question(
            fn,
            key=None if key is None else (lane, key),
            on_done=_listen(on_done, owner),
            on_error=None if on_error is None else _listen(on_error, owner),
        )
        self._questions[number] = question
        if question.key is not None:
            self._newest[question.key] = number
        question.ticket = self.pool.submit(
            lane, fn, priority=priority, key=key, outcome=self._outcome(number)
        )
        return question.ticket

    def submit(
        self,
        job: "Job",
        *,
        title: str = "",
        lane: str = JOBS,
        priority: int = 0,
        checkpoint: Callable[[Any], None] | None = None,
    ) -> "JobHandle":
        """Start a job: `run(context)`, or a generator function that yields between batches."""
        # Late: the first paint asks questions, and starts no job.
        from media_manager.workers.handle import JobHandle  # noqa: PLC0415 - as above
        from media_manager.workers.running import JobRequest  # noqa: PLC0415 - as above

        self._check_thread()
        request = JobRequest(job, title, lane, priority, checkpoint)
        handle = JobHandle(
            self.pool, request, number=next(self._numbers), post=self.post, listen=_listen
        )
        handle.bind(changed=self.job_changed.emit, ended=self._on_job_ended)
        self._jobs.append(handle)
        self.job_added.emit(handle)
        handle.start()
        return handle

    def forget(self, owner: QObject) -> None:
        """Stop all questions of an object that closes; none of them calls back."""
        for number, question in tuple(self._questions.items()):
            if question.on_done.owner is owner:
                self._take(number)
                if question.ticket is not None:
                    question.ticket.cancel()

    def remove(self, handle: "JobHandle") -> None:
        """Take a job that ended off the list."""
        if handle.state.ended and handle in self._jobs:
            self._jobs.remove(handle)
            self.job_removed.emit(handle)

    def post(self, call: Callable[[], None]) -> None:
        """Call something on the main thread soon; from any thread, in order."""
        with self._inbox_lock:
            if self._closed:
                return
            self._inbox.append(call)
            if not self._signaled:
                self._signaled = True
                self._posted.emit()  # under the lock: `close` must not come in between

    def listener(self, call: Callable[..., Any], owner: object | None = None) -> Listener:
        """Return a call that is not made once its owner is gone; see `ask`."""
        return _listen(call, owner)

    def close(self, timeout_seconds: float = 5.0) -> tuple[str, ...]:
        """Stop all work and wait; return the names of threads that did not end in time.

        Jobs that resume hear that the program closes (`context.closing`). Their listeners are
        called before this returns; questions are dropped.
        """
        self._check_thread()
        deadline = monotonic() + timeout_seconds
        self._questions.clear()
        running = [handle for handle in self._jobs if not handle.state.ended]
        for handle in running:
            handle.cancel(closing=True)
        for handle in running:
            handle.wait(max(0.0, deadline - monotonic() - timeout_seconds * (1 - _JOBS_SHARE)))
        left = self.pool.shutdown(max(0.0, deadline - monotonic()))
        self._drain_all()
        with self._inbox_lock:
            self._closed = True
        return left

    def _outcome(self, number: int) -> Outcome:
        # Only numbers go to the worker: it must never hold the last reference to a widget.
        return Outcome(
            done=lambda result: self.post(partial(self._answer, number, result)),
            failed=lambda error: self.post(partial(self._refuse, number, error)),
            dropped=lambda: self.post(partial(self._drop, number)),
        )

    def _take(self, number: int) -> _Question | None:
        """Return the question if its answer is still wanted."""
        question = self._questions.pop(number, None)
        if question is None:
            return None
        if question.key is not None:
            if self._newest.get(question.key) != number:
                return None
            del self._newest[question.key]
        ticket = question.ticket
        return None if ticket is not None and ticket.cancelled else question

    def _drop(self, number: int) -> None:
        self._take(number)

    def _answer(self, number: int, result: object) -> None:
        question = self._take(number)
        if question is not None:
            question.on_done(result)

    def _refuse(self, number: int, error: BaseException) -> None:
        question = self._take(number)
        wanted = question is not None and question.on_done.alive
        if wanted and question is not None and question.on_error is not None:
            question.on_error(error)
        elif wanted or not isinstance(error, MediaManagerError):
            self._report(error)
        else:
            _log.info("workers: nobody waits for this error any more: %s", error)

    def _on_job_ended(self, handle: "JobHandle") -> None:
        _log.info("workers: job %d %r: %s", handle.number, handle.title, handle.state)
        if handle.error is not None and not handle.failure_heard:
            self._report(handle.error)
        self.job_changed.emit(handle)
        ended = [job for job in self._jobs if job.state.ended]
        for old in ended[: max(0, len(ended) - ENDED_KEPT)]:
            self.remove(old)

    def _on_unhandled(self, error: BaseException) -> None:
        self.post(partial(self._report, error))

    def _report(self, error: BaseException) -> None:
        """Log what nobody listens for and let the window show it anyway."""
        _log.error("workers: an error nobody listened for", exc_info=error)
        self.unheard_failure.emit(error)

    def _tell(self, call: Callable[..., object], *arguments: object) -> None:
        """Call a listener on the main thread; what it raises is reported, not swallowed."""
        try:
            call(*arguments)
        except Exception as error:  # noqa: BLE001 - the job boundary: one bad listener, one report
            self._report(error)

    @Slot()
    def _drain(self) -> None:
        """Make the calls that were posted, for half a frame at a time."""
        until = monotonic() + DRAIN_SECONDS
        while (call := self._next_call()) is not None:
            self._tell(call)
            del call
            if monotonic() >= until:
                self._posted.emit()
                return

    def _drain_all(self) -> None:
        while (call := self._next_call()) is not None:
            self._tell(call)

    def _next_call(self) -> Callable[[], None] | None:
        with self._inbox_lock:
            if self._inbox:
                return self._inbox.popleft()
            self._signaled = False
            return None

    def _check_thread(self) -> None:
        if threading.get_ident() != self._main:
            raise RuntimeError("The runner belongs to the main thread; workers call post()")


def _listen(call: Callable[..., Any], owner: object | None) -> Listener:
    return Listener(call, owner, is_alive=_exists)


def _exists(owner: object) -> bool:
    """Return whether Qt still has the object behind this name."""
    return not isinstance(owner, QObject) or Shiboken.isValid(owner)
