"""Sums, months and repeated titles of some items, by columns: what the dashboard shows."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from media_manager.persistence.columns.columns import Columns
from media_manager.persistence.columns.counting import Hits
from media_manager.persistence.columns.files import Array
from media_manager.persistence.columns.layout import TITLE, TYPES

# Titles are compared within one type and one year, as `is:duplicate` does.
_TITLED: Final = tuple(TYPES.index(name) + 1 for name in ("movie", "show"))
_YEARS: Final = 2**16
_RANKS: Final = 2**32


def sum_known(hits: Hits, name: str) -> int:
    """Return the sum of a column; what is not known, and is negative, adds nothing."""
    return sum(int(part[part > 0].sum(dtype=np.int64)) for part in hits.single(name))


def span_known(hits: Hits, name: str) -> tuple[int, int] | None:
    """Return the least and the greatest known number of a column; None if there is none."""
    low: list[int] = []
    high: list[int] = []
    for part in hits.single(name):
        known = part[part > 0]
        if len(known):
            low.append(int(known.min()))
            high.append(int(known.max()))
    return (min(low), max(high)) if low else None


def count_between(hits: Hits, name: str, borders: Sequence[int]) -> list[int]:
    """Return how many numbers lie between each two neighbors of ascending borders."""
    edges = np.asarray(borders, np.int64)
    total = np.zeros(len(edges) + 1, np.int64)
    for part in hits.single(name):
        places = np.searchsorted(edges, part, side="right")
        total += np.bincount(places, minlength=len(total))
    return [int(count) for count in total[1:-1]]


def sums_by(hits: Hits, by: str, codes: int, name: str) -> list[int]:
    """Return the sum of a column for each code of another, 0 to `codes`-1."""
    total = np.zeros(codes, np.int64)
    for code, number in zip(hits.single(by), hits.single(name), strict=True):
        total += _summed(code, number, codes)
    return [int(each) for each in total]


def sums_by_word(hits: Hits, by: str, codes: int, word: str, name: str) -> list[list[int]]:
    """Return the same for each code of a column of words, of which an item may have several."""
    total: dict[int, Array] = {}
    blocks = zip(
        hits.single(by), hits.repeats(word), hits.ragged(word), hits.single(name), strict=True
    )
    for code, repeats, words, number in blocks:
        highest = int(words.max()) + 1 if len(words) else 0
        pairs = np.repeat(code.astype(np.int64), repeats) * highest + words
        sums = _summed(pairs, np.repeat(number, repeats), codes * highest)
        for at in range(highest):
            part = sums[at::highest]
            total[at] = total[at] + part if at in total else part
    return [total[at].tolist() for at in range(len(total))]


def _summed(codes: Array, numbers: Array, length: int) -> Array:
    known = numbers > 0
    # Weights are floats: exact, as the sizes of one block stay below 2**53 bytes.
    sums = np.bincount(codes[known], numbers[known], minlength=length)[:length]
    return sums.astype(np.int64)


def count_others(hits: Hits, name: str, numbers: Sequence[int]) -> int:
    """Return how many items have values in a ragged column, and none of these numbers."""
    known = np.asarray(numbers, np.int64)
    count = 0
    for repeats, values in zip(hits.repeats(name), hits.ragged(name), strict=True):
        ends = np.cumsum(repeats, dtype=np.int64)
        before = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.isin(values, known))])
        none_of_them = before[ends] == before[ends - repeats]
        count += int(np.count_nonzero(none_of_them & (repeats > 0)))
    return count


def repeated_titles(columns: Columns, everything: Hits) -> Array:
    """Return flags of films and shows that share type, year and title with another."""
    flags = np.zeros(columns.length, bool)
    keys = np.concatenate(
        [
            _title_keys(*parts)
            for parts in zip(
                everything.single("type"),
                everything.single("year"),
                everything.single(TITLE),
                strict=True,
            )
        ]
    )
    ids = _ids(columns, everything)
    there = keys >= 0
    keys, ids = keys[there], ids[there]
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    same = ordered[1:] == ordered[:-1]
    twice = np.zeros(len(ordered), bool)
    twice[1:] |= same
    twice[:-1] |= same
    flags[ids[order[twice]]] = True
    return flags


def _title_keys(types: Array, years: Array, ranks: Array) -> Array:
    """Return one number for type, year and title; -1 where there is nothing to compare."""
    keys = (types.astype(np.int64) * _YEARS + years) * _RANKS + ranks
    unknown = ~np.isin(types, _TITLED) | (years == np.iinfo(np.int16).min)
    keys[unknown] = -1
    return keys


def _ids(columns: Columns, hits: Hits) -> Array:
    """Return the ids behind the blocks of `single`: what changed first, then the base."""
    newer = columns.changed.ids
    newer = newer[hits.flags[newer]]
    base = hits.flags[: columns.base.length].copy()
    base[newer[newer < len(base)]] = False
    return np.concatenate([newer, np.flatnonzero(base)])


def without(flags: Array, ids: Sequence[int]) -> Array:
    """Return flags without some items."""
    kept = flags.copy()
    kept[np.asarray(ids, np.int64)] = False
    return kept
