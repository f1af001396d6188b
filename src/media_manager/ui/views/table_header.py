"""The header of the table: its arrow points as the one of the order button does."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QWidget

_UP: Final = QStyleOptionHeader.SortIndicator.SortUp
_DOWN: Final = QStyleOptionHeader.SortIndicator.SortDown
# Qt points down for ascending; up means ascending everywhere else in the window.
_TURNED: Final = {_UP: _DOWN, _DOWN: _UP}


class TableHeader(QHeaderView):
    """The names of the columns. Its arrow shows the order; it never makes one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)

    def show_order(self, section: int, order: Qt.SortOrder) -> None:
        """Show an order that was chosen elsewhere; -1 is one that no column stands for."""
        self.blockSignals(True)  # noqa: FBT003 - Qt's own; the order is told, not chosen
        self.setSortIndicator(section, order)
        self.blockSignals(False)  # noqa: FBT003 - Qt's own

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logicalIndex: int) -> None:  # noqa: N803 - Qt override
        super().initStyleOptionForIndex(option, logicalIndex)
        option.sortIndicator = _TURNED.get(option.sortIndicator, option.sortIndicator)
