"""Bulk actions are set-based, one step each, and say of every item what the definition says."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from tests.library.step_world import (
    add_films,
    assert_sound,
    rows,
    said_of,
    say,
    states_of,
    tags_of,
)

from media_manager.domain.media import Layer
from media_manager.domain.steps import (
    Change,
    FavoriteChange,
    RatingChange,
    TagChange,
    WatchedChange,
)
from media_manager.domain.values import MachineLayer, UserValue, effective_values
from media_manager.library import bulk, state, undo
from media_manager.persistence.repositories.items import remove_items
from media_manager.persistence.store import LibraryStore

NAMES = ("Noir", "LA", "Holiday", "été", "1990s")


@dataclass
class Model:
    """What the definition says, item by item: the oracle of the histories below."""

    ids: list[int]
    machine: dict[int, dict[Layer, list[str]]] = field(default_factory=dict)
    user: dict[int, Any] = field(default_factory=dict)
    done: list[dict[int, Any]] = field(default_factory=list)
    undone: list[dict[int, Any]] = field(default_factory=list)

    def change(self, ids: Sequence[int], change: TagChange) -> None:
        before = dict(self.user)
        for item_id in ids:
            self.user[item_id] = change.merged(self.user.get(item_id))
        if self.user != before:
            self.done.append(before)
            self.undone.clear()

    def undo(self) -> None:
        if self.done:
            self.undone.append(dict(self.user))
            self.user = self.done.pop()

    def redo(self) -> None:
        if self.undone:
            self.done.append(dict(self.user))
            self.user = self.undone.pop()

    def tags(self) -> dict[int, set[str]]:
        found = {}
        for item_id in self.ids:
            said = self.machine.get(item_id, {})
            layers = [MachineLayer(each, "test", {"tags": names}) for each, names in said.items()]
            edit = self.user.get(item_id)
            user = [] if edit is None else [UserValue("tags", edit)]
            values, _origins = effective_values(layers, user)
            if values.get("tags"):
                found[item_id] = set(values["tags"])
        return found


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("seed", range(8))
def test_the_set_based_way_is_the_definition(made: LibraryStore, seed: int) -> None:
    """Whatever is tagged, refreshed, undone and done again: each item is as the domain says."""
    chance = Random(seed)  # noqa: S311 - a test wants the same histories each time
    model = Model(add_films(made, 14))
    for _ in range(14):
        ids = chance.sample(model.ids, chance.randint(1, len(model.ids)))
        match chance.randint(0, 9):
            case 0 | 1 | 2:
                layer = chance.choice([Layer.NFO, Layer.PROVIDER])
                said = {each: chance.sample(NAMES, chance.randint(0, 3)) for each in ids}
                say(made, layer, said)
                for item_id, names in said.items():
                    model.machine.setdefault(item_id, {}).pop(layer, None)
                    if names:
                        model.machine[item_id][layer] = names
            case 3 | 4:
                undo.undo_last(made)
                model.undo()
            case 5:
                undo.redo_last(made)
                model.redo()
            case _:
                names = chance.sample(NAMES, 3)
                cut = chance.randint(0, 3)
                change = TagChange(tuple(names[:cut]), tuple(names[cut:]))
                bulk.change_items(made, ids, change)
                model.change(ids, change)
        assert tags_of(made) == model.tags()
        assert {key: value[0] for key, value in said_of(made).items()} == model.user
    assert_sound(made)


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("seed", range(4))
def test_undoing_everything_leaves_what_was(made: LibraryStore, seed: int) -> None:
    """Any history of marks, ratings and tags goes back step by step, and forth again."""
    chance = Random(seed)  # noqa: S311 - as above
    ids = add_films(made, 10)
    changes: list[Change] = [
        WatchedChange(watched=True),
        WatchedChange(watched=False),
        FavoriteChange(favorite=True),
        FavoriteChange(favorite=False),
        RatingChange(7.5),
        RatingChange(None),
        TagChange(("Noir",), ("LA",)),
        TagChange(("LA",)),
    ]
    seen = [(states_of(made), said_of(made), tags_of(made))]
    for _ in range(8):
        chosen = chance.sample(ids, chance.randint(1, 10))
        if bulk.change_items(made, chosen, chance.choice(changes)).step_id is not None:
            seen.append((states_of(made), said_of(made), tags_of(made)))
    for before in reversed(seen[:-1]):
        assert undo.undo_last(made) is not None
        assert (states_of(made), said_of(made), tags_of(made)) == before
    assert undo.undo_last(made) is None
    assert rows(made, "SELECT count(*) FROM history_event WHERE event_type <> 'added'") == [(0,)]
    for after in seen[1:]:
        assert undo.redo_last(made) is not None
        assert (states_of(made), said_of(made), tags_of(made)) == after
    assert undo.redo_last(made) is None
    assert_sound(made)


@pytest.mark.usefixtures("small_pieces")
def test_a_large_step_is_announced_once(made: LibraryStore) -> None:
    """Ten pieces are one row of the change log, with the ids of all."""
    ids = add_films(made, 30)
    with made.reading() as reader:
        before = reader.seq()
    result = state.change_tags(made, ids, add=["Holiday"])
    with made.reading() as reader:
        (change,) = reader.changes_since(before) or []
    assert (change.fields, change.ids) == (frozenset({"tags"}), frozenset(ids))
    assert str(result.label) == "Tag 30 items with Holiday"
    assert rows(made, "SELECT count(*) FROM change_chunk") == [(10,)]
    # A row for each item would take more room than the change itself.
    assert rows(made, "SELECT count(*) FROM change_item") == [(0,)]


def test_what_is_gone_is_skipped_and_counted(made: LibraryStore) -> None:
    """A stale selection does no harm: the rest is done, and it is said how many are gone."""
    ids = add_films(made, 5)
    with made.writing("test") as session:
        remove_items(session, ids[:2])
    result = state.set_favorite(made, [*ids, 999], favorite=True)
    assert (result.changed, result.gone, result.label.count) == (3, 3, 3)


def test_nothing_to_change_is_no_step(made: LibraryStore) -> None:
    """What is so already needs no undo."""
    ids = add_films(made, 3)
    state.change_tags(made, ids, add=["Noir"])
    assert state.change_tags(made, ids[:2], add=["Noir"]).step_id is None
    assert state.set_favorite(made, ids, favorite=False).step_id is None
    assert state.set_watched(made, [], watched=True).step_id is None
    assert rows(made, "SELECT count(*) FROM change_set") == [(1,)]


def test_one_item_is_named_by_its_title(made: LibraryStore) -> None:
    """“Undo Tag “Film 0” with Noir” says more than one item."""
    (film,) = add_films(made, 1)
    result = state.change_tags(made, [film], add=["Noir"])
    assert str(result.label) == "Tag “Film 0” with Noir"


def test_a_show_takes_its_episodes_along_and_back(made: LibraryStore) -> None:
    """Marking a show marks what is below; seasons and shows above follow; all of it is undone."""
    (show,) = add_films(made, 1, media_type="show")
    (season,) = add_films(made, 1, media_type="season", parent_id=show)
    first, second = add_films(made, 2, media_type="episode", parent_id=season)
    state.set_watched(made, [first], watched=True)
    marked = {row[0] for row in states_of(made) if row[1]}
    assert marked == {first}
    result = state.set_watched(made, [second], watched=True)
    assert {row[0] for row in states_of(made) if row[1]} == {show, season, first, second}
    assert result.changed == 1
    undo.undo_last(made)
    assert {row[0] for row in states_of(made) if row[1]} == {first}
    result = state.set_watched(made, [show], watched=True)
    assert str(result.label) == "Mark “Film 0” as watched"
    assert {row[0] for row in states_of(made) if row[1]} == {show, season, first, second}
    state.set_watched(made, [first], watched=False)
    assert {row[0] for row in states_of(made) if row[1]} == {second}


def test_watching_again_keeps_the_count(made: LibraryStore) -> None:
    """What was played five times was not played once because somebody marks it."""
    (film,) = add_films(made, 1)
    state.set_watched(made, [film], watched=True)
    with made.writing("test") as session:
        session.connection.exec_driver_sql("UPDATE user_state SET play_count = 5, resume_ms = 9")
    state.set_watched(made, [film], watched=True)
    assert states_of(made) == {(film, 1, 5, 0, 0, None)}


def test_a_name_cannot_be_added_and_removed(made: LibraryStore) -> None:
    """One step says one thing of a tag."""
    with pytest.raises(ValueError, match="added and removed"):
        state.change_tags(made, [1], add=["Noir"], remove=["Noir"])
