"""What the change log says that columns have to look at again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from media_manager.domain.changes import LibraryChanges
from media_manager.persistence.columns.columns import Columns, alive
from media_manager.persistence.columns.files import Array
from media_manager.persistence.reader import LibraryReader

# Changes of things that no column holds; names are looked up when they are shown.
_ELSEWHERE: Final = frozenset(
    {"jobs", "reviews", "roots", "search", "counters", "libraries", "searches", "settings"}
)
_REMOVED: Final = frozenset({"removed"})
# Ids a statement: their text is cut without holding the others up.
_PAGE: Final = 50_000


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed up to `seq`: these ids, and items that went, which nobody counted."""

    seq: int
    ids: frozenset[int]
    removed: bool = False


def changes_after(reader: LibraryReader, seq: int) -> Changed | None:
    """Return what changed after `seq`; None when that may be everything."""
    newest = reader.seq()
    if newest == seq:
        return Changed(seq, frozenset())
    # A smaller one is another library at the same place: after a restore all is new.
    found = reader.changes_since(seq) if newest > seq else None
    return None if found is None else _gathered(newest, found)


def _gathered(newest: int, changes: Iterable[LibraryChanges]) -> Changed | None:
    ids: set[int] = set()
    removed = False
    for each in changes:
        if each.fields and each.fields <= _ELSEWHERE:
            continue
        if each.ids is not None:
            ids |= each.ids
        elif each.fields <= _REMOVED | _ELSEWHERE:
            removed = True
        else:
            return None
    return Changed(newest, frozenset(ids), removed)


def gone(reader: LibraryReader, columns: Columns) -> Iterator[Array]:
    """Yield the ids of items that the columns have and the library no longer has, in pages."""
    known = alive(columns)
    for start in range(0, columns.length, _PAGE):
        row = reader.execute(
            "SELECT group_concat(id) FROM media_item WHERE id BETWEEN ? AND ?",
            [start, start + _PAGE - 1],
        ).fetchone()
        there = np.fromstring(row[0] or "", np.int64, sep=",")
        mine = known[np.searchsorted(known, start) : np.searchsorted(known, start + _PAGE)]
        yield mine[~np.isin(mine, there)]
