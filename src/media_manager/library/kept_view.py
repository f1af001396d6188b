"""The ids of the last view in a cache file, so that a start shows its list without asking for it.

A million ids take half a second to read from the database, and two milliseconds from here. The
file belongs to one database at one point of its change log; at any other point it is ignored.
"""

import sys
from pathlib import Path
from struct import Struct
from typing import TYPE_CHECKING, Final

from media_manager.domain.paging import ResultSet
from media_manager.domain.query import Field, Node, Not, Query

if TYPE_CHECKING:
    from media_manager.persistence.reader import LibraryReader

# Magic with the order of the bytes, seq, the lengths of uid and query, how many ids.
_HEAD: Final = Struct("=4sqHIQ")
_MAGIC: Final = b"MMv1" if sys.byteorder == "little" else b"MMV1"
_ID_BYTES: Final = 8
# What is true at one point of the change log stays true there; `added:<30d` would not.
_LASTING: Final = frozenset({"type", "library_id", "root", "parent", "tag", "is"})


class KeptView:
    """One file with one result set. A missing, foreign, torn or older file is no error."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def result_set(self, reader: "LibraryReader", query: Query) -> ResultSet | None:
        """Return all ids of a query, or None when they were not kept."""
        found = self._read(reader, query)
        return None if found is None else ResultSet(query, *found)

    def keep(self, uid: str, result: ResultSet) -> None:
        """Write a result in the place of the one before; raise DiskFull or OSError."""
        # Late: a start only reads.
        from media_manager.files import write_atomic  # noqa: PLC0415 - as above

        name, key = uid.encode(), repr(result.query).encode()
        head = _HEAD.pack(_MAGIC, result.seq, len(name), len(key), len(result))
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomic(self._path, b"".join((head, name, key, result.packed)))

    def _read(self, reader: "LibraryReader", query: Query) -> tuple[int, bytes] | None:
        """Return (seq, packed ids) if the file is about this query and this moment."""
        try:
            with self._path.open("rb", buffering=0) as file:
                head = file.read(_HEAD.size)
                if len(head) < _HEAD.size:
                    return None
                magic, seq, uid_bytes, key_bytes, count = _HEAD.unpack(head)
                key = repr(query).encode()
                if magic != _MAGIC or key_bytes != len(key):
                    return None
                named = file.read(uid_bytes + key_bytes)
                if named[uid_bytes:] != key or not _is_of(reader, named[:uid_bytes], seq):
                    return None
                packed = file.read()
        except OSError:
            return None
        return (seq, packed) if len(packed) == count * _ID_BYTES else None


def uid_of_kept_view(path: Path) -> str:
    """Return whose view a file holds; nothing when it is none."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD.size)
            if len(head) < _HEAD.size or not head.startswith(_MAGIC):
                return ""
            return file.read(_HEAD.unpack(head)[2]).decode("ascii", "replace")
    except OSError:
        return ""


def can_be_kept(query: object) -> bool:
    """Tell whether the answer to a query changes only when the library does."""
    return isinstance(query, Query) and all(_lasts(node) for node in query.where)


def _lasts(node: Node) -> bool:
    if isinstance(node, Not):
        return _lasts(node.node)
    return isinstance(node, Field) and node.name in _LASTING


def _is_of(reader: "LibraryReader", uid: bytes, seq: int) -> bool:
    return reader.seq() == seq and reader.uid().encode() == uid
