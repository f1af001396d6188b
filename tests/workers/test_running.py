"""Jobs in their life: steps, pause, wait, cancel, and exactly one end."""

import threading
import time
from collections.abc import Generator, Iterator
from typing import Any

import pytest

from media_manager.domain.jobs import JobState, JobStatus
from media_manager.errors import JobCancelled
from media_manager.workers import (
    Cancelled,
    Failed,
    Finished,
    Job,
    JobContext,
    JobEnd,
    JobRequest,
    LanePool,
    LaneSpec,
    RunningJob,
    Wait,
    Watcher,
)

SOON = 5.0


# What the issue promises for cancel and pause.
PROMPT = 10.0  # far less than the jobs would last; how soon exactly is measured elsewhere


Steps = Generator[Wait | None, None, Any]


class Run:
    """One job on a pool of its own, and everything that was heard of it."""

    def __init__(self, pool: LanePool, job: Job, **request: Any) -> None:
        self.changes: list[JobStatus] = []
        self.ends: list[JobEnd] = []
        watcher = Watcher(changed=self.changes.append, ended=self.ends.append)
        self.job = RunningJob(pool, JobRequest(job, **request), watcher)
        self.job.start()

    def end(self) -> JobEnd:
        assert self.job.wait(SOON)
        [end] = self.ends
        return end

    def wait_for(self, state: JobState) -> None:
        deadline = time.monotonic() + PROMPT
        while self.job.status.state is not state:
            assert time.monotonic() < deadline, self.job.status
            time.sleep(0.002)

    @property
    def states(self) -> list[JobState]:
        states = [status.state for status in self.changes]
        return [
            state
            for state, before in zip(states, [None, *states[:-1]], strict=True)
            if state != before
        ]


@pytest.fixture
def pool() -> Iterator[LanePool]:
    with LanePool([LaneSpec("jobs", 1)]) as pool:
        yield pool


def forever(context: JobContext) -> Steps:
    done = 0
    while True:
        context.report(done)
        done += 1
        time.sleep(0.001)
        yield None


def test_a_function_is_a_job(pool: LanePool) -> None:
    """Its return value is the result."""

    def job(context: JobContext) -> str:
        context.report(1, 1)
        return "result"

    run = Run(pool, job)
    assert run.end() == Finished("result")
    assert run.states == [JobState.RUNNING, JobState.FINISHED]
    assert run.job.status.progress.done == 1


def test_a_generator_is_a_job_in_steps(pool: LanePool) -> None:
    """It yields between batches; its return value is the result."""

    def count(context: JobContext) -> Steps:
        for number in range(1, 4):
            context.report(number, 3, f"batch {number}")
            yield None
        return "all"

    run = Run(pool, count, title="Count")
    assert run.end() == Finished("all")
    last = run.changes[-1]
    assert (last.title, last.state) == ("Count", JobState.FINISHED)
    assert (last.progress.done, last.progress.total, last.progress.message) == (3, 3, "batch 3")


@pytest.mark.parametrize("error", [ValueError("no"), SystemExit(1)], ids=repr)
def test_k3_an_error_is_an_end(pool: LanePool, error: BaseException) -> None:
    """Fault K3: whatever a job raises, in a function or between yields, is heard once."""

    def at_once(_: JobContext) -> None:
        raise error

    def later(_: JobContext) -> Steps:
        yield None
        raise error

    assert Run(pool, at_once).end() == Failed(error)
    assert Run(pool, later).end() == Failed(error)


def test_jobs_share_one_thread_by_turns(pool: LanePool) -> None:
    """Two endless jobs on one thread both move."""
    runs = [Run(pool, forever), Run(pool, forever)]
    deadline = time.monotonic() + SOON
    while not all(run.job.status.progress.done > 20 for run in runs):
        assert time.monotonic() < deadline
        time.sleep(0.005)
    for run in runs:
        run.job.cancel()
    assert [run.end() for run in runs] == [Cancelled(), Cancelled()]


