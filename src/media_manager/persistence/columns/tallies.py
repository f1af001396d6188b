"""Facets by columns: which items a condition means, and how many have each value."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

import numpy as np

from media_manager.domain.facets import (
    NAMED,
    PRESENCES,
    Facet,
    Value,
    decade_of,
    field_name,
    is_value,
    leaves,
    value_of,
)
from media_manager.domain.query import Compare, Field, Node, Not, Or, Query
from media_manager.domain.query.dates import local_now
from media_manager.domain.query.values import bounds, item_number
from media_manager.persistence.columns.columns import Columns, alive_flags
from media_manager.persistence.columns.counting import (
    Hits,
    count_single,
    count_values,
    count_years,
)
from media_manager.persistence.columns.files import Array
from media_manager.persistence.columns.layout import (
    COLUMN_VIEWER,
    HDRS,
    NO_POINTS,
    RESOLUTIONS,
    STATE_BITS,
    TYPES,
)
from media_manager.persistence.facet_reader import numbers_with_name
from media_manager.persistence.reader import LibraryReader

_LAST_YEAR: Final = 9_999
_WORDS: Final[Mapping[Facet, Sequence[str]]] = {
    Facet.TYPE: TYPES,
    Facet.RESOLUTION: RESOLUTIONS,
    Facet.HDR: HDRS,
}
_BITS: Final[Mapping[Facet, Sequence[str]]] = {
    Facet.STATE: STATE_BITS,
    Facet.MISSING: PRESENCES,
}
_CODED: Final = frozenset({Facet.CODEC, Facet.LANGUAGE})
_POINTS: Final = 11
# Fields that are a column as it stands, in the same unit.
_PLAIN: Final = frozenset({"runtime", "size", "added"})


class FacetColumns:
    """What the columns know of facets, for one question."""

    def __init__(self, columns: Columns, reader: LibraryReader, now: datetime) -> None:
        self._columns = columns
        self._reader = reader
        self._now = now

    def everything(self) -> Array:
        """Return flags of all items that are there."""
        return alive_flags(self._columns)

    def of_ids(self, ids: Sequence[int]) -> Array:
        """Return flags of these items."""
        flags = np.zeros(self._columns.length, bool)
        numbers = np.asarray(ids, np.int64)
        flags[numbers[numbers < len(flags)]] = True
        return flags

    def hits(self, flags: Array) -> Hits:
        return Hits(self._columns, flags)

    def flags_of(self, node: Node) -> Array | None:
        """Return which items a condition means; None if columns cannot say."""
        if isinstance(node, Field) and node.name == "library_id":
            return self._where("library", lambda column: column == item_number(node))
        facet = next((each for each in Facet if leaves(each, node)), None)
        return None if facet is None else self._flags(facet, node)

    def in_bounds(self, node: Node) -> Array | None:
        """Return which items have a number between the bounds of a plain field, or have not."""
        match node:
            case Not(inner):
                flags = self.in_bounds(inner)
                return None if flags is None else ~flags
            case Field(name) as field if name in _PLAIN:
                return self._between(name, field)
        return None

    def _between(self, name: str, field: Field) -> Array:
        span = bounds(field, self._now)
        kind = np.iinfo(self._columns.base.single[name].dtype)
        # The least number of a type stands for what is not known.
        low = kind.min + 1 if span.low is None else max(int(span.low), kind.min + 1)
        last = kind.max if span.high is None else int(span.high) - 1
        if low > kind.max:
            return np.zeros(self._columns.length, bool)
        last = max(min(last, kind.max), kind.min)
        return self._where(name, lambda column: (column >= low) & (column <= last))

    def _flags(self, facet: Facet, node: Node) -> Array | None:
        match node:
            case Not(inner):
                flags = self._flags(facet, inner)
                return None if flags is None else ~flags
            case Or(nodes):
                parts = [self._flags(facet, each) for each in nodes]
                known = [part for part in parts if part is not None]
                return None if len(known) < len(parts) else np.logical_or.reduce(known)
            case Field() as field:
                return self._of_field(facet, field)
        return None

    def _of_field(self, facet: Facet, field: Field) -> Array | None:
        if field_name(facet) == "year":
            return self._of_years(field)
        value = value_of(facet, field)
        if value is None:
            return self._of_points(field) if facet is Facet.RATING else None
        if facet in NAMED or facet is Facet.LIBRARY:
            return self._of_names(facet, str(value))
        return self._of_value(facet, value)

    def _of_years(self, field: Field) -> Array:
        span = bounds(field, self._now)
        low = 0 if span.low is None else int(span.low)
        high = _LAST_YEAR + 1 if span.high is None else int(span.high)
        # An open end includes what is no year for people, but for the database.
        least, most = np.iinfo(np.int16).min, np.iinfo(np.int16).max
        low = least + 1 if span.low is None else min(low, most)
        high = most + 1 if span.high is None else min(high, most)
        return self._where("year", lambda column: (column >= low) & (column < high))

    def _of_points(self, field: Field) -> Array | None:
        """Return what lies between full points; what lies between others only SQL can tell."""
        if field.compare is Compare.REGEX:
            return None
        span = bounds(field, self._now)
        low, high = span.low or 0, NO_POINTS if span.high is None else span.high
        if not (float(low).is_integer() and float(high).is_integer()):
            return None
        low, high = int(low), min(int(high), NO_POINTS)
        return self._where("points", lambda column: (column >= low) & (column < high))

    def _of_names(self, facet: Facet, value: str) -> Array:
        numbers = numbers_with_name(self._reader, facet, value)
        if facet is Facet.LIBRARY:
            return self._where("library", lambda column: np.isin(column, numbers))
        return self._having(str(facet), np.array(sorted(numbers), np.int64))

    def _of_value(self, facet: Facet, value: Value) -> Array:
        if facet in _CODED:
            codes = self._columns.codes[str(facet)]
            number = codes.index(str(value)) if value in codes else -1
            return self._having(str(facet), np.array([number], np.int64))
        if facet is Facet.STATE and value == "unwatched":
            return ~self._of_value(facet, "watched")
        if facet in _BITS:
            bit = 1 << _BITS[facet].index(str(value))
            return self._where(str(facet), lambda column: (column & bit) > 0)
        if facet is Facet.RATING:
            return self._where("points", lambda column: column == value)
        number = _WORDS[facet].index(str(value)) + 1
        return self._where(str(facet), lambda column: column == number)

    def _where(self, name: str, test: Callable[[Array], Array]) -> Array:
        """Return flags of the items whose number passes a test."""
        base, changed = self._columns.base, self._columns.changed
        flags = np.zeros(self._columns.length, bool)
        flags[: base.length] = test(base.single[name])
        flags[changed.ids] = test(changed.single[name])
        return flags

    def _having(self, name: str, numbers: Array) -> Array:
        """Return flags of the items that have one of these numbers, which ascend."""
        base, changed = self._columns.base, self._columns.changed
        flags = np.zeros(self._columns.length, bool)
        for start in range(0, base.length, _BLOCK):
            end = min(start + _BLOCK, base.length)
            part = base.ragged_between(name, start, end)
            flags[start:end] = _any(part.counts, _among(part.values, numbers))
        column = changed.ragged[name]
        flags[changed.ids] = _any(column.counts, _among(column.values, numbers))
        return flags

    def counts(self, facet: Facet, hits: Hits) -> dict[Value, int]:
        """Return how many have each value of a facet that is no name of a thing."""
        if facet in (Facet.YEAR, Facet.DECADE):
            return _years(facet, count_years(hits, _LAST_YEAR))
        if facet is Facet.RATING:
            return _numbered(count_single(hits, "points", NO_POINTS + 1)[:_POINTS], range(_POINTS))
        if facet in _BITS:
            return self._bits(facet, hits)
        if facet in _CODED:
            return _numbered(count_values(hits, str(facet)), self._columns.codes[str(facet)])
        words = _WORDS[facet]
        return _numbered(count_single(hits, str(facet), len(words) + 1)[1:], words)

    def numbers(self, facet: Facet, hits: Hits) -> Array:
        """Return how many have each thing, by the number of the first of its name."""
        if facet is Facet.LIBRARY:
            highest = max((int(part.max(initial=0)) for part in hits.single("library")), default=0)
            return count_single(hits, "library", highest + 1)
        return count_values(hits, str(facet))

    def _bits(self, facet: Facet, hits: Hits) -> dict[Value, int]:
        words = _BITS[facet]
        counts = count_single(hits, str(facet), 1 << len(words))
        codes = np.arange(len(counts))
        found: dict[Value, int] = {
            word: int(counts[(codes >> bit) & 1 > 0].sum()) for bit, word in enumerate(words)
        }
        if facet is Facet.STATE:
            found["unwatched"] = int(counts.sum()) - int(found["watched"])
        return {value: count for value, count in found.items() if count}


def flags_by_number(columns: Columns, reader: LibraryReader, query: Query) -> dict[Node, Array]:
    """Return the items of each condition of a query that one number an item answers.

    What goes by names stays with SQL: their indexes are quicker, unless most items have the name.
    """
    if query.viewer_id != COLUMN_VIEWER:
        return {}
    facets = FacetColumns(columns, reader, local_now())
    found: dict[Node, Array] = {}
    for node in query.where:
        if any(leaves(facet, node) for facet in (*NAMED, *_CODED)):
            continue
        flags = facets.in_bounds(node)
        flags = facets.flags_of(node) if flags is None else flags
        if flags is not None:
            found[node] = flags
    return found


_BLOCK: Final = 65_536


def _among(values: Array, numbers: Array) -> Array:
    if len(numbers) == 1:
        one: Array = values == numbers[0]
        return one
    return np.isin(values, numbers)


def _any(counts: Array, found: Array) -> Array:
    """Return for each item whether one of its values was found."""
    ends = np.cumsum(counts, dtype=np.int64)
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(found, dtype=np.int64)])
    there: Array = before[ends] > before[ends - counts]
    return there


def _numbered(counts: Array, values: Iterable[Value]) -> dict[Value, int]:
    return {value: count for value, count in zip(values, counts.tolist(), strict=False) if count}


def _years(facet: Facet, counts: Array) -> dict[Value, int]:
    found: dict[Value, int] = {}
    for year in np.flatnonzero(counts).tolist():
        value = decade_of(year) if facet is Facet.DECADE else year
        if is_value(facet, value):
            found[value] = found.get(value, 0) + int(counts[year])
    return found
