"""The order of a list: one key or several, chosen anywhere, remembered for each place."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu  # noqa: TID251 - a test of the room
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS, OpenWindow, scan_folder, write_film

from media_manager.domain.query import Order, SortKey
from media_manager.settings import Profile
from media_manager.ui import places
from media_manager.ui.main_window import MainWindow
from media_manager.ui.place_habits import PlaceHabits
from media_manager.ui.sort_menu import fill_sort_menu, orders_text
from media_manager.ui.views.table_header import TableHeader
from media_manager.ui.window_state import WindowState

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

YEAR, TITLE = Order(SortKey.YEAR), Order(SortKey.TITLE)


@pytest.fixture
def library(profile: Profile, tmp_path: Path) -> Path:
    """Return a folder of films, two of them of one year, that is scanned."""
    for title, year in (("Alpha", 1999), ("Bravo", 1990), ("Charlie", 1999)):
        write_film(tmp_path / "Films", title, year)
    scan_folder(profile, tmp_path / "Films")
    return tmp_path / "Films"


def titles(window: MainWindow) -> list[str]:
    rows = [window.model.row_at(at) for at in range(window.model.rowCount())]
    return [row.title for row in rows if row is not None]


def wait_for(qtbot: QtBot, window: MainWindow, *wanted: str) -> None:
    qtbot.waitUntil(lambda: titles(window) == list(wanted), timeout=PATIENCE_MS)


def click_header(window: MainWindow, key: str, modifier: Qt.KeyboardModifier) -> TableHeader:
    table = window.views.table
    assert table is not None
    header, at = table.horizontalHeader(), window.model.column_of(key)
    assert isinstance(header, TableHeader)
    middle = header.sectionViewportPosition(at) + header.sectionSize(at) // 2
    place = QPoint(middle, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, modifier, place)
    return header


@pytest.mark.usefixtures("library")
def test_shift_and_a_click_sort_by_one_key_more(open_window: OpenWindow, qtbot: QtBot) -> None:
    """By year, and within a year by title from the last to the first."""
    window = open_window()
    window.commands.show_mode("table")
    click_header(window, "year", Qt.KeyboardModifier.NoModifier)
    wait_for(qtbot, window, "Bravo", "Alpha", "Charlie")
    click_header(window, "title", Qt.KeyboardModifier.ShiftModifier)
    header = click_header(window, "title", Qt.KeyboardModifier.ShiftModifier)
    wait_for(qtbot, window, "Bravo", "Charlie", "Alpha")
    keys = ((window.model.column_of("year"), False), (window.model.column_of("title"), True))
    assert header.keys == keys
    assert header.accessibleDescription() == "Sorted by Year ascending, Title descending"
    assert window.frame_.list.header.sort_button.text() == "Year ↑, Title ↓"


@pytest.mark.usefixtures("library")
def test_each_place_remembers_its_order(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile
) -> None:
    """Films by year, all by title: also after a restart."""
    window = open_window()
    window.browsing.go_to(places.of_type("movie"))
    window.frame_.list.orders_chosen.emit((Order(SortKey.YEAR, descending=True), TITLE))
    wait_for(qtbot, window, "Alpha", "Charlie", "Bravo")
    window.browsing.go_to(places.everything())
    wait_for(qtbot, window, "Alpha", "Bravo", "Charlie")
    window.close()

    kept = PlaceHabits(WindowState(profile)).orders(places.of_type("movie"))
    assert kept == (Order(SortKey.YEAR, descending=True), TITLE)
    again = open_window()
    again.browsing.go_to(places.of_type("movie"))
    wait_for(qtbot, again, "Alpha", "Charlie", "Bravo")


@pytest.mark.usefixtures("library")
def test_columns_belong_to_the_place(open_window: OpenWindow) -> None:
    """What is hidden among the films is shown among all; one entry brings the usual back."""
    window = open_window()
    window.commands.show_mode("table")
    table = window.views.table
    assert table is not None
    rating = window.model.column_of("rating")
    window.browsing.go_to(places.of_type("movie"))
    window.browsing.go_to(places.everything())
    table.set_column_shown("rating", shown=False)
    table.set_column_shown("size", shown=True)
    window.browsing.go_to(places.of_type("photo"))
    table.set_column_shown("rating", shown=True)
    window.browsing.go_to(places.everything())
    assert table.isColumnHidden(rating)

    menu = QMenu()
    columns = window.views.columns
    assert columns is not None
    columns.fill_menu(menu)
    menu.actions()[-1].trigger()
    assert not table.isColumnHidden(rating)


@pytest.mark.usefixtures("qapp")
def test_the_menu_offers_a_second_key() -> None:
    """All that the headers can, the menu can too."""
    chosen: list[tuple[Order, ...]] = []
    menu = QMenu()
    fill_sort_menu(menu, (YEAR,), chosen.append, chosen=True)
    by_name = {action.text(): action for action in menu.actions()}
    then = by_name["Then by"].menu()
    assert isinstance(then, QMenu)
    next(action for action in then.actions() if action.text() == "Title").trigger()
    by_name["Reverse the order"].trigger()
    by_name["Usual order"].trigger()
    by_name["Rating"].trigger()
    assert chosen == [
        (YEAR, TITLE),
        (Order(SortKey.YEAR, descending=True),),
        (),
        (Order(SortKey.RATING, descending=True),),
    ]
    assert orders_text(chosen[0]) == "Year ↑, Title ↑"


@pytest.mark.usefixtures("library")
def test_words_have_an_order_of_their_own(open_window: OpenWindow, qtbot: QtBot) -> None:
    """The best match first, whatever the place is sorted by; which is as it was afterwards."""
    window = open_window()
    window.frame_.list.orders_chosen.emit((Order(SortKey.TITLE, descending=True),))
    wait_for(qtbot, window, "Charlie", "Bravo", "Alpha")
    window.frame_.search.setText("alpha")
    wait_for(qtbot, window, "Alpha")
    assert window.navigation.current.query().sort is SortKey.RELEVANCE
    window.frame_.search.setText("")
    wait_for(qtbot, window, "Charlie", "Bravo", "Alpha")


def test_a_damaged_habit_is_none(profile: Profile) -> None:
    """The place has its usual order then."""
    memory = WindowState(profile)
    memory.keep({"places/habits": '{"all": {"orders": [["nonsense", false]], "table": 3}}'})
    habits = PlaceHabits(memory)
    assert habits.orders(places.everything()) == ()
    assert habits.table(places.everything()) is None
