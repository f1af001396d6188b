"""What an empty place says: what it is, why it is empty, and the one thing to do about it."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from media_manager.ui.icons import icon
from media_manager.ui.theme import SPACE

translate = QCoreApplication.translate

_ICON: Final = 40
_MOST: Final = 100
_TEXT_WIDTH: Final = 420


@dataclass(frozen=True, slots=True)
class EmptyContent:
    """The words of an empty place. An action without a text is not offered."""

    icon: str
    title: str
    text: str
    primary: str = ""
    secondary: str = ""
    tone: str = "muted"


def no_items() -> EmptyContent:
    """Nothing has been added yet."""
    return EmptyContent(
        "film",
        translate("EmptyState", "Your library is empty"),
        translate(
            "EmptyState",
            "Add a folder with films, shows or photos. Nothing in it is moved or changed.",
        ),
        translate("EmptyState", "Add folder…"),
        translate("EmptyState", "Try the sample library"),
    )


def no_matches(query: str = "") -> EmptyContent:
    """There are items, but none that the query wants."""
    why = translate("EmptyState", "Nothing in your library matches the current filters.")
    if query:
        why = translate("EmptyState", "Nothing in your library matches “{query}”.").format(
            query=query
        )
    return EmptyContent(
        "search",
        translate("EmptyState", "No matches"),
        why,
        translate("EmptyState", "Clear search"),
    )


def loading() -> EmptyContent:
    """The answer is on its way; shown only when it takes longer than a blink."""
    return EmptyContent(
        "clock", translate("EmptyState", "Loading…"), translate("EmptyState", "One moment.")
    )


def offline(name: str) -> EmptyContent:
    """The folder cannot be reached; what it holds is kept."""
    return EmptyContent(
        "offline",
        translate("EmptyState", "{name} is offline").format(name=name),
        translate(
            "EmptyState", "Connect the drive or the network. Everything it holds is remembered."
        ),
        translate("EmptyState", "Check again"),
        translate("EmptyState", "Locate…"),
        tone="warn",
    )


def failed(message: str, hint: str = "") -> EmptyContent:
    """Asking went wrong; the words are those of the error."""
    return EmptyContent(
        "warning",
        translate("EmptyState", "This list could not be read"),
        "\n".join(part for part in (message, hint) if part),
        translate("EmptyState", "Try again"),
        translate("EmptyState", "Copy report"),
        tone="danger",
    )


class EmptyState(QWidget):
    """An icon, a title, a sentence, and at most two buttons, in the middle of its place."""

    primary_clicked = Signal()
    secondary_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._content: EmptyContent | None = None
        super().__init__(parent)
        self._build_labels()
        self._build_buttons()
        self._build_layout()

    @property
    def content(self) -> EmptyContent | None:
        return self._content

    def show_content(self, content: EmptyContent) -> None:
        """Say something else; buttons without a text are hidden."""
        self._content = content
        self._title.setText(content.title)
        self._text.setText(content.text)
        for button, text in (
            (self._primary, content.primary),
            (self._secondary, content.secondary),
        ):
            button.setText(text)
            button.setVisible(bool(text))
        self.setAccessibleName(content.title)
        self.setAccessibleDescription(content.text)
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._content is not None:
            self._draw_icon()

    def _build_labels(self) -> None:
        self._icon = QLabel(self)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = self._label("title")
        self._text = self._label("body")
        self._text.setProperty("tone", "muted")
        self._text.setWordWrap(True)
        self._text.setMaximumWidth(_TEXT_WIDTH)

    def _label(self, size: str) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setProperty("type", size)
        return label

    def _build_buttons(self) -> None:
        self._primary = QPushButton(self)
        self._primary.setProperty("kind", "primary")
        self._primary.clicked.connect(self._on_primary)
        self._secondary = QPushButton(self)
        self._secondary.clicked.connect(self._on_secondary)

    def _build_layout(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE.small)
        buttons.addStretch()
        buttons.addWidget(self._primary)
        buttons.addWidget(self._secondary)
        buttons.addStretch()
        # Beside stretches rather than aligned: only so a label grows as high as its lines.
        words = QHBoxLayout()
        words.addStretch(1)
        words.addWidget(self._text, _MOST)
        words.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE.wide, SPACE.wide, SPACE.wide, SPACE.wide)
        layout.addStretch(2)
        layout.addWidget(self._icon)
        layout.addSpacing(SPACE.small)
        layout.addWidget(self._title)
        layout.addLayout(words)
        layout.addSpacing(SPACE.medium)
        layout.addLayout(buttons)
        # A little above the middle looks like the middle.
        layout.addStretch(3)

    def _draw_icon(self) -> None:
        if self._content is not None:
            drawn = icon(self._content.icon, self._content.tone)
            ratio = self.devicePixelRatioF()
            self._icon.setPixmap(drawn.pixmap(QSize(_ICON, _ICON), ratio))

    def _on_primary(self) -> None:
        self.primary_clicked.emit()

    def _on_secondary(self) -> None:
        self.secondary_clicked.emit()
