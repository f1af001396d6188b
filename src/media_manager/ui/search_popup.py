"""What hangs below the search box: what can come next, and what cannot be understood."""

from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from media_manager.ui.theme import SPACE
from media_manager.ui.widgets.look import color

if TYPE_CHECKING:
    from collections.abc import Sequence

    from media_manager.domain.query.complete import Completion

translate = QCoreApplication.translate
Index = QModelIndex | QPersistentModelIndex

_ROOT: Final = QModelIndex()
_ROW: Final = 28
_MOST_ROWS: Final = 9
_LEAST_WIDTH: Final = 360
_GAP: Final = 4


class _Role(IntEnum):
    COMPLETION = int(Qt.ItemDataRole.UserRole) + 1


class SearchPopup(QFrame):
    """Takes no focus: the box keeps the keyboard and says which line is meant."""

    picked = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("search-popup")
        self._model = _Choices(self)
        self._is_hint = False
        self._build()
        self.hide()

    @property
    def message(self) -> str:
        return self._message.text()

    @property
    def choices(self) -> "tuple[Completion, ...]":
        return self._model.choices

    @property
    def highlighted(self) -> "Completion | None":
        """Return the line that Enter takes; None until one went into the list."""
        index = self._list.currentIndex()
        return self._model.choices[index.row()] if index.isValid() else None

    def show_choices(self, choices: "Sequence[Completion]") -> None:
        """Show other lines; the highlighted one stays if it is still among them."""
        before = self.highlighted
        self._model.show(tuple(choices))
        labels = [each.label for each in choices]
        row = labels.index(before.label) if before and before.label in labels else -1
        self._list.setCurrentIndex(self._model.index(row, 0))

    def show_message(self, text: str, *, tone: str = "muted") -> None:
        """Say something above the lines."""
        self._message.setText(text)
        if self._message.property("tone") != tone:
            self._message.setProperty("tone", tone)
            self._message.style().polish(self._message)
        self._is_hint = tone == "muted"

    def step(self, by: int) -> None:
        """Go down or up; above the first line is the box."""
        count = self._model.rowCount()
        row = self._list.currentIndex().row() + by
        row = max(-1, min(row, count - 1))
        self._list.setCurrentIndex(self._model.index(row, 0))

    def place_below(self, box: QWidget) -> None:
        """Stand below the box as large as what it holds, or hide when that is nothing."""
        rows = self._model.rowCount()
        # Lines say what can come better than a hint does.
        self._message.setVisible(bool(self.message) and not (rows and self._is_hint))
        if not rows and self._message.isHidden():
            self.hide()
            return
        width = max(_LEAST_WIDTH, box.width())
        height = 0
        if not self._message.isHidden():
            height += self._message.heightForWidth(width - 2)
        row = self._list.sizeHintForRow(0) if rows else 0
        self._list.setVisible(rows > 0)
        self._list.setFixedHeight(row * min(rows, _MOST_ROWS))
        height += row * min(rows, _MOST_ROWS) + (2 * _GAP if rows else 0) + 2
        at = box.mapTo(self.window(), QPoint(0, box.height() + _GAP))
        at.setX(max(0, min(at.x(), self.window().width() - width - _GAP)))
        self.setGeometry(at.x(), at.y(), width, height)
        if self.isHidden():
            self.raise_()
            self.show()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self._message = QLabel(self, wordWrap=True)
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setContentsMargins(12, 8, 12, 8)
        self._message.hide()
        self._list = QListView(self)
        self._list.setObjectName("search-choices")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(translate("SearchPopup", "What can come next"))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setModel(self._model)
        self._list.setItemDelegate(_ChoiceDelegate(self._list, self._model))
        self._list.clicked.connect(lambda index: self.picked.emit(index.data(_Role.COMPLETION)))
        column.addWidget(self._message)
        column.addWidget(self._list)


class _Choices(QAbstractListModel):
    """The lines as they are; a new text brings new ones."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.choices: tuple[Completion, ...] = ()
        self.with_details = True

    def show(self, choices: "tuple[Completion, ...]") -> None:
        if choices == self.choices:
            return
        self.beginResetModel()
        self.choices = choices
        # What is the same for each line tells nothing.
        self.with_details = len({choice.detail for choice in choices}) > 1 or len(choices) == 1
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's roles are of any type
        choice = self.choices[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return choice.label
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(choice)
            case Qt.ItemDataRole.ToolTipRole:
                return choice.detail or None
            case _Role.COMPLETION:
                return choice
            case _:
                return None


def spoken(choice: "Completion") -> str:
    """Return what a screen reader says of a line."""
    return f"{choice.label}, {choice.detail}" if choice.detail else choice.label


class _ChoiceDelegate(QStyledItemDelegate):
    """What would be written, and beside it what it means."""

    def __init__(self, view: QListView, choices: _Choices) -> None:
        super().__init__(view)
        self._view = view
        self._choices = choices

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's signature
        return QSize(120, max(_ROW, QFontMetrics(option.font).height() + SPACE.medium))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        choice: Completion = index.data(_Role.COMPLETION)
        state = option.state
        # The box has the focus, so that the current line and not the focused one is marked.
        is_current = index == self._view.currentIndex()
        if is_current or state & QStyle.StateFlag.State_MouseOver:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent_fill" if is_current else "line"))
            ground = QRectF(option.rect).adjusted(SPACE.hair, 0, -SPACE.hair, 0)
            painter.drawRoundedRect(ground, SPACE.radius, SPACE.radius)
        place = option.rect.adjusted(SPACE.medium, 0, -SPACE.medium, 0)
        metrics = QFontMetrics(option.font)
        alignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        shown = QStyle.visualAlignment(option.direction, alignment)
        painter.setFont(option.font)
        painter.setPen(color("on_scrim" if is_current else "text"))
        label = metrics.elidedText(choice.label, Qt.TextElideMode.ElideRight, place.width())
        mirrored = QStyle.visualRect(option.direction, option.rect, place)
        painter.drawText(mirrored, int(shown), label)
        rest = place.adjusted(metrics.horizontalAdvance(label) + SPACE.large, 0, 0, 0)
        if choice.detail and self._choices.with_details and rest.width() > SPACE.huge:
            painter.setPen(color("on_scrim" if is_current else "muted"))
            detail = metrics.elidedText(choice.detail, Qt.TextElideMode.ElideRight, rest.width())
            other = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            mirrored = QStyle.visualRect(option.direction, option.rect, rest)
            painter.drawText(mirrored, int(QStyle.visualAlignment(option.direction, other)), detail)