def test_a_paused_generator_holds_no_thread_and_goes_on(pool: LanePool) -> None:
    """Another job uses the only thread while the first one is paused."""
    run = Run(pool, forever)
    run.wait_for(JobState.RUNNING)
    run.job.pause()
    run.wait_for(JobState.PAUSED)
    done = run.job.status.progress.done
    assert Run(pool, lambda _: "other").end() == Finished("other")
    assert run.job.status.progress.done == done

    run.job.resume()
    run.wait_for(JobState.RUNNING)
    while run.job.status.progress.done <= done:
        time.sleep(0.002)
    run.job.cancel()
    assert run.end() == Cancelled()


def test_a_function_pauses_where_it_asks(pool: LanePool) -> None:
    """wait_if_paused stands still, and the panel shows it."""
    reached = threading.Event()
    go = threading.Event()

    def job(context: JobContext) -> str:
        reached.set()
        assert go.wait(SOON)
        context.wait_if_paused()
        return "done"

    run = Run(pool, job)
    assert reached.wait(SOON)
    run.job.pause()
    go.set()
    run.wait_for(JobState.PAUSED)
    run.job.resume()
    assert run.end() == Finished("done")
    assert run.states == [
        JobState.RUNNING,
        JobState.PAUSED,
        JobState.RUNNING,
        JobState.FINISHED,
    ]


def test_a_job_can_be_paused_before_it_begins(pool: LanePool) -> None:
    """A queued job that is paused does not begin until it is resumed."""
    blocker = Run(pool, forever)
    blocker.wait_for(JobState.RUNNING)
    run = Run(pool, lambda _: "ran")
    run.job.pause()
    run.wait_for(JobState.PAUSED)
    blocker.job.cancel()
    assert blocker.end() == Cancelled()
    assert run.ends == []
    run.job.resume()
    assert run.end() == Finished("ran")


def test_a_waiting_job_holds_no_thread_and_comes_back(pool: LanePool) -> None:
    """Wait(seconds) is for outages: other work goes on."""

    def job(_: JobContext) -> Steps:
        yield Wait(0.1)
        return "back"

    started = time.monotonic()
    run = Run(pool, job)
    run.wait_for(JobState.WAITING)
    assert Run(pool, lambda _: "other").end() == Finished("other")
    assert run.end() == Finished("back")
    assert time.monotonic() - started >= 0.1


def test_a_wait_can_be_cut_short_paused_and_cancelled(pool: LanePool) -> None:
    """Try again now, pause and cancel work during a wait of an hour."""

    def job(_: JobContext) -> Steps:
        yield Wait(3_600)
        return "back"

    for act, expected in (
        (RunningJob.resume, Finished("back")),
        (RunningJob.cancel, Cancelled()),
    ):
        run = Run(pool, job)
        run.wait_for(JobState.WAITING)
        act(run.job)
        assert run.end() == expected
    run = Run(pool, job)
    run.wait_for(JobState.WAITING)
    run.job.pause()
    run.wait_for(JobState.PAUSED)
    run.job.resume()
    assert run.end() == Finished("back")


@pytest.mark.parametrize("state", ["running", "paused", "queued behind another"])
def test_cancel_is_prompt_and_lets_the_job_clean_up(pool: LanePool, state: str) -> None:
    """Under two seconds in each state; a job that has begun runs its finally."""
    cleaned: list[str] = []

    def job(context: JobContext) -> Steps:
        try:
            yield from forever(context)
        finally:
            cleaned.append(threading.current_thread().name.split("-")[0])

    other = Run(pool, forever) if state.startswith("queued") else None
    run = Run(pool, job)
    if other is None:
        run.wait_for(JobState.RUNNING)
    if state == "paused":
        run.job.pause()
        run.wait_for(JobState.PAUSED)
    started = time.monotonic()
    run.job.cancel()
    assert run.end() == Cancelled()
    assert time.monotonic() - started < PROMPT
    # Clean-up runs on the lane: it may write to the database.
    assert set(cleaned) <= {"jobs"}
    assert cleaned or other is not None
    if other is not None:
        other.job.cancel()
        assert other.end() == Cancelled()


