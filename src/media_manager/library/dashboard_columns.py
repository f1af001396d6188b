"""Numbers of the dashboard by columns: a few passes over small numbers for a million items.

Imported behind the window only: it brings numpy.
"""

from collections.abc import Sequence
from datetime import datetime

from media_manager.domain.dashboard import Month, Space, months_between
from media_manager.domain.facets import Facet, name_value
from media_manager.domain.query import Field, Node, Not, Query
from media_manager.library.facet_columns import ColumnCounter
from media_manager.library.facet_rows import Asked
from media_manager.persistence.columns.columns import Columns
from media_manager.persistence.columns.counting import Hits
from media_manager.persistence.columns.files import Array
from media_manager.persistence.columns.layout import RESOLUTIONS
from media_manager.persistence.columns.sums import (
    count_between,
    count_others,
    repeated_titles,
    span_known,
    sum_known,
    sums_by,
    sums_by_word,
    without,
)
from media_manager.persistence.dashboard_reader import ids_with_same_number, shared_files
from media_manager.persistence.facet_reader import numbers_with_name
from media_manager.persistence.reader import LibraryReader

Where = tuple[Node, ...]
_DUPLICATE = Field("is", "duplicate")
_NOT_MISSING = Not(Field("is", "missing"))
_HAS_FILE = Field("has", "file")


class ColumnTotals:
    """Answers within one snapshot, for one question."""

    def __init__(self, reader: LibraryReader, columns: Columns, viewer_id: int) -> None:
        self._reader = reader
        self._columns = columns
        self._counter = ColumnCounter(reader, Query(viewer_id=viewer_id), columns)
        self._items_of_files: list[list[int]] | None = None

    def count(self, where: Where) -> int:
        return self._hits(where).count

    def runtime(self, where: Where) -> int:
        return sum_known(self._hits(where), "runtime")

    def size(self, where: Where) -> int:
        return sum_known(self._files(where), "size")

    def months(self, where: Where, now: datetime) -> dict[Month, int]:
        hits = self._hits(where)
        span = span_known(hits, "added")
        if span is None:
            return {}
        months, borders = months_between(*span, now)
        counts = count_between(hits, "added", borders)
        return {month: count for month, count in zip(months, counts, strict=True) if count}

    def decades(self, where: Where) -> dict[int, int]:
        tally = self._counter.tally(where, Asked(Facet.DECADE, 0))
        return {int(str(value)): count for value, count in tally.counts.items()}

    def genres(self, where: Where, limit: int) -> list[tuple[str, int]]:
        tally = self._counter.tally(where, Asked(Facet.GENRE, limit))
        first = sorted(tally.counts, key=lambda value: (-tally.counts[value], str(value)))
        return [(tally.labels[value], tally.counts[value]) for value in first]

    def other_genres(self, where: Where, names: Sequence[str]) -> int:
        numbers = [
            number
            for name in names
            for number in numbers_with_name(self._reader, Facet.GENRE, name_value(name))
        ]
        return count_others(self._hits(where), "genre", numbers)

    def spaces(self, where: Where) -> list[Space]:
        hits = self._files(where)
        names: tuple[str | None, ...] = (None, *RESOLUTIONS)
        sizes = sums_by(hits, "resolution", len(names), "size")
        by_codec = sums_by_word(hits, "resolution", len(names), "codec", "size")
        words = self._columns.codes["codec"]
        return [
            Space(
                name,
                sizes[at],
                {word: sums[at] for word, sums in zip(words, by_codec, strict=False) if sums[at]},
            )
            for at, name in enumerate(names)
            if sizes[at]
        ]

    def _files(self, where: Where) -> Hits:
        """Return the items whose main files count: of several that share one, the first.

        An item without a file has no size, so that `has:file` need not be asked of SQL.
        """
        hits = self._hits(tuple(node for node in where if node != _HAS_FILE))
        again: list[int] = []
        for ids in self._shared():
            inside = [item_id for item_id in ids if hits.flags[item_id]]
            again += inside[1:]
        return Hits(self._columns, without(hits.flags, again)) if again else hits

    def _shared(self) -> list[list[int]]:
        if self._items_of_files is None:
            self._items_of_files = shared_files(self._reader)
        return self._items_of_files

    def _hits(self, where: Where) -> Hits:
        """Return what conditions find; what few items are is found first, and taken out."""
        hits = self._counter.hits(
            tuple(node for node in where if node not in (_DUPLICATE, _NOT_MISSING))
        )
        if _DUPLICATE in where:
            hits = Hits(self._columns, hits.flags & self._duplicates())
        if _NOT_MISSING in where:
            missing = self._counter.hits((_NOT_MISSING.node,))
            if missing.count:
                hits = Hits(self._columns, hits.flags & ~missing.flags)
        return hits

    def _duplicates(self) -> Array:
        flags = repeated_titles(self._columns, self._counter.hits(()))
        flags[ids_with_same_number(self._reader)] = True
        return flags
