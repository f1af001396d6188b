"""What changed, announced after commit: which ids, which fields, since which sequence number."""

import sys
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

ALL_ABOVE = 100_000


@dataclass(frozen=True, slots=True)
class LibraryChanges:
    """One committed transaction. `ids` is None for ALL: too many to name one by one."""

    seq: int
    origin: str
    fields: frozenset[str]
    ids: frozenset[int] | None

    def touches(self, item_id: int) -> bool:
        return self.ids is None or item_id in self.ids


def pack_ids(ids: Iterable[int]) -> bytes:
    """Return ids as 8 bytes each, little endian, in the order given."""
    packed = array("q", ids)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def unpack_ids(packed: bytes) -> "array[int]":
    """Return what `pack_ids` packed."""
    ids = array("q")
    ids.frombytes(packed)
    if sys.byteorder == "big":
        ids.byteswap()
    return ids
