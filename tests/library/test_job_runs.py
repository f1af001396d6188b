"""A job leaves a record of how it ended, also when its process is killed."""

import subprocess
import sys
from collections.abc import Generator
from typing import Any

import pytest

from media_manager.errors import JobCancelled, UnreadableFile
from media_manager.library.job_cleanup import mark_interrupted, tidy_jobs
from media_manager.library.job_history import failure_groups, page_failures
from media_manager.library.job_ledger import JobEntry, JobOrder, Recorder, recorded_steps
from media_manager.library.job_runs import (
    find_job,
    job_history,
    left_jobs,
    recorded,
    take_over_killed,
    this_process,
)
from media_manager.library.watch import Unwatched, Watch, save_progress
from media_manager.persistence.store import LibraryStore

Steps = Generator[None, None, Any]


def run(store: LibraryStore, begin: Any) -> None:
    for _ in recorded(store, "scan", {"root_id": 1}, Unwatched(), begin):
        pass


@pytest.fixture
def empty(store: LibraryStore) -> LibraryStore:
    store.ensure()
    return store


def history(store: LibraryStore) -> list[tuple[str, int]]:
    with store.reading() as reader:
        return [(job.status, job.failed) for job in job_history(reader)]


def test_a_finished_job_counts_its_failures(empty: LibraryStore) -> None:
    """One bad item does not fail the job, and is not forgotten."""

    def begin(watch: Watch) -> Steps:
        watch.item_failed("a.nfo", UnreadableFile("broken", hint="mend it"))
        yield

    run(empty, begin)
    assert history(empty) == [("finished", 1)]


def test_a_failure_and_a_stop_are_told_apart(empty: LibraryStore) -> None:
    """What raised has failed; what was stopped is cancelled."""

    def fail(_watch: Watch) -> Steps:
        yield
        raise ZeroDivisionError

    def stop(_watch: Watch) -> Steps:
        yield
        raise JobCancelled("stop")

    with pytest.raises(ZeroDivisionError):
        run(empty, fail)
    with pytest.raises(JobCancelled):
        run(empty, stop)
    assert history(empty) == [("cancelled", 0), ("failed", 0)]


def test_a_killed_job_is_taken_over(empty: LibraryStore) -> None:
    """A job that runs in a process that died goes on at the next start, once."""
    code = f"""
import os
from pathlib import Path
from media_manager.library.job_runs import recorded
from media_manager.library.watch import Unwatched
from media_manager.persistence.store import LibraryStore
def begin(_): yield; os._exit(9)
store = LibraryStore(Path({str(empty.path)!r}))
for _ in recorded(store, "scan", {{"root_id": 7}}, Unwatched(), begin): pass
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    assert [job.parameters["root_id"] for job in take_over_killed(empty)] == [7]
    assert take_over_killed(empty) == []


def test_two_starts_at_once_take_a_job_once(empty: LibraryStore) -> None:
    """Four processes that start together: one of them goes on with what was killed."""
    entry = JobEntry(empty, JobOrder("scan", {"root_id": 7}))
    entry.enter()
    with empty.writing("test") as session:
        session.connection.exec_driver_sql("UPDATE job_run SET process = '1:other'")
    code = f"""
import sys, time
from pathlib import Path
from media_manager.library.job_runs import take_over_killed
from media_manager.persistence.store import LibraryStore
store = LibraryStore(Path({str(empty.path)!r}))
store.writer()
print("ready", flush=True)
sys.stdin.readline()
print(len(take_over_killed(store)), flush=True)
sys.stdin.readline()
store.close()
"""
    words = [sys.executable, "-c", code]
    pipe = subprocess.PIPE
    starts = [subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True) for _ in range(4)]
    for start in starts:
        assert start.stdout is not None
        assert start.stdout.readline() == "ready\n"
    taken = []
    for start in starts:
        assert start.stdin is not None
        start.stdin.write("go\n")
        start.stdin.flush()
    for start in starts:
        assert start.stdout is not None
        taken.append(int(start.stdout.readline()))
    for start in starts:
        start.communicate("end\n")
    assert sorted(taken) == [0, 0, 0, 1]


def test_a_queued_job_survives_its_process(empty: LibraryStore) -> None:
    """Handed in and not begun when the program was killed: it waits for the next start."""
    code = f"""
