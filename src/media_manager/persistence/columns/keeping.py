"""Make columns and keep them current: as a generator, so that whoever runs it can stop or wait.

Each step is a slice of some milliseconds and a reading of its own. What changes meanwhile is in
the change log, and is looked at when the slices are done.
"""

from collections.abc import Generator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from media_manager.persistence.columns.base import (
    BaseWriter,
    narrow_columns,
    open_base,
    replaced,
)
from media_manager.persistence.columns.changes import Changed, changes_after
from media_manager.persistence.columns.columns import (
    Columns,
    open_columns,
    ranks_of,
    title_places,
)
from media_manager.persistence.columns.files import Array
from media_manager.persistence.columns.gone import gone
from media_manager.persistence.columns.layout import NAME_COLUMNS, TITLE
from media_manager.persistence.columns.manifest import Manifest
from media_manager.persistence.columns.rows import Rows, merged, no_rows
from media_manager.persistence.columns.source import SLICE, ColumnSource
from media_manager.persistence.columns.titles import NoRoom, TitleRanks, keys_of, place_titles
from media_manager.persistence.facet_reader import NAMES
from media_manager.persistence.reader import LibraryReader

Steps = Generator[None, None, Columns]

# More changes than this are not placed one by one: the titles are ranked anew, in 2 s a million.
MOST_PATCHED: Final = 5_000
# The share of a library that may stand above the base before it is written anew.
_MOST_ABOVE: Final = 10
_FEW_ABOVE: Final = 10_000


class TooMuch(Exception):  # noqa: N818 - named by what happened
    """So much changed that the columns have to be written anew."""


def current_columns(folder: Path, reader: LibraryReader, held: Columns | None = None) -> Steps:
    """Return columns that are current: held ones, those on disk, or new ones.

    While a scan writes without a pause they may be behind again when this ends: once is enough,
    and whoever keeps them comes back later.
    """
    uid = reader.uid()
    columns = held if held is not None and held.uid == uid else open_columns(folder, uid)
    yield
    changed = None if columns is None else changes_after(reader, columns.seq)
    if columns is not None and changed is not None:
        try:
            return (yield from _caught_up(reader, columns, changed))
        except TooMuch:
            pass
    columns = yield from _written(folder, reader, None if changed is None else columns, changed)
    changed = changes_after(reader, columns.seq)
    if changed is not None:
        with suppress(TooMuch):
            columns = yield from _caught_up(reader, columns, changed)
    return columns


def patched(reader: LibraryReader, columns: Columns, *, most: int = MOST_PATCHED) -> Columns:
    """Return columns that are true now; raise TooMuch when that takes more than a moment."""
    with reader.snapshot():
        return patched_within(reader, columns, most=most)


def patched_within(reader: LibraryReader, columns: Columns, *, most: int = MOST_PATCHED) -> Columns:
    """Do the same within a snapshot of the caller, and so for its moment."""
    changed = changes_after(reader, columns.seq)
    if changed is None or changed.removed or changed.everywhere or len(changed.ids) > most:
        raise TooMuch
    return _patched(reader, columns, changed, sorted(changed.ids))


def _caught_up(reader: LibraryReader, columns: Columns, changed: Changed) -> Steps:
    if changed.seq == columns.seq:
        return columns
    if changed.everywhere:
        raise TooMuch
    ids = set(changed.ids)
    if changed.removed:
        for page in gone(reader, columns):
            ids.update(page.tolist())
            yield
    if len(ids) > MOST_PATCHED:
        raise TooMuch
    with reader.snapshot():
        if reader.seq() == changed.seq:
            return _patched(reader, columns, changed, sorted(ids))
    return columns  # more was written just now: it is looked at the next time


def _patched(reader: LibraryReader, columns: Columns, changed: Changed, ids: list[int]) -> Columns:
    if not ids:
        return replace(columns, seq=changed.seq)
    source = ColumnSource(reader, columns.codes)
    rows = source.of(ids)
    _rank(reader, columns, rows, changed.titled)
    above = merged(columns.changed, rows)
    if len(above) > max(_FEW_ABOVE, columns.length // _MOST_ABOVE):
        raise TooMuch
    return Columns(columns.base, changed.seq, above, source.codes)


def _rank(reader: LibraryReader, columns: Columns, rows: Rows, titled: frozenset[int]) -> None:
    """Give the titles of new and changed items their places among the others."""
    ranks = rows.single[TITLE]
    ranks[:] = ranks_of(columns, rows.ids)
    moved = np.isin(rows.ids, np.array(sorted(titled), np.int64)) | (ranks == 0)
    moved &= rows.single["type"] > 0
    if not moved.any():
        return
    again = rows.ids[moved]
    keys = keys_of(reader, again.tolist())
    try:
        placed = place_titles(reader, keys, *title_places(columns, again))
    except NoRoom as error:
        raise TooMuch from error
    ranks[moved] = [placed.get(each, 0) for each in again.tolist()]


def _written(
    folder: Path, reader: LibraryReader, older: Columns | None, changed: Changed | None
) -> Steps:
    """Write all columns anew: from the library, or from older ones where nothing changed."""
    uid, seq = reader.uid(), reader.seq() if changed is None else changed.seq
    source = ColumnSource(reader, {} if older is None else older.codes)
    length = source.length()
    again = yield from _to_read_again(reader, older, changed)
    everywhere = frozenset[str]() if changed is None else changed.everywhere
    writer = BaseWriter(folder, narrow=narrow_columns(_highest(reader)))
    try:
        for first in range(0, length, SLICE):
            last = min(first + SLICE, length)
            rows = _slice(source, older, again, first, last)
            if everywhere:
                rows = source.again(rows, everywhere)
            writer.add(rows)
            yield
        titles = TitleRanks(reader, length)
        for _page in titles.pages():
            yield
        manifest = Manifest(uid, seq, length, {}, source.codes)
        manifest = writer.finish(manifest, titles.ranks())
    except BaseException:
        writer.discard()
        raise
    return Columns(open_base(folder, manifest), seq, no_rows(), manifest.codes)


def _to_read_again(
    reader: LibraryReader, older: Columns | None, changed: Changed | None
) -> Generator[None, None, Array]:
    """Return the ids that the base of older columns no longer tells the truth of."""
    if older is None or changed is None:
        return np.empty(0, np.int64)
    parts: list[Array] = [older.changed.ids, np.array(sorted(changed.ids), np.int64)]
    if changed.removed:
        for page in gone(reader, older):
            parts.append(page)
            yield
    found: Array = np.unique(np.concatenate(parts))
    return found


def _slice(
    source: ColumnSource, older: Columns | None, again: Array, first: int, last: int
) -> Rows:
    if older is None:
        return source.between(first, last - 1)
    inside = again[np.searchsorted(again, first) : np.searchsorted(again, last)]
    return replaced(older.base, source.of(inside.tolist()), first, last)


def _highest(reader: LibraryReader) -> dict[str, int]:
    return {
        column: int(reader.execute(f"SELECT max(id) FROM {NAMES[facet][0]}").fetchone()[0] or 0)
        for column, facet in NAME_COLUMNS.items()
    }


def finished(steps: Steps) -> Columns:
    """Run steps to their end at once and return what they made."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            columns: Columns = end.value
            return columns
