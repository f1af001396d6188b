"""Tables that change every second without moving under the hand: rows are known by a key."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from media_manager.lazy_model.texts import printable
from media_manager.ui.theme import TextSize, current_theme
from media_manager.ui.widgets.plain import tooltip

SORT: Final = int(Qt.ItemDataRole.UserRole)
ROW: Final = SORT + 1
_START: Final = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_END: Final = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
_LONG: Final = 40

Index = QModelIndex | QPersistentModelIndex
Row = Any
NO_PARENT: Final = QModelIndex()


class Column(NamedTuple):
    """One column: what it sorts by, and how that reads; numbers stand at the far side."""

    title: str
    value: Callable[[Row], Any]
    text: Callable[[Row], str] | None = None
    is_number: bool = False
    tip: str = ""
    is_wide: bool = False  # takes the room that is left; else the last text does, or the first

    def shown(self, row: Row) -> str:
        return self.text(row) if self.text is not None else str(self.value(row))


class RowsModel(QAbstractTableModel):
    """Rows of any kind. `set_rows` touches only what differs, so selections and places stay."""

    def __init__(
        self,
        columns: Sequence[Column],
        key: Callable[[Row], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key
        self._rows: list[Row] = []

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(self._rows)

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Show these rows: old keys keep their places, new ones come behind them."""
        wanted = {self._key(row): row for row in rows}
        self._drop(wanted)
        known = {self._key(row) for row in self._rows}
        self._change(wanted)
        fresh = [row for key, row in wanted.items() if key not in known]
        if fresh:
            first = len(self._rows)
            self.beginInsertRows(NO_PARENT, first, first + len(fresh) - 1)
            self._rows += fresh
            self.endInsertRows()

    def _drop(self, wanted: dict[object, Row]) -> None:
        for at in range(len(self._rows) - 1, -1, -1):
            if self._key(self._rows[at]) not in wanted:
                self.beginRemoveRows(NO_PARENT, at, at)
                del self._rows[at]
                self.endRemoveRows()

    def _change(self, wanted: dict[object, Row]) -> None:
        last = len(self.columns) - 1
        for at, row in enumerate(self._rows):
            new = wanted[self._key(row)]
            if new != row:
                self._rows[at] = new
                # Row by row: of a hundred timers a few have moved, and only they are painted.
                self.dataChanged.emit(self.index(at, 0), self.index(at, last))

    # -- Qt ------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        answer: Any = None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                answer = printable(column.shown(row).partition("\n")[0])
            case Qt.ItemDataRole.TextAlignmentRole:
                answer = _END if column.is_number else _START
            case Qt.ItemDataRole.ToolTipRole:
                answer = _tip(column.shown(row))
            case Qt.ItemDataRole.FontRole if column.is_number:
                answer = current_theme().font(TextSize.BODY, tabular=True)
            case _ if role == SORT:
                answer = column.value(row)
            case _ if role == ROW:
                answer = row
        return answer

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401 - Qt's
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.title
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(column.tip)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _END if column.is_number else _START
        return None


def _tip(text: str) -> str | None:
    """Return the whole of what a cell may have cut."""
    return tooltip(text) if len(text) > _LONG or "\n" in text else None


def sorted_view(model: RowsModel) -> QSortFilterProxyModel:
    """Return the rows as a person sorts and filters them."""
    proxy = QSortFilterProxyModel(model)
    proxy.setSortRole(SORT)
    proxy.setSortCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    proxy.setFilterKeyColumn(-1)
    proxy.setSourceModel(model)
    return proxy
