"""From the ids that each condition and each word finds to one order, in memory.

A byte for each item tells how well it matches, so that a million hits of several words are put
together in a few milliseconds.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from media_manager.persistence.columns.columns import Columns
from media_manager.persistence.columns.files import Array
from media_manager.persistence.columns.layout import TYPES

_NO_HIT: Final = 255
# One slice of a text is read at a time: a million numbers in one go hold the others up for 60 ms.
_SLICE_CHARACTERS: Final = 40_000


@dataclass(frozen=True, slots=True)
class Found:
    """What a query found: its types, and for each word the ids of each class, as texts `1,2,3`.

    `raised` are hits that match better than their words alone: a class with its ids. `flags` tell
    of each item whether a condition holds that columns have answered.
    """

    types: tuple[str, ...]
    words: Sequence[Sequence[tuple[int, str | None]]] = ()
    raised: Sequence[tuple[int, str | None]] = ()
    flags: Sequence[Array] = ()


def sorted_hits(
    columns: Columns,
    sets: Iterable[str | None],
    found: Found,
    orders: Sequence[tuple[str, bool]],
    *,
    first: int | None = None,
) -> bytes:
    """Return the packed ids that are in all sets and hold all words: by class, then by order."""
    inside = _of_types(columns, found.types)
    for flags in found.flags:
        inside &= flags
    for text in sets:
        held = np.zeros(columns.length, bool)
        _mark(held, text, columns.length)
        inside &= held
    pages, missing = [], first
    for flags in _by_class(columns, found, inside):
        ids = np.flatnonzero(flags)
        page = columns.ranked(ids.tobytes(), orders, first=missing)
        pages.append(page)
        if missing is not None:
            missing -= len(page) // ids.itemsize
            if missing <= 0:
                break
    return b"".join(pages)


def _by_class(columns: Columns, found: Found, inside: Array) -> Iterator[Array]:
    """Yield of each class, from the best to the worst, which items are of it."""
    if not found.words:
        yield inside
        return
    classes = _classes(columns, found)
    classes[~inside] = _NO_HIT
    ranks = {rank for word in found.words for rank, _ in word} | {rank for rank, _ in found.raised}
    for rank in sorted(ranks):
        flags = classes == rank
        if flags.any():
            yield flags


def _classes(columns: Columns, found: Found) -> Array:
    """Return the class of each item: that of its worst word."""
    worst = np.zeros(columns.length, np.uint8)
    for word in found.words:
        best = np.full(columns.length, _NO_HIT, np.uint8)
        # The worst class first, so that the best one stays.
        for rank, text in sorted(word, key=_rank, reverse=True):
            for ids in _slices(text, columns.length):
                best[ids] = rank
        np.maximum(worst, best, out=worst)
    for rank, text in found.raised:
        better = np.zeros(columns.length, bool)
        _mark(better, text, columns.length)
        worst[better & (worst > rank) & (worst < _NO_HIT)] = rank
    return worst


def _of_types(columns: Columns, types: Sequence[str]) -> Array:
    """Return of each id whether there is an item of one of these types."""
    wanted = np.zeros(len(TYPES) + 1, bool)
    wanted[[TYPES.index(each) + 1 for each in types]] = True
    codes = np.zeros(columns.length, columns.base.single["type"].dtype)
    codes[: columns.base.length] = columns.base.single["type"]
    codes[columns.changed.ids] = columns.changed.single["type"]
    return wanted[codes]


def _rank(entry: tuple[int, str | None]) -> int:
    return entry[0]


def _mark(flags: Array, text: str | None, length: int) -> None:
    for ids in _slices(text, length):
        flags[ids] = True


def _slices(text: str | None, length: int) -> Iterable[Array]:
    """Yield the numbers of a text; an item that came after the columns has no place in them."""
    start, end = 0, len(text or "")
    while text and start < end:
        stop = text.find(",", start + _SLICE_CHARACTERS)
        stop = end if stop < 0 else stop
        ids = np.fromstring(text[start:stop], dtype=np.int64, sep=",")
        yield ids[ids < length]
        start = stop + 1
