"""A scan of the folders that something touched, and of nothing else."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.library.scan_world import World, make_world, moved

from media_manager.domain.media import LibraryKind
from media_manager.library import scan_scope
from media_manager.library.scan import ScanOptions
from media_manager.library.scan_counts import ScanCounts

HEAT = "Heat (1995)/Heat.mkv"
RAN = "Ran (1985)/Ran.mkv"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with make_world(tmp_path, LibraryKind.MOVIE) as world:
        world.write_all(HEAT, RAN, "Deep/One/Alien (1979).mkv", "Deep/Two/Blow Up (1966).mkv")
        world.scan()
        yield world


def scan_part(world: World, *folders: str, full: bool = False) -> ScanCounts:
    chosen = tuple(os.fsencode(each) for each in folders)
    return world.scan(options=ScanOptions(full=full, folders=chosen, young_seconds=0))


def test_only_the_named_folders_are_looked_at(world: World) -> None:
    """What is new elsewhere waits for its own turn, and is found by the next whole scan."""
    world.write("Heat (1995)/Heat - Trailer.mkv")
    world.write("Ran (1985)/poster.jpg")
    world.write("Deep/One/Brazil (1985).mkv")
    assert moved(scan_part(world, "Deep/One")) == (1, 0, 0, 0)
    assert world.titles("brazil") == ["Brazil"]
    assert "poster.jpg" not in world.states()
    world.scan()
    assert "poster.jpg" in world.states()


def test_an_edit_in_place_is_seen(world: World) -> None:
    """The time of the folder does not tell, so that a named folder is always listed."""
    world.write(HEAT, "a longer cut of the film")
    assert moved(scan_part(world, "Heat (1995)")) == (0, 1, 0, 0)


def test_nothing_outside_is_taken_for_gone(world: World) -> None:
    """A file that went elsewhere is missing only when its own folder is looked at."""
    (world.folder / RAN).unlink()
    assert moved(scan_part(world, "Heat (1995)")) == (0, 0, 0, 0)
    assert world.states()["Ran.mkv"] == "present"
    assert moved(scan_part(world, "Ran (1985)")) == (0, 0, 0, 1)
    assert world.states()["Ran.mkv"] == "missing"


def test_a_new_folder_is_walked_to_its_end(world: World) -> None:
    """Only the folder in which it appeared is named."""
    world.write_all("Stalker (1979)/Stalker.mkv", "Stalker (1979)/Extras/Making of.mkv")
    assert scan_part(world, "").added == 1
    assert world.titles("stalker") == ["Stalker"]
    assert world.ask("SELECT count(*) FROM item_file WHERE role = 'extra'") == [(1,)]


def test_a_named_folder_that_nobody_knows_leads_to_the_nearest_known_one(world: World) -> None:
    """The word of a new folder may come before the word of the folder that it lies in."""
    world.write("Deep/Three/Four/Solaris (1972).mkv")
    assert scan_part(world, "Deep/Three/Four").added == 1
    assert world.titles("solaris") == ["Solaris"]


def test_a_folder_that_is_gone_takes_all_below_it_along(world: World) -> None:
    """Its parent is named; the folders beside it stay."""
    shutil.rmtree(world.folder / "Deep" / "One")  # noqa: TID251 - as a person would, below tmp_path
    assert moved(scan_part(world, "Deep")) == (0, 0, 0, 1)
    states = world.states()
    assert (states["Alien (1979).mkv"], states["Blow Up (1966).mkv"]) == ("missing", "present")
    assert world.ask("SELECT count(*) FROM folder WHERE path = ?", b"Deep/One") == [(0,)]


def test_a_move_between_two_named_folders_keeps_the_item(world: World) -> None:
    """Both ends of it are touched, and both are looked at."""
    before = world.one("heat").id
    (world.folder / HEAT).rename(world.folder / "Deep" / "Two" / "Heat (1995).mkv")
    assert moved(scan_part(world, "Heat (1995)", "Deep/Two")) == (0, 0, 1, 0)
    assert world.one("heat").id == before


def test_a_move_whose_ends_come_one_after_the_other_keeps_the_item(world: World) -> None:
    """First the file is missing, then it is found at its new place."""
    before = world.one("heat").id
    (world.folder / HEAT).rename(world.folder / "Deep" / "Two" / "Heat (1995).mkv")
    assert moved(scan_part(world, "Heat (1995)")) == (0, 0, 0, 1)
    assert moved(scan_part(world, "Deep/Two")) == (0, 0, 1, 0)
    assert world.one("heat").id == before
    assert world.states()["Heat (1995).mkv"] == "present"


def test_a_moved_folder_is_a_move_of_all_its_files(world: World) -> None:
    """The folder in which both names lie is named."""
    before = world.one("alien").id
    (world.folder / "Deep").rename(world.folder / "Deeper")
    assert moved(scan_part(world, "")) == (0, 0, 2, 0)
    assert world.one("alien").id == before


def test_a_folder_that_took_the_place_of_another_is_looked_through(world: World) -> None:
    """Named with a slash at its end: the library knows the name, but not what lies there now."""
    (world.folder / "Deep").rename(world.folder / "Old")
    world.write("New/One/Brazil (1985).mkv")
    (world.folder / "New").rename(world.folder / "Deep")
    counts = scan_part(world, "", "Deep/")
    assert (counts.added, counts.moved) == (1, 2)
    assert world.titles("brazil") == ["Brazil"]


def test_rules_of_the_folders_above_hold(world: World) -> None:
    """A part is walked from the root, so that a rule file on the way is read."""
    world.write("Deep/.ignore", "*.mp4\n")
    world.scan()
    world.write_all("Deep/One/Hidden (2001).mp4", "Deep/One/Shown (2001).mkv")
    assert scan_part(world, "Deep/One").added == 1
    assert world.titles("hidden") == []


def test_a_folder_that_vanished_is_no_failure(world: World) -> None:
    """Between the event and the look it may be gone: its parent tells what that means."""
    shutil.rmtree(world.folder / "Deep")  # noqa: TID251 - as a person would, below tmp_path
    counts = scan_part(world, "Deep/One")
    assert (counts.failed, world.watch.failed) == (0, [])
    assert moved(scan_part(world, "")) == (0, 0, 0, 2)


def test_a_part_in_which_very_much_is_gone_is_held(world: World) -> None:
    """Nothing is marked when a large share disappears at once: a person decides, as ever."""
    names = [f"Many/Film {number} (2000).mkv" for number in range(30)]
    world.write_all(*names)
    world.scan()
    shutil.rmtree(world.folder / "Many")  # noqa: TID251 - as a person would, below tmp_path
    assert scan_part(world, "").held == 30
    assert world.root.state == "held"
    world.write("Heat (1995)/poster.jpg")
    scan_part(world, "Heat (1995)")
    assert world.root.state == "held"


def test_a_root_that_was_never_scanned_is_scanned_whole(tmp_path: Path) -> None:
    """There is nothing known that a part could be part of."""
    with make_world(tmp_path, LibraryKind.MOVIE) as world:
        world.write_all(HEAT, RAN)
        assert scan_part(world, "Heat (1995)").added == 2


def test_a_lineage_ends_at_the_root() -> None:
    """The root is the empty path."""
    assert scan_scope.lineage(b"a/b") == [b"a/b", b"a", b""]
