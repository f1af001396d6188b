"""Typed decoders are made when a module is imported, not by the threads that need them.

`msgspec.msgpack.decode(data, type=Own)` works out the type on its first call. When two threads do
that for the same class at the same moment, one reads what the other has half built, and the
program dies of a segmentation fault: the two threads of a first probe did.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

SRC = Path(__file__).parents[2] / "src" / "media_manager"
TYPED = re.compile(r"\.decode\([^\n]*?\btype=(?:\w+\[)*([A-Z_]\w*)", re.DOTALL)
# One thread each: children have no other, and this job runs once at a time.
ALONE = ("_child.py", "library_jobs.py")

THREADS = """
import importlib, sys, threading
from media_manager.domain import streams
from media_manager.scanning import probe
import msgspec
sys.setswitchinterval(1e-6)
data = msgspec.msgpack.encode({"streams": [{"index": 0, "kind": "video"}]})
for _ in range(60):
    importlib.reload(streams)
    importlib.reload(probe)
    go = threading.Event()
    def run():
        go.wait()
        try:
            probe._ANSWER.decode(data)
        except msgspec.ValidationError:
            pass
    threads = [threading.Thread(target=run) for _ in range(3)]
    for each in threads:
        each.start()
    go.set()
    for each in threads:
        each.join()
"""


def test_no_thread_works_out_a_type_of_ours() -> None:
    """Only types of Python's own may be named where something is decoded."""
    found = {
        path.name: TYPED.findall(path.read_text("utf-8"))
        for path in SRC.rglob("*.py")
        if not path.name.endswith(ALONE)
    }

    assert {name: types for name, types in found.items() if types} == {}


def test_threads_that_decode_their_first_answer_live() -> None:
    """In a process of its own: what it is about would take the tests with it."""
    done = subprocess.run(
        [sys.executable, "-c", THREADS],
        env={**os.environ, "PYTHONPATH": str(SRC.parent)},
        timeout=60,
        check=False,
    )

    assert done.returncode == 0
