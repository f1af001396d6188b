"""How the cells of the table look: one line of text, quiet signs, numbers that line up."""

from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QStaticText

from media_manager.domain.media import MediaRow
from media_manager.ui.delegates.card import KIND_ICONS, RING, CardState
from media_manager.ui.delegates.lines import laid_out
from media_manager.ui.icons import icon_pixmap
from media_manager.ui.theme import SPACE, TextSize, Theme
from media_manager.ui.thumbnails import Artwork, Box, PixmapStore, artwork_of

_SIGN: Final = 16
_TEXTS_KEPT: Final = 6000
_THUMB_SHAPE: Final = 2 / 3
_SIGNS: Final = {"watched": "check", "favorite": "heart-filled"}


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a column stands now."""

    key: str
    left: int
    width: int
    numeric: bool = field(kw_only=True)


class CellPainter:
    """Paints cells of one row height in one theme."""

    def __init__(self, theme: Theme, row_height: int, ratio: float, *, thumbs: bool) -> None:
        self.tokens = theme.tokens
        self.text = QColor(self.tokens.text)
        self.muted = QColor(self.tokens.muted)
        self.selection = QColor(self.tokens.selection)
        self.hover = QColor(self.tokens.raised)
        self.line = QColor(self.tokens.line)
        self.accent = QColor(self.tokens.accent)
        self.font = theme.font(TextSize.BODY, tabular=True)
        self._ratio = ratio
        height = row_height - SPACE.hair
        self.thumb = Box(round(height * _THUMB_SHAPE), height, ratio, radius=2) if thumbs else None
        self._texts: dict[tuple[str, int], QStaticText] = {}

    def artwork(self, row: MediaRow) -> tuple[Artwork, Box] | None:
        """Return what the title cell of this row will need."""
        found = artwork_of(row) if self.thumb is not None else None
        return None if found is None or self.thumb is None else (found, self.thumb)

    def paint_ground(self, painter: QPainter, line: QRect, state: CardState) -> None:
        """Paint what lies behind a whole row, and the line below it."""
        if state.selected:
            painter.fillRect(line, self.selection)
        elif state.hovered:
            painter.fillRect(line, self.hover)
        painter.fillRect(line.x(), line.bottom(), line.width(), 1, self.line)

    def paint_focus(self, painter: QPainter, line: QRect, state: CardState) -> None:
        if state.focused:
            painter.setPen(QPen(self.accent, RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(line.adjusted(1, 1, -1, -1))

    def paint(
        self,
        painter: QPainter,
        rect: QRect,
        cell: Cell,
        content: tuple[MediaRow | None, str],
        store: PixmapStore | None,
    ) -> None:
        """Paint one cell of a row; its row is None while it is on its way."""
        row, text = content
        if row is None:
            self.paint_text(painter, rect, text, right=cell.numeric, bright=False)
        elif cell.key == "title":
            self.paint_title(painter, rect, row, text, store)
        elif text and cell.key in _SIGNS:
            self.paint_sign(painter, rect, cell.key)
        elif text and cell.key == "state":
            self.paint_state(painter, rect, row, text)
        else:
            self.paint_text(painter, rect, text, right=cell.numeric, bright=False)

    def paint_text(
        self, painter: QPainter, rect: QRect, text: str, *, right: bool, bright: bool
    ) -> None:
        """Paint one line, cut to its cell; `right` is where numbers stand."""
        width = rect.width() - 2 * SPACE.small
        if not text or width <= 0:
            return
        line = self._line(text, width)
        size = line.size()
        x = rect.x() + SPACE.small
        if right != (painter.layoutDirection() == Qt.LayoutDirection.RightToLeft):
            x = rect.right() + 1 - SPACE.small - round(size.width())
        painter.setPen(self.text if bright else self.muted)
        painter.drawStaticText(x, rect.y() + (rect.height() - round(size.height())) // 2, line)

    def paint_sign(self, painter: QPainter, rect: QRect, key: str) -> None:
        """Paint a tick or a heart: the header says which."""
        color = self.tokens.accent if key == "watched" else self.tokens.text
        corner = QPoint(rect.x() + SPACE.small, rect.y() + (rect.height() - _SIGN) // 2)
        if painter.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            corner.setX(rect.right() + 1 - SPACE.small - _SIGN)
        painter.drawPixmap(corner, icon_pixmap(_SIGNS[key], color, _SIGN, self._ratio))

    def paint_state(self, painter: QPainter, rect: QRect, row: MediaRow, text: str) -> None:
        """Paint the state with its icon: never by color alone."""
        away = not row.is_here
        name, color = ("offline", self.tokens.muted) if away else ("unmatched", self.tokens.warn)
        rest = self._paint_leading(painter, rect, name, color)
        self.paint_text(painter, rest, text, right=False, bright=not away)

    def paint_title(
        self, painter: QPainter, rect: QRect, row: MediaRow, text: str, store: PixmapStore | None
    ) -> None:
        """Paint the title behind its small poster, or behind the sign of its kind."""
        if self.thumb is None:
            self.paint_text(painter, rect, text, right=False, bright=True)
            return
        found = self.artwork(row)
        pixmap = store.pixmap(*found) if store is not None and found is not None else None
        rest = self._beside(painter, rect, self.thumb.width)
        if pixmap is None:
            icon = KIND_ICONS.get(row.media_type, "film")
            sign = icon_pixmap(icon, self.tokens.muted, _SIGN, self._ratio)
            pixmap, size = sign, (_SIGN, _SIGN)
        else:
            size = (self.thumb.width, self.thumb.height)
        x = rect.x() + SPACE.small + (self.thumb.width - size[0]) // 2
        if painter.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            x = rect.right() + 1 - SPACE.small - (self.thumb.width + size[0]) // 2
        painter.drawPixmap(x, rect.y() + (rect.height() - size[1]) // 2, pixmap)
        self.paint_text(painter, rest, text, right=False, bright=True)

    def _paint_leading(self, painter: QPainter, rect: QRect, icon: str, color: str) -> QRect:
        x = rect.x() + SPACE.small
        if painter.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            x = rect.right() + 1 - SPACE.small - _SIGN
        y = rect.y() + (rect.height() - _SIGN) // 2
        painter.drawPixmap(x, y, icon_pixmap(icon, color, _SIGN, self._ratio))
        return self._beside(painter, rect, _SIGN - SPACE.hair)

    def _beside(self, painter: QPainter, rect: QRect, width: int) -> QRect:
        taken = width + SPACE.small
        if painter.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            return rect.adjusted(0, 0, -taken, 0)
        return rect.adjusted(taken, 0, 0, 0)

    def _line(self, text: str, width: int) -> QStaticText:
        line = self._texts.get((text, width))
        if line is None:
            if len(self._texts) > _TEXTS_KEPT:
                self._texts.clear()
            line = self._texts[text, width] = laid_out(text, self.font, width)
        return line
