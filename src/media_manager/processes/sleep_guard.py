"""Keep the computer awake while files are worked on; let go at the end, however that comes.

On Linux and macOS a tool of the system holds the lock as our child: it ends with us, even when we
are killed. Where there is no such tool the computer may sleep, and nothing else is different.
"""

import contextlib
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Self

from media_manager.errors import ProcessError
from media_manager.processes import system
from media_manager.processes.tools import find_program, run_capture

_log = logging.getLogger(__name__)

_PROBE_SECONDS = 5.0
_END_SECONDS = 5.0

Release = Callable[[], None]


class SleepGuard:
    """Holds the computer awake from `hold` to `release`, or for the length of a `with`.

    Used by one thread: Windows counts by threads.
    """

    def __init__(self, reason: str) -> None:
        self._reason = reason
        self._release: Release | None = None

    def __enter__(self) -> Self:
        self.hold()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    @property
    def is_held(self) -> bool:
        """Return whether we asked for it; the system may have refused."""
        return self._release is not None

    def hold(self) -> None:
        """Ask the system to stay awake. Never raises: sleep does no harm that a restart cannot."""
        if self._release is None:
            self._release = _stay_awake(self._reason)

    def release(self) -> None:
        release, self._release = self._release, None
        if release is not None:
            release()


if sys.platform == "win32":
    import ctypes

    _CONTINUOUS, _SYSTEM_REQUIRED = 0x80000000, 0x00000001  # SetThreadExecutionState

    def available() -> bool:
        """Return whether this system can be kept awake."""
        return True

    def _stay_awake(_reason: str) -> Release | None:
        set_state = ctypes.windll.kernel32.SetThreadExecutionState
        if not set_state(_CONTINUOUS | _SYSTEM_REQUIRED):
            return None
        return lambda: set_state(_CONTINUOUS)

elif sys.platform == "darwin":

    def available() -> bool:
        """Return whether this system can be kept awake."""
        return find_program("caffeinate") is not None

    def _stay_awake(_reason: str) -> Release | None:
        program = find_program("caffeinate")
        # -i: no sleep for idleness; -w: until we end, whatever ends us.
        return None if program is None else _start([program, "-i", "-w", str(os.getpid())])

else:

    def available() -> bool:
        """Return whether this system can be kept awake. Asks it: called on a worker thread."""
        program = find_program("systemd-inhibit")
        if program is None:
            return False
        try:
            found = run_capture([program, "--list", "--no-pager"], timeout_seconds=_PROBE_SECONDS)
        except ProcessError:
            return False
        return found.exit_code == 0

    def _stay_awake(reason: str) -> Release | None:
        program, waiting = find_program("systemd-inhibit"), find_program("cat")
        if program is None or waiting is None:
            return None
        # `cat` ends when the pipe to it is closed: at `release`, and when we are killed.
        words = ["--what=sleep:idle", "--who=Media Manager", f"--why={reason}", "--mode=block"]
        return _start([program, *words, waiting])


def _start(words: list[str]) -> Release | None:
    try:
        process = subprocess.Popen(  # noqa: S603 - a list of words, no shell, an absolute path
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **system.OWN_GROUP,
        )
    except OSError as error:
        _log.info("sleep guard: %s cannot be started: %s", words[0], error)
        return None
    return lambda: _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() not in (None, 0):
        _log.info("sleep guard: the computer could not be kept awake (exit %s)", process.returncode)
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(0 if sys.platform == "darwin" else _END_SECONDS)
    # What it started ends with its group; it reaps to nothing when all has ended by itself.
    system.kill_group(process)
    process.wait()
