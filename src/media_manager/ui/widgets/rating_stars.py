"""Five stars that a person sets by mouse or keyboard: a scale to ten in half stars."""

import math
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from media_manager.lazy_model.texts import translate
from media_manager.ui.widgets.look import HIT, color, paint_focus

STARS: Final = 5
HIGHEST: Final = 10
UNRATED: Final = -1
_DIGITS: Final = {getattr(Qt.Key, f"Key_{digit}"): digit for digit in range(10)}
_CLEARING: Final = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace})
_UP: Final = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Plus, Qt.Key.Key_PageUp})
_DOWN: Final = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Minus, Qt.Key.Key_PageDown})
_INNER: Final = 0.42  # how deep the notches of a star go


class RatingStars(QSlider):
    """A slider in the shape of stars, so that screen readers know what it is.

    Arrow keys step, digits set, 0 and 10 too; Delete takes the rating back. A click on the
    rating that is set takes it back as well.
    """

    rated = Signal(object)  # float from 0 to 10, or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(UNRATED, HIGHEST)
        self.setValue(UNRATED)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(translate("RatingStars", "Your rating"))
        self._hovered: int | None = None
        self._describe()

    @property
    def rating(self) -> float | None:
        return None if self.value() == UNRATED else float(self.value())

    def set_rating(self, rating: float | None) -> None:
        """Show a rating; nobody is told."""
        self.setValue(UNRATED if rating is None else round(rating))
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        side = self._side()
        return QSize(side * STARS, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        right_to_left = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        back, on = Qt.Key.Key_Left, Qt.Key.Key_Right
        if right_to_left:
            back, on = on, back
        if key in _DIGITS:
            self._choose(_DIGITS[key])
        elif key in _CLEARING:
            self._choose(UNRATED)
        elif key == on or key in _UP:
            self._choose(min(HIGHEST, self.value() + 1))
        elif key == back or key in _DOWN:
            self._choose(max(0, self.value() - 1))
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self._choose(0 if key == Qt.Key.Key_Home else HIGHEST)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            clicked = self._value_at(event.position().x())
            self._choose(UNRATED if clicked == self.value() else clicked)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = self._value_at(event.position().x())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling the page must not rate what passes below the pointer

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._hovered = self._value_at(event.position().x())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = None
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        shown = self.value() if self._hovered is None else self._hovered
        for star in range(STARS):
            filled = min(2, max(0, shown - star * 2)) / 2
            self._paint_star(painter, star, filled)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()))

    def _paint_star(self, painter: QPainter, number: int, filled: float) -> None:
        side = self._side()
        top = (self.height() - side) / 2
        place = QRectF(number * side, top, side, side)
        shape = _star(place.center(), side * 0.36)
        gold = color("warn")
        if filled:
            painter.save()
            painter.setClipRect(QRectF(place.left(), place.top(), side * filled, side))
            painter.setPen(QPen(gold, 1.2))
            painter.setBrush(gold)
            painter.drawPolygon(shape)
            painter.restore()
        painter.setPen(QPen(gold if filled else color("muted"), 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolygon(shape)

    def _side(self) -> int:
        return max(HIT, round(self.fontMetrics().height() * 1.5))

    def _value_at(self, x: float) -> int:
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            x = self.width() - x
        return max(0, min(HIGHEST, math.ceil(x / self._side() * 2)))

    def _choose(self, value: int) -> None:
        if value != self.value():
            self.setValue(value)
            self._describe()
            self.update()
            self.rated.emit(self.rating)

    def _describe(self) -> None:
        if self.rating is None:
            text = translate("RatingStars", "Not rated")
        else:
            text = translate("RatingStars", "%1 of 10").replace("%1", str(self.value()))
        self.setAccessibleDescription(text)
        hint = translate("RatingStars", "Your rating: %1. Delete takes it back.")
        self.setToolTip(hint.replace("%1", text))


def _star(center: QPointF, radius: float) -> QPolygonF:
    points = []
    for corner in range(10):
        reach = radius * (_INNER if corner % 2 else 1.0) * 1.25
        angle = math.pi * corner / 5 - math.pi / 2
        points.append(center + QPointF(math.cos(angle) * reach, math.sin(angle) * reach))
    return QPolygonF(points)
