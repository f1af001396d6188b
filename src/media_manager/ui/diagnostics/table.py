"""The one table of Diagnostics: sorted by its headers, filtered, copied as text."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QItemSelection, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QGuiApplication,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionHeader,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from media_manager.ui.diagnostics.rows import ROW, Column, Index, Row, RowsModel, sorted_view
from media_manager.ui.theme import SPACE, current_theme
from media_manager.ui.widgets.look import color

translate = QCoreApplication.translate

AS_GIVEN = -1
_ROW_HEIGHT = 28
_MIDDLE = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
_MOST_WIDTH = 520
_LEAST_WIDE = 240
_AIR = 20
_UP = QStyleOptionHeader.SortIndicator.SortUp
_DOWN = QStyleOptionHeader.SortIndicator.SortDown
_ROOM = "\u2002\u2002"
_CHOSEN, _PLAIN = QPalette.ColorRole.HighlightedText, QPalette.ColorRole.Text


class FactDelegate(QStyledItemDelegate):
    """Text with the same air on both sides as the header above it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        style = option.widget.style()
        text, option.text = option.text, ""
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        place = option.rect.adjusted(SPACE.small, 0, -SPACE.small, 0)
        shown = option.fontMetrics.elidedText(text, option.textElideMode, place.width())
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setFont(option.font)
        painter.setPen(option.palette.color(_CHOSEN if chosen else _PLAIN))
        painter.drawText(place, int(option.displayAlignment), shown)


class FactHeader(QHeaderView):
    """Points up for ascending, as everywhere in the window, and keeps numbers off the arrow."""

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logicalIndex: int) -> None:  # noqa: N803 - Qt override
        super().initStyleOptionForIndex(option, logicalIndex)
        if logicalIndex != self.sortIndicatorSection():
            return
        down = self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        option.sortIndicator = _DOWN if down else _UP
        side = self.model().headerData(
            logicalIndex, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
        )
        if Qt.AlignmentFlag(side) & Qt.AlignmentFlag.AlignRight:
            option.text += _ROOM


class FactTable(QTableView):
    """A table over rows of any kind. `chosen` carries the current row, or None.

    `sort` is the column that it is sorted by at first; AS_GIVEN keeps the order of the rows.
    """

    chosen = Signal(object)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        key: Callable[[Row], object],
        *,
        sort: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows = RowsModel(columns, key, self)
        self.seen = sorted_view(self.rows)
        self.setModel(self.seen)
        self.setAccessibleName(name)
        self.empty = ""  # what is said where there are no rows
        self._fitted = False
        self._widest, self._least = 0, 0
        self._build(sort)
        self._fit()
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; what is selected and where one is stays."""
        self.rows.set_rows(rows)
        if rows and not self._fitted:
            self._fitted = True
            self._fit()

    def filter(self, text: str) -> None:
        """Show only the rows that hold this text in any column."""
        self.seen.setFilterFixedString(text)

    def current(self) -> Any:  # noqa: ANN401 - a row of whatever kind
        """Return the row that is selected, or None."""
        rows = self.selectionModel().selectedRows()
        return rows[0].data(ROW) if rows else None

    def text(self) -> str:
        """Return the selected rows, or all of them, as lines of columns parted by tabs."""
        chosen = self.selectionModel().selectedRows() or [
            self.seen.index(row, 0) for row in range(self.seen.rowCount())
        ]
        columns = self.rows.columns
        rows = [index.data(ROW) for index in sorted(chosen, key=lambda each: each.row())]
        lines = ["\t".join(column.shown(row) for column in columns) for row in rows]
        return "\n".join(["\t".join(column.title for column in columns), *lines])

    def _build(self, sort: int) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(FactDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(round(_ROW_HEIGHT * current_theme().scale))
        header = FactHeader(Qt.Orientation.Horizontal, self)
        header.setSectionsClickable(True)
        self.setHorizontalHeader(header)
        self.setSortingEnabled(True)
        descending = sort != AS_GIVEN and self.rows.columns[sort].is_number
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.sortByColumn(sort, order)
        copy = QAction(translate("Diagnostics", "Copy"), self)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(self.text()))
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _fit(self) -> None:
        """Give each column the width of what it holds, once: a person may change it."""
        header = self.horizontalHeader()
        for section in range(len(self.rows.columns)):
            least = max(self.sizeHintForColumn(section) + _AIR, header.sectionSizeHint(section))
            header.resizeSection(section, min(_MOST_WIDTH, least))
        self._widest = _widest(self.rows.columns)
        self._least = min(_LEAST_WIDE, header.sectionSize(self._widest))
        self._spread()

    def _spread(self) -> None:
        """Give the room that is left to one column, never less than it needs."""
        header = self.horizontalHeader()
        others = header.length() - header.sectionSize(self._widest)
        room = self.viewport().width() - others
        header.resizeSection(self._widest, max(self._least, room))

    def show_all_rows(self, count: int) -> None:
        """Be as high as so many rows, and no higher."""
        rows = count * self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(rows + self.horizontalHeader().sizeHint().height() + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.empty and not self.seen.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(color("muted"))
            place = self.viewport().rect().adjusted(SPACE.large, 0, -SPACE.large, 0)
            painter.drawText(place, _MIDDLE, self.empty)

    def _on_selection_changed(self, _new: QItemSelection, _old: QItemSelection) -> None:
        self.chosen.emit(self.current())


def _widest(columns: Sequence[Column]) -> int:
    """Return the column that takes the room that is left."""
    wide = [at for at, column in enumerate(columns) if column.is_wide]
    if wide:
        return wide[0]
    return 0 if columns[-1].is_number else len(columns) - 1
