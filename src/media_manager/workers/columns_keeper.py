"""Keeps the columns current behind the window: when somebody wants them, and when things change.

A step holds a thread of the jobs lane for a fifth of a second and then lets others have their
turn. It is no job that a person sees: there is nothing to pause and nothing to decide.
"""

import logging
from collections.abc import Callable, Generator, Sequence
from enum import Enum, auto
from time import monotonic
from typing import Final

from media_manager.domain.changes import LibraryChanges
from media_manager.library.columns import keep_columns, need_columns
from media_manager.persistence.columns.shelf import ColumnShelf
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.store import LibraryStore
from media_manager.workers.change_feed import ChangeFeed
from media_manager.workers.lanes import JOBS
from media_manager.workers.runner import JobRunner
from media_manager.workers.ticket import Outcome

_log = logging.getLogger(__name__)

_STEP_SECONDS: Final = 0.2
# While a scan writes, columns are caught up at most every 2 s and for a tenth of the time.
_PAUSE_SECONDS: Final = 2.0
_SHARE: Final = 10
# Below all jobs of a person.
_PRIORITY: Final = -10


class ColumnsKeeper:
    """Runs `library.columns.keep_columns`. Called on the main thread, but `_wanted`."""

    def __init__(
        self, runner: JobRunner, store: LibraryStore, shelf: ColumnShelf, changes: ChangeFeed
    ) -> None:
        self._runner = runner
        self._store = store
        self.shelf = shelf
        self._work: _Work | None = None
        self._again = False
        self._due = 0.0
        self._ended = 0.0
        self._late: float | None = None
        self._failed = False
        self._waiting: list[Callable[[bool], None]] = []
        shelf.on_wanted(lambda: runner.post(self.want))
        changes.on_changes(self._on_changes)

    def begin(self) -> None:
        """Make columns after the start, if the library is large and has none that are current."""
        self._ask(need_columns, lambda needed: self.want() if needed else None)

    def want(self) -> None:
        """Make the columns current soon; once more, if that is under way."""
        if self._failed:
            self._tell_waiting(current=False)
        elif self._work is not None:
            self._again = True
        elif monotonic() < self._due:
            self._want_later()
        else:
            self._work = _Work(self._store, self.shelf)
            self._step()

    def when_current(self, call: Callable[[bool], None]) -> None:
        """Call with True once columns are as current as they get, with False if there are none."""
        self._waiting.append(call)
        # Somebody waits: a short pause must do.
        self._due = min(self._due, self._ended + _PAUSE_SECONDS)
        self.want()

    def close(self) -> None:
        """Take back what was begun. Called when the lanes have ended."""
        if self._work is not None:
            self._work.close()
            self._work = None

    def _ask(
        self,
        read: Callable[[LibraryReader, ColumnShelf], bool],
        answer: Callable[[bool], None],
    ) -> None:
        def work() -> bool:
            if not self._store.exists():
                return False
            with self._store.reading() as reader:
                return read(reader, self.shelf)

        self._runner.ask(JOBS, work, on_done=answer, on_error=self._give_up, priority=_PRIORITY)

    def _step(self) -> None:
        work = self._work
        if work is not None:
            self._runner.ask(
                JOBS, work.step, on_done=self._stepped, on_error=self._give_up, priority=_PRIORITY
            )

    def _stepped(self, progress: "_Progress") -> None:
        if progress is not _Progress.BEGUN:
            self._tell_waiting(current=True)
        if progress is not _Progress.ENDED:
            self._step()
            return
        work, self._work = self._work, None
        if work is not None:
            self._ended = monotonic()
            self._due = self._ended + max(_PAUSE_SECONDS, _SHARE * work.seconds)
        if self._again:
            self._again = False
            self.want()

    def _want_later(self) -> None:
        if self._late is None or self._due < self._late:
            self._late = self._due
            self._runner.pool.submit(
                JOBS,
                lambda: None,
                priority=_PRIORITY,
                delay_seconds=max(0.0, self._due - monotonic()),
                outcome=Outcome(done=lambda _: self._runner.post(self._want_now)),
            )

    def _want_now(self) -> None:
        self._late = None
        self.want()

    def _give_up(self, error: BaseException) -> None:
        """Do without: lists and counts are exact without columns, only slower."""
        _log.warning("workers: the columns cannot be kept", exc_info=error)
        # A disk that is full or read-only stays so; anything else may be over the next time.
        self._failed = isinstance(error, OSError)
        self._work = None
        self._tell_waiting(current=False)

    def _tell_waiting(self, *, current: bool) -> None:
        waiting, self._waiting = self._waiting, []
        for call in waiting:
            call(current)

    def _on_changes(self, _changes: Sequence[LibraryChanges]) -> None:
        # Only where somebody has used them: a start without facets never loads numpy.
        if self.shelf.held is not None:
            self.want()


class _Progress(Enum):
    """How far one run is: on the way, holding columns, or done with all."""

    BEGUN = auto()
    HELD = auto()
    ENDED = auto()


class _Work:
    """One run of making columns current, a step at a time, on whatever thread has a turn."""

    def __init__(self, store: LibraryStore, shelf: ColumnShelf) -> None:
        self._store = store
        self._shelf = shelf
        self._reader: LibraryReader | None = None
        self._steps: Generator[bool | None] | None = None
        self.seconds = 0.0

    def step(self) -> _Progress:
        """Work for a moment, or until columns are held. Called on a worker thread."""
        began = monotonic()
        try:
            return self._go_on(began + _STEP_SECONDS)
        except BaseException:
            self.close()
            raise
        finally:
            self.seconds += monotonic() - began

    def _go_on(self, until: float) -> _Progress:
        if self._steps is None:
            if not self._store.exists():
                return _Progress.ENDED
            self._reader = self._store.open_reader()
            self._steps = keep_columns(self._reader, self._shelf)
        for held in self._steps:
            if held:
                return _Progress.HELD
            if monotonic() >= until:
                return _Progress.BEGUN
        self.close()
        return _Progress.ENDED

    def close(self) -> None:
        """End in the middle, or after the end: files that were begun go."""
        if self._steps is not None:
            self._steps.close()
        if self._reader is not None:
            self._reader.close()
            self._reader = None
