"""What the change log says that columns have to look at again. Needs no numpy."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from media_manager.domain.changes import LibraryChanges
from media_manager.persistence.reader import LibraryReader

# Changes of things that no column holds; names are looked up when they are shown.
_ELSEWHERE: Final = frozenset(
    {"jobs", "reviews", "roots", "search", "counters", "libraries", "searches", "settings"}
)
_REMOVED: Final = frozenset({"removed"})


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


def is_nothing(reader: LibraryReader, seq: int) -> bool:
    """Tell whether no column changed after `seq`."""
    changed = changes_after(reader, seq)
    return changed is not None and not changed.ids and not changed.removed
