"""A picture of the library at the size it is shown, sharp at the screen's pixels."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from media_manager.library.thumbnails import ThumbnailRequest
from media_manager.scanning.images import FitMode
from media_manager.ui.theme import SPACE, TextSize, current_theme
from media_manager.ui.widgets.look import color
from media_manager.workers.lanes import THUMBS
from media_manager.workers.services import Services
from media_manager.workers.ticket import Ticket

# A panel that is dragged wider asks anew at each step only, and the cache holds few sizes.
_STEP: Final = 64
_LARGEST_SIDE: Final = 4096
_RESIZE_MS: Final = 60
# Above what lists ask for: this picture was opened by hand.
_PRIORITY: Final = 1 << 40


@dataclass(frozen=True, slots=True)
class Picture:
    """Which file to show. `stamp` changes when the file does."""

    path: bytes
    stamp: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Decoded:
    """A picture ready to be painted, and its color."""

    image: QImage
    color: QColor


def load_picture(
    services: Services,
    picture: Picture,
    size: QSize,
    done: Callable[[Decoded | None], None],
    *,
    owner: QWidget,
    mode: FitMode = "cover",
) -> Ticket:
    """Decode a picture off the main thread; `size` is in the screen's pixels.

    `done` gets None for what cannot be shown; it is not called once `owner` is gone.
    """
    width, height = (min(_LARGEST_SIDE, max(1, side)) for side in (size.width(), size.height()))
    wish = ThumbnailRequest(picture.path, picture.stamp, width, height, mode)
    cache = services.thumbnails.cache

    def work() -> Decoded | None:
        found = cache.load(wish)
        if found is None:
            return None
        image = QImage.fromData(found.data)
        return None if image.isNull() else Decoded(image, QColor.fromRgb(found.color))

    return services.runner.ask(
        THUMBS,
        work,
        on_done=done,
        on_error=lambda _error: done(None),
        priority=_PRIORITY,
        owner=owner,
    )


class ArtworkView(QWidget):
    """Shows one picture; until it has come its place keeps the size and the words say what."""

    def __init__(
        self, services: Services, *, radius: int = SPACE.card_radius, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._radius = radius
        self._picture: Picture | None = None
        self._words = ""
        self._decoded: Decoded | None = None
        self._asked: tuple[Picture, QSize] | None = None
        self._ticket: Ticket | None = None
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._ask)

    @property
    def picture(self) -> Picture | None:
        return self._picture

    @property
    def is_loaded(self) -> bool:
        return self._decoded is not None

    def show_picture(self, picture: Picture | None, words: str) -> None:
        """Show a picture, or a quiet card of `words` when there is none."""
        self._words = words
        self.setAccessibleName(words)
        if picture == self._picture:
            self.update()
            return
        self._picture = picture
        self._asked = None
        if self._ticket is not None:
            self._ticket.cancel()
        self._decoded = None
        self._ask()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._decoded is None:
            self._ask()
        else:
            self._again.start(_RESIZE_MS)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._again.start(0)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._again.start(_RESIZE_MS)
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = QRectF(self.rect())
        if self._radius:
            path = QPainterPath()
            path.addRoundedRect(place, self._radius, self._radius)
            painter.setClipPath(path)
        if self._decoded is not None:
            painter.drawImage(place, self._decoded.image, cover_source(self._decoded.image, place))
            return
        painter.fillRect(place, color("raised"))
        painter.setPen(color("muted"))
        painter.setFont(current_theme().font(TextSize.CAPTION))
        inner = self.rect().adjusted(SPACE.small, SPACE.small, -SPACE.small, -SPACE.small)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(inner, int(flags), self._words)

    def _ask(self) -> None:
        # Before it is laid out its size is anything.
        if self._picture is None or not self.isVisible() or self.size().isEmpty():
            return
        wanted = stepped(self.size() * self.devicePixelRatioF())
        if self._asked == (self._picture, wanted):
            return
        self._asked = (self._picture, wanted)
        picture = self._picture

        def take(decoded: Decoded | None) -> None:
            if picture == self._picture and (decoded is not None or self._decoded is None):
                self._decoded = decoded
                self.update()

        self._ticket = load_picture(self._services, picture, wanted, take, owner=self)


def stepped(size: QSize) -> QSize:
    """Return a size of the same shape whose width is a whole number of steps."""
    if size.isEmpty():
        return size
    width = math.ceil(size.width() / _STEP) * _STEP
    return QSize(width, max(1, round(width * size.height() / size.width())))


def cover_source(image: QImage, place: QRectF) -> QRectF:
    """Return the middle part of an image that fills a place without distorting it."""
    scale = max(place.width() / image.width(), place.height() / image.height())
    width, height = place.width() / scale, place.height() / scale
    return QRectF((image.width() - width) / 2, (image.height() - height) / 2, width, height)
