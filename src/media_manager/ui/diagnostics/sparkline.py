"""The last five minutes of one number: large as it is now, drawn as it went."""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolTip, QWidget

from media_manager.ui.diagnostics import texts
from media_manager.ui.diagnostics.texts import translate
from media_manager.ui.theme import SPACE, TextSize, current_theme
from media_manager.ui.widgets.look import color, paint_focus
from media_manager.ui.widgets.plain import tooltip

_LEAST: Final = QSize(240, 184)
_FILL_ALPHA: Final = 36
_LINE: Final = 1.5


class Mark(NamedTuple):
    """What a tile shows: words for its numbers, and the least height of its scale."""

    title: str
    unit: str
    text: Callable[[float], str]
    least_top: float = 1.0
    opens: str = ""  # what a click leads to


class Tile(QAbstractButton):
    """One number of the overview. Arrow keys walk through its past, Enter opens what it counts."""

    def __init__(self, mark: Mark, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mark = mark
        self.caption = ""
        self._span = 1
        self._times: Sequence[float] = ()
        self._values: Sequence[float] = ()
        self._back: int | None = None  # how many samples back the reading is
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setText(mark.title)
        if mark.opens:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._tell()

    def show_samples(
        self, times: Sequence[float], values: Sequence[float], *, span: int, caption: str = ""
    ) -> None:
        """Draw these samples, oldest first; `span` is how many there is room for."""
        self._times, self._values = times, values
        self._span = max(2, span)
        self.caption = caption
        self._tell()
        self.update()

    @property
    def number(self) -> str:
        """The newest number that is known, without its unit."""
        return self.mark.text(self._newest())

    def reading(self) -> str:
        """Return the sample that the arrow keys stand on, or the caption."""
        if self._back is None or not self._values:
            return self.caption
        return self._exact(max(0, len(self._values) - 1 - self._back))

    def sizeHint(self) -> QSize:
        return _LEAST * current_theme().scale

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    # -- hand and keys -------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: 1, Qt.Key.Key_Right: -1}.get(Qt.Key(event.key()))
        if step is None or not self._values:
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.click()
                return
            super().keyPressEvent(event)
            return
        back = (self._back or 0) + step
        self._back = None if back < 0 else min(back, len(self._values) - 1)
        self._tell()
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._sample_at(event.pos().x())
            QToolTip.showText(event.globalPos(), tooltip(self._tip(at)), self)
            return True
        if event.type() in {QEvent.Type.Enter, QEvent.Type.Leave}:
            self.update()
        return super().event(event)

    def _tip(self, at: int | None) -> str:
        lines = [] if at is None else [self._exact(at)]
        return "\n".join([*lines, *([self.mark.opens] if self.mark.opens else [])])

    def _exact(self, at: int) -> str:
        value = self._values[at]
        number = f"{self.mark.text(value)} {self.mark.unit}"
        when = texts.clock(self._times[at])
        if math.isnan(value):
            number = translate("Diagnostics", "nothing to measure")
        return f"{when} · {number.strip()}"

    def _sample_at(self, x: int) -> int | None:
        plot = self._plot()
        if not self._values or not plot.left() <= x <= plot.right():
            return None
        back = round((plot.right() - x) / plot.width() * (self._span - 1))
        return None if back >= len(self._values) else len(self._values) - 1 - back

    def _newest(self) -> float:
        return next((each for each in reversed(self._values) if not math.isnan(each)), math.nan)

    def _tell(self) -> None:
        name = f"{self.mark.title}: {self.number} {self.mark.unit}".strip()
        self.setAccessibleName(name)
        self.setAccessibleDescription(self.reading())

    # -- painting ------------------------------------------------------------------------------

    def _inside(self) -> QRectF:
        side = SPACE.large
        return QRectF(self.rect()).adjusted(side, SPACE.medium, -side, -SPACE.medium)

    def _plot(self) -> QRectF:
        inside = self._inside()
        head = sum(_line(size) for size in (TextSize.SECTION, TextSize.HERO, TextSize.CAPTION))
        foot = _line(TextSize.CAPTION)
        return inside.adjusted(0, head + SPACE.small, 0, -foot - 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self._paint_head(painter)
        plot = self._plot()
        if plot.height() > SPACE.large:
            self._paint_plot(painter, plot)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()))

    def _paint_ground(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(self._ground()))
        painter.drawRoundedRect(QRectF(self.rect()), SPACE.card_radius, SPACE.card_radius)

    def _paint_head(self, painter: QPainter) -> None:
        place = self._inside()
        theme = current_theme()
        painter.setPen(color("muted"))
        painter.setFont(theme.font(TextSize.BODY))
        painter.drawText(place, _TOP, self.mark.title)
        place.setTop(place.top() + _line(TextSize.SECTION))
        painter.setPen(color("text"))
        painter.setFont(theme.font(TextSize.HERO, bold=True, tabular=True))
        metrics = painter.fontMetrics()
        base = QPointF(place.left(), place.top() + metrics.ascent())
        painter.drawText(base, self.number)
        base.setX(base.x() + metrics.horizontalAdvance(self.number) + SPACE.hair + 2)
        painter.setFont(theme.font(TextSize.SECTION))
        painter.setPen(color("muted"))
        painter.drawText(base, self.mark.unit)
        place.setTop(place.top() + _line(TextSize.HERO))
        painter.setFont(theme.font(TextSize.CAPTION))
        words = painter.fontMetrics().elidedText(
            self.reading(), Qt.TextElideMode.ElideRight, int(place.width())
        )
        painter.drawText(place, _TOP, words)

    def _paint_plot(self, painter: QPainter, plot: QRectF) -> None:
        top = max([self.mark.least_top, *(each for each in self._values if not math.isnan(each))])
        painter.setPen(QPen(color("line"), 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        painter.setPen(QPen(color("line"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(plot.topLeft(), plot.topRight())
        line, fill = color("accent"), color("accent")
        fill.setAlpha(_FILL_ALPHA)
        for points in self._runs(plot, top):
            ground = [QPointF(points[-1].x(), plot.bottom()), QPointF(points[0].x(), plot.bottom())]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawPolygon(QPolygonF([*points, *ground]))
            painter.setPen(QPen(line, _LINE))
            painter.drawPolyline(QPolygonF(points))
        self._paint_reading(painter, plot)
        self._paint_axis(painter, plot, top)

    def _runs(self, plot: QRectF, top: float) -> Iterator[list[QPointF]]:
        """Yield the line in pieces: where nothing was measured there is none."""
        step = plot.width() / (self._span - 1)
        left = plot.right() - step * (len(self._values) - 1)
        points: list[QPointF] = []
        for at, value in enumerate((*self._values, math.nan)):
            if not math.isnan(value):
                points.append(
                    QPointF(left + at * step, plot.bottom() - value / top * plot.height())
                )
            elif points:
                # A single sample is a short line, or nobody would see it.
                points.append(
                    QPointF(points[-1].x() + (_LINE if len(points) == 1 else 0), points[-1].y())
                )
                yield points
                points = []

    def _paint_reading(self, painter: QPainter, plot: QRectF) -> None:
        if self._back is None:
            return
        x = plot.right() - self._back * plot.width() / (self._span - 1)
        painter.setPen(QPen(color("text"), 1))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))

    def _paint_axis(self, painter: QPainter, plot: QRectF, top: float) -> None:
        painter.setFont(current_theme().font(TextSize.CAPTION))
        painter.setPen(color("muted"))
        foot = QRectF(plot.left(), plot.bottom() + 2, plot.width(), _line(TextSize.CAPTION))
        ago = translate("Diagnostics", "%1 min ago").replace("%1", texts.whole(self._span / 60))
        painter.drawText(foot, _TOP, ago)
        painter.drawText(foot, _TOP_END, translate("Diagnostics", "now"))
        highest = f"{self.mark.text(top)} {self.mark.unit}".strip()
        metrics = painter.fontMetrics()
        width = metrics.horizontalAdvance(highest) + SPACE.hair
        label = QRectF(plot.left(), plot.top() - metrics.height() / 2, width, metrics.height())
        painter.fillRect(label, color(self._ground()))
        painter.drawText(label, _TOP, highest)

    def _ground(self) -> str:
        return "raised" if self.underMouse() and self.mark.opens else "surface"


_TOP: Final = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop
_TOP_END: Final = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignTop


def _line(size: TextSize) -> int:
    """Return the height of a line of this size, with its air."""
    return round(current_theme().pixels(size) * 1.5)
