"""The search box: each key asks anew, and a mistake is shown where it is."""

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from media_manager.errors import QueryError
from media_manager.ui.icons import icon

translate = QCoreApplication.translate


class SearchBox(QLineEdit):
    """Esc clears and then leaves; Down and Enter go to the list."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search-box")
        self.setPlaceholderText(
            translate("SearchBox", 'Search: words, "phrase", year:1990..1999, is:unwatched')
        )
        self.setAccessibleName(translate("SearchBox", "Search"))
        self.setAccessibleDescription(
            translate("SearchBox", "Results appear in the list while you type. F1 explains more.")
        )
        self.setClearButtonEnabled(True)
        self.addAction(QAction(icon("search"), "", self), QLineEdit.ActionPosition.LeadingPosition)
        self._mistake: _Mistake | None = None

    @property
    def mistake(self) -> str:
        """Return what the box says is wrong; empty when nothing is."""
        return "" if self._mistake is None or self._mistake.isHidden() else self._mistake.text()

    def show_text(self, text: str) -> None:
        """Show a search without asking for it."""
        if text != self.text():
            self.blockSignals(True)  # noqa: FBT003 - Qt's own
            self.setText(text)
            self.blockSignals(False)  # noqa: FBT003 - Qt's own
        self.show_mistake(None)

    def show_mistake(self, error: QueryError | None) -> None:
        """Say below the box what cannot be understood, and where."""
        if error is None:
            if self._mistake is not None:
                self._mistake.hide()
            return
        if self._mistake is None:
            self._mistake = _Mistake(self.window())
        self._mistake.show_below(self, error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide):
            self.show_mistake(None)
        return super().event(event)


class _Mistake(QLabel):
    """The line below the box; it takes neither focus nor room."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("search-mistake")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setContentsMargins(12, 8, 12, 8)
        self.setAutoFillBackground(True)

    def show_below(self, box: SearchBox, error: QueryError) -> None:
        place = translate("SearchBox", "At character %1: %2")
        self.setText(place.replace("%1", str(error.position + 1)).replace("%2", str(error)))
        width = max(320, box.width())
        self.resize(width, self.heightForWidth(width))
        self.move(box.mapTo(self.window(), QPoint(0, box.height() + 4)))
        self.raise_()
        self.show()
