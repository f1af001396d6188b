"""Jobs as the window holds them: listeners, the panel, and its list."""

import threading
import time
from collections.abc import Generator, Iterator
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from media_manager.domain.jobs import JobProgress, JobState
from media_manager.workers import JobContext, JobHandle, JobRunner, LanePool, LaneSpec, Wait
from media_manager.workers.runner import ENDED_KEPT

Steps = Generator[Wait | None, None, Any]


@pytest.fixture
def runner(qapp: object) -> Iterator[JobRunner]:
    assert qapp is not None
    runner = JobRunner(LanePool([LaneSpec("read", 1), LaneSpec("jobs", 2)]))
    yield runner
    runner.close()


@pytest.fixture
def unheard(runner: JobRunner) -> list[BaseException]:
    errors: list[BaseException] = []
    runner.unheard_failure.connect(errors.append)
    return errors


class View(QObject):
    """A part of the window that asks."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown: list[object] = []

    @Slot(object)
    def show(self, result: object) -> None:
        self.setObjectName(str(result))  # raises RuntimeError on a deleted object
        self.shown.append(result)


def forever(context: JobContext) -> Steps:
    done = 0
    while True:
        done += 1
        context.report(done)
        time.sleep(0.001)
        yield None


def fail(error: BaseException) -> None:
    raise error


def int_of(number: int, _: JobContext) -> int:
    return number


def test_a_job_tells_its_progress_and_its_end(qtbot: QtBot, runner: JobRunner) -> None:
    """The listeners read like a sentence and are called on the main thread."""
    heard: list[tuple[str, object, int]] = []

    def note(what: str, value: object = None) -> None:
        heard.append((what, value, threading.get_ident()))

    def job(context: JobContext) -> str:
        context.report(3, 3, "all")
        return "result"

    handle = (
        runner.submit(job, title="Read")
        .on_progress(partial(note, "progress"))
        .on_finished(partial(note, "finished"))
        .on_failed(partial(note, "failed"))
        .on_cancelled(partial(note, "cancelled"))
    )
    qtbot.waitUntil(lambda: any(what == "finished" for what, _, _ in heard))
    assert [what for what, _, _ in heard if what != "progress"] == ["finished"]
    shown = [value for what, value, _ in heard if what == "progress"]
    assert isinstance(shown[-1], JobProgress)
    assert shown[-1].done == 3
    assert {thread for _, _, thread in heard} == {threading.get_ident()}
    assert (handle.result, handle.error, handle.title) == ("result", None, "Read")


def test_a_late_listener_hears_the_end_too(qtbot: QtBot, runner: JobRunner) -> None:
    """A panel that opens after the end of a job still gets its result."""
    handle = runner.submit(lambda _: 7)
    qtbot.waitUntil(lambda: handle.result == 7)
    late: list[int] = []
    handle.on_finished(late.append)
    qtbot.waitUntil(lambda: late == [7])


def test_one_bad_listener_does_not_silence_the_next(
    qtbot: QtBot, runner: JobRunner, unheard: list[BaseException]
) -> None:
    """Fault K3: the error of a listener is reported, the other listener is called."""
    results: list[int] = []
    runner.submit(lambda _: 7).on_finished(lambda _: fail(ValueError("bad"))).on_finished(
        results.append
    )
    qtbot.waitUntil(lambda: bool(results and unheard))
    assert (results, [str(error) for error in unheard]) == ([7], ["bad"])


def test_a_failure_is_heard_once(
    qtbot: QtBot, runner: JobRunner, unheard: list[BaseException]
) -> None:
    """With a listener the window does not show it again; with a deleted one it does."""
    heard: list[BaseException] = []
    first, second = ValueError("heard"), ValueError("unheard")
    runner.submit(lambda _: fail(first)).on_failed(heard.append)
    view = View()
    runner.submit(lambda _: fail(second)).on_failed(view.show)
    Shiboken.delete(view)
    qtbot.waitUntil(lambda: bool(heard and unheard))
    assert (heard, unheard) == ([first], [second])


def test_the_panel_pauses_resumes_and_cancels(qtbot: QtBot, runner: JobRunner) -> None:
    """Each takes less than two seconds, and the list says so."""
    added: list[JobHandle] = []
    changes: list[JobState] = []
    cancelled: list[bool] = []
    runner.job_added.connect(added.append)
    runner.job_changed.connect(lambda handle: changes.append(handle.state))
    handle = runner.submit(forever, title="Scan").on_cancelled(lambda: cancelled.append(True))
    assert (added, runner.jobs) == ([handle], (handle,))
    qtbot.waitUntil(lambda: handle.progress.done > 3, timeout=2_000)
    handle.pause()
    qtbot.waitUntil(lambda: JobState.PAUSED in changes, timeout=2_000)
    handle.resume()
    qtbot.waitUntil(lambda: changes[-1] is JobState.RUNNING, timeout=2_000)
    handle.cancel()
    qtbot.waitUntil(lambda: cancelled == [True], timeout=2_000)
    assert changes[-1] is JobState.CANCELLED
    removed: list[JobHandle] = []
    runner.job_removed.connect(removed.append)
    runner.remove(handle)
    assert (removed, runner.jobs) == ([handle], ())


def test_progress_does_not_flood_the_main_thread(qtbot: QtBot, runner: JobRunner) -> None:
    """Four jobs that report without pause change the panel at most 20 times a second each."""
    changes: list[JobHandle] = []
    runner.job_changed.connect(changes.append)

    def busy(context: JobContext) -> None:
        for done in range(20_000):
            context.report(done, 20_000)

    started = time.monotonic()
    handles = [runner.submit(busy) for _ in range(4)]
    qtbot.waitUntil(lambda: all(handle.state.ended for handle in handles), timeout=10_000)
    assert len(changes) <= 4 * (20 * (time.monotonic() - started) + 5)


def test_ended_jobs_do_not_pile_up(qtbot: QtBot, runner: JobRunner) -> None:
    """A week of short jobs keeps the newest in the list."""
    results: list[int] = []
    for number in range(ENDED_KEPT + 20):
        runner.submit(partial(int_of, number)).on_finished(results.append)
    qtbot.waitUntil(lambda: len(results) == ENDED_KEPT + 20)
    assert len(runner.jobs) <= ENDED_KEPT
