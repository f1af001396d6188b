"""Writes job runs and the failures inside them. All in the caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Row, delete, func, insert, or_, select, update

from media_manager.domain.uids import new_uid, now_us
from media_manager.persistence.models.base import table_of
from media_manager.persistence.models.places import RootFolder
from media_manager.persistence.models.records import JobItem, JobRun
from media_manager.persistence.writer import WriteSession

_RUN = table_of(JobRun)
_ITEM = table_of(JobItem)
_ROOT = table_of(RootFolder)
# Those that have not begun, or stand still: nobody has to stop them, a row is enough.
WAITING = ("queued", "paused", "interrupted")
LIVE = (*WAITING, "running")
# What an index of PostgreSQL holds of a text.
_LONGEST_TITLE = 200
_LONGEST_MESSAGE = 500
_SLICE = 500


def insert_job(session: WriteSession, values: Mapping[str, Any], *, quiet: bool = False) -> int:
    """Write a job that was handed in and return its id; `quiet` does not announce it to the lists.

    `values` are columns; a job on a root folder belongs to the folder's library.
    """
    row: dict[str, Any] = {"uid": new_uid(), "status": "queued", "created_at": now_us()}
    row |= {"library_id": None} | dict(values)
    parameters = row["parameters"]
    if row["library_id"] is None and "root_id" in parameters:
        row["library_id"] = session.execute(
            select(_ROOT.c.library_id).where(_ROOT.c.id == parameters["root_id"])
        ).scalar()
    row["parameters"] = encode_parameters(parameters)
    if not quiet:
        session.touch_everything("jobs")
    return int(session.execute(insert(JobRun).returning(JobRun.id), _bounded(row)).scalar_one())


def start_job(
    session: WriteSession,
    job_type: str,
    parameters: Mapping[str, Any],
    *,
    library_id: int | None,
    process: str,
    quiet: bool = False,
) -> int:
    """Write a job that runs already and return its id."""
    values = {
        "job_type": job_type,
        "status": "running",
        "parameters": parameters,
        "library_id": library_id,
        "started_at": now_us(),
        "process": process,
    }
    if "label" in parameters:
        values["title"] = parameters["label"]
    return insert_job(session, values, quiet=quiet)


def begin_job(session: WriteSession, job_id: int, process: str) -> None:
    """Write that a job runs now, or runs again."""
    session.execute(
        update(_RUN)
        .where(_RUN.c.id == job_id)
        .values(
            status="running",
            process=process,
            started_at=func.coalesce(_RUN.c.started_at, now_us()),
            finished_at=None,
        )
    )
    session.touch_everything("jobs")


def update_job(session: WriteSession, job_id: int, **values: Any) -> None:
    """Set columns of a job run: its counts, message, checkpoint."""
    session.execute(update(_RUN).where(_RUN.c.id == job_id).values(**_bounded(values)))


def finish_job(
    session: WriteSession, job_id: int, status: str, *, quiet: bool = False, **values: Any
) -> None:
    """Write how a job ended: finished, failed or cancelled."""
    ended = {"finished_at": now_us(), "process": None, "wish": None}
    update_job(session, job_id, status=status, **ended, **values)
    if not quiet:
        session.touch_everything("jobs")


def add_failures(
    session: WriteSession,
    job_id: int,
    failures: Sequence[tuple[str, str, str, str, str | None]],
    *,
    again: bool = False,
) -> None:
    """Write what failed inside a job: (subject, code, message, hint, details).

    `again`: the job was cut off before, and what failed then and fails now is one row.
    """
    for start in range(0, len(failures) if again else 0, _SLICE):
        subjects = [failure[0] for failure in failures[start : start + _SLICE]]
        session.execute(
            delete(_ITEM).where(_ITEM.c.job_run_id == job_id, _ITEM.c.subject.in_(subjects))
        )
    names = ("subject", "error_code", "error", "hint", "details")
    rows = [
        {"job_run_id": job_id, "status": "failed", **dict(zip(names, failure, strict=True))}
        for failure in failures
    ]
    if rows:
        session.execute(insert(JobItem), rows)


def count_failures(session: WriteSession, job_id: int) -> int:
    """Return how many rows of failed items a job has."""
    wanted = (_ITEM.c.job_run_id == job_id, _ITEM.c.status == "failed")
    return int(session.execute(select(func.count()).select_from(_ITEM).where(*wanted)).scalar_one())


def settle_retried(session: WriteSession, old_id: int, new_id: int) -> None:
    """Mark as done what failed in a run and did not fail again in the one that repeated it."""
    again = select(_ITEM.c.subject).where(_ITEM.c.job_run_id == new_id, _ITEM.c.status == "failed")
    session.execute(
        update(_ITEM)
        .where(
            _ITEM.c.job_run_id == old_id,
            _ITEM.c.status == "failed",
            _ITEM.c.subject.not_in(again),
        )
        .values(status="done")
    )


def rows_by_status(
    session: WriteSession, kinds: Iterable[str] | None, statuses: Sequence[str]
) -> Sequence[Row[Any]]:
    """Return (id, job_type, status, parameters, process) of jobs, oldest first."""
    wanted = [_RUN.c.status.in_(statuses)]
    if kinds is not None:
        wanted.append(_RUN.c.job_type.in_(list(kinds)))
    columns = (_RUN.c.id, _RUN.c.job_type, _RUN.c.status, _RUN.c.parameters, _RUN.c.process)
    return session.execute(select(*columns).where(*wanted).order_by(_RUN.c.id)).all()


def find_job(session: WriteSession, job_id: int) -> Row[Any] | None:
    """Return (id, job_type, status, parameters, process) of a job."""
    columns = (_RUN.c.id, _RUN.c.job_type, _RUN.c.status, _RUN.c.parameters, _RUN.c.process)
    return session.execute(select(*columns).where(_RUN.c.id == job_id)).first()


def ids_behind(session: WriteSession, job_id: int) -> list[int]:
    """Return the jobs that wait behind one, and behind those."""
    found: list[int] = []
    ahead = [job_id]
    while ahead:
        rows = session.execute(
            select(_RUN.c.id).where(_RUN.c.follows_id.in_(ahead), _RUN.c.status.in_(WAITING))
        )
        ahead = [each for each in rows.scalars() if each not in found]
        found += ahead
    return found


def release_jobs(session: WriteSession, process: str) -> None:
    """Let go of the jobs of a process that ends: the next start takes them."""
    session.execute(
        update(_RUN)
        .where(_RUN.c.status.in_(WAITING), _RUN.c.process == process)
        .values(process=None)
    )


def delete_old_jobs(session: WriteSession, *, kept: int, since_us: int) -> int:
    """Delete one slice of runs beyond the newest; those with failures only when they are old."""
    border = session.execute(
        select(_RUN.c.id).order_by(_RUN.c.id.desc()).offset(kept).limit(1)
    ).scalar()
    if border is None:
        return 0
    old = (
        select(_RUN.c.id)
        .where(
            _RUN.c.id <= border,
            _RUN.c.status.not_in(LIVE),
            or_(_RUN.c.failed == 0, _RUN.c.created_at < since_us),
        )
        .limit(_SLICE)
    )
    ids = list(session.execute(old).scalars())
    if ids:
        session.execute(delete(_ITEM).where(_ITEM.c.job_run_id.in_(ids)))
        session.execute(delete(_RUN).where(_RUN.c.id.in_(ids)))
        session.touch_everything("jobs")
    return len(ids)


def encode_parameters(parameters: Mapping[str, Any]) -> bytes:
    """Return parameters as a run keeps them: equal ones are equal bytes."""
    return msgspec.json.encode(dict(parameters), order="deterministic")


def _bounded(values: Mapping[str, Any]) -> dict[str, Any]:
    """Cut texts to what an index holds."""
    row = dict(values)
    for name, longest in (("title", _LONGEST_TITLE), ("message", _LONGEST_MESSAGE)):
        if row.get(name) is not None:
            row[name] = str(row[name])[:longest]
    return row
