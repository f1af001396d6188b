"""Jump in a list that is in order: to a title by its beginning, to a letter, a decade, a year.

A list is searched as a dictionary is opened: twenty looks at single items find the place among a
million, whatever the query of the list is, and no other item is read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from media_manager.domain.grouping import GroupBy, group_key
from media_manager.domain.naming import title_beginnings
from media_manager.domain.paging import ResultSet
from media_manager.domain.query import Query, SortKey
from media_manager.library.groups import find_groups
from media_manager.persistence.groups_reader import read_sort_values
from media_manager.persistence.reader import LibraryReader

# What a scroll bar has room for.
_MOST_MARKS: Final = 40
# How far to look past items that were deleted a moment ago.
_GONE: Final = 4
_NO_VALUE: Final = "–"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# What stands beside a list in each order, and what the tip of its scroll bar says.
_MARKED: Final = {
    SortKey.TITLE: GroupBy.LETTER,
    SortKey.YEAR: GroupBy.DECADE,
    SortKey.ADDED: GroupBy.MONTH,
}
_EXACT: Final = {**_MARKED, SortKey.YEAR: GroupBy.YEAR}


@dataclass(frozen=True, slots=True)
class Mark:
    """A letter, a decade or a year, and the row where it begins."""

    label: str
    row: int


def can_jump(query: object) -> bool:
    """Tell whether a list is in an order that one can jump in."""
    return isinstance(query, Query) and query.sort in _MARKED


def find_row(reader: LibraryReader, result: ResultSet, typed: str) -> int | None:
    """Return the row of the first item that begins with what was typed, or where it would be."""
    search = _Search(reader, result)
    if not len(result) or not typed.strip():
        return None
    if search.sort is SortKey.TITLE:
        return _find_title(search, typed)
    if not typed.strip().isdecimal():
        return None
    # `19` and `199` are on their way to a year of four digits.
    year = int(typed.strip()[:4].ljust(4, "0"))
    low = year if search.sort is SortKey.YEAR else _instant(year)
    high = year + 10 ** (4 - min(4, len(typed.strip())))
    if search.descending:
        end = high if search.sort is SortKey.YEAR else _instant(min(high, 9999))
        return search.clipped(search.first(lambda value: not isinstance(value, int) or value < end))
    return search.clipped(search.first(lambda value: isinstance(value, int) and value >= low))


def list_marks(reader: LibraryReader, result: ResultSet) -> tuple[Mark, ...]:
    """Return the letters, decades or years of a list, each with its first row."""
    marks: list[Mark] = []
    for group in find_groups(reader, result, _MARKED[_sort_of(result)]):
        # A month's year; a letter and a decade are what they are.
        label = _label(group.key.partition("-")[0])
        label = f"{label}s" if _sort_of(result) is SortKey.YEAR and group.key else label
        if not marks or marks[-1].label != label:
            marks.append(Mark(label, group.first))
    return _thinned(marks, len(result))


def label_at(reader: LibraryReader, result: ResultSet, row: int) -> str:
    """Return the letter, year or month at a row."""
    if not 0 <= row < len(result):
        return ""
    search = _Search(reader, result)
    return _label(group_key(_EXACT[search.sort], search.value(row)))


def _label(key: str) -> str:
    return key or _NO_VALUE


def _sort_of(result: ResultSet) -> SortKey:
    if not isinstance(result.query, Query):
        raise TypeError(f"a list of {type(result.query).__name__} has no order to jump in")
    return result.query.sort


class _Search:
    """A sorted list, of which single values are looked at."""

    def __init__(self, reader: LibraryReader, result: ResultSet) -> None:
        self._reader = reader
        self._ids = result.ids
        self._seen: dict[int, object] = {}
        self.sort = _sort_of(result)
        self.descending = isinstance(result.query, Query) and result.query.descending

    def value(self, row: int) -> object:
        """Return what a row is sorted by; of one that is gone, what the next is."""
        if row not in self._seen:
            near = list(self._ids[row : row + _GONE])
            values = read_sort_values(self._reader, self.sort, near)
            self._seen[row] = next((values[each] for each in near if each in values), None)
        return self._seen[row]

    def first(self, holds: Callable[[object], bool], start: int = 0) -> int:
        """Return the first row from `start` for which it holds: for all behind it too."""
        low, high = start, len(self._ids)
        while low < high:
            middle = (low + high) // 2
            if holds(self.value(middle)):
                high = middle
            else:
                low = middle + 1
        return low

    @property
    def count(self) -> int:
        return len(self._ids)

    def clipped(self, row: int) -> int:
        return min(row, len(self._ids) - 1)


def _find_title(search: _Search, typed: str) -> int:
    """Return the row of the first title that begins so; if none does, where it would stand."""
    ranges = [each for beginning in title_beginnings(typed) for each in beginning.ranges]
    place: int | None = None
    for low, high in ranges:
        row = _title_row(search, low, high)
        place = row if place is None else place
        value = search.value(row) if row < search.count else None
        if isinstance(value, bytes) and low <= value < high:
            return row
    return search.clipped(place or 0)


def _title_row(search: _Search, low: bytes, high: bytes) -> int:
    if search.descending:
        return search.first(lambda value: isinstance(value, bytes) and value < high)
    return search.first(lambda value: isinstance(value, bytes) and value >= low)


def _instant(year: int) -> int:
    moment = datetime(max(1, min(year, 9999)), 1, 1, tzinfo=UTC) - _EPOCH
    return moment // timedelta(microseconds=1)


def _thinned(marks: list[Mark], count: int) -> tuple[Mark, ...]:
    """Leave out the marks that the fewest items have, as ten scripts have more letters than fit."""
    ends = [*(mark.row for mark in marks[1:]), count]
    sizes = {mark.row: end - mark.row for mark, end in zip(marks, ends, strict=True)}
    largest = sorted(marks, key=lambda mark: sizes[mark.row], reverse=True)[:_MOST_MARKS]
    return tuple(sorted(largest, key=lambda mark: mark.row))
