"""Pixmaps of artwork for what is seen: asked for in the background, never waited for."""

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import partial
from time import perf_counter
from typing import Final, NamedTuple, Protocol

from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPixmap, QTransform

from media_manager.domain.media import MediaRow

_CAPACITY_BYTES: Final = 64 * 2**20
_IN_FLIGHT: Final = 8
# An eighth of a frame: what arrives in bulk must not make scrolling stutter.
_TURN_SECONDS: Final = 0.002
_COLORS_KEPT: Final = 4096
_BYTES_A_PIXEL: Final = 4


class Fit(StrEnum):
    """How a picture fills its place."""

    COVER = "cover"  # cut to the shape of the place
    CONTAIN = "contain"  # whole, in its own shape


class Artwork(NamedTuple):
    """A picture by id and state; a changed file has another stamp and is another picture."""

    id: int
    stamp: int
    path: bytes


class Box(NamedTuple):
    """The place for a picture: logical pixels, and how many device pixels each has."""

    width: int
    height: int
    ratio: float
    fit: Fit = Fit.COVER
    radius: int = 0

    @property
    def device_size(self) -> tuple[int, int]:
        return round(self.width * self.ratio), round(self.height * self.ratio)


Done = Callable[[QImage | bytes | None], None]


class Cancel(Protocol):
    """A picture on its way."""

    def cancel(self) -> object: ...


class PixmapLoader(Protocol):
    """Loads small pictures in the background.

    `done` MUST be called on the main thread, with an image that was decoded elsewhere (or the
    bytes of a small one), or None when the picture cannot be had. Width and height are device
    pixels; the picture SHOULD be at least that large and no more than twice as large.
    """

    def request(
        self, key: int, path: bytes, stamp: int, width: int, height: int, done: Done
    ) -> Cancel: ...


def decode_image(data: bytes) -> QImage | None:
    """Return the picture in `data`. Called on a worker thread: QImage needs no window."""
    image = QImage.fromData(data)
    return None if image.isNull() else image


def artwork_of(row: MediaRow) -> Artwork | None:
    if row.artwork_id is None or row.artwork_path is None:
        return None
    path = b"/".join(part for part in (row.artwork_root, row.artwork_path) if part)
    return Artwork(row.artwork_id, row.artwork_stamp or 0, path)


_Key = tuple[int, int, Box]


