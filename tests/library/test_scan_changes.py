"""What a second scan sees: adds, removes, renames, edits, and files that come back."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.library.scan_world import World, make_world, moved

from media_manager.domain.media import LibraryKind
from media_manager.errors import JobCancelled
from media_manager.library import roots, state
from media_manager.library.scan import ScanOptions
from media_manager.library.watch import Unwatched


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with make_world(tmp_path, LibraryKind.MOVIE) as world:
        yield world


@pytest.fixture
def three(world: World) -> World:
    world.write_all("A (2001)/A (2001).mkv", "B (2002)/B (2002).mkv", "C (2003)/C (2003).mkv")
    assert moved(world.scan()) == (3, 0, 0, 0)
    return world


def test_nothing_changed_is_nothing_done(three: World) -> None:
    """Quick and full agree when nothing happened."""
    assert moved(three.scan()) == (0, 0, 0, 0)
    assert moved(three.scan(full=True)) == (0, 0, 0, 0)


def test_a_quick_scan_sees_adds_removes_and_renames(three: World) -> None:
    """One look a folder is enough for those."""
    three.write("D (2004)/D (2004).mkv")
    (three.folder / "A (2001)/A (2001).mkv").unlink()
    (three.folder / "B (2002)/B (2002).mkv").rename(three.folder / "B (2002)/B renamed (2002).mkv")
    assert moved(three.scan()) == (1, 0, 1, 1)
    assert moved(three.scan()) == (0, 0, 0, 0)


def test_a_full_scan_sees_edits_in_place(three: World) -> None:
    """A film that was replaced by other bytes is looked into again."""
    three.write("A (2001)/A (2001).mkv", "other bytes of another size")
    assert three.scan().changed == 0
    assert three.scan(full=True).changed == 1
    statuses = three.ask(
        "SELECT probe_status FROM media_file WHERE path = ?", b"A (2001)/A (2001).mkv"
    )
    assert statuses == [("pending",)]


def test_b8_a_moved_file_keeps_its_item(three: World) -> None:
    """Fault B8: id, watched state, rating, favorite and tags follow the file."""
    before = three.one("title:b")
    state.set_watched(three.store, [before.id], watched=True)
    state.set_rating(three.store, [before.id], 8.0)
    state.change_tags(three.store, [before.id], add=["keep"])
    target = three.folder / "Sorted" / "Bee (2002)"
    target.mkdir(parents=True)
    (three.folder / "B (2002)/B (2002).mkv").rename(target / "Bee (2002).mkv")
    (three.folder / "B (2002)").rmdir()
    assert moved(three.scan()) == (0, 0, 1, 0)
    after = three.one("tag:keep")
    assert (after.id, after.title) == (before.id, "Bee")
    assert (after.watched, after.user_rating, after.file_state) == (1, 8.0, "present")


def test_a_renamed_folder_keeps_everything_in_it(three: World) -> None:
    """A whole tree under a new name is moved, not lost and found."""
    ids = {row.title: row.id for row in three.rows()}
    (three.folder / "all").mkdir()
    for name in ("A (2001)", "B (2002)", "C (2003)"):
        (three.folder / name).rename(three.folder / "all" / name)
    assert moved(three.scan()) == (0, 0, 3, 0)
    assert {row.title: row.id for row in three.rows()} == ids


def test_a_missing_file_comes_back(three: World) -> None:
    """A file that is away is missing, and itself again when it is back, at the same place."""
    path = three.folder / "A (2001)/A (2001).mkv"
    item = three.one("title:a").id
    away = path.rename(three.folder.parent / "away.mkv")
    assert three.scan().missing == 1
    assert three.one("title:a").file_state == "missing"
    assert three.scan().missing == 0
    away.rename(path)
    assert moved(three.scan()) == (0, 0, 0, 0)
    assert (three.one("title:a").id, three.one("title:a").file_state) == (item, "present")


def test_a_missing_folder_comes_back_as_a_copy(three: World) -> None:
    """Restored from a backup it has new inodes, but it is the same path and the same item."""
    folder = three.folder / "A (2001)"
    item = three.one("title:a").id
    path = folder / "A (2001).mkv"
    content = path.read_bytes()
    path.unlink()
    folder.rmdir()
    assert three.scan().missing == 1
    three.write("filler", "takes the inode")
    folder.mkdir()
    path.write_bytes(content)
    assert moved(three.scan()) == (0, 0, 0, 0)
    assert (three.one("title:a").id, three.one("title:a").file_state) == (item, "present")


def test_b5_a_mass_disappearance_is_held(world: World) -> None:
    """Fault B5: nothing is marked until a person says so, however often it is scanned."""
    world.write_all(*(f"Box/Film {n} (2001).mkv" for n in range(30)))
    world.scan()
    for n in range(25):
        (world.folder / f"Box/Film {n} (2001).mkv").unlink()
    for _ in range(2):
        counts = world.scan()
        assert (counts.held, counts.missing) == (25, 0)
        assert set(world.states().values()) == {"present"}
        assert (world.root.state, world.root.held_count) == ("held", 25)
    roots.release_hold(world.store, world.root.id)
    assert world.scan().missing == 25
    assert world.root.state == "online"


def test_b5_what_was_held_and_is_back_is_no_longer_held(world: World) -> None:
    """The drive was slow, not empty: the next scan finds all and asks nothing."""
    world.write_all(*(f"Box/Film {n} (2001).mkv" for n in range(30)))
    world.scan()
    away = (world.folder / "Box").rename(world.folder.parent / "Box")
    (world.folder / "rest (2001).mkv").write_text("rest")
    assert world.scan().held == 30
    away.rename(world.folder / "Box")
    assert (world.scan().held, world.root.state) == (0, "online")
    assert set(world.states().values()) == {"present"}


def test_b9_a_growing_file_waits(world: World) -> None:
    """Fault B9: what still grows is taken by a later scan, when it is done."""
    world.write("Done (2001).mkv")
    growing = world.write("Growing (2002).mkv")

    class Writer(Unwatched):
        def report(self, *_: object) -> None:
            with growing.open("a") as file:
                file.write("more")

        def raise_if_cancelled(self) -> None:
            self.report()

    options = ScanOptions(young_seconds=60)
    assert world.scan(watch=Writer(), options=options).added == 1
    assert world.titles() == ["Done"]
    old = time.time() - 100
    os.utime(growing, (old, old))
    assert world.scan(options=options).added == 1
    assert world.titles() == ["Done", "Growing"]


def test_b18_a_time_in_the_future_is_no_reason_to_wait(world: World) -> None:
    """Fault B18: a file from 2100 is taken at once and not scanned for ever."""
    path = world.write("Later (2001).mkv")
    future = time.time() + 1e9
    os.utime(path, (future, future))
    assert world.scan(options=ScanOptions(young_seconds=60)).added == 1
    assert moved(world.scan(options=ScanOptions(young_seconds=60))) == (0, 0, 0, 0)


def test_b21_an_ignore_rule_deletes_nothing(three: World) -> None:
    """Fault B21: what a rule hides later stays in the library as it was."""
    three.write("A (2001)/.nomedia", "")
    three.write(".ignore", "B*\n")
    counts = three.scan()
    assert (counts.missing, counts.held) == (0, 0)
    assert three.titles() == ["A", "B", "C"]


def test_b20_a_stopped_scan_goes_on_later(world: World) -> None:
    """Fault B20: it stops within two seconds and the next one adds the rest, nothing twice."""
    world.write_all(*(f"Film {n} (2001)/Film {n} (2001).mkv" for n in range(900)))

    class Impatient(Unwatched):
        reports = 0

        def report(self, *_: object) -> None:
            self.reports += 1
            if self.reports == 700:
                self.cancelled = True
                self.at = time.monotonic()

        def raise_if_cancelled(self) -> None:
            if self.cancelled:
                raise JobCancelled("stop")

    watch = Impatient()
    with pytest.raises(JobCancelled):
        world.scan(watch=watch)
    assert time.monotonic() - watch.at < 2
    before = len(world.rows())
    assert 0 < before < 900
    assert world.scan().added == 900 - before
    assert len(world.rows()) == 900
    assert moved(world.scan(full=True)) == (0, 0, 0, 0)


def test_the_statements_of_a_scan_do_not_grow_with_its_items(world: World) -> None:
    """A batch costs a fixed number of statements, not one or more for each film."""
    from sqlalchemy import event

    def statements(count: int) -> int:
        world.write_all(*(f"More {count}/Film {n} {count} (2001).mkv" for n in range(count)))
        asked: list[str] = []
        world.store.ensure()
        engine = world.store.writer()._engine

        def note(*words: object) -> None:
            asked.append(str(words[2]))

        event.listen(engine, "before_cursor_execute", note)
        world.scan()
        event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    statements(5)
    few, many = statements(20), statements(250)
    assert many <= few + 5
