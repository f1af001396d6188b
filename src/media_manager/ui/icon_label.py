"""An icon by itself that follows the theme, because it is drawn anew each time."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from media_manager.ui.icons import icon


class IconLabel(QWidget):
    """Shows one icon in the middle; a screen reader passes it by, the words beside it say it."""

    def __init__(
        self, name: str, side: int, tone: str = "text", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = QIcon()
        self._side = side
        self.setFixedHeight(side)
        self.setMinimumWidth(side)
        self.show_icon(name, tone)

    def show_icon(self, name: str, tone: str = "text") -> None:
        self._icon = icon(name, tone)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()
