"""The small field over the list in which one types where to jump."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

translate = QCoreApplication.translate

_OWN = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Down})
_WIDTH = 280
_MARGIN = 16


class JumpBox(QLineEdit):
    """Each letter jumps; Enter stays there, Esc goes back to where one was."""

    typed = Signal(str)
    accepted = Signal()
    refused = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("jump-box")
        self.setAccessibleName(translate("JumpBox", "Jump to"))
        self.textChanged.connect(self.typed)
        self.hide()
        over.installEventFilter(self)

    def open(self, hint: str) -> None:
        """Show the empty field, and take the keyboard."""
        self.setPlaceholderText(hint)
        self.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.clear()
        self.blockSignals(False)  # noqa: FBT003 - Qt's own
        self._place()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._close()
            self.refused.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self._close()
            self.accepted.emit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parent() and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        elif (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _OWN
        ):
            # It lies in the list, whose Enter plays.
            event.accept()
            return True
        return super().event(event)

    def _close(self) -> None:
        self.hide()

    def _place(self) -> None:
        over = self.parentWidget()
        if over is not None:
            height = self.sizeHint().height()
            width = min(_WIDTH, over.width() - 2 * _MARGIN)
            self.setGeometry(_MARGIN, over.height() - height - _MARGIN, width, height)
