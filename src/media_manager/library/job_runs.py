"""Keep a record of a background job: that it waits, runs, how it ended, what failed in it.

A row that says `running` while its process is dead was killed: the next start goes on with it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from media_manager.library.job_ledger import Begin, JobEntry, JobOrder, Steps, recorded_steps
from media_manager.library.job_owner import is_alive, this_process
from media_manager.library.watch import Watch
from media_manager.persistence.jobs_reader import LIVE, find_job_row, live_jobs, newest_jobs
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.store import LibraryStore

__all__ = [
    "JobRecord",
    "find_job",
    "is_alive",
    "job_history",
    "job_record",
    "left_jobs",
    "recorded",
    "take_over_killed",
    "this_process",
]

_TITLE = 7  # of the columns behind the parameters
# Steps of a person are no jobs of the ledger: `library.undo.recover` brings them to an end.
_NOT_OURS = frozenset({"bulk"})


@dataclass(frozen=True, slots=True)
class JobRecord:
    """One job as the history shows it. Instants are microseconds."""

    id: int
    job_type: str
    status: str
    parameters: Mapping[str, Any]
    library_id: int | None
    done: int
    failed: int
    message: str | None
    created_at: int
    finished_at: int | None
    process: str | None
    title: str = ""
    priority: int = 0
    origin: str = "person"
    total: int | None = None
    started_at: int | None = None
    retry_of: int | None = None
    follows_id: int | None = None
    wish: str | None = None
    position: Any = None

    @property
    def was_killed(self) -> bool:
        """Tell whether the job's process died without ending it."""
        return self.status == "running" and not is_alive(self.process)

    @property
    def is_left(self) -> bool:
        """Tell whether the job waits for a process that goes on with it."""
        return self.status in LIVE and not is_alive(self.process)

    @property
    def order(self) -> JobOrder:
        """What was handed in."""
        return JobOrder(
            self.job_type,
            self.parameters,
            title=self.title,
            origin=self.origin,
            priority=self.priority,
            library_id=self.library_id,
            retry_of=self.retry_of,
            follows_id=self.follows_id,
        )


def recorded(
    store: LibraryStore,
    job_type: str,
    parameters: Mapping[str, Any],
    watch: Watch,
    begin: Begin,
    *,
    library_id: int | None = None,
) -> Steps:
    """Run the steps that `begin(watch)` returns, and keep a JobRun of it."""
    entry = JobEntry(store, JobOrder(job_type, parameters, library_id=library_id))
    return recorded_steps(store, entry, watch, begin)


def job_history(reader: LibraryReader, limit: int = 100) -> list[JobRecord]:
    """Return the newest jobs, newest first."""
    return [job_record(row) for row in newest_jobs(reader, limit)]


def find_job(reader: LibraryReader, job_id: int) -> JobRecord | None:
    """Return one job of the history."""
    row = find_job_row(reader, job_id)
    return None if row is None else job_record(row)


def left_jobs(reader: LibraryReader) -> list[JobRecord]:
    """Return the jobs that a killed or closed program left; asked at each start, cheap."""
    found = (job_record(row) for row in live_jobs(reader))
    return [job for job in found if job.is_left and job.job_type not in _NOT_OURS]


def job_record(row: Sequence[Any]) -> JobRecord:
    """Return a row of the reader as a value."""
    job_id, job_type, status, parameters, *rest, position = row
    read: dict[str, Any] = msgspec.json.decode(bytes(parameters))
    rest[_TITLE] = rest[_TITLE] or ""
    where = None if position is None else msgspec.json.decode(bytes(position))
    rest.append(where)
    return JobRecord(job_id, job_type, status, read, *rest)


def take_over_killed(store: LibraryStore, kinds: Collection[str] | None = None) -> list[JobRecord]:
    """Make the jobs that another process left ours, and return them to go on, oldest first.

    Of several that would do the same only the newest goes on. Two processes that start at once
    never take the same one: it is ours only when this transaction wrote so.
    """
    with store.reading() as reader:
        if not any(kinds is None or job.job_type in kinds for job in left_jobs(reader)):
            return []
    taken = _claim(store, kinds)
    with store.reading() as reader:
        found = [find_job(reader, job_id) for job_id in taken]
    return [replace(job, status=taken[job.id]) for job in found if job is not None]


def _claim(store: LibraryStore, kinds: Collection[str] | None) -> dict[int, str]:
    # Late: everything that only looks at the library does without SQLAlchemy.
    from media_manager.persistence.repositories.jobs import (  # noqa: PLC0415
        finish_job,
        rows_by_status,
        update_job,
    )

    taken: dict[int, str] = {}
    same: set[tuple[str, bytes]] = set()
    with store.writing("jobs") as session:
        for row in reversed(rows_by_status(session, kinds, LIVE)):
            if row.job_type in _NOT_OURS or is_alive(row.process):
                continue
            work = (row.job_type, bytes(row.parameters))
            if work in same:
                finish_job(session, row.id, "resumed")
                continue
            same.add(work)
            status = "paused" if row.status == "paused" else "queued"
            update_job(session, row.id, status=status, process=this_process(), finished_at=None)
            taken[row.id] = status
            session.touch_everything("jobs")
    return dict(sorted(taken.items()))
