"""Each action is made once, says what it does, and does something."""

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence  # noqa: TID251 - a test of the room
from PySide6.QtWidgets import QMenu  # noqa: TID251 - as above
from tests.ui.conftest import OpenWindow

from media_manager.ui.action_table import action_specs, menu_titles, rating_specs
from media_manager.ui.actions import plain_text, shortcuts

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

SPECS = (*action_specs(), *rating_specs())


def test_ids_and_texts_are_unique() -> None:
    """Two entries of the same name would be two names for a person to tell apart."""
    assert [text for text, n in Counter(spec.id for spec in SPECS).items() if n > 1] == []
    assert [text for text, n in Counter(spec.text for spec in SPECS).items() if n > 1] == []


@pytest.mark.usefixtures("qapp")
def test_no_key_does_two_things() -> None:
    """A key that two actions want would do neither."""
    keys = Counter(key.toString() for spec in SPECS for key in shortcuts(spec))

    assert [key for key, n in keys.items() if n > 1] == []


def test_every_action_is_in_a_menu_and_says_more_than_its_name() -> None:
    """Context menus and the toolbar only repeat what the menu bar has."""
    menus = {*menu_titles(), "rate"}

    assert [spec.id for spec in SPECS if spec.menu not in menus] == []
    assert [spec.id for spec in SPECS if len(spec.tip) <= len(spec.text)] == []


def test_every_action_does_something(open_window: OpenWindow) -> None:
    """No entry of a menu is there for show."""
    assert set() == open_window().registry.unwired


def test_the_keys_that_people_know_are_there(open_window: OpenWindow) -> None:
    """The usual keys of desktops work here too."""
    registry = open_window().registry
    wanted = {
        "search": "Ctrl+F",
        "preferences": "Ctrl+,",
        "scan": "F5",
        "quit": "Ctrl+Q",
        "close": "Ctrl+W",
        "full-screen": "F11",
        "sidebar": "F9",
        "details": "Ctrl+I",
        "shortcuts": "F1",
        "back": "Alt+Left",
        "view-grid": "Ctrl+1",
        "zoom-in": "Ctrl++",
    }

    missing = {
        action: key
        for action, key in wanted.items()
        if QKeySequence(key) not in registry[action].shortcuts()
    }
    assert missing == {}


def test_access_keys_of_a_menu_differ(open_window: OpenWindow) -> None:
    """Alt and a letter lead to one entry."""
    bar = open_window().menuBar()
    doubled: dict[str, str] = {}
    for menu in bar.findChildren(QMenu):
        letters = Counter(
            action.text().split("&")[1][0].lower()
            for action in menu.actions()
            if "&" in action.text()
        )
        doubled.update({menu.title(): key for key, n in letters.items() if n > 1})

    assert doubled == {}


def test_plain_text_drops_what_only_menus_need(open_window: OpenWindow) -> None:
    """A list of commands shows words, not access keys."""
    assert plain_text(open_window().registry["add-folder"]) == "Add folder"
