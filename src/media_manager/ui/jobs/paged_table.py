"""A table that reads its rows a page at a time, so that 10,000 lines cost what is looked at."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from media_manager.lazy_model.texts import printable
from media_manager.ui.icons import icon
from media_manager.ui.widgets.plain import tooltip

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

_ROOT = QModelIndex()
_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TEXT = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and what of a row it shows."""

    title: str
    text: Callable[[Any], str]
    is_number: bool = False
    sign: Callable[[Any], tuple[str, str]] | None = None  # name and tone of an icon


# Asks for at most so many rows after one, without waiting; the last is called with them.
Ask = Callable[[Any, int, Callable[[Sequence[Any]], None]], object]


class PagedTable(QAbstractTableModel):
    """Rows of any kind. `reload` begins anew; an answer to an older question is dropped."""

    loaded = Signal()

    def __init__(
        self, columns: Sequence[Column], *, page: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._page = page
        self._ask: Ask | None = None
        self._rows: list[Any] = []
        self._generation = 0
        self._is_asking = False
        self.is_complete = True

    def reload(self, ask: Ask | None = None) -> None:
        """Read from the top; what is shown stays until the first page has come."""
        self._ask = ask or self._ask
        self._generation += 1
        self._is_asking = False
        self._request(after=None)

    def look_for_more(self) -> None:
        """Read what came behind the last row since; what is shown stays where it is."""
        if self.is_complete and not self._is_asking:
            self._request(after=self._rows[-1] if self._rows else None)

    def row_at(self, row: int) -> Any | None:  # noqa: ANN401 - as above
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_text(self, row: int) -> str:
        """Return a row as text to paste, columns parted by tabs."""
        shown = self._rows[row]
        return "\t".join(printable(column.text(shown)) for column in self._columns)

    @property
    def is_loading(self) -> bool:
        return self._is_asking

    # -- what Qt asks --------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt override
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Role.DisplayRole:
            return column.title
        if role == Role.TextAlignmentRole:
            return _NUMBER if column.is_number else _TEXT
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401 - Qt override
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        match role:
            case Role.DisplayRole:
                found: Any = printable(column.text(row))
            case Role.ToolTipRole:
                found = tooltip(column.text(row))
            case Role.AccessibleTextRole:
                found = f"{column.title}: {printable(column.text(row))}"
            case Role.TextAlignmentRole:
                found = _NUMBER if column.is_number else None
            case Role.DecorationRole:
                found = None if column.sign is None else icon(*column.sign(row))
            case _:
                found = None
        return found

    def canFetchMore(self, parent: Index) -> bool:
        return not (parent.isValid() or self.is_complete or self._is_asking)

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._request(after=self._rows[-1])

    # -- pages ---------------------------------------------------------------------------------

    def _request(self, *, after: Any) -> None:  # noqa: ANN401 - as above
        if self._ask is None:
            return
        self._is_asking = True
        self._ask(after, self._page, partial(self._on_page, self._generation, after is None))

    def _on_page(self, generation: int, is_first: bool, rows: Sequence[Any]) -> None:  # noqa: FBT001 - bound by partial
        if generation != self._generation:
            return
        self._is_asking = False
        self.is_complete = len(rows) < self._page
        if is_first:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
        elif rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()
        self.loaded.emit()