class PixmapStore(QObject):
    """The pictures at hand, least recently seen out first; visible ones are asked for first."""

    ready = Signal(int)  # the id of an artwork

    def __init__(
        self,
        loader: PixmapLoader,
        *,
        capacity_bytes: int = _CAPACITY_BYTES,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._loader = loader
        self._capacity = capacity_bytes
        self._bytes = 0
        self._pixmaps: OrderedDict[_Key, QPixmap] = OrderedDict()
        self._colors: OrderedDict[int, QColor] = OrderedDict()
        self._failed: set[tuple[int, int]] = set()
        self._wanted: dict[object, list[tuple[Artwork, Box]]] = {}
        self._running: dict[_Key, Cancel | None] = {}
        self._arrived: deque[tuple[_Key, QImage | bytes | None]] = deque()
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._take_arrived)
        self._held = False

    def hold(self) -> None:
        """Ask for nothing until `release`: the first paint comes before its pictures."""
        self._held = True

    def release(self) -> None:
        """Ask for what was wanted meanwhile."""
        self._held = False
        self._pump()

    @property
    def size_bytes(self) -> int:
        return self._bytes

    def pixmap(self, artwork: Artwork, box: Box) -> QPixmap | None:
        """Return the picture when it is at hand. Cheap enough for paint events."""
        key = (artwork.id, artwork.stamp, box)
        found = self._pixmaps.get(key)
        if found is not None:
            self._pixmaps.move_to_end(key)
        return found

    def color(self, artwork: Artwork) -> QColor | None:
        """Return the picture's dominant color once it has been seen."""
        return self._colors.get(artwork.id)

    def has_failed(self, artwork: Artwork) -> bool:
        return (artwork.id, artwork.stamp) in self._failed

    def want(self, client: object, pictures: Iterable[tuple[Artwork, Box]]) -> None:
        """Say what one view shows now, most urgent first; what it no longer shows is stopped."""
        self._wanted[client] = [each for each in pictures if not self._is_settled(*each)]
        still = {(a.id, a.stamp, box) for each in self._wanted.values() for a, box in each}
        for key in [each for each in self._running if each not in still]:
            handle = self._running.pop(key)
            if handle is not None:
                handle.cancel()
        self._pump()

    def forget_failures(self) -> None:
        """Try again what failed: the drive is back."""
        self._failed.clear()

    def stop(self) -> None:
        """Ask for nothing more: the window closes."""
        self._wanted.clear()
        for handle in self._running.values():
            if handle is not None:
                handle.cancel()
        self._running.clear()
        self._turn.stop()

    def _is_settled(self, artwork: Artwork, box: Box) -> bool:
        return (artwork.id, artwork.stamp, box) in self._pixmaps or self.has_failed(artwork)

    def _pump(self) -> None:
        if self._held:
            return
        for pictures in list(self._wanted.values()):
            for artwork, box in pictures:
                if len(self._running) >= _IN_FLIGHT:
                    return
                key = (artwork.id, artwork.stamp, box)
                if key not in self._running and not self._is_settled(artwork, box):
                    self._request(key, artwork)

    def _request(self, key: _Key, artwork: Artwork) -> None:
        width, height = key[2].device_size
        self._running[key] = None
        done = partial(self._on_loaded, key)
        handle = self._loader.request(artwork.id, artwork.path, artwork.stamp, width, height, done)
        if key in self._running:
            self._running[key] = handle

    def _on_loaded(self, key: _Key, picture: QImage | bytes | None) -> None:
        if key in self._running:
            self._arrived.append((key, picture))
            self._turn.start()

    def _take_arrived(self) -> None:
        until = perf_counter() + _TURN_SECONDS
        while self._arrived and perf_counter() < until:
            key, picture = self._arrived.popleft()
            if self._running.pop(key, self) is not self:
                self._take(key, picture)
        if self._arrived:
            self._turn.start()
        self._pump()

    def _take(self, key: _Key, picture: QImage | bytes | None) -> None:
        image = decode_image(picture) if isinstance(picture, bytes) else picture
        if image is None or image.isNull():
            self._failed.add(key[:2])
        else:
            self._keep(key, fit_image(image, key[2]))
            self._colors[key[0]] = image.scaled(1, 1).pixelColor(0, 0)
            while len(self._colors) > _COLORS_KEPT:
                self._colors.popitem(last=False)
        self.ready.emit(key[0])

    def _keep(self, key: _Key, pixmap: QPixmap) -> None:
        self._pixmaps[key] = pixmap
        self._bytes += pixmap.width() * pixmap.height() * _BYTES_A_PIXEL
        while self._bytes > self._capacity and len(self._pixmaps) > 1:
            _, old = self._pixmaps.popitem(last=False)
            self._bytes -= old.width() * old.height() * _BYTES_A_PIXEL


def fit_image(image: QImage, box: Box) -> QPixmap:
    """Return the picture at exactly the pixels of its place, with round corners."""
    width, height = box.device_size
    scales = (width / image.width(), height / image.height())
    scale = max(scales) if box.fit == Fit.COVER else min(scales)
    size = QSizeF(image.width() * scale, image.height() * scale)
    if box.fit == Fit.CONTAIN:
        width, height = max(1, round(size.width())), max(1, round(size.height()))
    pixmap = QPixmap(width, height)
    pixmap.fill(Qt.GlobalColor.transparent)
    brush = QBrush(image)
    corner = QPointF((width - size.width()) / 2, (height - size.height()) / 2)
    brush.setTransform(QTransform.fromTranslate(corner.x(), corner.y()).scale(scale, scale))
    painter = QPainter(pixmap)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)
    radius = box.radius * box.ratio
    painter.drawRoundedRect(QRectF(0, 0, width, height), radius, radius)
    painter.end()
    pixmap.setDevicePixelRatio(box.ratio)
    return pixmap
