"""The search box: each key asks anew, and a mistake is marked where it is."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from media_manager.errors import QueryError
from media_manager.ui.icons import icon

if TYPE_CHECKING:
    from media_manager.ui.search_popup import SearchPopup

translate = QCoreApplication.translate

_WAVE = 2
_WIDTH = 520


class SearchBox(QLineEdit):
    """Esc clears and then leaves; Down and Enter go to the list. What helps to type hangs below."""

    left = Signal()
    help_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search-box")
        self.setPlaceholderText(
            translate("SearchBox", 'Search: words, "phrase", year:1990..1999, is:unwatched')
        )
        self.setAccessibleName(translate("SearchBox", "Search"))
        self._about = translate(
            "SearchBox",
            "Results appear in the list while you type. Ctrl+Space offers what can come next, "
            "F1 explains more.",
        )
        self.setAccessibleDescription(self._about)
        self.setClearButtonEnabled(True)
        self.addAction(QAction(icon("search"), "", self), QLineEdit.ActionPosition.LeadingPosition)
        self._popup: SearchPopup | None = None
        self._wrong: tuple[int, int] | None = None

    @property
    def mistake(self) -> str:
        """Return what the box says of the text; empty when there is nothing to say."""
        popup = self._popup
        return "" if popup is None or popup.isHidden() else popup.message

    @property
    def wrong_place(self) -> tuple[int, int] | None:
        """Return which characters are marked as a mistake."""
        return self._wrong

    def popup(self) -> "SearchPopup":
        """Return what hangs below the box; it is made when there is first something to say."""
        if self._popup is None:
            from media_manager.ui.search_popup import SearchPopup  # noqa: PLC0415 - not at the start

            self._popup = SearchPopup(self.window())
        return self._popup

    def show_text(self, text: str) -> None:
        """Show a search without asking for it."""
        if text != self.text():
            self.blockSignals(True)  # noqa: FBT003 - Qt's own
            self.setText(text)
            self.blockSignals(False)  # noqa: FBT003 - Qt's own
        self.show_mistake(None)

    def try_text(self, text: str) -> None:
        """Search for something as if it had been typed, ready to be changed."""
        self.setText(text)
        self.setCursorPosition(len(text))
        self.activateWindow()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_mistake(self, error: QueryError | None) -> None:
        """Mark what cannot be understood, and say below the box what was expected.

        What is only half typed is no mistake: it gets a quiet hint of what can come.
        """
        wrong = None if error is None or error.unfinished else (error.position, error.end)
        if wrong != self._wrong:
            self._wrong = wrong
            self.update()
        if error is None and self._popup is None:
            return
        text = "" if error is None else _said(error)
        self.setAccessibleDescription(text or self._about)
        self.popup().show_message(text, tone="muted" if wrong is None else "warn")
        self.popup().place_below(self)

    def sizeHint(self) -> QSize:
        """Want more room than Qt's 17 letters; a narrow window gives less."""
        return QSize(_WIDTH, super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        elif key == Qt.Key.Key_F1:
            self.help_wanted.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # F1 explains the search here; elsewhere it lists the keys.
            if event.key() == Qt.Key.Key_F1:
                event.accept()
                return True
        elif kind in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide):
            self.hide_popup()
        return super().event(event)

    def hide_popup(self) -> None:
        if self._popup is not None:
            self._popup.show_choices(())
            self._popup.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._wrong is not None:
            self._paint_wave(*self._wrong)

    def _paint_wave(self, start: int, end: int) -> None:
        """Underline some characters; Qt has no place for that in a line of input."""
        text, metrics = self.text(), self.fontMetrics()
        cursor = self.cursorRect()
        origin = cursor.center().x() - metrics.horizontalAdvance(text[: self.cursorPosition()])
        left = origin + metrics.horizontalAdvance(text[:start])
        right = origin + metrics.horizontalAdvance(text[: max(end, start + 1)])
        right = max(right, left + metrics.averageCharWidth())
        margins = self.textMargins()
        room = self.rect().adjusted(margins.left() + 8, 0, -margins.right() - 8, 0)
        left, right = max(left, room.left()), min(right, room.right())
        base = cursor.center().y() + metrics.height() // 2 + 1
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().brightText().color(), 1.2))
        steps = range(left, right + 1, _WAVE)
        points = [QPoint(x, base - _WAVE * (at % 2)) for at, x in enumerate(steps)]
        painter.drawPolyline(points)
        painter.end()


def _said(error: QueryError) -> str:
    """Say what is wrong; of half a condition only what can come."""
    return (error.expected or error.hint or str(error)) if error.unfinished else str(error)
