"""Count how many of some items have which value, by columns: passes over small numbers.

Every pass goes in blocks: some of numpy's functions keep the interpreter to themselves.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from media_manager.persistence.columns.base import BLOCK
from media_manager.persistence.columns.columns import Columns
from media_manager.persistence.columns.files import Array
from media_manager.persistence.columns.rows import Ragged, spans, starts_of

# Fewer hits than this are picked one by one; more are taken out of a pass over all.
_FEW: Final = 20_000


class Hits:
    """Some items of a library, as flags or as ids."""

    def __init__(self, columns: Columns, flags: Array) -> None:
        """`flags` tells of each id whether it is among them."""
        self._columns = columns
        self.flags = flags
        base = flags[: columns.base.length]
        newer = columns.changed.ids
        if len(newer):
            base = base.copy()
            base[newer[newer < len(base)]] = False
        self._base = base
        self._newer = np.flatnonzero(flags[newer])
        self.count = int(np.count_nonzero(base)) + len(self._newer)
        self._places = np.flatnonzero(base) if self.count < _FEW else None

    def single(self, name: str) -> Iterator[Array]:
        """Yield the numbers of a column, in blocks."""
        column = self._columns.base.single[name]
        yield self._columns.changed.single[name][self._newer]
        if self._places is not None:
            yield column[self._places]
            return
        for start in range(0, len(column), BLOCK):
            yield column[start : start + BLOCK][self._base[start : start + BLOCK]]

    def repeats(self, name: str) -> Iterator[Array]:
        """Yield how many values of a ragged column each item has, in the blocks of `single`."""
        yield self._columns.changed.ragged[name].counts[self._newer]
        counts = self._columns.base.ragged[name].counts
        if self._places is not None:
            yield counts[self._places]
            return
        for start in range(0, len(counts), BLOCK):
            yield counts[start : start + BLOCK][self._base[start : start + BLOCK]]

    def ragged(self, name: str) -> Iterator[Array]:
        """Yield the values of a ragged column, in blocks."""
        yield _picked(self._columns.changed.ragged[name], self._newer)
        base = self._columns.base
        if self._places is not None:
            yield base.some(name, self._places).values
            return
        for start in range(0, base.length, BLOCK):
            part = base.ragged_between(name, start, min(start + BLOCK, base.length))
            flags = self._base[start : start + BLOCK]
            yield part.values[np.repeat(flags, part.counts)]


def _picked(column: Ragged, places: Array) -> Array:
    counts = column.counts[places]
    found: Array = column.values[spans(starts_of(column.counts)[places], counts)]
    return found


def count_single(hits: Hits, name: str, codes: int) -> Array:
    """Return how many have each of the codes 0 to `codes`-1."""
    total = np.zeros(codes, np.int64)
    for part in hits.single(name):
        total += np.bincount(part, minlength=codes)[:codes]
    return total


def count_years(hits: Hits, last: int) -> Array:
    """Return how many are of each year up to `last`; other numbers are no years."""
    total = np.zeros(last + 1, np.int64)
    for part in hits.single("year"):
        total += np.bincount(part[(part >= 0) & (part <= last)], minlength=last + 1)
    return total


def count_values(hits: Hits, name: str) -> Array:
    """Return how many have each number of a ragged column."""
    parts = [part for part in hits.ragged(name) if len(part)]
    highest = max((int(part.max()) for part in parts), default=0)
    total = np.zeros(highest + 1, np.int64)
    # Many small parts count into a large array: together they are counted faster.
    for group in _grouped(parts, 8 * BLOCK):
        counts = np.bincount(group)
        total[: len(counts)] += counts
    return total


def _grouped(parts: list[Array], size: int) -> Iterator[Array]:
    waiting: list[Array] = []
    for part in parts:
        waiting.append(part)
        if sum(map(len, waiting)) >= size:
            yield np.concatenate(waiting)
            waiting = []
    if waiting:
        yield np.concatenate(waiting)


def most_frequent(counts: Array, limit: int) -> list[tuple[int, int]]:
    """Return (number, count) of the most frequent that there are at all, in no order."""
    if limit < len(counts):
        places = np.argpartition(counts, len(counts) - limit)[len(counts) - limit :]
    else:
        places = np.arange(len(counts))
    return [(int(place), int(counts[place])) for place in places if counts[place]]
