"""All columns of a library at one point of its change log: mapped, and what changed since.

A value: nothing in it changes once it is made, so that any thread may read it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from media_manager.persistence.columns.base import Base, open_base
from media_manager.persistence.columns.files import Array
from media_manager.persistence.columns.layout import ORDERS, TITLE, TITLE_TYPE
from media_manager.persistence.columns.manifest import ColumnsUnusable, read_manifest
from media_manager.persistence.columns.ordering import order_ids
from media_manager.persistence.columns.rows import Ragged, Rows, no_rows

_UNKNOWN: Final = -(2**63)
# Columns that only few items have, and what the others have in their place.
_OPTIONAL: Final = {"watched_at": _UNKNOWN, "plays": 0, "my_rating": _UNKNOWN, "taken": _UNKNOWN}


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one library, true at `seq`; `changed` stands above the mapped base.

    `codes` are the words that the numbers of a column of words stand for.
    """

    base: Base
    seq: int
    changed: Rows
    codes: Mapping[str, tuple[str, ...]]

    @property
    def uid(self) -> str:
        return self.base.uid

    @property
    def length(self) -> int:
        """Return one more than the highest id."""
        last = int(self.changed.ids[-1]) + 1 if len(self.changed) else 0
        return max(self.base.length, last)

    @staticmethod
    def can_rank(orders: Sequence[tuple[str, bool]]) -> bool:
        """Tell whether there is a column behind each of these columns of SQL."""
        return bool(orders) and all(column in ORDERS for column, _ in orders)

    def ranked(
        self, packed: bytes, orders: Sequence[tuple[str, bool]], *, first: int | None = None
    ) -> bytes:
        """Return packed ids in the order that SQL gives them, or the first of them.

        `orders` are columns as the compiler of queries names them, each with whether it
        descends; ids follow in the direction of the last. Every id is there at `seq`.
        """
        ids = np.frombuffer(packed, np.int64)
        places = _Places(self, ids)
        keys = [(places.values(ORDERS[column]), down) for column, down in orders]
        self.base.give_back()
        return order_ids(ids, keys, first=first).tobytes()


class _Places:
    """Where the columns of some ids stand: in the base, or in what changed."""

    def __init__(self, columns: Columns, ids: Array) -> None:
        self._columns = columns
        self._ids = ids
        length = columns.base.length
        self._inside = None if int(ids.max(initial=0)) < length else ids < length
        self._newer: Array | None = None
        self._at: Array | None = None
        if len(columns.changed):
            flags = np.zeros(columns.length, bool)
            flags[columns.changed.ids] = True
            self._newer = np.flatnonzero(flags[ids])
            self._at = np.searchsorted(columns.changed.ids, ids[self._newer])

    def values(self, name: str) -> Array:
        """Return a column at these ids; what is not known sorts before everything."""
        base, changed = self._columns.base, self._columns.changed
        if name in _OPTIONAL:
            below = _dense(base.ragged[name], _OPTIONAL[name])
            above = _dense(changed.ragged[name], _OPTIONAL[name])
        else:
            below, above = base.single[name], changed.single[name]
        if self._inside is None:
            found = below[self._ids]
        else:
            found = np.zeros(len(self._ids), below.dtype)
            found[self._inside] = below[self._ids[self._inside]]
        if self._newer is not None:
            found[self._newer] = above[self._at]
        return found


def _dense(column: Ragged, otherwise: int) -> Array:
    whole = np.full(len(column.counts), otherwise, np.int64)
    whole[np.flatnonzero(column.counts)] = column.values
    return whole


def open_columns(folder: Path, uid: str, seq: int | None = None) -> Columns | None:
    """Map the columns in a folder, if they are of this library and, if asked, of this point.

    None when there are none to use; they are made again behind the window.
    """
    try:
        manifest = read_manifest(folder)
        if manifest.uid != uid or (seq is not None and manifest.seq != seq):
            return None
        return Columns(open_base(folder, manifest), manifest.seq, no_rows(), manifest.codes)
    except ColumnsUnusable:
        return None


def alive_flags(columns: Columns) -> Array:
    """Return of each id whether there is an item."""
    flags = np.zeros(columns.length, bool)
    flags[: columns.base.length] = columns.base.single["type"] > 0
    flags[columns.changed.ids] = columns.changed.single["type"] > 0
    return flags


def alive(columns: Columns) -> Array:
    """Return the ids of all items that are there."""
    return np.flatnonzero(alive_flags(columns))


def title_places(columns: Columns, without: Array) -> tuple[Array, Array]:
    """Return (ids, ranks of titles) of the items that are there, but for some."""
    ids = alive(columns)
    ids = ids[~np.isin(ids, without)]
    return ids, _Places(columns, ids).values(TITLE)


def ranks_of(columns: Columns, ids: Array) -> Array:
    """Return the ranks of titles; 0 for items that the columns do not have."""
    known = ids < columns.length
    ranks = np.zeros(len(ids), TITLE_TYPE)
    ranks[known] = _Places(columns, ids[known]).values(TITLE)
    return ranks
