"""What a number and a bar have in common: a place to click, painted by itself, read aloud."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractButton, QWidget

from media_manager.ui.theme import SPACE
from media_manager.ui.widgets.look import color, paint_focus

_PRESSING = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})
_EXCLUDING = frozenset({Qt.Key.Key_Minus, Qt.Key.Key_Delete})
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
}


class MarkButton(QAbstractButton):
    """Opens its query by a click or Enter; by Ctrl-click or the minus key everything but it."""

    opened = Signal(bool)  # whether it is to be excluded
    stepped = Signal(int)  # an arrow key: to the next or the one before

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._excludes = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self._on_clicked)

    def paint_ground(self, painter: QPainter) -> None:
        """Paint what says that the pointer or the keyboard is here."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("line" if self.isDown() else "raised"))
            painter.drawRoundedRect(place, SPACE.radius, SPACE.radius)
        if self.hasFocus():
            paint_focus(painter, place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._excludes = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _PRESSING or key in _EXCLUDING:
            self._excludes = key in _EXCLUDING
            self.click()
        elif key in _STEPS:
            self.stepped.emit(_STEPS[key])
        else:
            event.ignore()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.ApplicationFontChange, QEvent.Type.PaletteChange):
            self.updateGeometry()
            self.update()

    def _on_clicked(self) -> None:
        excludes, self._excludes = self._excludes, False
        self.opened.emit(excludes)
