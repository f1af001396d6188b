"""Moves that only look like moves: a person is asked once, and what they say is done."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.library.scan_world import World, make_world, moved

from media_manager.domain.media import LibraryKind
from media_manager.errors import LibraryError
from media_manager.library import state
from media_manager.library.reviews import (
    MoveReviewLine,
    accept_move,
    count_reviews,
    find_reviews,
    get_review,
    reject_move,
)

OLD = "A (2001)/A (2001).mkv"
NEW = "Sorted/A (2001).mkv"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with make_world(tmp_path, LibraryKind.MIXED) as world:
        yield world


def copy_away(world: World, old: str, new: str) -> None:
    """Move as a copy and a delete: another inode; same size, time and name."""
    target = world.folder / new
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(world.folder / old, target)
    (world.folder / old).unlink()


@pytest.fixture
def asked(world: World) -> World:
    """A film that a person edited, found again by a scan that is not sure of it."""
    world.write_all(OLD, "B (2002)/B (2002).mkv")
    world.scan()
    state.change_tags(world.store, [world.one("title:a").id], add=["keep"])
    copy_away(world, OLD, NEW)
    assert moved(world.scan()) == (1, 0, 0, 1)
    return world


def reviews(world: World) -> list[MoveReviewLine]:
    with world.store.reading() as reader:
        found = find_reviews(reader)
        assert len(found) == count_reviews(reader)
        return found


def test_a_doubtful_move_is_asked(asked: World) -> None:
    """The question names the item, both places and what is known of the files."""
    (line,) = reviews(asked)
    old, new = asked.one("tag:keep"), asked.one("title:a -tag:keep")
    assert (line.item_id, line.new_item_id, line.title) == (old.id, new.id, "A (2001)")
    assert line.old_path == str(asked.folder / OLD)
    assert line.new_path == str(asked.folder / NEW)
    assert line.old_size == line.new_size == len(OLD)
    assert line.mtime_ns == (asked.folder / NEW).stat().st_mtime_ns
    assert get_review(asked.store, line.id) == line


def test_accepted_the_item_takes_the_file(asked: World) -> None:
    """Id, edits and history go on; the item made for the new file is gone; nothing is asked."""
    old = asked.one("tag:keep")
    accept_move(asked.store, reviews(asked)[0].id)
    row = asked.one("title:a")
    assert (row.id, row.file_state) == (old.id, "present")
    files = asked.details("title:a").files
    assert [file.path for file in files] == [NEW.encode()]
    assert asked.ask("SELECT probe_status FROM media_file WHERE path = ?", NEW.encode()) == [
        ("pending",)
    ]
    events = asked.ask("SELECT detail FROM history_event WHERE event_type = 'moved'")
    assert events == [(f"{asked.folder / OLD} → {asked.folder / NEW}",)]
    assert reviews(asked) == []
    assert moved(asked.scan(full=True)) == (0, 0, 0, 0)
    assert reviews(asked) == []


def test_rejected_both_stay_and_the_pair_is_not_asked_again(asked: World) -> None:
    """Also when the old file comes back and is gone once more."""
    reject_move(asked.store, reviews(asked)[0].id)
    assert len(asked.titles("title:a")) == 2
    assert reviews(asked) == []
    shutil.copy2(asked.folder / NEW, asked.folder / OLD)
    asked.scan()
    assert asked.states()["A (2001).mkv"] == "present"
    (asked.folder / OLD).unlink()
    assert asked.scan(full=True).missing == 1
    assert reviews(asked) == []


def test_what_is_decided_cannot_be_decided_again(asked: World) -> None:
    """Nor what never was asked."""
    (line,) = reviews(asked)
    accept_move(asked.store, line.id)
    for decide in (accept_move, reject_move, get_review):
        with pytest.raises(LibraryError, match=f"no open question number {line.id}"):
            decide(asked.store, line.id)


def test_a_file_that_is_back_leaves_nothing_to_decide(asked: World) -> None:
    """It was a copy: both are there, so neither is the other."""
    (line,) = reviews(asked)
    shutil.copy2(asked.folder / NEW, asked.folder / OLD)
    asked.scan()
    assert reviews(asked) == []
    with pytest.raises(LibraryError):
        accept_move(asked.store, line.id)


def test_of_two_candidates_one_is_it(world: World) -> None:
    """The other one is a different file from then on."""
    world.write(OLD)
    world.scan()
    shutil.copytree(world.folder / "A (2001)", world.folder / "First")
    copy_away(world, OLD, "Second/A (2001).mkv")
    world.scan()
    first, second = reviews(world)
    assert first.new_path == str(world.folder / "First/A (2001).mkv")
    accept_move(world.store, second.id)
    assert reviews(world) == []
    assert {row.id for row in world.rows()} == {first.item_id, first.new_item_id}


def test_the_poster_and_the_nfo_at_the_new_place_come_along(world: World) -> None:
    """What lies beside the file is the item's own from then on."""
    world.write(OLD)
    world.write("A (2001)/poster.jpg", "old")
    world.write("A (2001)/A (2001).nfo", "<movie><title>A</title><plot>Before</plot></movie>")
    world.scan()
    state.change_tags(world.store, [world.one("title:a").id], add=["keep"])
    copy_away(world, OLD, "Sorted/A (2001)/A (2001).mkv")
    for left in (world.folder / "A (2001)").iterdir():
        left.unlink()
    (world.folder / "A (2001)").rmdir()
    world.write("Sorted/A (2001)/poster.jpg", "new")
    world.write("Sorted/A (2001)/A (2001).nfo", "<movie><title>A</title><plot>After</plot></movie>")
    world.scan()
    accept_move(world.store, reviews(world)[0].id)
    details = world.details("tag:keep")
    assert (details.plot, details.row.file_state) == ("After", "present")
    assert [art.path for art in details.artwork] == [b"Sorted/A (2001)/poster.jpg"]
    assert details.row.artwork_path == b"Sorted/A (2001)/poster.jpg"
    assert len(world.rows()) == 1


def test_an_episode_takes_its_file_and_the_empty_show_goes(world: World) -> None:
    """The show of the new place is the same show by name; the episode is not doubled."""
    world.write("Show/Season 1/Show S01E01.mkv")
    world.scan()
    state.set_watched(world.store, [world.one("type:episode").id], watched=True)
    before = {row.id for row in world.rows()}
    copy_away(world, "Show/Season 1/Show S01E01.mkv", "Other/Other/Show S01E01.mkv")
    world.scan()
    open_ones = reviews(world)
    for line in open_ones:
        accept_move(world.store, line.id)
    assert {row.id for row in world.rows()} == before
    assert world.one("type:episode").watched == 1
    assert world.one("type:episode").file_state == "present"


def test_in_a_held_folder_it_can_be_decided_too(world: World) -> None:
    """So much is gone that nothing was marked; the pairs are known all the same."""
    names = [f"Box/Film {n} (2001).mkv" for n in range(30)]
    world.write_all(*names)
    world.scan()
    for name in names:
        copy_away(world, name, name.replace("Box", "Case"))
    assert world.scan().held == 30
    found = reviews(world)
    assert len(found) == 30
    accept_move(world.store, found[0].id)
    assert len(reviews(world)) == 29
    assert world.scan().held == 29
