"""The history of a hundred thousand jobs: every way to narrow it is answered from an index."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from media_manager.domain.job_filter import JobFilter
from media_manager.library.job_history import count_jobs, failure_groups, page_failures, page_jobs
from media_manager.library.job_runs import left_jobs
from media_manager.persistence import jobs_reader
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.store import LibraryStore

ROWS = 100_000
FILL = f"""
WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {ROWS})
INSERT INTO job_run (uid, job_type, status, parameters, done, failed, created_at, title, message,
    library_id, priority, origin)
SELECT n, CASE n % 4 WHEN 0 THEN 'scan' WHEN 1 THEN 'probe' WHEN 2 THEN 'refine' ELSE 'bulk' END,
    CASE WHEN n % 1000 = 0 THEN 'failed' WHEN n % 7 = 0 THEN 'cancelled' ELSE 'finished' END,
    CAST('{{}}' AS BLOB), n, n % 3, n * 1000000, '/media/folder ' || n,
    CASE WHEN n % 1000 = 0 THEN 'The disk is full: ' || n END, 1, 0, 'person' FROM n
"""  # noqa: S608 - a number of ours
FAILURES = """
WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 20000)
INSERT INTO job_item (job_run_id, subject, status, error_code, error, hint)
SELECT 1 + n % 2, 'file ' || n, 'failed', 'code ' || (n % 3), 'why', 'mend it' FROM n
"""
SHAPES = [
    JobFilter(kinds=kinds, statuses=statuses, text=text, since_us=since, library_id=library_id)
    for kinds, statuses, text, since, library_id in [
        *product(
            [(), ("scan",), ("scan", "probe")],
            [(), ("failed",), ("failed", "cancelled")],
            [""],
            [None, 90_000 * 1_000_000],
            [None, 1],
        ),
        ((), (), "disk FULL", None, None),
        (("scan", "probe"), ("failed",), "disk FULL", 90_000 * 1_000_000, 1),
    ]
]


Rows = list[Any]


class PlanReader(LibraryReader):
    """Notes the plan of every statement that it runs."""

    def __init__(self, reader: LibraryReader) -> None:
        super().__init__(reader._connection)
        self.plans: list[str] = []

    def execute(self, sql: str, values: Any = ()) -> Any:
        rows = super().execute(f"EXPLAIN QUERY PLAN {sql}", values)
        self.plans += [row[3] for row in rows]
        return super().execute(sql, values)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibraryStore]:
    store = LibraryStore(Path(tmp_path_factory.mktemp("jobs")) / "library.db")
    store.ensure()
    with store.writing("test") as session:
        run = session.connection.exec_driver_sql
        run(
            "INSERT INTO library (id, uid, name, kind, created_at) VALUES (1, 'u', 'L', 'mixed', 0)"
        )
        run(FILL)
        run(FAILURES)
    yield store
    store.close()


@pytest.fixture(scope="module")
def rows(store: LibraryStore) -> Rows:
    with store.reading() as reader:
        return reader.execute(
            "SELECT id, job_type, status, title, message, created_at, library_id FROM job_run "
            "ORDER BY id DESC"
        ).fetchall()


@pytest.fixture
def reader(store: LibraryStore) -> Iterator[PlanReader]:
    with store.reading() as reader:
        yield PlanReader(reader)


def bare_scans(plans: list[str]) -> list[str]:
    """Return the steps that walk through a whole table."""
    return [plan for plan in plans if plan.startswith("SCAN job_") and "USING" not in plan]


@pytest.mark.parametrize("wanted", SHAPES, ids=repr)
def test_no_filter_walks_through_the_table(
    reader: PlanReader, rows: Rows, wanted: JobFilter
) -> None:
    """Page, next page and count: an index each, and exactly the rows that the filter means."""
    first = page_jobs(reader, wanted, limit=3)
    rest = page_jobs(reader, wanted, before_id=first[-1].id, limit=3) if first else []
    count = count_jobs(reader, wanted)
    assert bare_scans(reader.plans) == []
    expected = by_hand(rows, wanted)
    assert [job.id for job in [*first, *rest]] == expected[:6]
    assert count == len(expected)


def by_hand(rows: Rows, wanted: JobFilter) -> list[int]:
    return [
        row[0]
        for row in rows
        if (not wanted.kinds or row[1] in wanted.kinds)
        and (not wanted.statuses or row[2] in wanted.statuses)
        and (not wanted.text or wanted.text.lower() in f"{row[3]}\n{row[4]}".lower())
        and (wanted.since_us is None or row[5] >= wanted.since_us)
        and (wanted.library_id is None or row[6] == wanted.library_id)
    ]


def test_failures_are_read_from_their_run(reader: PlanReader) -> None:
    """Groups and pages of ten thousand failures, beside those of other runs."""
    groups = failure_groups(reader, 1)
    page = page_failures(reader, 1, code=groups[0].code, limit=100)
    rest = page_failures(reader, 1, after_id=page[-1].id, limit=5)
    assert bare_scans(reader.plans) == []
    assert [plan for plan in reader.plans if "job_item" in plan and "SEARCH" not in plan] == []
    assert sum(group.count for group in groups) == 10_000
    assert {each.code for each in page} == {groups[0].code}
    assert rest[0].id > page[-1].id


def test_what_each_start_and_each_change_asks_is_small(reader: PlanReader) -> None:
    """Jobs that were left, and wishes: both come from an index that holds nothing else."""
    assert left_jobs(reader) == []
    assert jobs_reader.pending_wishes(reader) == []
    assert jobs_reader.newest_checkpoint(reader, "thumbnails", before_id=2**62) is None
    assert bare_scans(reader.plans) == []
    assert [plan for plan in reader.plans if plan.startswith("SCAN") and "wish" not in plan] == []
