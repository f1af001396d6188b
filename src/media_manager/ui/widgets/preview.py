"""One picture as large as the window: opened with Space, left with Space or Escape."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from media_manager.domain.details import ItemDetails
from media_manager.domain.media import MediaType
from media_manager.lazy_model import texts
from media_manager.lazy_model.texts import translate
from media_manager.library.details import get_details
from media_manager.persistence.reader import LibraryReader
from media_manager.ui.icons import icon
from media_manager.ui.theme import SPACE, TextSize, current_theme
from media_manager.ui.widgets.artwork_view import Decoded, Picture, load_picture
from media_manager.ui.widgets.look import HIT, color
from media_manager.ui.widgets.plain import tooltip
from media_manager.workers.services import Services

if TYPE_CHECKING:
    from media_manager.workers.ticket import Ticket

# Given the item that is shown and -1 or 1: the id of its neighbor, or None at the end.
Step = Callable[[int, int], int | None]

_KEY: Final = "preview"
_BACK: Final = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp})
_ON: Final = frozenset({Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown})
_CLOSING: Final = frozenset({Qt.Key.Key_Escape, Qt.Key.Key_Space})
# Shorter waits need no word.
_PATIENCE_MS: Final = 200
_RESIZE_MS: Final = 120


class Preview(QWidget):
    """Lies over its parent while it is open. `step` tells what the arrow keys lead to."""

    closed = Signal()
    item_shown = Signal(int)

    def __init__(self, services: Services, parent: QWidget, *, step: Step | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._step: Step = step or (lambda _item_id, _by: None)
        self._details: ItemDetails | None = None
        self._item_id: int | None = None
        self._image: Decoded | None = None
        self._message = ""
        self._before: QWidget | None = None
        self._ticket: Ticket | None = None
        self._resized = QTimer(self, singleShot=True, interval=_RESIZE_MS)
        self._resized.timeout.connect(self._load)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._say_loading)
        self._build()

    @property
    def item_id(self) -> int | None:
        """The item that is shown or on its way; None when closed."""
        return self._item_id

    @property
    def is_loaded(self) -> bool:
        return self._image is not None

    def set_step(self, step: Step) -> None:
        self._step = step

    def show_item(self, item_id: int) -> None:
        """Open on an item, or go to it."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
            self._fill_parent()
            self.show()
            self.raise_()
            self.setFocus()
        self._item_id = item_id
        self._patience.start()
        self._services.read(
            _read(item_id), empty=None, on_done=self._take_details, on_error=self._refuse, key=_KEY
        )
        self.item_shown.emit(item_id)

    def close_preview(self) -> None:
        """Close, and give the keyboard back to whoever had it."""
        if self._item_id is None:
            return
        self._item_id = self._details = self._image = None
        self._patience.stop()
        if self._ticket is not None:
            self._ticket.cancel()
        self.hide()
        if self._before is not None:
            self._before.setFocus()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parent() and event.type() == QEvent.Type.Resize:
            self._fill_parent()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if mirrored and key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            key = Qt.Key.Key_Right if key == Qt.Key.Key_Left else Qt.Key.Key_Left
        if key in _CLOSING:
            self.close_preview()
        elif key in _BACK:
            self._go(-1)
        elif key in _ON:
            self._go(1)
        event.accept()  # nothing below is to hear keys that it does not show

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_buttons()
        if self._details is not None:
            self._resized.start()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - Qt's signature
        order = [self._close, self._previous, self._next, self]
        here = QApplication.focusWidget()
        at = order.index(here) if here in order else -1
        order[(at + (1 if next else -1)) % len(order)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = color("scrim")
        painter.fillRect(self.rect(), ground)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = self._picture_place()
        if self._image is not None:
            image = self._image.image
            painter.drawImage(_fitted(image.size(), place, self.devicePixelRatioF()), image)
        elif self._message:
            painter.setPen(color("on_scrim"))
            painter.setFont(current_theme().font(TextSize.SECTION))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(place, int(flags), self._message)
        self._paint_caption(painter)

    def _build(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(translate("Preview", "Preview"))
        self._close = self._button("x", translate("Preview", "Close preview (Esc)"))
        self._close.clicked.connect(self.close_preview)
        self._previous = self._button("chevron-left", translate("Preview", "Previous (Left)"))
        self._previous.clicked.connect(lambda: self._go(-1))
        self._next = self._button("chevron-right", translate("Preview", "Next (Right)"))
        self._next.clicked.connect(lambda: self._go(1))
        parent = self.parentWidget()
        if parent is not None:
            parent.installEventFilter(self)
        self.hide()

    def _button(self, name: str, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name, "on_scrim"))
        button.setIconSize(QSize(HIT, HIT))
        button.setAutoRaise(True)
        button.setAccessibleName(text)
        button.setToolTip(tooltip(text))
        button.resize(HIT + SPACE.large, HIT + SPACE.large)
        return button

    def _place_buttons(self) -> None:
        side, gap = self._close.width(), SPACE.small
        middle = (self.height() - side) // 2
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        start, end = gap, self.width() - side - gap
        if mirrored:
            start, end = end, start
        self._close.move(end, gap)
        self._previous.move(start, middle)
        self._next.move(end, middle)

    def _fill_parent(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())

    def _go(self, by: int) -> None:
        if self._item_id is None:
            return
        neighbor = self._step(self._item_id, by)
        if neighbor is not None:
            self.show_item(neighbor)

    def _take_details(self, details: ItemDetails | None) -> None:
        if details is None or details.row.id != self._item_id:
            return
        self._details = details
        self.setAccessibleDescription(caption(details))
        self._load()

    def _load(self) -> None:
        if self._details is None:
            return
        picture = preview_picture(self._details)
        if picture is None:
            self._show_image(None)
            return
        size = self._picture_place().size() * self.devicePixelRatioF()
        if self._ticket is not None:
            self._ticket.cancel()
        self._ticket = load_picture(
            self._services, picture, size, self._show_image, owner=self, mode="contain"
        )

    def _show_image(self, image: Decoded | None) -> None:
        self._patience.stop()
        self._image = image
        self._message = "" if image is not None else translate("Preview", "No picture to show")
        self.update()

    def _say_loading(self) -> None:
        self._image = None
        self._message = translate("Preview", "Loading…")
        self.update()

    def _refuse(self, error: BaseException) -> None:
        self._patience.stop()
        self._image, self._message = None, str(error)
        self.update()

    def _picture_place(self) -> QRect:
        side = self._close.width() + SPACE.large
        return self.rect().adjusted(side, SPACE.large, -side, -self._caption_height())

    def _caption_height(self) -> int:
        return self.fontMetrics().height() + 2 * SPACE.large

    def _paint_caption(self, painter: QPainter) -> None:
        if self._details is None:
            return
        place = self.rect()
        place.setTop(place.bottom() - self._caption_height())
        place.adjust(SPACE.large, 0, -SPACE.large, 0)
        painter.setFont(current_theme().font(TextSize.BODY))
        painter.setPen(color("on_scrim"))
        text = painter.fontMetrics().elidedText(
            caption(self._details), Qt.TextElideMode.ElideRight, place.width()
        )
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), text)


