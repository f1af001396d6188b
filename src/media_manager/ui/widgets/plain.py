"""Text that others wrote, shown as text: never as markup, never wider than its place."""

import html
import re
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QStyle, QToolTip, QWidget

from media_manager.lazy_model.texts import printable
from media_manager.ui.theme import TextSize
from media_manager.ui.widgets.look import HIT, color, paint_focus

_LONG_WORD: Final = re.compile(r"\S{25,}")
_BREAK: Final = "\u200b"
SIDES: Final = 2


def breakable(text: str) -> str:
    """Return text whose endless words may be broken anywhere."""
    return _LONG_WORD.sub(lambda word: _BREAK.join(word[0]), text)


def tooltip(text: str) -> str:
    """Return a tooltip that Qt shows as it is written, whatever it looks like."""
    if not text:
        return ""
    return f"<qt>{html.escape(text).replace(chr(10), '<br>')}</qt>"


def button_text(text: str) -> str:
    """Return a button's text in which `&` is a sign and no access key."""
    return printable(text).replace("&", "&&")


class PlainLabel(QLabel):
    """A label of plain text that wraps; `tone` and `size` are names of the theme."""

    def __init__(
        self,
        text: str = "",
        *,
        size: TextSize = TextSize.BODY,
        tone: str = "text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setMinimumWidth(1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setProperty("type", str(size))
        self.setProperty("tone", tone)
        self.setText(text)

    def setText(self, text: str) -> None:
        lines = (printable(line) for line in text.splitlines())
        super().setText(breakable("\n".join(lines)))

    def minimumSizeHint(self) -> QSize:
        # QLabel's own is the height of a column of single words, which no page needs.
        if not self.wordWrap():
            return super().minimumSizeHint()
        return QSize(1, self.fontMetrics().height())

    def set_tone(self, tone: str) -> None:
        """Change the color; the stylesheet looks at properties only when it is asked to."""
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)

    def set_selectable(self) -> None:
        """Let mouse and keyboard select and copy the text."""
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )


class LinkButton(QAbstractButton):
    """Words that lead somewhere: look like a link, are reached with Tab, are cut when too long."""

    def __init__(self, text: str, *, tone: str = "accent", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self._words = ""
        self.set_words(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> str:
        return self._words

    def set_words(self, text: str) -> None:
        self._words = printable(text)
        self.setText(button_text(text))
        self.setAccessibleName(self._words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        # One more: the advance is rounded, and a word must not be cut for half a pixel.
        width = metrics.horizontalAdvance(self._words) + 1 + 2 * SIDES
        return QSize(width, max(HIT, metrics.height() + 2 * SIDES))

    def minimumSizeHint(self) -> QSize:
        return QSize(HIT, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and not self.toolTip():
            is_cut = self.sizeHint().width() > self.width()
            QToolTip.showText(self._global_middle(), tooltip(self._words) if is_cut else "", self)
            return True
        return super().event(event)

    def _global_middle(self) -> QPoint:
        return self.mapToGlobal(self.rect().center())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = self.font()
        font.setUnderline(self.underMouse() and self.isEnabled())
        painter.setFont(font)
        painter.setPen(color(self._tone if self.isEnabled() else "disabled"))
        place = self.rect().adjusted(SIDES, 0, -SIDES, 0)
        shown = painter.fontMetrics().elidedText(
            self._words, Qt.TextElideMode.ElideRight, place.width()
        )
        start = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, QStyle.visualAlignment(self.layoutDirection(), start), shown)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()))
