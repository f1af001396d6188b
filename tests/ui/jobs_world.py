"""Runs in the history of a real library, for tests of what shows them."""

from collections.abc import Sequence
from typing import Any

from media_manager.library.job_owner import this_process
from media_manager.persistence.repositories.jobs import add_failures, finish_job, insert_job
from media_manager.persistence.store import LibraryStore

Failure = tuple[str, str, str, str, str | None]


def failed_file(number: int, *, code: str = "unreadable-file") -> Failure:
    """Return one failure as a job writes it: subject, code, what happened, what to do, details."""
    return (
        f"/films/film-{number:05}.mkv",
        code,
        f"{code}: it cannot be read.",
        "Copy it again.",
        None,
    )


def add_run(  # noqa: PLR0913 - all but the kind have defaults
    store: LibraryStore,
    kind: str,
    *,
    status: str = "finished",
    title: str = "",
    done: int = 0,
    message: str | None = None,
    failures: Sequence[Failure] = (),
    **columns: Any,
) -> int:
    """Write a run that has ended, or one that this process still runs; return its id."""
    store.ensure()
    values = {"job_type": kind, "parameters": {}, "title": title or kind, **columns}
    with store.writing("jobs") as session:
        job_id = insert_job(session, values)
        add_failures(session, job_id, failures)
        counts: dict[str, Any] = {"done": done, "failed": len(failures), "message": message}
        if status == "running":
            from media_manager.persistence.repositories.jobs import begin_job, update_job

            begin_job(session, job_id, this_process())
            update_job(session, job_id, **counts)
        else:
            finish_job(session, job_id, status, **counts)
    return job_id
