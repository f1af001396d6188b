"""Letters, typing and the scroll bar lead through a long list."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS, OpenWindow, scan_folder

from media_manager.domain.query import Order, SortKey
from media_manager.settings import Profile
from media_manager.ui.main_window import MainWindow

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, profile: Profile, tmp_path: Path) -> MainWindow:
    """Return a window on ten films a letter."""
    folder = tmp_path / "Films"
    folder.mkdir()
    for letter in LETTERS:
        for number in range(10):
            name = f"{letter}{'elm'[number % 3]}o{'aeiou'[number % 5]}{'rst'[number % 3]}"
            (folder / f"{name} {number} ({1950 + number}).mkv").write_bytes(name.encode())
    scan_folder(profile, folder)
    window = open_window()
    qtbot.waitUntil(lambda: len(window.commands.jumping.rail.marks) > 1, timeout=PATIENCE_MS)
    return window


def current(window: MainWindow) -> str:
    row = window.frame_.list.current_row()
    return "" if row is None else row.title


@pytest.mark.parametrize("mode", ["grid", "table"])
def test_a_letter_leads_to_its_first_title(window: MainWindow, qtbot: QtBot, mode: str) -> None:
    """The rail stands beside the list while it is sorted by title."""
    window.commands.show_mode(mode)
    rail = window.commands.jumping.rail
    assert [mark.label for mark in rail.marks] == list(LETTERS)
    assert not rail.isHidden()
    height = rail.height()
    at = QPoint(4, height * LETTERS.index("Q") // len(LETTERS) + 2)
    QTest.mouseClick(rail, Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: current(window).startswith("Q"), timeout=PATIENCE_MS)
    first = window.frame_.list.view.first_visible()[0]
    assert abs(first - LETTERS.index("Q") * 10) <= 10


def test_typing_jumps_and_esc_goes_back(window: MainWindow, qtbot: QtBot) -> None:
    """Each letter is a jump; Enter stays."""
    view = window.frame_.list.view
    window.frame_.list.focus_list()
    QTest.keyClicks(view, "'")
    box = window.commands.jumping.box
    assert box.isVisible()
    assert window.frame_.search.text() == ""
    QTest.keyClicks(box, "wm")
    qtbot.waitUntil(lambda: current(window).startswith("Wm"), timeout=PATIENCE_MS)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert view.first_visible() == (0, 0)
    assert box.isHidden()

    window.registry["jump"].trigger()
    QTest.keyClicks(box, "x")
    qtbot.waitUntil(lambda: current(window).startswith("X"), timeout=PATIENCE_MS)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert current(window).startswith("X")
    assert window.frame_.list.has_focus, window.focusWidget()


def test_other_orders_have_other_marks_or_none(window: MainWindow, qtbot: QtBot) -> None:
    """Decades where the list is sorted by year; nothing where it is sorted by size."""
    rail = window.commands.jumping.rail
    window.frame_.list.orders_chosen.emit((Order(SortKey.YEAR),))
    qtbot.waitUntil(rail.isHidden, timeout=PATIENCE_MS)  # one decade leads nowhere
    window.frame_.list.orders_chosen.emit((Order(SortKey.SIZE),))
    qtbot.waitUntil(lambda: not window.commands.jumping.can_jump, timeout=PATIENCE_MS)
    window.registry["jump"].trigger()
    said = "Sort the list by title, year or date added to jump in it."
    assert said in window.notifications.texts


def test_letters_go_while_words_are_searched(window: MainWindow, qtbot: QtBot) -> None:
    """The best match has no letters; they come back with the whole list."""
    rail = window.commands.jumping.rail
    window.frame_.search.setText("nothing like this")
    qtbot.waitUntil(rail.isHidden, timeout=PATIENCE_MS)
    window.frame_.search.setText("")
    qtbot.waitUntil(lambda: not rail.isHidden(), timeout=PATIENCE_MS)
