"""Change any number of items as one step that can be undone: wholly, or not at all.

Called on a worker thread. What is small is one transaction; what is large comes in pieces, so
that other edits get their turn between them, and is announced once, when all of it is written.
"""

from collections.abc import Generator, Sequence
from contextlib import suppress
from typing import Any

from media_manager.domain.steps import (
    Change,
    StepLabel,
    StepResult,
    StepState,
    WatchedChange,
    label_of,
)
from media_manager.errors import JobCancelled, StorageError
from media_manager.library.batches import get_batch_size_recommendation, timed_batch
from media_manager.library.step_runs import SMALL, Tally, roll_back, start_run
from media_manager.library.watch import Unwatched, Watch
from media_manager.persistence.repositories.change_sets import (
    begin_step,
    drop_step,
    name_items,
    relabel_step,
    set_step,
)
from media_manager.persistence.repositories.items import find_title
from media_manager.persistence.repositories.jobs import finish_job
from media_manager.persistence.repositories.step_pieces import apply_piece
from media_manager.persistence.steps_reader import with_descendants
from media_manager.persistence.store import LibraryStore

StepRun = Generator[None, None, StepResult]


def change_items(store: LibraryStore, ids: Sequence[int], change: Change) -> StepResult:
    """Change items on this thread, to the end."""
    result: StepResult = run_whole(change_steps(store, ids, change, Unwatched()))
    return result


def change_steps(store: LibraryStore, ids: Sequence[int], change: Change, watch: Watch) -> StepRun:
    """Change items, yielding between pieces. Stopped in between, nothing of it remains."""
    chosen = _chosen(store, ids, change)
    if len(chosen) <= SMALL:
        return _at_once(store, chosen, change, len(ids))
    return (yield from _in_pieces(store, chosen, change, len(ids), watch))


def run_whole(steps: Generator[None, None, Any]) -> Any:  # noqa: ANN401 - whatever the steps return
    """Run steps to their end on this thread."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def _chosen(store: LibraryStore, ids: Sequence[int], change: Change) -> Sequence[int]:
    """Return the ids in order, each once: neighbors in the tables are written together."""
    if isinstance(change, WatchedChange):
        with store.reading() as reader:
            ids = with_descendants(reader, ids)
    if len(ids) <= SMALL:
        return sorted(set(ids))
    # Late: a few items need no numpy.
    from media_manager.persistence.columns.sorting import sorted_unique  # noqa: PLC0415

    return sorted_unique(ids)


def _at_once(store: LibraryStore, chosen: Sequence[int], change: Change, named: int) -> StepResult:
    with store.writing("user", durable=True) as session:
        title = find_title(session, chosen[0]) if named == 1 and chosen else None
        step_id = begin_step(session, label_of(change, named, title), StepState.APPLIED)
        piece = apply_piece(session, step_id, 0, change, chosen)
        label = label_of(change, named - piece.gone, title)
        if not piece.ids:
            drop_step(session, step_id)
            return StepResult(None, label, 0, piece.gone)
        set_step(session, step_id, item_count=len(piece.ids))
        name_items(session, step_id, len(piece.ids))
        relabel_step(session, step_id, label)
        tally = Tally()
        tally.add(piece)
        tally.announce(session)
        return StepResult(step_id, label, tally.changed, tally.gone)


def _in_pieces(
    store: LibraryStore, chosen: Sequence[int], change: Change, named: int, watch: Watch
) -> StepRun:
    label = label_of(change, named)
    with store.writing("user") as session:
        job_id = start_run(session, label)
        step_id = begin_step(session, label, StepState.APPLYING, job_run_id=job_id)
    tally = Tally()
    try:
        yield from _write_pieces(store, step_id, chosen, change, watch, tally)
        return _complete(store, step_id, job_id, label_of(change, named - tally.gone), tally)
    except JobCancelled as stop:
        # A program that closes does not wait for this: the next start takes the step back.
        if not stop.arguments.get("closing"):
            run_whole(roll_back(store, step_id, Unwatched(), job_id))
        raise
    except StorageError:
        with suppress(StorageError):
            run_whole(roll_back(store, step_id, Unwatched(), job_id))
        raise


def _write_pieces(
    store: LibraryStore,
    step_id: int,
    chosen: Sequence[int],
    change: Change,
    watch: Watch,
    tally: Tally,
) -> Generator[None]:
    operation = f"bulk.{type(change).__name__}"
    at = position = 0
    while at < len(chosen):
        watch.raise_if_cancelled()
        ids = chosen[at : at + get_batch_size_recommendation(operation)]
        # Not durable: batches give way to a waiting edit, and the last commit syncs them all.
        with timed_batch(operation, len(ids)), store.writing("user") as session:
            tally.add(apply_piece(session, step_id, position, change, ids))
        at += len(ids)
        position += 1
        watch.report(at, len(chosen))
        yield


def _complete(
    store: LibraryStore, step_id: int, job_id: int, label: StepLabel, tally: Tally
) -> StepResult:
    with store.writing("user", durable=True) as session:
        finish_job(session, job_id, "finished", done=tally.changed, quiet=True)
        if not tally.changed:
            drop_step(session, step_id)
            return StepResult(None, label, 0, tally.gone)
        values = {"state": str(StepState.APPLIED), "job_run_id": None}
        set_step(session, step_id, item_count=tally.changed, **values)
        relabel_step(session, step_id, label)
        tally.announce(session)
    return StepResult(step_id, label, tally.changed, tally.gone)
