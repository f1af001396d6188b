"""What a background job sees: report, pause, cancel, failed items; and how one ends."""

import contextlib
import threading
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass
from time import monotonic
from typing import Any

from media_manager.domain.jobs import FailureSummary, ItemFailure, JobProgress, Paused, RateEstimate
from media_manager.errors import JobCancelled, MediaManagerError

# 20 reports a second are smooth to the eye; more would only keep the main thread busy.
REPORT_EVERY_SECONDS = 0.05
# So many failures are kept word for word; all are counted, and JobItem rows hold every key.
EXAMPLES = 1_000


@dataclass(frozen=True, slots=True)
class Wait:
    """Yielded by a generator job: come back after this time, hold no thread until then.

    `for_others`: threads work for the job meanwhile, so it counts as running; they end the wait
    with `context.wake`.
    """

    seconds: float
    for_others: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """The job did its work."""

    result: Any = None


@dataclass(frozen=True, slots=True)
class Failed:
    """The job raised."""

    error: BaseException


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Somebody stopped the job. `closing`: the program ends, the job goes on at the next start."""

    closing: bool = False


JobEnd = Finished | Failed | Cancelled
Steps = Generator[Wait | Paused | None, None, Any]
Job = Callable[["JobContext"], Any]


def _ignore(*_: object) -> None:
    return None


class JobContext:
    """Handed to a job; safe to call from any thread that works for it.

    `on_progress` is called at most 20 times a second, `on_blocked` when a job begins (True) and
    ends (False) to stand still in `wait_if_paused`, `on_checkpoint` with what the job saves,
    `on_wake` when a thread that works for it has something for it.
    """

    def __init__(
        self,
        *,
        on_progress: Callable[[JobProgress], None] = _ignore,
        on_blocked: Callable[[bool], None] = _ignore,
        on_checkpoint: Callable[[Any], None] = _ignore,
        on_wake: Callable[[], None] = _ignore,
    ) -> None:
        self._on_progress = on_progress
        self._on_blocked = on_blocked
        self._on_checkpoint = on_checkpoint
        self._on_wake = on_wake
        self._woken = False
        self._gate = threading.Condition()
        self._paused = False
        self._cancelled = False
        self._closing = False
        self._progress = JobProgress()
        self._estimate = RateEstimate()
        self._reported_at = 0.0
        self._dirty = False
        self._failed = 0
        self._codes: Counter[str] = Counter()
        self._examples: list[ItemFailure] = []

    # For the job.

    def report(self, done: int, total: int | None = None, message: str | None = None) -> None:
        """Say how far the job is; a total or message left out stays as it was."""
        self._update(done, total=total, message=message)

    def item_failed(self, key: str, error: BaseException) -> None:
        """Note one item that failed; the job goes on with the next."""
        code = error.code if isinstance(error, MediaManagerError) else type(error).__name__
        hint = error.hint if isinstance(error, MediaManagerError) else ""
        with self._gate:
            self._failed += 1
            self._codes[code] += 1
            if len(self._examples) < EXAMPLES:
                self._examples.append(ItemFailure(key, code, str(error), hint))
        self._update(None, total=None, message=None)

    def checkpoint(self, position: Any) -> None:  # noqa: ANN401 - each job saves what it needs
        """Save where the job is, so that a restart goes on from there."""
        self._on_checkpoint(position)

    def raise_if_cancelled(self) -> None:
        if self._cancelled:
            raise JobCancelled("The job was cancelled", closing=self._closing)

    def wait_if_paused(self) -> None:
        """Stand still while paused, holding the thread; a generator job yields instead."""
        self.raise_if_cancelled()
        if not self._paused:
            return
        self._on_blocked(True)  # noqa: FBT003 - the one argument of a callback
        with self._gate:
            self._gate.wait_for(lambda: self._cancelled or not self._paused)
            self._estimate = self._estimate.resumed(at_seconds=monotonic())
        self._on_blocked(False)  # noqa: FBT003 - as above
        self.raise_if_cancelled()

    def sleep(self, seconds: float) -> None:
        """Wait on this thread; ends at once with JobCancelled when cancelled."""
        if seconds > 0:
            with self._gate:
                self._gate.wait_for(lambda: self._cancelled, timeout=seconds)
        self.raise_if_cancelled()

    def wake(self) -> None:
        """End a wait for others, from the thread that did the work."""
        with self._gate:
            self._woken = True
            self._gate.notify_all()
        self._on_wake()

    def doze(self, seconds: float) -> None:
        """Wait on this thread for others; ends with `wake`, or with JobCancelled."""
        with self._gate:
            self._gate.wait_for(lambda: self._cancelled or self._woken, timeout=seconds)
            self._woken = False
        self.raise_if_cancelled()

    @property
    def cancelled(self) -> bool:
        return self._cancelled

    @property
    def closing(self) -> bool:
        """Return whether the program ends: the job was not given up and should go on later."""
        return self._closing

    @property
    def paused(self) -> bool:
        return self._paused

    # For those who run and watch the job.

    def cancel(self, *, closing: bool = False) -> None:
        with self._gate:
            self._closing = closing and not self._cancelled
            self._cancelled = True
            self._gate.notify_all()

    def pause(self) -> None:
        with self._gate:
            self._paused = True

    def resume(self) -> None:
        with self._gate:
            self._paused = False
            self._estimate = self._estimate.resumed(at_seconds=monotonic())
            self._gate.notify_all()

    @property
    def progress(self) -> JobProgress:
        """Return the newest report, also one that the throttle held back."""
        return self._progress

    def failures(self) -> FailureSummary:
        with self._gate:
            by_code = tuple(self._codes.most_common())
            return FailureSummary(self._failed, by_code, tuple(self._examples))

    def flush(self) -> None:
        """Pass on the report that the throttle held back."""
        with self._gate:
            if not self._dirty:
                return
            shown = self._take(monotonic())
        self._on_progress(shown)

    def _update(self, done: int | None, *, total: int | None, message: str | None) -> None:
        with self._gate:
            last = self._progress
            self._progress = JobProgress(
                done=last.done if done is None else done,
                total=last.total if total is None else total,
                message=last.message if message is None else message,
                failed=self._failed,
                rate=last.rate,
                eta_seconds=last.eta_seconds,
            )
            self._dirty = True
            now = monotonic()
            if now - self._reported_at < REPORT_EVERY_SECONDS:
                return
            shown = self._take(now)
        self._on_progress(shown)

    def _take(self, now: float) -> JobProgress:
        """Return the progress to show, with rate and time left."""
        last = self._progress
        if self._estimate.at_seconds is None or last.done != self._estimate.done:
            self._estimate = self._estimate.after(last.done, at_seconds=now)
        self._progress = JobProgress(
            done=last.done,
            total=last.total,
            message=last.message,
            failed=self._failed,
            rate=self._estimate.rate,
            eta_seconds=self._estimate.eta_seconds(last.total),
        )
        self._reported_at = now
        self._dirty = False
        return self._progress


def run_to_end(job: Job, context: JobContext | None = None) -> Any:  # noqa: ANN401 - the job's result
    """Run a job on this thread, for a command line and for tests; raises what it raises."""
    context = context or JobContext()
    steps = job(context)
    if not isinstance(steps, Generator):
        context.flush()
        return steps
    try:
        while True:
            step = next(steps)
            if isinstance(step, Paused):
                step = steps.throw(step.reason)
            try:
                context.wait_if_paused()
                _wait_out(step, context)
            except JobCancelled as stop:
                with contextlib.suppress(StopIteration):
                    steps.throw(stop)
                raise
    except StopIteration as stop:
        return stop.value
    finally:
        steps.close()
        context.flush()


def _wait_out(step: Wait | None, context: JobContext) -> None:
    if step is None:
        context.raise_if_cancelled()
    elif step.for_others:
        context.doze(step.seconds)
    else:
        context.sleep(step.seconds)
