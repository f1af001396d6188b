"""Jobs that something outside of them keeps from going on."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest

from media_manager.domain.jobs import JobState, JobStatus, Paused
from media_manager.errors import DatabaseLocked, DiskFull
from media_manager.workers import (
    Cancelled,
    Finished,
    JobContext,
    JobEnd,
    JobRequest,
    LanePool,
    LaneSpec,
    RunningJob,
    Watcher,
    run_to_end,
)

Steps = Generator[Any, None, Any]
Until = Callable[[Callable[[], bool]], None]

SOON = 5.0
FULL = DiskFull("The disk is full.", hint="Free space.")
LOCKED = DatabaseLocked("The library is busy.")


@pytest.fixture
def pool() -> Iterator[LanePool]:
    with LanePool([LaneSpec("jobs", 1)]) as pool:
        yield pool


class Run:
    def __init__(self, pool: LanePool, reason: Paused) -> None:
        self.seen: list[JobStatus] = []
        self.ends: list[JobEnd] = []
        self._reason = reason
        watcher = Watcher(changed=self.seen.append, ended=self.ends.append)
        self.job = RunningJob(pool, JobRequest(self._steps, "Scan"), watcher)
        self.job.start()

    def _steps(self, context: JobContext) -> Steps:
        context.report(1, 2)
        yield self._reason
        context.report(2, 2)
        return "done"


def test_a12_a_full_disk_pauses_a_job_until_it_is_resumed(
    pool: LanePool, wait_until: Until
) -> None:
    """Fault A12: the reason stays with the job, and it goes on where it was."""
    run = Run(pool, Paused(FULL))
    wait_until(lambda: run.job.status.state is JobState.PAUSED)
    standing = run.job.status
    assert standing.reason is FULL
    run.job.resume()
    assert run.job.wait(SOON)
    assert (run.ends, run.seen[-1].reason) == ([Finished("done")], None)


def test_a10_a_locked_library_is_tried_again_without_a_person(
    pool: LanePool, wait_until: Until
) -> None:
    """Fault A10: it waits, says why, and goes on by itself."""
    run = Run(pool, Paused(LOCKED, retry_seconds=0.01))
    assert run.job.wait(SOON)
    waits = [status.reason for status in run.seen if status.state is JobState.WAITING]
    assert (waits, run.ends) == ([LOCKED], [Finished("done")])
    wait_until(lambda: pool.load("jobs").running == 0)


@pytest.mark.parametrize("pause", [Paused(FULL), Paused(LOCKED, retry_seconds=3_600)], ids=repr)
def test_a_job_that_stands_still_is_cancelled_at_once(
    pause: Paused, pool: LanePool, wait_until: Until
) -> None:
    """It holds no thread, and needs none but for its end."""
    run = Run(pool, pause)
    wait_until(lambda: run.job.status.reason is not None and pool.load("jobs").running == 0)
    run.job.cancel()
    assert run.job.wait(SOON)
    assert run.ends == [Cancelled()]


def test_on_a_command_line_the_reason_is_raised() -> None:
    """Nobody is there who could press Retry."""

    def job(_: JobContext) -> Steps:
        yield Paused(FULL)

    with pytest.raises(DiskFull):
        run_to_end(job)
