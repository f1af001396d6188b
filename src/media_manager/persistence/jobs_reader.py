"""Read the history of jobs page by page, each filter from the index that is made for it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from media_manager.domain.job_filter import JobFilter
from media_manager.persistence.reader import LibraryReader

_COLUMNS = (
    "id, job_type, status, parameters, library_id, done, failed, message, created_at, "
    "finished_at, process, title, priority, origin, total, started_at, retry_of, follows_id, wish, "
    "checkpoint"
)
_ABOVE_ALL = 2**62
# Those that wait, run or go on later. Each is few rows, found by its index.
LIVE = ("queued", "running", "paused", "interrupted")


class Wish(NamedTuple):
    """What another process asks of a job, and how urgent it is to be."""

    job_id: int
    wish: str
    priority: int


class GroupRow(NamedTuple):
    """How many items of a job failed for one reason, and the first of them."""

    code: str
    failures: int
    message: str
    hint: str


class ItemRow(NamedTuple):
    """One item of a job that needs telling."""

    id: int
    subject: str
    status: str
    code: str
    message: str
    hint: str
    details: str | None


def newest_jobs(reader: LibraryReader, limit: int) -> list[Any]:
    """Return rows of the newest jobs, newest first."""
    return reader.execute(
        f"SELECT {_COLUMNS} FROM job_run ORDER BY id DESC LIMIT ?", [limit]
    ).fetchall()


def find_job_row(reader: LibraryReader, job_id: int) -> Any | None:
    """Return the row of one job."""
    return reader.execute(f"SELECT {_COLUMNS} FROM job_run WHERE id = ?", [job_id]).fetchone()


def live_jobs(reader: LibraryReader) -> list[Any]:
    """Return the rows of jobs that have not ended, oldest first."""
    marks = ", ".join("?" for _ in LIVE)
    return reader.execute(
        f"SELECT {_COLUMNS} FROM job_run WHERE status IN ({marks}) ORDER BY id", LIVE
    ).fetchall()


def page_job_rows(
    reader: LibraryReader, wanted: JobFilter, *, before_id: int | None, limit: int
) -> list[Any]:
    """Return rows below `before_id`, newest first."""
    # A border in any case: then the newest rows are a range of the primary key, too.
    border = _ABOVE_ALL if before_id is None else before_id
    ids, values = _ids(reader, wanted, before_id=border, limit=limit)
    return reader.execute(
        f"SELECT {_COLUMNS} FROM job_run WHERE id IN ({ids}) ORDER BY id DESC LIMIT ?",
        [*values, limit],
    ).fetchall()


def count_job_rows(reader: LibraryReader, wanted: JobFilter) -> int:
    """Return how many runs a filter means; by indexes alone."""
    ids, values = _ids(reader, wanted, before_id=None, limit=None)
    row = reader.execute(f"SELECT count(*) FROM ({ids}) AS hit", values).fetchone()
    return int(row[0])


def pending_wishes(reader: LibraryReader) -> list[Wish]:
    """Return what others ask of jobs: mostly nothing, from an index of those rows alone."""
    rows = reader.execute("SELECT id, wish, priority FROM job_run WHERE wish IS NOT NULL")
    return [Wish(*row) for row in rows]


def find_wish(reader: LibraryReader, job_id: int) -> Wish | None:
    """Return what others ask of one job."""
    row = reader.execute(
        "SELECT id, wish, priority FROM job_run WHERE id = ? AND wish IS NOT NULL", [job_id]
    ).fetchone()
    return None if row is None else Wish(*row)


def failure_group_rows(reader: LibraryReader, job_id: int) -> list[GroupRow]:
    """Return the reasons why items of a job failed, the most frequent first."""
    groups = reader.execute(
        "SELECT error_code, count(*), min(id) FROM job_item WHERE job_run_id = ? "
        "AND status = 'failed' GROUP BY error_code",
        [job_id],
    ).fetchall()
    found = []
    for code, count, first in groups:
        message, hint = reader.execute(
            "SELECT error, hint FROM job_item WHERE id = ?", [first]
        ).fetchone()
        found.append(GroupRow(code or "", count, message or "", hint or ""))
    return sorted(found, key=lambda group: (-group.failures, group.code))


def page_item_rows(
    reader: LibraryReader, job_id: int, *, code: str | None, after_id: int, limit: int
) -> list[ItemRow]:
    """Return items of a job that failed, in the order in which they did."""
    only, values = ("", []) if code is None else (" AND error_code = ?", [code])
    rows = reader.execute(
        "SELECT id, subject, status, COALESCE(error_code, ''), COALESCE(error, ''), "
        "COALESCE(hint, ''), details FROM job_item WHERE job_run_id = ? AND status = 'failed'"
        f"{only} AND id > ? ORDER BY id LIMIT ?",
        [job_id, *values, after_id, limit],
    )
    return [ItemRow(*row) for row in rows]


def newest_checkpoint(reader: LibraryReader, kind: str, *, before_id: int) -> bytes | None:
    """Return where the newest run of a kind that noted a place had come to."""
    row = reader.execute(
        "SELECT checkpoint FROM job_run WHERE job_type = ? AND id < ? AND checkpoint IS NOT NULL "
        "ORDER BY id DESC LIMIT 1",
        [kind, before_id],
    ).fetchone()
    return None if row is None else bytes(row[0])


def _ids(
    reader: LibraryReader, wanted: JobFilter, *, before_id: int | None, limit: int | None
) -> tuple[str, list[Any]]:
    """Return a query of the ids that a filter means: pieces that are each one range of an index.

    Without statistics no planner would choose these by itself; see `persistence.query_compiler`.
    """
    tests, values = _common(reader, wanted, before_id)
    if wanted.text:
        return _of_text(wanted, tests, values)
    pieces: list[str] = []
    bound: list[Any] = []
    for columns, given in _ranges(wanted):
        where = " AND ".join([*columns, *tests]) or "1 = 1"
        piece = f"SELECT id FROM job_run WHERE {where}"
        bound += [*given, *values]
        if limit is not None:
            piece = f"SELECT id FROM ({piece} ORDER BY id DESC LIMIT ?) AS piece"
            bound.append(limit)
        pieces.append(piece)
    return " UNION ALL ".join(pieces), bound


def _ranges(wanted: JobFilter) -> list[tuple[list[str], list[Any]]]:
    """Return what narrows most, as equalities; the pieces do not overlap."""
    kinds = [("job_type = ?", kind) for kind in dict.fromkeys(wanted.kinds)]
    statuses = [("status = ?", status) for status in dict.fromkeys(wanted.statuses)]
    if kinds and statuses:
        pairs = [(kind, status) for kind in kinds for status in statuses]
        return [([kind[0], status[0]], [kind[1], status[1]]) for kind, status in pairs]
    return [([test], [value]) for test, value in kinds or statuses] or [([], [])]


def _common(
    reader: LibraryReader, wanted: JobFilter, before_id: int | None
) -> tuple[list[str], list[Any]]:
    tests: list[str] = []
    values: list[Any] = []
    if before_id is not None:
        tests.append("id < ?")
        values.append(before_id)
    if wanted.since_us is not None:
        # Ids grow with time: the first that is young enough cuts the range of every index.
        first = reader.execute(
            "SELECT min(id) FROM job_run WHERE created_at >= ?", [wanted.since_us]
        ).fetchone()[0]
        tests += ["id >= ?", "created_at >= ?"]
        values += [_ABOVE_ALL if first is None else first, wanted.since_us]
    if wanted.library_id is not None:
        tests.append("library_id = ?")
        values.append(wanted.library_id)
    return tests, values


def _of_text(
    wanted: JobFilter, tests: Sequence[str], values: Sequence[Any]
) -> tuple[str, list[Any]]:
    """Look for a text in titles and messages: both stand in an index of their own."""
    escaped = wanted.text.lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    pattern = f"%{escaped}%"
    found = (
        "SELECT id FROM job_run WHERE lower(title) LIKE ? ESCAPE '!' UNION "
        "SELECT id FROM job_run WHERE message IS NOT NULL AND lower(message) LIKE ? ESCAPE '!'"
    )
    also = [*tests]
    bound: list[Any] = [pattern, pattern, *values]
    for column, chosen in (("job_type", wanted.kinds), ("status", wanted.statuses)):
        if chosen:
            also.append(f"{column} IN ({', '.join('?' for _ in chosen)})")
            bound += chosen
    where = f" AND {' AND '.join(also)}" if also else ""
    return f"SELECT id FROM job_run WHERE id IN ({found}){where}", bound
