"""Ctrl+C as a request to stop: what runs ends at its next safe point, a second one ends it now."""

import signal
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Self

from media_manager.cli.screen import Screen
from media_manager.domain.jobs import JobProgress
from media_manager.workers.job import JobContext

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_SIGNAL_BASE = 128  # as shells count


class Stopper:
    """Hears the signals for the length of a `with` and passes them on to the job that runs."""

    def __init__(self) -> None:
        self._context: JobContext | None = None
        self._heard: int | None = None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        try:
            for each in _SIGNALS:
                self._before[each] = signal.signal(each, self._hear)
        except ValueError:
            # Not the main thread: whoever called us hears the signals.
            self._before.clear()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for each, handler in self._before.items():
            signal.signal(each, handler)

    @property
    def heard(self) -> bool:
        return self._heard is not None

    @property
    def exit_code(self) -> int:
        return _SIGNAL_BASE + (self._heard or signal.SIGINT)

    def watch(self, context: JobContext) -> JobContext:
        """Return the context, which is from now on the one that a signal stops."""
        self._context = context
        if self.heard:
            context.cancel()
        return context

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        if self.heard:
            raise KeyboardInterrupt
        self._heard = number
        if self._context is not None:
            self._context.cancel()


def watched(screen: Screen, title: str, unit: str) -> JobContext:
    """Return a context that shows on a terminal how far the job is."""
    return JobContext(on_progress=_shower(screen, title, unit))


def _shower(screen: Screen, title: str, unit: str) -> Callable[[JobProgress], None]:
    def show(progress: JobProgress) -> None:
        parts = [f"{progress.done:,}" + (f" of {progress.total:,}" if progress.total else "")]
        parts[0] += f" {unit}s"
        if progress.rate:
            parts.append(f"{progress.rate:,.0f}/s")
        if progress.eta_seconds:
            minutes, seconds = divmod(round(progress.eta_seconds), 60)
            parts.append(f"{minutes}:{seconds:02} left")
        if progress.failed:
            parts.append(f"{progress.failed:,} failed")
        screen.progress(f"{title}: {', '.join(parts)}"[:160])

    return show
