"""The chart of growth: one line through time, a point for each month in which something came."""

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from media_manager.domain.dashboard import Chart, Mark
from media_manager.ui.dashboard.words import chart_title, mark_tip, short_month_text, value_text
from media_manager.ui.theme import SPACE, TextSize, current_theme
from media_manager.ui.widgets.look import color, paint_focus

_LINE: Final = 2
_DOT, _FOUND_DOT = 2.5, 5.0
# More points than this would be a band, not points.
_MOST_DOTS: Final = 40
_PAGE: Final = 12
_MONTHS: Final = 12
_ABOVE: Final = 1.08
_KEYS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_PageUp: -_PAGE,
    Qt.Key.Key_PageDown: _PAGE,
}
_OPENING: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})
_EXCLUDING: Final = frozenset({Qt.Key.Key_Minus, Qt.Key.Key_Delete})


class LineChart(QWidget):
    """Arrow keys go from point to point, Home and End to the first and last; Enter opens one."""

    mark_opened = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart: Chart | None = None
        self.current = -1
        self._hovered = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def marks(self) -> tuple[Mark, ...]:
        return () if self.chart is None else self.chart.marks

    def show_chart(self, chart: Chart) -> None:
        """Show a line; the newest point is the current one until a key chooses another."""
        self.chart = chart
        self._hovered = -1
        self._go_to(len(chart.marks) - 1)

    def sizeHint(self) -> QSize:
        return QSize(320, 260)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 200)

    # -- where things are ------------------------------------------------------------------

    def area(self) -> QRectF:
        """Return the place of the line, with room for the texts above and below it."""
        high = QFontMetrics(current_theme().font(TextSize.CAPTION)).height()
        inside = QRectF(self.rect()).adjusted(SPACE.small, SPACE.small, -SPACE.small, 0)
        return inside.adjusted(0, high + SPACE.hair, 0, -(high + SPACE.small))

    def points(self) -> list[QPointF]:
        """Return where the points are."""
        area, marks = self.area(), self.marks
        if len(marks) < 2:  # noqa: PLR2004 - one point has no line: it stands in the middle
            return [self._placed(area, area.center().x(), mark) for mark in marks]
        first, last = _number(marks[0]), _number(marks[-1])
        step = area.width() / max(1, last - first)
        return [
            self._placed(area, area.left() + (_number(mark) - first) * step, mark) for mark in marks
        ]

    def _placed(self, area: QRectF, x: float, mark: Mark) -> QPointF:
        most = (self.marks[-1].total or 1) * _ABOVE
        return QPointF(x, area.bottom() - (mark.total or 0) / most * area.height())

    def point_at(self, x: float) -> int:
        """Return the point nearest to a place; -1 without any."""
        places = enumerate(self.points())
        return min(((abs(each.x() - x), at) for at, each in places), default=(0.0, -1))[1]

    # -- hand and keyboard -----------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _KEYS:
            self._go_to(max(0, min(len(self.marks) - 1, self.current + _KEYS[key])))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go_to(0 if key == Qt.Key.Key_Home else len(self.marks) - 1)
        elif key in _OPENING or key in _EXCLUDING:
            self._open(self.current, excludes=key in _EXCLUDING)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self.point_at(event.position().x())
        if found != self._hovered:
            self._hovered = found
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._go_to(self.point_at(event.position().x()))
            excludes = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._open(self.current, excludes=excludes)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = -1
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self.point_at(event.pos().x())
            if self.chart is not None and at >= 0:
                QToolTip.showText(event.globalPos(), mark_tip(self.chart, self.marks[at]), self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def _go_to(self, at: int) -> None:
        self.current = at
        if self.chart is not None:
            title = chart_title(self.chart.key)
            text = mark_tip(self.chart, self.marks[at]) if self.marks else ""
            self.setAccessibleName(f"{title}: {text}" if text else title)
        self.update()

    def _open(self, at: int, *, excludes: bool) -> None:
        if 0 <= at < len(self.marks):
            self.mark_opened.emit(self.marks[at], excludes)

    # -- painting --------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.marks:
            points = self.points()
            self._paint_grid(painter)
            self._paint_line(painter, points)
            self._paint_found(painter, points)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()))

    def _paint_grid(self, painter: QPainter) -> None:
        area, marks = self.area(), self.marks
        painter.setPen(QPen(color("line"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setFont(current_theme().font(TextSize.CAPTION))
        painter.setPen(color("muted"))
        metrics = painter.fontMetrics()
        below = QRectF(area.left(), area.bottom() + SPACE.hair, area.width(), metrics.height())
        middle = Qt.AlignmentFlag.AlignVCenter
        first, last = short_month_text(marks[0].label), short_month_text(marks[-1].label)
        if len(marks) == 1:
            painter.drawText(below, int(Qt.AlignmentFlag.AlignHCenter | middle), first)
            return
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        painter.drawText(below, int(left | middle), first)
        painter.drawText(below, int(right | middle), last)
        kept = max(metrics.horizontalAdvance(first), metrics.horizontalAdvance(last)) + SPACE.wide
        self._paint_years(painter, below, kept)

    def _paint_years(self, painter: QPainter, below: QRectF, kept: int) -> None:
        """Name the Januaries between, as far as there is room for each."""
        first, last = _number(self.marks[0]), _number(self.marks[-1])
        years = [at for at in range(first + 1, last) if at % _MONTHS == 0]
        wide = painter.fontMetrics().horizontalAdvance("2000") + SPACE.wide
        step = max(1, -(-len(years) * wide // max(1, round(below.width()))))
        for at in years[::step]:
            x = below.left() + (at - first) / (last - first) * below.width()
            if below.left() + kept < x < below.right() - kept:
                place = QRectF(x - wide / 2, below.top(), wide, below.height())
                painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), str(at // _MONTHS))

    def _paint_line(self, painter: QPainter, points: list[QPointF]) -> None:
        accent, bottom = color("accent"), self.area().bottom()
        line = QPainterPath(points[0])
        for each in points[1:]:
            line.lineTo(each)
        ground = QPainterPath(line)
        ground.lineTo(points[-1].x(), bottom)
        ground.lineTo(points[0].x(), bottom)
        faint = QColor(accent)
        faint.setAlphaF(0.12)
        painter.fillPath(ground, faint)
        pen = QPen(accent, _LINE)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(line)
        if len(points) <= _MOST_DOTS:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(accent)
            for each in points:
                painter.drawEllipse(each, _DOT, _DOT)

    def _paint_found(self, painter: QPainter, points: list[QPointF]) -> None:
        """Mark the point below the pointer or the keyboard, and say how much there is of it."""
        at = self._hovered if self._hovered >= 0 else self.current
        if self.chart is None or not 0 <= at < len(points):
            return
        area, point, mark = self.area(), points[at], self.marks[at]
        if self._hovered >= 0 or self.hasFocus():
            painter.setPen(QPen(color("line"), 1))
            painter.drawLine(QPointF(point.x(), area.top()), QPointF(point.x(), area.bottom()))
        painter.setPen(QPen(color("surface"), _LINE))
        painter.setBrush(color("accent"))
        painter.drawEllipse(point, _FOUND_DOT, _FOUND_DOT)
        painter.setFont(current_theme().font(TextSize.BODY, bold=True, tabular=True))
        painter.setPen(color("text"))
        text = value_text(mark.total or 0, self.chart.unit)
        if at != len(points) - 1:
            text = f"{short_month_text(mark.label)} · {text}"
        metrics = painter.fontMetrics()
        wide = metrics.horizontalAdvance(text)
        left = max(area.left(), min(point.x() - wide / 2, area.right() - wide))
        top = max(0.0, point.y() - metrics.height() - SPACE.small)
        painter.drawText(QPointF(left, top + metrics.ascent()), text)


def _number(mark: Mark) -> int:
    """Return the month of a point, counted from the year 0."""
    year, _, month = mark.label.partition("-")
    return int(year) * _MONTHS + int(month) - 1