import os
from pathlib import Path
from media_manager.library.job_ledger import JobEntry, JobOrder
from media_manager.persistence.store import LibraryStore
store = LibraryStore(Path({str(empty.path)!r}))
order = JobOrder("scan", {{"root_id": 7}}, title="Films", origin="schedule", priority=-3)
JobEntry(store, order).enter()
os._exit(9)
"""
    subprocess.run([sys.executable, "-c", code], check=False)
    (left,) = take_over_killed(empty)
    assert (left.status, left.order) == (
        "queued",
        JobOrder("scan", {"root_id": 7}, title="Films", origin="schedule", priority=-3),
    )


def test_what_was_paused_stays_paused(empty: LibraryStore) -> None:
    """A killed program does not make a job go on that a person had stopped."""
    entry = JobEntry(empty, JobOrder("scan", {"root_id": 7}))
    entry.begin()
    entry.set_status("paused")
    orphan(empty)
    assert [job.status for job in take_over_killed(empty)] == ["paused"]


def test_of_several_that_would_do_the_same_one_goes_on(empty: LibraryStore) -> None:
    """Two killed scans of one folder are one scan at the next start."""
    for root_id in (7, 8, 7):
        JobEntry(empty, JobOrder("scan", {"root_id": root_id})).begin()
    orphan(empty)
    assert [job.id for job in take_over_killed(empty)] == [2, 3]
    assert history(empty) == [("queued", 0), ("queued", 0), ("resumed", 0)]


def test_a_new_run_goes_on_with_what_a_killed_one_left(empty: LibraryStore) -> None:
    """Whoever scans the same again by hand has done it: no start scans once more."""
    JobEntry(empty, JobOrder("scan", {"root_id": 1})).begin()
    orphan(empty)
    assert mark_interrupted(empty) == 1
    run(empty, lambda _watch: iter_once())
    assert [status for status, _ in history(empty)] == ["finished", "resumed"]


def test_progress_and_failures_are_written_with_the_batches(empty: LibraryStore) -> None:
    """What is in the library when the program is killed says what failed until then."""
    seen: list[tuple[int, int, list[str]]] = []

    def begin(watch: Watch) -> Steps:
        for number in range(3):
            watch.item_failed(f"file {number}", UnreadableFile("broken", path="x"))
            watch.report(number + 1, 3)
            with empty.writing("scan") as session:
                save_progress(watch, session)
            with empty.reading() as reader:
                (job,) = job_history(reader)
                failures = [each.subject for each in page_failures(reader, job.id)]
                seen.append((job.done, job.failed, failures))
            yield

    run(empty, begin)
    assert seen == [
        (1, 1, ["file 0"]),
        (2, 2, ["file 0", "file 1"]),
        (3, 3, ["file 0", "file 1", "file 2"]),
    ]


def test_ten_thousand_failures_are_one_summary(empty: LibraryStore) -> None:
    """Grouped by cause, each with what to do; the items behind are read page by page."""

    def begin(watch: Watch) -> Steps:
        for number in range(10_000):
            error = UnreadableFile("broken", hint="mend it", size=number)
            watch.item_failed(f"file {number}", error if number % 10 else OSError("gone"))
            if number % 500 == 0:
                yield

    run(empty, begin)
    with empty.reading() as reader:
        groups = [(each.code, each.count, each.hint) for each in failure_groups(reader, 1)]
        page = page_failures(reader, 1, code="unreadable-file", limit=2)
        rest = page_failures(reader, 1, after_id=page[-1].id, limit=1)
    assert groups == [("unreadable-file", 9_000, "mend it"), ("OSError", 1_000, "")]
    assert [(each.subject, each.details) for each in page] == [
        ("file 1", {"size": 1}),
        ("file 2", {"size": 2}),
    ]
    assert [each.subject for each in rest] == ["file 3"]
    assert history(empty) == [("finished", 10_000)]


def test_a_job_that_goes_on_tells_each_failure_once(empty: LibraryStore) -> None:
    """Cut off and taken up again, the same bad file is one row, and what was done is known."""
    entry = JobEntry(empty, JobOrder("thumbnails"))

    def fail(watch: Recorder) -> Steps:
        watch.item_failed("a", UnreadableFile("broken"))
        watch.checkpoint({"at": 5})
        yield
        raise JobCancelled("closing", closing=True)

    def again(watch: Recorder) -> Steps:
        watch.item_failed("a", UnreadableFile("broken"))
        watch.item_failed("b", UnreadableFile("broken"))
        yield

    with pytest.raises(JobCancelled):
        finish(recorded_steps(empty, entry, Unwatched(), fail))
    (job,) = take_over_killed(empty)
    assert (job.status, job.position) == ("queued", {"at": 5})
    finish(recorded_steps(empty, JobEntry(empty, job.order, job_id=job.id), Unwatched(), again))
    with empty.reading() as reader:
        assert [each.subject for each in page_failures(reader, job.id)] == ["a", "b"]
    assert history(empty) == [("finished", 2)]


def test_what_a_retry_mends_is_done_in_the_old_run(empty: LibraryStore) -> None:
    """Only what failed again is still to be mended."""

    def fail(*names: str) -> Any:
        def begin(watch: Watch) -> Steps:
            for name in names:
                watch.item_failed(name, UnreadableFile("broken"))
            yield

        return begin

    run(empty, fail("a", "b", "c"))
    entry = JobEntry(empty, JobOrder("scan", {"root_id": 1}, retry_of=1))
    finish(recorded_steps(empty, entry, Unwatched(), fail("b")))
    with empty.reading() as reader:
        assert [each.subject for each in page_failures(reader, 1)] == ["b"]


def test_old_runs_are_tidied(empty: LibraryStore) -> None:
    """The newest thousand stay, what still waits, and what failed in the last 90 days."""
    with empty.writing("test") as session:
        session.connection.exec_driver_sql(
            "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 1200) "
            "INSERT INTO job_run (uid, job_type, status, parameters, done, failed, created_at, "
            "process) SELECT n, 'scan', CASE n WHEN 5 THEN 'queued' ELSE 'finished' END, "
            "CAST('{}' AS BLOB), 0, n = 9 OR n = 10, "
            "CASE n WHEN 10 THEN 1 ELSE (unixepoch() - 86400) * 1000000 END, NULL FROM n"
        )
    assert tidy_jobs(empty) == 198
    with empty.reading() as reader:
        assert [find_job(reader, n) is not None for n in (5, 9, 10, 200, 201)] == [
            True,
            True,
            False,
            False,
            True,
        ]


def test_a_process_is_known_by_more_than_its_number(empty: LibraryStore) -> None:
    """The number of a process that died is given to another one sooner or later."""
    JobEntry(empty, JobOrder("scan", {"root_id": 7})).begin()
    with empty.reading() as reader:
        assert left_jobs(reader) == []
    pid, boot, _started = this_process().split(":")
    with empty.writing("test") as session:
        session.connection.exec_driver_sql(
            f"UPDATE job_run SET process = '{pid}:{boot}:1'"  # noqa: S608 - our own numbers
        )
    with empty.reading() as reader:
        assert [job.id for job in left_jobs(reader)] == [1]


def iter_once() -> Steps:
    yield


def finish(steps: Steps) -> None:
    for _ in steps:
        pass


def orphan(store: LibraryStore) -> None:
    """Let every job be one of a process that died."""
    with store.writing("test") as session:
        session.connection.exec_driver_sql("UPDATE job_run SET process = '1:other'")
