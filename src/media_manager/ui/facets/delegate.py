"""Paints the rows of the facets: mark, name, count, a bar as long as the count, and the minus."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from media_manager.domain.facets import Mark
from media_manager.ui.facets.lines import Row, RowKind
from media_manager.ui.facets.model import FacetRole
from media_manager.ui.icons import icon_pixmap
from media_manager.ui.theme import SPACE, current_theme
from media_manager.ui.tokens import Tokens
from media_manager.ui.widgets.look import HIT, RING, icon_side, paint_focus

Index = QModelIndex | QPersistentModelIndex
State = QStyle.StateFlag

_LEAST: Final = 30
_BAR: Final = 3
# The words stand a little above the middle, so that the bar does not touch them.
_LIFT: Final = 2
_MARKS: Final = {Mark.INCLUDED: "check", Mark.EXCLUDED: "minus"}
_TONES: Final = {Mark.INCLUDED: "accent", Mark.EXCLUDED: "warn"}


@dataclass(frozen=True, slots=True)
class Look:
    """What all rows of one paint share: asking the theme for each word would cost more."""

    tokens: Tokens
    colors: dict[str, QColor]
    fonts: dict[Mark, QFont]
    bold: QFont
    side: int
    ratio: float

    def pixmap(self, name: str, tone: str) -> QPixmap:
        return icon_pixmap(name, getattr(self.tokens, tone), self.side, self.ratio)


def look_of(widget: QWidget) -> Look:
    """Return the look of the moment."""
    tokens = current_theme().tokens
    names = ("text", "muted", "disabled", "accent", "warn", "line", "raised")
    plain, bold, struck = QFont(widget.font()), QFont(widget.font()), QFont(widget.font())
    for font in (plain, bold, struck):
        font.setFeature(QFont.Tag("tnum"), 1)
    bold.setWeight(QFont.Weight.DemiBold)
    struck.setStrikeOut(True)
    return Look(
        tokens,
        {name: QColor(getattr(tokens, name)) for name in names},
        {Mark.NONE: plain, Mark.INCLUDED: bold, Mark.EXCLUDED: struck},
        bold,
        icon_side(),
        widget.devicePixelRatioF(),
    )


class FacetDelegate(QStyledItemDelegate):
    """One height for all rows, so that a section folds without measuring any."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.pointed: QPoint | None = None
        self.look = look_of(parent)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's signature
        return QSize(160, max(_LEAST, QFontMetrics(option.font).height() + 12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row | None = index.data(FacetRole.ROW)
        if row is None:
            return
        self._paint_ground(painter, option, row)
        if row.kind is RowKind.SECTION:
            self._paint_section(painter, option, row)
        elif row.kind is RowKind.VALUE:
            self._paint_value(painter, option, row)
        else:
            self._paint_words(painter, option, row)

    # -- the kinds of rows -------------------------------------------------------------------

    def _paint_section(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        look, side = self.look, self.look.side
        place = option.rect.adjusted(SPACE.small, 0, -SPACE.medium, 0)
        is_open = bool(option.state & State.State_Open)
        right = option.direction == Qt.LayoutDirection.RightToLeft
        folded = "chevron-left" if right else "chevron-right"
        sign = look.pixmap("chevron-down" if is_open else folded, "muted")
        _draw_icon(painter, option, sign, QRect(place.left(), 0, side, side))
        place.setLeft(place.left() + side + SPACE.hair)
        painter.setFont(look.bold)
        painter.setPen(look.colors["text"])
        width = _draw(painter, option, place, row.text)
        if row.note and not is_open:
            painter.setFont(look.fonts[Mark.NONE])
            painter.setPen(look.colors["accent"])
            rest = place.adjusted(width + SPACE.medium, 0, 0, 0)
            _draw(painter, option, rest, row.note, at_end=True)

    def _paint_value(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        look, side = self.look, self.look.side
        place = self._value_place(option)
        mark = _MARKS.get(row.mark)
        tone = _TONES.get(row.mark, "text")
        if mark:
            before = QRect(place.left() - side - SPACE.hair, 0, side, side)
            _draw_icon(painter, option, look.pixmap(mark, tone), before)
        words = place.translated(0, -_LIFT)
        painter.setFont(look.fonts[Mark.NONE])
        painter.setPen(look.colors["disabled" if row.stale else "muted"])
        width = _draw(painter, option, words, row.note, at_end=True)
        painter.setFont(look.fonts[row.mark])
        painter.setPen(look.colors[tone])
        _draw(painter, option, words.adjusted(0, 0, -width - SPACE.small, 0), row.text)
        self._paint_bar(painter, option, place, row)
        if option.state & (State.State_MouseOver | State.State_HasFocus):
            self._paint_minus(painter, option, row)

    def _paint_words(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        painter.setFont(self.look.fonts[Mark.NONE])
        painter.setPen(self.look.colors["accent" if row.kind is RowKind.MORE else "muted"])
        place = self._value_place(option)
        place.setRight(option.rect.right() - SPACE.small)
        _draw(painter, option, place, row.text)

    # -- their parts -------------------------------------------------------------------------

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        pointed = option.state & State.State_MouseOver and row.kind is not RowKind.NOTE
        focused = option.state & State.State_HasFocus
        if not pointed and not focused:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(option.rect).adjusted(SPACE.hair, 1, -SPACE.hair, -1)
        if pointed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.look.colors["raised"])
            painter.drawRoundedRect(ground, SPACE.radius, SPACE.radius)
        if focused:
            paint_focus(painter, ground)

    def _paint_bar(
        self, painter: QPainter, option: QStyleOptionViewItem, place: QRect, row: Row
    ) -> None:
        if row.share <= 0:
            return
        length = max(_BAR, round(place.width() * row.share))
        bar = QRect(place.left(), place.bottom() - _BAR - RING, length, _BAR)
        faint = row.mark is Mark.NONE and not row.stale
        painter.setOpacity(0.55 if faint else 1.0)
        tone = "line" if row.stale else _TONES.get(row.mark, "accent")
        painter.fillRect(
            QStyle.visualRect(option.direction, option.rect, bar), self.look.colors[tone]
        )
        painter.setOpacity(1.0)

    def _paint_minus(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        zone = minus_place(option.rect, option.direction)
        if self.pointed is not None and zone.contains(self.pointed):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.look.colors["line"])
            square = QRect(0, 0, HIT, HIT)
            square.moveCenter(zone.center())
            painter.drawRoundedRect(square, SPACE.radius, SPACE.radius)
        sign = "x" if row.mark is Mark.EXCLUDED else "minus"
        half = self.look.side // 2 - 1
        painter.drawPixmap(zone.center() - QPoint(half, half), self.look.pixmap(sign, "muted"))

    def _value_place(self, option: QStyleOptionViewItem) -> QRect:
        """Return where a value stands: behind its mark, before its minus."""
        before = SPACE.small + self.look.side + SPACE.hair
        after = max(HIT, self.look.side + SPACE.small) + SPACE.hair
        return option.rect.adjusted(before, 0, -after, 0)


def minus_place(row: QRect, direction: Qt.LayoutDirection) -> QRect:
    """Return the part of a row that excludes its value when it is clicked."""
    side = max(HIT, icon_side() + SPACE.small)
    zone = QRect(row.right() - side - RING, row.top(), side, row.height())
    return QStyle.visualRect(direction, row, zone)


def _draw(
    painter: QPainter,
    option: QStyleOptionViewItem,
    place: QRect,
    text: str,
    *,
    at_end: bool = False,
) -> int:
    """Draw a text in one line, shortened where it must; return how wide it is."""
    metrics = painter.fontMetrics()
    width = metrics.horizontalAdvance(text)
    if width > place.width():
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        width = place.width()
    side = Qt.AlignmentFlag.AlignRight if at_end else Qt.AlignmentFlag.AlignLeft
    alignment = QStyle.visualAlignment(option.direction, side)
    mirrored = QStyle.visualRect(option.direction, option.rect, place)
    painter.drawText(mirrored, int(alignment | Qt.AlignmentFlag.AlignVCenter), text)
    return int(width)


def _draw_icon(
    painter: QPainter, option: QStyleOptionViewItem, pixmap: QPixmap, place: QRect
) -> None:
    """Draw an icon in the middle of the row, `place.left()` from where reading begins."""
    top = option.rect.center().y() - place.height() // 2 + 1
    square = QRect(place.left(), top, place.width(), place.height())
    painter.drawPixmap(QStyle.visualRect(option.direction, option.rect, square).topLeft(), pixmap)
