"""Pictures come when they come: visible ones first, sharp, each failure once, memory bounded."""

from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QPixmap  # noqa: TID251 - a test of the room
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from media_manager.ui.thumbnails import Artwork, Box, Fit, PixmapStore, decode_image, fit_image

BOX = Box(40, 60, 2.0)


class Request:
    def __init__(self, key: int, size: tuple[int, int], done: Any) -> None:
        self.key, self.size, self.done, self.cancelled = key, size, done, False

    def cancel(self) -> None:
        self.cancelled = True


class Loader:
    def __init__(self) -> None:
        self.requests: list[Request] = []

    def request(
        self, key: int, path: bytes, stamp: int, width: int, height: int, done: Any
    ) -> Request:
        assert (path, stamp) == (b"/a", 1)
        self.requests.append(Request(key, (width, height), done))
        return self.requests[-1]


def picture(width: int = 80, height: int = 120, color: str = "#336699") -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    return image


def art(number: int) -> Artwork:
    return Artwork(number, 1, b"/a")


@pytest.fixture
def loader(qapp: object) -> Loader:  # noqa: ARG001 - pixmaps need an application
    return Loader()


@pytest.fixture
def store(loader: Loader) -> PixmapStore:
    return PixmapStore(loader)


def test_a_picture_is_asked_for_and_then_at_hand(
    qtbot: QtBot, store: PixmapStore, loader: Loader
) -> None:
    """pixmap() never waits; the size asked for is that of the device."""
    store.want("grid", [(art(1), BOX)])
    assert (store.pixmap(art(1), BOX), loader.requests[0].size) == (None, (80, 120))
    with qtbot.waitSignal(store.ready) as told:
        loader.requests[0].done(picture())
    found = store.pixmap(art(1), BOX)
    assert found is not None
    assert (told.args, found.devicePixelRatio(), found.width()) == ([1], 2.0, 80)
    assert store.color(art(1)) == QColor("#336699")


def test_bytes_of_a_picture_are_taken_too(qtbot: QtBot, store: PixmapStore, loader: Loader) -> None:
    """For loaders that cannot decode."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture().save(buffer, "PNG")  # type: ignore[call-overload]  # PySide takes a str only
    store.want("grid", [(art(1), BOX)])
    with qtbot.waitSignal(store.ready):
        loader.requests[0].done(buffer.data().data())
    assert isinstance(store.pixmap(art(1), BOX), QPixmap)
    assert decode_image(b"not a picture") is None


def test_what_scrolled_away_is_stopped_and_the_visible_comes_first(
    store: PixmapStore, loader: Loader
) -> None:
    """At most eight are under way; a jump replaces them."""
    store.want("grid", [(art(number), BOX) for number in range(1, 30)])
    assert [each.key for each in loader.requests] == list(range(1, 9))
    store.want("grid", [(art(number), BOX) for number in (100, 3, 101)])
    assert {each.key for each in loader.requests if not each.cancelled} == {3, 100, 101}


def test_two_views_do_not_stop_each_other(store: PixmapStore, loader: Loader) -> None:
    """Each view says only what it shows itself."""
    store.want("grid", [(art(1), BOX)])
    store.want("details", [(art(2), BOX)])
    assert [each.cancelled for each in loader.requests] == [False, False]


@pytest.mark.parametrize("answer", [None, b"broken", QImage()])
def test_a_failed_picture_is_not_asked_for_again(
    qtbot: QtBot, store: PixmapStore, loader: Loader, answer: QImage | bytes | None
) -> None:
    """Until the file changes or the drive is back."""
    store.want("grid", [(art(1), BOX)])
    with qtbot.waitSignal(store.ready):
        loader.requests[0].done(answer)
    store.want("grid", [(art(1), BOX)])
    assert (len(loader.requests), store.has_failed(art(1))) == (1, True)
    assert not store.has_failed(Artwork(1, 2, b"/a"))
    store.forget_failures()
    store.want("grid", [(art(1), BOX)])
    assert len(loader.requests) == 2


def test_a_late_picture_is_dropped(qtbot: QtBot, store: PixmapStore, loader: Loader) -> None:
    """What was stopped does not take memory after all."""
    store.want("grid", [(art(1), BOX)])
    store.want("grid", [])
    told = QSignalSpy(store.ready)
    loader.requests[0].done(picture())
    qtbot.wait(20)
    assert (told.count(), store.size_bytes) == (0, 0)


def test_memory_stays_under_the_cap(qtbot: QtBot, loader: Loader) -> None:
    """The picture that was seen longest ago goes first."""
    one = 80 * 120 * 4
    store = PixmapStore(loader, capacity_bytes=2 * one)
    for number in (1, 2, 3):
        store.want("grid", [(art(number), BOX)])
        with qtbot.waitSignal(store.ready):
            loader.requests[-1].done(picture())
    kept = [number for number in (1, 2, 3) if store.pixmap(art(number), BOX) is not None]
    assert (kept, store.size_bytes) == ([2, 3], 2 * one)


def test_cover_cuts_and_contain_keeps_the_shape(qapp: object) -> None:  # noqa: ARG001 - needs Qt
    """At the pixels of the device, exactly."""
    wide = picture(400, 100)
    cover = fit_image(wide, BOX)
    whole = fit_image(wide, BOX._replace(fit=Fit.CONTAIN))
    assert (cover.width(), cover.height()) == (80, 120)
    assert (whole.width(), whole.height()) == (80, 20)


def test_corners_are_round(qapp: object) -> None:  # noqa: ARG001 - needs Qt
    """The corner is see-through, the middle is not."""
    image = fit_image(picture(), BOX._replace(radius=6)).toImage()
    assert (image.pixelColor(0, 0).alpha(), image.pixelColor(40, 60).alpha()) == (0, 255)
