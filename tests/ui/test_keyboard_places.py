"""The keyboard and the mouse always have a place in the list, and nothing covers another thing."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS, OpenWindow, scan_folder, write_episode

from media_manager.errors import FileVanished, RootFolderOffline
from media_manager.lazy_model import MediaRole
from media_manager.settings import Profile
from media_manager.ui.main_window import MainWindow
from media_manager.ui.notifications import Toast

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, profile: Profile, tmp_path: Path) -> MainWindow:
    """Return a window on one show of one season, with the list in focus."""
    for episode in (1, 2):
        write_episode(tmp_path / "Shows", "Signals", 1, episode)
    scan_folder(profile, tmp_path / "Shows")
    window = open_window()
    qtbot.waitUntil(lambda: window.model.rowCount() == 1, timeout=PATIENCE_MS)
    window.frame_.list.focus_list()
    return window


def shown_kind(window: MainWindow) -> str:
    return str(window.model.index(0, 0).data(MediaRole.MEDIA_TYPE))


def test_enter_leads_down_to_the_episodes(window: MainWindow, qtbot: QtBot) -> None:
    """Each place that is opened has its first item selected, so that Enter goes on."""
    for kind in ("season", "episode"):
        QTest.keyClick(window.frame_.list.view, Qt.Key.Key_Return)
        qtbot.waitUntil(partial(_is_first_chosen, window, kind), timeout=PATIENCE_MS)


def _is_first_chosen(window: MainWindow, kind: str) -> bool:
    first = window.model.id_at(0)
    chosen = list(window.frame_.list.selected_ids()), window.frame_.list.current_id()
    return shown_kind(window) == kind and chosen == ([first], first)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Down])
@pytest.mark.parametrize("mode", ["grid", "table", "tree"])
def test_the_search_leads_to_a_selected_item(
    window: MainWindow, qtbot: QtBot, key: Qt.Key, mode: str
) -> None:
    """Enter and Down in the search select the first item, and so the details show it."""
    window.commands.show_mode(mode)
    tree = window.frame_.list.tree
    qtbot.waitUntil(lambda: tree is None or tree.tree.rowCount() == 1, timeout=PATIENCE_MS)
    window.frame_.list.select_none()
    window.frame_.focus_search()
    QTest.keyClick(window.frame_.search, key)
    assert list(window.frame_.list.selected_ids()) == [window.model.id_at(0)]


@pytest.mark.parametrize("mode", ["grid", "table"])
def test_the_side_buttons_of_a_mouse_go_back_and_forward(
    window: MainWindow, qtbot: QtBot, mode: str
) -> None:
    """They work over the list too, where a view would take them for clicks."""
    window.commands.show_mode(mode)
    window.browsing.open_current()
    qtbot.waitUntil(lambda: shown_kind(window) == "season", timeout=PATIENCE_MS)
    viewport = window.frame_.list.view.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.BackButton)
    qtbot.waitUntil(lambda: shown_kind(window) == "show", timeout=PATIENCE_MS)
    QTest.mouseClick(viewport, Qt.MouseButton.ForwardButton)
    qtbot.waitUntil(lambda: shown_kind(window) == "season", timeout=PATIENCE_MS)


def test_a_message_does_not_cover_the_jobs(window: MainWindow) -> None:
    """A message that is there already moves when the panel opens below it."""
    window.notifications.say("Something good")
    toast = window.findChild(Toast)
    assert toast is not None
    before = toast.geometry().bottom()
    window.commands.show_jobs(shown=True)
    panel = window.commands.jobs_panel
    assert panel is not None
    assert before - toast.geometry().bottom() == panel.height()
    window.commands.show_jobs(shown=False)
    assert toast.geometry().bottom() == before


def test_what_was_said_of_an_offline_folder_goes_when_it_is_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    """A message stays no longer than it is true; another one stays."""
    window.notifications.error(RootFolderOffline("The folder is away"))
    window.notifications.error(FileVanished("The file is gone"))
    with qtbot.waitSignal(window.library.overview_changed, timeout=PATIENCE_MS):
        window.library.refresh()
    assert window.notifications.texts == ("The file is gone",)


def test_the_menu_key_offers_no_menu_of_toolbars(window: MainWindow) -> None:
    """There is one toolbar, and it stays."""
    assert window.createPopupMenu() is None
