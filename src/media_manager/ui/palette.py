"""The command palette: type a few letters of what you want, Enter does it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPalette,
)
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from media_manager.ui.fuzzy import fit
from media_manager.ui.icons import icon

translate = QCoreApplication.translate
Index = QModelIndex | QPersistentModelIndex

_ROOT: Final = QModelIndex()
_ROW: Final = 36
_WIDTH: Final = 640
_MOST_ROWS: Final = 12
_TOP: Final = 64
_SPACE: Final = 12
_ICON: Final = 16
# What was used lately counts as much as a better place of a letter, not as another word.
_RECENT: Final = 60
_STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _MOST_ROWS,
    Qt.Key.Key_PageUp: -_MOST_ROWS,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be chosen. `key` names it among those used lately."""

    key: str
    title: str
    detail: str = ""
    icon: str = ""
    run: Callable[[], object] = field(default=lambda: None, compare=False)

    @property
    def spoken(self) -> str:
        return f"{self.title}, {self.detail}" if self.detail else self.title


def ranked(entries: Sequence[Entry], typed: str, recent: Sequence[str]) -> list[Entry]:
    """Return the entries that fit, the best first; without letters those used lately first."""
    places = {key: at for at, key in enumerate(recent)}
    found = []
    for number, entry in enumerate(entries):
        fitting = fit(typed, entry.title)
        if fitting is not None:
            last = places.get(entry.key)
            bonus = 0 if last is None else _RECENT - last
            found.append((-fitting.score - bonus, number, entry))
    return [entry for _score, _number, entry in sorted(found, key=lambda each: each[:2])]


class Role(IntEnum):
    """What the delegate asks beside the usual roles."""

    ENTRY = int(Qt.ItemDataRole.UserRole) + 1


class Palette(QFrame):
    """Lies over the window; Esc, or a click beside it, closes it."""

    chosen = Signal(object)
    typed = Signal(str)
    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self.setAccessibleName(translate("Palette", "Command palette"))
        self._entries: tuple[Entry, ...] = ()
        self._more: tuple[Entry, ...] = ()
        self._recent: tuple[str, ...] = ()
        self._build()
        self.hide()
        window.installEventFilter(self)

    def open(self, entries: Sequence[Entry], recent: Sequence[str] = ()) -> None:
        """Show entries, of which those used lately come first."""
        self._entries, self._more, self._recent = tuple(entries), (), tuple(recent)
        self.box.clear()
        self._show_fitting()
        self._place()
        self.raise_()
        self.show()
        self.box.setFocus(Qt.FocusReason.PopupFocusReason)

    def add(self, text: str, entries: Sequence[Entry]) -> None:
        """Show what was found meanwhile for a text, below what fits; a late answer is dropped."""
        if text == self.box.text():
            self._more = tuple(entries)
            self._show_fitting()

    @property
    def shown(self) -> tuple[Entry, ...]:
        return self._model.entries

    def close_it(self) -> None:
        """Go away without doing anything."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.box and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                return self._on_key(event)
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
        elif watched is self.box and event.type() == QEvent.Type.FocusOut:
            self.close_it()
        elif watched is self.parent() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_SPACE, _SPACE, _SPACE, _SPACE)
        column.setSpacing(8)
        self.box = QLineEdit(self)
        self.box.setPlaceholderText(translate("Palette", "A command, a place, a title"))
        self.box.setAccessibleName(self.accessibleName())
        self.box.installEventFilter(self)
        self.box.textChanged.connect(self._on_typed)
        self._model = _Entries(self)
        self.list = QListView(self)
        self.list.setObjectName("palette-list")
        self.list.setModel(self._model)
        self.list.setItemDelegate(_EntryDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(translate("Palette", "What fits"))
        self.list.clicked.connect(self._choose)
        column.addWidget(self.box)
        column.addWidget(self.list)

    def _place(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        width = min(_WIDTH, window.width() - 2 * _SPACE)
        row = max(1, self.list.sizeHintForRow(0))
        rows = max(1, min(self._model.rowCount(), _MOST_ROWS))
        most = max(1, (window.height() - 2 * _TOP) // row)
        self.list.setFixedHeight(row * min(rows, most) + 2)
        height = self.sizeHint().height()
        self.setGeometry((window.width() - width) // 2, _TOP, width, height)

    def _on_typed(self, text: str) -> None:
        self._more = ()
        self._show_fitting()
        self.typed.emit(text)

    def _show_fitting(self) -> None:
        text = self.box.text()
        self._model.show([*ranked(self._entries, text, self._recent), *self._more])
        self.list.setCurrentIndex(self._model.index(0, 0))
        self._place()
        self._say()

    def _say(self) -> None:
        """Tell a screen reader what Enter would do: the box keeps the focus."""
        index = self.list.currentIndex()
        text = self._model.entries[index.row()].spoken if index.isValid() else ""
        if text != self.box.accessibleDescription():
            self.box.setAccessibleDescription(text)
            if QAccessible.isActive() and self.isVisible():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.box, text))

    def _on_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_it()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentIndex())
        elif key in _STEPS:
            self._step(_STEPS[Qt.Key(key)])
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        count = self._model.rowCount()
        if count:
            row = self.list.currentIndex().row() + by
            # One step beyond an end leads to the other; a page stops there.
            row = row % count if abs(by) == 1 else max(0, min(row, count - 1))
            self.list.setCurrentIndex(self._model.index(row, 0))
            self._say()

    def _choose(self, index: Index) -> None:
        if index.isValid():
            entry = self._model.entries[index.row()]
            self.close_it()
            self.chosen.emit(entry)


class _Entries(QAbstractListModel):
    """What fits, in its order."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()

    def show(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt override
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.spoken
        return entry if role == Role.ENTRY else None


class _EntryDelegate(QStyledItemDelegate):
    """Icon, name, and at the right the keys or what it is."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt override
        return QSize(200, max(_ROW, QFontMetrics(option.font).height() + 14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(Role.ENTRY)
        painter.save()
        self._paint_ground(painter, option)
        rect = option.rect.adjusted(_SPACE, 0, -_SPACE, 0)
        if entry.icon:
            icon(entry.icon).paint(painter, QRect(rect.left(), rect.top(), _ICON, rect.height()))
        rect.setLeft(rect.left() + _ICON + _SPACE)
        metrics = QFontMetrics(option.font)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(option.font)
        if entry.detail:
            # A little more than it measures: fractions of pixels add up.
            width = min(metrics.horizontalAdvance(entry.detail) + _SPACE, rect.width() // 2)
            painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
            detail = metrics.elidedText(entry.detail, Qt.TextElideMode.ElideRight, width)
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignRight | middle), detail)
            rect.setRight(rect.right() - width - _SPACE)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        title = metrics.elidedText(entry.title, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignLeft | middle), title)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        color = option.palette.color(QPalette.ColorRole.Highlight)
        if option.state & QStyle.StateFlag.State_Selected:
            color.setAlpha(72)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            color.setAlpha(28)
        else:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(option.rect, 6, 6)
