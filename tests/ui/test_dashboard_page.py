"""The dashboard in the window: eight numbers, four charts, and a way from each to its items."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS, OpenWindow, scan_folder, write_episode, write_film

from media_manager.domain.dashboard import ChartKey, FigureKey
from media_manager.library.searches import save_search
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile
from media_manager.ui import places
from media_manager.ui.dashboard.bars import Bar, BarChart
from media_manager.ui.dashboard.line import LineChart
from media_manager.ui.dashboard.page import DashboardPage
from media_manager.ui.main_window import MainWindow
from media_manager.ui.places import Within

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def library(profile: Profile, films: Path, tmp_path: Path) -> Profile:
    """Five films of the nineties with posters, one of 2004 without, and a show of two episodes."""
    bare = write_film(films, "Zebra", 2004)
    (bare.parent / "poster.jpg").unlink()
    for episode in (1, 2):
        write_episode(tmp_path / "Shows", "Signals", 1, episode)
    scan_folder(profile, films)
    scan_folder(profile, tmp_path / "Shows")
    return profile


def go_to_dashboard(window: MainWindow, qtbot: QtBot) -> DashboardPage:
    window.registry["dashboard"].trigger()
    desk = window.browsing.dashboard
    assert desk is not None
    wait_until_counted(desk.page, qtbot)
    # The numbers can be there before the page stands in front: until then it takes no focus.
    qtbot.waitUntil(desk.page.isVisible, timeout=PATIENCE_MS)
    return desk.page


def wait_until_counted(page: DashboardPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(
        lambda: all(tile.figure is not None for tile in page.tiles.values()), timeout=PATIENCE_MS
    )


def value(page: DashboardPage, key: FigureKey) -> int:
    figure = page.tiles[key].figure
    return -1 if figure is None else figure.value


def bars(page: DashboardPage, key: ChartKey) -> dict[str, Bar]:
    chart = page.cards[key].chart
    assert isinstance(chart, BarChart)
    return {bar.label: bar for bar in chart.bars}


def wait_for_list(window: MainWindow, qtbot: QtBot, text: str, rows: int) -> None:
    qtbot.waitUntil(
        lambda: (
            window.frame_.search.text() == text
            and window.model.is_exact
            and window.model.rowCount() == rows
        ),
        timeout=PATIENCE_MS,
    )


@pytest.mark.usefixtures("library")
def test_the_numbers_are_those_of_the_library(open_window: OpenWindow, qtbot: QtBot) -> None:
    """Eight numbers, each said aloud with what it counts."""
    page = go_to_dashboard(open_window(), qtbot)
    shown = {key: value(page, key) for key in FigureKey}
    assert shown[FigureKey.ITEMS] == 7
    assert shown[FigureKey.UNWATCHED] == 8
    assert (shown[FigureKey.OFFLINE], shown[FigureKey.DUPLICATES]) == (0, 0)
    assert shown[FigureKey.STORAGE] > 0
    assert shown[FigureKey.INCOMPLETE] >= 1
    assert page.tiles[FigureKey.ITEMS].accessibleName() == "Items: 7 items"
    assert page.tiles[FigureKey.ITEMS].value_text == "7"
    assert [bar.label for bar in bars(page, ChartKey.DECADES).values()] == ["1990s", "2000s"]


@pytest.mark.parametrize("key", list(FigureKey))
@pytest.mark.usefixtures("library")
def test_a_click_on_a_number_opens_what_it_counts(
    open_window: OpenWindow, qtbot: QtBot, key: FigureKey
) -> None:
    """The list has as many rows as the number says, and the search box says how to ask."""
    window = open_window()
    page = go_to_dashboard(window, qtbot)
    figure = page.tiles[key].figure
    assert figure is not None
    with window.services.store.reading() as reader:
        expected = reader.count(figure.query)
    QTest.mouseClick(page.tiles[key], LEFT)
    qtbot.waitUntil(lambda: not window.navigation.current.is_dashboard, timeout=PATIENCE_MS)
    text = window.frame_.search.text()
    assert (text == "") == (key is FigureKey.ITEMS)
    wait_for_list(window, qtbot, text, expected)


@pytest.mark.usefixtures("library")
def test_a_bar_opens_its_items_and_with_ctrl_all_others(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    """By mouse; the way back leads to the dashboard again."""
    window = open_window()
    page = go_to_dashboard(window, qtbot)
    QTest.mouseClick(bars(page, ChartKey.DECADES)["2000s"], LEFT)
    wait_for_list(window, qtbot, "year:2000s -type:episode", 1)
    window.navigation.back()
    assert window.navigation.current.is_dashboard
    assert not window.frame_.list.shows_list
    QTest.mouseClick(bars(page, ChartKey.DECADES)["2000s"], LEFT, CONTROL)
    wait_for_list(window, qtbot, "-year:2000s -type:episode", 6)


@pytest.mark.usefixtures("library")
def test_the_keyboard_reaches_every_bar(open_window: OpenWindow, qtbot: QtBot) -> None:
    """Tab comes to a chart once, arrows go on, Enter opens and minus excludes."""
    window = open_window()
    page = go_to_dashboard(window, qtbot)
    first, second = bars(page, ChartKey.DECADES).values()
    policies = [bar.focusPolicy() for bar in (first, second)]
    assert policies == [Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.ClickFocus]
    first.setFocus()
    qtbot.waitUntil(lambda: page.window().focusWidget() is first, timeout=PATIENCE_MS)
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert page.window().focusWidget() is second
    QTest.keyClick(second, Qt.Key.Key_Minus)
    wait_for_list(window, qtbot, "-year:2000s -type:episode", 6)
    window.navigation.back()
    QTest.keyClick(second, Qt.Key.Key_Return)
    wait_for_list(window, qtbot, "year:2000s -type:episode", 1)


@pytest.mark.usefixtures("library")
def test_the_line_says_its_point_and_opens_it(open_window: OpenWindow, qtbot: QtBot) -> None:
    """All came in one month, so there is one point, which opens that month."""
    window = open_window()
    page = go_to_dashboard(window, qtbot)
    line = page.cards[ChartKey.GROWTH].chart
    assert isinstance(line, LineChart)
    month = line.marks[0].label
    assert (len(line.marks), line.marks[0].total) == (1, 7)
    assert line.accessibleName().endswith(": 7 came, 7 in all")
    QTest.mouseClick(line, LEFT, pos=QPoint(10, 10))
    wait_for_list(window, qtbot, f"added:{month} -type:episode", 7)
    window.navigation.back()
    QTest.keyClick(line, Qt.Key.Key_Return)
    wait_for_list(window, qtbot, f"added:{month} -type:episode", 7)


def test_what_changes_is_counted_again(
    library: Profile, open_window: OpenWindow, qtbot: QtBot, films: Path
) -> None:
    """A scan of another program adds a film; the page follows by itself."""
    page = go_to_dashboard(open_window(), qtbot)
    write_film(films, "Newcomer", 2015)
    scan_folder(library, films)
    qtbot.waitUntil(lambda: value(page, FigureKey.ITEMS) == 8, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: "2010s" in bars(page, ChartKey.DECADES), timeout=PATIENCE_MS)


def test_a_virtual_library_restricts_the_page(
    library: Profile, open_window: OpenWindow, qtbot: QtBot
) -> None:
    """Numbers are those within it, and what is opened stays within it."""
    store = LibraryStore(library.library_db)
    save_search(store, "Old", "year:<2000")
    store.close()
    window = open_window()
    page = go_to_dashboard(window, qtbot)
    window.browsing.use_within(Within(1, "Old"))
    qtbot.waitUntil(lambda: value(page, FigureKey.ITEMS) == 5, timeout=PATIENCE_MS)
    wait_until_counted(page, qtbot)
    QTest.mouseClick(page.tiles[FigureKey.ITEMS], LEFT)
    wait_for_list(window, qtbot, "", 5)
    assert window.navigation.current.within is not None


@pytest.mark.usefixtures("library")
def test_leaving_gives_the_list_its_place_back(open_window: OpenWindow, qtbot: QtBot) -> None:
    """The page has the width of filters and details; they are as before when it goes."""
    window = open_window()
    details = window.frame_._details_place
    assert details.isVisible()
    go_to_dashboard(window, qtbot)
    assert not details.isVisible()
    assert not window.frame_.list.header.isVisible()
    assert not window.registry["view-table"].isEnabled()
    window.browsing.go_to(places.everything())
    qtbot.waitUntil(lambda: window.frame_.list.shows_list, timeout=PATIENCE_MS)
    assert details.isVisible()
    assert window.frame_.list.header.isVisible()
    assert window.registry["view-table"].isEnabled()


def test_an_empty_library_offers_one_way_on(
    profile: Profile, films: Path, open_window: OpenWindow, qtbot: QtBot
) -> None:
    """No zeros in large type: what will be here, and how it gets here."""
    for film in list(films.rglob("*.*")):
        film.unlink()
    scan_folder(profile, films)
    window = open_window()
    window.registry["dashboard"].trigger()
    shown = window.frame_.list
    qtbot.waitUntil(lambda: shown.page.title == "Nothing to count yet", timeout=PATIENCE_MS)
    assert shown.stack.currentWidget() is shown.page
    with qtbot.waitSignal(window.browsing.scan_wanted, timeout=PATIENCE_MS):
        window.frame_.list.page.press()


@pytest.mark.usefixtures("library")
def test_a_narrow_window_has_two_numbers_side_by_side(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    """Nothing is cut: names fit, and charts stand one below the other."""
    window = open_window()
    window.resize(900, 700)
    page = go_to_dashboard(window, qtbot)
    tiles = list(page.tiles.values())
    assert tiles[0].y() == tiles[1].y() < tiles[2].y()
    assert all(tile.width() >= tile.title_width for tile in tiles)
    cards = list(page.cards.values())
    assert cards[0].y() < cards[1].y()
    window.resize(1500, 900)
    qtbot.waitUntil(lambda: tiles[0].y() == tiles[3].y() < tiles[4].y(), timeout=PATIENCE_MS)
    assert cards[0].y() == cards[1].y() < cards[2].y()
