"""A scan that is killed, and two at once: resumed, without duplicates."""

import random
import signal
import subprocess
import time
from pathlib import Path

import pytest
from tests.faults.harness import (
    Point,
    check_invariants,
    environment,
    killed_at,
    python,
    remember,
    require_strace,
    starts,
)
from tests.library.scan_world import World, make_world, moved

from media_manager.domain.media import LibraryKind
from media_manager.library import state
from media_manager.settings import Profile

NFO = "<movie><title>Named {n}</title><genre>Drama</genre></movie>"
SCAN = """
import sys
from pathlib import Path
from tests.library.scan_world import World
world = World(Path(sys.argv[1]))
world.scan()
world.store.close()
"""


def fill(world: World, films: int, episodes: int) -> None:
    for n in range(films):
        world.write(f"Films/Film {n} (2001)/Film {n} (2001).mkv")
        if n % 5 == 0:
            world.write(f"Films/Film {n} (2001)/movie.nfo", NFO.format(n=n))
    for n in range(episodes):
        season, number = n // 20 + 1, n % 20 + 1
        world.write(f"Shows/Show/Season {season}/Show S{season:02}E{number:02}.mkv")


def assert_whole(world: World, films: int, episodes: int, *, odd: int = 0) -> None:
    """Assert that everything is there exactly once."""
    world.scan()
    assert moved(world.scan(full=True)) == (0, 0, 0, 0)
    count = dict(world.ask("SELECT media_type, count(*) FROM media_item GROUP BY media_type"))
    expected = {"movie": films, "episode": episodes, "season": -(-episodes // 20), "show": 1}
    assert count == expected
    assert world.one("type:show").child_count == episodes
    assert len(world.rows("genre:drama")) == -(-films // 5) - odd
    twice = "SELECT root_id, path FROM media_file GROUP BY root_id, path HAVING count(*) > 1"
    assert world.ask(twice) == []


def start_scan(world: World) -> "subprocess.Popen[bytes]":
    words = python(SCAN, world.folder.parent)
    return subprocess.Popen(words, env=environment(), stderr=subprocess.PIPE)


@pytest.mark.parametrize("seed", range(6))
def test_a1_a_killed_scan_is_resumed(tmp_path: Path, seed: int) -> None:
    """Fault A1: killed at any time, and again; the next scan does the rest, nothing twice."""
    chance = random.Random(seed)  # noqa: S311 - points in time, not secrets
    with make_world(tmp_path, LibraryKind.MIXED) as world:
        world.write("Films/First (1990)/First (1990).mkv")
        world.scan()
        state.change_tags(world.store, [world.one("first").id], add=["kept"])
        profile = profile_of(world)
        before = remember(profile, [world.folder])
        world.store.close()
        fill(world, films=400, episodes=200)
        for _ in range(2):
            process = start_scan(world)
            time.sleep(0.45 + chance.random() * 0.9)
            process.send_signal(signal.SIGKILL)
            process.communicate()
            check_invariants(profile, before, [world.folder])
            assert starts(profile, "film")
        assert_whole(world, films=401, episodes=200, odd=1)
        assert len(world.rows("tag:kept")) == 1
        check_invariants(profile, before, [world.folder], after_start=True)


@pytest.mark.parametrize(("call", "when"), [("pwrite64", 3), ("pwrite64", 60), ("ftruncate", 1)])
def test_a1_a_scan_killed_at_a_write_is_resumed(tmp_path: Path, call: str, when: int) -> None:
    """Fault A1 at chosen writes of the library and its journal."""
    require_strace()
    with make_world(tmp_path, LibraryKind.MIXED) as world:
        world.store.ensure()
        profile = profile_of(world)
        before = remember(profile)
        fill(world, films=60, episodes=40)
        killed_at(python(SCAN, world.folder.parent), Point(call, when))
        check_invariants(profile, before)
        assert_whole(world, films=60, episodes=40)


def test_two_scans_of_one_root_at_once(tmp_path: Path) -> None:
    """A scan from the command line beside one in the window: each file is one file."""
    with make_world(tmp_path, LibraryKind.MIXED) as world:
        world.store.ensure()
        assert world.root.id > 0
        fill(world, films=500, episodes=300)
        both = [start_scan(world) for _ in range(2)]
        errors = [process.communicate()[1] for process in both]
        assert [process.returncode for process in both] == [0, 0], errors
        assert_whole(world, films=500, episodes=300)
        check_invariants(profile_of(world), remember(profile_of(world)))


def profile_of(world: World) -> Profile:
    return Profile.at(world.store.path.parents[1])