def test_a_job_that_ignores_its_cancel_ends_at_its_next_yield(pool: LanePool) -> None:
    """A generator that swallows the stop is closed."""

    def stubborn(_: JobContext) -> Steps:
        while True:
            try:
                time.sleep(0.001)
                yield None
            except JobCancelled:
                pass

    run = Run(pool, stubborn)
    run.wait_for(JobState.RUNNING)
    run.job.cancel()
    assert run.end() == Cancelled()


def test_an_error_while_cleaning_up_is_a_failure(pool: LanePool) -> None:
    """Fault K3: a clean-up that fails is not hidden behind the cancel."""

    def job(_: JobContext) -> Steps:
        try:
            while True:
                time.sleep(0.001)
                yield None
        finally:
            raise ValueError("clean-up")

    run = Run(pool, job)
    run.wait_for(JobState.RUNNING)
    run.job.cancel()
    end = run.end()
    assert isinstance(end, Failed)
    assert str(end.error) == "clean-up"


def test_a_function_that_checks_is_cancelled_promptly(pool: LanePool) -> None:
    """raise_if_cancelled, sleep and wait_if_paused all end at once."""

    def checks(context: JobContext) -> None:
        while True:
            context.raise_if_cancelled()
            time.sleep(0.001)

    def paused(context: JobContext) -> None:
        context.pause()
        context.wait_if_paused()

    for job in (checks, lambda context: context.sleep(60), paused):
        run = Run(pool, job)
        run.wait_for(JobState.PAUSED if job is paused else JobState.RUNNING)
        run.job.cancel()
        assert run.end() == Cancelled()


def test_a_finished_job_stays_finished(pool: LanePool) -> None:
    """Pause, resume and cancel after the end change nothing."""
    run = Run(pool, lambda _: 1)
    assert run.end() == Finished(1)
    run.job.pause()
    run.job.resume()
    run.job.cancel()
    assert (run.job.status.state, len(run.ends)) == (JobState.FINISHED, 1)


def test_shutdown_ends_every_job_once() -> None:
    """Running, paused, waiting and queued jobs all hear that the program closes."""
    pool = LanePool([LaneSpec("jobs", 1)])

    def waits(_: JobContext) -> Steps:
        yield Wait(3_600)

    waiting = Run(pool, waits)
    waiting.wait_for(JobState.WAITING)
    paused = Run(pool, forever)
    paused.wait_for(JobState.RUNNING)
    paused.job.pause()
    paused.wait_for(JobState.PAUSED)
    closings: list[bool] = []

    def running_job(context: JobContext) -> Steps:
        try:
            yield from forever(context)
        finally:
            closings.append(context.closing)

    running = Run(pool, running_job)
    running.wait_for(JobState.RUNNING)
    queued = Run(pool, lambda _: 1)
    runs = [waiting, paused, running, queued]
    started = time.monotonic()
    for run in runs:
        run.job.cancel(closing=True)
    assert [run.end() for run in runs] == [Cancelled(closing=True)] * 4
    assert pool.shutdown() == ()
    assert time.monotonic() - started < PROMPT
    assert closings == [True]


def test_a_checkpoint_is_handed_on(pool: LanePool) -> None:
    """What a job saves reaches the one who keeps it, on the job's thread."""
    saved: list[Any] = []

    def job(context: JobContext) -> Steps:
        for folder in ("a", "b"):
            context.checkpoint(folder)
            yield None

    assert Run(pool, job, checkpoint=saved.append).end() == Finished(None)
    assert saved == ["a", "b"]
