"""The tree of facets: a click or a key adds a value, takes it away, or excludes it."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeView, QWidget

from media_manager.domain.facets import Facet, FacetLine
from media_manager.ui.facets.delegate import FacetDelegate, look_of, minus_place
from media_manager.ui.facets.lines import Row, RowKind
from media_manager.ui.facets.model import FacetModel

translate = QCoreApplication.translate
Key = Qt.Key

_TAKES = (Key.Key_Space, Key.Key_Return, Key.Key_Enter, Key.Key_Select)


class FacetTree(QTreeView):
    """Nothing in it is selected in Qt's sense: the search says what is chosen."""

    toggled = Signal(object)
    excluded = Signal(object)
    folding_changed = Signal()
    left = Signal()

    def __init__(
        self, sections: Sequence[tuple[Facet, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("facets")
        self.setAccessibleName(translate("Facets", "Filters"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setAnimated(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.facets = FacetModel(sections, self)
        self._delegate = FacetDelegate(self)
        self.setModel(self.facets)
        self.setItemDelegate(self._delegate)
        self.expanded.connect(lambda _index: self.folding_changed.emit())
        self.collapsed.connect(lambda _index: self.folding_changed.emit())

    # -- what is open ------------------------------------------------------------------------

    @property
    def open_facets(self) -> tuple[Facet, ...]:
        """Return the facets of the sections that are not folded, in their order."""
        return tuple(
            section.facet
            for at, section in enumerate(self.facets.sections)
            if self.isExpanded(self.facets.index(at, 0))
        )

    def open_only(self, facets: Collection[str]) -> None:
        for at, section in enumerate(self.facets.sections):
            self.setExpanded(self.facets.index(at, 0), section.facet in facets)

    def show_lines(self, facet: Facet, lines: Sequence[FacetLine], *, more: int = 0) -> None:
        """Show new counts; the keyboard stays on the value where it was."""
        current = self.facets.row_at(self.currentIndex())
        here = self.currentIndex().isValid() and self.facets.facet_of(self.currentIndex()) is facet
        self.facets.show_lines(facet, lines, more=more)
        self._hide_what_is_in_the_way()
        if here and current is not None:
            self._return_to(facet, current)

    def filter(self, text: str) -> None:
        """Show only values of which a word begins so, and only sections that have any."""
        self.facets.filter(text)
        self._hide_what_is_in_the_way()

    def _hide_what_is_in_the_way(self) -> None:
        for at in range(len(self.facets.sections)):
            hidden = self.facets.is_in_the_way(at)
            if hidden != self.isRowHidden(at, QModelIndex()):
                self.setRowHidden(at, QModelIndex(), hidden)

    def _return_to(self, facet: Facet, row: Row) -> None:
        wanted = row.line.node if row.line is not None else None
        index = self.facets.index_of(facet, wanted)
        if not index.isValid():
            index = self.facets.index_of(facet)
        if row.kind in (RowKind.VALUE, RowKind.SECTION) and index != self.currentIndex():
            self.setCurrentIndex(index)

    # -- hands and keys ----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() == Key.Key_Escape:
            self.left.emit()
        elif not index.isValid() or not self._take_key(event.key(), index):
            super().keyPressEvent(event)

    def _take_key(self, key: int, index: QModelIndex) -> bool:
        row = self.facets.row_at(index)
        if row is None:
            return False
        if key in _TAKES:
            self._take(index, row)
        elif key == Key.Key_Minus and row.line is not None:
            self.excluded.emit(row.line)
        elif key in (Key.Key_Left, Key.Key_Right):
            self._step(index, inwards=self._points_inwards(key))
        else:
            return False
        return True

    def _points_inwards(self, key: int) -> bool:
        return (key == Key.Key_Right) == (self.layoutDirection() == Qt.LayoutDirection.LeftToRight)

    def _step(self, index: QModelIndex, *, inwards: bool) -> None:
        """Fold or unfold; from a value back to its section, which folds."""
        section = index.parent() if index.parent().isValid() else index
        if not inwards:
            self.setCurrentIndex(section)
            self.collapse(section)
        elif section != index:
            return
        elif self.isExpanded(section):
            self.setCurrentIndex(self.facets.index(0, 0, section))
        else:
            self.expand(section)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        row = self.facets.row_at(index)
        if row is None or row.kind is RowKind.NOTE or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        # Qt would take Ctrl for a selection, and a press on a section for nothing.
        self.setCurrentIndex(index)
        with_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        zone = minus_place(self.visualRect(index), self.layoutDirection())
        if row.line is not None and (with_ctrl or zone.contains(event.position().toPoint())):
            self.excluded.emit(row.line)
        else:
            self._take(index, row)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # Two quick clicks are two clicks: one adds, one takes away.
        self.mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._delegate.look = look_of(self)
        super().paintEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._point(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(None)

    def _point(self, at: QPoint | None) -> None:
        self._delegate.pointed = at
        if at is not None:
            self.update(self.indexAt(at))

    def _take(self, index: QModelIndex, row: Row) -> None:
        """Do what Enter or a click means for a row."""
        if row.line is not None:
            self.toggled.emit(row.line)
        elif row.kind is RowKind.SECTION:
            self.setExpanded(index, not self.isExpanded(index))
        elif row.kind is RowKind.MORE:
            self.facets.unfold(index)
