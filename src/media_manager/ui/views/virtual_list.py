"""A list laid out by arithmetic: QListView's own layout, which walks all rows, never runs."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QMouseEvent, QPalette, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from media_manager.lazy_model import LazyListModel
from media_manager.ui.geometry import CellSize, GridGeometry, Section
from media_manager.ui.views.keeper import PlaceKeeper

Index = QModelIndex | QPersistentModelIndex
Cursor = QAbstractItemView.CursorAction
Base = QAbstractItemView  # what QListView would do between us and this is what takes seconds

_STEPS_A_LINE: Final = 6
_STEPS: Final = {Qt.MouseButton.BackButton: -1, Qt.MouseButton.ForwardButton: 1}


class VirtualListView(QListView):
    """Cells in lines and sections, at any number of rows: the same time for ten and a million.

    It stays a real list for keys, selection, drag and drop and screen readers.
    """

    step_wanted = Signal(int)  # the side buttons of a mouse, as in a browser

    def __init__(self, cell: CellSize, parent: QWidget | None = None) -> None:
        # First: the base class calls the overrides below while it is being set up.
        self._cell = cell
        self._sections: tuple[Section, ...] = ()
        self._anchor = (0, 0)
        self._settling = False
        self._told = range(0)
        self._geometry = GridGeometry(1, 1, 0, cell)
        # Our own: asked for Qt's, PySide goes through every class of widget there is, for 9 ms.
        self._port = QWidget()
        super().__init__(parent)
        self._port.setBackgroundRole(QPalette.ColorRole.Base)
        self._port.setAutoFillBackground(True)
        self.setViewport(self._port)
        self.keeper = PlaceKeeper(self, self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QListView.Shape.NoFrame)

    def set_sections(self, sections: Sequence[Section]) -> None:
        """Put headings over runs of rows; none makes one plain grid."""
        self._sections = tuple(sections)
        self._relayout()

    @property
    def sections(self) -> tuple[Section, ...]:
        return self._sections

    @property
    def columns(self) -> int:
        return self._geometry.columns

    def heading_at(self, point: QPoint) -> int | None:
        """Return the number of the section whose heading is at a point, if it leads somewhere."""
        y = point.y() + self.verticalOffset()
        for section, top in self._geometry.headings_between(y, y + 1):
            if section.is_link and top <= y < top + self._geometry.cell.heading:
                return self._sections.index(section)
        return None

    def first_visible(self) -> tuple[int, int]:
        """Return the first visible row and how far it is scrolled out."""
        offset = self.verticalOffset()
        rows = next(self._geometry.rows_between(offset, offset + self._height()), range(1))
        return rows.start, max(0, offset - self._geometry.rect(rows.start)[1])

    def scroll_to_row(self, row: int, scrolled_out: int) -> None:
        top = self._geometry.rect(row)[1] + scrolled_out
        margin = self._geometry.cell.margin
        self.verticalScrollBar().setValue(0 if top <= margin else top)
        # Not the first row of its line: another width, as at the first show, has other lines.
        self._anchor = (row, scrolled_out)

    # -- geometry: all of QListView's own layout is replaced -----------------------------------

    def setModel(self, model: QAbstractItemModel | None) -> None:
        old = self.model()
        if isinstance(old, LazyListModel):
            old.layoutChanged.disconnect(self._relayout)
        super().setModel(model)
        lazy = model if isinstance(model, LazyListModel) else None
        self.keeper.watch(lazy)
        if lazy is not None:
            lazy.layoutChanged.connect(self._relayout)
        self._relayout()

    def doItemsLayout(self) -> None:
        Base.doItemsLayout(self)

    def updateGeometries(self) -> None:
        bar = self.verticalScrollBar()
        bar.setRange(0, self._geometry.scroll_range)
        bar.setPageStep(self._height())
        bar.setSingleStep(max(1, self._geometry.line_height // _STEPS_A_LINE))
        Base.updateGeometries(self)

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: Index) -> bool:  # noqa: ARG002 - Qt override
        return False

    def visualRect(self, index: Index) -> QRect:
        return self._rect(index.row()) if index.isValid() else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        row = self._geometry.row_at(self._mirrored(point.x()), point.y() + self.verticalOffset())
        return QModelIndex() if row is None else self.model().index(row, 0)

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        if not index.isValid():
            return
        _, top, _, height = self._geometry.rect(index.row())
        bar, room = self.verticalScrollBar(), self._height()
        margin = self._geometry.cell.margin
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(top + height // 2 - room // 2)
        elif hint == QAbstractItemView.ScrollHint.PositionAtTop or top - margin < bar.value():
            bar.setValue(top - margin)
        elif top + height + margin > bar.value() + room:
            bar.setValue(top + height + margin - room)

    def moveCursor(
        self,
        cursorAction: QAbstractItemView.CursorAction,  # noqa: N803 - Qt override
        modifiers: Qt.KeyboardModifier,  # noqa: ARG002 - Qt override
    ) -> QModelIndex:
        count = self._geometry.count
        if not count:
            return QModelIndex()
        row = self.currentIndex().row()
        if row < 0:
            return self.model().index(0, 0)
        row = max(0, min(count - 1, self._moved(row, cursorAction)))
        return self.model().index(row, 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select in reading order for clicks and keys, as a rectangle for a rubber band."""
        if self.state() == QAbstractItemView.State.DragSelectingState:
            band = rect.normalized()
            left, right = sorted((self._mirrored(band.left()), self._mirrored(band.right())))
            offset = self.verticalOffset()
            top, bottom = band.top() + offset, band.bottom() + offset
            self.keeper.select_rows(self._geometry.rows_in(left, top, right, bottom), command)
            return
        ends = [self.indexAt(QPoint(rect.left(), rect.top())).row()]
        ends.append(self.indexAt(QPoint(rect.right(), rect.bottom())).row())
        first, last = min(ends), max(ends)
        self.keeper.select_rows([range(first, last + 1)] if first >= 0 else [], command)

    def selectAll(self) -> None:
        self.keeper.select_all()

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:  # noqa: ARG002 - Qt override
        return QRegion(self._port.rect())

    def mousePressEvent(self, e: QMouseEvent) -> None:
        if e.button() in _STEPS:
            e.accept()
        else:
            super().mousePressEvent(e)

    def mouseReleaseEvent(self, e: QMouseEvent) -> None:
        if e.button() in _STEPS:
            self.step_wanted.emit(_STEPS[e.button()])
        else:
            QAbstractItemView.mouseReleaseEvent(self, e)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        Base.selectionChanged(self, selected, deselected)
        self._tell_reader("Selection", self.currentIndex())

    def currentChanged(self, current: Index, previous: Index) -> None:
        Base.currentChanged(self, current, previous)
        self._tell_reader("Focus", current)

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        self._relayout()
        Base.rowsInserted(self, parent, start, end)

    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        Base.rowsAboutToBeRemoved(self, parent, start, end)

    def dataChanged(self, topLeft: Index, bottomRight: Index, roles: Sequence[int] = ()) -> None:  # noqa: ARG002, N803 - Qt override
        seen = self._seen()
        if topLeft.row() < seen.stop and bottomRight.row() >= seen.start:
            self._port.update()
            self._announce()

    def reset(self) -> None:
        Base.reset(self)
        self._anchor = (0, 0)
        self.verticalScrollBar().setValue(0)
        self._relayout()

    def resizeEvent(self, e: QResizeEvent) -> None:
        self._relayout()
        Base.resizeEvent(self, e)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._port.scroll(dx, dy)
        if not self._settling:
            self._anchor = self.first_visible()
        # Most steps of a scroll uncover a part of a line that was told already.
        if self._seen() != self._told:
            self._announce()

    # -- inside --------------------------------------------------------------------------------

    def _moved(self, row: int, action: QAbstractItemView.CursorAction) -> int:
        forward = -1 if self.isRightToLeft() else 1
        page = max(1, self._height() // self._geometry.line_height)
        lines = {
            Cursor.MoveUp: -1,
            Cursor.MoveDown: 1,
            Cursor.MovePageUp: -page,
            Cursor.MovePageDown: page,
        }
        if action in lines:
            return self._geometry.line_step(row, lines[action])
        places = {
            Cursor.MoveLeft: row - forward,
            Cursor.MoveRight: row + forward,
            Cursor.MoveHome: 0,
            Cursor.MoveEnd: self._geometry.count - 1,
            Cursor.MovePrevious: row - 1,
        }
        return places.get(action, row + 1)

    def _relayout(self) -> None:
        """Lay out anew; the row at the upper edge stays, through any number of resizes."""
        self._settling = True
        row, scrolled_out = self._anchor
        self._geometry = GridGeometry(
            self._width(), self._height(), self._count(), self._cell, self._sections
        )
        self.updateGeometries()
        if row or scrolled_out:
            self.scroll_to_row(min(row, max(0, self._geometry.count - 1)), scrolled_out)
        self._settling = False
        self._port.update()
        self._announce()

    def _announce(self) -> None:
        """Say what is seen now. MAY be overridden, and then called first."""
        model = self.model()
        self._told = self._seen()
        if isinstance(model, LazyListModel) and self._told:
            model.set_visible_range(self._told.start, self._told.stop - 1)

    def _seen(self) -> range:
        """Return the rows from the first to the last that is visible."""
        offset = self.verticalOffset()
        spans = list(self._geometry.rows_between(offset, offset + self._height()))
        return range(spans[0].start, spans[-1].stop) if spans else range(0)

    def _width(self) -> int:
        return self._port.width()

    def _height(self) -> int:
        return max(1, self._port.height())

    def _count(self) -> int:
        model: QAbstractItemModel | None = self.model()
        return 0 if model is None else model.rowCount()

    def _mirrored(self, x: int) -> int:
        return self._width() - 1 - x if self.isRightToLeft() else x

    def _rect(self, row: int) -> QRect:
        x, y, width, height = self._geometry.rect(row)
        if self.isRightToLeft():
            x = self._width() - x - width
        return QRect(x, y - self.verticalOffset(), width, height)

    def _tell_reader(self, what: str, index: Index) -> None:
        """Say it to a screen reader: QListView does, but looks the row up in its own layout."""
        from PySide6.QtGui import QAccessible, QAccessibleEvent  # noqa: PLC0415 - a class of 2 ms

        if QAccessible.isActive() and index.isValid():
            event = QAccessibleEvent(self, QAccessible.Event[what])
            event.setChild(index.row())
            QAccessible.updateAccessibility(event)
