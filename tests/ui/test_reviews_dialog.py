"""A person decides about moved files in the window, and the window says when there are any."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication  # noqa: TID251 - a test of the room
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS, OpenWindow, scan_folder, write_film

from media_manager.library.reviews import find_reviews, reject_move
from media_manager.settings import Profile
from media_manager.ui.dialogs.reviews import ReviewsDialog
from media_manager.ui.main_window import MainWindow

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def moved(profile: Profile, tmp_path: Path) -> Path:
    """Return a folder in which two films were copied elsewhere and deleted at their old place."""
    folder = tmp_path / "Films"
    old = [write_film(folder, title, 1990) for title in ("Alpha", "Bravo", "Charlie")][:2]
    scan_folder(profile, folder)
    for file in old:
        target = folder / "Sorted" / file.parent.name
        target.mkdir(parents=True)
        shutil.copy2(file, target)
        file.unlink()
    scan_folder(profile, folder)
    return folder


def open_dialog(qtbot: QtBot, window: MainWindow) -> ReviewsDialog:
    window.registry["reviews"].trigger()
    dialog = window.findChild(ReviewsDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: bool(dialog.rows), timeout=PATIENCE_MS)
    return dialog


@pytest.mark.usefixtures("moved")
def test_the_window_says_that_files_wait(open_window: OpenWindow) -> None:
    """The action is of use, and the banner leads to it until it is dismissed."""
    window = open_window()
    banner = window.frame_.list.banner
    assert window.registry["reviews"].isEnabled()
    assert banner.isVisible()
    assert banner.accessibleName().startswith("2 files may have been moved")
    banner._dismiss.click()
    assert not banner.isVisible()


def test_without_such_files_there_is_nothing_to_review(
    open_window: OpenWindow, profile: Profile, films: Path
) -> None:
    """The action is there, and says by its look that it has nothing to do."""
    scan_folder(profile, films)
    window = open_window()
    assert not window.registry["reviews"].isEnabled()
    assert not window.frame_.list.banner.isVisible()


def test_each_answer_is_done_and_leaves_the_list(
    qtbot: QtBot, open_window: OpenWindow, moved: Path
) -> None:
    """The same film takes the file; different ones both stay; then nothing is left to ask."""
    window = open_window()
    dialog = open_dialog(qtbot, window)
    assert [row.accessibleName() for row in dialog.rows] == ["Alpha (1990)", "Bravo (1990)"]
    with qtbot.waitSignal(dialog.decided, timeout=PATIENCE_MS):
        QTest.mouseClick(dialog.rows[0].same, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(dialog.rows) == 1, timeout=PATIENCE_MS)
    with qtbot.waitSignal(dialog.decided, timeout=PATIENCE_MS):
        QTest.keyClick(dialog.rows[0].different, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not dialog.rows, timeout=PATIENCE_MS)
    assert dialog.text.text() == "No moved file waits for your decision."
    qtbot.waitUntil(lambda: not window.registry["reviews"].isEnabled(), timeout=PATIENCE_MS)
    with window.services.store.reading() as reader:
        paths = reader.execute(
            "SELECT f.path, f.state FROM media_file f WHERE f.kind = 'movie' ORDER BY f.path"
        ).fetchall()
    assert [(path.decode(), state) for path, state in paths] == [
        ("Bravo (1990)/Bravo (1990).mkv", "missing"),
        ("Charlie (1990)/Charlie (1990).mkv", "present"),
        ("Sorted/Alpha (1990)/Alpha (1990).mkv", "present"),
        ("Sorted/Bravo (1990)/Bravo (1990).mkv", "present"),
    ]
    assert moved.exists()


@pytest.mark.usefixtures("moved")
def test_what_was_decided_elsewhere_is_said(qtbot: QtBot, open_window: OpenWindow) -> None:
    """Another process may be faster: the answer is refused in words, and the list is read anew."""
    window = open_window()
    dialog = open_dialog(qtbot, window)
    with window.services.store.reading() as reader:
        first = find_reviews(reader)[0]
    reject_move(window.services.store, first.id)
    dialog.rows[0].same.click()
    qtbot.waitUntil(lambda: len(dialog.rows) == 1, timeout=PATIENCE_MS)
    assert dialog.error.isVisible()
    assert "no open question" in dialog.error.text()


@pytest.mark.usefixtures("moved")
def test_the_dialog_can_be_used_without_a_mouse(
    qtbot: QtBot, qapp: QApplication, open_window: OpenWindow
) -> None:
    """The first answer has the keyboard; Enter in the dialog decides nothing by accident."""
    dialog = open_dialog(qtbot, open_window())
    qtbot.waitUntil(lambda: qapp.focusWidget() is dialog.rows[0].same, timeout=PATIENCE_MS)
    assert not any(row.same.autoDefault() or row.different.autoDefault() for row in dialog.rows)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=PATIENCE_MS)
