"""Rows out of the pages of a database file whose tree is broken: what SQLite itself cannot reach.

A table is a tree of pages. When a page near its root is destroyed, the leaves below it are whole
but nobody knows of them. Here they are found by looking at every page: those that belong to no
other table, are not free, and hold only rows of the right shape.
(The format: sqlite.org/fileformat2.html.)
"""

import mmap
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from struct import unpack_from
from typing import Any, Final

_LEAF: Final = 0x0D
_INNER: Final = 0x05
_INDEX_INNER: Final = 0x02
_INDEX_LEAF: Final = 0x0A
_FIRST_OFFSET: Final = 100
_LOCAL_EXTRA: Final = 35
_LEAST_EXTRA: Final = 23
_INT_SIZES: Final = (0, 1, 2, 3, 4, 6, 8)
_LAST_INT: Final = 6
_FLOAT: Final = 7
_ZERO: Final = 8
_ONE: Final = 9
_BLOBS_FROM: Final = 12
_LONGEST_CHAIN: Final = 100_000
_VARINT_BYTES: Final = 9


@dataclass(frozen=True, slots=True)
class TableShape:
    """What a row of a table looks like: the types of its columns, and which may be empty."""

    name: str
    types: tuple[str, ...]
    needed: tuple[bool, ...]
    key: int | None  # the column that is the row's number and stands empty in the row

    def fits(self, values: Sequence[Any]) -> bool:
        """Tell whether a row can be one of this table."""
        if len(values) != len(self.types):
            return False
        return all(
            index == self.key or _fits(value, kind, needed=needed)
            for index, (value, kind, needed) in enumerate(
                zip(values, self.types, self.needed, strict=True)
            )
        )


class Unparsable(Exception):  # noqa: N818 - named by what happened
    """These bytes are no page, cell or row."""


