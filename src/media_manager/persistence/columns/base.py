"""The columns on disk: written slice by slice, mapped, and read slice by slice again."""

import mmap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from media_manager.persistence.columns.files import Array, ArrayWriter, open_array
from media_manager.persistence.columns.layout import NAME_COLUMNS, TITLE
from media_manager.persistence.columns.manifest import (
    ArrayFile,
    ColumnsUnusable,
    Manifest,
    write_manifest,
)
from media_manager.persistence.columns.rows import (
    RAGGED_TYPES,
    SINGLE_TYPES,
    Ragged,
    Rows,
    spans,
    starts_of,
)

# Items a block: where the values of a ragged column begin is kept once a block.
BLOCK: Final = 65_536
_COUNTS, _VALUES = ".counts", ".values"
# Above this the numbers of genres and countries no longer fit into two bytes.
_SMALL: Final = 2**16


@dataclass(frozen=True, slots=True)
class Base:
    """Mapped columns of the items 0 to `length`-1, at one point of the change log."""

    uid: str
    seq: int
    length: int
    single: Mapping[str, Array]
    ragged: Mapping[str, Ragged]
    starts: Mapping[str, Array]  # of each block of a ragged column
    maps: Sequence[mmap.mmap] = ()

    def give_back(self) -> None:
        """Let go of the pages in memory; the system still has them, and gives them again."""
        if hasattr(mmap, "MADV_DONTNEED"):
            for each in self.maps:
                each.madvise(mmap.MADV_DONTNEED)

    def rows(self, places: Array) -> Rows:
        """Return the columns of some items, which ascend."""
        return Rows(
            places,
            {name: column[places] for name, column in self.single.items()},
            {name: self.some(name, places) for name in self.ragged},
        )

    def between(self, first: int, last: int) -> Rows:
        """Return the columns of the items from `first` up to but without `last`."""
        return Rows(
            np.arange(first, last),
            {name: column[first:last] for name, column in self.single.items()},
            {name: self.ragged_between(name, first, last) for name in self.ragged},
        )

    def ragged_between(self, name: str, first: int, last: int) -> Ragged:
        column = self.ragged[name]
        begin = self._start(name, first)
        counts = column.counts[first:last]
        end = begin + int(counts.sum(dtype=np.int64))
        return Ragged(counts, column.values[begin:end])

    def _start(self, name: str, place: int) -> int:
        block = place // BLOCK
        before = self.ragged[name].counts[block * BLOCK : place]
        return int(self.starts[name][block]) + int(before.sum(dtype=np.int64))

    def some(self, name: str, places: Array) -> Ragged:
        column = self.ragged[name]
        counts = column.counts[places]
        starts = np.empty(len(places), np.int64)
        blocks = places // BLOCK
        for block in np.unique(blocks):
            there = blocks == block
            whole = column.counts[block * BLOCK : (block + 1) * BLOCK]
            inside = starts_of(whole)[places[there] - block * BLOCK]
            starts[there] = self.starts[name][block] + inside
        return Ragged(counts, column.values[spans(starts, counts)])


def open_base(folder: Path, manifest: Manifest) -> Base:
    """Map the columns of a manifest; raise ColumnsUnusable unless all are as written."""
    opened = {name: open_array(folder, file) for name, file in manifest.arrays.items()}
    arrays = {name: array for name, (array, _) in opened.items()}
    try:
        single = {name: arrays[name] for name in SINGLE_TYPES}
        ragged = {n: Ragged(arrays[n + _COUNTS], arrays[n + _VALUES]) for n in RAGGED_TYPES}
    except KeyError as error:
        raise ColumnsUnusable(f"there is no column {error}") from error
    counts = (each.counts for each in ragged.values())
    if any(len(each) != manifest.length for each in (*single.values(), *counts)):
        raise ColumnsUnusable("the columns are not of one length")
    base = Base(
        manifest.uid,
        manifest.seq,
        manifest.length,
        single,
        ragged,
        {name: _block_starts(each.counts) for name, each in ragged.items()},
        [mapped for _, mapped in opened.values() if mapped is not None],
    )
    base.give_back()
    return base


