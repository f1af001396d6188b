"""What each operating system does its own way: groups, limits, death with the parent."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

if sys.platform != "win32":
    import resource

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def child_argv(name: str, limits: Mapping[str, int]) -> list[str]:
    """Return the command that starts child `name`, from a wheel and from a frozen program alike."""
    words = ["--child", name, *(f"{key}={value}" for key, value in limits.items() if value)]
    if getattr(sys, "frozen", False):
        return [sys.executable, *words]
    # -P keeps the current folder, which may be the person's media, out of the import path.
    return [sys.executable, "-P", "-m", "media_manager", *words]


def child_environment() -> dict[str, str]:
    """Return our environment, with this very package first for the child to import."""
    home = str(Path(__file__).parents[2])
    paths = [home, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


if sys.platform == "win32":
    OWN_GROUP: Mapping[str, Any] = MappingProxyType(
        {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    )
    DETACHED: Mapping[str, Any] = MappingProxyType(
        {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.DETACHED_PROCESS}
    )

    def kill_group(process: subprocess.Popen[bytes]) -> None:
        """Kill the process."""
        with contextlib.suppress(OSError):
            process.kill()

    def limit_myself(memory_bytes: int, *, nice: int) -> None:
        """Windows has no such limits for oneself; the time-out holds here too."""

    def grant_cpu(seconds: int) -> None:
        """Windows has no such limit for oneself; the time-out holds here too."""

else:
    OWN_GROUP: Mapping[str, Any] = MappingProxyType({"start_new_session": True})
    DETACHED: Mapping[str, Any] = OWN_GROUP

    def kill_group(process: subprocess.Popen[bytes]) -> None:
        """Kill the process and everything that it started in its group."""
        # The group lives as long as one member does, even when its leader has died.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)

    def limit_myself(memory_bytes: int, *, nice: int) -> None:
        """Cap this child's memory, forbid it files and core dumps, and lower its priority."""
        if memory_bytes:
            _set_limit(resource.RLIMIT_AS, memory_bytes)
        _set_limit(resource.RLIMIT_CORE, 0)
        _set_limit(resource.RLIMIT_FSIZE, 0)
        if nice:
            os.nice(nice)

    def grant_cpu(seconds: int) -> None:
        """Allow `seconds` of processor time from now; beyond it the kernel ends this child."""
        if not seconds:
            return
        used = resource.getrusage(resource.RUSAGE_SELF)
        _set_limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + seconds + 1)

    def _set_limit(which: int, value: int) -> None:
        hard = resource.getrlimit(which)[1]
        soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
        # macOS refuses some of them: the child then lives without.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (soft, hard))


def die_with_parent(parent_pid: int) -> None:
    """Ask the kernel to kill this child when its parent dies, where the kernel can.

    Elsewhere the end of the request pipe says the same, once the current answer is done. The
    signal comes when the *thread* dies that started the child, so pools start theirs on a thread
    that lives as long as they do.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if parent_pid and os.getppid() != parent_pid:
            os._exit(1)  # it died before the call above


def describe_exit(code: int | None) -> str:
    """Return an exit code as words for an error message."""
    if code is None:
        return "it does not end"
    if code >= 0:
        return f"exit code {code}"
    with contextlib.suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"
