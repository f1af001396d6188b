"""Other people's programs: tools that answer once, and players that we let go."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from media_manager.errors import ProcessCrashed, ProcessError, ProcessTimeout
from media_manager.instrumentation import get_instrumentation
from media_manager.processes import system

_PIECE_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Captured:
    """What a tool wrote, at most `max_output_bytes` of each; `truncated` says if there was more."""

    exit_code: int
    output: bytes
    errors: bytes
    truncated: bool


def find_program(name: str) -> str | None:
    """Return the absolute path of a program, or None.

    Empty and relative folders of PATH are skipped: the current folder may be anybody's. Call it
    once and keep the answer, so that what was shown to the person is what runs.
    """
    if _is_absolute(name):
        return name if shutil.which(name) else None
    if Path(name).name != name:
        return None
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return shutil.which(name, path=os.pathsep.join(filter(_is_absolute, folders)))


def safe_argument(path: bytes | str) -> bytes:
    """Return a path that no program takes for an option or an address."""
    raw = os.fsencode(path)
    return raw if _is_absolute(path) else os.fsencode(os.curdir + os.sep) + raw


def run_capture(
    argv: Sequence[str | bytes],
    *,
    timeout_seconds: float = 20.0,
    max_output_bytes: int = 1 << 20,
    environment: Mapping[str, str] | None = None,
) -> Captured:
    """Run a tool to its end. Called on a worker thread.

    `argv[0]` is an absolute path (`find_program`). Raises ProcessTimeout after killing its group.
    """
    process = _start(argv, environment, capture=True)
    try:
        return _collect(process, timeout_seconds, max_output_bytes)
    finally:
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def start_detached(argv: Sequence[str | bytes]) -> int:
    """Start a program that outlives us (a player) and return its process id.

    No shell is involved. `argv[0]` is an absolute path; pass file names through `safe_argument`.
    """
    process = _start(argv, None, capture=False)
    _LET_GO[:] = [other for other in _LET_GO if other.poll() is None]
    _LET_GO.append(process)
    return process.pid


# Programs that we started and do not wait for: kept so that the ended ones are reaped.
_LET_GO: list[subprocess.Popen[bytes]] = []


def _is_absolute(path: str | bytes) -> bool:
    return Path(os.fsdecode(path)).is_absolute()


def _start(
    argv: Sequence[str | bytes], environment: Mapping[str, str] | None, *, capture: bool
) -> subprocess.Popen[bytes]:
    if not _is_absolute(argv[0]):
        raise ProcessError(
            f"{os.fsdecode(argv[0])} is not the full path of a program.",
            hint="Choose the program in the preferences.",
        )
    get_instrumentation().increment_counter("processes.spawned")
    pipe = subprocess.PIPE if capture else subprocess.DEVNULL
    try:
        return subprocess.Popen(  # noqa: S603 - a list of words, no shell, an absolute path
            [os.fsencode(word) if os.name == "posix" else os.fsdecode(word) for word in argv],
            stdin=subprocess.DEVNULL,
            stdout=pipe,
            stderr=pipe,
            env=None if environment is None else dict(environment),
            **(system.OWN_GROUP if capture else system.DETACHED),
        )
    except (OSError, ValueError) as error:
        raise ProcessCrashed(
            f"{os.fsdecode(argv[0])} cannot be started: {error}.",
            hint="Check that the program is installed and may be run.",
        ) from error


def _collect(process: subprocess.Popen[bytes], seconds: float, cap: int) -> Captured:
    pipes = [cast("BinaryIO", process.stdout), cast("BinaryIO", process.stderr)]
    with ThreadPoolExecutor(2, thread_name_prefix="capture") as readers:
        reading = [readers.submit(_read_capped, pipe, cap) for pipe in pipes]
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired as error:
            get_instrumentation().increment_counter("processes.timed_out")
            raise ProcessTimeout(
                f"{os.fsdecode(process.args[0])} gave no answer in {seconds:g} s."  # type: ignore[index,arg-type]
            ) from error
        finally:
            # What it left running would hold the pipes open, and the readers with them.
            system.kill_group(process)
            process.wait()
        (output, more), (errors, more_errors) = [future.result() for future in reading]
    return Captured(code, output, errors, more or more_errors)


def _read_capped(pipe: BinaryIO, cap: int) -> tuple[bytes, bool]:
    """Read to the end, keep the first `cap` bytes: a full pipe must not stop the tool."""
    kept, truncated = bytearray(), False
    with contextlib.suppress(ValueError):  # closed under us
        while piece := pipe.read1(_PIECE_BYTES):  # type: ignore[attr-defined]
            truncated |= len(kept) + len(piece) > cap
            kept += piece[: cap - len(kept)]
    return bytes(kept), truncated
