"""Back, forward and a restart lead to the same row, not to the top of the list."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS, OpenWindow, scan_folder

from media_manager.settings import Profile
from media_manager.ui import places
from media_manager.ui.main_window import MainWindow

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

FILMS = 240


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, profile: Profile, tmp_path: Path) -> MainWindow:
    """Return a window on more films than a page holds."""
    folder = tmp_path / "Films"
    folder.mkdir()
    for number in range(FILMS):
        (folder / f"Film {number:03} (2001).mkv").write_bytes(b"%d" % number)
    scan_folder(profile, folder)
    window = open_window()
    qtbot.waitUntil(lambda: _is_whole(window), timeout=PATIENCE_MS)
    return window


def _is_whole(window: MainWindow) -> bool:
    return window.model.is_exact and window.model.rowCount() == FILMS


@pytest.mark.parametrize("mode", ["grid", "table"])
def test_back_leads_to_the_row_that_was_left(window: MainWindow, qtbot: QtBot, mode: str) -> None:
    """With the item that was current, and the same rows in view."""
    window.commands.show_mode(mode)
    view = window.frame_.list.view
    item_id = window.model.id_at(200)
    assert item_id is not None
    window.frame_.list.show_item(item_id)
    left = view.first_visible()
    assert left[0] > 0

    window.browsing.go_to(places.added_lately())
    qtbot.waitUntil(lambda: view.first_visible() == (0, 0), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: _is_whole(window), timeout=PATIENCE_MS)
    window.navigation.back()
    qtbot.waitUntil(lambda: view.first_visible() == left, timeout=PATIENCE_MS)
    assert list(window.frame_.list.selected_ids()) == [item_id]
    assert window.frame_.list.current_id() == item_id


def test_a_new_visit_begins_at_the_top(window: MainWindow, qtbot: QtBot) -> None:
    """Only back and forward go back."""
    view = window.frame_.list.view
    view.scroll_to_row(100, 0)
    window.browsing.go_to(places.added_lately())
    qtbot.waitUntil(lambda: view.first_visible() == (0, 0), timeout=PATIENCE_MS)
    view.scroll_to_row(100, 0)
    window.browsing.go_to(places.everything())
    qtbot.waitUntil(lambda: view.first_visible() == (0, 0), timeout=PATIENCE_MS)


def test_a_restart_leads_to_the_row_that_was_left(
    window: MainWindow, open_window: OpenWindow, qtbot: QtBot
) -> None:
    """The current item and the row at the upper edge are those of the last time.

    Another width has other lines: the row is in the first one then, not always at its start.
    """
    item_id = window.model.id_at(150)
    assert item_id is not None
    window.frame_.list.show_item(item_id)
    row, _scrolled_out = window.frame_.list.view.first_visible()
    window.close()

    again = open_window()
    qtbot.waitUntil(lambda: again.frame_.list.current_id() == item_id, timeout=PATIENCE_MS)
    view = again.frame_.list.view
    qtbot.waitUntil(lambda: abs(view.first_visible()[0] - row) <= 10, timeout=PATIENCE_MS)


def test_a_list_that_got_the_keyboard_first_still_goes_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    """It chooses its first item then, which nobody moved to."""
    item_id = window.model.id_at(150)
    assert item_id is not None
    window.frame_.list.show_item(item_id)
    spot = window.navigation.look()
    window.browsing.go_to(places.added_lately())
    qtbot.waitUntil(lambda: _is_whole(window) and window.model.id_at(0) != 1, timeout=PATIENCE_MS)
    keeper = window.browsing._spots
    keeper.want(spot)
    window.frame_.list.focus_list()
    keeper.arrive()
    assert window.frame_.list.current_id() == item_id
