"""How a job ended is spoken, told to the desktop when it took long, and heeded when it examined."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication  # noqa: TID251 - a test of the room
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS, OpenWindow, scan_folder

from media_manager.settings import Profile
from media_manager.ui.job_news import LONG_SECONDS
from media_manager.ui.main_window import MainWindow
from media_manager.workers import JobContext

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|does not support raise")


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, profile: Profile, films: Path) -> MainWindow:
    scan_folder(profile, films)
    window = open_window()
    qtbot.waitUntil(lambda: window.model.rowCount() == 5, timeout=PATIENCE_MS)
    return window


def test_each_end_is_spoken_once_and_nothing_is_kept_of_it(
    qtbot: QtBot, window: MainWindow
) -> None:
    """Finished, failed and cancelled alike; a window that is open for weeks forgets them."""
    news = window.commands.care.news

    def failing(_context: JobContext) -> None:
        raise OSError("gone")

    jobs = [window.services.runner.submit(job) for job in (lambda _context: None, failing)]
    assert len(news._began) == 2

    qtbot.waitUntil(lambda: all(job.state.ended for job in jobs), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not news._began, timeout=PATIENCE_MS)


def test_a_long_job_that_ends_unseen_is_told_to_the_desktop(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desktop's own program is called; a stand-in writes down with what."""
    heard = tmp_path / "heard"
    program = tmp_path / "gdbus"
    program.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" > "{heard}.part"\nmv "{heard}.part" "{heard}"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    window.hide()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is None, timeout=PATIENCE_MS)
    job = window.services.runner.submit(lambda _context: None, title="Long work")
    window.commands.care.news._began[job.number] -= LONG_SECONDS + 1

    qtbot.waitUntil(lambda: job.state.ended, timeout=PATIENCE_MS)
    qtbot.waitUntil(heard.exists, timeout=PATIENCE_MS)
    assert '"Long work"' in heard.read_text().splitlines()


def test_what_the_nightly_look_finds_is_in_the_status_bar(
    qtbot: QtBot, window: MainWindow, profile: Profile
) -> None:
    """Nobody has to open the doctor to hear that something is wrong."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(profile.library_db)) as database:
        database.execute("UPDATE counter SET value = value + 3")
        database.commit()

    window.services.jobs.submit("doctor", {}, origin="schedule")

    button = window.frame_.status.problems_button
    qtbot.waitUntil(button.isVisible, timeout=PATIENCE_MS)
    assert button.text() == "1 problem"
