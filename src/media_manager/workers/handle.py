"""A job as the window holds it: what it shows, what it can be told, who hears how it ends."""

from collections.abc import Callable
from functools import partial
from typing import Any, Self

from media_manager.domain.jobs import FailureSummary, JobProgress, JobState, JobStatus
from media_manager.workers.job import Cancelled, Failed, Finished, JobEnd
from media_manager.workers.listeners import Listener
from media_manager.workers.pool import LanePool
from media_manager.workers.running import JobRequest, RunningJob, Watcher

Post = Callable[[Callable[[], None]], None]
Listen = Callable[[Callable[..., Any], object | None], Listener]


class JobHandle:
    """One job, on the main thread. Listeners may be added at any time, also after the end.

    A listener whose owner is deleted is not called: the `owner` given, or the object of a bound
    method. Errors of items do not fail a job: see `failures`.
    """

    def __init__(
        self, pool: LanePool, request: JobRequest, *, number: int, post: Post, listen: Listen
    ) -> None:
        self.number = number
        self.title = request.title
        self.result: Any = None
        self.error: BaseException | None = None
        self._post = post
        self._listen = listen
        self._end: JobEnd | None = None
        self._change_posted = False
        self._changed: Callable[[JobHandle], None] | None = None
        self._ended: Callable[[JobHandle], None] | None = None
        self._listeners: dict[type[JobEnd | JobProgress], list[Listener]] = {}
        watcher = Watcher(changed=self._on_changed, ended=self._on_ended)
        self._running = RunningJob(pool, request, watcher)

    @property
    def status(self) -> JobStatus:
        return self._running.status

    @property
    def state(self) -> JobState:
        return self._running.status.state

    @property
    def progress(self) -> JobProgress:
        return self._running.status.progress

    @property
    def priority(self) -> int:
        return self._running.priority

    @property
    def pause_reason(self) -> Exception | None:
        """Return why the job stands still when nobody paused it: a full disk, a locked library.

        Paused, it goes on with `resume`; waiting, it tries again by itself.
        """
        return self._running.status.reason

    @property
    def failures(self) -> FailureSummary:
        return self._running.failures

    @property
    def failure_heard(self) -> bool:
        """Return whether anybody who still exists listens for a failure."""
        return any(listener.alive for listener in self._listeners.get(Failed, ()))

    def start(self) -> None:
        self._running.start()

    def pause(self, reason: Exception | None = None) -> None:
        """Stand still at the next safe point.

        With a `reason` no person wished it: after a restart the job goes on.
        """
        self._running.pause(reason)

    def resume(self) -> None:
        """Go on after a pause, or at once instead of after a wait."""
        self._running.resume()

    def cancel(self, *, closing: bool = False) -> None:
        """Stop at the next safe point; what is done stays done."""
        self._running.cancel(closing=closing)

    def set_priority(self, priority: int) -> None:
        """Put it before or behind other jobs; the higher priority runs first."""
        self._running.set_priority(priority)

    def wait(self, timeout_seconds: float) -> bool:
        """Wait on this thread for the end of the work; for closing and for tests."""
        return self._running.wait(timeout_seconds)

    def on_progress(self, call: Callable[[JobProgress], None], owner: object | None = None) -> Self:
        self._listeners.setdefault(JobProgress, []).append(self._listen(call, owner))
        return self

    def on_finished(self, call: Callable[[Any], None], owner: object | None = None) -> Self:
        """Call with the result."""
        return self._add(Finished, self._listen(call, owner))

    def on_failed(self, call: Callable[[BaseException], None], owner: object | None = None) -> Self:
        """Call with the error; without such a listener the window shows it by itself."""
        return self._add(Failed, self._listen(call, owner))

    def on_cancelled(self, call: Callable[[], None], owner: object | None = None) -> Self:
        return self._add(Cancelled, self._listen(call, owner))

    def bind(
        self, *, changed: Callable[["JobHandle"], None], ended: Callable[["JobHandle"], None]
    ) -> None:
        """Tell the runner of each change and of the end, before the listeners of the end."""
        self._changed = changed
        self._ended = ended

    def _add(self, kind: type[JobEnd], listener: Listener) -> Self:
        self._listeners.setdefault(kind, []).append(listener)
        if isinstance(self._end, kind):
            self._post(partial(listener, *_arguments(self._end)))
        return self

    def _on_changed(self, _: JobStatus) -> None:
        """Called on any thread; several changes until the next turn of the loop are one."""
        if not self._change_posted:
            self._change_posted = True
            self._post(self._show_change)

    def _on_ended(self, end: JobEnd) -> None:
        """Called on any thread, once."""
        self._post(partial(self._show_end, end))

    def _show_change(self) -> None:
        self._change_posted = False
        if self._changed is not None:
            self._changed(self)
        progress = self.progress
        self._call(JobProgress, progress)

    def _show_end(self, end: JobEnd) -> None:
        self._end = end
        if isinstance(end, Finished):
            self.result = end.result
        elif isinstance(end, Failed):
            self.error = end.error
        if self._ended is not None:
            self._ended(self)
        self._call(type(end), *_arguments(end))

    def _call(self, kind: type[JobEnd | JobProgress], *arguments: object) -> None:
        for listener in self._listeners.get(kind, ()):
            # One post each: a listener that raises does not silence the next.
            self._post(partial(listener, *arguments))


def _arguments(end: JobEnd) -> tuple[object, ...]:
    match end:
        case Finished(result):
            return (result,)
        case Failed(error):
            return (error,)
        case Cancelled():
            return ()
