"""The details fit every width and size of text, both ways, and are reached without a mouse."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible  # noqa: TID251 - a test of the room
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget  # noqa: TID251 - as above
from pytestqt.qtbot import QtBot
from tests.ui.details_world import link, show_one, shown_panel
from tests.ui.item_world import World, wait_until

from media_manager.library import state
from media_manager.settings import Profile
from media_manager.ui.details_panel import DetailsPanel
from media_manager.ui.widgets.plain import PlainLabel

Shown = tuple[World, DetailsPanel]


@pytest.fixture
def shown(profile: Profile, tmp_path: Path, qtbot: QtBot) -> Iterator[Shown]:
    with shown_panel(profile, tmp_path, qtbot) as shown:
        yield shown


@pytest.fixture
def world(shown: Shown) -> World:
    return shown[0]


@pytest.fixture
def panel(shown: Shown) -> DetailsPanel:
    return shown[1]


@pytest.mark.parametrize("width", [320, 480])
@pytest.mark.parametrize(
    "direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
)
def test_nothing_is_wider_than_the_page(
    panel: DetailsPanel, world: World, width: int, direction: Qt.LayoutDirection
) -> None:
    """Endless words, long names and twice the text size stay inside the panel, both ways."""
    world.write_film("word" * 60 + " ends.")
    world.scan()
    item = world.id_of("harbor")
    state.change_tags(world.store, [item], add=["a tag whose name is longer than the panel " * 3])
    panel.setStyleSheet("* { font-size: 26px; }")
    panel.setLayoutDirection(direction)
    panel.resize(width, 700)
    show_one(panel, item)
    QTest.qWait(20)
    page = panel.one
    inside = QRect(0, 0, page.width(), 100_000)
    assert page.width() <= width
    for each in page.findChildren(QWidget):
        if each.isVisibleTo(page) and not each.size().isEmpty():
            place = QRect(each.mapTo(page, each.rect().topLeft()), each.size())
            assert inside.contains(place), (each, each.accessibleName(), place)


def test_every_control_has_a_name_and_is_reached_with_tab(
    panel: DetailsPanel, world: World
) -> None:
    """A screen reader finds no nameless button, and Tab comes to all of them."""
    world.write_film()
    world.scan()
    show_one(panel, world.id_of("harbor"))
    buttons = [
        each
        for each in panel.one.findChildren(QAbstractButton)
        if each.isVisibleTo(panel.one) and each.isEnabled()
    ]
    nameless = []
    for each in buttons:
        spoken = QAccessible.queryAccessibleInterface(each)
        if not spoken.text(QAccessible.Text.Name):
            nameless.append(each)
    assert not nameless
    assert all(each.focusPolicy() & Qt.FocusPolicy.TabFocus for each in buttons)
    assert all(min(each.width(), each.height()) >= 24 for each in buttons)


def test_labels_never_take_text_for_markup(qtbot: QtBot) -> None:
    """The label that all sections use shows markup as it is written."""
    label = PlainLabel("<b>x</b>\u202eabc")
    qtbot.addWidget(label)
    assert (label.textFormat(), label.text()) == (Qt.TextFormat.PlainText, "<b>x</b>\ufffdabc")


def test_the_page_ends_where_its_words_end(panel: DetailsPanel, world: World) -> None:
    """What is unfolded makes the page longer by itself, and leaves no blank behind."""
    world.write_film()
    world.scan()
    show_one(panel, world.id_of("harbor"))
    link(panel, "Where from").click()
    page = panel.one
    wait_until(lambda: page.height() == page.heightForWidth(page.width()))
