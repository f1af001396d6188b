"""Ask something of a job, whoever runs it: pause, go on, stop, be sooner or later.

The process that runs it reads the wish within half a second and takes it away; a job that nobody
runs is changed at once.
"""

from enum import StrEnum
from typing import TYPE_CHECKING

from media_manager.errors import ItemNotFound, LibraryError
from media_manager.library.job_owner import is_alive
from media_manager.persistence.store import LibraryStore

if TYPE_CHECKING:
    # Only for its type: looking at jobs imports nothing that writes.
    from media_manager.persistence.writer import WriteSession


class JobWish(StrEnum):
    """What can be asked of a job."""

    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    PRIORITY = "priority"


class Answer(StrEnum):
    """What came of it: asked of the process that runs the job, or done at once."""

    ASKED = "asked"
    DONE = "done"


_AT_ONCE = {JobWish.PAUSE: "paused", JobWish.RESUME: "queued", JobWish.CANCEL: "cancelled"}
# Asked of a step of a person, only `undo` can answer.
_STEPS = "bulk"


def ask_of_job(
    store: LibraryStore, job_id: int, wish: JobWish, *, priority: int | None = None
) -> Answer:
    """Ask something of a job; raise ItemNotFound or LibraryError when that cannot be.

    Stopping a job also stops what waits behind it. Called on a worker thread.
    """
    # Late: everything that only looks at the library does without SQLAlchemy.
    from media_manager.persistence.repositories.jobs import (  # noqa: PLC0415
        LIVE,
        find_job,
        update_job,
    )

    with store.writing("jobs", durable=True) as session:
        row = find_job(session, job_id)
        if row is None:
            raise ItemNotFound(
                f"There is no job {job_id}.", hint="List them: media-manager jobs", job_id=job_id
            )
        if row.status not in LIVE:
            raise LibraryError(
                f"Job {job_id} has ended: it is {row.status}.",
                hint=f"Run it again: media-manager jobs run {row.job_type}",
                job_id=job_id,
            )
        if row.job_type == _STEPS:
            raise LibraryError(
                f"Job {job_id} changes items: it cannot be stopped from here.",
                hint="Stop it where it was begun, or undo it: media-manager undo",
                job_id=job_id,
            )
        session.touch_everything("jobs")
        if priority is not None:
            update_job(session, job_id, priority=priority)
        if is_alive(row.process):
            update_job(session, job_id, wish=str(wish))
            return Answer.ASKED
        _do(session, job_id, wish)
        return Answer.DONE


def _do(session: "WriteSession", job_id: int, wish: JobWish) -> None:
    """Change a job that nobody runs."""
    from media_manager.persistence.repositories.jobs import update_job  # noqa: PLC0415 - as above

    if wish is JobWish.CANCEL:
        cancel_rows(session, job_id)
    elif wish in _AT_ONCE:
        update_job(session, job_id, status=_AT_ONCE[wish])


def cancel_rows(session: "WriteSession", job_id: int, *, itself: bool = True) -> None:
    """Write that a job is given up, and with it what waits behind it."""
    from media_manager.persistence.repositories.jobs import (  # noqa: PLC0415 - as above
        finish_job,
        ids_behind,
    )

    for each in [*([job_id] if itself else []), *ids_behind(session, job_id)]:
        finish_job(session, each, "cancelled")
