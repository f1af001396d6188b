"""Shows, seasons and selections are summed up and marked as one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from media_manager.domain.family import Progress
from media_manager.domain.media import Layer, LibraryKind
from media_manager.errors import ItemNotFound
from media_manager.library import family, state
from media_manager.persistence.repositories.items import insert_items
from media_manager.persistence.repositories.places import ensure_library
from media_manager.persistence.repositories.tree import add_children
from media_manager.persistence.repositories.values import apply_values, save_layers
from media_manager.persistence.store import LibraryStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryStore]:
    store = LibraryStore(tmp_path / "library.db")
    store.ensure()
    yield store
    store.close()


@pytest.fixture
def show(store: LibraryStore) -> dict[str, int]:
    """A show with specials, which come last, and one season of two episodes."""
    numbers = {"show": {}, "specials": {"season": 0}, "season": {"season": 1}}
    ids: dict[str, int] = {}

    def add(name: str, media_type: str, parent: str | None, **values: int) -> None:
        with store.writing("test") as session:
            library = ensure_library(session, "Shows", LibraryKind.TV)
            row = {
                "library_id": library,
                "media_type": media_type,
                "title": name,
                "state": "matched",
                "parent_id": ids.get(parent or ""),
            }
            ids[name] = insert_items(session, [row])[0]
            fields = {"title": name, **values}
            save_layers(session, Layer.FILENAME, "filename", {ids[name]: fields})
            apply_values(session, [ids[name]])
            if media_type == "episode" and parent:
                add_children(session, [ids[parent]])

    add("show", "show", None)
    add("specials", "season", "show", **numbers["specials"])
    add("season", "season", "show", **numbers["season"])
    add("special", "episode", "specials", season=0, episode=1)
    add("first", "episode", "season", season=1, episode=1)
    add("second", "episode", "season", season=1, episode=2)
    return ids


def watched(store: LibraryStore, ids: dict[str, int]) -> list[str]:
    with store.reading() as reader:
        names = {item_id: name for name, item_id in ids.items()}
        return sorted(names[row.id] for row in reader.rows(list(ids.values())) if row.watched)


def test_a_show_takes_its_episodes_along(store: LibraryStore, show: dict[str, int]) -> None:
    """Marking a show watched marks all below it, and one episode less unmarks what is above."""
    state.set_watched(store, [show["show"]], watched=True)
    assert watched(store, show) == sorted(show)
    state.set_watched(store, [show["second"]], watched=False)
    assert watched(store, show) == ["first", "special", "specials"]


def test_the_last_episode_completes_its_show(store: LibraryStore, show: dict[str, int]) -> None:
    """Seasons and shows are watched exactly when all their episodes are."""
    for name in ("special", "first", "second"):
        assert "show" not in watched(store, show)
        state.set_watched(store, [show[name]], watched=True)
    assert watched(store, show) == sorted(show)


def test_the_next_episode_is_the_first_unwatched_and_no_special(
    store: LibraryStore, show: dict[str, int]
) -> None:
    """Specials come after the seasons, however they are numbered."""
    with store.reading() as reader:
        summary = family.show_summary(reader, show["show"])
    assert summary.next_episode is not None
    assert (summary.next_episode.id, summary.seasons) == (show["first"], 2)
    state.set_watched(store, [show["season"]], watched=True)
    with store.reading() as reader:
        summary = family.show_summary(reader, show["show"])
    assert summary.next_episode is not None
    assert summary.next_episode.id == show["special"]
    assert summary.progress == Progress(3, 2)


def test_lines_count_what_is_unwatched(store: LibraryStore, show: dict[str, int]) -> None:
    """A show and its seasons say how many episodes wait; an episode has nothing to count."""
    state.set_watched(store, [show["first"]], watched=True)
    with store.reading() as reader:
        (top,) = family.lines(reader, [show["show"], 999_999])
        below = family.child_lines(reader, show["show"])
        episodes = family.child_lines(reader, show["season"])
    assert top.progress == Progress(3, 1)
    assert [(line.row.title, line.progress) for line in below] == [
        ("specials", Progress(1, 0)),
        ("season", Progress(2, 1)),
    ]
    assert [line.progress for line in episodes] == [None, None]


def test_a_selection_is_summed_up(store: LibraryStore, show: dict[str, int]) -> None:
    """Totals count by type, and each tag by the items that have it."""
    state.change_tags(store, [show["first"], show["second"]], add=["Pilot"])
    state.change_tags(store, [show["first"]], add=["Rare"])
    state.set_favorite(store, [show["second"]], favorite=True)
    with store.reading() as reader:
        totals, known = family.selection_totals(reader, [*show.values(), 999_999])
    assert (totals.items, totals.by_type["episode"], totals.favorites) == (6, 3, 1)
    assert (dict(totals.tags), known) == ({"Pilot": 2, "Rare": 1}, ["Pilot", "Rare"])


def test_a_page_without_item_is_an_error(store: LibraryStore) -> None:
    """An id that is gone is told, not shown as an empty item."""
    with store.reading() as reader, pytest.raises(ItemNotFound):
        family.details_page(reader, 7)
