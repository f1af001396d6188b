"""Goals 7 and 8: a frame of the real window while scrolling, jumping and resizing.

The floor is a bare grid that reads pages by plain sqlite3 and paints posters of one color; each
drives itself in a process of its own, in turn. Counted is the CPU time of the main thread for one
frame: an act, its paint, and for a jump also the paint of the rows that it had to read.
"""

import json
import os
import subprocess
import sys
from typing import Any

from scripts.measuring.frame import Goal, Pair, Results, Value, measurement, same_at_all_scales
from scripts.measuring.startup import profile_of
from scripts.measuring.world import World

ROUNDS = 2
_FRAME_MS = 16.7
_MOST_SECONDS = 120


def drive(kind: str, profile: str, *, folder: str = "") -> dict[str, list[float]]:
    """Run one child and return the seconds of its frames by what was done."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    words = [sys.executable, "-m", "scripts.measuring.views_child", kind, profile]
    ended = subprocess.run(
        [*words, folder] if folder else words,
        env=environment,
        capture_output=True,
        check=True,
        timeout=_MOST_SECONDS,
    )
    found: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return found


@measurement(
    "views.frame",
    "a frame of the grid in the window, against a bare virtual grid",
    Goal(most_ratio=1.5),
)
def frames(world: World) -> Results:
    """Scroll, jump, and scroll with everything selected."""
    sides = _both(world)
    return {
        **{what: _pair(sides, what) for what in ("scroll", "jump", "selected")},
        **{f"{what}-p99": _late(sides, what) for what in ("scroll", "jump")},
    }


@measurement(
    "views.resize", "a resize of the whole window, against a bare grid", Goal(most_ratio=2)
)
def resizes(world: World) -> Results:
    """Resize in small steps."""
    return _pair(_both(world), "resize")


@measurement("views.longest", "the longest frame of all", Goal(most=_FRAME_MS), unit="ms")
def longest(world: World) -> Results:
    """Look for a frame that the eye would see."""
    product, _ = _both(world)
    return {
        what: Value(max(product[what]) * 1000)
        for what in ("scroll", "jump", "selected", "resize", "all")
    }


_driven: dict[str, tuple[dict[str, list[float]], dict[str, list[float]]]] = {}


def _both(world: World) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Drive both in turn, once for all measurements of one scale."""
    if world.scale not in _driven:
        profile = profile_of(world)
        sides: tuple[dict[str, list[float]], dict[str, list[float]]] = ({}, {})
        for _ in range(ROUNDS):
            for side, kind in zip(sides, ("product", "bare"), strict=True):
                for what, seconds in drive(kind, profile).items():
                    side.setdefault(what, []).extend(seconds)
        _driven[world.scale] = sides
    return _driven[world.scale]


def _pair(sides: tuple[dict[str, list[float]], dict[str, list[float]]], what: str) -> Pair:
    return Pair(tuple(sides[0][what]), tuple(sides[1][what]))


def _late(sides: tuple[dict[str, list[float]], dict[str, list[float]]], what: str) -> Value:
    """Compare the hundredth frame of each hundred, in ms."""
    late = [sorted(side[what])[int(len(side[what]) * 0.99) - 1] * 1000 for side in sides]
    return Value(late[0], late[1])


same_at_all_scales("views.frame.scroll", most=1.5)
same_at_all_scales("views.frame.jump", most=1.5)
