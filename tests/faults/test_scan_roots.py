"""Drives that go away, empty out or are swapped: nothing is marked, nothing is lost."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.faults.harness import (
    check_invariants,
    environment,
    python,
    remember,
    require_strace,
    starts,
)
from tests.library.scan_world import World, make_world

from media_manager.domain.media import LibraryKind
from media_manager.errors import RootFolderOffline
from media_manager.library import roots
from media_manager.settings import Profile

FILMS = 40
SCAN = """
import sys
from pathlib import Path
sys.path.insert(0, ".")
from tests.library.scan_world import World
world = World(Path(sys.argv[1]))
world.scan(full=True)
"""


@contextmanager
def mounted(folder: Path) -> Iterator[None]:
    """Mount an empty file system of its own over a folder, for as long as it is not pulled."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    done = subprocess.run(words, check=False, capture_output=True)
    if done.returncode:
        pytest.skip(f"this account may not mount: {done.stderr.decode().strip()}")
    try:
        yield
    finally:
        pull(folder)


def pull(folder: Path) -> None:
    subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)


def fill(world: World) -> None:
    world.write_all(*(f"Film {n} (2001)/Film {n} (2001).mkv" for n in range(FILMS)))


def profile_of(world: World) -> Profile:
    return Profile.at(world.store.path.parents[1])


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with make_world(tmp_path, LibraryKind.MOVIE) as world:
        yield world


def assert_kept(world: World, reason: str) -> None:
    """Assert that the root is offline, and every film is there as it was."""
    root = roots.find_roots(world.store)[0]
    with pytest.raises(RootFolderOffline) as told:
        world.scan_root(root)
    assert told.value.hint
    root = roots.find_roots(world.store)[0]
    assert (root.state, root.state_reason) == ("offline", reason)
    assert set(world.states().values()) == {"present"}
    assert len(world.rows("is:offline")) == FILMS


def test_b1_an_unmounted_root_is_offline(world: World) -> None:
    """Fault B1: the drive was pulled and its empty folder is still there."""
    with mounted(world.folder):
        fill(world)
        assert world.scan().added == FILMS
        before = remember(profile_of(world))
        pull(world.folder)
        assert_kept(world, "empty")
        check_invariants(profile_of(world), before)
        assert starts(profile_of(world), "film")


def test_b6_another_disk_at_the_same_path_is_offline(world: World) -> None:
    """Fault B6: what lies on the other disk is not taken for what was there."""
    with mounted(world.folder):
        fill(world)
        world.scan()
        pull(world.folder)
        with mounted(world.folder):
            world.write("Other (1999)/Other (1999).mkv")
            assert_kept(world, "volume-mismatch")


def test_b2_a_folder_that_is_gone_is_offline(world: World) -> None:
    """Fault B2: the path itself is gone, and is online again when it is back."""
    fill(world)
    world.scan()
    away = world.folder.rename(world.folder.with_name("away"))
    assert_kept(world, "missing")
    away.rename(world.folder)
    assert world.scan().added == 0
    assert world.root.state == "online"


def test_b1_an_emptied_folder_is_offline(world: World) -> None:
    """Fault B1 without a mount: all gone at once is a drive, not a decision."""
    fill(world)
    world.scan()
    world.folder.rename(world.folder.with_name("away"))
    world.folder.mkdir()
    assert_kept(world, "empty")


def test_b3_an_error_in_the_middle_marks_nothing(world: World) -> None:
    """Fault B3: the N-th folder cannot be listed; what is below it is not gone."""
    fill(world)
    world.scan()
    world.store.close()
    strace = require_strace()
    for when in (2, 9, 30):
        done = subprocess.run(
            [
                *(strace, "-qq", "-f", "-o", "/dev/null", "-P", str(world.folder)),
                *(f for n in range(FILMS) for f in ("-P", str(world.folder / f"Film {n} (2001)"))),
                *("-e", "trace=getdents64", "-e", f"inject=getdents64:error=EIO:when={when}+"),
                *python(SCAN, world.folder.parent),
            ],
            check=False,
            capture_output=True,
            env=environment(),
        )
        assert set(world.states().values()) == {"present"}, done.stderr.decode()
    assert world.scan(full=True).missing == 0


def test_b7_a_root_at_a_new_place_is_found_again(world: World) -> None:
    """Fault B7: ids stay when a person says where the root lies now."""
    fill(world)
    world.scan()
    ids = [row.id for row in world.rows()]
    root = world.root
    elsewhere = world.folder.rename(world.folder.with_name("elsewhere"))
    roots.relocate_root(world.store, root.id, elsewhere)
    world.folder = elsewhere
    counts = world.scan(full=True)
    assert (counts.added, counts.missing) == (0, 0)
    assert [row.id for row in world.rows()] == ids
