"""What a person says with one key is kept, found, and survives a refresh."""

import pytest
from tests.library.small_library import find_ids, run_scan

from media_manager.library import state
from media_manager.library.details import get_details
from media_manager.library.roots import find_roots
from media_manager.persistence.store import LibraryStore


def tags_of(store: LibraryStore, item_id: int) -> tuple[str, ...]:
    with store.reading() as reader:
        return get_details(reader, item_id).tags


def test_watched_favorite_and_rating_are_kept(scanned: LibraryStore) -> None:
    """Each is found again by its word, and taken back."""
    (heat,) = find_ids(scanned, "heat type:movie")
    state.set_watched(scanned, [heat], watched=True)
    state.set_favorite(scanned, [heat], favorite=True)
    state.set_rating(scanned, [heat], 8.5)
    assert find_ids(scanned, "is:watched is:favorite") == [heat]
    with scanned.reading() as reader:
        assert reader.rows([heat])[0].user_rating == 8.5
    state.set_watched(scanned, [heat], watched=False)
    assert find_ids(scanned, "is:watched") == []


def test_a_rating_beyond_the_scale_is_refused(scanned: LibraryStore) -> None:
    """The scale is 0 to 10."""
    with pytest.raises(ValueError, match="0 to 10"):
        state.set_rating(scanned, [1], 11)


def test_tags_stay_through_a_full_scan(scanned: LibraryStore) -> None:
    """A scan never takes back what a person said."""
    (heat,) = find_ids(scanned, "heat type:movie")
    state.change_tags(scanned, [heat], add=["Noir", "LA"])
    state.change_tags(scanned, [heat], remove=["LA"])
    run_scan(scanned, find_roots(scanned)[0], full=True)
    assert tags_of(scanned, heat) == ("Noir",)
    assert find_ids(scanned, "tag:noir") == [heat]
