"""The sidebar: places with their counts, libraries with the state of their folders."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QCursor, QFontMetrics, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from media_manager.library.browse import Overview
from media_manager.ui.icons import icon
from media_manager.ui.models.sidebar import (
    SidebarModel,
    SidebarRole,
    SidebarRow,
    sidebar_rows,
    within_rows,
)
from media_manager.ui.places import Place, Within
from media_manager.ui.words import number

translate = QCoreApplication.translate

_ROW = 32
_HEADER = 36
_SPACE = 8
_ICON = 16
_STATE_ICONS = {"offline": "offline", "held": "alert"}


class Sidebar(QListView):
    """One click or the arrow keys go to a place; the context menu is the window's."""

    place_chosen = Signal(object)
    menu_wanted = Signal(object, QPoint)
    search_menu_wanted = Signal(object, QPoint)  # a Place, or the path of a folder
    edit_wanted = Signal(object)
    delete_wanted = Signal(object)
    fold_wanted = Signal(str, bool)
    leave_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAccessibleName(translate("Sidebar", "Places"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(160)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_requested)
        self.setViewportMargins(0, _SPACE, 0, 0)
        self._model = SidebarModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_SidebarDelegate(self))
        self.clicked.connect(self._on_clicked)
        self._shown = ""
        self._overview: Overview | None = None
        self._own_rows: tuple[SidebarRow, ...] = ()
        self._within: Within | None = None

    def show_overview(self, overview: Overview) -> None:
        """List what there is; the current place stays chosen."""
        self._overview = overview
        self._show_rows()

    def show_own(self, rows: Sequence[SidebarRow]) -> None:
        """List what people made themselves, below all else."""
        if tuple(rows) != self._own_rows:
            self._own_rows = tuple(rows)
            self._show_rows()

    def show_within(self, within: Within | None) -> None:
        """Say which virtual library one is in. Counts are of everything, so they go meanwhile."""
        if within != self._within:
            self._within = within
            self._show_rows()

    def _show_rows(self) -> None:
        if self._overview is None:
            return
        rows = [*within_rows(self._within), *sidebar_rows(self._overview), *self._own_rows]
        if self._within is not None:
            rows = [replace(row, count=None) for row in rows]
        folder = self.currentIndex().data(SidebarRole.FOLDER)
        self._model.show_rows(rows)
        at = None if folder is None else self._model.row_of_key(f"folder:{folder}")
        if at is None:
            self.show_place(self._shown)
        else:
            # The keyboard stays on a folder that it folds.
            self.setCurrentIndex(self._model.index(at, 0))

    def show_place(self, key: str) -> None:
        """Mark a place as the one that is shown, without going there."""
        self._shown = key
        row = self._model.row_of(key)
        if row is None:
            self.selectionModel().clear()
        elif self.currentIndex().row() != row or not self.selectionModel().hasSelection():
            self.setCurrentIndex(self._model.index(row, 0))

    def place(self, key: str) -> Place | None:
        """Return the place of a key, if it is listed."""
        row = self._model.row_of(key)
        return None if row is None else self._model.index(row, 0).data(SidebarRole.PLACE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._own_key(event.key(), self.currentIndex()):
            event.accept()
            return
        before = self.currentIndex()
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_clicked(self.currentIndex())
        elif self.currentIndex() != before:
            self._go(self.currentIndex())

    def sizeHint(self) -> QSize:
        return QSize(232, 400)

    def _own_key(self, key: int, index: QModelIndex) -> bool:
        """Fold and unfold with Left and Right, rename with F2, delete with Del."""
        folder, own = index.data(SidebarRole.FOLDER), _own(index)
        arrows = {Qt.Key.Key_Left: True, Qt.Key.Key_Right: False}
        if folder is not None and key in arrows:
            self.fold_wanted.emit(folder, arrows[Qt.Key(key)])
        elif own is not None and key == Qt.Key.Key_F2:
            self.edit_wanted.emit(own)
        elif own is not None and key == Qt.Key.Key_Delete:
            self.delete_wanted.emit(own)
        else:
            return False
        return True

    def is_under_mouse(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        """Return whether the mouse is over a line now."""
        return self.underMouse() and self.visualRect(index).contains(
            self.mapFromGlobal(QCursor.pos()) - self.viewport().pos()
        )

    def _on_clicked(self, index: QModelIndex) -> None:
        folder = index.data(SidebarRole.FOLDER)
        if folder is not None:
            self.fold_wanted.emit(folder, not index.data(SidebarRole.FOLDED))
        elif index.data(SidebarRole.LEAVE):
            self.leave_wanted.emit()
        else:
            self._go(index)

    def _go(self, index: QModelIndex) -> None:
        place = index.data(SidebarRole.PLACE)
        if isinstance(place, Place):
            self._shown = place.key
            self.place_chosen.emit(place)

    def _on_menu_requested(self, at: QPoint) -> None:
        index, place = self.indexAt(at), self.viewport().mapToGlobal(at)
        own = _own(index)
        root_id = index.data(SidebarRole.ROOT)
        if own is not None:
            self.search_menu_wanted.emit(own, place)
        elif root_id is not None:
            self.menu_wanted.emit(root_id, place)


def _own(index: QModelIndex) -> Place | str | None:
    """Return the saved search or the folder of a row, None for what nobody can rename."""
    place = index.data(SidebarRole.PLACE)
    if isinstance(place, Place) and place.search_id is not None:
        return place
    folder = index.data(SidebarRole.FOLDER)
    return None if folder is None else str(folder)


class _SidebarDelegate(QStyledItemDelegate):
    """Icon, name, and the count at the right."""

    def __init__(self, view: Sidebar) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        least = _HEADER if index.data(SidebarRole.HEADER) else _ROW
        return QSize(120, max(least, QFontMetrics(option.font).height() + 12))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        header = bool(index.data(SidebarRole.HEADER))
        painter.save()
        if not header:
            self._paint_ground(painter, option, index)
        rect = option.rect.adjusted(_SPACE, 0, -_SPACE, 0)
        rect.setLeft(rect.left() + _SPACE + _ICON * int(index.data(SidebarRole.LEVEL) or 0))
        rect.setRight(rect.right() - _SPACE)
        colors = option.palette
        if header:
            painter.setPen(colors.color(QPalette.ColorRole.PlaceholderText))
            rect.setTop(rect.bottom() - QFontMetrics(option.font).height() - 6)
        else:
            painter.setPen(colors.color(QPalette.ColorRole.Text))
            rect = self._paint_icon(painter, rect, index)
            rect = self._paint_count(painter, rect, option, index)
        text = QFontMetrics(option.font).elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, rect.width()
        )
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), text)
        painter.restore()

    def _paint_ground(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        # Asked of the view: the state of the option would make PySide build QStyle, for 4 ms.
        view = self._view
        ground = option.rect.adjusted(_SPACE, 1, -_SPACE, -1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if view.selectionModel().isSelected(index):
            color = option.palette.color(QPalette.ColorRole.Highlight)
            color.setAlpha(56)
            painter.setBrush(color)
            painter.drawRoundedRect(ground, 6, 6)
        elif view.is_under_mouse(index):
            painter.setBrush(option.palette.color(QPalette.ColorRole.AlternateBase))
            painter.drawRoundedRect(ground, 6, 6)
        if view.hasFocus() and index == view.currentIndex():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(option.palette.color(QPalette.ColorRole.Highlight))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), 6, 6)

    def _paint_icon(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> QRect:
        sign = _STATE_ICONS.get(str(index.data(SidebarRole.STATE)), index.data(SidebarRole.ICON))
        if sign:
            icon(str(sign)).paint(painter, QRect(rect.left(), rect.top(), _ICON, rect.height()))
        return rect.adjusted(_ICON + _SPACE, 0, 0, 0)

    def _paint_count(
        self,
        painter: QPainter,
        rect: QRect,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QRect:
        count = index.data(SidebarRole.COUNT)
        if count is None:
            return rect
        shown = number(int(count))
        painter.save()
        painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(
            rect, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), shown
        )
        painter.restore()
        width = QFontMetrics(option.font).horizontalAdvance(shown)
        return rect.adjusted(0, 0, -width - _SPACE, 0)
