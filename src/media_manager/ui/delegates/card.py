"""How one card of the poster grid looks: artwork, two lines of text, and a few quiet marks."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPixmap, QStaticText

from media_manager.domain.media import MediaRow, MediaType
from media_manager.lazy_model import texts
from media_manager.ui.delegates.lines import laid_out
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
_FACTS_KEPT: Final = 1000
_MISSING_KEPT: Final = 100
_PLAINS_KEPT: Final = 40
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


class CardState(NamedTuple):
    """What the view knows of a card beyond its row."""

    selected: bool = False
    hovered: bool = False
    focused: bool = False


PLAIN: Final = CardState()


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a row comes to on a card of this size."""

    row: MediaRow
    title: QStaticText
    second: QStaticText | None
    artwork: Artwork | None
    progress: float
    is_marked: bool = field(kw_only=True)


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
        self._size = QSize(self.cell.width, self.cell.height)
        self._facts: dict[int, _Facts] = {}
        self._marks: dict[str, QPixmap] = {}
        self._missing: dict[tuple[str, str, str], QPixmap] = {}
        self._plains: dict[tuple[int, bool], QPixmap] = {}

    def paint(
        self,
        painter: QPainter,
        at: QPoint,
        row: MediaRow | None,
        state: CardState,
        store: PixmapStore | None,
    ) -> None:
        """Paint one card with its upper left at `at`; `row` None is one that is on its way."""
        if state is not PLAIN:
            self._paint_ground(painter, QRect(at, self._size), state)
        x, y = at.x() + PAD, at.y() + PAD
        if row is None:
            painter.drawPixmap(x, y, self._plain(self._colors["raised"]))
            return
        facts = self._facts.get(row.id)
        if facts is None or facts.row is not row:
            facts = self._facts_of(row)
        shown = self._paint_artwork(painter, x, y, facts, store)
        if facts.is_marked or state.hovered or state.focused:
            self._paint_marks(painter, shown, facts, state)
        self._paint_texts(painter, x, y + self.box.height + SPACE.small, facts)

    def artwork(self, row: MediaRow) -> tuple[Artwork, Box] | None:
        """Return what a card of this row will need."""
        found = artwork_of(row)
        return None if found is None else (found, self.box)

    def _facts_of(self, row: MediaRow) -> _Facts:
        """Work out once what each paint of a row needs."""
        if len(self._facts) > _FACTS_KEPT:
            self._facts.clear()
        second = texts.subtitle(row)
        progress = 0.0 if row.watched else texts.progress(row)
        here = row.is_here
        facts = _Facts(
            row,
            laid_out(texts.title(row), self._title_font, self.box.width - 2),
            laid_out(second, self._year_font, self.box.width - 2) if second else None,
            artwork_of(row),
            progress if progress >= _LEAST_PROGRESS else 0.0,
            is_marked=bool(
                row.watched or row.favorite or progress or not here or row.state != "matched"
            ),
        )
        self._facts[row.id] = facts
        return facts

    def _paint_ground(self, painter: QPainter, rect: QRect, state: CardState) -> None:
        if state.selected:
            painter.drawPixmap(rect.topLeft(), self._plain(self._colors["selection"], ground=True))
        elif state.hovered:
            painter.drawPixmap(rect.topLeft(), self._plain(self._colors["raised"], ground=True))
        if state.focused:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._colors["accent"], RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(
                QRectF(rect).adjusted(1, 1, -1, -1), SPACE.card_radius, SPACE.card_radius
            )

    def _paint_artwork(
        self, painter: QPainter, x: int, y: int, facts: _Facts, store: PixmapStore | None
    ) -> QRect:
        """Paint the artwork or what stands for it; return the part that is covered."""
        artwork = facts.artwork
        place = QRect(x, y, self.box.width, self.box.height)
        if artwork is None or store is None or store.has_failed(artwork):
            painter.drawPixmap(x, y, self._missing_card(facts.row))
            return place
        pixmap = store.pixmap(artwork, self.box)
        if pixmap is None:
            color = store.color(artwork) or self._colors["raised"]
            painter.drawPixmap(x, y, self._plain(color))
            return place
        if self.box.fit == Fit.CONTAIN:
            place = _standing_in(place, pixmap)
        painter.drawPixmap(place.topLeft(), pixmap)
        return place

    def _plain(self, color: QColor, *, ground: bool = False) -> QPixmap:
        """Return a place of a picture, or of a whole card, in one color.

        Drawn once: round corners cost more than a poster.
        """
        pixmap = self._plains.get((color.rgba(), ground))
        if pixmap is None:
            if len(self._plains) > _PLAINS_KEPT:
                self._plains.clear()
            size = self._size if ground else QSize(self.box.width, self.box.height)
            pixmap = QPixmap(size * self.box.ratio)
            pixmap.setDevicePixelRatio(self.box.ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            radius = SPACE.card_radius if ground else SPACE.radius
            self._fill(painter, QRect(0, 0, size.width(), size.height()), color, radius)
            painter.end()
            self._plains[color.rgba(), ground] = pixmap
        return pixmap

    def _missing_card(self, row: MediaRow) -> QPixmap:
        key = (texts.title(row), texts.subtitle(row), row.media_type)
        pixmap = self._missing.get(key)
        if pixmap is None:
            if len(self._missing) > _MISSING_KEPT:
                self._missing.clear()
            icon = KIND_ICONS.get(row.media_type, "film")
            fonts = (self._card_font, self._year_font)
            pixmap = missing_card(key[:2], icon, self.box, fonts, self.tokens)
            self._missing[key] = pixmap
        return pixmap

    def _paint_marks(
        self, painter: QPainter, place: QRect, facts: _Facts, state: CardState
    ) -> None:
        row, here = facts.row, facts.row.is_here
        if not here:
            self._fill(painter, place, self._dim)
        right, bottom = place.right() - _INSET - _MARK + 1, place.bottom() - _INSET - _MARK + 1
        left, top = place.left() + _INSET, place.top() + _INSET
        # Side by side: the other corner belongs to the sign of a missing poster.
        if row.watched:
            painter.drawPixmap(right, top, self._mark("check"))
        if row.favorite:
            beside = _MARK + SPACE.hair if row.watched else 0
            painter.drawPixmap(right - beside, top, self._mark("heart-filled"))
        if facts.progress:
            self._paint_progress(painter, place, facts.progress)
            bottom -= _BAR + 2
        if not here:
            painter.drawPixmap(left, bottom, self._mark("offline"))
        elif row.state != "matched":
            painter.drawPixmap(left, bottom, self._mark("unmatched", self.tokens.warn))
        if (state.hovered or state.focused) and row.height:
            self._paint_badge(painter, place.right() - _INSET, bottom, texts.resolution(row))

    def _mark(self, icon: str, ground: str = "") -> QPixmap:
        """Return a round sign, drawn once."""
        pixmap = self._marks.get(icon)
        if pixmap is None:
            side = round(_MARK * self.box.ratio)
            pixmap = QPixmap(side, side)
            pixmap.setDevicePixelRatio(self.box.ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            fill = QColor(ground) if ground else self._scrim
            self._fill(painter, QRect(0, 0, _MARK, _MARK), fill, _MARK // 2)
            ink = self.tokens.window if ground else self.tokens.on_scrim
            inset = (_MARK - _MARK_ICON) // 2
            painter.drawPixmap(inset, inset, icon_pixmap(icon, ink, _MARK_ICON, self.box.ratio))
            painter.end()
            self._marks[icon] = pixmap
        return pixmap

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
        line = laid_out(text, self._year_font, self.box.width)
        width = round(line.size().width()) + 2 * SPACE.hair + 4
        self._fill(painter, QRect(right - width + 1, top, width, _MARK), self._scrim)
        painter.setFont(self._year_font)
        painter.setPen(self._colors["on_scrim"])
        y = top + (_MARK - round(line.size().height())) // 2
        painter.drawStaticText(right - width + SPACE.hair + 3, y, line)

    def _paint_texts(self, painter: QPainter, x: int, top: int, facts: _Facts) -> None:
        painter.setFont(self._title_font)
        painter.setPen(self._colors["text"])
        self._draw(painter, x, top + self._title_height // 2, facts.title)
        if facts.second is not None:
            painter.setFont(self._year_font)
            painter.setPen(self._colors["muted"])
            middle = top + self._second_line + self._year_height // 2
            self._draw(painter, x, middle, facts.second)

    def _draw(self, painter: QPainter, x: int, middle: int, line: QStaticText) -> None:
        """Draw a line around its middle: scripts that fall back to taller fonts keep in place."""
        size = line.size()
        left = x + 1
        if painter.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left = x + self.box.width - 1 - round(size.width())
        painter.drawStaticText(left, middle - round(size.height() / 2), line)

    def _fill(
        self, painter: QPainter, rect: QRect, color: QColor, radius: int = SPACE.radius
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(rect, radius, radius)


_PAINTED: Final = ("surface", "raised", "text", "muted", "accent", "selection", "on_scrim")


def _standing_in(place: QRect, pixmap: QPixmap) -> QRect:
    """Center a picture of its own shape at the foot of its place, so that texts line up."""
    size = pixmap.deviceIndependentSize().toSize()
    left = place.x() + (place.width() - size.width()) // 2
    return QRect(left, place.bottom() - size.height() + 1, size.width(), size.height())
