"""Ranks of titles: numbers that compare as the sort keys do, with room between them.

Equal keys have equal ranks. A title that changes finds its place between its neighbors; when
there is no room left, all are ranked anew.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from media_manager.domain.media import MediaType
from media_manager.persistence.columns.files import Array
from media_manager.persistence.columns.layout import TITLE_TYPE
from media_manager.persistence.facet_reader import as_text
from media_manager.persistence.reader import LibraryReader

# Titles a page: each is read to its end at once, so that no reading lasts.
_PAGE: Final = 4_000
_WIDEST_STEP: Final = 1_024
_HIGHEST: Final = 2**31 - 1
_FIRST_KEY = b""
# Each type has an index in this order, and SQLite merges them without sorting anything.
_TITLES = (
    "SELECT id, sort_key FROM ("
    + " UNION ALL ".join(
        "SELECT id, sort_key FROM media_item "
        f"WHERE media_type = '{each}' AND (sort_key, id) > (?, ?)"
        for each in MediaType
    )
    + f" ORDER BY 2, 1) LIMIT {_PAGE}"
)
_KEYS = "SELECT id, sort_key FROM media_item WHERE id IN (SELECT value FROM json_each(?))"


class NoRoom(Exception):  # noqa: N818 - named by what happened
    """There is no number left between two neighbors: rank all titles anew."""


class TitleRanks:
    """Ranks all titles, a page at a time."""

    def __init__(self, reader: LibraryReader, length: int) -> None:
        self._reader = reader
        self._places = np.zeros(length, TITLE_TYPE)

    def pages(self) -> Iterator[None]:
        """Read all titles in order; afterwards `ranks` has their places."""
        key, last, place = _FIRST_KEY, -1, 0
        while rows := self._reader.execute(_TITLES, (key, last) * len(MediaType)).fetchall():
            ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
            new = np.fromiter(
                (after != before for before, after in pairwise([key, *(row[1] for row in rows)])),
                np.int64,
                len(rows),
            )
            if place == 0:
                new[0] = 1
            there = ids < len(self._places)
            self._places[ids[there]] = (place + np.cumsum(new))[there]
            place += int(new.sum())
            last, key = rows[-1]
            yield

    def ranks(self) -> Array:
        """Return the rank of each item; 0 for those that are not there."""
        step = max(1, min(_WIDEST_STEP, _HIGHEST // (int(self._places.max(initial=0)) + 2)))
        return np.multiply(self._places, step, dtype=TITLE_TYPE)


def keys_of(reader: LibraryReader, ids: Sequence[int]) -> dict[int, bytes]:
    """Return the sort keys of items."""
    return {row[0]: bytes(row[1]) for row in reader.execute(_KEYS, [as_text(ids)])}


def place_titles(
    reader: LibraryReader, keys: dict[int, bytes], ids: Array, ranks: Array
) -> dict[int, int]:
    """Return ranks for new or changed titles among the items `ids`, whose ranks hold.

    Raises NoRoom when two neighbors have no number between them.
    """
    order = np.argsort(ranks)
    ids, ranks = ids[order], ranks[order]
    placed: dict[bytes, int] = {}
    waiting: dict[tuple[int, int], list[bytes]] = {}
    for key in sorted(set(keys.values())):
        place, found = _find(reader, key, ids)
        if found:
            placed[key] = int(ranks[place])
            continue
        left = int(ranks[place - 1]) if place else 0
        right = int(ranks[place]) if place < len(ranks) else _HIGHEST
        waiting.setdefault((left, right), []).append(key)
    for (left, right), between in waiting.items():
        placed.update(zip(between, _spread(left, right, len(between)), strict=True))
    return {item_id: placed[key] for item_id, key in keys.items()}


def _spread(left: int, right: int, count: int) -> range:
    """Return so many numbers between two, evenly, or a step apart at the end of all."""
    step = (right - left) // (count + 1)
    if step < 1:
        raise NoRoom
    if right == _HIGHEST:
        step = min(step, _WIDEST_STEP)
    return range(left + step, left + step * count + 1, step)


def _find(reader: LibraryReader, key: bytes, ids: Array) -> tuple[int, bool]:
    """Return where a key belongs among items in order, and whether one there has the same."""
    low, high, same = 0, len(ids), False
    while low < high:
        middle = (low + high) // 2
        row = reader.execute(
            "SELECT sort_key FROM media_item WHERE id = ?", [int(ids[middle])]
        ).fetchone()
        if row is None:
            # Gone since: whoever asks looks at the changes once more.
            raise NoRoom
        if bytes(row[0]) < key:
            low = middle + 1
        else:
            high = middle
            same = bytes(row[0]) == key
    return low, same
