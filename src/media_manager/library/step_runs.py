"""What doing and undoing a large step have in common: pieces and one announcement."""

from array import array
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Final

from media_manager.domain.changes import ALL_ABOVE, pack_ids
from media_manager.domain.steps import SMALL_STEP, StepLabel, StepState
from media_manager.domain.uids import now_us
from media_manager.library.job_runs import this_process
from media_manager.library.watch import Watch
from media_manager.persistence.repositories.change_sets import (
    chunk_positions,
    drop_step,
    set_step,
)
from media_manager.persistence.repositories.jobs import finish_job, start_job
from media_manager.persistence.repositories.step_pieces import Piece, swap_piece
from media_manager.persistence.store import LibraryStore
from media_manager.persistence.writer import WriteSession

SMALL: Final = SMALL_STEP
JOB_TYPE: Final = "bulk"
# What the lists know each field by.
_ANNOUNCED: Final = {"watched": ("watched", "play_count", "resume_ms")}


@dataclass(slots=True)
class Tally:
    """What the pieces of a step came to."""

    changed: int = 0
    gone: int = 0
    skipped: int = 0
    name: str = ""
    ids: "array[int] | None" = field(default_factory=lambda: array("q"))

    def add(self, piece: Piece) -> None:
        self.name = piece.field
        self.changed += len(piece.ids)
        self.gone += piece.gone
        self.skipped += piece.skipped
        if self.ids is not None:
            self.ids.extend(piece.ids)
            self.ids.extend(piece.followers)
            if len(self.ids) > ALL_ABOVE:
                self.ids = None

    def announce(self, session: WriteSession) -> None:
        """Say once what changed, in the transaction that makes the step whole."""
        if not self.name:
            return
        fields = _ANNOUNCED.get(self.name, (self.name,))
        if self.ids is None:
            session.touch_everything(*fields)
        else:
            session.touch_packed(pack_ids(self.ids), *fields)


def start_run(session: WriteSession, label: StepLabel) -> int:
    """Write who is at a step, so that a later start can tell whether it was cut off."""
    parameters = {"label": str(label)}
    return start_job(
        session, JOB_TYPE, parameters, library_id=None, process=this_process(), quiet=True
    )


def swap_all(
    store: LibraryStore, step_id: int, watch: Watch, tally: Tally, *, undo: bool
) -> Generator[None]:
    """Take a step back or write it again, piece by piece; pieces that are so already stay so."""
    with store.writing("user") as session:
        positions = chunk_positions(session, step_id)
    if undo:
        positions.reverse()
    for position in positions:
        with store.writing("user") as session:
            tally.add(swap_piece(session, step_id, position, undo=undo))
        watch.report(tally.changed)
        yield


def finish(
    session: WriteSession,
    step_id: int,
    tally: Tally,
    state: StepState | None,
    *,
    job_id: int | None = None,
) -> None:
    """Make a step rest in a state, or forget it when None; announce what changed."""
    if state is None:
        drop_step(session, step_id)
    else:
        undone_at = now_us() if state is StepState.UNDONE else None
        set_step(session, step_id, state=str(state), undone_at=undone_at, job_run_id=None)
    if job_id is not None:
        status = "cancelled" if state is None else "finished"
        finish_job(session, job_id, status, done=tally.changed, quiet=True)
    tally.announce(session)


def roll_back(
    store: LibraryStore, step_id: int, watch: Watch, job_id: int | None
) -> Generator[None]:
    """Make a step wholly absent again."""
    tally = Tally()
    yield from swap_all(store, step_id, watch, tally, undo=True)
    with store.writing("user", durable=True) as session:
        finish(session, step_id, tally, None, job_id=job_id)
