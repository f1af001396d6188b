"""Columns of some items: what a slice of the library, or what changed since, looks like."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from media_manager.persistence.columns.files import Array
from media_manager.persistence.columns.layout import SEVERAL, SINGLES, TITLE, TITLE_TYPE, WORDS

# More of one kind than this an item cannot have; nobody counts a cast of hundreds.
MOST_VALUES: Final = 255
SINGLE_TYPES: Final = {each.name: each.type for each in SINGLES} | {TITLE: TITLE_TYPE}
RAGGED_TYPES: Final = {each.name: each.type for each in (*SEVERAL, *WORDS)}


@dataclass(frozen=True, slots=True)
class Ragged:
    """Some numbers an item: how many each has, and all of them one after the other."""

    counts: Array
    values: Array


@dataclass(frozen=True, slots=True)
class Rows:
    """Columns of the items `ids`, which ascend; an item that is gone has the type 0."""

    ids: Array
    single: Mapping[str, Array]
    ragged: Mapping[str, Ragged]

    def __len__(self) -> int:
        return len(self.ids)


def no_rows() -> Rows:
    return empty_rows(np.empty(0, np.int64))


def empty_rows(ids: Array) -> Rows:
    """Return rows of items of which nothing is known: not even that they are there."""
    none = np.zeros(len(ids), np.uint8)
    return Rows(
        ids,
        {name: np.zeros(len(ids), kind) for name, kind in SINGLE_TYPES.items()},
        {name: Ragged(none, np.empty(0, kind)) for name, kind in RAGGED_TYPES.items()},
    )


def ragged_of(places: Array, values: Array, length: int, kind: str) -> Ragged:
    """Return pairs of (place, value) as a ragged column: ordered by both, each pair once."""
    if not len(places):
        return Ragged(np.zeros(length, np.uint8), np.empty(0, kind))
    order = np.lexsort((values, places))
    places, values = places[order], values[order]
    new = np.ones(len(places), bool)
    new[1:] = (places[1:] != places[:-1]) | (values[1:] != values[:-1])
    places, values = places[new], values[new]
    counts = np.bincount(places, minlength=length)
    if counts.max() > MOST_VALUES:
        kept = np.arange(len(places)) - np.repeat(np.cumsum(counts) - counts, counts) < MOST_VALUES
        values, counts = values[kept], np.minimum(counts, MOST_VALUES)
    return Ragged(counts.astype(np.uint8), values.astype(kind))


def taken(rows: Rows, places: Array) -> Rows:
    """Return the rows at these places, in their order."""
    return Rows(
        rows.ids[places],
        {name: column[places] for name, column in rows.single.items()},
        {name: take_ragged(column, places) for name, column in rows.ragged.items()},
    )


def take_ragged(column: Ragged, places: Array) -> Ragged:
    counts = column.counts[places]
    return Ragged(counts, column.values[spans(starts_of(column.counts)[places], counts)])


def starts_of(counts: Array) -> Array:
    """Return where the values of each item begin."""
    ends = np.cumsum(counts, dtype=np.int64)
    return ends - counts


def spans(starts: Array, counts: Array) -> Array:
    """Return the places of all values of items that begin at `starts` and are so many."""
    whole = counts.astype(np.int64)
    before = np.cumsum(whole) - whole
    return np.repeat(starts - before, whole) + np.arange(int(whole.sum()))


def merged(older: Rows, newer: Rows) -> Rows:
    """Return both; where both know an item, as the newer says."""
    kept = taken(older, np.flatnonzero(~np.isin(older.ids, newer.ids)))
    both = joined((kept, newer))
    return taken(both, np.argsort(both.ids))


def joined(parts: Iterable[Rows]) -> Rows:
    """Return rows one after the other."""
    all_ = list(parts)
    return Rows(
        np.concatenate([each.ids for each in all_]),
        {n: np.concatenate([each.single[n] for each in all_]) for n in SINGLE_TYPES},
        {
            n: Ragged(
                np.concatenate([each.ragged[n].counts for each in all_]),
                np.concatenate([each.ragged[n].values for each in all_]),
            )
            for n in RAGGED_TYPES
        },
    )
