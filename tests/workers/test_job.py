"""What a job sees: reports, failed items, and a run without threads."""

import threading
import time
from collections.abc import Generator
from typing import Any

import pytest

from media_manager.domain.jobs import JobProgress
from media_manager.errors import FileVanished, JobCancelled
from media_manager.workers import (
    JobContext,
    Wait,
    run_to_end,
)
from media_manager.workers.job import EXAMPLES

Steps = Generator[Wait | None, None, Any]


def test_reports_are_throttled_and_the_last_one_arrives() -> None:
    """100,000 reports become at most 20 a second, and the end shows the true count."""
    shown: list[JobProgress] = []

    def job(context: JobContext) -> None:
        for done in range(100_000):
            context.report(done + 1, 100_000)

    started = time.monotonic()
    run_to_end(job, JobContext(on_progress=shown.append))
    assert len(shown) <= 20 * (time.monotonic() - started) + 2
    assert shown[-1].done == 100_000


def test_k8_ten_thousand_failed_items_are_one_summary() -> None:
    """Fault K8: the job finishes and hands over a count, groups and examples."""
    shown: list[JobProgress] = []
    context = JobContext(on_progress=shown.append)

    def job(context: JobContext) -> str:
        for number in range(10_000):
            error = FileVanished("gone", hint="Scan again.") if number % 4 else OSError("broken")
            context.item_failed(f"file {number}", error)
            context.report(number + 1, 10_000)
        return "done"

    assert run_to_end(job, context) == "done"
    failures = context.failures()
    assert failures.count == 10_000
    assert failures.by_code == (("file-vanished", 7_500), ("OSError", 2_500))
    assert len(failures.examples) == EXAMPLES
    assert failures.examples[1].hint == "Scan again."
    assert shown[-1].failed == 10_000
    assert len(shown) < 200


def test_reports_from_several_threads_keep_every_failure() -> None:
    """Network threads of one job share its context."""
    context = JobContext()

    def work() -> None:
        for number in range(500):
            context.item_failed(str(number), ValueError("x"))
            context.report(number)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert context.failures().count == 2_000
    context.flush()
    assert context.progress.failed == 2_000


def test_progress_has_a_rate_and_the_time_left() -> None:
    """The panel shows items a second and when the job will be done."""
    shown: list[JobProgress] = []
    context = JobContext(on_progress=shown.append)
    for done in (0, 10, 20):
        context.report(done, 100, "reading")
        time.sleep(0.06)
    context.report(30)
    last = shown[-1]

    assert (last.done, last.total, last.message) == (30, 100, "reading")
    assert last.rate is not None
    assert last.rate > 20
    assert last.eta_seconds == pytest.approx(70 / last.rate)


def test_a_command_line_runs_the_same_jobs_without_threads() -> None:
    """run_to_end drives functions and generators on the calling thread."""

    def steps(context: JobContext) -> Steps:
        context.report(1, 1)
        yield None
        yield Wait(0.01)
        return "result"

    shown: list[JobProgress] = []
    context = JobContext(on_progress=shown.append)
    assert run_to_end(steps, context) == "result"
    assert shown[-1].done == 1
    assert run_to_end(lambda _: 5) == 5


def test_a_command_line_job_that_is_interrupted_cleans_up() -> None:
    """Ctrl-C cancels the context; the job hears JobCancelled where it stands."""
    heard: list[str] = []

    def steps(context: JobContext) -> Steps:
        try:
            context.cancel()
            yield None
        except JobCancelled:
            heard.append("cancelled")
            raise

    with pytest.raises(JobCancelled):
        run_to_end(steps)
    assert heard == ["cancelled"]
