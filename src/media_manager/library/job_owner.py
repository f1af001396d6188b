"""Tell whether the process that a job's record names still runs: a dead one was killed."""

import os
from functools import cache
from pathlib import Path

_PROC = Path("/proc")
_BOOT_ID = _PROC / "sys/kernel/random/boot_id"
# In /proc/PID/stat, behind the name in parentheses.
_START_FIELD = 19
_LONGEST = 32


def this_process() -> str:
    """Return who we are, as the record of a job keeps it."""
    return f"{os.getpid()}:{_boot_id()}:{_started(os.getpid())}"[:_LONGEST]


def is_alive(process: str | None) -> bool:
    """Tell whether the process that a record names still runs, and is not another of its number."""
    if not process:
        return False
    pid, _, rest = process.partition(":")
    boot, _, started = rest.partition(":")
    if not pid.isdecimal() or boot != _boot_id():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not started or f"{pid}:{boot}:{_started(int(pid))}"[:_LONGEST] == process


@cache
def _boot_id() -> str:
    try:
        return _BOOT_ID.read_text().strip().replace("-", "")[:12]
    except OSError:
        return ""


def _started(pid: int) -> str:
    """Return when a process began, in ticks since the boot; empty where nobody can say."""
    try:
        facts = (_PROC / str(pid) / "stat").read_text(errors="replace")
    except OSError:
        return ""
    fields = facts.rpartition(")")[2].split()
    return fields[_START_FIELD] if len(fields) > _START_FIELD else ""
