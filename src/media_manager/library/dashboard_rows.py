"""Numbers of the dashboard by SQL: exact for any library, and needs no columns."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime

from media_manager.domain.dashboard import Month, Space, months_between
from media_manager.domain.facets import RESOLUTION_STEPS, Facet, decade_of, is_value, name_value
from media_manager.domain.query import Compare, Field, Node, Not, Query
from media_manager.persistence.dashboard_reader import (
    SLOT_US,
    count_genres,
    count_of_genres,
    count_slots,
    count_years,
    sizes_by_picture,
    sum_runtime,
    sum_sizes,
)
from media_manager.persistence.facet_reader import first_with_name, names_of
from media_manager.persistence.reader import LibraryReader

Where = tuple[Node, ...]


class RowTotals:
    """Answers by one statement each; a newer question can interrupt every one of them."""

    def __init__(self, reader: LibraryReader, viewer_id: int) -> None:
        self._reader = reader
        self._viewer_id = viewer_id

    def count(self, where: Where) -> int:
        return self._reader.count(self._query(where))

    def runtime(self, where: Where) -> int:
        return sum_runtime(self._reader, self._query(where))

    def size(self, where: Where) -> int:
        return sum_sizes(self._reader, self._query(where))

    def months(self, where: Where, now: datetime) -> dict[Month, int]:
        slots = count_slots(self._reader, self._query(where))
        if not slots:
            return {}
        months, borders = months_between(slots[0][0] * SLOT_US, slots[-1][0] * SLOT_US, now)
        # What lies before the first border or behind the last is no month that can be written.
        counts = [0] * (len(borders) + 1)
        for slot, count in slots:
            counts[bisect_right(borders, slot * SLOT_US)] += count
        return {month: n for month, n in zip(months, counts[1:], strict=False) if n}

    def decades(self, where: Where) -> dict[int, int]:
        counts: dict[int, int] = {}
        for year, count in count_years(self._reader, self._query(where)):
            decade = decade_of(year)
            if is_value(Facet.DECADE, decade):
                counts[decade] = counts.get(decade, 0) + count
        return counts

    def genres(self, where: Where, limit: int) -> list[tuple[str, int]]:
        """Return the most frequent names; spellings that fold to the same are one."""
        counts = count_genres(self._reader, self._query(where))
        numbers: dict[str, list[int]] = {}
        for number, name in names_of(self._reader, Facet.GENRE, counts).items():
            numbers.setdefault(name_value(name), []).append(number)
        merged = {value: self._merged(where, same, counts) for value, same in numbers.items()}
        first = sorted(merged, key=lambda value: (-merged[value], value))[:limit]
        return [(self._written(value), merged[value]) for value in first]

    def _merged(self, where: Where, same: Sequence[int], counts: dict[int, int]) -> int:
        if len(same) == 1:
            return counts[same[0]]
        return count_of_genres(self._reader, self._query(where), same)

    def _written(self, value: str) -> str:
        number = first_with_name(self._reader, Facet.GENRE, value)
        return value if number is None else names_of(self._reader, Facet.GENRE, [number])[number]

    def other_genres(self, where: Where, names: Sequence[str]) -> int:
        """Return how many items have genres, and none of these."""
        chosen = (Not(Field("genre", name, Compare.EQUALS)) for name in names)
        return self.count((*where, Field("has", "genre"), *chosen))

    def spaces(self, where: Where) -> list[Space]:
        sizes: dict[str | None, int] = {}
        codecs: dict[str | None, dict[str, int]] = {}
        for lines, codec, size in sizes_by_picture(self._reader, self._query(where)):
            name = _class_of(lines)
            if codec is None:
                sizes[name] = sizes.get(name, 0) + size
            else:
                of_class = codecs.setdefault(name, {})
                of_class[codec] = of_class.get(codec, 0) + size
        return [Space(name, size, codecs.get(name, {})) for name, size in sizes.items() if size]

    def _query(self, where: Where) -> Query:
        return Query(where, viewer_id=self._viewer_id)


def _class_of(lines: int | None) -> str | None:
    if lines is None:
        return None
    return next((label for label, least in RESOLUTION_STEPS if lines >= least), "sd")
