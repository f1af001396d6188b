"""The start-up report of the specification: what importing costs, what stays out, how long it is.

There is no part for a background loader: no model is loaded before it is used.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from typing import Any, Final

from scripts.measuring.report import ROOT

CORE_SECONDS: Final = 1.0
MODEL_RUNTIMES: Final = ("torch", "transformers", "onnxruntime")
_ENTRY: Final = "media_manager.app"
_LINE: Final = re.compile(r"import time:\s*(\d+) \|\s*(\d+) \| ( *)(\S+)")
_LONGEST_SECONDS: Final = 60
_STARTS: Final = 3
_MICROSECONDS: Final = 1_000_000

# Runs the window on an empty profile up to the moment when the first paint is done.
_PROGRAM: Final = """
import json, sys, time
started = time.perf_counter()
from media_manager import app
imported = time.perf_counter()
begin = app.Program._begin_stage_two

def look(self):
    print(json.dumps({"import": imported - started, "core": time.perf_counter() - imported,
                      "cpu": time.process_time(), "modules": sorted(sys.modules)}))
    begin(self)
    self.window.close()

app.Program._begin_stage_two = look
sys.exit(app.run_window(sys.argv[1:]))
"""


def startup_report() -> dict[str, Any]:
    """Tell what a start costs: of some starts the quickest, because a busy machine only adds."""
    seen = min((_first_paint() for _ in range(_STARTS)), key=lambda each: float(each["core"]))
    loaded = set(seen["modules"])
    return {
        "import_performance": _imports(),
        "lazy_loading": {name: name in loaded for name in MODEL_RUNTIMES},
        "startup_simulation": {
            "import_seconds": round(seen["import"], 4),
            "core_initialisation_seconds": round(seen["core"], 4),
            "cpu_seconds": round(seen["cpu"], 4),
            "target_seconds": CORE_SECONDS,
            "passed": seen["core"] < CORE_SECONDS,
        },
    }


def _imports() -> dict[str, Any]:
    """Return what importing the window's entry costs: in all, and by room without its imports."""
    said = _python("-X", "importtime", "-c", f"import {_ENTRY}").stderr
    rooms: dict[str, float] = defaultdict(float)
    total = 0.0
    for own, cumulative, _indent, name in _LINE.findall(said):
        rooms[_room(name)] += int(own) / _MICROSECONDS
        if name == _ENTRY:
            total = int(cumulative) / _MICROSECONDS
    by_cost = sorted(rooms.items(), key=lambda each: -each[1])
    return {
        "total_seconds": round(total, 4),
        "rooms": {name: round(seconds, 4) for name, seconds in by_cost},
    }


def _room(module: str) -> str:
    parts = module.split(".")
    if parts[0] == "media_manager":
        return ".".join(parts[:2])
    return "PySide6" if parts[0] in ("PySide6", "shiboken6", "shibokensupport") else "others"


def _first_paint() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        said = _python("-c", _PROGRAM, "--profile", folder).stdout
    found: dict[str, Any] = json.loads(said)
    return found


def _python(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=_LONGEST_SECONDS,
    )
