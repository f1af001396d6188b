"""The tree of shows: opened level by level, played and marked from the keyboard."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import (
    QIcon,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from media_manager.domain.media import MediaRow, MediaType
from media_manager.domain.query import Query
from media_manager.lazy_model import MediaRole
from media_manager.lazy_model.texts import translate
from media_manager.ui.icons import icon_pixmap
from media_manager.ui.models.tree_model import ShowTreeModel
from media_manager.ui.models.tree_node import PARENTS
from media_manager.ui.models.tree_texts import TreeColumn
from media_manager.ui.theme import SPACE, TextSize, current_theme
from media_manager.ui.thumbnails import Artwork, Box, Fit, PixmapStore, artwork_of
from media_manager.ui.widgets.look import color
from media_manager.workers.services import Services

Index = QModelIndex | QPersistentModelIndex

_HEIGHT: Final = 40
_POSTER: Final = QSize(27, 40)
_STILL: Final = QSize(71, 40)
_RADIUS: Final = 3
_ICON: Final = 16
_WIDTHS: Final = {
    TreeColumn.EPISODE: 104,
    TreeColumn.DATE: 112,
    TreeColumn.RUNTIME: 104,
    TreeColumn.WATCHED: 120,
    TreeColumn.STATE: 136,
}
_LEAST_TITLE: Final = 220
# The details tell these too, so they go first when there is no room.
_GO_FIRST: Final = (TreeColumn.STATE, TreeColumn.DATE, TreeColumn.RUNTIME)


class _LineDelegate(QStyledItemDelegate):
    """Puts a small picture of a fixed size before each title, so that the titles stand in line."""

    def __init__(self, pictures: PixmapStore, parent: QWidget) -> None:
        super().__init__(parent)
        self._pictures = pictures

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.column() != TreeColumn.TITLE:
            option.text = ""
            return
        row = index.data(MediaRole.ROW)
        ratio = option.widget.devicePixelRatioF()
        box = picture_box(row, ratio)
        found = artwork_of(row) if row is not None else None
        pixmap = self._pictures.pixmap(found, box) if found is not None else None
        option.decorationSize = QSize(box.width, box.height)
        shown = pixmap if pixmap is not None else _empty_picture(box)
        picture = QIcon(shown)
        picture.addPixmap(shown, QIcon.Mode.Selected)  # a selected picture keeps its colors
        option.icon = picture
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if index.column() == TreeColumn.TITLE:
            return
        # Drawn here and not by the style, so that cells stand below the words of the header.
        text = index.data(Qt.ItemDataRole.DisplayRole) or ""
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(color("text" if is_selected else "muted"))
        painter.setFont(option.font)
        place = option.rect.adjusted(SPACE.small, 0, -SPACE.small, 0)
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        alignment = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole) or 0)
        painter.drawText(place, QStyle.visualAlignment(option.direction, alignment), shown)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), max(_HEIGHT, option.fontMetrics.height()) + SPACE.small)


class ShowTree(QTreeView):
    """Shows, seasons and episodes. Enter plays an episode and opens or closes the others."""

    selection_changed = Signal(list)
    play_requested = Signal(int)
    preview_requested = Signal(int)

    def __init__(
        self, services: Services, pictures: PixmapStore, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._problem = ""
        self.tree = ShowTreeModel(services, self)
        self.setModel(self.tree)
        self._build()
        self._connect()

    def set_query(self, query: Query) -> None:
        """Show what a query finds; it MUST ask for shows."""
        self._problem = ""
        self.tree.set_query(query)

    def selected_ids(self) -> list[int]:
        """Return the ids of the selected lines, from the top down."""
        rows = self.selectionModel().selectedRows()
        places = [(self.visualRect(index).top(), index.internalId()) for index in rows]
        return [item_id for _, item_id in sorted(places)]

    def selectionChanged(self, selected: object, deselected: object) -> None:
        super().selectionChanged(selected, deselected)  # type: ignore[arg-type]  # Qt's own
        self.selection_changed.emit(self.selected_ids())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and index.isValid():
            self._open(index)
        elif event.key() == Qt.Key.Key_Space and index.isValid():
            self.preview_requested.emit(index.internalId())
        else:
            super().keyPressEvent(event)

    def initViewItemOption(self, option: QStyleOptionViewItem) -> None:
        super().initViewItemOption(option)
        # As in the grid and the table; the palette's highlight is for menus and texts.
        option.palette.setColor(QPalette.ColorRole.Highlight, color("selection"))
        option.palette.setColor(QPalette.ColorRole.HighlightedText, color("text"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.tree.rowCount() == 0:
            self._paint_message()
        self._pictures.want(self, self._seen_pictures())

    def _build(self) -> None:
        self.setAccessibleName(translate("ShowTree", "Shows"))
        self.setItemDelegate(_LineDelegate(self._pictures, self))
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setExpandsOnDoubleClick(False)
        self.setAnimated(False)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setIndentation(SPACE.wide)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(TreeColumn.TITLE, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(SPACE.huge * 2)
        scale = current_theme().scale
        for column, width in _WIDTHS.items():
            header.resizeSection(column, round(width * scale))

    def _fit_columns(self) -> None:
        """Hide what is least missed until the titles have room."""
        scale = current_theme().scale
        room = round(self.viewport().width() - _LEAST_TITLE * scale)
        needed = round(sum(_WIDTHS.values()) * scale)
        for column in _GO_FIRST:
            self.setColumnHidden(column, needed > room)
            if needed > room:
                needed -= round(_WIDTHS[column] * scale)

    def _connect(self) -> None:
        self.doubleClicked.connect(self._open)
        self.tree.failed.connect(self._tell_problem)
        self.tree.loaded.connect(self.viewport().update)
        self._pictures.ready.connect(lambda _picture: self.viewport().update())

    def _open(self, index: QModelIndex) -> None:
        row: MediaRow | None = index.data(MediaRole.ROW)
        if row is None:
            return
        if row.media_type in PARENTS:
            first = index.siblingAtColumn(TreeColumn.TITLE)
            self.setExpanded(first, not self.isExpanded(first))
        else:
            self.play_requested.emit(row.id)

    def _seen_pictures(self) -> list[tuple[Artwork, Box]]:
        """Return the pictures of the lines in view, from the top down."""
        wanted = []
        ratio = self.devicePixelRatioF()
        index = self.indexAt(self.viewport().rect().topLeft())
        bottom = self.viewport().height()
        while index.isValid() and self.visualRect(index).top() < bottom:
            row = index.siblingAtColumn(TreeColumn.TITLE).data(MediaRole.ROW)
            found = artwork_of(row) if row is not None else None
            if found is not None:
                wanted.append((found, picture_box(row, ratio)))
            index = self.indexBelow(index)
        return wanted

    def _tell_problem(self, error: BaseException) -> None:
        self._problem = str(error)
        self.viewport().update()

    def _paint_message(self) -> None:
        text = self._problem or translate("ShowTree", "No shows here.")
        if self.tree.is_loading and not self._problem:
            text = translate("ShowTree", "Loading…")
        painter = QPainter(self.viewport())
        painter.setFont(current_theme().font(TextSize.BODY))
        painter.setPen(color("muted"))
        area = self.viewport().rect().adjusted(SPACE.large, 0, -SPACE.large, 0)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(area, int(flags), text)


def picture_box(row: MediaRow | None, ratio: float) -> Box:
    """Return the place of a line's picture: a still for episodes, a poster for the others."""
    is_episode = row is not None and row.media_type == MediaType.EPISODE
    size = _STILL if is_episode else _POSTER
    return Box(size.width(), size.height(), ratio, Fit.COVER, _RADIUS)


def _empty_picture(box: Box) -> QPixmap:
    """Return the quiet place of a picture that is not there, or not yet."""
    width, height = box.device_size
    pixmap = QPixmap(width, height)
    pixmap.setDevicePixelRatio(box.ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("raised"))
    painter.drawRoundedRect(0, 0, box.width, box.height, box.radius, box.radius)
    sign = icon_pixmap("tv", color("muted").name(), _ICON, box.ratio)
    painter.drawPixmap((box.width - _ICON) // 2, (box.height - _ICON) // 2, sign)
    painter.end()
    return pixmap
