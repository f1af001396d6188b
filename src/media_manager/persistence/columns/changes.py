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
# The columns that a field is in: when it changes in more items than can be named, only these are
# read again. SINGLE stands for all columns with one number an item, which are read together.
SINGLE: Final = "single"
_MINE: Final = frozenset({SINGLE, "watched_at", "plays", "my_rating"})
_COLUMNS: Final = {
    "tags": frozenset({"tag"}),
    "studios": frozenset({"studio"}),
    "countries": frozenset({"country"}),
    "genres": frozenset({SINGLE, "genre"}),
    "credits": frozenset({SINGLE, "person"}),
    **dict.fromkeys(
        ("watched", "favorite", "rating", "play_count", "resume_ms", "last_played_at"), _MINE
    ),
}
# Fields that leave the place of a title as it is.
_SAME_TITLE: Final = frozenset(_COLUMNS) | _ELSEWHERE | {"file_state", "note", "poster_id"}
_KNOWN: Final = _ELSEWHERE | _REMOVED | frozenset(_COLUMNS)


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed up to `seq`: these ids, and items that went, which nobody counted.

    `everywhere` are the columns that may have changed in every item; `titled` are the ids whose
    titles may be others now, or new.
    """

    seq: int
    ids: frozenset[int]
    removed: bool = False
    everywhere: frozenset[str] = frozenset()
    titled: frozenset[int] = frozenset()

    @property
    def is_nothing(self) -> bool:
        return not (self.ids or self.removed or self.everywhere)


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
    titled: set[int] = set()
    removed = False
    everywhere: frozenset[str] = frozenset()
    for each in changes:
        if each.fields and each.fields <= _ELSEWHERE:
            continue
        if each.ids is not None:
            ids |= each.ids
            if not each.fields <= _SAME_TITLE:
                titled |= each.ids
        elif each.fields and each.fields <= _KNOWN:
            removed = removed or not _REMOVED.isdisjoint(each.fields)
            everywhere = everywhere.union(*(_COLUMNS.get(name, ()) for name in each.fields))
        else:
            return None
    return Changed(newest, frozenset(ids), removed, everywhere, frozenset(titled))


def is_nothing(reader: LibraryReader, seq: int) -> bool:
    """Tell whether no column changed after `seq`."""
    changed = changes_after(reader, seq)
    return changed is not None and changed.is_nothing
