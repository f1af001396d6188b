"""The jobs panel shows what runs, lets it be stopped, and says what failed and what to do."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication  # noqa: TID251 - a test of the room
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS

from media_manager.domain.jobs import JobState, Paused
from media_manager.errors import DiskFull, UnreadableFile
from media_manager.settings import Profile, Settings
from media_manager.ui.jobs.details import LiveDetails
from media_manager.ui.jobs.panel import ENDED_SHOWN, JobsPanel
from media_manager.ui.jobs.words import describe
from media_manager.ui.status_bar import job_line
from media_manager.ui.theme import apply_theme
from media_manager.workers import JobContext, JobHandle, Wait
from media_manager.workers.services import Services

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|does not support raise")


@pytest.fixture
def services(qapp: QApplication, profile: Profile) -> Iterator[Services]:
    apply_theme(qapp)
    services = Services(profile, Settings(profile))
    yield services
    assert services.close() == ()


@pytest.fixture
def errors() -> list[BaseException]:
    return []


@pytest.fixture
def panel(qtbot: QtBot, services: Services, errors: list[BaseException]) -> JobsPanel:
    panel = JobsPanel(services, errors.append)
    qtbot.addWidget(panel)
    panel.resize(900, 260)
    panel.show()
    return panel


def endless(context: JobContext) -> Iterator[Wait]:
    for done in range(100_000):
        context.report(done, 100_000, f"file {done}")
        yield Wait(0.01)


def failing(context: JobContext) -> None:
    for number in range(3):
        context.report(number, 3)
        context.item_failed(
            f"film-{number}.mkv", UnreadableFile("It cannot be read.", hint="Copy it again.")
        )


def titles(panel: JobsPanel) -> list[str]:
    return [row.name for row in panel.rows]


def begun(qtbot: QtBot, job: JobHandle) -> JobHandle:
    qtbot.waitUntil(lambda: job.progress.done > 0, timeout=PATIENCE_MS)
    return job


def test_a_job_is_paused_resumed_and_cancelled(
    qtbot: QtBot, services: Services, panel: JobsPanel
) -> None:
    """Each button does what it says, and the row shows it."""
    job = begun(qtbot, services.runner.submit(endless, title="Counting"))
    (row,) = panel.rows

    row.pause_button.click()
    qtbot.waitUntil(lambda: job.state is JobState.PAUSED, timeout=PATIENCE_MS)
    qtbot.waitUntil(
        lambda: row.pause_button.accessibleName() == "Resume Counting", timeout=PATIENCE_MS
    )
    row.pause_button.click()
    qtbot.waitUntil(lambda: job.state is not JobState.PAUSED, timeout=PATIENCE_MS)
    row.cancel_button.click()
    qtbot.waitUntil(lambda: job.state is JobState.CANCELLED, timeout=PATIENCE_MS)

    qtbot.waitUntil(row.bar.isHidden, timeout=PATIENCE_MS)
    assert describe(job).startswith("Cancelled")
    row.remove_button.click()
    assert panel.rows == ()


def test_jobs_stand_by_priority_and_change_places_with_a_key(
    qtbot: QtBot, services: Services, panel: JobsPanel
) -> None:
    """Alt+Up lets a job run before the one above it; the one that ended goes to the end."""
    runner = services.runner
    jobs = [
        runner.submit(endless, title=name, priority=at)
        for at, name in ((0, "A"), (2, "B"), (1, "C"))
    ]
    assert titles(panel) == ["B", "C", "A"]

    row = panel.rows[2]
    row.more_button.setFocus()
    row.sooner_action.trigger()
    qtbot.waitUntil(lambda: titles(panel) == ["B", "A", "C"], timeout=PATIENCE_MS)
    assert [job.priority for job in jobs] == [1, 2, 1]

    jobs[1].cancel()
    qtbot.waitUntil(lambda: titles(panel) == ["A", "C", "B"], timeout=PATIENCE_MS)
    for job in jobs:
        job.cancel()


def test_what_stands_still_for_a_full_disk_says_so_and_can_be_tried_again(
    qtbot: QtBot, services: Services, panel: JobsPanel
) -> None:
    """The reason, what to free, and one button; afterwards the job goes on to its end."""

    def held(context: JobContext) -> Iterator[Paused]:
        context.report(5, 10)
        yield Paused(DiskFull("The disk is full.", hint="Free 12 MB on /media."))
        context.report(10, 10)

    job = services.runner.submit(held, title="Writing")
    (row,) = panel.rows
    qtbot.waitUntil(row.retry_button.isVisible, timeout=PATIENCE_MS)
    assert row.reason.text() == "The disk is full.\nFree 12 MB on /media."
    assert not row.pause_button.isVisible()

    row.retry_button.click()

    qtbot.waitUntil(lambda: job.state is JobState.FINISHED, timeout=PATIENCE_MS)
    qtbot.waitUntil(row.reason.isHidden, timeout=PATIENCE_MS)


def test_failures_of_a_job_without_a_record_are_shown_with_cause_and_remedy(
    qtbot: QtBot, services: Services, panel: JobsPanel
) -> None:
    """Which file, why, and what to do; as many as there are."""
    job = services.runner.submit(failing, title="Reading")
    (row,) = panel.rows
    qtbot.waitUntil(lambda: job.state is JobState.FINISHED, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: row.failures_button.text() == "3 failures", timeout=PATIENCE_MS)

    row.failures_button.click()

    shown = panel.window().findChild(LiveDetails)
    assert shown is not None
    assert shown.failures.rows.rowCount() == 3
    index = shown.failures.rows.index
    assert [index(0, column).data() for column in range(3)] == [
        "film-0.mkv",
        "It cannot be read.",
        "Copy it again.",
    ]
    assert shown.failures.hint.text() == "Copy it again."
    shown.reject()


def test_only_the_newest_that_ended_are_shown(
    qtbot: QtBot, services: Services, panel: JobsPanel
) -> None:
    """A hundred rows of buttons would cost a second to show; the history has them all."""
    jobs = [
        services.runner.submit(lambda _context: None, title=f"Quick {number}")
        for number in range(ENDED_SHOWN + 5)
    ]
    qtbot.waitUntil(lambda: all(job.state.ended for job in jobs), timeout=PATIENCE_MS)

    qtbot.waitUntil(lambda: len(panel.rows) == ENDED_SHOWN, timeout=PATIENCE_MS)
    assert titles(panel)[0] == f"Quick {ENDED_SHOWN + 4}"


def test_jobs_that_ran_before_the_panel_are_in_it(qtbot: QtBot, services: Services) -> None:
    """The panel is made when it is first opened; nothing is lost by that."""
    job = services.runner.submit(lambda _context: None, title="Quick")
    qtbot.waitUntil(lambda: job.state.ended, timeout=PATIENCE_MS)

    panel = JobsPanel(services, lambda _error: None)
    qtbot.addWidget(panel)

    assert [row.job for row in panel.rows] == [job]


def test_tab_goes_through_the_buttons_as_the_eye_does(
    qtbot: QtBot, services: Services, panel: JobsPanel
) -> None:
    """Row by row, left to right, also after the rows changed places."""
    runner = services.runner
    jobs = [runner.submit(endless, title=name, priority=at) for at, name in ((0, "A"), (1, "B"))]
    for job in jobs:
        begun(qtbot, job)
    first, second = panel.rows
    qtbot.waitUntil(panel.isActiveWindow, timeout=PATIENCE_MS)
    first.pause_button.setFocus()

    visited = []
    for _ in range(6):
        focused = QApplication.focusWidget()
        assert focused is not None
        visited.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)

    assert visited == [
        first.pause_button,
        first.cancel_button,
        first.more_button,
        second.pause_button,
        second.cancel_button,
        second.more_button,
    ]
    for job in jobs:
        job.cancel()


def test_the_status_line_names_the_job_and_how_far_it_is(qtbot: QtBot, services: Services) -> None:
    """Percent as soon as the total is known."""
    job = begun(qtbot, services.runner.submit(endless, title="/media/Films"))

    assert job_line(job).startswith("Scan of Films 0%")
    job.cancel()
