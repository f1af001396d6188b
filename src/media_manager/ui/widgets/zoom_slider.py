"""The slider that makes the cards of the grid larger and smaller."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QToolButton, QWidget

from media_manager.ui.icons import icon
from media_manager.ui.theme import SPACE

_WIDTH: Final = 112
_ICON: Final = QSize(16, 16)


class ZoomSlider(QWidget):
    """Steps, not percent: each step is a size at which pictures are sharp."""

    zoom_chosen = Signal(int)

    def __init__(self, steps: int, zoom: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setRange(0, steps - 1)
        self._slider.setPageStep(1)
        self._slider.setValue(zoom)
        self._slider.setFixedWidth(_WIDTH)
        self._slider.setAccessibleName(self.tr("Size of the cards"))
        self._slider.setToolTip(self.tr("Size of the cards"))
        self._slider.valueChanged.connect(self.zoom_chosen)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE.hair)
        layout.addWidget(self._button("zoom-out", self.tr("Smaller"), -1))
        layout.addWidget(self._slider)
        layout.addWidget(self._button("zoom-in", self.tr("Larger"), 1))

    def set_zoom(self, zoom: int) -> None:
        """Follow the grid, for example after Ctrl+wheel."""
        self._slider.setValue(zoom)

    def _button(self, name: str, text: str, step: int) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name, "muted"))
        button.setIconSize(_ICON)
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.clicked.connect(lambda: self._slider.setValue(self._slider.value() + step))
        return button
