"""The line icons of the program: one file, one family, tinted by token at any size."""

import re
from functools import cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from media_manager.ui.theme import current_theme

_FOLDER: Final = Path(__file__).with_name("icons")
_SYMBOL: Final = re.compile(r'<symbol id="([a-z-]+)"[^>]*>(.*?)</symbol>', re.DOTALL)
_ALIASES: Final = {
    "alert": "warning",
    "attention": "warning",
    "close": "x",
    "jobs": "activity",
    "library": "collection",
}
_SVG: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="{color}"'
    ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">{body}</svg>'
)


@cache
def drawings() -> dict[str, str]:
    """Return the SVG body of every icon by name; the file is read once, at the first icon."""
    text = (_FOLDER / "line.svg").read_text("utf-8")
    return dict(_SYMBOL.findall(text))


@cache
def _renderer(name: str, color: str) -> QSvgRenderer:
    body = drawings()[name].replace("currentColor", color)
    return QSvgRenderer(QByteArray(_SVG.format(color=color, body=body).encode()))


@cache
def icon_pixmap(name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return an icon of `size` logical pixels, drawn for the pixels of the screen."""
    pixels = round(size * ratio)
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _renderer(name, color).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


class LineIconEngine(QIconEngine):
    """Draws in the colours of the theme of the moment, so that icons follow it by themselves."""

    def __init__(self, name: str, tone: str = "text") -> None:
        super().__init__()
        self._name = name
        self._tone = tone

    def paint(
        self,
        painter: QPainter,
        rect: QRect,
        mode: QIcon.Mode,
        state: QIcon.State,  # noqa: ARG002 - Qt override
    ) -> None:
        side = min(rect.width(), rect.height())
        # Not the device's own ratio: to ask for the device makes classes of Qt that cost 5 ms.
        pixmap = self._drawn(side, mode, painter.deviceTransform().m11())
        corner = rect.center() - QPoint((side - 1) // 2, (side - 1) // 2)
        painter.drawPixmap(corner, pixmap)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:  # noqa: ARG002 - Qt override
        return self._drawn(min(size.width(), size.height()), mode, 1.0)

    def scaledPixmap(
        self,
        size: QSize,
        mode: QIcon.Mode,
        state: QIcon.State,  # noqa: ARG002 - Qt override
        scale: float,
    ) -> QPixmap:
        side = min(size.width(), size.height())  # logical since Qt 6.8
        return self._drawn(side, mode, scale)

    def clone(self) -> QIconEngine:
        return LineIconEngine(self._name, self._tone)

    def _drawn(self, side: int, mode: QIcon.Mode, ratio: float) -> QPixmap:
        tokens = current_theme().tokens
        color: str = getattr(tokens, self._tone)
        if mode == QIcon.Mode.Disabled:
            color = tokens.disabled
        elif mode == QIcon.Mode.Selected:
            color = tokens.on_scrim
        return icon_pixmap(self._name, color, max(1, side), ratio)


def icon(name: str, tone: str = "text") -> QIcon:
    """Return an icon that follows the theme. A name that is not drawn is a KeyError at once."""
    name = _ALIASES.get(name, name)
    if name not in drawings():
        raise KeyError(name)
    return QIcon(LineIconEngine(name, tone))


def app_icon() -> QIcon:
    """Return the icon of the application."""
    return QIcon(str(_FOLDER / "media-manager.svg"))
