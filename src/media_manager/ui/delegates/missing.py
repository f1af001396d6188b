"""The quiet typographic card that stands for artwork that nobody has."""

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap, QTextLayout, QTextOption

from media_manager.ui.icons import icon_pixmap
from media_manager.ui.theme import SPACE
from media_manager.ui.thumbnails import Box
from media_manager.ui.tokens import Tokens

_ICON: Final = 24
_MOST_LINES: Final = 5


def missing_card(
    texts: tuple[str, str], icon: str, box: Box, fonts: tuple[QFont, QFont], tokens: Tokens
) -> QPixmap:
    """Paint title and second line on a plain ground of the size of the artwork."""
    width, height = box.device_size
    pixmap = QPixmap(width, height)
    pixmap.setDevicePixelRatio(box.ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(tokens.line))
    painter.setBrush(QColor(tokens.raised))
    outline = QRectF(0, 0, box.width, box.height).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(outline, box.radius, box.radius)
    inset = SPACE.small if box.width < _ICON * 5 else SPACE.medium
    area = QRect(0, 0, box.width, box.height).adjusted(inset, inset, -inset, -inset)
    painter.drawPixmap(area.topLeft(), icon_pixmap(icon, tokens.muted, _ICON, box.ratio))
    _paint_words(painter, area, texts, fonts, tokens)
    painter.end()
    return pixmap


def _paint_words(
    painter: QPainter,
    area: QRect,
    texts: tuple[str, str],
    fonts: tuple[QFont, QFont],
    tokens: Tokens,
) -> None:
    """Set the words at the foot of the card: title, then the muted second line."""
    second_height = QFontMetrics(fonts[1]).height() if texts[1] else 0
    room = area.height() - _ICON - SPACE.medium - second_height
    lines = wrapped(texts[0], fonts[0], area.width(), room)
    line_height = QFontMetrics(fonts[0]).height()
    top = area.bottom() + 1 - second_height - SPACE.hair - line_height * len(lines)
    painter.setFont(fonts[0])
    painter.setPen(QColor(tokens.text))
    side = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
    for at, line in enumerate(lines):
        place = QRect(area.left(), top + at * line_height, area.width(), line_height)
        painter.drawText(place, side | Qt.TextFlag.TextSingleLine, line)
    if texts[1]:
        painter.setFont(fonts[1])
        painter.setPen(QColor(tokens.muted))
        place = QRect(area.left(), area.bottom() - second_height + 1, area.width(), second_height)
        elided = QFontMetrics(fonts[1]).elidedText(
            texts[1], Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(place, side | Qt.TextFlag.TextSingleLine, elided)


def wrapped(text: str, font: QFont, width: int, height: int) -> list[str]:
    """Break a title into the lines that fit; the last one is cut with an ellipsis."""
    metrics = QFontMetrics(font)
    most = max(1, min(_MOST_LINES, height // metrics.height()))
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines: list[str] = []
    units = text.encode("utf-16-le")
    while len(lines) < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        start = line.textStart()
        # Qt counts in UTF-16 units: a title may hold signs that take two.
        end = len(units) // 2 if len(lines) == most - 1 else start + line.textLength()
        lines.append(units[2 * start : 2 * end].decode("utf-16-le", "replace").strip())
    layout.endLayout()
    if lines:
        lines[-1] = metrics.elidedText(lines[-1], Qt.TextElideMode.ElideRight, width)
    return lines
