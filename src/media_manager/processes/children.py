"""Which children exist, and the loop that each of them runs.

The answers live in higher rooms, so they are named here as text and imported by the child alone.
"""

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import BinaryIO

from media_manager.errors import MediaManagerError
from media_manager.processes import frames, system

# NAME -> "module:function"; the function takes the request's bytes and returns the answer's.
CHILDREN = {
    "probe": "media_manager.scanning.probe_child:answer",
    "image": "media_manager.scanning.image_child:answer",
    "names": "media_manager.scanning.names_child:answer",
    "watch": "media_manager.scanning.watch_child:answer",
    "pattern": "media_manager.processes.pattern_child:answer",
    "echo": "media_manager.processes.echo_child:answer",
}

Answer = Callable[[bytes], bytes]


def load_answer(name: str) -> Answer:
    """Import the function behind `name`."""
    module, _, function = CHILDREN[name].partition(":")
    answer: Answer = getattr(import_module(module), function)
    return answer


def run_child(argv: Sequence[str]) -> int:
    """Serve requests until the parent closes the pipe. `argv`: NAME [key=number ...]."""
    name, limits = argv[0], dict(word.split("=", 1) for word in argv[1:])
    requests, answers = _take_pipes()
    system.die_with_parent(int(limits.get("parent", "0")))
    answer = load_answer(name)
    # After the imports, so that compiled modules may still be written to disk.
    system.limit_myself(int(limits.get("memory", "0")), nice=int(limits.get("nice", "0")))
    cpu_seconds = int(limits.get("cpu", "0"))
    while (request := frames.read_frame(requests)) is not None:
        system.grant_cpu(cpu_seconds)
        status, payload = _answer_one(answer, request)
        frames.write_frame(answers, bytes((status,)) + payload)
        if status == frames.EXHAUSTED:
            return 1
    return 0


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep both pipes for the frames: a library that prints must not break into them."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return requests, answers


def _answer_one(answer: Answer, request: bytes) -> tuple[int, bytes]:
    try:
        return frames.DONE, answer(request)
    except MediaManagerError as error:
        return frames.REFUSED, frames.pack_error(error)
    except MemoryError:
        return frames.EXHAUSTED, b"out of memory"
    except Exception as error:  # noqa: BLE001 - the boundary: the parent raises it as ProcessCrashed
        return frames.FAILED, f"{type(error).__name__}: {error}".encode(errors="replace")[:4096]
