"""Saved searches: saved with a key, opened with a click, changed, undone, used as a library."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton  # noqa: TID251 - a test of the room
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS, OpenWindow, scan_folder, write_film

from media_manager.library.searches import SavedSearch, save_search
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile
from media_manager.ui import places
from media_manager.ui.dialogs.save_search import SaveSearchDialog
from media_manager.ui.main_window import MainWindow
from media_manager.ui.models.sidebar import SidebarRole
from media_manager.ui.notifications import Toast
from media_manager.ui.saved_searches import SavedSearches, place_of

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def store(profile: Profile, tmp_path: Path) -> LibraryStore:
    """Return a library of three films."""
    for title, year in (("Alpha", 1999), ("Bravo", 1990), ("Charlie", 1999)):
        write_film(tmp_path / "Films", title, year)
    scan_folder(profile, tmp_path / "Films")
    return LibraryStore(profile.library_db)


def titles(window: MainWindow) -> list[str]:
    rows = [window.model.row_at(at) for at in range(window.model.rowCount())]
    return [row.title for row in rows if row is not None]


def wait_for(qtbot: QtBot, window: MainWindow, *wanted: str) -> None:
    qtbot.waitUntil(lambda: titles(window) == list(wanted), timeout=PATIENCE_MS)


def texts(window: MainWindow) -> list[str]:
    model = window.frame_.sidebar.model()
    return [str(model.index(at, 0).data()) for at in range(model.rowCount())]


def row_of(window: MainWindow, text: str) -> int:
    return texts(window).index(text)


def wait_listed(qtbot: QtBot, window: MainWindow, text: str) -> SavedSearch:
    found: list[SavedSearch] = []

    def is_listed() -> bool:
        found[:] = [each for each in searches(window).searches if each.name == text]
        return bool(found) and text in texts(window)

    qtbot.waitUntil(is_listed, timeout=PATIENCE_MS)
    return found[0]


def searches(window: MainWindow) -> SavedSearches:
    return window.commands.searches


def test_a_search_is_saved_and_opened(
    store: LibraryStore, open_window: OpenWindow, qtbot: QtBot
) -> None:
    """Ctrl+S asks for a name; a click in the sidebar leads back to it, and back from there."""
    window = open_window()
    window.frame_.search.setText("year:1999")
    wait_for(qtbot, window, "Alpha", "Charlie")
    window.registry["save-search"].trigger()
    dialog = window.findChild(SaveSearchDialog)
    assert dialog is not None
    dialog.name.setText("Nineties")
    dialog.folder.setCurrentText("Mine/Old")
    dialog.accept()
    wait_listed(qtbot, window, "Nineties")
    assert texts(window)[-4:] == ["Saved searches", "Mine", "Old", "Nineties"]

    window.browsing.go_to(places.everything())
    wait_for(qtbot, window, "Alpha", "Bravo", "Charlie")
    sidebar = window.frame_.sidebar
    sidebar.clicked.emit(sidebar.model().index(row_of(window, "Nineties"), 0))
    wait_for(qtbot, window, "Alpha", "Charlie")
    assert window.frame_.search.text() == "year:1999"
    window.navigation.back()
    wait_for(qtbot, window, "Alpha", "Bravo", "Charlie")
    store.close()


def test_what_is_saved_keeps_its_place(store: LibraryStore, open_window: OpenWindow) -> None:
    """A search among the films finds films wherever it is opened, in the order it had."""
    window = open_window()
    window.browsing.go_to(places.of_type("movie"))
    window.frame_.search.setText("year:1999 sort:-year")
    assert window.navigation.current.to_save() == "type:movie year:1999 sort:-year"
    store.close()


def test_a_changed_search_says_so_and_can_be_updated(
    store: LibraryStore, open_window: OpenWindow, qtbot: QtBot
) -> None:
    """The offer stands beside the order; undo brings the old text back."""
    saved = save_search(store, "Old", "year:1999")
    window = open_window()
    wait_listed(qtbot, window, "Old")
    update = window.registry["update-search"]
    window.browsing.go_to(place_of(saved))
    assert not update.isEnabled()
    window.frame_.search.setText("year:1990")
    assert update.isEnabled()
    assert not searches(window).update_button.isHidden()
    update.trigger()
    qtbot.waitUntil(lambda: not update.isEnabled(), timeout=PATIENCE_MS)
    assert wait_listed(qtbot, window, "Old").text == "year:1990"
    press_undo(window)
    qtbot.waitUntil(lambda: searches(window).searches[0].text == "year:1999", timeout=PATIENCE_MS)
    store.close()


def press_undo(window: MainWindow) -> None:
    toast = window.findChild(Toast)
    assert toast is not None
    next(each for each in toast.findChildren(QPushButton) if each.text() == "Undo").click()


def test_a_deleted_search_can_be_brought_back(
    store: LibraryStore, open_window: OpenWindow, qtbot: QtBot
) -> None:
    """Del in the sidebar; the message has the way back."""
    save_search(store, "Old", "year:1999", folder="Mine")
    window = open_window()
    wait_listed(qtbot, window, "Old")
    sidebar = window.frame_.sidebar
    sidebar.setCurrentIndex(sidebar.model().index(row_of(window, "Old"), 0))
    QTest.keyClick(sidebar, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "Old" not in texts(window), timeout=PATIENCE_MS)
    press_undo(window)
    assert wait_listed(qtbot, window, "Old").folder == "Mine"
    store.close()


def test_a_search_is_renamed_with_f2(
    store: LibraryStore, open_window: OpenWindow, qtbot: QtBot
) -> None:
    """Name and folder in one dialog; where one is takes the new name."""
    saved = save_search(store, "Old", "year:1999")
    window = open_window()
    wait_listed(qtbot, window, "Old")
    window.browsing.go_to(place_of(saved))
    sidebar = window.frame_.sidebar
    sidebar.setCurrentIndex(sidebar.model().index(row_of(window, "Old"), 0))
    QTest.keyClick(sidebar, Qt.Key.Key_F2)
    dialog = window.findChild(SaveSearchDialog)
    assert dialog is not None
    dialog.name.setText("New")
    dialog.folder.setCurrentText("Mine")
    dialog.accept()
    qtbot.waitUntil(lambda: texts(window)[-2:] == ["Mine", "New"], timeout=PATIENCE_MS)
    assert window.navigation.current.place.title == "New"
    store.close()


def test_a_folder_folds_and_stays_folded(
    store: LibraryStore, open_window: OpenWindow, qtbot: QtBot
) -> None:
    """With the arrow keys, which stay on it; also after a restart."""
    save_search(store, "Old", "year:1999", folder="Mine")
    window = open_window()
    wait_listed(qtbot, window, "Old")
    sidebar = window.frame_.sidebar
    sidebar.setFocus()
    sidebar.setCurrentIndex(sidebar.model().index(row_of(window, "Mine"), 0))
    QTest.keyClick(sidebar, Qt.Key.Key_Left)
    assert texts(window)[-2:] == ["Saved searches", "Mine"]
    assert sidebar.currentIndex().data() == "Mine"
    window.close()

    again = open_window()
    qtbot.waitUntil(lambda: "Mine" in texts(again), timeout=PATIENCE_MS)
    assert "Old" not in texts(again)
    again.frame_.sidebar.clicked.emit(again.frame_.sidebar.model().index(row_of(again, "Mine"), 0))
    assert texts(again)[-1] == "Old"
    store.close()


def test_what_another_process_saves_appears(
    store: LibraryStore, open_window: OpenWindow, qtbot: QtBot
) -> None:
    """As everything else does that is written beside the window."""
    window = open_window()
    save_search(store, "Elsewhere", "year:1999")
    wait_listed(qtbot, window, "Elsewhere")
    store.close()


def test_a_taken_name_offers_to_replace(
    store: LibraryStore, open_window: OpenWindow, qtbot: QtBot
) -> None:
    """The button says so before it is pressed; without a name there is nothing to press."""
    saved = save_search(store, "Old", "year:1999")
    window = open_window()
    wait_listed(qtbot, window, "Old")
    dialog = SaveSearchDialog("alpha", searches(window).searches, None, window)
    assert not dialog.save.isEnabled()
    dialog.name.setText("OLD")
    assert dialog.save.text() == "Replace"
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.accept()
    assert chosen.args == ["OLD", "", saved.id]
    store.close()


def test_a_virtual_library_restricts_everything(
    store: LibraryStore, open_window: OpenWindow, qtbot: QtBot
) -> None:
    """List, places and search, also after a restart, until one leaves it."""
    saved = save_search(store, "Nineties", "year:1999")
    window = open_window()
    wait_listed(qtbot, window, "Nineties")
    searches(window).use_within(saved)
    wait_for(qtbot, window, "Alpha", "Charlie")
    assert texts(window)[:3] == ["Within “Nineties”", "Back to everything", "Places"]
    model = window.frame_.sidebar.model()
    counts = {model.index(at, 0).data(SidebarRole.COUNT) for at in range(model.rowCount())}
    assert counts == {None}
    window.browsing.go_to(places.of_type("movie"))
    wait_for(qtbot, window, "Alpha", "Charlie")
    assert window.frame_.title.accessibleName() == "Nineties › Films"
    window.frame_.search.setText("bravo")
    qtbot.waitUntil(lambda: window.model.rowCount() == 0, timeout=PATIENCE_MS)
    window.frame_.search.setText("")
    window.close()

    again = open_window()
    wait_for(qtbot, again, "Alpha", "Charlie")
    assert texts(again)[0] == "Within “Nineties”"
    again.registry["leave-library"].trigger()
    wait_for(qtbot, again, "Alpha", "Bravo", "Charlie")
    assert texts(again)[0] == "Home"
    store.close()


def test_a_virtual_library_that_is_deleted_is_left(
    store: LibraryStore, open_window: OpenWindow, qtbot: QtBot
) -> None:
    """And it is said."""
    saved = save_search(store, "Nineties", "year:1999")
    window = open_window()
    wait_listed(qtbot, window, "Nineties")
    searches(window).use_within(saved)
    wait_for(qtbot, window, "Alpha", "Charlie")
    searches(window).delete(saved)
    wait_for(qtbot, window, "Alpha", "Bravo", "Charlie")
    assert "“Nineties” is gone; everything is shown again." in window.notifications.texts
    store.close()


def test_home_lies_within_the_virtual_library_too(
    store: LibraryStore, open_window: OpenWindow, qtbot: QtBot
) -> None:
    """What is new there is only what the saved search finds."""
    saved = save_search(store, "Nineties", "year:1999")
    window = open_window()
    wait_listed(qtbot, window, "Nineties")
    window.browsing.go_to(places.home())
    qtbot.waitUntil(lambda: window.model.rowCount() == 3, timeout=PATIENCE_MS)
    searches(window).use_within(saved)
    window.browsing.go_to(places.home())
    qtbot.waitUntil(lambda: sorted(titles(window)) == ["Alpha", "Charlie"], timeout=PATIENCE_MS)
    store.close()
