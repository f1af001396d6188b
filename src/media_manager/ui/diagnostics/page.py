"""What every page of Diagnostics is: built once, refreshed each second while it is in view."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from media_manager.ui.theme import SPACE, TextSize
from media_manager.ui.widgets.plain import PlainLabel

translate = QCoreApplication.translate


class Page(QWidget):
    """A page. `begin` comes when it is turned to, `refresh` then and each second after."""

    title = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(SPACE.large, SPACE.large, SPACE.large, SPACE.medium)
        self.column.setSpacing(SPACE.medium)

    def begin(self) -> None:
        """Ask for what does not change by itself; called on the main thread, as all here."""

    def refresh(self) -> None:
        """Show what is now. MUST be cheap: it is called while somebody works beside it."""

    def note(self, text: str, *, tone: str = "muted") -> PlainLabel:
        """Add a line of explanation."""
        label = PlainLabel(text, tone=tone, parent=self)
        self.column.addWidget(label)
        return label


def heading(text: str, parent: QWidget, *buttons: QPushButton) -> QHBoxLayout:
    """Return a line with the name of what stands below, and what can be done with it."""
    line = QHBoxLayout()
    line.setSpacing(SPACE.small)
    label = QLabel(text, parent)
    label.setProperty("type", str(TextSize.SECTION))
    line.addWidget(label)
    line.addStretch(1)
    for button in buttons:
        line.addWidget(button)
    return line


def button(text: str, parent: QWidget, *, tip: str = "") -> QPushButton:
    made = QPushButton(text, parent)
    made.setAutoDefault(False)
    made.setToolTip(tip)
    return made


def text_view(name: str, parent: QWidget) -> QPlainTextEdit:
    """Return a place for text of many lines that is read and copied."""
    view = QPlainTextEdit(parent)
    view.setReadOnly(True)
    view.setAccessibleName(name)
    view.setPlaceholderText(name)
    view.setTabChangesFocus(True)
    view.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return view


def show_text(view: QPlainTextEdit, text: str, *, at_end: bool = False) -> None:
    """Put a text into a view, unless it is there already: what is selected in it stays."""
    if view.toPlainText() != text:
        view.setPlainText(text)
        if at_end:
            view.moveCursor(QTextCursor.MoveOperation.End)
