"""Writes job runs and the failures inside them. All in the caller's transaction."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import insert, update

from media_manager.domain.uids import new_uid, now_us
from media_manager.persistence.models.records import JobItem, JobRun
from media_manager.persistence.writer import WriteSession


def start_job(
    session: WriteSession,
    job_type: str,
    parameters: Any,
    *,
    library_id: int | None,
    process: str,
    quiet: bool = False,
) -> int:
    """Write a running job and return its id; `quiet` does not announce it to the lists."""
    now = now_us()
    values = {
        "uid": new_uid(),
        "library_id": library_id,
        "job_type": job_type,
        "status": "running",
        "parameters": msgspec.json.encode(parameters),
        "created_at": now,
        "started_at": now,
        "process": process,
    }
    if not quiet:
        session.touch_everything("jobs")
    return int(session.execute(insert(JobRun).returning(JobRun.id), values).scalar_one())


def update_job(session: WriteSession, job_id: int, **values: Any) -> None:
    """Set columns of a job run: its counts, message, checkpoint."""
    session.execute(update(JobRun).where(JobRun.id == job_id).values(**values))


def finish_job(
    session: WriteSession, job_id: int, status: str, *, quiet: bool = False, **values: Any
) -> None:
    """Write how a job ended: finished, failed or cancelled."""
    update_job(session, job_id, status=status, finished_at=now_us(), process=None, **values)
    if not quiet:
        session.touch_everything("jobs")


def add_failures(
    session: WriteSession, job_id: int, failures: Sequence[tuple[str, str, str, str]]
) -> None:
    """Write what failed inside a job: (subject, code, message, hint)."""
    rows = [
        {
            "job_run_id": job_id,
            "subject": subject,
            "status": "failed",
            "error_code": code,
            "error": message,
            "hint": hint,
        }
        for subject, code, message, hint in failures
    ]
    if rows:
        session.execute(insert(JobItem), rows)
