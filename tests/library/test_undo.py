"""A step goes back and forth wholly, refuses what would harm a later one, and survives a stop."""

from typing import Any

import pytest
from tests.library.step_world import add_films, assert_sound, rows, say, tags_of

from media_manager.domain.media import Layer
from media_manager.domain.steps import StepState, TagChange
from media_manager.errors import JobCancelled, LibraryError, StepConflict
from media_manager.library import bulk, state, undo
from media_manager.library.watch import Unwatched
from media_manager.persistence.store import LibraryStore


def test_a_later_change_is_in_the_way(made: LibraryStore) -> None:
    """An older step is not undone over a newer one: it says which item and field."""
    ids = add_films(made, 3)
    first = state.change_tags(made, ids, add=["Noir"])
    second = state.change_tags(made, ids[1:2], add=["LA"])
    assert first.step_id is not None
    with pytest.raises(StepConflict, match="tags of “Film 1”") as refused:
        undo.undo(made, first.step_id)
    assert refused.value.arguments == {"title": "Film 1", "field": "tags"}
    assert tags_of(made)[ids[0]] == {"Noir"}
    # Another field is not in the way, and in the right order both go.
    state.set_favorite(made, ids, favorite=True)
    assert second.step_id is not None
    undo.undo(made, second.step_id)
    undo.undo(made, first.step_id)
    assert tags_of(made) == {}


def test_what_is_undone_is_not_undone_again(made: LibraryStore) -> None:
    """A step that is undone can only be done again."""
    step = state.change_tags(made, add_films(made, 2), add=["Noir"]).step_id
    assert step is not None
    undo.undo(made, step)
    with pytest.raises(LibraryError, match="undone already"):
        undo.undo(made, step)
    with pytest.raises(LibraryError, match="no step 77"):
        undo.redo(made, 77)


def test_a_new_step_ends_what_can_be_done_again(made: LibraryStore) -> None:
    """After an undo and something new there is nothing to do again."""
    ids = add_films(made, 2)
    state.change_tags(made, ids, add=["Noir"])
    undo.undo_last(made)
    state.change_tags(made, ids, add=["LA"])
    assert undo.redo_last(made) is None


def test_a_tag_that_an_undone_step_brought_is_gone(made: LibraryStore) -> None:
    """Nothing offers a mistyped tag any more once it is taken back; redoing brings it again."""
    ids = add_films(made, 2)
    state.change_tags(made, ids, add=["Holliday"])
    undo.undo_last(made)
    assert rows(made, "SELECT name FROM tag") == []
    assert rows(made, "SELECT name FROM search_name") == []
    undo.redo_last(made)
    assert rows(made, "SELECT name FROM tag") == [("Holliday",)]
    undo.undo_last(made)
    assert rows(made, "SELECT name FROM tag") == []
    assert_sound(made)


def test_a_refresh_between_is_kept_by_an_undo(made: LibraryStore) -> None:
    """Fault M2: undo reverts only what the step changed, on what the machine says now."""
    (film,) = add_films(made, 1)
    say(made, Layer.NFO, {film: ["LA"]})
    state.change_tags(made, [film], add=["Noir"], remove=["LA"])
    say(made, Layer.NFO, {film: ["Noir", "1990s"]})
    assert tags_of(made)[film] == {"Noir", "1990s"}
    undo.undo_last(made)
    assert tags_of(made)[film] == {"Noir", "1990s"}
    say(made, Layer.NFO, {film: ["LA"]})
    assert tags_of(made)[film] == {"LA"}


@pytest.mark.usefixtures("small_pieces")
def test_cancelled_it_is_wholly_absent(made: LibraryStore) -> None:
    """Stopped after some pieces, nothing of them remains, not even the new tag."""
    ids = add_films(made, 20)
    steps = bulk.change_steps(made, ids, TagChange(("Noir",)), Unwatched())
    for _ in range(3):
        next(steps)
    assert len(tags_of(made)) == 9
    with pytest.raises(JobCancelled):
        steps.throw(JobCancelled("stop"))
    assert tags_of(made) == {}
    for table in ("change_set", "change_chunk", "change_item", "tag", "user_value"):
        assert rows(made, f"SELECT count(*) FROM {table}") == [(0,)], table  # noqa: S608
    assert rows(made, "SELECT status FROM job_run") == [("cancelled",)]


@pytest.mark.usefixtures("small_pieces")
def test_an_edit_between_two_pieces_outlives_the_cancel(made: LibraryStore) -> None:
    """Other edits get their turn between pieces, and keep what they wrote."""
    ids = add_films(made, 20)
    steps = bulk.change_steps(made, ids, TagChange(("Noir",)), Unwatched())
    next(steps)
    state.change_tags(made, [ids[0]], add=["Mine"])
    with pytest.raises(JobCancelled):
        steps.throw(JobCancelled("stop"))
    assert tags_of(made) == {ids[0]: {"Noir", "Mine"}}


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("undoing", [False, True])
def test_a_cut_off_step_is_finished_at_the_next_start(made: LibraryStore, *, undoing: bool) -> None:
    """A closing program leaves it as it is; recovery takes it back, or ends the undo."""
    ids = add_films(made, 20)
    if undoing:
        state.change_tags(made, ids, add=["Noir"])
        (step,) = rows(made, "SELECT id FROM change_set")[0]
        steps: Any = undo.turn_steps(made, step, Unwatched(), undo=True)
    else:
        steps = bulk.change_steps(made, ids, TagChange(("Noir",)), Unwatched())
    for _ in range(10 if undoing else 3):
        next(steps)
    with pytest.raises(JobCancelled):
        steps.throw(JobCancelled("stop", closing=True))
    assert 0 < len(tags_of(made)) < 20
    with made.reading() as reader:
        assert undo.is_cut_off(reader)
    # As long as its process lives, it may be at work.
    assert bulk.run_whole(undo.recover(made, Unwatched())) == 0
    with made.writing("test") as session:
        session.connection.exec_driver_sql("UPDATE job_run SET process = '1:other'")
    assert bulk.run_whole(undo.recover(made, Unwatched())) == 1
    assert tags_of(made) == {}
    states = [(StepState.UNDONE,)] if undoing else []
    assert rows(made, "SELECT state FROM change_set") == states
    assert_sound(made)
