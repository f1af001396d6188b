"""The page of the dashboard: eight numbers, and four charts below them."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from media_manager.domain.dashboard import Chart, ChartKey, Figure, FigureKey, Mark
from media_manager.ui.dashboard.bars import BarChart
from media_manager.ui.dashboard.line import LineChart
from media_manager.ui.dashboard.tiles import FigureTile
from media_manager.ui.dashboard.words import chart_note, chart_title
from media_manager.ui.theme import SPACE

translate = QCoreApplication.translate

_WIDE_CHARTS: Final = 760
# Rows that a chart has room for before it is known: thirteen genres, and as many decades.
_ROWS: Final = 13
_ROW: Final = 26
_MOST_WIDTH: Final = 1_280


class ChartCard(QWidget):
    """A title, a few words of what is shown, and the chart; its place is kept until it comes."""

    mark_opened = Signal(object, bool)

    def __init__(self, key: ChartKey, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.setObjectName(f"chart-{key}")
        self.setAccessibleName(chart_title(key))
        self.chart: LineChart | BarChart = (
            LineChart(self) if key is ChartKey.GROWTH else BarChart(self)
        )
        self.chart.mark_opened.connect(self.mark_opened)
        self.chart.setMinimumHeight(_ROWS * _ROW)
        self._empty = _label(translate("Dashboard", "Nothing is known of this yet"), tone="muted")
        self._empty.hide()
        self._build()

    def show_chart(self, chart: Chart) -> None:
        self.chart.show_chart(chart)
        self.chart.setVisible(bool(chart.marks))
        self._empty.setVisible(not chart.marks)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.small, 0, SPACE.small, 0)
        column.setSpacing(SPACE.hair)
        title = _label(chart_title(self.key), size="section")
        note = _label(chart_note(self.key), tone="muted", size="caption")
        for label in (title, note):
            label.setContentsMargins(SPACE.small, 0, SPACE.small, 0)
            column.addWidget(label)
        column.addSpacing(SPACE.hair)
        column.addWidget(self.chart, 1)
        self._empty.setMinimumHeight(_ROWS * _ROW)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._empty, 1)


class DashboardPage(QScrollArea):
    """Shows what it is told, part by part; knows nothing of libraries and queries."""

    figure_opened = Signal(object)
    mark_opened = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dashboard")
        self.setAccessibleName(translate("Dashboard", "Dashboard"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.tiles = {key: FigureTile(key) for key in FigureKey}
        self.cards = {key: ChartCard(key) for key in ChartKey}
        # Whoever gives the page the keyboard means its first number.
        self.setFocusProxy(self.tiles[FigureKey.ITEMS])
        self._columns = (0, 0)
        self._build()
        self._connect()

    def show_part(self, part: Figure | Chart) -> None:
        """Show a number or a chart that has become known."""
        if isinstance(part, Figure):
            self.tiles[part.key].show_figure(part)
        else:
            self.cards[part.key].show_chart(part)

    def clear(self) -> None:
        """Say that everything is being counted: another library is looked at."""
        for tile in self.tiles.values():
            tile.show_figure(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._columns = (0, 0)
            self._arrange()

    # -- building --------------------------------------------------------------------------

    def _build(self) -> None:
        inner = QWidget()
        inner.setObjectName("dashboard-inner")
        column = QVBoxLayout(inner)
        column.setContentsMargins(SPACE.large, SPACE.large, SPACE.large, SPACE.wide)
        column.setSpacing(SPACE.wide)
        self._numbers = QGridLayout()
        self._numbers.setHorizontalSpacing(SPACE.wide)  # as the charts below
        self._numbers.setVerticalSpacing(SPACE.small)
        self._charts = QGridLayout()
        self._charts.setHorizontalSpacing(SPACE.wide)
        self._charts.setVerticalSpacing(SPACE.huge)
        column.addLayout(self._numbers)
        column.addLayout(self._charts)
        column.addStretch(1)
        inner.setMaximumWidth(_MOST_WIDTH)
        inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setWidget(inner)
        self._arrange()

    def _connect(self) -> None:
        tiles = list(self.tiles.values())
        for at, tile in enumerate(tiles):
            tile.opened.connect(lambda _excludes, tile=tile: self._on_opened(tile))
            tile.stepped.connect(lambda step, at=at: self._focus_tile(at + step))
        for card in self.cards.values():
            card.mark_opened.connect(self._on_mark_opened)
            if isinstance(card.chart, BarChart):
                card.chart.bar_focused.connect(self.ensureWidgetVisible)

    def _arrange(self) -> None:
        """Put the parts side by side as the width allows."""
        width = self.viewport().width()
        tile = max(each.title_width for each in self.tiles.values())
        four = 4 * tile + 3 * SPACE.wide + 2 * SPACE.large
        columns = (4 if width >= four else 2, 2 if width >= _WIDE_CHARTS else 1)
        if columns == self._columns:
            return
        self._columns = columns
        _fill(self._numbers, list(self.tiles.values()), columns[0])
        _fill(self._charts, list(self.cards.values()), columns[1])

    def _focus_tile(self, at: int) -> None:
        tiles = list(self.tiles.values())
        if 0 <= at < len(tiles):
            tiles[at].setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(tiles[at])

    def _on_opened(self, tile: FigureTile) -> None:
        if tile.figure is not None:
            self.figure_opened.emit(tile.figure)

    def _on_mark_opened(self, mark: Mark, excludes: bool) -> None:  # noqa: FBT001 - the signal's own
        self.mark_opened.emit(mark, excludes)


def _fill(grid: QGridLayout, widgets: list[FigureTile] | list[ChartCard], columns: int) -> None:
    while grid.count():
        grid.takeAt(0)
    for at in range(max(4, columns)):
        grid.setColumnStretch(at, 1 if at < columns else 0)
    for at, widget in enumerate(widgets):
        grid.addWidget(widget, at // columns, at % columns)


def _label(text: str, *, tone: str = "", size: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if tone:
        label.setProperty("tone", tone)
    if size:
        label.setProperty("type", size)
    return label
