"""The header of the table: it asks for orders, and points as the order button does."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QWidget

translate = QCoreApplication.translate

_UP: Final = QStyleOptionHeader.SortIndicator.SortUp
_DOWN: Final = QStyleOptionHeader.SortIndicator.SortDown
_ROOM: Final = "\u2002"
_MOST_KEYS: Final = 4

Key = tuple[int, bool]


class TableHeader(QHeaderView):
    """The names of the columns. A click sorts by one, with Shift by one more.

    Qt knows one arrow only, so this paints its own: up is ascending, as everywhere in the window.
    With several keys each has its number.
    """

    keys_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._keys: tuple[Key, ...] = ()
        self.setSortIndicatorShown(False)
        self.sectionClicked.connect(self._on_section_clicked)

    @property
    def keys(self) -> tuple[Key, ...]:
        """Return the columns of the order with their directions; the first is asked first."""
        return self._keys

    def show_keys(self, keys: Sequence[Key]) -> None:
        """Show an order that was chosen elsewhere; without keys none of the columns is one."""
        self._keys = tuple(keys)
        model = self.model()
        words = [
            f"{model.headerData(at, Qt.Orientation.Horizontal)} {_direction(down=down)}"
            for at, down in self._keys
        ]
        said = translate("TableHeader", "Sorted by %1").replace("%1", ", ".join(words))
        self.setAccessibleDescription(said if words else "")
        self.viewport().update()

    def keys_after(self, section: int, *, added: bool) -> tuple[Key, ...]:
        """Return the order that a click asks for: by one column, turned, or one key more."""
        known = dict(self._keys)
        if not added:
            turned = len(self._keys) == 1 and section in known
            return ((section, not known[section] if turned else False),)
        if section in known:
            return tuple((at, not down if at == section else down) for at, down in self._keys)
        return (*self._keys, (section, False))[:_MOST_KEYS]

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logicalIndex: int) -> None:  # noqa: N803 - Qt override
        super().initStyleOptionForIndex(option, logicalIndex)
        sections = [at for at, _down in self._keys]
        if logicalIndex not in sections:
            return
        number = sections.index(logicalIndex)
        option.sortIndicator = _DOWN if self._keys[number][1] else _UP
        shown = f" {number + 1}" if len(sections) > 1 else ""
        # The blank keeps the name of a number, which stands right, off the arrow.
        option.text = f"{option.text}{shown}{_ROOM if self._stands_right(logicalIndex) else ''}"

    def _stands_right(self, section: int) -> bool:
        side = self.model().headerData(
            section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
        )
        return bool(Qt.AlignmentFlag(side or 0) & Qt.AlignmentFlag.AlignRight)

    def _on_section_clicked(self, section: int) -> None:
        shift = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        self.keys_chosen.emit(self.keys_after(section, added=bool(shift)))


def _direction(*, down: bool) -> str:
    if down:
        return translate("TableHeader", "descending")
    return translate("TableHeader", "ascending")
