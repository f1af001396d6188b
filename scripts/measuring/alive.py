"""Goal 15: how long the main thread does not answer while a scan writes and somebody browses.

Three windows in turn, each in a process of its own: an empty one, ours browsed and searched, and
ours browsed and searched while new files are scanned. The gaps between heartbeats are compared.
"""

import json
import os
import re
import subprocess
import sys
from typing import Any, Final

from scripts.measuring.frame import Goal, Results, Value, measurement
from scripts.measuring.scan import make_media
from scripts.measuring.world import World

from media_manager.settings import Settings

_SECONDS = 25
_FILES = 60_000
# The innermost frame of the program, without the folder that it lies in.
_PLACE: Final = re.compile(r'File "[^"]*?(media_manager/[^"]+)", line (\d+), in (\w+)')


def listen(*words: str) -> dict[str, Any]:
    """Run a child and return what it heard."""
    environment = {**os.environ}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    ended = subprocess.run(
        [sys.executable, "-m", "scripts.measuring.alive_child", *words],
        env=environment,
        capture_output=True,
        check=True,
        timeout=_SECONDS * 10,
    )
    told: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return told


@measurement(
    "alive.gap",
    "gaps of the main thread's heartbeat beside those of an empty window",
    Goal(most_ratio=1.5, most=33),
    scales=("100k", "1m"),
)
def gap(world: World) -> Results:
    """Scroll and search, then the same while a scan writes; the worst gap, and 99 of 100."""
    profile = world.copy()
    # What looks into files does so after the scan, in children: it is not measured here.
    Settings(profile).set("probe.enabled", False)  # noqa: FBT003 - the file's value
    media = make_media(world.folder() / "media", _FILES)
    seconds, place = str(_SECONDS), str(profile.data.parent)
    bare = listen("bare", seconds)
    browse = listen("browse", seconds, place)
    scan = listen("scan", seconds, place, str(media))
    note = f"{scan['scanned']:,} files, {scan['refreshes']} refreshes"
    places = _PLACE.findall(scan["stack"])
    if scan["max_ms"] > 33 and places:  # noqa: PLR2004 - two frames
        note += "; in {} line {}, {}".format(*places[-1])
    return {
        "browse_p99": Value(browse["p99_ms"], bare["p99_ms"]),
        "browse_max": Value(browse["max_ms"], bare["max_ms"]),
        "scan_p99": Value(scan["p99_ms"], bare["p99_ms"], note=note),
        "scan_max": Value(
            scan["max_ms"], bare["max_ms"], note=f"journal {scan['wal_mib']:.0f} MiB"
        ),
    }
