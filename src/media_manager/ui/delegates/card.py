"""How one card of the poster grid looks: artwork, two lines of text, and a few quiet marks."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QStaticText

from media_manager.domain.media import MediaRow, MediaType
from media_manager.lazy_model import texts
from media_manager.ui.delegates.missing import missing_card
from media_manager.ui.geometry import CellSize
from media_manager.ui.icons import icon_pixmap
from media_manager.ui.theme import SPACE, TextSize, Theme
from media_manager.ui.thumbnails import Artwork, Box, Fit, PixmapStore, artwork_of

PAD: Final = 6
RING: Final = 2
_MARK: Final = 22
_MARK_ICON: Final = 14
_BAR: Final = 4
_INSET: Final = 6
_LEADING: Final = 2
_LEAST_PROGRESS: Final = 0.01
_SCRIM_ALPHA: Final = 190
_DIM_ALPHA: Final = 150
_TEXTS_KEPT: Final = 4000
# A lot of sizes would each need pictures of their own; these are even steps for the eye.
ZOOM_WIDTHS: Final = (96, 112, 132, 156, 184, 220, 264, 320)
DEFAULT_ZOOM: Final = 3

KIND_ICONS: Final = {
    MediaType.MOVIE.value: "film",
    MediaType.SHOW.value: "tv",
    MediaType.SEASON.value: "tv",
    MediaType.EPISODE.value: "tv",
    MediaType.VIDEO.value: "film",
    MediaType.PHOTO.value: "photo",
    MediaType.ALBUM.value: "album",
}


class Aspect(StrEnum):
    """The shape of the artwork of a whole grid."""

    POSTER = "poster"  # 2:3
    STILL = "still"  # 16:9
    NATURAL = "natural"  # whole pictures in square places


_HEIGHTS: Final = {Aspect.POSTER: 3 / 2, Aspect.STILL: 9 / 16, Aspect.NATURAL: 1.0}
# A still of the width of a poster would be a stamp.
_WIDTHS: Final = {Aspect.POSTER: 1.0, Aspect.STILL: 1.5, Aspect.NATURAL: 1.2}


@dataclass(frozen=True, slots=True)
class CardState:
    """What the view knows of a card beyond its row."""

    selected: bool = False
    hovered: bool = False
    focused: bool = False


PLAIN: Final = CardState()


class CardPainter:
    """Paints cards of one size in one theme; a zoom or a theme change makes another painter."""

    def __init__(self, theme: Theme, zoom: int, aspect: Aspect, ratio: float) -> None:
        self.tokens = theme.tokens
        width = round(ZOOM_WIDTHS[zoom] * _WIDTHS[aspect])
        fit = Fit.CONTAIN if aspect == Aspect.NATURAL else Fit.COVER
        height = round(width * _HEIGHTS[aspect])
        self.box = Box(width, height, ratio, fit, SPACE.radius)
        self._title_font = theme.font(TextSize.BODY)
        self._year_font = theme.font(TextSize.CAPTION, tabular=True)
        self._card_font = theme.font(TextSize.SECTION, bold=True)
        self._title_height = QFontMetrics(self._title_font).height()
        self._year_height = QFontMetrics(self._year_font).height()
        self._second_line = self._title_height + _LEADING
        below = SPACE.small + self._second_line + self._year_height
        self.cell = CellSize(
            width + 2 * PAD, height + below + 2 * PAD, gap=SPACE.large - 2 * PAD, margin=10
        )
        self._colors = {name: QColor(getattr(self.tokens, name)) for name in _PAINTED}
        self._scrim = QColor(self.tokens.scrim)
        self._scrim.setAlpha(_SCRIM_ALPHA)
        self._dim = QColor(self.tokens.surface)
        self._dim.setAlpha(_DIM_ALPHA)
        self._texts: dict[tuple[str, bool], QStaticText] = {}
        self._missing: dict[tuple[str, str, str], QPixmap] = {}

    def paint(
        self,
        painter: QPainter,
        rect: QRect,
        row: MediaRow | None,
        state: CardState,
        store: PixmapStore | None,
    ) -> None:
        """Paint one card; `row` None is one whose row is on its way."""
        self._paint_ground(painter, rect, state)
        place = QRect(rect.x() + PAD, rect.y() + PAD, self.box.width, self.box.height)
        if row is None:
            self._fill(painter, place, self._colors["raised"])
            return
        shown = self._paint_artwork(painter, place, row, store)
        self._paint_marks(painter, shown, row, state)
        self._paint_texts(painter, rect, row)

    def artwork(self, row: MediaRow) -> tuple[Artwork, Box] | None:
        """Return what a card of this row will need."""
        found = artwork_of(row)
        return None if found is None else (found, self.box)

    def _paint_ground(self, painter: QPainter, rect: QRect, state: CardState) -> None:
        if state.selected:
            self._fill(painter, rect, self._colors["selection"], SPACE.card_radius)
        elif state.hovered:
            self._fill(painter, rect, self._colors["raised"], SPACE.card_radius)
        if state.focused:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._colors["accent"], RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(
                QRectF(rect).adjusted(1, 1, -1, -1), SPACE.card_radius, SPACE.card_radius
            )

    def _paint_artwork(
        self, painter: QPainter, place: QRect, row: MediaRow, store: PixmapStore | None
    ) -> QRect:
        """Paint the artwork or what stands for it; return the part that is covered."""
        artwork = artwork_of(row)
        if artwork is None or store is None or store.has_failed(artwork):
            painter.drawPixmap(place.topLeft(), self._missing_card(row))
            return place
        pixmap = store.pixmap(artwork, self.box)
        if pixmap is None:
            self._fill(painter, place, store.color(artwork) or self._colors["raised"])
            return place
        if self.box.fit == Fit.CONTAIN:
            place = _standing_in(place, pixmap)
        painter.drawPixmap(place.topLeft(), pixmap)
        return place

    def _missing_card(self, row: MediaRow) -> QPixmap:
        key = (texts.title(row), texts.subtitle(row), row.media_type)
        pixmap = self._missing.get(key)
        if pixmap is None:
            if len(self._missing) > _TEXTS_KEPT // 20:
                self._missing.clear()
            icon = KIND_ICONS.get(row.media_type, "film")
            fonts = (self._card_font, self._year_font)
            pixmap = missing_card(key[:2], icon, self.box, fonts, self.tokens)
            self._missing[key] = pixmap
        return pixmap

    def _paint_marks(
        self, painter: QPainter, place: QRect, row: MediaRow, state: CardState
    ) -> None:
        if row.file_state != "present":
            self._fill(painter, place, self._dim)
        right, bottom = place.right() - _INSET - _MARK + 1, place.bottom() - _INSET - _MARK + 1
        left, top = place.left() + _INSET, place.top() + _INSET
        # Side by side: the other corner belongs to the sign of a missing poster.
        if row.watched:
            self._mark(painter, QPoint(right, top), "check")
        if row.favorite:
            beside = _MARK + SPACE.hair if row.watched else 0
            self._mark(painter, QPoint(right - beside, top), "heart-filled")
        done = 0.0 if row.watched else texts.progress(row)
        if done >= _LEAST_PROGRESS:
            self._paint_progress(painter, place, done)
            bottom -= _BAR + 2
        if row.file_state != "present":
            self._mark(painter, QPoint(left, bottom), "offline")
        elif row.state != "matched":
            self._mark(painter, QPoint(left, bottom), "unmatched", self.tokens.warn)
        if (state.hovered or state.focused) and row.height:
            self._paint_badge(painter, place.right() - _INSET, bottom, texts.resolution(row))

    def _mark(self, painter: QPainter, at: QPoint, icon: str, ground: str = "") -> None:
        fill = QColor(ground) if ground else self._scrim
        self._fill(painter, QRect(at.x(), at.y(), _MARK, _MARK), fill, _MARK // 2)
        ink = self.tokens.on_scrim
        if ground:
            ink = self.tokens.window
        inset = (_MARK - _MARK_ICON) // 2
        painter.drawPixmap(
            at + QPoint(inset, inset), icon_pixmap(icon, ink, _MARK_ICON, self.box.ratio)
        )

    def _paint_progress(self, painter: QPainter, place: QRect, done: float) -> None:
        track = QRect(
            place.left() + _INSET,
            place.bottom() - _INSET - _BAR + 1,
            place.width() - 2 * _INSET,
            _BAR,
        )
        self._fill(painter, track.adjusted(-1, -1, 1, 1), self._scrim, _BAR // 2 + 1)
        length = max(_BAR, round(track.width() * done))
        if painter.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            track.setLeft(track.right() - length + 1)
        else:
            track.setWidth(length)
        self._fill(painter, track, self._colors["on_scrim"], _BAR // 2)

    def _paint_badge(self, painter: QPainter, right: int, top: int, text: str) -> None:
        line = self._text(text, caption=True)
        width = round(line.size().width()) + 2 * SPACE.hair + 4
        self._fill(painter, QRect(right - width + 1, top, width, _MARK), self._scrim)
        painter.setFont(self._year_font)
        painter.setPen(self._colors["on_scrim"])
        y = top + (_MARK - round(line.size().height())) // 2
        painter.drawStaticText(right - width + SPACE.hair + 3, y, line)

    def _paint_texts(self, painter: QPainter, rect: QRect, row: MediaRow) -> None:
        top = rect.y() + PAD + self.box.height + SPACE.small
        painter.setFont(self._title_font)
        painter.setPen(self._colors["text"])
        line = self._text(texts.title(row), caption=False)
        self._draw(painter, rect, top + self._title_height // 2, line)
        second = texts.subtitle(row)
        if second:
            painter.setFont(self._year_font)
            painter.setPen(self._colors["muted"])
            line = self._text(second, caption=True)
            self._draw(painter, rect, top + self._second_line + self._year_height // 2, line)

    def _draw(self, painter: QPainter, rect: QRect, middle: int, line: QStaticText) -> None:
        """Draw a line around its middle: scripts that fall back to taller fonts keep in place."""
        top = middle - round(line.size().height() / 2)
        left = rect.x() + PAD + 1
        if painter.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left = rect.right() - PAD - round(line.size().width())
        painter.drawStaticText(left, top, line)

    def _text(self, text: str, *, caption: bool) -> QStaticText:
        """Return a laid out line, cut to the width of the artwork."""
        line = self._texts.get((text, caption))
        if line is None:
            if len(self._texts) > _TEXTS_KEPT:
                self._texts.clear()
            font = self._year_font if caption else self._title_font
            line = self._texts[text, caption] = laid_out(text, font, self.box.width - 2)
        return line

    def _fill(
        self, painter: QPainter, rect: QRect, color: QColor, radius: int = SPACE.radius
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(rect, radius, radius)


_PAINTED: Final = ("surface", "raised", "text", "muted", "accent", "selection", "on_scrim")


def laid_out(text: str, font: QFont, width: int) -> QStaticText:
    """Return one line of plain text, cut with an ellipsis."""
    line = QStaticText(QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width))
    line.setTextFormat(Qt.TextFormat.PlainText)
    line.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    line.prepare(font=font)
    return line


def _standing_in(place: QRect, pixmap: QPixmap) -> QRect:
    """Center a picture of its own shape at the foot of its place, so that texts line up."""
    size = pixmap.deviceIndependentSize().toSize()
    left = place.x() + (place.width() - size.width()) // 2
    return QRect(left, place.bottom() - size.height() + 1, size.width(), size.height())
