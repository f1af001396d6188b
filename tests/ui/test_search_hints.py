"""What an empty list offers, and the help of the search: always something that finds something."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton  # noqa: TID251 - a test of the room
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS, OpenWindow, scan_folder, write_film

from media_manager.settings import Profile
from media_manager.ui.dialogs.query_help import QueryHelpDialog
from media_manager.ui.main_window import MainWindow

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, profile: Profile, tmp_path: Path) -> MainWindow:
    folder = tmp_path / "Films"
    for title, year in (("Lighthouse", 1999), ("Harbor", 1999), ("Harbor Nights", 2004)):
        write_film(folder, title, year)
    scan_folder(profile, folder)
    window = open_window()
    # The first paint gives the keyboard to the list.
    qtbot.waitUntil(lambda: window.frame_.list.has_focus, timeout=PATIENCE_MS)
    return window


def titles(window: MainWindow) -> list[str]:
    rows = [window.model.row_at(at) for at in range(window.model.rowCount())]
    return [row.title for row in rows if row is not None]


def offers(window: MainWindow) -> list[str]:
    if window.frame_.list.shows_list:
        return []
    page = window.frame_.list.page
    return [each.text() for each in page.findChildren(QPushButton) if not each.isHidden()]


def wait_for_offer(qtbot: QtBot, window: MainWindow, offer: str) -> None:
    qtbot.waitUntil(lambda: offer in offers(window), timeout=PATIENCE_MS)


def test_another_spelling_is_offered_and_never_applied(qtbot: QtBot, window: MainWindow) -> None:
    """One slip of the hand is one click; until then the list says that nothing was found."""
    QTest.keyClicks(window.frame_.search, "lihgthouse")
    wait_for_offer(qtbot, window, "Did you mean “lighthouse”?")
    assert titles(window) == []
    assert window.frame_.search.text() == "lihgthouse"

    window.frame_.list.page.press()
    assert window.frame_.search.text() == "lighthouse"
    qtbot.waitUntil(lambda: titles(window) == ["Lighthouse"], timeout=PATIENCE_MS)


def test_the_condition_that_excludes_everything_is_named(qtbot: QtBot, window: MainWindow) -> None:
    """Somebody who asked for too much sees which part was too much, and how much there is else."""
    window.frame_.search.setText("harbor year:1950")
    wait_for_offer(qtbot, window, "Without “Year: 1950”: 2 results")
    assert offers(window)[-1] == "Clear the search"

    window.frame_.list.page.press()
    assert window.frame_.search.text() == "harbor"
    qtbot.waitUntil(lambda: titles(window) == ["Harbor", "Harbor Nights"], timeout=PATIENCE_MS)


def test_a_field_that_was_mistyped_is_offered_below_the_box(
    qtbot: QtBot, window: MainWindow
) -> None:
    """`yaer:1999` is two words that nobody has; what was meant is one key away."""
    box = window.frame_.search
    window.frame_.focus_search()
    QTest.keyClicks(box, "yaer:1999")
    popup = box.popup()
    qtbot.waitUntil(
        lambda: [each.label for each in popup.choices] == ["Did you mean year:1999?"],
        timeout=PATIENCE_MS,
    )
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.text() == "year:1999"
    qtbot.waitUntil(lambda: titles(window) == ["Harbor", "Lighthouse"], timeout=PATIENCE_MS)


def _help(window: MainWindow) -> QueryHelpDialog:
    found = window.findChildren(QueryHelpDialog)
    assert len(found) == 1
    return found[0]


def _lines(dialog: QueryHelpDialog) -> dict[str, str]:
    """Return the examples that are seen, with what each finds."""
    rows = [row for _group, rows in dialog._groups for row in rows]
    return {row.text(0): row.text(2) for row in rows if not row.isHidden()}


def test_f1_in_the_box_shows_examples_of_this_library(qtbot: QtBot, window: MainWindow) -> None:
    """Each example finds something here, and a click shows it."""
    window.frame_.focus_search()
    QTest.keyClick(window.frame_.search, Qt.Key.Key_F1)
    dialog = _help(window)
    assert not dialog.isModal()
    qtbot.waitUntil(lambda: _lines(dialog).get("year:1990s") == "2", timeout=PATIENCE_MS)

    dialog.filter.setText("decade")
    assert "year:1990s" in _lines(dialog)
    assert "is:unwatched" not in _lines(dialog)
    item = dialog.list.findItems("year:1990s", Qt.MatchFlag.MatchRecursive)[0]
    dialog.list.itemClicked.emit(item, 0)
    assert window.frame_.search.text() == "year:1990s"
    qtbot.waitUntil(lambda: titles(window) == ["Harbor", "Lighthouse"], timeout=PATIENCE_MS)
    dialog.close()


def test_the_help_works_without_a_library(open_window: OpenWindow, qtbot: QtBot) -> None:
    """Who has nothing yet can read what will be possible."""
    window = open_window()
    window.registry["query-help"].trigger()
    dialog = _help(window)
    qtbot.wait(50)
    assert "missing:" in _lines(dialog)
    assert '"black and white"' in _lines(dialog)
    dialog.close()
