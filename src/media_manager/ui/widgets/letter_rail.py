"""The letters beside the scroll bar: one touch leads to where they begin."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from media_manager.library.jump import Mark
from media_manager.ui.theme import TextSize, current_theme
from media_manager.ui.widgets.look import color

translate = QCoreApplication.translate

_PADDING = 8


class LetterRail(QWidget):
    """Shows as many marks as there is room for; between two, the nearer one is meant.

    It takes no focus: Ctrl+G and typing do the same with the keyboard.
    """

    chosen = Signal(int)  # a row

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[Mark, ...] = ()
        self._hovered = -1
        self.setFont(current_theme().font(TextSize.CAPTION))
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        self.setAccessibleName(translate("LetterRail", "Jump to"))
        self.hide()

    @property
    def marks(self) -> tuple[Mark, ...]:
        return self._marks

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show other marks; fewer than two lead nowhere."""
        self._marks = tuple(marks)
        self._hovered = -1
        self.setAccessibleDescription(", ".join(mark.label for mark in marks))
        self.setVisible(len(marks) > 1)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(mark.label) for mark in self._marks), default=0)
        return QSize(widest + _PADDING, 0)

    def mark_at(self, y: int) -> Mark | None:
        """Return the mark at a height."""
        if not self._marks or not self.height():
            return None
        at = y * len(self._marks) // self.height()
        return self._marks[max(0, min(at, len(self._marks) - 1))]

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self.mark_at(event.pos().y())
            if mark is not None:
                QToolTip.showText(event.globalPos(), mark.label, self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        y = event.position().toPoint().y()
        mark = self.mark_at(y)
        self._hovered = self._marks.index(mark) if mark is not None else -1
        self.update()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._choose(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = -1
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        painter = QPainter(self)
        painter.setFont(self.font())
        count, height = len(self._marks), self.height()
        room = max(1, height // (self.fontMetrics().height() + 1))
        step = -(-count // room)
        for at in range(0, count, step):
            top = at * height // count
            place = QRect(0, top, self.width(), (at + step) * height // count - top)
            here = at <= self._hovered < at + step
            mark = self._marks[self._hovered if here else at]
            painter.setPen(color("accent" if here else "muted"))
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), mark.label)
        painter.end()

    def _choose(self, at: QPoint) -> None:
        mark = self.mark_at(at.y())
        if mark is not None:
            self.chosen.emit(mark.row)
