"""The hop to the main thread: answers, deleted listeners, and closing in time."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from media_manager.domain.jobs import JobState
from media_manager.errors import DatabaseLocked
from media_manager.workers import JobContext, JobRunner, LanePool, LaneSpec, Wait

if TYPE_CHECKING:
    from tests.workers.conftest import Gate


SOON = 5.0


CLOSE_SECONDS = 10.0  # less than any of the jobs lasts; a busy machine takes its time


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


def test_k1_an_answer_arrives_on_the_main_thread(qtbot: QtBot, runner: JobRunner) -> None:
    """Fault K1: the work runs elsewhere, the listener here."""
    seen: list[tuple[int, int]] = []
    runner.ask(
        "read",
        threading.get_ident,
        on_done=lambda worker: seen.append((worker, threading.get_ident())),
    )
    qtbot.waitUntil(lambda: bool(seen))
    worker, here = seen[0]
    assert here == threading.get_ident()
    assert worker != here


def test_k1_only_the_main_thread_may_ask(
    qtbot: QtBot, runner: JobRunner, unheard: list[BaseException]
) -> None:
    """Fault K1: a worker that uses the runner is a bug that says so."""
    runner.pool.submit("jobs", lambda: runner.ask("read", int, on_done=print))
    qtbot.waitUntil(lambda: bool(unheard))
    assert isinstance(unheard[0], RuntimeError)


def test_answers_come_in_the_order_of_their_ends(qtbot: QtBot, runner: JobRunner) -> None:
    """Ten thousand answers arrive in order, in slices that leave the loop free."""
    answers: list[int] = []
    for number in range(10_000):
        runner.ask("read", partial(int, number), on_done=answers.append)
    qtbot.waitUntil(lambda: len(answers) == 10_000, timeout=10_000)
    assert answers == list(range(10_000))
    assert runner._questions == {}


def test_an_error_goes_to_the_one_who_asked(
    qtbot: QtBot, runner: JobRunner, unheard: list[BaseException]
) -> None:
    """With a listener for errors, nobody else is bothered."""
    error = ValueError("no")
    heard: list[BaseException] = []
    runner.ask("read", partial(fail, error), on_done=print, on_error=heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [error]
    assert unheard == []


def test_k3_an_error_that_nobody_listens_for_is_shown(
    qtbot: QtBot, runner: JobRunner, unheard: list[BaseException]
) -> None:
    """Fault K3: questions, jobs, listeners and bare pool work all reach the window."""
    errors = [ValueError(name) for name in ("question", "job", "listener", "pool")]
    runner.ask("read", partial(fail, errors[0]), on_done=print)
    runner.submit(lambda _: fail(errors[1]))
    runner.ask("read", int, on_done=lambda _: fail(errors[2]))
    runner.pool.submit("jobs", partial(fail, errors[3]))

    qtbot.waitUntil(lambda: len(unheard) == 4)
    assert {str(error) for error in unheard} == {"question", "job", "listener", "pool"}


def test_a_newer_question_makes_the_older_void(qtbot: QtBot, runner: JobRunner, gate: Gate) -> None:
    """Of five key presses only the last one is answered."""
    answers: list[object] = []
    for text in ("m", "ma", "mat", "matr"):
        runner.ask("read", partial(gate, text), on_done=answers.append, key="search")
    runner.ask("read", lambda: "matri", on_done=answers.append, key="search")
    runner.ask("read", lambda: "count", on_done=answers.append, key="count")
    gate.open.set()
    qtbot.waitUntil(lambda: "count" in answers)
    assert answers == ["matri", "count"]
    assert (runner._questions, runner._newest) == ({}, {})


def test_an_answer_on_its_way_is_void_too(qtbot: QtBot, runner: JobRunner) -> None:
    """The older answer is already posted when the newer question is asked."""
    answers: list[str] = []
    old = runner.ask("read", lambda: "old", on_done=answers.append, key="k")
    wait_for(lambda: old.ended)
    runner.ask("read", lambda: "new", on_done=answers.append, key="k")
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["new"]


def test_a_cancelled_question_is_not_answered(qtbot: QtBot, runner: JobRunner, gate: Gate) -> None:
    """cancel() on the ticket works while queued and while running."""
    answers: list[object] = []
    running = runner.ask("read", gate, on_done=answers.append)
    queued = runner.ask("read", lambda: "queued", on_done=answers.append)
    assert gate.reached.wait(SOON)
    running.cancel()
    queued.cancel()
    gate.open.set()
    runner.ask("read", lambda: "last", on_done=answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["last"]
    assert runner._questions == {}


@pytest.mark.parametrize("how", ["bound method", "owner"])
def test_k2_a_deleted_listener_is_not_called(
    qtbot: QtBot, runner: JobRunner, unheard: list[BaseException], gate: Gate, how: str
) -> None:
    """Fault K2: the view is deleted by Qt while the answer is on its way."""
    view = View()
    calls: list[object] = []
    listener: Callable[[Any], None] = view.show if how == "bound method" else calls.append
    runner.ask("read", gate, on_done=listener, owner=None if how == "bound method" else view)
    runner.ask(
        "read", partial(fail, DatabaseLocked("busy")), on_done=listener, on_error=calls.append,
        owner=view,
    )  # fmt: skip
    assert gate.reached.wait(SOON)
    Shiboken.delete(view)
    gate.open.set()
    last: list[int] = []
    runner.ask("read", lambda: 1, on_done=last.append)
    qtbot.waitUntil(lambda: bool(last))
    assert (calls, view.shown, unheard) == ([], [], [])


def test_k2_a_closed_view_forgets_its_questions(
    qtbot: QtBot, runner: JobRunner, gate: Gate
) -> None:
    """Fault K2: a view that closes but still exists hears nothing either."""
    view = View()
    runner.ask("read", gate, on_done=view.show)
    runner.ask("read", lambda: "second", on_done=view.show)
    assert gate.reached.wait(SOON)
    runner.forget(view)
    gate.open.set()
    last: list[int] = []
    runner.ask("read", lambda: 1, on_done=last.append)
    qtbot.waitUntil(lambda: bool(last))
    assert view.shown == []
    assert runner.pool.load("read").queued == 0


def test_k2_no_worker_drops_the_last_reference_to_a_view(qtbot: QtBot, runner: JobRunner) -> None:
    """Fault K2: a QObject that only the question holds dies on the main thread."""
    deaths: list[int] = []

    class Mortal(View):
        def __del__(self) -> None:
            deaths.append(threading.get_ident())

    for _ in range(200):
        view = Mortal()
        runner.ask("read", lambda view=view: view.objectName(), on_done=view.show)
        del view
    qtbot.waitUntil(lambda: not runner._questions)
    wait_for(lambda: bool(gc.collect() or len(deaths) == 200))
    assert set(deaths) == {threading.get_ident()}


def test_k4_closing_with_jobs_running_is_quick_and_calls_the_listeners(
    qtbot: QtBot, runner: JobRunner
) -> None:
    """Fault K4: running, paused, waiting, queued jobs and questions end within five seconds."""
    ends: list[str] = []
    closings: list[bool] = []

    def resumable(context: JobContext) -> Steps:
        try:
            yield from forever(context)
        finally:
            closings.append(context.closing)

    def waits(_: JobContext) -> Steps:
        yield Wait(3_600)

    def sleeps(context: JobContext) -> None:
        context.sleep(3_600)

    paused = runner.submit(resumable).on_cancelled(lambda: ends.append("paused"))
    qtbot.waitUntil(lambda: paused.state is JobState.RUNNING)
    paused.pause()
    qtbot.waitUntil(lambda: paused.state is JobState.PAUSED)
    waiting = runner.submit(waits).on_cancelled(lambda: ends.append("waiting"))
    qtbot.waitUntil(lambda: waiting.state is JobState.WAITING)
    for name, job in (("sleeps", sleeps), ("steps", resumable), ("queued", sleeps)):
        runner.submit(job).on_cancelled(partial(ends.append, name))
    answers: list[object] = []
    runner.ask("read", partial(time.sleep, 0.2), on_done=answers.append)
    started = time.monotonic()

    assert runner.close() == ()
    assert time.monotonic() - started < CLOSE_SECONDS
    assert sorted(ends) == ["paused", "queued", "sleeps", "steps", "waiting"]
    assert set(closings) == {True}
    assert answers == []


def test_k4_a_job_that_hangs_does_not_keep_the_program(runner: JobRunner, gate: Gate) -> None:
    """Fault K4: the time is kept and the thread is named."""
    runner.submit(lambda _: gate())
    assert gate.reached.wait(SOON)
    started = time.monotonic()
    [name] = runner.close(0.5)
    assert time.monotonic() - started < CLOSE_SECONDS
    assert name.startswith("jobs-")
    gate.open.set()


def test_k4_posts_after_closing_are_dropped(runner: JobRunner) -> None:
    """Fault K4: a late worker finds a closed door, not a deleted object."""
    runner.close()
    calls: list[int] = []
    runner.post(lambda: calls.append(1))
    Shiboken.delete(runner)
    JobRunner.post(runner, lambda: calls.append(2))
    assert calls == []


def test_k4_a_program_that_ends_with_jobs_running_ends_cleanly() -> None:
    """Fault K4: no crash, no message about destroyed threads, exit code 0."""
    code = """
import sys, time
from PySide6.QtCore import QCoreApplication, QTimer
from media_manager.workers import JobRunner, LanePool

def job(context):
    while True:
        context.report(1)
        time.sleep(0.001)
        yield

app = QCoreApplication(sys.argv)
runner = JobRunner(LanePool())
for _ in range(5):
    runner.submit(job)
QTimer.singleShot(50, app.quit)
app.exec()
sys.exit(len(runner.close()))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def wait_for(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SOON
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.002)
