"""Count facets row by row: exact for any list, quick for short ones, and needs no columns."""

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from media_manager.domain.facets import NAMED, Facet, Value, is_value, name_value
from media_manager.domain.query import Node, Query
from media_manager.persistence.facet_reader import (
    contains,
    facet_values,
    first_with_name,
    names_of,
)
from media_manager.persistence.reader import LibraryReader

# Items a statement: each ends soon, so that a superseded question stops at once.
_SLICE = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted of one facet: how many values, which words, and which values in any case."""

    facet: Facet
    limit: int
    contains: str = ""
    marked: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items have which value: at least the most frequent and the marked ones.

    `distinct` is how many values have any; `labels` are the names of things.
    """

    counts: dict[Value, int]
    distinct: int
    labels: dict[Value, str] = field(default_factory=dict)


class TooManyRows(Exception):  # noqa: N818 - named by what happened
    """To count these rows one by one would take longer than to make columns."""


class RowCounter:
    """Counts what a query finds from the rows of its items. Lives for one question."""

    def __init__(
        self,
        reader: LibraryReader,
        query: Query,
        known: Sequence[int] | None = None,
        *,
        most: int | None = None,
    ) -> None:
        """`known` are the ids that the whole query finds, where a list has them already."""
        self._most = most
        self._reader = reader
        self._query = query
        self._hits: dict[tuple[Node, ...], Sequence[int]] = {}
        if known is not None:
            self._hits[query.where] = known

    def hits(self, where: tuple[Node, ...]) -> Sequence[int]:
        """Return the ids that these conditions find; raise TooManyRows if that takes too long."""
        if where not in self._hits:
            query = Query(where, viewer_id=self._query.viewer_id)
            if self._most is None:
                self._hits[where] = self._reader.all_ids(query)
            else:
                self._hits[where] = self._reader.first_ids(query, self._most + 1)
        found = self._hits[where]
        if self._most is not None and len(found) > self._most:
            raise TooManyRows
        return found

    def tally(self, where: tuple[Node, ...], asked: Asked) -> Tally:
        facet, ids = asked.facet, self.hits(where)
        counts: Counter[Value] = Counter()
        names: dict[int, str] = {}
        for start in range(0, len(ids), _SLICE):
            part = array("q", ids[start : start + _SLICE])
            counts.update(value for _item, value in self._pairs(facet, part, names))
        if facet in NAMED or facet is Facet.LIBRARY:
            return self._named(asked, counts, names)
        return Tally(dict(counts), len(counts))

    def _pairs(
        self, facet: Facet, ids: Sequence[int], names: dict[int, str]
    ) -> Iterable[tuple[int, Value]]:
        """Return each (item, value) once; names are read into `names` as they are met."""
        found = set(facet_values(self._reader, facet, ids, viewer_id=self._query.viewer_id))
        if facet not in NAMED and facet is not Facet.LIBRARY:
            return {pair for pair in found if is_value(facet, pair[1])}
        numbers = {value for _item, value in found if isinstance(value, int)}
        new = numbers.difference(names)
        if new:
            names.update(names_of(self._reader, facet, new))
        return {
            (item_id, name_value(names[value]))
            for item_id, value in found
            if isinstance(value, int) and value in names
        }

    def _named(self, asked: Asked, counts: Counter[Value], names: dict[int, str]) -> Tally:
        """Keep the names that are asked for, and say how each is first written."""
        fitting = counts
        if asked.contains:
            fits = {name_value(each) for each in names.values() if contains(each, asked.contains)}
            fitting = Counter({value: n for value, n in counts.items() if value in fits})
        shown = [value for value, _count in fitting.most_common(asked.limit)]
        first: dict[Value, int] = {}
        for value in {*shown, *asked.marked}:
            number = first_with_name(self._reader, asked.facet, str(value))
            if number is not None:
                first[value] = number
        written = names_of(self._reader, asked.facet, first.values())
        return Tally(
            {value: counts[value] for value in first},
            len(fitting),
            {value: written[number] for value, number in first.items()},
        )
