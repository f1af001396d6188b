"""Keys can be changed, taken from another command and given back; the list under F1 is true."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence  # noqa: TID251 - a test of the room
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidgetItem  # noqa: TID251 - as above
from tests.ui.conftest import OpenWindow

from media_manager.ui.dialogs.shortcuts import ShortcutsDialog
from media_manager.ui.main_window import MainWindow
from media_manager.ui.shortcut_keys import read_keys, refusal, write_keys

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def open_list(window: MainWindow) -> ShortcutsDialog:
    window.registry["shortcuts"].trigger()
    dialog = window.findChild(ShortcutsDialog)
    assert dialog is not None
    return dialog


def row_of(dialog: ShortcutsDialog, text: str) -> QTreeWidgetItem:
    found = dialog.list.findItems(text, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive, 0)
    return found[0]


def keys_of(window: MainWindow, action_id: str) -> list[str]:
    return [key.toString() for key in window.registry[action_id].shortcuts()]


def choose(dialog: ShortcutsDialog, text: str) -> None:
    dialog.list.setCurrentItem(row_of(dialog, text))


def test_a_key_is_added_and_used_at_once(open_window: OpenWindow) -> None:
    """Beside the usual one; kept for the next start."""
    window = open_window()
    dialog = open_list(window)
    choose(dialog, "Favorite")
    QTest.keyClick(dialog.editor.edit, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    assert dialog.editor.note.text() == "No command has these keys."
    dialog.editor.add_button.click()
    assert keys_of(window, "favorite") == ["Ctrl+D", "Alt+B"]
    assert row_of(dialog, "Favorite").text(1) == "Ctrl+D, Alt+B"
    window.close()

    assert keys_of(open_window(), "favorite") == ["Ctrl+D", "Alt+B"]


def test_a_key_that_another_has_is_taken_from_it(open_window: OpenWindow) -> None:
    """The list says who has it before, and who has lost it after."""
    window = open_window()
    dialog = open_list(window)
    choose(dialog, "Favorite")
    dialog.editor.edit.setKeySequence(QKeySequence("Ctrl+M"))
    assert dialog.editor.note.text() == "“Mark as watched” has these keys now."
    assert dialog.editor.add_button.text() == "Take them from there"
    dialog.editor.add_button.click()
    assert keys_of(window, "watched") == []
    assert row_of(dialog, "Mark as watched").text(1) == ""
    assert keys_of(window, "favorite") == ["Ctrl+D", "Ctrl+M"]

    choose(dialog, "Mark as watched")
    dialog.editor.reset_button.click()
    assert keys_of(window, "watched") == ["Ctrl+M"]
    assert keys_of(window, "favorite") == ["Ctrl+D"]


def test_all_usual_keys_come_back(open_window: OpenWindow) -> None:
    """However many were changed; then there is nothing to reset."""
    window = open_window()
    dialog = open_list(window)
    choose(dialog, "Favorite")
    dialog.editor.remove(QKeySequence("Ctrl+D"))
    choose(dialog, "Tags")
    dialog.editor.remove(QKeySequence("Ctrl+T"))
    assert (keys_of(window, "favorite"), keys_of(window, "tags")) == ([], [])
    dialog.editor.reset_all_button.click()
    assert (keys_of(window, "favorite"), keys_of(window, "tags")) == (["Ctrl+D"], ["Ctrl+T"])
    assert window.services.settings.text("ui.shortcuts") == ""
    assert not dialog.editor.reset_all_button.isEnabled()


def test_the_tool_tip_names_the_key_of_now(open_window: OpenWindow) -> None:
    """And none if it has none."""
    window = open_window()
    window.services.settings.set("ui.shortcuts", '{"sidebar": ["Ctrl+B"], "details": []}')
    assert window.registry["sidebar"].toolTip() == "Show or hide the sidebar (Ctrl+B)"
    assert window.registry["details"].toolTip() == "Show or hide the details of the selected item"


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("keys", "is_good"),
    [
        *(("Ctrl+B", True), ("Alt+1", True), ("F7", True), ("Shift+F7", True), ("Meta+X", True)),
        *(("B", False), ("Shift+B", False), ("5", False), ("Space", False), ("Esc", False)),
        *(("Tab", False), ("Del", False), ("Ctrl+K, Ctrl+B", False), ("", False)),
    ],
)
def test_keys_that_type_or_move_are_no_shortcuts(keys: str, *, is_good: bool) -> None:
    """A letter alone would be lost to every field."""
    assert (refusal(QKeySequence(keys)) == "") is is_good


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("text", ["", "nonsense", "[1]", '{"a": 3}', '{"a": ["no such key"]}'])
def test_a_damaged_setting_changes_no_key(text: str) -> None:
    """The usual keys stay."""
    assert [keys for keys in read_keys(text).values() if keys] == []


@pytest.mark.usefixtures("qapp")
def test_what_is_written_is_read_back() -> None:
    """Commas and quotes are keys too."""
    changed = {"scan": (QKeySequence("Ctrl+,"), QKeySequence('Ctrl+"')), "quit": ()}
    assert read_keys(write_keys(changed)) == changed


def test_the_list_is_searched_by_command_and_by_key(open_window: OpenWindow) -> None:
    """As one looks for what a key does."""
    dialog = open_list(open_window())
    dialog.filter.setText("ctrl+d")
    assert not row_of(dialog, "Favorite").isHidden()
    assert row_of(dialog, "Tags").isHidden()
