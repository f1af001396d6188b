"""Home: start, see what to go on with, press Enter. Headings lead to all of it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.ui.conftest import (
    PATIENCE_MS,
    OpenWindow,
    scan_folder,
    write_episode,
    write_film,
)

from media_manager.library.state import set_watched
from media_manager.persistence.reader import open_reader
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile
from media_manager.ui import places
from media_manager.ui.main_window import MainWindow

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def begun(profile: Profile, tmp_path: Path) -> int:
    """Make a library with a show whose first episode was watched; return the second."""
    write_film(tmp_path / "Films", "Alpha", 1999)
    for episode in (1, 2, 3):
        write_episode(tmp_path / "Shows", "Signals", 1, episode)
    scan_folder(profile, tmp_path / "Films")
    scan_folder(profile, tmp_path / "Shows")
    reader = open_reader(profile.library_db)
    rows = reader.execute("SELECT id FROM media_item WHERE media_type = 'episode' ORDER BY episode")
    episodes = [int(row[0]) for row in rows]
    reader.close()
    store = LibraryStore(profile.library_db)
    set_watched(store, episodes[:1], watched=True)
    store.close()
    return episodes[1]


def headings(window: MainWindow) -> list[str]:
    grid = window.views.grid
    return [] if grid is None else [each.title.removesuffix("  ›") for each in grid._sections]


def go_home(window: MainWindow, qtbot: QtBot) -> None:
    window.browsing.go_to(places.home())
    qtbot.waitUntil(lambda: bool(headings(window)), timeout=PATIENCE_MS)


def test_enter_goes_on_with_the_next_episode(
    begun: int, open_window: OpenWindow, qtbot: QtBot
) -> None:
    """Start, see the last view, one key."""
    window = open_window()
    go_home(window, qtbot)
    window.close()

    again = open_window()
    qtbot.waitUntil(lambda: headings(again) != [], timeout=PATIENCE_MS)
    assert headings(again)[:2] == ["Continue watching", "Recently added"]
    again.frame_.list.focus_list()
    with qtbot.waitSignal(again.browsing.play_wanted, timeout=PATIENCE_MS) as played:
        QTest.keyClick(again.frame_.list.view, Qt.Key.Key_Return)
    assert played.args == [begun]


def test_enter_waits_for_a_row_that_is_on_its_way(
    begun: int, open_window: OpenWindow, qtbot: QtBot
) -> None:
    """The number of cards is known before the cards are: a key pressed between is not lost."""
    window = open_window()
    go_home(window, qtbot)
    window.frame_.list.focus_list()
    qtbot.waitUntil(lambda: window.frame_.list.current_row() is not None, timeout=PATIENCE_MS)
    window.model._pages.drop(0)
    assert window.frame_.list.current_row() is None
    with qtbot.waitSignal(window.browsing.play_wanted, timeout=PATIENCE_MS) as played:
        QTest.keyClick(window.frame_.list.view, Qt.Key.Key_Return)
    assert played.args == [begun]


@pytest.mark.usefixtures("begun")
def test_a_heading_opens_all_of_it(open_window: OpenWindow, qtbot: QtBot) -> None:
    """A click on it is a way to a place, and back leads home."""
    window = open_window()
    go_home(window, qtbot)
    grid = window.views.grid
    assert grid is not None
    grid.heading_clicked.emit(1)
    assert window.navigation.current.place == places.added_lately()
    qtbot.waitUntil(lambda: headings(window) == [], timeout=PATIENCE_MS)
    window.navigation.back()
    qtbot.waitUntil(lambda: headings(window) != [], timeout=PATIENCE_MS)


@pytest.mark.usefixtures("begun")
def test_the_heading_is_where_it_is_painted(open_window: OpenWindow, qtbot: QtBot) -> None:
    """So that a click on it, and only there, is one on it."""
    window = open_window()
    go_home(window, qtbot)
    grid = window.views.grid
    assert grid is not None
    card = grid.visualRect(window.model.index(0, 0))
    assert grid.heading_at(QPoint(40, 10)) == 0
    assert grid.heading_at(card.center()) is None
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 10))
    assert window.navigation.current.place == places.begun()


@pytest.mark.usefixtures("begun")
def test_typing_at_home_searches_everything(open_window: OpenWindow, qtbot: QtBot) -> None:
    """Without headings, and without words it is home again."""
    window = open_window()
    go_home(window, qtbot)
    window.frame_.search.setText("alpha")
    qtbot.waitUntil(lambda: window.model.rowCount() == 1, timeout=PATIENCE_MS)
    assert headings(window) == []
    window.frame_.search.setText("")
    qtbot.waitUntil(lambda: headings(window) != [], timeout=PATIENCE_MS)


def test_home_follows_what_is_watched(begun: int, open_window: OpenWindow, qtbot: QtBot) -> None:
    """The next episode takes the place of the one that was watched."""
    window = open_window()
    go_home(window, qtbot)
    assert window.model.id_at(0) == begun
    window.items.set_watched([begun], watched=True)
    qtbot.waitUntil(lambda: window.model.id_at(0) == begun + 1, timeout=PATIENCE_MS)


def test_an_empty_home_says_so(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile, tmp_path: Path
) -> None:
    """And leads to everything."""
    (tmp_path / "Empty").mkdir()
    scan_folder(profile, tmp_path / "Empty")
    window = open_window()
    window.browsing.go_to(places.home())
    page = window.frame_.list.page
    qtbot.waitUntil(lambda: page.title == "Nothing to go on with yet", timeout=PATIENCE_MS)
    page.press()
    assert window.navigation.current.place == places.everything()


@pytest.mark.usefixtures("begun")
def test_home_shows_posters_also_beside_a_table(open_window: OpenWindow, qtbot: QtBot) -> None:
    """Only they have headings; elsewhere the table comes back."""
    window = open_window()
    window.commands.show_mode("table")
    go_home(window, qtbot)
    assert window.frame_.list.view is window.views.grid
    assert window.frame_.list.mode == "table"
    window.browsing.go_to(places.everything())
    shown: object = window.frame_.list.view
    assert shown is window.views.table


def test_one_key_goes_on_from_anywhere(begun: int, open_window: OpenWindow, qtbot: QtBot) -> None:
    """Whatever is shown: the next episode of the last show is handed to the player."""
    window = open_window()
    window.browsing.go_to(places.of_type("movie"))
    assert window.registry["continue"].isEnabled()
    window.services.settings.set("player.command", "true")
    with qtbot.waitSignal(window.items.played, timeout=PATIENCE_MS) as played:
        window.registry["continue"].trigger()
    assert played.args == [begun]
