"""A job that waits for a better time says so, and nobody's wish is noted for it."""

from collections.abc import Callable, Generator, Iterator

import pytest

from media_manager.domain.jobs import JobState, JobStatus
from media_manager.errors import JobWaits
from media_manager.workers import JobContext, JobRequest, LanePool, LaneSpec, RunningJob, Watcher

WAITS = JobWaits("Waits until nobody uses the computer.")


@pytest.fixture
def pool() -> Iterator[LanePool]:
    with LanePool([LaneSpec("jobs", 1)]) as pool:
        yield pool


def reason_of(running: RunningJob) -> Exception | None:
    return running.status.reason


def test_the_reason_is_there_while_it_stands_still(
    pool: LanePool, wait_until: Callable[[Callable[[], bool]], None]
) -> None:
    """Between two steps and before the first one; gone when it goes on."""

    def job(_context: JobContext) -> Generator[None, None, None]:
        while True:
            yield

    seen: list[JobStatus] = []
    running = RunningJob(pool, JobRequest(job), Watcher(seen.append, lambda _end: None))
    running.pause(WAITS)
    running.start()
    wait_until(lambda: running.status.state is JobState.PAUSED)
    assert reason_of(running) is WAITS
    running.resume()
    wait_until(lambda: running.status.state is JobState.RUNNING)
    assert reason_of(running) is None
    running.pause(WAITS)
    wait_until(lambda: running.status.state is JobState.PAUSED)
    assert reason_of(running) is WAITS
    running.resume()
    running.pause()
    wait_until(lambda: running.status.state is JobState.PAUSED)
    assert reason_of(running) is None
    running.cancel()
