"""Find what failed in a run, so that a new run can do these alone."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from media_manager.errors import ItemNotFound, LibraryError
from media_manager.library.job_history import page_failures
from media_manager.library.job_ledger import JobOrder
from media_manager.library.job_runs import JobRecord, find_job
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.store import LibraryStore

_PAGE = 2_000
# What errors note of what failed.
_NAMES = ("file_id", "folder", "picture")


def get_job(reader: LibraryReader, job_id: int) -> JobRecord:
    """Return one job of the history; raise ItemNotFound when there is none."""
    job = find_job(reader, job_id)
    if job is None:
        raise ItemNotFound(
            f"There is no job {job_id}.", hint="List them: media-manager jobs", job_id=job_id
        )
    return job


def retry_order(reader: LibraryReader, job_id: int) -> JobOrder:
    """Return the order to do again what failed in a run; raise LibraryError when nothing did."""
    job = get_job(reader, job_id)
    if not page_failures(reader, job_id, limit=1):
        raise LibraryError(
            f"Nothing that failed in job {job_id} is left to be tried again.",
            hint="Run the whole job again instead.",
            job_id=job_id,
        )
    if not any(_is_noted(reader, job_id, name) for name in _NAMES):
        raise LibraryError(
            f"Job {job_id} did not note which files failed.",
            hint="Run the whole job again instead.",
            job_id=job_id,
        )
    return replace(job.order, retry_of=job_id, follows_id=None, origin="person", priority=0)


def failed_files(reader: LibraryReader, job_id: int) -> list[int]:
    """Return the ids of the media files that failed, each once."""
    return list(dict.fromkeys(_noted(reader, job_id, "file_id")))


def failed_pictures(reader: LibraryReader, job_id: int) -> list[int]:
    """Return the numbers of the pictures that failed, each once."""
    return list(dict.fromkeys(_noted(reader, job_id, "picture")))


def failed_folders(reader: LibraryReader, job_id: int) -> list[bytes]:
    """Return the folders, relative to their root, in which something failed, each once."""
    words = dict.fromkeys(_noted(reader, job_id, "folder"))
    return [base64.b64decode(word) for word in words]


def forget_stamps(store: LibraryStore, root_id: int, folders: list[bytes]) -> None:
    """Let a scan take these folders for unfinished: it reads also what did not change since."""
    # Late: brings in the writing half.
    from media_manager.persistence.repositories.places import save_folders  # noqa: PLC0415

    with store.writing("scan") as session:
        save_folders(session, root_id, dict.fromkeys(folders))


def _noted(reader: LibraryReader, job_id: int, name: str) -> Iterator[Any]:
    """Yield what the errors of a run noted under a name."""
    after = 0
    while page := page_failures(reader, job_id, after_id=after, limit=_PAGE):
        after = page[-1].id
        yield from (each.details[name] for each in page if name in each.details)


def _is_noted(reader: LibraryReader, job_id: int, name: str) -> bool:
    return next(_noted(reader, job_id, name), None) is not None
