"""One line of text that is shortened in the middle and tells the rest on hover."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QStyle, QWidget

from media_manager.lazy_model.texts import printable, translate
from media_manager.ui.theme import TextSize, current_theme
from media_manager.ui.widgets.look import color
from media_manager.ui.widgets.plain import tooltip

_LEAST_CHARACTERS = 8


class ElidedLabel(QFrame):
    """Text on one line. The whole is the accessible name, the tooltip, and what is copied."""

    def __init__(
        self,
        text: str = "",
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
        size: TextSize = TextSize.BODY,
        tone: str = "text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._mode, self._size, self._tone = mode, size, tone
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFont(current_theme().font(size))
        copy = QAction(translate("ElidedLabel", "Copy"), self)
        copy.triggered.connect(self._copy_text)
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.set_text(text)

    @property
    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        self._text = printable(text)
        self.setAccessibleName(self._text)
        self._tell_rest()
        self.updateGeometry()
        self.update()

    def shown_text(self) -> str:
        """Return what fits."""
        width = self.contentsRect().width()
        return self.fontMetrics().elidedText(self._text, self._mode, width)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        margins = self.contentsMargins()
        width = metrics.horizontalAdvance(self._text) + 2 + margins.left() + margins.right()
        return QSize(width, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        least = metrics.averageCharWidth() * min(_LEAST_CHARACTERS, len(self._text))
        return QSize(least, metrics.height() + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_rest()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.setFont(current_theme().font(self._size))
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(color(self._tone))
        start = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        alignment = QStyle.visualAlignment(self.layoutDirection(), start)
        painter.drawText(self.contentsRect(), alignment, self.shown_text())

    def _tell_rest(self) -> None:
        is_cut = self.shown_text() != self._text
        self.setToolTip(tooltip(self._text) if is_cut else "")

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
