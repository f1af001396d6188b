"""Goal 7 as a person sees it: a scroll through the whole library, recorded on a real X display.

Wheel, held keys, a dragged scroll bar and flicks to the middle arrive as events, at the pace of a
hand, in the real window under Xvfb; each paint of the list is written down. The floor is the bare
grid, driven by the same events. Without an X server it runs offscreen and says so.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from scripts.measuring.frame import Goal, Pair, Results, Value, measurement
from scripts.measuring.startup import profile_of
from scripts.measuring.world import World

ACTS: Final = ("wheel", "keys", "drag", "flick")
_FRAME_MS: Final = 16.7
_MOST_SECONDS: Final = 240
Record = dict[str, Any]


@measurement(
    "recording.frame",
    "CPU of the main thread for one paint of a recorded scroll, beside a bare grid's",
    Goal(most=_FRAME_MS, p99=True),
    scales=("1m",),
)
def frames(world: World) -> Results:
    """Scroll by wheel, keys and bar, and flick to the middle."""
    product, floor = _both(world)
    return {act: Pair(tuple(product[act]["paint"]), tuple(floor[act]["paint"])) for act in ACTS}


@measurement(
    "recording.longest",
    "the longest paint of a recorded scroll",
    Goal(most=_FRAME_MS),
    unit="ms",
    scales=("1m",),
)
def longest(world: World) -> Results:
    """Look for a frame that the eye would see."""
    product, floor = _both(world)
    return {
        act: Value(max(product[act]["paint"]) * 1e3, max(floor[act]["paint"]) * 1e3) for act in ACTS
    }


@measurement(
    "recording.empty",
    "cards that were painted before their titles had been read",
    unit="%",
    scales=("1m",),
)
def empty(world: World) -> Results:
    """Count the placeholders that a person sees."""
    product, _ = _both(world)
    where = "Xvfb" if product["display"] else "offscreen: no X server"
    return {
        act: Value(100 * product[act]["empty"] / max(1, product[act]["cards"]), note=where)
        for act in ACTS
    }


@measurement(
    "recording.whole",
    "from a flick to anywhere to the paint with all titles, 99 of 100",
    Goal(most=100),
    unit="ms",
    scales=("1m",),
)
def whole(world: World) -> Results:
    """Time what a person waits for after letting go of the bar."""
    waited = sorted(_both(world)[0]["flick"]["whole"])
    return Value(waited[int(len(waited) * 0.99) - 1] * 1e3)


_recorded: dict[str, tuple[Record, Record]] = {}


def _both(world: World) -> tuple[Record, Record]:
    """Record both in turn, once for all measurements."""
    if world.scale not in _recorded:
        profile = profile_of(world)
        _recorded[world.scale] = record("product", profile), record("bare", profile)
    return _recorded[world.scale]


def record(kind: str, profile: str) -> Record:
    """Run one child on an X display of its own; return what it wrote down."""
    words = [sys.executable, "-m", "scripts.measuring.recording_child", kind, profile]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    server = shutil.which("xvfb-run")
    if server is not None:
        words = [server, "-a", "-s", "-screen 0 1600x1000x24", *words]
        environment["QT_QPA_PLATFORM"] = "xcb"
    ended = subprocess.run(
        words,
        env=environment,
        capture_output=True,
        check=True,
        timeout=_MOST_SECONDS,
        cwd=Path(__file__).parents[2],
    )
    told: Record = json.loads(ended.stdout.splitlines()[-1])
    return {**told, "display": server is not None}