def carve_rows(
    source: Path, shape: TableShape, others: Sequence[TableShape]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table whose tree is broken; `others` are tables that are broken as well.

    A page that may belong to two tables is nobody's.
    """
    with source.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        pages = _Pages(data, _page_size(data))
        taken = _taken_pages(source, pages, {shape.name, *(each.name for each in others)})
        for number in range(2, pages.count + 1):
            if number in taken or pages.kind(number) != _LEAF:
                continue
            try:
                rows = list(pages.rows(number))
            except (Unparsable, IndexError, ValueError):
                continue
            if rows and _is_only(rows, shape, others):
                yield from (_with_key(row, number, shape) for number, row in rows)


def table_shape(database: sqlite3.Connection, table: str) -> TableShape:
    """Return the shape of a table of the fresh schema."""
    rows = database.execute(f'PRAGMA main.table_info("{table}")').fetchall()
    keys = [row[0] for row in rows if row[5]]
    alias = keys[0] if len(keys) == 1 and rows[keys[0]][2].upper() == "INTEGER" else None
    return TableShape(
        table,
        tuple(_affinity(row[2]) for row in rows),
        tuple(bool(row[3]) for row in rows),
        alias,
    )


def _is_only(
    rows: Sequence[tuple[int, list[Any]]], shape: TableShape, others: Sequence[TableShape]
) -> bool:
    if not all(shape.fits(values) for _number, values in rows):
        return False
    return not any(all(each.fits(values) for _number, values in rows) for each in others)


def _with_key(values: list[Any], number: int, shape: TableShape) -> tuple[Any, ...]:
    if shape.key is not None:
        values[shape.key] = number
    return tuple(values)


def _fits(value: Any, kind: str, *, needed: bool) -> bool:
    if value is None:
        return not needed
    match kind:
        case "int":
            return isinstance(value, int)
        case "real":
            return isinstance(value, int | float)
        case "text":
            return isinstance(value, str)
    return isinstance(value, bytes)


def _affinity(declared: str) -> str:
    word = declared.upper()
    if "INT" in word or "BOOL" in word:
        return "int"
    if "CHAR" in word or "TEXT" in word:
        return "text"
    return "blob" if "BLOB" in word or not word else "real"


def _page_size(data: mmap.mmap) -> int:
    size = int.from_bytes(data[16:18], "big")
    return 65_536 if size == 1 else size


def _taken_pages(source: Path, pages: "_Pages", broken: set[str]) -> set[int]:
    """Return the pages of whole tables and of all indexes, and those that are free."""
    address = f"{source.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as database:
        roots = database.execute(
            "SELECT tbl_name, type, rootpage FROM sqlite_master WHERE rootpage > 0"
        ).fetchall()
    taken: set[int] = set(pages.free())
    for table, kind, root in roots:
        if kind == "index" or table not in broken:
            pages.walk(root, taken)
    return taken


class _Pages:
    """The pages of one file, by number from 1."""

    def __init__(self, data: mmap.mmap, size: int) -> None:
        self._data = data
        self._size = size
        self.count = len(data) // size

    def kind(self, number: int) -> int:
        return self._data[(number - 1) * self._size + (_FIRST_OFFSET if number == 1 else 0)]

    def free(self) -> Iterator[int]:
        """Yield the pages of the free list, as far as it can be followed."""
        trunk, seen = self._number(32), 0
        while 0 < trunk <= self.count and seen < self.count:
            yield trunk
            start = (trunk - 1) * self._size
            held = min(self._number(start + 4), self._size // 4 - 2)
            yield from unpack_from(f">{held}I", self._data, start + 8)
            seen += held + 1
            trunk = self._number(start)

    def walk(self, root: int, seen: set[int]) -> None:
        """Note all pages of the tree below `root`."""
        ahead = [root]
        while ahead:
            number = ahead.pop()
            if number in seen or not 0 < number <= self.count:
                continue
            seen.add(number)
            if self.kind(number) in {_INNER, _INDEX_INNER}:
                ahead += self._children(number)

    def _children(self, number: int) -> list[int]:
        start = (number - 1) * self._size
        head = start + (_FIRST_OFFSET if number == 1 else 0)
        cells = int.from_bytes(self._data[head + 3 : head + 5], "big")
        found = [self._number(head + 8)]
        for index in range(min(cells, self._size // 2)):
            at = head + 12 + 2 * index
            cell = int.from_bytes(self._data[at : at + 2], "big")
            if cell + 4 <= self._size:
                found.append(self._number(start + cell))
        return found

    def rows(self, number: int) -> Iterator[tuple[int, list[Any]]]:
        """Yield (row number, values) of a leaf; raise Unparsable when it is none."""
        start = (number - 1) * self._size
        page = self._data[start : start + self._size]
        cells = int.from_bytes(page[3:5], "big")
        if not 0 < cells <= self._size // 4:
            raise Unparsable
        for index in range(cells):
            at = int.from_bytes(page[8 + 2 * index : 10 + 2 * index], "big")
            if not 8 + 2 * cells <= at < self._size:
                raise Unparsable
            length, at = _varint(page, at)
            rowid, at = _varint(page, at)
            yield rowid, _record(self._payload(page, at, length))

    def _payload(self, page: bytes, at: int, length: int) -> bytes:
        """Return what a cell holds, with what overflowed to other pages."""
        usable = self._size
        local = length
        if length > usable - _LOCAL_EXTRA:
            least = (usable - 12) * 32 // 255 - _LEAST_EXTRA
            local = least + (length - least) % (usable - 4)
            local = least if local > usable - _LOCAL_EXTRA else local
        parts = [page[at : at + local]]
        following = (
            int.from_bytes(page[at + local : at + local + 4], "big") if local < length else 0
        )
        have = local
        for _ in range(_LONGEST_CHAIN):
            if have >= length:
                return b"".join(parts)[:length]
            if not 0 < following <= self.count:
                break
            start = (following - 1) * usable
            parts.append(self._data[start + 4 : start + usable])
            have += usable - 4
            following = self._number(start)
        raise Unparsable

    def _number(self, at: int) -> int:
        return int.from_bytes(self._data[at : at + 4], "big")


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for count in range(1, _VARINT_BYTES + 1):
        byte = data[at]
        at += 1
        if count == _VARINT_BYTES:
            value = value << 8 | byte
            break
        value = value << 7 | byte & 0x7F
        if byte < 0x80:  # noqa: PLR2004 - the bit that says that more follow
            break
    return (value - (1 << 64) if value >= 1 << 63 else value), at


def _record(payload: bytes) -> list[Any]:
    head, at = _varint(payload, 0)
    if not at <= head <= len(payload):
        raise Unparsable
    types = []
    while at < head:
        kind, at = _varint(payload, at)
        types.append(kind)
    values, at = [], head
    for kind in types:
        value, size = _value(payload, at, kind)
        values.append(value)
        at += size
    if at != len(payload):
        raise Unparsable
    return values


def _value(payload: bytes, at: int, kind: int) -> tuple[Any, int]:
    if kind == 0:
        return None, 0
    if kind <= _LAST_INT:
        size = _INT_SIZES[kind]
        return int.from_bytes(payload[at : at + size], "big", signed=True), size
    if kind == _FLOAT:
        return unpack_from(">d", payload, at)[0], 8
    if kind in {_ZERO, _ONE}:
        return kind - _ZERO, 0
    if kind < _BLOBS_FROM:
        raise Unparsable
    size = (kind - _BLOBS_FROM) // 2
    raw = payload[at : at + size]
    return (raw if kind % 2 == 0 else raw.decode("utf-8")), size
