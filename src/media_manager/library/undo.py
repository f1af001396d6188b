"""Take back what was done to items, or do it again: one step at a time, any time later.

A step is undone only when nothing that it changed was changed since; else it says with what.
"""

from collections.abc import Generator, Sequence
from typing import Final

from media_manager.domain.steps import Step, StepState, UndoResult
from media_manager.errors import ItemNotFound, JobCancelled, LibraryError, StepConflict
from media_manager.library.bulk import run_whole
from media_manager.library.job_runs import is_alive
from media_manager.library.step_runs import (
    SMALL,
    Tally,
    finish,
    roll_back,
    start_run,
    swap_all,
)
from media_manager.library.watch import Unwatched, Watch
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.repositories.change_sets import (
    UnfinishedStep,
    chunk_positions,
    find_step,
    set_step,
    unfinished_steps,
)
from media_manager.persistence.repositories.step_pieces import find_conflict, swap_piece
from media_manager.persistence.steps_reader import find_redoable, find_undoable, has_unfinished
from media_manager.persistence.store import LibraryStore
from media_manager.persistence.writer import WriteSession

UndoRun = Generator[None, None, UndoResult]

_STATES: Final = {
    True: (StepState.APPLIED, StepState.UNDOING, StepState.UNDONE),
    False: (StepState.UNDONE, StepState.REDOING, StepState.APPLIED),
}


def undo(store: LibraryStore, step_id: int) -> UndoResult:
    """Undo a step on this thread; raises StepConflict when something was changed since."""
    result: UndoResult = run_whole(turn_steps(store, step_id, Unwatched(), undo=True))
    return result


def redo(store: LibraryStore, step_id: int) -> UndoResult:
    """Do an undone step again; raises StepConflict when something was changed since."""
    result: UndoResult = run_whole(turn_steps(store, step_id, Unwatched(), undo=False))
    return result


def undo_last(store: LibraryStore) -> UndoResult | None:
    """Undo the newest step that stands; None when there is none."""
    with store.reading() as reader:
        step = find_undoable(reader)
    return None if step is None else undo(store, step.id)


def redo_last(store: LibraryStore) -> UndoResult | None:
    """Do again what was undone last; None when there is nothing, or something new was done."""
    with store.reading() as reader:
        step = find_redoable(reader)
    return None if step is None else redo(store, step.id)


def turn_if_small(
    store: LibraryStore, step_id: int | None = None, *, undo: bool
) -> UndoResult | Step | None:
    """Undo a step or do it again when that takes a moment; return a large one as it is.

    Without an id the one whose turn it is; None when there is none.
    """
    if step_id is None:
        with store.reading() as reader:
            step = find_undoable(reader) if undo else find_redoable(reader)
    else:
        with store.writing("user") as session:
            step = find_step(session, step_id)
    if step is None or step.item_count > SMALL:
        return step
    result: UndoResult = run_whole(turn_steps(store, step.id, Unwatched(), undo=undo))
    return result


def turn_steps(store: LibraryStore, step_id: int, watch: Watch, *, undo: bool) -> UndoRun:
    """Undo a step or do it again, yielding between pieces. Stopped in between, it is as before."""
    before, _during, _after = _STATES[undo]
    with store.writing("user", durable=True) as session:
        step = _get_step(session, step_id, before)
        positions = chunk_positions(session, step_id)
        if step.item_count <= SMALL:
            return _turn_at_once(session, step, positions, undo=undo)
    for position in positions:
        watch.raise_if_cancelled()
        with store.writing("user") as session:
            _refuse_conflict(session, step, position, undo=undo)
        yield
    return (yield from _turn_in_pieces(store, step, watch, undo=undo))


def _turn_at_once(
    session: WriteSession, step: Step, positions: Sequence[int], *, undo: bool
) -> UndoResult:
    tally = Tally()
    for position in positions:
        _refuse_conflict(session, step, position, undo=undo)
        tally.add(swap_piece(session, step.id, position, undo=undo))
    finish(session, step.id, tally, _STATES[undo][2])
    return UndoResult(step, tally.changed, tally.skipped, tally.gone)


def _turn_in_pieces(store: LibraryStore, step: Step, watch: Watch, *, undo: bool) -> UndoRun:
    _before, during, after = _STATES[undo]
    with store.writing("user") as session:
        job_id = start_run(session, step.label)
        set_step(session, step.id, state=str(during), job_run_id=job_id)
    tally = Tally()
    try:
        for _ in swap_all(store, step.id, watch, tally, undo=undo):
            watch.raise_if_cancelled()
            yield
    except JobCancelled as stop:
        # A program that closes does not wait for this: the next start brings it to its end.
        if not stop.arguments.get("closing"):
            run_whole(_complete(store, step.id, Unwatched(), job_id, undo=not undo))
        raise
    with store.writing("user", durable=True) as session:
        finish(session, step.id, tally, after, job_id=job_id)
    return UndoResult(step, tally.changed, tally.skipped, tally.gone)


def _complete(
    store: LibraryStore, step_id: int, watch: Watch, job_id: int | None, *, undo: bool
) -> Generator[None]:
    """Bring a step that is partly undone to one end; pieces that are there already stay so."""
    tally = Tally()
    yield from swap_all(store, step_id, watch, tally, undo=undo)
    with store.writing("user", durable=True) as session:
        finish(session, step_id, tally, _STATES[undo][2], job_id=job_id)


def is_cut_off(reader: LibraryReader) -> bool:
    """Tell whether a step may have been cut off: cheap, asked at each start."""
    return has_unfinished(reader)


def recover(store: LibraryStore, watch: Watch) -> Generator[None, None, int]:
    """Bring steps whose program was killed to an end: applied ones are taken back.

    An undo that had begun is finished. Returns how many there were.
    """
    with store.writing("user") as session:
        found = [step for step in unfinished_steps(session) if not _is_at_work(step)]
    for step in found:
        if step.state is StepState.APPLYING:
            yield from roll_back(store, step.id, watch, step.job_run_id)
        else:
            undo = step.state is StepState.UNDOING
            yield from _complete(store, step.id, watch, step.job_run_id, undo=undo)
    return len(found)


def _is_at_work(step: UnfinishedStep) -> bool:
    return step.job_status == "running" and is_alive(step.process)


def _get_step(session: WriteSession, step_id: int, state: StepState) -> Step:
    step = find_step(session, step_id)
    if step is None:
        raise ItemNotFound(
            f"There is no step {step_id}.", hint="List them: media-manager undo --list"
        )
    if step.state is not state:
        raise LibraryError(
            f"“{step.label}” is {step.state} already.", hint="Look at the list of steps."
        )
    return step


def _refuse_conflict(session: WriteSession, step: Step, position: int, *, undo: bool) -> None:
    found = find_conflict(session, step.id, position, undo=undo)
    if found is None:
        return
    title, field = found
    what = "undone" if undo else "done again"
    raise StepConflict(
        f"“{step.label}” cannot be {what}: the {field} of “{title}” changed since.",
        hint="Undo what was done later first.",
        title=title,
        field=field,
    )
