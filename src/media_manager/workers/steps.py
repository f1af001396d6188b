"""Bulk actions and their undo, as the window asks for them: small at once, large as a job.

What is small goes to the edit lane and is there before the next frame; what is large shows its
progress among the jobs, lets other edits in between and can be cancelled.
"""

from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING, Any

from media_manager.domain.steps import (
    SMALL_STEP,
    Change,
    Step,
    StepResult,
    UndoResult,
    WatchedChange,
    label_of,
)
from media_manager.persistence.store import LibraryStore
from media_manager.workers.job import Job, JobContext
from media_manager.workers.lanes import EDIT
from media_manager.workers.runner import JobRunner

if TYPE_CHECKING:
    from media_manager.workers.handle import JobHandle

Result = StepResult | UndoResult
Told = Callable[[Result], None]
Refused = Callable[[BaseException], None]

# Each of so many can be a show with all its episodes.
_SMALL_WATCHED = 50
# Before scans: somebody waits for it.
_PRIORITY = 1


class StepDesk:
    """Takes orders on the main thread and tells there what became of them."""

    def __init__(self, runner: JobRunner, store: LibraryStore) -> None:
        self._runner = runner
        self._store = store
        self._told: list[Told] = []

    def on_result(self, told: Told) -> None:
        """Call `told` with every result, whoever asked for it."""
        self._told.append(told)

    def change(
        self,
        ids: Sequence[int],
        change: Change,
        *,
        on_done: Told | None = None,
        on_error: Refused | None = None,
    ) -> "JobHandle | None":
        """Change items; return the job when it is one."""
        store = self._store
        done = self._teller(on_done)
        if len(ids) <= (_SMALL_WATCHED if isinstance(change, WatchedChange) else SMALL_STEP):

            def work() -> StepResult:
                # Late, and in the thread of the lane: this is what imports the writing half.
                from media_manager.library.bulk import change_items  # noqa: PLC0415

                return change_items(store, ids, change)

            self._runner.ask(EDIT, work, on_done=done, on_error=on_error)
            return None

        def steps(context: JobContext) -> Generator[None, None, StepResult]:
            from media_manager.library.bulk import change_steps  # noqa: PLC0415 - as above

            return change_steps(store, ids, change, context)

        return self._submit(steps, str(label_of(change, len(ids))), done, on_error)

    def turn(
        self,
        step_id: int | None = None,
        *,
        undo: bool,
        on_done: Told | None = None,
        on_error: Refused | None = None,
    ) -> None:
        """Undo a step or do it again: the one named, or the one whose turn it is."""
        store = self._store

        def work() -> UndoResult | Step | None:
            from media_manager.library.undo import turn_if_small  # noqa: PLC0415 - as above

            return turn_if_small(store, step_id, undo=undo)

        def go_on(found: UndoResult | Step | None) -> None:
            if isinstance(found, Step):
                self._turn_large(found, undo=undo, on_done=on_done, on_error=on_error)
            elif found is not None:
                self._teller(on_done)(found)

        self._runner.ask(EDIT, work, on_done=go_on, on_error=on_error)

    def recover(self) -> None:
        """Bring steps to an end that a killed program left in the middle."""
        store = self._store

        def steps(context: JobContext) -> Generator[None, None, int]:
            from media_manager.library.undo import recover  # noqa: PLC0415 - as above

            return recover(store, context)

        self._runner.submit(steps, title="recover", priority=_PRIORITY)

    def _turn_large(
        self, step: Step, *, undo: bool, on_done: Told | None, on_error: Refused | None
    ) -> None:
        store = self._store

        def steps(context: JobContext) -> Generator[None, None, UndoResult]:
            from media_manager.library.undo import turn_steps  # noqa: PLC0415 - as above

            return turn_steps(store, step.id, context, undo=undo)

        self._submit(steps, str(step.label), self._teller(on_done), on_error)

    def _submit(
        self, job: Job, title: str, done: Callable[[Any], None], on_error: Refused | None
    ) -> "JobHandle":
        handle = self._runner.submit(job, title=title, priority=_PRIORITY)
        handle.on_finished(done)
        if on_error is not None:
            handle.on_failed(on_error)
        return handle

    def _teller(self, on_done: Told | None) -> Callable[[Any], None]:
        def tell(result: Result) -> None:
            if on_done is not None:
                on_done(result)
            for told in self._told:
                told(result)

        return tell
