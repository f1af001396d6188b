"""The table: dense rows, columns at will, and none of the calls that freeze at a million."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from media_manager.domain.paging import Selection
from media_manager.instrumentation import timed
from media_manager.lazy_model import LazyListModel, MediaRole
from media_manager.ui.delegates.card import CardState
from media_manager.ui.delegates.cells import Cell, CellPainter
from media_manager.ui.theme import BODY_PIXELS, TextSize, current_theme
from media_manager.ui.thumbnails import PixmapStore
from media_manager.ui.views.keeper import PlaceKeeper
from media_manager.ui.views.pictures import ShownPictures
from media_manager.ui.views.table_header import TableHeader
from media_manager.ui.views.table_state import ColumnState, Density, TableState

Index = QModelIndex | QPersistentModelIndex
DISPLAY: Final = Qt.ItemDataRole.DisplayRole

_HIDDEN_AT_FIRST: Final = frozenset(
    {"episode", "show", "premiered", "library", "size", "myrating", "parts", "progress"}
)
_LEAST_WIDTH: Final = 40
_AHEAD_ROWS: Final = 12


class TableView(QTableView):
    """Shows a lazy model of media as rows. Sorting is asked for, never done here."""

    item_activated = Signal(int)
    preview_requested = Signal(int)
    menu_requested = Signal(QPoint)
    header_menu_requested = Signal(QPoint)
    text_typed = Signal(str)
    selection_changed = Signal()
    arrangement_changed = Signal()

    def __init__(self, store: PixmapStore | None = None, parent: QWidget | None = None) -> None:
        # First: the base class calls the overrides below while it is being set up.
        self._pictures = ShownPictures(store)
        self._widths: dict[int, int] = {}
        self._density = Density.NORMAL
        self._thumbs = True
        self._hovered = -1
        self._told = range(0)
        self._painter = CellPainter(current_theme(), Density.NORMAL, 1.0, thumbs=True)
        super().__init__(parent)
        self.setObjectName("table")
        self.setAccessibleName(self.tr("Library"))
        self.keeper = PlaceKeeper(self, self)
        self._header = TableHeader(self)
        self._build_table()
        self._build_header()
        self._connect_signals()

    def _build_table(self) -> None:
        self._set_row_height(Density.NORMAL)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setMouseTracking(True)

    def _build_header(self) -> None:
        header = self._header
        self.setHorizontalHeader(header)
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(_LEAST_WIDTH)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def _connect_signals(self) -> None:
        header = self.horizontalHeader()
        self._header.keys_chosen.connect(self._on_keys_chosen)
        header.sectionResized.connect(self._on_section_resized)
        header.sectionMoved.connect(lambda *_moved: self.arrangement_changed.emit())
        header.customContextMenuRequested.connect(
            lambda at: self.header_menu_requested.emit(header.mapToGlobal(at))
        )
        self.keeper.selection_changed.connect(self.selection_changed)
        self.activated.connect(self._on_activated)
        if self._pictures.store is not None:
            self._pictures.store.ready.connect(self._on_pixmap_ready)

    # -- for the window ------------------------------------------------------------------------

    def selection_value(self) -> Selection:
        return self.keeper.selection()

    def set_density(self, density: Density) -> None:
        self._density = density
        self._rebuild()
        self.arrangement_changed.emit()

    def set_column_shown(self, key: str, shown: bool) -> None:  # noqa: FBT001 - toggled gives it
        model = self.model()
        if isinstance(model, LazyListModel):
            self.setColumnHidden(model.column_of(key), not shown)
            self.arrangement_changed.emit()

    def arrangement(self) -> TableState:
        """Return how the table is arranged; QTableView has a `state` of its own."""
        header, model = self.horizontalHeader(), self.model()
        columns = model.columns if isinstance(model, LazyListModel) else ()
        order = sorted(range(len(columns)), key=header.visualIndex)
        return TableState(
            tuple(self._column_state(columns[at].key, at) for at in order),
            density=self._density,
            thumbs=self._thumbs,
        )

    def restore_arrangement(self, state: TableState) -> None:
        """Arrange the table as it was; columns that are new since then keep their place."""
        model, header = self.model(), self.horizontalHeader()
        if not isinstance(model, LazyListModel):
            return
        known = {column.key: at for at, column in enumerate(model.columns)}
        self._density, self._thumbs = state.density, state.thumbs
        columns = [each for each in state.columns if each.key in known]
        for column in columns:
            # All are shown while they are moved: Qt moves past hidden ones.
            self.setColumnHidden(known[column.key], False)  # noqa: FBT003 - Qt's own
        for place, column in enumerate(columns):
            header.moveSection(header.visualIndex(known[column.key]), place)
        for column in columns:
            self.setColumnWidth(known[column.key], max(_LEAST_WIDTH, column.width))
            self.setColumnHidden(known[column.key], not column.shown)
        self._rebuild()

    def show_orders(self, orders: Sequence[tuple[str, bool]]) -> None:
        """Point at the columns that the list is sorted by; at none for another order."""
        model = self.model()
        keys = [column.key for column in model.columns] if isinstance(model, LazyListModel) else []
        self._header.show_keys([(keys.index(key), down) for key, down in orders if key in keys])

    def first_visible(self) -> tuple[int, int]:
        height = self._row_height()
        return divmod(self.verticalScrollBar().value(), height)

    def scroll_to_row(self, row: int, scrolled_out: int) -> None:
        self.verticalScrollBar().setValue(row * self._row_height() + scrolled_out)

    # -- what Qt asks --------------------------------------------------------------------------

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        lazy = model if isinstance(model, LazyListModel) else None
        self.keeper.watch(lazy)
        if lazy is None:
            return
        # The header would look through the selection of each column at each change of it:
        # 8-10 s at a million rows. One of its own, always empty, costs nothing.
        header = self.horizontalHeader()
        header.setSelectionModel(QItemSelectionModel(lazy, header))
        lazy.modelReset.connect(self._announce)
        lazy.layoutChanged.connect(self._announce)
        for at, column in enumerate(lazy.columns):
            self.setColumnWidth(at, column.width)
            self.setColumnHidden(at, column.key in _HIDDEN_AT_FIRST)
        self._rebuild()

    def moveCursor(
        self,
        cursorAction: QAbstractItemView.CursorAction,  # noqa: N803 - Qt override
        modifiers: Qt.KeyboardModifier,
    ) -> QModelIndex:
        """Go to the first and last row with Home and End: this is a list with columns."""
        ends = (QAbstractItemView.CursorAction.MoveHome, QAbstractItemView.CursorAction.MoveEnd)
        if cursorAction in ends and self._told:
            row = 0 if cursorAction == ends[0] else self.model().rowCount() - 1
            return self.model().index(row, max(0, self.currentIndex().column()))
        return super().moveCursor(cursorAction, modifiers)

    def selectAll(self) -> None:
        self.keeper.select_all()

    def keyboardSearch(self, search: str) -> None:
        """Hand typed letters on: only the database can find a title among a million."""
        self.text_typed.emit(search)

    def dataChanged(self, topLeft: Index, bottomRight: Index, roles: Sequence[int] = ()) -> None:  # noqa: ARG002, N803 - Qt override
        seen = self._seen()
        if topLeft.row() < seen.stop and bottomRight.row() >= seen.start:
            self.viewport().update()
            self._announce()

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        super().rowsInserted(parent, start, end)
        self._announce()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if self._seen() != self._told:
            self._announce()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._announce()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._rebuild()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and self.isVisible():
            self._rebuild()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self._id_of(self.currentIndex())
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() == Qt.Key.Key_Space and plain and current is not None:
            self.preview_requested.emit(current)
            event.accept()
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        self.menu_requested.emit(at)

    @timed("ui.table.paint", only_in_detail=True)
    def paintEvent(self, e: QPaintEvent) -> None:
        model = self.model()
        if not isinstance(model, LazyListModel):
            return
        painter = QPainter(self.viewport())
        painter.setFont(self._painter.font)
        offset, height = self.verticalScrollBar().value(), self._row_height()
        first = (e.rect().top() + offset) // height
        last = min(model.rowCount() - 1, (e.rect().bottom() + offset) // height)
        cells = self._cells(model, e.rect())
        current = self.currentIndex().row() if self.hasFocus() else -1
        for row in range(first, last + 1):
            line = QRect(0, row * height - offset, self.viewport().width(), height)
            index = model.index(row, 0)
            selected = self.selectionModel().isSelected(index)
            state = CardState(selected, row == self._hovered, row == current)
            self._painter.paint_ground(painter, line, state)
            media = model.data(index, MediaRole.ROW)
            for at, cell in cells:
                text = model.data(model.index(row, at), DISPLAY)
                place = QRect(cell.left, line.y(), cell.width, height)
                self._painter.paint(painter, place, cell, (media, text), self._pictures.store)
            self._painter.paint_focus(painter, line, state)
        painter.end()

    # -- inside --------------------------------------------------------------------------------

    def _cells(self, model: LazyListModel, area: QRect) -> list[tuple[int, Cell]]:
        """Return the columns that are seen, in any order."""
        header = self.horizontalHeader()
        seen = []
        for at, column in enumerate(model.columns):
            left, width = header.sectionViewportPosition(at), header.sectionSize(at)
            if width and left <= area.right() and left + width > area.left():
                seen.append((at, Cell(column.key, left, width, numeric=column.numeric)))
        return seen

    def _column_state(self, key: str, at: int) -> ColumnState:
        hidden = self.isColumnHidden(at)
        # A hidden section has no width: the one it was given is kept beside it.
        width = self._widths.get(at, _LEAST_WIDTH) if hidden else self.columnWidth(at)
        return ColumnState(key, width, shown=not hidden)

    def _row_height(self) -> int:
        return max(1, self.verticalHeader().defaultSectionSize())

    def _set_row_height(self, height: int) -> None:
        """Put in a new header: one that has a million rows takes minutes to change its mind."""
        header = QHeaderView(Qt.Orientation.Vertical, self)
        header.hide()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(height)
        header.setDefaultSectionSize(height)
        self.setVerticalHeader(header)

    def _rebuild(self) -> None:
        theme = current_theme()
        height = round(self._density * max(1.0, theme.pixels(TextSize.BODY) / BODY_PIXELS))
        first = self.first_visible()
        if height != self._row_height():
            self._set_row_height(height)
        ratio = self.devicePixelRatioF()
        self._painter = CellPainter(theme, height, ratio, thumbs=self._thumbs)
        self.scroll_to_row(*first)
        self.viewport().update()
        self._announce()

    def _seen(self) -> range:
        model: QAbstractItemModel | None = self.model()
        height, offset = self._row_height(), self.verticalScrollBar().value()
        count = 0 if model is None else model.rowCount()
        stop = min(count, (offset + self.viewport().height() - 1) // height + 1)
        return range(min(offset // height, stop), stop)

    def _announce(self) -> None:
        """Tell the model and the pictures what is seen, and what is next."""
        model = self.model()
        self._told = self._seen()
        if isinstance(model, LazyListModel) and self._told:
            model.set_visible_range(self._told.start, self._told.stop - 1)
            soon = range(self._told.start, self._told.stop + _AHEAD_ROWS)
            self._pictures.want(model, soon, self._painter.artwork)

    def _on_pixmap_ready(self, artwork_id: int) -> None:
        for row in self._pictures.rows_of(artwork_id):
            self._update_row(row)

    def _update_row(self, row: int) -> None:
        height = self._row_height()
        y = row * height - self.verticalScrollBar().value()
        self.viewport().update(0, y, self.viewport().width(), height)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._update_row(self._hovered)
            self._update_row(row)
            self._hovered = row

    def _on_keys_chosen(self, keys: tuple[tuple[int, bool], ...]) -> None:
        model = self.model()
        if isinstance(model, LazyListModel):
            model.sort_by(keys)

    def _on_section_resized(self, at: int, _old: int, width: int) -> None:
        if width:
            self._widths[at] = width
        self.arrangement_changed.emit()

    def _id_of(self, index: QModelIndex) -> int | None:
        model = self.model()
        return model.id_at(index.row()) if isinstance(model, LazyListModel) else None

    def _on_activated(self, index: QModelIndex) -> None:
        item_id = self._id_of(index)
        if item_id is not None:
            self.item_activated.emit(item_id)
