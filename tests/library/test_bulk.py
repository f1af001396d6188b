"""Bulk actions are set-based, one step each, and say of every item what the definition says."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from media_manager.domain.media import Layer, LibraryKind
from media_manager.domain.steps import (
    Change,
    FavoriteChange,
    RatingChange,
    StepState,
    TagChange,
    WatchedChange,
)
from media_manager.domain.values import MachineLayer, UserValue, effective_values
from media_manager.errors import JobCancelled, LibraryError, StepConflict
from media_manager.library import bulk, state, step_runs, undo
from media_manager.library.watch import Unwatched
from media_manager.persistence.health import integrity_problems, search_faults, wrong_counters
from media_manager.persistence.repositories.items import insert_items, remove_items
from media_manager.persistence.repositories.places import ensure_library
from media_manager.persistence.repositories.values import apply_values, save_layers
from media_manager.persistence.store import LibraryStore
from media_manager.persistence.upgrade import create_library
from media_manager.persistence.user_values import decode_user_value

NAMES = ("Noir", "LA", "Holiday", "été", "1990s")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryStore]:
    create_library(tmp_path / "library.db")
    store = LibraryStore(tmp_path / "library.db")
    yield store
    store.close()


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every step of more than three items one of many pieces."""
    for module in (bulk, undo):
        monkeypatch.setattr(module, "SMALL", 3)
    for name in ("_FIRST_PIECE", "_LEAST_PIECE", "_LARGEST_PIECE"):
        monkeypatch.setattr(step_runs, name, 3)


def add_films(store: LibraryStore, amount: int, **more: Any) -> list[int]:
    with store.writing("test") as session:
        library_id = ensure_library(session, "Films", LibraryKind.MIXED)
        values = {"library_id": library_id, "media_type": "movie", "state": "matched", **more}
        return insert_items(session, [{"title": f"Film {n}", **values} for n in range(amount)])


def say(store: LibraryStore, layer: Layer, tags: Mapping[int, Sequence[str]]) -> None:
    """Let a machine source say which tags items have; none for an item means that it is silent."""
    with store.writing("test") as session:
        said = {each: {"tags": list(names)} if names else {} for each, names in tags.items()}
        save_layers(session, layer, "test", said)
        apply_values(session, said)


def rows(store: LibraryStore, sql: str, *values: object) -> list[Any]:
    with closing(sqlite3.connect(store.path)) as database:
        return database.execute(sql, values).fetchall()


def tags_of(store: LibraryStore) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for item_id, name in rows(
        store, "SELECT l.item_id, t.name FROM item_tag l JOIN tag t ON t.id = l.tag_id"
    ):
        found.setdefault(item_id, set()).add(name)
    return found


def said_of(store: LibraryStore) -> dict[int, tuple[Any, ...]]:
    sql = "SELECT item_id, value, locked, set_at, change_set_id FROM user_value"
    return {row[0]: (decode_user_value(row[1]), *row[2:]) for row in rows(store, sql)}


def states_of(store: LibraryStore) -> set[tuple[Any, ...]]:
    sql = "SELECT item_id, watched, play_count, resume_ms, favorite, rating FROM user_state"
    return set(rows(store, sql))


def assert_sound(store: LibraryStore) -> None:
    store.checkpoint()
    assert integrity_problems(store.path) == []
    assert search_faults(store.path) == []
    assert wrong_counters(store.path) == {}


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
def test_the_set_based_way_is_the_definition(store: LibraryStore, seed: int) -> None:
    """Whatever is tagged, refreshed, undone and done again: each item is as the domain says."""
    chance = Random(seed)  # noqa: S311 - a test wants the same histories each time
    model = Model(add_films(store, 14))
    for _ in range(14):
        ids = chance.sample(model.ids, chance.randint(1, len(model.ids)))
        match chance.randint(0, 9):
            case 0 | 1 | 2:
                layer = chance.choice([Layer.NFO, Layer.PROVIDER])
                said = {each: chance.sample(NAMES, chance.randint(0, 3)) for each in ids}
                say(store, layer, said)
                for item_id, names in said.items():
                    model.machine.setdefault(item_id, {}).pop(layer, None)
                    if names:
                        model.machine[item_id][layer] = names
            case 3 | 4:
                undo.undo_last(store)
                model.undo()
            case 5:
                undo.redo_last(store)
                model.redo()
            case _:
                names = chance.sample(NAMES, 3)
                cut = chance.randint(0, 3)
                change = TagChange(tuple(names[:cut]), tuple(names[cut:]))
                bulk.change_items(store, ids, change)
                model.change(ids, change)
        assert tags_of(store) == model.tags()
        assert {key: value[0] for key, value in said_of(store).items()} == model.user
    assert_sound(store)


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("seed", range(4))
def test_undoing_everything_leaves_what_was(store: LibraryStore, seed: int) -> None:
    """Any history of marks, ratings and tags goes back step by step, and forth again."""
    chance = Random(seed)  # noqa: S311 - as above
    ids = add_films(store, 10)
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
    seen = [(states_of(store), said_of(store), tags_of(store))]
    for _ in range(8):
        chosen = chance.sample(ids, chance.randint(1, 10))
        if bulk.change_items(store, chosen, chance.choice(changes)).step_id is not None:
            seen.append((states_of(store), said_of(store), tags_of(store)))
    for before in reversed(seen[:-1]):
        assert undo.undo_last(store) is not None
        assert (states_of(store), said_of(store), tags_of(store)) == before
    assert undo.undo_last(store) is None
    assert rows(store, "SELECT count(*) FROM history_event WHERE event_type <> 'added'") == [(0,)]
    for after in seen[1:]:
        assert undo.redo_last(store) is not None
        assert (states_of(store), said_of(store), tags_of(store)) == after
    assert undo.redo_last(store) is None
    assert_sound(store)


