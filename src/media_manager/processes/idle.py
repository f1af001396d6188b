"""How busy this computer is, and what feeds it: whether work that can wait should wait."""

import contextlib
import os
import sys
from pathlib import Path

from media_manager.errors import ProcessError
from media_manager.processes.tools import run_capture

_SUPPLIES = Path("/sys/class/power_supply")


if sys.platform == "win32":
    import ctypes

    def load_per_cpu() -> float:
        """Return 0: Windows does not say how many programs want to compute."""
        return 0.0

    def on_battery() -> bool:
        """Return whether the computer runs on battery; False where nobody says."""
        # SYSTEM_POWER_STATUS: ACLineStatus is its first byte; 0 is battery, 255 unknown.
        status = (ctypes.c_ubyte * 12)()
        known = ctypes.windll.kernel32.GetSystemPowerStatus(ctypes.byref(status))
        return bool(known) and status[0] == 0

else:

    def load_per_cpu() -> float:
        """Return how many programs want to compute, for each processor; 0 where nobody says."""
        try:
            return os.getloadavg()[0] / (os.cpu_count() or 1)
        except OSError:
            return 0.0


if sys.platform == "darwin":

    def on_battery() -> bool:
        """Return whether the computer runs on battery; False where nobody says. Starts a tool."""
        with contextlib.suppress(ProcessError):
            return b"'Battery Power'" in run_capture(["/usr/bin/pmset", "-g", "batt"]).output
        return False

elif sys.platform != "win32":

    def on_battery(supplies: Path = _SUPPLIES) -> bool:
        """Return whether the computer runs on battery; False where nobody says."""
        mains, discharging = [], False
        for supply in _list(supplies):
            kind = _read(supply / "type")
            if kind in ("Mains", "USB", "Wireless"):
                mains.append(_read(supply / "online") == "1")
            # The battery of a mouse is none of ours.
            elif kind == "Battery" and _read(supply / "scope") != "Device":
                discharging |= _read(supply / "status") == "Discharging"
        return discharging and not any(mains)


def _list(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _read(file: Path) -> str:
    try:
        return file.read_text("ascii", "replace").strip()
    except OSError:
        return ""
