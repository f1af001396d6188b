"""The preview shows one picture as large as the window and gives the keyboard back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor  # noqa: TID251 - a test of the room
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget  # noqa: TID251 - as above
from pytestqt.qtbot import QtBot
from tests.ui.item_world import PHOTO, POSTER, World, open_world, wait_until

from media_manager.settings import Profile
from media_manager.ui.theme import ThemeChoice, apply_theme
from media_manager.ui.widgets.preview import Preview


@pytest.fixture
def world(qapp: QApplication, profile: Profile, tmp_path: Path) -> Iterator[World]:
    apply_theme(qapp, ThemeChoice.DARK)
    with open_world(profile, tmp_path) as world:
        yield world


@pytest.fixture
def preview(qtbot: QtBot, world: World) -> Iterator[Preview]:
    window = QWidget()
    window.resize(800, 600)
    qtbot.addWidget(window)
    preview = Preview(world.services, window)
    window.show()
    yield preview
    window.close()


def middle(preview: Preview) -> tuple[int, ...]:
    image = preview.grab().toImage()
    color = QColor(image.pixel(image.width() // 2, image.height() // 2 - 20))
    return color.red(), color.green(), color.blue()


def is_near(found: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return max(abs(a - b) for a, b in zip(found, wanted, strict=True)) < 12


def test_a_photo_fills_the_window(preview: Preview, world: World) -> None:
    """The photo itself is shown, over everything, and follows the window's size."""
    world.picture("2020/IMG_0001.jpg", (1600, 900), PHOTO)
    world.scan()
    preview.show_item(world.id_of("type:photo"))
    wait_until(lambda: preview.is_loaded)
    window = preview.window()
    assert preview.geometry() == window.rect()
    assert is_near(middle(preview), PHOTO)
    window.resize(640, 480)
    assert preview.geometry() == window.rect()


def test_a_film_shows_its_poster(preview: Preview, world: World) -> None:
    """Films have their poster large."""
    world.write_film()
    world.scan()
    preview.show_item(world.id_of("harbor"))
    wait_until(lambda: preview.is_loaded)
    assert is_near(middle(preview), POSTER)


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Space])
def test_a_key_closes_and_the_focus_goes_home(
    preview: Preview, world: World, qtbot: QtBot, key: Qt.Key
) -> None:
    """Space and Escape close; whoever had the keyboard has it again."""
    world.write_film()
    world.scan()
    window = preview.window()
    field = QLineEdit(window)
    field.show()
    window.activateWindow()
    qtbot.waitActive(window)
    field.setFocus()
    closed = QSignalSpy(preview.closed)
    preview.show_item(world.id_of("harbor"))
    QTest.keyClick(preview, key)
    assert (preview.isVisible(), preview.item_id, closed.count()) == (False, None, 1)
    assert window.focusWidget() is field


def test_arrows_go_to_the_neighbors(preview: Preview) -> None:
    """The list says what comes next; at its end nothing happens; right to left turns the keys."""
    preview.set_step(lambda item_id, by: item_id + by if 1 <= item_id + by <= 3 else None)
    preview.show_item(1)
    for key, expected in (
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Down, 3),
        (Qt.Key.Key_Right, 3),
        (Qt.Key.Key_Left, 2),
    ):
        QTest.keyClick(preview, key)
        assert preview.item_id == expected
    preview.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QTest.keyClick(preview, Qt.Key.Key_Left)
    assert preview.item_id == 3


def test_what_has_no_picture_says_so(preview: Preview, world: World) -> None:
    """A film without artwork and a picture that is damaged are told in words."""
    world.write("Plain (2003)/Plain (2003).mkv")
    world.write("2020/broken.jpg", "this is no picture")
    world.scan()
    for text in ("plain", "type:photo"):
        preview.show_item(world.id_of(text))
        wait_until(lambda: preview._message == "No picture to show")
        preview._message = ""
