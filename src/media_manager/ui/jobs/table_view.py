"""The table of the jobs windows: whole rows, copied with the usual keys, opened with Enter."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from media_manager.ui.jobs.paged_table import PagedTable

translate = QCoreApplication.translate

_ROW = 28
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PagedTableView(QTableView):
    """Shows a PagedTable. `opened` comes with Enter and a double click."""

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(
        self, model: PagedTable, widths: Sequence[int], *, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._table = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(max(_ROW, self.fontMetrics().height() + 10))
        header = self.horizontalHeader()
        for each in (header, self.verticalHeader()):
            # Of its own, and empty: a header asks the view's for each of its sections.
            each.setSelectionModel(QItemSelectionModel(model, each))
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate(widths):
            header.resizeSection(column, width)
        self._build_copy()
        self.doubleClicked.connect(self._on_double_clicked)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        model.modelReset.connect(lambda: self.chosen.emit(None))

    def current(self) -> Any | None:  # noqa: ANN401 - a row of any kind
        """Return the row that the keyboard is on."""
        return self._table.row_at(self.currentIndex().row())

    def selected_text(self) -> str:
        """Return what is selected, a line a row, columns parted by tabs."""
        # By ranges: an index a cell would stop the window for 10,000 rows.
        selected = self.selectionModel().selection()
        parts = [selected.at(place) for place in range(selected.count())]
        rows = {row for part in parts for row in range(part.top(), part.bottom() + 1)}
        return "\n".join(map(self._table.row_text, sorted(rows)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENING and self.current() is not None:
            self.opened.emit(self.current())
            return
        super().keyPressEvent(event)

    def _build_copy(self) -> None:
        copy = QAction(translate("JobTable", "&Copy"), self)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self._copy)
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _copy(self) -> None:
        text = self.selected_text()
        if text:
            QGuiApplication.clipboard().setText(text)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        row = self._table.row_at(index.row())
        if row is not None:
            self.opened.emit(row)

    def _on_current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self._table.row_at(index.row()))
