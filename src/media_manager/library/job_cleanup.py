"""Keep the history of jobs true and small: what was killed is told from what runs."""

from datetime import timedelta

from media_manager.domain.uids import now_us
from media_manager.library.job_runs import is_alive, left_jobs
from media_manager.persistence.store import LibraryStore

_KEPT_RUNS = 1_000
_KEPT_FAILURES = timedelta(days=90)


def mark_interrupted(store: LibraryStore) -> int:
    """Mark jobs whose process died; return how many. The window goes on with them at its start."""
    with store.reading() as reader:
        killed = [job.id for job in left_jobs(reader) if job.was_killed]
    if not killed:
        return 0
    # Late: everything that only looks at the library does without SQLAlchemy.
    from media_manager.persistence.repositories.jobs import (  # noqa: PLC0415
        find_job,
        update_job,
    )

    marked = 0
    with store.writing("jobs") as session:
        for job_id in killed:
            row = find_job(session, job_id)
            # Another process may have taken it over meanwhile.
            if row is not None and row.status == "running" and not is_alive(row.process):
                update_job(session, job_id, status="interrupted", process=None)
                session.touch_everything("jobs")
                marked += 1
    return marked


def tidy_jobs(store: LibraryStore) -> int:
    """Delete old runs and return how many.

    The newest 1,000 stay, and for 90 days those in which something failed.
    """
    from media_manager.persistence.repositories.jobs import (  # noqa: PLC0415 - as above
        delete_old_jobs,
    )

    since = now_us() - int(_KEPT_FAILURES.total_seconds() * 1_000_000)
    deleted = 0
    while True:
        with store.writing("jobs") as session:
            count = delete_old_jobs(session, kept=_KEPT_RUNS, since_us=since)
        deleted += count
        if not count:
            return deleted