def _block_starts(counts: Array) -> Array:
    sums = [int(counts[a : a + BLOCK].sum(dtype=np.int64)) for a in range(0, len(counts), BLOCK)]
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sums, dtype=np.int64)])


class BaseWriter:
    """Writes columns slice by slice, so that they are never whole in memory."""

    def __init__(self, folder: Path, *, narrow: Iterable[str] = ()) -> None:
        """`narrow` are the columns whose numbers fit into two bytes."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        small = set(narrow)
        kinds = {name: kind for name, kind in SINGLE_TYPES.items() if name != TITLE}
        for name, kind in RAGGED_TYPES.items():
            kinds[name + _COUNTS] = "u1"
            kinds[name + _VALUES] = "u2" if name in small else kind
        self._writers = {name: ArrayWriter(folder, name, kind) for name, kind in kinds.items()}

    def add(self, rows: Rows) -> None:
        """Append the next items, dense."""
        for name in SINGLE_TYPES:
            if name != TITLE:
                self._writers[name].add(rows.single[name])
        for name, column in rows.ragged.items():
            self._writers[name + _COUNTS].add(column.counts)
            values = column.values
            if self._writers[name + _VALUES].type == "u2" and values.max(initial=0) >= _SMALL:
                raise ColumnsUnusable(f"{name} outgrew two bytes")
            self._writers[name + _VALUES].add(values)

    def finish(self, manifest: Manifest, ranks: Array) -> Manifest:
        """Write the ranks of titles and make these columns the ones that count."""
        title = ArrayWriter(self._folder, TITLE, SINGLE_TYPES[TITLE])
        title.add(ranks)
        arrays: dict[str, ArrayFile] = {n: each.close() for n, each in self._writers.items()}
        arrays[TITLE] = title.close()
        whole = replace(manifest, arrays=arrays)
        write_manifest(self._folder, whole)
        return whole

    def discard(self) -> None:
        """Remove what was written; nobody has seen it."""
        for each in self._writers.values():
            each.discard()


def narrow_columns(highest: Mapping[str, int]) -> list[str]:
    """Return the columns of names whose highest number leaves room in two bytes."""
    room = _SMALL - _SMALL // 8
    return [name for name in NAME_COLUMNS if highest.get(name, _SMALL) < room]


def replaced(base: Base, changed: Rows, first: int, last: int) -> Rows:
    """Return the items from `first` up to but without `last`; those in `changed` as it says."""
    known = base.between(first, min(last, base.length)) if first < base.length else None
    ids = np.arange(first, last)
    parts = [changed] if known is None else [known, changed]
    kept = len(known) if known is not None else 0
    # For each item the place of its row behind each other: known first, then changed.
    row = np.full(last - first, -1, np.int64)
    row[:kept] = np.arange(kept)
    row[changed.ids - first] = kept + np.arange(len(changed))
    return _rows_at(parts, ids, row)


def _rows_at(parts: list[Rows], ids: Array, row: Array) -> Rows:
    """Return dense rows; where there is no row, nothing is known."""
    there = row >= 0
    single: dict[str, Array] = {}
    for name, kind in SINGLE_TYPES.items():
        column = np.zeros(len(ids), kind)
        column[there] = np.concatenate([each.single[name] for each in parts])[row[there]]
        single[name] = column
    ragged: dict[str, Ragged] = {}
    for name in RAGGED_TYPES:
        all_counts = np.concatenate([each.ragged[name].counts for each in parts])
        all_values = np.concatenate([each.ragged[name].values for each in parts])
        counts = np.zeros(len(ids), np.uint8)
        counts[there] = all_counts[row[there]]
        begin = starts_of(all_counts)[row[there]]
        ragged[name] = Ragged(counts, all_values[spans(begin, counts[there])])
    return Rows(ids, single, ragged)
