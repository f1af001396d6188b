"""What a list asks for and gets: result sets, selections and pages, all by id."""

from array import array
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, count, groupby
from struct import Struct
from typing import Final

from media_manager.domain.media import MediaRow

_ID: Final = Struct("@q")
_ID_BYTES: Final = _ID.size
# Above this many wanted ids one pass over all ids is cheaper than one byte search for each.
_SEARCH_LIMIT: Final = 4


@dataclass(frozen=True, slots=True)
class ResultSet:
    """The whole ordered answer to a query at one point of the change log, 8 bytes an id.

    `seconds` is what it cost to find; two answers are the same without it.
    """

    query: object
    seq: int
    packed: bytes = b""
    seconds: float = field(default=0.0, compare=False)

    @classmethod
    def of(cls, query: object, seq: int, ids: Iterable[int]) -> "ResultSet":
        """Pack `ids` in the order given."""
        return cls(query, seq, array("q", ids).tobytes())

    def __len__(self) -> int:
        return len(self.packed) // _ID_BYTES

    @property
    def ids(self) -> Sequence[int]:
        """A read-only view: indexing and slicing copy nothing."""
        return memoryview(self.packed).cast("q")

    def page(self, first: int, size: int) -> list[int]:
        return list(self.ids[first : first + size])

    def index_of(self, item_id: int) -> int | None:
        """Return the row of an id, by a byte search that keeps no index in memory."""
        needle = pack_id(item_id)
        at = self.packed.find(needle)
        while at >= 0 and at % _ID_BYTES:
            # The bytes can match across two neighbours; only aligned matches are ids.
            at = self.packed.find(needle, at + 1)
        return at // _ID_BYTES if at >= 0 else None

    def rows_of(self, wanted: Collection[int]) -> dict[int, int]:
        """Return {id: row} for those wanted ids that the set holds."""
        if len(wanted) <= _SEARCH_LIMIT:
            found = ((each, self.index_of(each)) for each in wanted)
            return {each: row for each, row in found if row is not None}
        held = wanted if isinstance(wanted, set | frozenset) else frozenset(wanted)
        ids = self.ids
        return {ids[row]: row for row in compress(count(), map(held.__contains__, ids))}


def pack_id(item_id: int) -> bytes:
    """Return an id as the 8 bytes that a result set holds, in the machine's own order."""
    return _ID.pack(item_id)


@dataclass(frozen=True, slots=True)
class Selection:
    """The chosen items of a list: exactly `ids`, or everything except `ids`."""

    ids: frozenset[int] = frozenset()
    everything_else: bool = False

    def __contains__(self, item_id: int) -> bool:
        return (item_id in self.ids) != self.everything_else

    def add(self, ids: Iterable[int]) -> "Selection":
        if self.everything_else:
            return Selection(self.ids.difference(ids), everything_else=True)
        return Selection(self.ids.union(ids))

    def remove(self, ids: Iterable[int]) -> "Selection":
        return self.invert().add(ids).invert()

    def toggle(self, ids: Iterable[int]) -> "Selection":
        return Selection(self.ids.symmetric_difference(ids), everything_else=self.everything_else)

    def invert(self) -> "Selection":
        return Selection(self.ids, everything_else=not self.everything_else)

    def count(self, result: ResultSet) -> int:
        """Return how many items of `result` are selected."""
        named = len(result.rows_of(self.ids))
        return len(result) - named if self.everything_else else named

    def resolve(self, result: ResultSet) -> bytes:
        """Return the selected ids of `result`, packed and in its order."""
        if not self.ids:
            return result.packed if self.everything_else else b""
        chosen = sorted(result.rows_of(self.ids).values())
        view = memoryview(result.packed)
        left_out = self.everything_else
        spans = gaps(chosen, len(result)) if left_out else spans_of(chosen)
        return b"".join(view[a * _ID_BYTES : (b + 1) * _ID_BYTES] for a, b in spans)

    def spans(self, result: ResultSet) -> list[tuple[int, int]]:
        """Return the selected rows as inclusive (first, last) spans in ascending order."""
        chosen = sorted(result.rows_of(self.ids).values()) if self.ids else []
        return gaps(chosen, len(result)) if self.everything_else else spans_of(chosen)