def preview_picture(details: ItemDetails) -> Picture | None:
    """Return what a large view of an item shows: the photo itself, else its best artwork."""
    files = details.main_files
    if details.row.media_type == MediaType.PHOTO and files:
        file = files[0]
        return Picture(file.root_path.rstrip(b"/") + b"/" + file.path, (file.size_bytes, file.id))
    art = (
        details.artwork_of("poster") or details.artwork_of("thumb") or details.artwork_of("fanart")
    )
    if art is None and details.artwork:
        art = details.artwork[0]
    if art is not None:
        return Picture(art.root_path.rstrip(b"/") + b"/" + art.path, (art.stamp, 0))
    return row_picture(details)


def row_picture(details: ItemDetails) -> Picture | None:
    """Return the artwork that an item takes from its season or show."""
    row = details.row
    if row.artwork_root is None or row.artwork_path is None:
        return None
    path = bytes(row.artwork_root).rstrip(b"/") + b"/" + bytes(row.artwork_path)
    return Picture(path, (row.artwork_stamp or 0, 0))


def caption(details: ItemDetails) -> str:
    row = details.row
    parts = (texts.title(row), texts.subtitle(row), texts.kind(row))
    return " · ".join(part for part in parts if part)


def _read(item_id: int) -> Callable[[LibraryReader], ItemDetails | None]:
    return lambda reader: get_details(reader, item_id)


def _fitted(size: QSize, place: QRect, ratio: float) -> QRect:
    """Return where a picture lies in a place: never larger than its own pixels."""
    shown = (size / ratio).boundedTo(size)
    if shown.width() > place.width() or shown.height() > place.height():
        shown = shown.scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
    target = QRect(0, 0, shown.width(), shown.height())
    target.moveCenter(place.center())
    return target
