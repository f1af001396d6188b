"""An empty profile leads to one obvious button, and to a library to try."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS, OpenWindow

from media_manager.domain.jobs import JobState
from media_manager.ui.first_run import FirstRunPage

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_nothing_yet_is_the_first_page(open_window: OpenWindow) -> None:
    """One thing to do, and the keyboard is on it; what needs a library is off."""
    window = open_window()
    page = window.gate.first_run

    assert page is not None
    assert not window.frame_.shows_library
    assert page.add_button.isDefault()
    assert not window.registry["scan"].isEnabled()
    assert not window.registry["watched"].isEnabled()
    assert window.registry["add-folder"].isEnabled()
    assert not window.services.profile.library_db.exists()


def test_the_obvious_button_asks_for_a_folder(qtbot: QtBot) -> None:
    """The same as the menu's Add folder."""
    page = FirstRunPage()
    qtbot.addWidget(page)
    page.show()

    with qtbot.waitSignal(page.add_folder_wanted):
        QTest.keyClick(page.add_button, Qt.Key.Key_Space)


@pytest.mark.timeout(120)
def test_the_sample_library_can_be_stopped(open_window: OpenWindow, qtbot: QtBot) -> None:
    """Progress and a way out; what was made stays for the next time."""
    window = open_window()
    page = window.gate.first_run
    assert page is not None

    page.sample_button.click()
    job = window.services.runner.jobs[-1]
    qtbot.waitUntil(lambda: job.progress.done > 0, timeout=2 * PATIENCE_MS)
    assert not page.sample_button.isEnabled()
    page.cancel_button.click()

    qtbot.waitUntil(lambda: job.state is JobState.CANCELLED, timeout=PATIENCE_MS)
    qtbot.waitUntil(page.sample_button.isEnabled)
    assert window.notifications.texts == ()
