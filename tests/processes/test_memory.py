"""What was freed goes back to the system."""

import os
import subprocess
import sys

SCRIPT = """
from media_manager.processes.memory import release_free_memory

def anonymous():
    with open("/proc/self/smaps_rollup") as rollup:
        return next(int(line.split()[1]) for line in rollup if line.startswith("Anonymous:"))

# Small pieces, of which the last one stays: the heap cannot shrink by itself.
pieces = [bytes(4_000) for _ in range(20_000)]
kept = pieces.pop()
del pieces
before = anonymous()
assert release_free_memory()
print(before - anonymous())
"""


def test_a_heap_full_of_holes_is_given_back() -> None:
    """80 MB were freed under a piece that is still in use: most of them are the system's again."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "PYTHONMALLOC": "malloc",
    }
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, check=True
    )
    assert int(ended.stdout) > 40_000
