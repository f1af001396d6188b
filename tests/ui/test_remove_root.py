"""A folder leaves the library from the window: asked once, and no file is touched."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton  # noqa: TID251 - a test of the room
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS, scan_folder, write_film

from media_manager.library.roots import find_roots
from media_manager.settings import Profile
from media_manager.ui.dialogs.remove_root import RemoveRootDialog
from media_manager.ui.main_window import MainWindow

OpenWindow = Callable[[], MainWindow]


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform has no frames
def test_a_removed_folder_is_gone_from_the_lists_and_stays_on_disk(
    qtbot: QtBot, profile: Profile, tmp_path: Path, open_window: OpenWindow
) -> None:
    """Remove from library is not delete: the film's file is still there."""
    film = write_film(tmp_path / "films", "Heat", 1995)
    scan_folder(profile, tmp_path / "films")
    window = open_window()
    (root,) = find_roots(window.services.store)
    window.roots.ask_to_remove(root.id)
    qtbot.waitUntil(lambda: window.findChild(RemoveRootDialog) is not None, timeout=PATIENCE_MS)
    dialog = window.findChild(RemoveRootDialog)
    assert dialog is not None
    assert "No file on the disk is touched" in dialog.informativeText()
    button = dialog.findChild(QPushButton, "remove-root")
    assert button is not None
    button.click()
    qtbot.waitUntil(lambda: find_roots(window.services.store) == [], timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: window.model.rowCount() == 0, timeout=PATIENCE_MS)
    assert film.exists()
