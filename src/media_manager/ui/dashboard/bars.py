"""A chart of bars: a row a value, the name before and the value behind its bar."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from media_manager.domain.dashboard import Chart, Mark
from media_manager.ui.dashboard.mark_button import MarkButton
from media_manager.ui.dashboard.words import mark_label, mark_tip, value_text
from media_manager.ui.theme import SPACE, TextSize, current_theme
from media_manager.ui.widgets.look import HIT, color

_BAR: Final = 12
_ROUND: Final = 3
# A bar of one in a million is still seen.
_LEAST_BAR: Final = 2
_MOST_LABEL_SHARE: Final = 0.4


class Bar(MarkButton):
    """One row of a chart."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mark: Mark | None = None
        self.label = self.value = ""
        self._share = 0.0
        self._label_width = 0
        self._value_width = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_mark(self, chart: Chart, mark: Mark, share: float) -> None:
        """Show a mark whose bar is this share of the longest."""
        self.mark = mark
        self.label = mark_label(chart, mark)
        self.value = value_text(mark.value, chart.unit)
        self._share = share
        tip = mark_tip(chart, mark)
        self.setToolTip(tip)
        self.setAccessibleName(tip.partition("\n")[0])
        self.setAccessibleDescription(tip.partition("\n")[2])

    def set_widths(self, label: int, value: int) -> None:
        """Use columns that all rows of the chart share."""
        # A pixel more: what fits exactly would be cut by rounding.
        self._label_width, self._value_width = label + 2, value + 2
        self.update()

    def sizeHint(self) -> QSize:
        high = QFontMetrics(current_theme().font(TextSize.BODY)).height()
        return QSize(200, max(HIT + 2, high + SPACE.small))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_ground(painter)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            self._paint(painter, right_to_left=True)
        else:
            self._paint(painter, right_to_left=False)

    def _paint(self, painter: QPainter, *, right_to_left: bool) -> None:
        inside = QRectF(self.rect()).adjusted(SPACE.small, 0, -SPACE.small, 0)
        most_label = inside.width() * _MOST_LABEL_SHARE
        label_width = min(float(self._label_width), most_label)
        begin = label_width + SPACE.medium
        room = max(0.0, inside.width() - begin - self._value_width - SPACE.small)
        length = max(_LEAST_BAR, room * self._share)

        def placed(left: float, width: float) -> QRectF:
            at = inside.right() - left - width if right_to_left else inside.left() + left
            return QRectF(at, inside.top(), width, inside.height())

        bar = placed(begin, length)
        bar = QRectF(bar.left(), bar.center().y() - _BAR / 2, bar.width(), _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        is_rest = self.mark is not None and not self.mark.label
        painter.setBrush(color("muted" if is_rest else "accent"))
        painter.setOpacity(1.0 if self.underMouse() or self.hasFocus() else 0.7)
        painter.drawRoundedRect(bar, _ROUND, _ROUND)
        painter.setOpacity(1.0)
        theme = current_theme()
        painter.setFont(theme.font(TextSize.BODY))
        painter.setPen(color("text"))
        elided = painter.fontMetrics().elidedText(
            self.label, Qt.TextElideMode.ElideRight, round(label_width)
        )
        middle = Qt.AlignmentFlag.AlignVCenter
        flags = Qt.AlignmentFlag.AlignLeading | middle
        painter.drawText(placed(0, label_width + 1), int(flags), elided)
        painter.setFont(theme.font(TextSize.BODY, tabular=True))
        painter.setPen(color("muted"))
        painter.drawText(
            placed(begin + length + SPACE.small, self._value_width + 1), int(flags), self.value
        )


class BarChart(QWidget):
    """Rows one below the other; Tab comes to the chart once, arrow keys go through its bars."""

    mark_opened = Signal(object, bool)  # a Mark, and whether to exclude it
    bar_focused = Signal(object)  # the Bar that the keyboard went to

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars: list[Bar] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)

    def show_chart(self, chart: Chart) -> None:
        """Show the marks of a chart; rows stay, so that the keyboard stays on its row."""
        self._keep(len(chart.marks))
        most = max((mark.value for mark in chart.marks), default=1) or 1
        for bar, mark in zip(self.bars, chart.marks, strict=True):
            bar.show_mark(chart, mark, mark.value / most)
        self._align()

    def changeEvent(self, event: object) -> None:
        super().changeEvent(event)  # type: ignore[arg-type]  # whatever Qt sends
        self._align()

    def _align(self) -> None:
        theme = current_theme()
        labels = QFontMetrics(theme.font(TextSize.BODY))
        values = QFontMetrics(theme.font(TextSize.BODY, tabular=True))
        label = max((labels.horizontalAdvance(bar.label) for bar in self.bars), default=0)
        value = max((values.horizontalAdvance(bar.value) for bar in self.bars), default=0)
        for bar in self.bars:
            bar.set_widths(label, value)

    def _keep(self, count: int) -> None:
        """Have as many rows as there are marks."""
        while len(self.bars) > count:
            bar = self.bars.pop()
            bar.hide()
            bar.deleteLater()
        while len(self.bars) < count:
            self._add()
        self._order_tabs()

    def _add(self) -> None:
        bar = Bar(self)
        place = len(self.bars)
        bar.opened.connect(lambda excludes, bar=bar: self._on_opened(bar, excludes=excludes))
        bar.stepped.connect(lambda step, bar=bar: self._step(bar, step))
        self._column.insertWidget(place, bar)
        self.bars.append(bar)

    def _order_tabs(self) -> None:
        """Let Tab come to one row: the one with the keyboard, else the first."""
        focused = next((bar for bar in self.bars if bar.hasFocus()), None)
        chosen = focused or next(iter(self.bars), None)
        self._choose(chosen)

    def _choose(self, chosen: Bar | None) -> None:
        for bar in self.bars:
            strong = bar is chosen
            bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus if strong else Qt.FocusPolicy.ClickFocus)

    def _step(self, bar: Bar, step: int) -> None:
        at = self.bars.index(bar) + step
        if 0 <= at < len(self.bars):
            self._choose(self.bars[at])
            self.bars[at].setFocus(Qt.FocusReason.OtherFocusReason)
            self.bar_focused.emit(self.bars[at])

    def _on_opened(self, bar: Bar, *, excludes: bool) -> None:
        self._choose(bar)
        if bar.mark is not None:
            self.mark_opened.emit(bar.mark, excludes)