NOTHING: Final = Selection()
EVERYTHING: Final = Selection(everything_else=True)


def selection_of(result: ResultSet, spans: Sequence[tuple[int, int]]) -> Selection:
    """Return the smaller of the two forms for the rows in `spans` (inclusive, ascending)."""
    total = len(result)
    chosen = sum(last - first + 1 for first, last in spans)
    ids = result.ids
    if chosen * 2 <= total:
        return Selection(frozenset(each for a, b in spans for each in ids[a : b + 1]))
    left_out = (each for a, b in _between(spans, total) for each in ids[a : b + 1])
    return Selection(frozenset(left_out), everything_else=True)


def spans_of(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Join ascending rows to inclusive spans: [1, 2, 5] -> [(1, 2), (5, 5)]."""
    spans = []
    for _, group in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
        members = [row for _, row in group]
        spans.append((members[0], members[-1]))
    return spans


def gaps(rows: Sequence[int], total: int) -> list[tuple[int, int]]:
    """Return the inclusive spans of 0..total-1 that ascending `rows` leave out."""
    return list(_between(spans_of(rows), total))


def _between(spans: Iterable[tuple[int, int]], total: int) -> Iterator[tuple[int, int]]:
    start = 0
    for first, last in spans:
        if first > start:
            yield start, first - 1
        start = last + 1
    if start < total:
        yield start, total - 1


def pages_of(first: int, last: int, size: int) -> range:
    """Return the numbers of the pages that hold the rows first..last."""
    return range(max(0, first) // size, max(0, last) // size + 1)


@dataclass(frozen=True, slots=True)
class Paging:
    """How a list of `count` rows is cut into pages of `size`."""

    count: int
    size: int

    @property
    def pages(self) -> int:
        return -(-self.count // self.size)

    def span(self, page: int) -> tuple[int, int]:
        """Return the inclusive rows of a page."""
        return page * self.size, min((page + 1) * self.size, self.count) - 1

    def ahead(self, first: int, last: int, *, forward: bool, threshold: int) -> range:
        """Return the pages that scrolling on will need next, outside those of first..last."""
        shown = pages_of(first, last, self.size)
        if forward:
            end = min(last + threshold, self.count - 1)
            return range(shown.stop, max(shown.stop, end // self.size + 1))
        return range(max(0, first - threshold) // self.size, shown.start)


class PageCache:
    """The pages at hand, least recently wanted first; a row that is gone is None."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self._pages: OrderedDict[int, tuple[MediaRow | None, ...]] = OrderedDict()
        self.get = self._pages.get  # data() reads through it once per call

    def __contains__(self, page: int) -> bool:
        return page in self._pages

    def __len__(self) -> int:
        return len(self._pages)

    def __iter__(self) -> Iterator[int]:
        return iter(self._pages)

    def put(self, page: int, rows: tuple[MediaRow | None, ...]) -> None:
        self._pages[page] = rows
        self._pages.move_to_end(page)
        while len(self._pages) > self.capacity:
            self._pages.popitem(last=False)

    def touch(self, page: int) -> None:
        """Call it for what is wanted again, so that it is dropped last."""
        if page in self._pages:
            self._pages.move_to_end(page)

    def drop(self, page: int) -> None:
        self._pages.pop(page, None)

    def clear(self) -> None:
        self._pages.clear()

    def holding(self, ids: Collection[int]) -> list[int]:
        """Return the pages that show at least one of `ids`."""
        return [
            page
            for page, rows in self._pages.items()
            if any(row is not None and row.id in ids for row in rows)
        ]

    def known_rows(self) -> dict[int, MediaRow]:
        """Return {id: row} of everything at hand."""
        return {row.id: row for rows in self._pages.values() for row in rows if row is not None}
