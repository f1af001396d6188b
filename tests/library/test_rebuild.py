"""The library is built anew from the files, and nothing that a person said is lost."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.faults.harness import check_database
from tests.library.scan_world import World

from media_manager.domain.media import LibraryKind
from media_manager.errors import LibraryError
from media_manager.library import maintain
from media_manager.library.kept_roots import load_roots
from media_manager.library.rebuild import rebuild_from_files
from media_manager.library.roots import relocate_root
from media_manager.library.state import change_tags, set_favorite, set_rating, set_watched
from media_manager.persistence.repositories.values import apply_values, save_user_values
from media_manager.settings import Profile

HEAT = """<movie><title>Heat</title><year>1995</year><plot>Cops and robbers.</plot>
<genre>Crime</genre><uniqueid type="imdb" default="true">tt0113277</uniqueid></movie>"""
FILES = (
    "Films/Heat (1995)/Heat (1995).mkv",
    "Films/Alien (1979)/Alien (1979).mkv",
    "Firefly/Season 1/Firefly S01E01.mkv",
    "Firefly/Season 1/Firefly S01E02.mkv",
)


@pytest.fixture
def world(tmp_path: Path, profile: Profile) -> Iterator[World]:
    world = World(tmp_path, LibraryKind.MIXED)
    assert world.store.path == profile.library_db
    world.write("Films/Heat (1995)/Heat (1995).nfo", HEAT)
    world.write_all(*FILES)
    for path in world.folder.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    world.scan()
    say_something(world)
    world.store.close()
    yield world
    world.store.close()


def say_something(world: World) -> None:
    """Watched, favorite, rated, tagged and edited, on a film and on an episode."""
    heat, episode = world.one("heat").id, world.one("type:episode episode:2").id
    set_watched(world.store, [episode], watched=True)
    set_favorite(world.store, [heat], favorite=True)
    set_rating(world.store, [heat], 9.0)
    change_tags(world.store, [heat, episode], add=("Heist",))
    with world.store.writing("user", durable=True) as session:
        save_user_values(session, [heat], {"title": "Heat, my cut"})
        apply_values(session, [heat])


def said(world: World) -> dict[str, list[tuple[object, ...]]]:
    """Return what a person said, by uid and names, which a rebuild keeps."""
    return {
        "values": world.ask(
            "SELECT i.uid, v.field, v.value, v.locked FROM user_value v "
            "JOIN media_item i ON i.id = v.item_id ORDER BY 1, 2"
        ),
        "states": world.ask(
            "SELECT i.uid, s.watched, s.favorite, s.rating FROM user_state s "
            "JOIN media_item i ON i.id = s.item_id ORDER BY 1"
        ),
        "tags": world.ask(
            "SELECT i.uid, t.name FROM item_tag l JOIN tag t ON t.id = l.tag_id "
            "JOIN media_item i ON i.id = l.item_id ORDER BY 1, 2"
        ),
        "history": world.ask(
            "SELECT i.uid, h.event_type, h.timestamp FROM history_event h "
            "JOIN media_item i ON i.id = h.media_item_id ORDER BY 1, 2, 3"
        ),
        "added": world.ask("SELECT uid, added_at, media_type FROM media_item ORDER BY 1"),
    }


def broken(library: Path) -> None:
    library.write_bytes(b"SQLite format 3\x00" + bytes(50_000))


def test_a_rebuilt_library_has_all_that_was_said(world: World, profile: Profile) -> None:
    """Invariant I5: edits, tags, watched state, ratings, history; and items keep their uid."""
    before, titles = said(world), sorted(world.titles())
    done = rebuild_from_files(profile)
    assert (done.roots, done.offline, done.items, done.files) == (1, (), 6, 5)
    assert sorted(world.titles()) == titles
    assert said(world) == before
    assert world.details("heat").genres == ("Crime",)
    assert done.aside is not None
    check_database(profile.library_db)


def test_from_a_destroyed_library_and_a_backup(world: World, profile: Profile) -> None:
    """The file is gone for good; what the backup knows comes along, and the files give the rest."""
    maintain.backup_now(profile)
    before = said(world)
    world.write("Films/New (2020)/New (2020).mkv")
    broken(profile.library_db)
    done = rebuild_from_files(profile)
    assert done.sources == (str(maintain.backup_lines(profile)[0].path),)
    assert said(world)["values"] == before["values"]
    assert said(world)["states"] == before["states"]
    assert sorted(world.titles("type:movie")) == ["Alien", "Heat, my cut", "New"]
    check_database(profile.library_db)


def test_from_nothing_but_the_list_of_folders(world: World, profile: Profile) -> None:
    """Without any database there is still the list that is kept beside it."""
    assert [root.path for root in load_roots(profile.library_db)] == [os.fsencode(world.folder)]
    broken(profile.library_db)
    done = rebuild_from_files(profile)
    assert (done.sources, done.roots, done.items) == ((), 1, 6)
    assert sorted(world.titles("type:movie")) == ["Alien", "Heat"]
    check_database(profile.library_db)


def test_moved_and_renamed_files_are_found_by_content_and_number(
    world: World, profile: Profile
) -> None:
    """What was said of a film stays with it although its file lies elsewhere now."""
    before = said(world)
    (world.folder / "Films/Heat (1995)").rename(world.folder / "Films/Michael Mann")
    rebuild_from_files(profile)
    assert said(world)["values"] == before["values"]
    assert world.titles("tag:heist type:movie") == ["Heat, my cut"]


def test_what_lies_on_a_drive_that_is_away_comes_along(world: World, profile: Profile) -> None:
    """Offline is not gone: the items stay, and are the same when the drive is back."""
    before = said(world)
    away = world.folder.rename(world.folder.with_name("away"))
    done = rebuild_from_files(profile)
    assert done.offline == (str(world.folder),)
    assert (done.items, done.left) == (6, 0)
    assert said(world) == before
    check_database(profile.library_db)
    away.rename(world.folder)
    world.scan(full=True)
    assert said(world) == before
    assert set(world.states().values()) == {"present"}


def test_what_somebody_edited_stays_although_its_file_is_gone(
    world: World, profile: Profile
) -> None:
    """Missing, as after a scan; a film of which nobody said anything is left out."""
    for name in FILES[:2]:
        (world.folder / name).unlink()
    done = rebuild_from_files(profile)
    assert world.titles("type:movie") == ["Heat, my cut"]
    assert world.one("type:movie").file_state == "missing"
    assert done.left == 1


def test_a_folder_that_lost_most_of_its_files_keeps_their_items(
    world: World, profile: Profile
) -> None:
    """Fault B5: an empty mount point looks like that; nothing is decided without the person."""
    world.write_all(*(f"Films/Film {n} (2001)/Film {n} (2001).mkv" for n in range(30)))
    world.scan()
    world.store.close()
    for number in range(30):
        (world.folder / f"Films/Film {number} (2001)/Film {number} (2001).mkv").unlink()
    done = rebuild_from_files(profile)
    assert (done.left, done.items) == (0, 36)
    assert list(world.states().values()).count("missing") == 30


def test_no_folder_is_no_rebuild(profile: Profile) -> None:
    """Said with what to do; nothing is made."""
    with pytest.raises(LibraryError) as caught:
        rebuild_from_files(profile)
    assert "scan FOLDER" in caught.value.hint
    assert not profile.library_db.exists()


def test_the_list_of_folders_follows_every_change(world: World, profile: Profile) -> None:
    """Added and moved roots are in the file at once."""
    elsewhere = world.folder.rename(world.folder.with_name("elsewhere"))
    relocate_root(world.store, world.ask("SELECT id FROM root_folder")[0][0], elsewhere)
    assert [root.path for root in load_roots(profile.library_db)] == [os.fsencode(elsewhere)]
    profile.library_db.with_name("roots.json").write_text("{")
    assert load_roots(profile.library_db) == []


@pytest.mark.usefixtures("world")
def test_nothing_is_left_of_the_work(profile: Profile) -> None:
    """No work file, no lock of one, no second database but the one that was put aside."""
    rebuild_from_files(profile)
    names = sorted(path.name for path in profile.data.iterdir() if ".rebuild" in path.name)
    assert names == []
    with closing(sqlite3.connect(profile.library_db)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