@pytest.mark.usefixtures("small_pieces")
def test_a_large_step_is_announced_once(store: LibraryStore) -> None:
    """Ten pieces are one row of the change log, with the ids of all."""
    ids = add_films(store, 30)
    with store.reading() as reader:
        before = reader.seq()
    result = state.change_tags(store, ids, add=["Holiday"])
    with store.reading() as reader:
        (change,) = reader.changes_since(before) or []
    assert (change.fields, change.ids) == (frozenset({"tags"}), frozenset(ids))
    assert str(result.label) == "Tag 30 items with Holiday"
    assert rows(store, "SELECT count(*) FROM change_chunk") == [(10,)]


def test_what_is_gone_is_skipped_and_counted(store: LibraryStore) -> None:
    """A stale selection does no harm: the rest is done, and it is said how many are gone."""
    ids = add_films(store, 5)
    with store.writing("test") as session:
        remove_items(session, ids[:2])
    result = state.set_favorite(store, [*ids, 999], favorite=True)
    assert (result.changed, result.gone, result.label.count) == (3, 3, 3)


def test_nothing_to_change_is_no_step(store: LibraryStore) -> None:
    """What is so already needs no undo."""
    ids = add_films(store, 3)
    state.change_tags(store, ids, add=["Noir"])
    assert state.change_tags(store, ids[:2], add=["Noir"]).step_id is None
    assert state.set_favorite(store, ids, favorite=False).step_id is None
    assert state.set_watched(store, [], watched=True).step_id is None
    assert rows(store, "SELECT count(*) FROM change_set") == [(1,)]


def test_one_item_is_named_by_its_title(store: LibraryStore) -> None:
    """“Undo Tag “Film 0” with Noir” says more than one item."""
    (film,) = add_films(store, 1)
    result = state.change_tags(store, [film], add=["Noir"])
    assert str(result.label) == "Tag “Film 0” with Noir"


def test_a_later_change_is_in_the_way(store: LibraryStore) -> None:
    """An older step is not undone over a newer one: it says which item and field."""
    ids = add_films(store, 3)
    first = state.change_tags(store, ids, add=["Noir"])
    second = state.change_tags(store, ids[1:2], add=["LA"])
    assert first.step_id is not None
    with pytest.raises(StepConflict, match="tags of “Film 1”") as refused:
        undo.undo(store, first.step_id)
    assert refused.value.arguments == {"title": "Film 1", "field": "tags"}
    assert tags_of(store)[ids[0]] == {"Noir"}
    # Another field is not in the way, and in the right order both go.
    state.set_favorite(store, ids, favorite=True)
    assert second.step_id is not None
    undo.undo(store, second.step_id)
    undo.undo(store, first.step_id)
    assert tags_of(store) == {}


def test_what_is_undone_is_not_undone_again(store: LibraryStore) -> None:
    """A step that is undone can only be done again."""
    step = state.change_tags(store, add_films(store, 2), add=["Noir"]).step_id
    assert step is not None
    undo.undo(store, step)
    with pytest.raises(LibraryError, match="undone already"):
        undo.undo(store, step)
    with pytest.raises(LibraryError, match="no step 77"):
        undo.redo(store, 77)


def test_a_new_step_ends_what_can_be_done_again(store: LibraryStore) -> None:
    """After an undo and something new there is nothing to do again."""
    ids = add_films(store, 2)
    state.change_tags(store, ids, add=["Noir"])
    undo.undo_last(store)
    state.change_tags(store, ids, add=["LA"])
    assert undo.redo_last(store) is None


def test_a_tag_that_an_undone_step_brought_is_gone(store: LibraryStore) -> None:
    """Nothing offers a mistyped tag any more once it is taken back; redoing brings it again."""
    ids = add_films(store, 2)
    state.change_tags(store, ids, add=["Holliday"])
    undo.undo_last(store)
    assert rows(store, "SELECT name FROM tag") == []
    assert rows(store, "SELECT name FROM search_name") == []
    undo.redo_last(store)
    assert rows(store, "SELECT name FROM tag") == [("Holliday",)]
    undo.undo_last(store)
    assert rows(store, "SELECT name FROM tag") == []
    assert_sound(store)


