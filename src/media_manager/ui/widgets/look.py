"""What widgets that paint themselves ask of the theme."""

from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPen

from media_manager.ui.theme import SPACE, current_theme

# The least that a finger or a tired hand hits, in logical pixels.
HIT: Final = 24
RING: Final = 2
_ICON: Final = 16


def icon_side() -> int:
    """Return the side of a small icon beside text of the person's size."""
    return round(_ICON * current_theme().scale)


def icon_size() -> QSize:
    return QSize(icon_side(), icon_side())


def color(name: str) -> QColor:
    """Return a token as a color of the moment."""
    return QColor(getattr(current_theme().tokens, name))


def paint_focus(painter: QPainter, place: QRectF) -> None:
    """Draw the ring that says where the keyboard is."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color("accent"), RING))
    painter.setBrush(QColor(0, 0, 0, 0))
    half = RING / 2
    painter.drawRoundedRect(place.adjusted(half, half, -half, -half), SPACE.radius, SPACE.radius)
