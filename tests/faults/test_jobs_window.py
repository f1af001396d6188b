"""Jobs and the window beside them: gone listeners, ten thousand errors, a clock that leaps."""

import gc
import threading
import time
from collections.abc import Generator, Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from media_manager.domain.jobs import JobState
from media_manager.errors import UnreadableFile
from media_manager.workers import JobContext, JobRunner, LanePool, LaneSpec, Wait
from media_manager.workers.job import EXAMPLES

PATIENCE_MS = 20_000
Steps = Generator[Wait | None, None, object | None]


@pytest.fixture
def runner(qapp: object) -> Iterator[JobRunner]:
    assert qapp is not None
    runner = JobRunner(LanePool([LaneSpec("read", 1), LaneSpec("jobs", 2)]))
    yield runner
    assert runner.close() == ()


class View(QObject):
    """A part of the window that shows progress; touching it when it is gone raises."""

    def show(self, progress: object) -> None:
        self.setObjectName(str(progress))


def test_k2_views_come_and_go_while_jobs_report(qtbot: QtBot, runner: JobRunner) -> None:
    """Fault K2: no report reaches a view that is gone, and nothing is said about it."""
    unheard: list[BaseException] = []
    runner.unheard_failure.connect(unheard.append)
    stop = threading.Event()

    def reports(context: JobContext) -> Steps:
        done = 0
        while not stop.is_set():
            done += 1
            context.report(done)
            time.sleep(0)
            yield None
        return done

    jobs = [runner.submit(reports) for _ in range(3)]
    for _ in range(100):
        views = [View() for _ in jobs]
        for job, view in zip(jobs, views, strict=True):
            job.on_progress(view.show).on_finished(view.show).on_failed(view.show)
            runner.ask("read", lambda: 1, on_done=view.show)
        qtbot.wait(1)
        for view in views[:2]:
            Shiboken.delete(view)
        del views, view
        gc.collect(0)
    stop.set()
    qtbot.waitUntil(lambda: all(job.state.ended for job in jobs), timeout=PATIENCE_MS)
    assert [job.state for job in jobs] == [JobState.FINISHED] * 3
    assert unheard == []


def test_k2_a_runner_that_is_gone_is_not_reached(qtbot: QtBot) -> None:
    """Fault K2: a thread that hangs reports after all was closed; nobody crashes."""
    runner = JobRunner(LanePool([LaneSpec("jobs", 1)]))
    begun, go_on, reported = threading.Event(), threading.Event(), threading.Event()

    def hangs(context: JobContext) -> None:
        begun.set()
        assert go_on.wait(PATIENCE_MS / 1_000)
        for number in range(100):
            context.report(number)
            context.item_failed(str(number), ValueError("late"))
        reported.set()

    runner.submit(hangs)
    qtbot.waitUntil(begun.is_set, timeout=PATIENCE_MS)
    pool = runner.pool
    assert len(runner.close(0.1)) == 1
    Shiboken.delete(runner)
    go_on.set()
    assert reported.wait(PATIENCE_MS / 1_000)
    assert pool.shutdown() == ()


def test_k8_ten_thousand_errors_are_one_summary(qtbot: QtBot, runner: JobRunner) -> None:
    """Fault K8: all are counted, some are kept, and the main thread hears of few."""
    unheard: list[BaseException] = []
    runner.unheard_failure.connect(unheard.append)
    changes: list[int] = []
    runner.job_changed.connect(lambda job: changes.append(job.progress.failed))

    def fails(context: JobContext) -> Steps:
        for number in range(10_000):
            error = UnreadableFile("The file is empty.") if number % 4 else OSError("gone")
            context.item_failed(f"file {number}", error)
            if number % 100 == 99:
                context.report(number + 1, 10_000)
                yield None
        return "done"

    job = runner.submit(fails)
    qtbot.waitUntil(lambda: job.state.ended, timeout=PATIENCE_MS)
    failures = job.failures
    assert (job.state, job.result, unheard) == (JobState.FINISHED, "done", [])
    assert (failures.count, job.progress.failed) == (10_000, 10_000)
    assert dict(failures.by_code) == {"unreadable-file": 7_500, "OSError": 2_500}
    assert len(failures.examples) == EXAMPLES
    assert len(changes) < 1_000


def test_k11_a_clock_that_leaps_moves_no_wait(
    qtbot: QtBot, runner: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault K11: after a suspend, or with a clock set anew, waits and rates are as they were."""
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 86_400 * 365)
    woken: list[int] = []

    def waits(context: JobContext) -> Steps:
        context.report(1, 10)
        yield Wait(0.05)
        context.report(2, 10)
        woken.append(1)
        yield Wait(3_600)
        woken.append(2)
        return "woken"

    job = runner.submit(waits)
    qtbot.waitUntil(lambda: woken == [1], timeout=PATIENCE_MS)
    monkeypatch.setattr(time, "time", lambda: real() - 86_400 * 365)
    qtbot.waitUntil(lambda: job.state is JobState.WAITING, timeout=PATIENCE_MS)
    assert woken == [1]
    job.resume()
    qtbot.waitUntil(lambda: job.state.ended, timeout=PATIENCE_MS)
    assert woken == [1, 2]
    assert job.progress.rate is None or job.progress.rate >= 0
