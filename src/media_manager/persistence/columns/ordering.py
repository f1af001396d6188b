"""Put ids in order by columns: a million in tens of milliseconds, without holding the others up.

All keys and the id are packed into one number of 63 bits, which numpy sorts fastest. Keys that
are too wide for that are replaced by their ranks.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from media_manager.persistence.columns.files import Array

_BITS: Final = 62


def order_ids(ids: Array, keys: Sequence[tuple[Array, bool]], *, first: int | None = None) -> Array:
    """Return ids by keys (values, whether descending), the last direction for the id too.

    `first` asks for so many only. Each id comes once.
    """
    if not len(ids):
        return ids
    descending = keys[-1][1] if keys else False
    highest = int(ids.max())
    low = highest - ids if descending else ids
    ways = [_Key(~values if down else values) for values, down in keys]
    width = highest.bit_length()
    packed = _packed(ways, width) | low
    if first is not None and first < len(packed):
        packed = np.partition(packed, first)[:first]
    packed.sort()
    found: Array = packed & ((1 << width) - 1)
    return highest - found if descending else found


class _Key:
    """Values from 0 up, and how many bits they need."""

    def __init__(self, values: Array) -> None:
        # In 64 bits: between the least and the greatest of a type is more than it holds.
        least, greatest = int(values.min()), int(values.max())
        self.bits = (greatest - least).bit_length()
        self.dense = False
        self.values: Array = values
        if self.bits < _BITS:
            self.values = values.astype(np.int64) - least

    def make_dense(self) -> None:
        """Replace values by their ranks: as few bits as there are different ones."""
        order = np.argsort(self.values)
        inorder = self.values[order]
        ranks = np.zeros(len(order), np.int64)
        np.cumsum(inorder[1:] != inorder[:-1], out=ranks[1:])
        self.values = np.empty_like(ranks)
        self.values[order] = ranks
        self.bits = int(ranks[-1]).bit_length()
        self.dense = True


def _packed(keys: list[_Key], width: int) -> Array:
    """Return all keys as one number each, above the bits of the id."""
    while sum(each.bits for each in keys) + width > _BITS:
        widest = max((each for each in keys if not each.dense), key=_bits, default=None)
        if widest is not None:
            widest.make_dense()
            continue
        # All are dense, so two fit into one number, whose ranks are no more than there are ids.
        both = _Key((keys[0].values << keys[1].bits) | keys[1].values)
        both.make_dense()
        keys = [both, *keys[2:]]
    packed = np.zeros((), np.int64)
    for each in keys:
        packed = (packed << each.bits) | each.values
    shifted: Array = packed << width
    return shifted


def _bits(key: _Key) -> int:
    return key.bits
