"""A job leaves a record of how it ended, also when its process is killed."""

import subprocess
import sys
from collections.abc import Generator
from typing import Any

import pytest

from media_manager.errors import JobCancelled, UnreadableFile
from media_manager.library.job_runs import job_history, recorded, take_over_killed
from media_manager.library.watch import Unwatched, Watch
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
