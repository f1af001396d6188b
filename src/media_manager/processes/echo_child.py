"""A child for the doctor and the tests: it proves that children start, obey and die here.

The first byte of the request says what to do; the rest is its argument.
"""

import os
import sys
import time
from pathlib import Path

from media_manager.errors import UnreadableFile


def answer(request: bytes) -> bytes:
    """Echo, or misbehave in the way that was asked for."""
    word, _, rest = request.partition(b" ")
    act = _ACTS.get(word)
    return rest if act is None else act(rest)


def _tell_pid(_: bytes) -> bytes:
    return str(os.getpid()).encode()


def _print(text: bytes) -> bytes:
    print(text.decode())  # noqa: T201 - the point: printing must not break the frames
    os.write(1, text)
    return b"printed"


def _sleep(seconds: bytes) -> bytes:
    time.sleep(float(seconds))
    return seconds


def _spin(_: bytes) -> bytes:
    while True:
        pass


def _die(code: bytes) -> bytes:
    os._exit(int(code))


def _flood(size: bytes) -> bytes:
    return bytes(int(size))


def _hoard(size: bytes) -> bytes:
    return str(len(bytearray(int(size)))).encode()


def _refuse(hint: bytes) -> bytes:
    raise UnreadableFile("refused", hint=hint.decode())


def _raise(text: bytes) -> bytes:
    raise ValueError(text.decode())


def _write(path: bytes) -> bytes:
    return str(Path(os.fsdecode(path)).write_bytes(bytes(1000))).encode()


def _start_grandchild(_: bytes) -> bytes:
    """Start a process that outlives its parent unless the whole group is killed."""
    words = [sys.executable, "-c", "import time; time.sleep(60)"]
    return str(os.spawnv(os.P_NOWAIT, sys.executable, words)).encode()  # noqa: S606 - fixed words


_ACTS = {
    b"pid": _tell_pid,
    b"print": _print,
    b"sleep": _sleep,
    b"spin": _spin,
    b"die": _die,
    b"flood": _flood,
    b"hoard": _hoard,
    b"refuse": _refuse,
    b"raise": _raise,
    b"write": _write,
    b"grandchild": _start_grandchild,
}
