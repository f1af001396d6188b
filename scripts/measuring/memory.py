"""Goal 13: the most memory while somebody jumps a thousand times through the library.

Each kind of grid runs in a process of its own. Resident memory includes those pages of the library
that are mapped and that the system takes back when it needs them; anonymous memory does not.
"""

import json
import os
import subprocess
import sys
from typing import Any

from scripts.measuring.frame import Goal, Results, Value, measurement
from scripts.measuring.report import ROOT
from scripts.measuring.world import World

from media_manager.domain.query import Query, parse_query
from media_manager.library import browse

_KIB_A_MIB = 1024


def child(kind: str, world: World) -> dict[str, Any]:
    """Run one grid in a process and return what it says of its memory."""
    said = subprocess.run(
        [sys.executable, "-m", "scripts.measuring.memory_child", kind, world.profile.data.parent],
        env={
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "QT_QPA_PLATFORM": "offscreen",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(said.stdout)
    return found


@measurement(
    "memory.browsing",
    "most memory over 1,000 jumps in the grid, against a bare grid",
    Goal(most_ratio=1.5),
    unit="MiB",
)
def browsing(world: World) -> Results:
    product, floor = child("product", world), child("bare", world)
    return {
        name: Value(product[key] / _KIB_A_MIB, floor[key] / _KIB_A_MIB)
        for name, key in (("resident", "peak_kib"), ("anonymous", "anonymous_kib"))
    }


@measurement(
    "memory.loaded",
    "what browsing takes above a bare grid when writer, numpy and columns are loaded",
    Goal(most=110),
    unit="MiB",
)
def loaded(world: World) -> Value:
    product, floor = child("loaded", world), child("bare", world)
    return Value((product["peak_kib"] - floor["peak_kib"]) / _KIB_A_MIB, note="resident")


@measurement("memory.result", "a result set of all films", Goal(most=16), unit="bytes an item")
def result(world: World) -> Value:
    found = browse.result_set(world.reader(), Query(parse_query("type:movie")))
    return Value(len(found.packed) / len(found))
