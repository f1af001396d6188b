"""The poster grid: a real list for keys, selection and screen readers, laid out by arithmetic."""

from typing import Final

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
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
    QPalette,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from media_manager.domain.paging import Selection
from media_manager.instrumentation import timed
from media_manager.lazy_model import LazyListModel
from media_manager.ui.delegates.card import (
    DEFAULT_ZOOM,
    PLAIN,
    ZOOM_WIDTHS,
    Aspect,
    CardPainter,
    CardState,
)
from media_manager.ui.geometry import Section
from media_manager.ui.theme import TextSize, current_theme
from media_manager.ui.thumbnails import PixmapStore
from media_manager.ui.views.pictures import ShownPictures
from media_manager.ui.views.virtual_list import VirtualListView

_AHEAD_LINES: Final = 2


class GridView(VirtualListView):
    """Shows a lazy model of media as cards. It never calls anything for each row."""

    item_activated = Signal(int)
    preview_requested = Signal(int)
    menu_requested = Signal(QPoint)
    text_typed = Signal(str)
    zoom_changed = Signal(int)
    selection_changed = Signal()
    heading_clicked = Signal(int)

    def __init__(self, store: PixmapStore | None = None, parent: QWidget | None = None) -> None:
        self._zoom = DEFAULT_ZOOM
        self._aspect = Aspect.POSTER
        self._painter = CardPainter(current_theme(), self._zoom, self._aspect, 1.0)
        self._pictures = ShownPictures(store)
        self._hovered = -1
        super().__init__(self._painter.cell, parent)
        self.setObjectName("grid")
        self.setAccessibleName(self.tr("Library"))
        self.setMouseTracking(True)
        self.keeper.selection_changed.connect(self.selection_changed)
        self.activated.connect(self._on_activated)
        if store is not None:
            store.ready.connect(self._on_pixmap_ready)

    # -- for the window ----------------------------------------------------------------------

    @property
    def zoom(self) -> int:
        return self._zoom

    @property
    def zoom_steps(self) -> int:
        return len(ZOOM_WIDTHS)

    def set_zoom(self, step: int) -> None:
        """Show larger or smaller cards; what is at the upper edge stays there."""
        step = max(0, min(self.zoom_steps - 1, step))
        if step != self._zoom:
            self._zoom = step
            self._rebuild()
            self.zoom_changed.emit(step)

    @property
    def aspect(self) -> Aspect:
        return self._aspect

    def set_aspect(self, aspect: Aspect) -> None:
        if aspect != self._aspect:
            self._aspect = aspect
            self._rebuild()

    def selection_value(self) -> Selection:
        return self.keeper.selection()

    # -- events --------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._rebuild()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (
            QEvent.Type.PaletteChange,
            QEvent.Type.FontChange,
            QEvent.Type.LayoutDirectionChange,
        )
        if event.type() in kinds and self.isVisible():
            self._rebuild()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self._id_of(self.currentIndex())
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() == Qt.Key.Key_Space and plain and current is not None:
            self.preview_requested.emit(current)
            event.accept()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Hand typed letters on: only the database can find a title among a million."""
        self.text_typed.emit(search)

    def wheelEvent(self, e: QWheelEvent) -> None:
        if e.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom + (1 if e.angleDelta().y() > 0 else -1))
            e.accept()
            return
        super().wheelEvent(e)

    def mouseMoveEvent(self, e: QMouseEvent) -> None:
        QAbstractItemView.mouseMoveEvent(self, e)  # QListView's looks into its own layout
        at = e.position().toPoint()
        self._hover(self.indexAt(at).row())
        over = self.heading_at(at) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        if self._port.cursor().shape() != shape:
            self._port.setCursor(shape)

    def mouseReleaseEvent(self, e: QMouseEvent) -> None:
        super().mouseReleaseEvent(e)
        heading = self.heading_at(e.position().toPoint())
        if heading is not None and e.button() == Qt.MouseButton.LeftButton:
            self.heading_clicked.emit(heading)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            at = self._port.mapToGlobal(self.visualRect(self.currentIndex()).center())
        self.menu_requested.emit(at)

    @timed("ui.grid.paint", only_in_detail=True)
    def paintEvent(self, e: QPaintEvent) -> None:
        painter = QPainter(self._port)
        top, offset = e.rect().top(), self.verticalOffset()
        bottom = e.rect().bottom() + 1 + offset
        for section, y in self._geometry.headings_between(top + offset, bottom):
            self._paint_heading(painter, section, y - offset)
        for rows in self._geometry.rows_between(top + offset, bottom):
            self._paint_cards(painter, rows)
        painter.end()

    def _paint_cards(self, painter: QPainter, rows: range) -> None:
        model, chosen = self.model(), self.keeper.chosen_in(rows)
        if not isinstance(model, LazyListModel):
            return
        current = self.currentIndex().row() if self.hasFocus() else -1
        offset, mirror = self.verticalOffset(), 0
        if self.isRightToLeft():
            mirror = self._width() - self._geometry.cell.width
        paint, store = self._painter.paint, self._pictures.store
        for row, x, y in self._geometry.corners(rows):
            state = PLAIN
            selected = row in chosen
            if selected or row in {current, self._hovered}:
                state = CardState(selected, row == self._hovered, row == current)
            at = QPoint(mirror - x if mirror else x, y - offset)
            paint(painter, at, model.shown_at(row), state, store)

    # -- inside --------------------------------------------------------------------------------

    def _paint_heading(self, painter: QPainter, section: Section, y: int) -> None:
        cell, theme = self._geometry.cell, current_theme()
        painter.setFont(theme.font(TextSize.SECTION, bold=True))
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        place = QRect(cell.margin + 6, y, self._width() - 2 * cell.margin - 12, cell.heading)
        side = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, side | Qt.TextFlag.TextSingleLine, section.title)

    def _rebuild(self) -> None:
        ratio = self.devicePixelRatioF()
        self._painter = CardPainter(current_theme(), self._zoom, self._aspect, ratio)
        self._cell = self._painter.cell
        self._relayout()

    def _announce(self) -> None:
        super()._announce()
        soon = self._told.stop + _AHEAD_LINES * self._geometry.columns
        rows = range(self._told.start, soon)
        self._pictures.want(self.model(), rows, self._painter.artwork)

    def _on_pixmap_ready(self, artwork_id: int) -> None:
        for row in self._pictures.rows_of(artwork_id):
            self._port.update(self._rect(row))

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            for each in (row, self._hovered):
                if each >= 0:
                    self._port.update(self._rect(each))
            self._hovered = row

    def _id_of(self, index: QModelIndex) -> int | None:
        model = self.model()
        return model.id_at(index.row()) if isinstance(model, LazyListModel) else None

    def _on_activated(self, index: QModelIndex) -> None:
        item_id = self._id_of(index)
        if item_id is not None:
            self.item_activated.emit(item_id)
