"""Headings between the posters: one for each run of the order, with how many it has."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS, OpenWindow, scan_folder, write_film

from media_manager.domain.grouping import GroupBy
from media_manager.domain.query import Order, SortKey
from media_manager.settings import Profile
from media_manager.ui import places
from media_manager.ui.main_window import MainWindow

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def library(profile: Profile, tmp_path: Path) -> Path:
    for title, year in (("Alpha", 1999), ("Bravo", 1985), ("Avenue", 1992), ("2 Cities", 1935)):
        write_film(tmp_path / "Films", title, year)
    scan_folder(profile, tmp_path / "Films")
    return tmp_path / "Films"


def headings(window: MainWindow) -> list[str]:
    grid = window.views.grid
    return [] if grid is None else [section.title for section in grid._sections]


def wait_for(qtbot: QtBot, window: MainWindow, *wanted: str) -> None:
    qtbot.waitUntil(lambda: headings(window) == list(wanted), timeout=PATIENCE_MS)


@pytest.mark.usefixtures("library")
def test_posters_stand_under_letters_and_decades(open_window: OpenWindow, qtbot: QtBot) -> None:
    """Grouping by something sorts by it; no groups is the plain list again."""
    window = open_window()
    qtbot.waitUntil(lambda: window.model.is_exact, timeout=PATIENCE_MS)
    grouping = window.commands.grouping
    grouping.choose(GroupBy.LETTER)
    wait_for(qtbot, window, "#  ·  1", "A  ·  2", "B  ·  1")
    grouping.choose(GroupBy.DECADE)
    wait_for(qtbot, window, "1990s  ·  2", "1980s  ·  1", "1930s  ·  1")
    assert grouping.button.text() == "Group: Decade"
    grouping.choose(None)
    wait_for(qtbot, window)


@pytest.mark.usefixtures("library")
def test_another_order_has_no_groups(open_window: OpenWindow, qtbot: QtBot) -> None:
    """Where a group would come back again and again there are no headings."""
    window = open_window()
    window.commands.grouping.choose(GroupBy.DECADE)
    wait_for(qtbot, window, "1990s  ·  2", "1980s  ·  1", "1930s  ·  1")
    window.frame_.list.orders_chosen.emit((Order(SortKey.TITLE),))
    wait_for(qtbot, window)
    window.frame_.list.orders_chosen.emit((Order(SortKey.YEAR),))
    wait_for(qtbot, window, "1930s  ·  1", "1980s  ·  1", "1990s  ·  2")


@pytest.mark.usefixtures("library")
def test_groups_follow_the_search_and_are_remembered(open_window: OpenWindow, qtbot: QtBot) -> None:
    """Each place has its own; a condition narrows the groups; a restart keeps them."""
    window = open_window()
    window.browsing.go_to(places.of_type("movie"))
    window.commands.grouping.choose(GroupBy.DECADE)
    wait_for(qtbot, window, "1990s  ·  2", "1980s  ·  1", "1930s  ·  1")
    window.frame_.search.setText("year:>1990")
    wait_for(qtbot, window, "1990s  ·  2")
    window.browsing.go_to(places.everything())
    wait_for(qtbot, window)
    window.browsing.go_to(places.of_type("movie"))
    wait_for(qtbot, window, "1990s  ·  2", "1980s  ·  1", "1930s  ·  1")
    window.close()
    again = open_window()
    wait_for(qtbot, again, "1990s  ·  2", "1980s  ·  1", "1930s  ·  1")


@pytest.mark.usefixtures("library")
def test_a_table_offers_no_groups(open_window: OpenWindow, qtbot: QtBot) -> None:
    """Headings stand between posters only."""
    window = open_window()
    qtbot.waitUntil(lambda: window.model.is_exact, timeout=PATIENCE_MS)
    button = window.commands.grouping.button
    assert button.isVisible()
    window.commands.show_mode("table")
    assert not button.isVisible()
