"""Goals 1 and 2: from the start of the process to a useful window, against an empty one.

Product and floor start in turn, each in a process of its own. The first paint shows real titles and
the exact count; at rest the panels are made and the pictures of the first page are there.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from scripts.measuring.frame import Goal, Pair, Results, Value, measurement, same_at_all_scales
from scripts.measuring.world import World

ROUNDS = 11
_MOST_SECONDS = 60
CHILD = Path(__file__).with_name("startup_child.py")
HEAVY = ("sqlalchemy", "alembic", "numpy", "PIL", "av", "lxml", "urllib3", "http.client", "asyncio")


def start(*words: str) -> dict[str, Any]:
    """Start a child and return what it told, with the seconds from its start to then."""
    environment = {key: value for key, value in os.environ.items() if key != _NO_CACHE}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    began = time.monotonic()
    ended = subprocess.run(
        [sys.executable, str(CHILD), *words],
        env=environment,
        capture_output=True,
        check=True,
        timeout=_MOST_SECONDS,
    )
    lines = ended.stdout.splitlines()
    told: dict[str, Any] = json.loads(lines[-1]) if lines else {"at": time.monotonic(), "cpu": 0.0}
    return {**told, "wall": told["at"] - began}


# Compiling every module anew is no start that a person sees.
_NO_CACHE = "PYTHONDONTWRITEBYTECODE"


def profile_of(world: World) -> str:
    """Return a profile on the library of a world, which has been opened and closed before."""
    folder = world.folder()
    (folder / "data").mkdir()
    (folder / "data" / "library.db").symlink_to(world.library.absolute())
    start("warm", "--profile", str(folder))
    return str(folder)


def starts(world: World, mode: str) -> Results:
    """Return wall and CPU of product and floor."""
    profile = profile_of(world)
    start("empty")  # both once, so that their files are in memory
    start(mode, "--profile", profile)
    floor, product = [], []
    for _ in range(ROUNDS):
        floor.append(start("empty"))
        product.append(start(mode, "--profile", profile))
    return {
        what: Pair(tuple(each[what] for each in product), tuple(each[what] for each in floor))
        for what in ("wall", "cpu")
    }


@measurement(
    "startup.first",
    "process start to titles and the exact count painted, against an empty window",
    Goal(most_ratio={"10k": 1.8, "100k": 1.8, "1m": 2.0}),
)
def first_paint(world: World) -> Results:
    """Measure the first paint that is useful."""
    return starts(world, "first")


@measurement(
    "startup.rest",
    "process start to the whole window at rest: panels, pictures of the first page",
    Goal(most_ratio=3.0),
)
def at_rest(world: World) -> Results:
    """Measure until nothing is under way any more."""
    return starts(world, "rest")


@measurement("startup.modules", "modules of ours that the first paint imports", unit="")
def modules(world: World) -> Results:
    """Count them, and name what of others must not be there; at rest too."""
    profile = profile_of(world)
    found: dict[str, Value] = {}
    for mode in ("first", "rest"):
        told = start(mode, "--profile", profile)
        heavy = [name for name in HEAVY if name in told["modules"]]
        ours = sum(name.startswith("media_manager") for name in told["modules"])
        note = f"{told['titles']} titles of {told['count']}; heavy: {', '.join(heavy) or 'none'}"
        found[mode] = Value(ours, note=note)
    return found


same_at_all_scales("startup.first.wall", most=1.15)
