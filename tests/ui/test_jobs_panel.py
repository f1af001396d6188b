"""The jobs panel shows what runs, lets it be stopped, and says what failed and what to do."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication  # noqa: TID251 - a test of the room
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS

from media_manager.domain.jobs import JobState
from media_manager.errors import UnreadableFile
from media_manager.library.job_runs import JobRecord
from media_manager.ui.job_row import describe
from media_manager.ui.jobs_panel import JobsPanel
from media_manager.ui.status_bar import job_line
from media_manager.ui.theme import apply_theme
from media_manager.workers import JobContext, JobRunner, LanePool, Wait, standard_lanes

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[JobRunner]:
    apply_theme(qapp)
    runner = JobRunner(LanePool(standard_lanes()))
    yield runner
    assert runner.close() == ()


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


def test_a_job_is_paused_resumed_and_cancelled(qtbot: QtBot, runner: JobRunner) -> None:
    """Each button does what it says, and the row shows it."""
    panel = JobsPanel(runner)
    qtbot.addWidget(panel)
    job = runner.submit(endless, title="Counting")
    (row,) = panel.rows
    qtbot.waitUntil(lambda: job.progress.done > 0, timeout=PATIENCE_MS)

    row.pause_button.click()
    qtbot.waitUntil(lambda: job.state is JobState.PAUSED, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: row.pause_button.accessibleName() == "Resume Counting")
    row.pause_button.click()
    qtbot.waitUntil(lambda: job.state is not JobState.PAUSED, timeout=PATIENCE_MS)
    row.cancel_button.click()
    qtbot.waitUntil(lambda: job.state is JobState.CANCELLED, timeout=2_000)

    qtbot.waitUntil(row.bar.isHidden)
    assert describe(job).startswith("Cancelled")
    row.remove_button.click()
    assert panel.rows == ()


def test_failures_are_one_table_with_cause_and_remedy(qtbot: QtBot, runner: JobRunner) -> None:
    """Which file, why, and what to do; as many as there are."""
    panel = JobsPanel(runner)
    qtbot.addWidget(panel)
    panel.show()
    job = runner.submit(failing, title="Reading")
    (row,) = panel.rows
    qtbot.waitUntil(lambda: job.state is JobState.FINISHED, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: row.failures_button.text() == "3 failures")

    row.failures_button.click()

    assert row.failures.topLevelItemCount() == 3
    first = row.failures.topLevelItem(0)
    assert first is not None
    assert [first.text(at) for at in range(3)] == [
        "film-0.mkv",
        "It cannot be read.",
        "Copy it again.",
    ]


def test_jobs_that_ran_before_the_panel_are_in_it(qtbot: QtBot, runner: JobRunner) -> None:
    """The panel is made when it is first opened; nothing is lost by that."""
    job = runner.submit(lambda _context: None, title="Quick")
    qtbot.waitUntil(lambda: job.state.ended, timeout=PATIENCE_MS)

    panel = JobsPanel(runner)
    qtbot.addWidget(panel)

    assert [row.job for row in panel.rows] == [job]


def test_the_history_says_how_jobs_ended(qtbot: QtBot, runner: JobRunner) -> None:
    """One line a job, in words."""
    panel = JobsPanel(runner)
    qtbot.addWidget(panel)
    record = JobRecord(
        1, "scan", "interrupted", {}, None, 1_204, 3, None, 1_700_000_000_000_000, None, None
    )

    panel.show_history([record])

    line = panel.history.topLevelItem(0)
    assert line is not None
    assert [line.text(at) for at in range(4)] == [
        "Scan",
        "Interrupted; goes on at the next start",
        "1,204",
        "3",
    ]
    assert re.fullmatch(r"1[45] Nov 2023 \d\d:\d\d", line.text(4))


def test_the_status_line_names_the_job_and_how_far_it_is(qtbot: QtBot, runner: JobRunner) -> None:
    """Percent as soon as the total is known."""
    job = runner.submit(endless, title="/media/Films")
    qtbot.waitUntil(lambda: job.progress.done > 0, timeout=PATIENCE_MS)

    assert job_line(job).startswith("Scan of Films 0%")
    job.cancel()
