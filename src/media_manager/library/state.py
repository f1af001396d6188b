"""Mark watched, favorite, rated, tagged: what a person says of items with one key."""

from collections.abc import Sequence

from media_manager.domain.uids import now_us
from media_manager.domain.values import ListEdit
from media_manager.persistence.repositories.items import add_history, set_user_state
from media_manager.persistence.repositories.values import (
    apply_values,
    find_user_values,
    save_user_values,
)
from media_manager.persistence.repositories.watched import refresh_parents, with_descendants
from media_manager.persistence.store import LibraryStore

# Called on the edit lane: each transaction stays below 50 ms.
_BATCH = 500
HIGHEST_RATING = 10.0


def set_watched(
    store: LibraryStore, item_ids: Sequence[int], *, watched: bool, viewer_id: int = 1
) -> None:
    """Mark items watched or not; what was begun is no longer to be continued.

    A show or season takes its episodes along; seasons and shows above follow their episodes.
    """
    values = {"watched": watched, "resume_ms": 0, "play_count": int(watched)}
    for named in _batches(item_ids):
        with store.writing("user", durable=True) as session:
            chosen = with_descendants(session, named)
        for batch in _batches(chosen):
            with store.writing("user", durable=True) as session:
                set_user_state(session, batch, viewer_id, **values)
                add_history(session, batch, "watched" if watched else "unwatched")
        with store.writing("user", durable=True) as session:
            refresh_parents(session, named, viewer_id)


def set_favorite(
    store: LibraryStore, item_ids: Sequence[int], *, favorite: bool, viewer_id: int = 1
) -> None:
    """Mark items as favorites or not."""
    for batch in _batches(item_ids):
        with store.writing("user", durable=True) as session:
            set_user_state(session, batch, viewer_id, favorite=favorite)


def set_rating(
    store: LibraryStore, item_ids: Sequence[int], rating: float | None, *, viewer_id: int = 1
) -> None:
    """Rate items from 0 to 10; None takes the rating back."""
    if rating is not None and not 0 <= rating <= HIGHEST_RATING:
        raise ValueError(f"a rating is from 0 to {HIGHEST_RATING:g}, not {rating}")
    for batch in _batches(item_ids):
        with store.writing("user", durable=True) as session:
            set_user_state(session, batch, viewer_id, rating=rating)


def note_played(store: LibraryStore, item_id: int, *, viewer_id: int = 1) -> None:
    """Note that an item was handed to a player."""
    with store.writing("user", durable=True) as session:
        set_user_state(session, [item_id], viewer_id, last_played_at=now_us())
        add_history(session, [item_id], "played")


def change_tags(
    store: LibraryStore,
    item_ids: Sequence[int],
    *,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
) -> None:
    """Add and remove tags; a removed one never comes back by a refresh."""
    for batch in _batches(item_ids):
        with store.writing("user", durable=True) as session:
            known = find_user_values(session, batch, "tags")
            for item_id in batch:
                edit = _merged(known.get(item_id), add, remove)
                save_user_values(session, [item_id], {"tags": edit})
            apply_values(session, batch)


def _merged(before: object, add: Sequence[str], remove: Sequence[str]) -> ListEdit:
    edit = before if isinstance(before, ListEdit) else ListEdit()
    added = [tag for tag in dict.fromkeys((*edit.add, *add)) if tag not in remove]
    removed = [tag for tag in dict.fromkeys((*edit.remove, *remove)) if tag not in add]
    return ListEdit(tuple(added), tuple(removed), edit.replace)


def _batches(ids: Sequence[int]) -> list[list[int]]:
    return [list(ids[start : start + _BATCH]) for start in range(0, len(ids), _BATCH)]
