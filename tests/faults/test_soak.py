"""A window that is used for long holds no more than one that was used for a moment.

The soak itself is a command, `scripts/soak.py`, in a process of its own; here it is judged.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SOAK_MINUTES = 35  # five to warm up, and half an hour to look at
# What must be as it was: memory needs longer to say anything.
RETURNING = ("threads", "children", "open_files")


def soak(profile: Path, minutes: float, *more: str) -> dict[str, Any]:
    """Run the command and return what it wrote; it ends with 1 when memory grows."""
    ended = subprocess.run(
        [sys.executable, ROOT / "scripts" / "soak.py", str(minutes), profile, *more],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode in (0, 1), ended.stderr[-4_000:]
    found: dict[str, Any] = json.loads((profile / "soak.json").read_text("utf-8"))
    return found


def grown(before: dict[str, Any], after: dict[str, Any]) -> dict[str, int]:
    """Return what there is more of than there was."""
    more = {name: after[name] - before[name] for name in RETURNING}
    return {name: number for name, number in more.items() if number > 0}


def test_a_window_gives_back_what_it_took(tmp_path: Path) -> None:
    """Used for some seconds, it has the same threads, children and open files at rest."""
    quick = ("--items", "300", "--every", "1", "--pace", "10")
    told = soak(tmp_path / "profile", 1 / 30, *quick)
    before, after = told["at_rest"]
    assert after["turns"] > before["turns"] > 0
    assert grown(before, after) == {}
    assert len(told["samples"]) > 1  # a busy machine looks less often


@pytest.mark.soak
def test_memory_stays_flat_for_half_an_hour(tmp_path: Path) -> None:
    """Behind the first five minutes the slope is below 1 MiB per 10 minutes."""
    told = soak(tmp_path / "profile", SOAK_MINUTES)
    before, after = told["at_rest"]
    assert told["slope_mib_per_10_minutes"] <= told["most_mib_per_10_minutes"]
    assert grown(before, after) == {}
