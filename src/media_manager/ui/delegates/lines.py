"""One line of plain text, laid out once and painted often."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QStaticText


def laid_out(text: str, font: QFont, width: int) -> QStaticText:
    """Return the text, cut with an ellipsis where it is too long."""
    line = QStaticText(QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width))
    line.setTextFormat(Qt.TextFormat.PlainText)
    line.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    line.prepare(font=font)
    return line
