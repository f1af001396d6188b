"""An empty place says what it is, why, and offers what to do; no two causes look the same."""

from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QPushButton  # noqa: TID251 - a test of the room
from pytestqt.qtbot import QtBot

from media_manager.ui.widgets.empty_state import (
    EmptyState,
    failed,
    loading,
    no_items,
    no_matches,
    offline,
)
from media_manager.ui.widgets.zoom_slider import ZoomSlider


def test_the_five_causes_are_told_apart() -> None:
    """No items, no matches, loading, offline and error (ux 16)."""
    contents = [no_items(), no_matches("x"), loading(), offline("NAS"), failed("Broken.")]
    assert len({content.title for content in contents}) == 5
    assert len({content.icon for content in contents}) == 5
    assert all(content.text for content in contents)
    assert [content.title for content in contents if not content.primary] == ["Loading…"]


def test_buttons_without_words_are_not_shown(qtbot: QtBot) -> None:
    """One primary action, a second only where there is one."""
    empty = EmptyState()
    qtbot.addWidget(empty)
    empty.show_content(no_matches("<b>x</b>"))
    shown = [each.text() for each in empty.findChildren(QPushButton) if not each.isHidden()]
    assert shown == ["Clear search"]
    assert "“<b>x</b>”" in empty.accessibleDescription()


def test_the_primary_action_is_a_signal(qtbot: QtBot) -> None:
    """What it does is for the window to say."""
    empty = EmptyState()
    qtbot.addWidget(empty)
    empty.show_content(no_items())
    clicked = QSignalSpy(empty.primary_clicked)
    empty.findChildren(QPushButton)[0].click()
    assert clicked.count() == 1


def test_the_zoom_slider_follows_and_leads(qtbot: QtBot) -> None:
    """Its steps are those of the grid."""
    slider = ZoomSlider(8, 3)
    qtbot.addWidget(slider)
    chosen = QSignalSpy(slider.zoom_chosen)
    slider.set_zoom(5)
    slider.set_zoom(5)
    assert (chosen.count(), chosen.at(0)) == (1, [5])
