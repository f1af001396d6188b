"""What a lazy list shows: the pages that are at hand, and how they change in front of views."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from media_manager.domain.media import MediaRow
from media_manager.domain.paging import PageCache, Paging, ResultSet
from media_manager.lazy_model.columns import Column, heading

Index = QModelIndex | QPersistentModelIndex

NO_PARENT: Final = QModelIndex()
_PAGES_KEPT: Final = 60
_NUMBERS: Final = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value
_WORDS: Final = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value


class PagedModel(QAbstractTableModel):
    """Rows by page; a page that is not at hand is shown by placeholders.

    Subclasses MUST say what a row shows (`_value`), what stands in for it (`_placeholder`), and
    what happens when a view meets a page that is not at hand (`_want`).
    """

    orders_requested = Signal(object)
    # Around a change of order or membership: views remember places by id, then go back to them.
    about_to_rearrange = Signal()
    rearranged = Signal()

    def __init__(
        self, columns: Sequence[Column], page_size: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.page_size = page_size
        self.query: object = None
        self._result: ResultSet | None = None
        self._count = 0
        self._pages = PageCache(_PAGES_KEPT)
        self._stale: set[int] = set()  # shown, but to be loaded again
        self._spare: dict[int, MediaRow] = {}  # known rows, while pages are cut anew

    # -- what Qt asks ---------------------------------------------------------------------

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt override
        number, within = divmod(index.row(), self.page_size)
        page = self._pages.get(number)
        if page is None:
            if not index.isValid():
                return None
            self._want(number)
            return self._placeholder(index.column(), role)
        row = _at(page, within)
        if row is None:
            return self._placeholder(index.column(), role)
        return self._value(row, index.column(), role)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401 - Qt override
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return heading(column.key)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(section)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for another order; the answer comes as a new query."""
        self.sort_by([(column, order == Qt.SortOrder.DescendingOrder)])

    def sort_by(self, keys: Sequence[tuple[int, bool]]) -> None:
        """Ask for an order by several columns, each with whether it descends."""
        known = [(self.columns[at], down) for at, down in keys if 0 <= at < len(self.columns)]
        orders = tuple((column.key, down) for column, down in known if column.sortable)
        if orders:
            self.orders_requested.emit(orders)

    # -- what views and actions ask --------------------------------------------------------

    def row_at(self, row: int) -> MediaRow | None:
        """Return the row when it is at hand."""
        page = self._pages.get(row // self.page_size)
        return None if page is None or row < 0 else _at(page, row % self.page_size)

    def shown_at(self, row: int) -> MediaRow | None:
        """Return the row for painting; one that is not at hand is asked for, as by `data`."""
        number, within = divmod(row, self.page_size)
        page = self._pages.get(number)
        if page is None:
            self._want(number)
            return None
        return _at(page, within)

    def id_at(self, row: int) -> int | None:
        if not 0 <= row < self._count:
            return None
        if self._result is not None:
            return self._result.ids[row]
        shown = self.row_at(row)
        return None if shown is None else shown.id

    @property
    def is_exact(self) -> bool:
        """Whether the row count is that of the whole result."""
        return self._result is not None

    @property
    def result(self) -> ResultSet:
        """The result set, or the first rows as one until it has come."""
        if self._result is not None:
            return self._result
        return ResultSet.of(self.query, 0, (self.id_at(row) or 0 for row in range(self._count)))

    def alignment(self, column: int) -> int:
        return _NUMBERS if self.columns[column].numeric else _WORDS

    def column_of(self, key: str) -> int:
        return next(at for at, column in enumerate(self.columns) if column.key == key)

    # -- how it changes ---------------------------------------------------------------------

    def _page_changed(self, page: int) -> None:
        first, last = Paging(self._count, self.page_size).span(page)
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def _begins(self, new: ResultSet) -> bool:
        """Whether the rows shown so far are the beginning of the result."""
        shown = self.result.packed
        return new.packed[: len(shown)] == shown

    def _extend_to(self, new: ResultSet) -> None:
        first, last = self._count, len(new) - 1
        if last < first:
            self._result = new
            return
        self.beginInsertRows(NO_PARENT, first, last)
        half = first // self.page_size
        known = self._pages.get(half)
        if first % self.page_size and known is not None:
            missing = min(self.page_size, len(new) - half * self.page_size)
            missing -= first % self.page_size
            self._pages.put(half, (*known, *(None,) * missing))
            self._stale.add(half)
        self._result, self._count = new, len(new)
        self.endInsertRows()

    def _replace(
        self, count: int, result: ResultSet | None, first_page: tuple[MediaRow, ...]
    ) -> None:
        """Show another list, whose first rows are at hand when views hear of it.

        They ask for pictures then, and nothing tells them again.
        """
        self.beginResetModel()
        self._pages.clear()
        if first_page:
            self._pages.put(0, first_page)
        self._stale.clear()
        self._result, self._count = result, count
        self.endResetModel()

    def _rearrange(self, new: ResultSet) -> None:
        self.about_to_rearrange.emit()
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self.id_at(index.row()) for index in before]
        rows = new.rows_of({each for each in ids if each is not None})
        self._spare = self._pages.known_rows()
        self._pages.clear()
        self._stale.clear()
        self._result, self._count = new, len(new)
        after = [
            self.index(rows[each], index.column()) if each in rows else QModelIndex()
            for each, index in zip(ids, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()
        self.rearranged.emit()

    # -- what a kind of list says ------------------------------------------------------------

    def _value(self, row: MediaRow, column: int, role: int) -> Any:  # noqa: ANN401 - Qt roles
        raise NotImplementedError

    def _placeholder(self, column: int, role: int) -> Any:  # noqa: ANN401 - Qt roles
        raise NotImplementedError

    def _want(self, page: int) -> None:
        raise NotImplementedError


def _at(page: Sequence[MediaRow | None], within: int) -> MediaRow | None:
    """Return a row of a page, None where the page ends before it.

    Views ask in the middle of painting, where PySide 6.11 cannot carry an IndexError: it crashes.
    """
    return page[within] if within < len(page) else None
