"""Tell the jobs that run from those whose process died."""

from media_manager.library.job_runs import job_history
from media_manager.persistence.store import LibraryStore


def mark_interrupted(store: LibraryStore) -> int:
    """Mark jobs whose process died; return how many. The window goes on with them at its start."""
    with store.reading() as reader:
        killed = [job.id for job in job_history(reader) if job.was_killed]
    if not killed:
        return 0
    # Late: everything that only looks at the library does without SQLAlchemy.
    from media_manager.persistence.repositories.jobs import finish_job  # noqa: PLC0415

    with store.writing("jobs") as session:
        for job_id in killed:
            finish_job(session, job_id, "interrupted")
    return len(killed)
