"""Jump in a list that is in order: to a title by its beginning, to a letter, a decade, a year.

A list is searched as a dictionary is opened: twenty looks at single items find the place among a
million, whatever the query of the list is, and no other item is read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from media_manager.domain.naming import title_beginnings
from media_manager.domain.paging import ResultSet
from media_manager.domain.query import Query, SortKey
from media_manager.persistence.jump_reader import ORDERS, Value, sort_value
from media_manager.persistence.reader import LibraryReader

# What a scroll bar has room for.
_MOST_MARKS: Final = 40
_MOST_STEPS: Final = 400
# How far to look past items that were deleted a moment ago.
_GONE: Final = 32
_NUMBERS: Final = "#"
_NO_VALUE: Final = "–"
_END: Final = 2**62
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Mark:
    """A letter, a decade or a year, and the row where it begins."""

    label: str
    row: int


def can_jump(query: object) -> bool:
    """Tell whether a list is in an order that one can jump in."""
    return isinstance(query, Query) and query.sort in ORDERS


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
    search = _Search(reader, result)
    marks: list[Mark] = []
    row = 0
    while row < len(result) and len(marks) < _MOST_STEPS:
        value = search.value(row)
        label = _label(search.sort, value)
        if not marks or marks[-1].label != label:
            marks.append(Mark(label, row))
        row = search.next_after(row, value)
    return _thinned(marks, len(result))


def label_at(reader: LibraryReader, result: ResultSet, row: int) -> str:
    """Return the letter, decade or year at a row."""
    if not 0 <= row < len(result):
        return ""
    search = _Search(reader, result)
    return _label(search.sort, search.value(row), exact=True)


class _Search:
    """A sorted list, of which single values are looked at."""

    def __init__(self, reader: LibraryReader, result: ResultSet) -> None:
        query = result.query
        if not isinstance(query, Query):
            raise TypeError(f"a list of {type(query).__name__} has no order to jump in")
        self._reader = reader
        self._ids = result.ids
        self._seen: dict[int, Value] = {}
        self.sort = query.sort
        self.descending = query.descending

    def value(self, row: int) -> Value:
        """Return what a row is sorted by; of one that is gone, what the next is."""
        if row not in self._seen:
            found: Value = None
            for near in range(row, min(row + _GONE, len(self._ids))):
                there, found = sort_value(self._reader, self.sort, self._ids[near])
                if there:
                    break
            self._seen[row] = found
        return self._seen[row]

    def first(self, holds: Callable[[Value], bool], start: int = 0) -> int:
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

    def next_after(self, row: int, value: Value) -> int:
        """Return the first row of the next label."""
        if value is None:
            return self.first(lambda each: each is not None, row) if not self.descending else _END
        low, high = _span(self.sort, value)
        if self.descending:
            return self.first(lambda each: each is None or each < low, row)
        return self.first(lambda each: each is not None and each >= high, row)


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


def _span(sort: SortKey, value: bytes | int) -> tuple[Any, Any]:
    """Return from where to where values have the same label."""
    if isinstance(value, bytes):
        letter = _letter(value)
        if letter == _NUMBERS:
            return b"", b":"  # behind the nine; keys hold letters, digits and blanks
        first = letter.lower()
        return first.encode(), (first[0] + "\U0010ffff").encode()
    if sort is SortKey.YEAR:
        return value - value % 10, value - value % 10 + 10
    year = _year(value)
    return _instant(year), _instant(year + 1)


def _label(sort: SortKey, value: Value, *, exact: bool = False) -> str:
    if value is None:
        return _NO_VALUE
    if isinstance(value, bytes):
        return _letter(value)
    if sort is SortKey.ADDED:
        return f"{_EPOCH + timedelta(microseconds=value):%Y-%m}" if exact else str(_year(value))
    return str(value) if exact else f"{value - value % 10}s"


def _letter(key: bytes) -> str:
    first = key[:4].decode("utf-8", "ignore")[:1]
    return first.upper()[:1] if first.isalpha() else _NUMBERS


def _year(instant: int) -> int:
    return (_EPOCH + timedelta(microseconds=instant)).year


def _instant(year: int) -> int:
    moment = datetime(max(1, min(year, 9999)), 1, 1, tzinfo=UTC) - _EPOCH
    return moment // timedelta(microseconds=1)


def _thinned(marks: list[Mark], count: int) -> tuple[Mark, ...]:
    """Leave out the marks that the fewest items have, as ten scripts have more letters than fit."""
    ends = [*(mark.row for mark in marks[1:]), count]
    sizes = {mark.row: end - mark.row for mark, end in zip(marks, ends, strict=True)}
    largest = sorted(marks, key=lambda mark: sizes[mark.row], reverse=True)[:_MOST_MARKS]
    return tuple(sorted(largest, key=lambda mark: mark.row))