def test_a_refresh_between_is_kept_by_an_undo(store: LibraryStore) -> None:
    """Fault M2: undo reverts only what the step changed, on what the machine says now."""
    (film,) = add_films(store, 1)
    say(store, Layer.NFO, {film: ["LA"]})
    state.change_tags(store, [film], add=["Noir"], remove=["LA"])
    say(store, Layer.NFO, {film: ["Noir", "1990s"]})
    assert tags_of(store)[film] == {"Noir", "1990s"}
    undo.undo_last(store)
    assert tags_of(store)[film] == {"Noir", "1990s"}
    say(store, Layer.NFO, {film: ["LA"]})
    assert tags_of(store)[film] == {"LA"}


@pytest.mark.usefixtures("small_pieces")
def test_cancelled_it_is_wholly_absent(store: LibraryStore) -> None:
    """Stopped after some pieces, nothing of them remains, not even the new tag."""
    ids = add_films(store, 20)
    steps = bulk.change_steps(store, ids, TagChange(("Noir",)), Unwatched())
    for _ in range(3):
        next(steps)
    assert len(tags_of(store)) == 9
    with pytest.raises(JobCancelled):
        steps.throw(JobCancelled("stop"))
    assert tags_of(store) == {}
    for table in ("change_set", "change_chunk", "change_item", "tag", "user_value"):
        assert rows(store, f"SELECT count(*) FROM {table}") == [(0,)], table  # noqa: S608
    assert rows(store, "SELECT status FROM job_run") == [("cancelled",)]


@pytest.mark.usefixtures("small_pieces")
def test_an_edit_between_two_pieces_outlives_the_cancel(store: LibraryStore) -> None:
    """Other edits get their turn between pieces, and keep what they wrote."""
    ids = add_films(store, 20)
    steps = bulk.change_steps(store, ids, TagChange(("Noir",)), Unwatched())
    next(steps)
    state.change_tags(store, [ids[0]], add=["Mine"])
    with pytest.raises(JobCancelled):
        steps.throw(JobCancelled("stop"))
    assert tags_of(store) == {ids[0]: {"Noir", "Mine"}}


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("undoing", [False, True])
def test_a_cut_off_step_is_finished_at_the_next_start(
    store: LibraryStore, *, undoing: bool
) -> None:
    """A closing program leaves it as it is; recovery takes it back, or ends the undo."""
    ids = add_films(store, 20)
    if undoing:
        state.change_tags(store, ids, add=["Noir"])
        (step,) = rows(store, "SELECT id FROM change_set")[0]
        steps: Any = undo.turn_steps(store, step, Unwatched(), undo=True)
    else:
        steps = bulk.change_steps(store, ids, TagChange(("Noir",)), Unwatched())
    for _ in range(10 if undoing else 3):
        next(steps)
    with pytest.raises(JobCancelled):
        steps.throw(JobCancelled("stop", closing=True))
    assert 0 < len(tags_of(store)) < 20
    with store.reading() as reader:
        assert undo.is_cut_off(reader)
    # As long as its process lives, it may be at work.
    assert bulk.run_whole(undo.recover(store, Unwatched())) == 0
    with store.writing("test") as session:
        session.connection.exec_driver_sql("UPDATE job_run SET process = '1:other'")
    assert bulk.run_whole(undo.recover(store, Unwatched())) == 1
    assert tags_of(store) == {}
    states = [(StepState.UNDONE,)] if undoing else []
    assert rows(store, "SELECT state FROM change_set") == states
    assert_sound(store)


def test_a_show_takes_its_episodes_along_and_back(store: LibraryStore) -> None:
    """Marking a show marks what is below; seasons and shows above follow; all of it is undone."""
    (show,) = add_films(store, 1, media_type="show")
    (season,) = add_films(store, 1, media_type="season", parent_id=show)
    first, second = add_films(store, 2, media_type="episode", parent_id=season)
    state.set_watched(store, [first], watched=True)
    marked = {row[0] for row in states_of(store) if row[1]}
    assert marked == {first}
    result = state.set_watched(store, [second], watched=True)
    assert {row[0] for row in states_of(store) if row[1]} == {show, season, first, second}
    assert result.changed == 1
    undo.undo_last(store)
    assert {row[0] for row in states_of(store) if row[1]} == {first}
    result = state.set_watched(store, [show], watched=True)
    assert str(result.label) == "Mark “Film 0” as watched"
    assert {row[0] for row in states_of(store) if row[1]} == {show, season, first, second}
    state.set_watched(store, [first], watched=False)
    assert {row[0] for row in states_of(store) if row[1]} == {second}


def test_watching_again_keeps_the_count(store: LibraryStore) -> None:
    """What was played five times was not played once because somebody marks it."""
    (film,) = add_films(store, 1)
    state.set_watched(store, [film], watched=True)
    with store.writing("test") as session:
        session.connection.exec_driver_sql("UPDATE user_state SET play_count = 5, resume_ms = 9")
    state.set_watched(store, [film], watched=True)
    assert states_of(store) == {(film, 1, 5, 0, 0, None)}


def test_a_name_cannot_be_added_and_removed(store: LibraryStore) -> None:
    """One step says one thing of a tag."""
    with pytest.raises(ValueError, match="added and removed"):
        state.change_tags(store, [1], add=["Noir"], remove=["Noir"])
