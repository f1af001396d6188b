"""What is offered while one types: fields, values of this library, and how the keys take them."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView  # noqa: TID251 - a test of the room
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS, OpenWindow, scan_folder

from media_manager.settings import Profile
from media_manager.ui.main_window import MainWindow
from media_manager.ui.search_box import SearchBox
from media_manager.ui.search_popup import SearchPopup

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
Key = Qt.Key


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, profile: Profile, tmp_path: Path) -> MainWindow:
    """Return a window on three films with genres, the keyboard in its search box."""
    folder = tmp_path / "Films"
    for title, genre in (("Alpha", "Science Fiction"), ("Bravo", "Satire"), ("Citrus", "Drama")):
        home = folder / f"{title} (2001)"
        home.mkdir(parents=True)
        (home / f"{title} (2001).mkv").write_bytes(title.encode() * 64)
        (home / "movie.nfo").write_text(
            f"<movie><title>{title}</title><year>2001</year><genre>{genre}</genre></movie>", "utf-8"
        )
    scan_folder(profile, folder)
    window = open_window()
    # The first paint gives the keyboard to the list.
    qtbot.waitUntil(lambda: window.frame_.list.has_focus, timeout=PATIENCE_MS)
    window.frame_.focus_search()
    return window


def popup(window: MainWindow) -> SearchPopup:
    return window.frame_.search.popup()


def labels(window: MainWindow) -> list[str]:
    below = popup(window)
    return [each.label for each in below.choices] if below.isVisible() else []


def type_text(window: MainWindow, text: str) -> SearchBox:
    box = window.frame_.search
    QTest.keyClicks(box, text)
    return box


def wait_for(qtbot: QtBot, window: MainWindow, *wanted: str) -> None:
    qtbot.waitUntil(lambda: labels(window) == list(wanted), timeout=PATIENCE_MS)


def test_fields_are_offered_and_taken_with_down_and_enter(qtbot: QtBot, window: MainWindow) -> None:
    """Nothing is chosen before one goes down; then Enter writes it, and the values follow."""
    box = type_text(window, "gen")
    wait_for(qtbot, window, "genre:", "genres:#")
    assert popup(window).highlighted is None

    QTest.keyClick(box, Key.Key_Down)
    assert popup(window).highlighted is not None
    QTest.keyClick(box, Key.Key_Return)
    assert box.text() == "genre:"
    qtbot.waitUntil(
        lambda: set(labels(window)) == {"Drama", "Satire", "Science Fiction"}, timeout=PATIENCE_MS
    )
    QTest.keyClicks(box, "sci")
    wait_for(qtbot, window, "Science Fiction")
    QTest.keyClick(box, Key.Key_Down)
    QTest.keyClick(box, Key.Key_Tab)
    assert box.text() == 'genre:="Science Fiction" '
    qtbot.waitUntil(lambda: window.model.rowCount() == 1, timeout=PATIENCE_MS)
    assert labels(window) == []
    assert box.hasFocus()


def test_enter_without_a_highlight_goes_to_the_list(qtbot: QtBot, window: MainWindow) -> None:
    """The offers are never in the way of somebody who only searches."""
    box = type_text(window, "citr")
    assert labels(window) == []
    QTest.keyClick(box, Key.Key_Return)
    assert window.frame_.list.has_focus

    window.frame_.focus_search()
    type_text(window, "gen")
    wait_for(qtbot, window, "genre:", "genres:#")
    QTest.keyClick(box, Key.Key_Return)
    assert box.text() == "gen"
    qtbot.waitUntil(lambda: labels(window) == [], timeout=PATIENCE_MS)


def test_esc_closes_the_offers_first(qtbot: QtBot, window: MainWindow) -> None:
    """Then it clears the text, then it leaves."""
    box = type_text(window, "gen")
    wait_for(qtbot, window, "genre:", "genres:#")
    QTest.keyClick(box, Key.Key_Escape)
    assert (labels(window), box.text()) == ([], "gen")
    QTest.keyClick(box, Key.Key_Escape)
    assert box.text() == ""


def test_up_from_the_first_line_is_back_in_the_box(qtbot: QtBot, window: MainWindow) -> None:
    """Who went down by mistake goes up again."""
    box = type_text(window, "is:")
    qtbot.waitUntil(lambda: "watched" in labels(window), timeout=PATIENCE_MS)
    QTest.keyClick(box, Key.Key_Down)
    QTest.keyClick(box, Key.Key_Up)
    assert popup(window).highlighted is None
    assert box.text() == "is:"


def test_ctrl_space_offers_everything(window: MainWindow) -> None:
    """Also in an empty box, with the first line ready."""
    QTest.keyClick(window.frame_.search, Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert "title:" in labels(window)
    first = popup(window).highlighted
    assert first is not None
    assert first.label == "title:"


def test_a_value_is_put_where_it_belongs(qtbot: QtBot, window: MainWindow) -> None:
    """What stands around it stays, and one undo takes it back."""
    box = type_text(window, "alpha gen year:2001")
    box.setCursorPosition(len("alpha gen"))
    QTest.keyClick(box, Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    wait_for(qtbot, window, "genre:", "genres:#")
    QTest.keyClick(box, Key.Key_Return)
    assert box.text() == "alpha genre: year:2001"
    box.undo()
    assert "alpha gen year:2001" in (box.text(), box.text().replace("genre:", "gen"))


def test_a_mistake_is_said_above_the_offers_and_a_hint_gives_way(
    qtbot: QtBot, window: MainWindow
) -> None:
    """`year:` alone offers examples; `year:soon` says what is expected; the list stays."""
    box = type_text(window, "year:")
    qtbot.waitUntil(lambda: "year:1990s" in labels(window), timeout=PATIENCE_MS)
    assert box.wrong_place is None
    qtbot.waitUntil(lambda: window.model.rowCount() == 3, timeout=PATIENCE_MS)
    QTest.keyClicks(box, "soon")
    qtbot.waitUntil(lambda: labels(window) == [], timeout=PATIENCE_MS)
    assert str(box.wrong_place) == "(0, 9)"
    assert "“soon”" in box.mistake
    assert window.model.rowCount() == 3


def test_leaving_the_box_takes_the_offers_along(qtbot: QtBot, window: MainWindow) -> None:
    """Nothing hangs over the list that nobody asked for."""
    type_text(window, "gen")
    wait_for(qtbot, window, "genre:", "genres:#")
    window.frame_.list.focus_list()
    assert labels(window) == []


def test_a_line_is_taken_with_the_mouse(qtbot: QtBot, window: MainWindow) -> None:
    """The box keeps the keyboard, so that one can type on."""
    box = type_text(window, "genre:sat")
    wait_for(qtbot, window, "Satire")
    lines = popup(window).findChildren(QListView)[0]
    place = lines.visualRect(lines.model().index(0, 0)).center()
    QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert box.text() == "genre:=Satire "
    assert box.hasFocus()


def test_where_nothing_can_be_offered_a_hint_says_what_can_come(
    qtbot: QtBot, window: MainWindow
) -> None:
    """Quietly, and without a mark: nothing is wrong yet."""
    box = type_text(window, "title:")
    qtbot.waitUntil(lambda: "words of the title" in box.mistake, timeout=PATIENCE_MS)
    assert box.wrong_place is None
    assert labels(window) == []
