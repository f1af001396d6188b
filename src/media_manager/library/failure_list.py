"""Hand on the list of what failed in a job: one file that any spreadsheet opens."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from media_manager.files import write_atomic
from media_manager.library.job_history import JobFailure, page_failures
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.store import LibraryStore

_PAGE = 2_000
_HEADINGS = ("file or folder", "code", "what happened", "what to do", "details")
# A spreadsheet takes a cell that begins so for a formula, and file names may begin with anything.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_failures(store: LibraryStore, job_id: int, path: Path) -> int:
    """Write all failures of a job as CSV and return how many. Called on a worker thread."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(_HEADINGS)
    count = 0
    with store.reading() as reader:
        for failure in iter_failures(reader, job_id):
            table.writerow(map(_harmless, _cells(failure)))
            count += 1
    # With a byte order mark: without it a spreadsheet takes UTF-8 for the code page of old.
    write_atomic(path, text.getvalue().encode("utf-8-sig", "replace"), mode=0o644)
    return count


def iter_failures(reader: LibraryReader, job_id: int) -> Iterator[JobFailure]:
    """Return all failures of a job, read a page at a time."""
    after = 0
    while page := page_failures(reader, job_id, after_id=after, limit=_PAGE):
        yield from page
        after = page[-1].id


def _cells(failure: JobFailure) -> tuple[str, ...]:
    details = "; ".join(f"{name}: {value}" for name, value in failure.details.items())
    return failure.subject, failure.code, failure.message, failure.hint, details


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
