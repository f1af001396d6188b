"""Places widgets in rows like words, and begins a new row where the width ends."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget

from media_manager.ui.theme import SPACE

# Beyond this share of the width an indent would waste more than it orders.
_INDENT_SHARE: Final = 0.4
_LEAST_WIDTH: Final = 48


class FlowLayout(QLayout):
    """Rows of widgets, from the side where reading begins.

    With `hanging` the first widget is a label, and what wraps stays beside it, if there is room.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        spacing: int = SPACE.small,
        hanging: bool = False,
    ) -> None:
        super().__init__()
        self._hanging = hanging
        self._items: list[QLayoutItem] = []
        # Boxes around this one ask for the same widths dozens of times until they are settled.
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        if parent is not None:
            parent.setLayout(self)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        if not 0 <= index < len(self._items):
            return None
        self.invalidate()
        return self._items.pop(index)

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        height = self._heights.get(width)
        if height is None:
            height = self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return height

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return self._with_margins(self._largest(lambda item: item.sizeHint()))

    def minimumSize(self) -> QSize:
        # What is wider than the place is squeezed by `_place`, so one word decides nothing.
        least = self._largest(lambda item: item.minimumSize())
        return self._with_margins(least.boundedTo(QSize(_LEAST_WIDTH, least.height())))

    def _largest(self, measure: Callable[[QLayoutItem], QSize]) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(measure(item))
        return size

    def _with_margins(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Return the height that the rows take; with `move` also put the widgets there."""
        margins = self.contentsMargins()
        area = rect.marginsRemoved(margins)
        x, y, row_height = area.x(), area.y(), 0
        row: list[tuple[QLayoutItem, QRect]] = []
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(max(1, area.width()), 1 << 20))
            if row and x + size.width() > area.right() + 1:
                self._settle(row, area, row_height, move=move)
                y += row_height + self.spacing()
                x, row, row_height = area.x() + self._indent(area.width()), [], 0
                size = size.boundedTo(QSize(area.right() + 1 - x, size.height()))
            row.append((item, QRect(QPoint(x, y), size)))
            x += size.width() + self.spacing()
            row_height = max(row_height, size.height())
        self._settle(row, area, row_height, move=move)
        return y + row_height - rect.y() + margins.bottom()

    def _indent(self, width: int) -> int:
        if not self._hanging or not self._items:
            return 0
        first = self._items[0].sizeHint().width() + self.spacing()
        return first if first < width * _INDENT_SHARE else 0

    def _settle(
        self, row: list[tuple[QLayoutItem, QRect]], area: QRect, height: int, *, move: bool
    ) -> None:
        if not move:
            return
        parent = self.parentWidget()
        direction = parent.layoutDirection() if parent else Qt.LayoutDirection.LeftToRight
        for item, place in row:
            centered = place.translated(0, (height - place.height()) // 2)
            item.setGeometry(QStyle.visualRect(direction, area, centered))
