"""Mark watched, favorite, rated, tagged: what a person says of items with one key.

Each is a step that can be undone: see `library.bulk` and `library.undo`.
"""

from collections.abc import Sequence

from media_manager.domain.steps import (
    FavoriteChange,
    RatingChange,
    StepResult,
    TagChange,
    WatchedChange,
)
from media_manager.domain.uids import now_us
from media_manager.library.bulk import change_items
from media_manager.persistence.repositories.items import add_history, set_user_state
from media_manager.persistence.store import LibraryStore


def set_watched(
    store: LibraryStore, item_ids: Sequence[int], *, watched: bool, viewer_id: int = 1
) -> StepResult:
    """Mark items watched or not; what was begun is no longer to be continued.

    A show or season takes its episodes along; seasons and shows above follow their episodes.
    """
    return change_items(store, item_ids, WatchedChange(watched, viewer_id))


def set_favorite(
    store: LibraryStore, item_ids: Sequence[int], *, favorite: bool, viewer_id: int = 1
) -> StepResult:
    """Mark items as favorites or not."""
    return change_items(store, item_ids, FavoriteChange(favorite, viewer_id))


def set_rating(
    store: LibraryStore, item_ids: Sequence[int], rating: float | None, *, viewer_id: int = 1
) -> StepResult:
    """Rate items from 0 to 10; None takes the rating back."""
    return change_items(store, item_ids, RatingChange(rating, viewer_id))


def change_tags(
    store: LibraryStore,
    item_ids: Sequence[int],
    *,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
) -> StepResult:
    """Add and remove tags; a removed one never comes back by a refresh."""
    return change_items(store, item_ids, TagChange(tuple(add), tuple(remove)))


def note_played(store: LibraryStore, item_id: int, *, viewer_id: int = 1) -> None:
    """Note that an item was handed to a player."""
    with store.writing("user", durable=True) as session:
        set_user_state(session, [item_id], viewer_id, last_played_at=now_us())
        add_history(session, [item_id], "played")
