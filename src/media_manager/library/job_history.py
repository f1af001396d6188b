"""Look at what ran: runs by kind, state, time and text, and what failed in each."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from media_manager.domain.job_filter import JobFilter
from media_manager.library.job_runs import JobRecord, find_job, job_record
from media_manager.persistence.jobs_reader import (
    count_job_rows,
    failure_group_rows,
    page_item_rows,
    page_job_rows,
)
from media_manager.persistence.reader import LibraryReader

__all__ = [
    "FailureGroup",
    "JobFailure",
    "JobFilter",
    "JobRecord",
    "count_jobs",
    "failure_groups",
    "find_job",
    "page_failures",
    "page_jobs",
]


@dataclass(frozen=True, slots=True)
class FailureGroup:
    """All items of a run that failed for one reason, with the first one's words."""

    code: str
    count: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class JobFailure:
    """One item that failed: what it was, why, and what can be done. `details` is for experts."""

    id: int
    subject: str
    status: str
    code: str
    message: str
    hint: str
    details: Mapping[str, Any]


def page_jobs(
    reader: LibraryReader, wanted: JobFilter, *, before_id: int | None = None, limit: int = 100
) -> list[JobRecord]:
    """Return runs below `before_id`, newest first."""
    rows = page_job_rows(reader, wanted, before_id=before_id, limit=limit)
    return [job_record(row) for row in rows]


def count_jobs(reader: LibraryReader, wanted: JobFilter) -> int:
    """Return how many runs a filter means."""
    return count_job_rows(reader, wanted)


def failure_groups(reader: LibraryReader, job_id: int) -> list[FailureGroup]:
    """Return why items of a run failed, the most frequent reason first."""
    return [FailureGroup(*row) for row in failure_group_rows(reader, job_id)]


def page_failures(
    reader: LibraryReader,
    job_id: int,
    *,
    code: str | None = None,
    after_id: int = 0,
    limit: int = 500,
) -> list[JobFailure]:
    """Return what failed in a run behind `after_id`, in the order in which it did."""
    rows = page_item_rows(reader, job_id, code=code, after_id=after_id, limit=limit)
    return [JobFailure(*row[:-1], details=_details(row.details)) for row in rows]


def _details(text: str | None) -> Mapping[str, Any]:
    read = json.loads(text) if text else {}
    return read if isinstance(read, dict) else {"value": read}
