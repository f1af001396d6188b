"""The invariants that hold after every fault, and the crash loop that makes the faults.

`check_invariants(profile, before)` is called by every fault test; `before` is what
`remember(profile)` saw. `crashloop` kills one operation at its N-th system call.
"""

import hashlib
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.services import require

from media_manager.domain.query import Query, parse_query
from media_manager.persistence.gate import DatabaseState, inspect_database, open_read_only
from media_manager.persistence.health import (
    integrity_problems,
    search_faults,
    wrong_counters,
)
from media_manager.persistence.orphans import orphan_tables
from media_manager.persistence.reader import open_reader
from media_manager.settings import Profile

ROOT = Path(__file__).parents[2]
# Every call by which a program changes what is on a disk.
WRITES = (
    "write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,ftruncate,link,linkat"
)
_SECRET_WORDS = (b"api_key=", b"apikey=", b"Authorization:", b"Bearer ")
_LEFTOVERS = ("*.part", "*.tmp", "*.upgrade", "*.new", "*.restore")


_CALL = re.compile(r"(\d+) +(\w+)\(")


class Point(NamedTuple):
    """The N-th time that a process makes one system call."""

    call: str
    when: int


@dataclass(frozen=True, slots=True)
class Memory:
    """What a profile and its media were before a fault."""

    hashes: frozenset[str] = frozenset()
    user_values: frozenset[tuple[object, ...]] = frozenset()
    secrets: tuple[bytes, ...] = field(default=())


def remember(
    profile: Profile, roots: Iterable[Path] = (), *, secrets: Sequence[bytes] = ()
) -> Memory:
    """Note the content of the media below `roots` and every value that a person set."""
    return Memory(_hashes(roots), _user_values(profile.library_db), tuple(secrets))


def check_invariants(
    profile: Profile, before: Memory, roots: Iterable[Path] = (), *, after_start: bool = False
) -> None:
    """Assert I1-I8. `after_start` says that the program's start-up recovery ran since the fault."""
    library = profile.library_db
    assert inspect_database(library).state is not DatabaseState.OLD, "not of this revision"
    if library.exists():
        check_database(library)
        check_paths(library)  # I3
        assert before.user_values <= _user_values(library), "I5: a value of a person changed"
        assert unfinished_steps(library) == [], "I6: a step is neither applied nor undone"
    assert before.hashes <= _hashes(roots), "I2: the content of a media file is gone"
    if after_start:
        assert _leftovers(profile) == [], "I4: temporary files are left"
    assert leaked(profile, before.secrets) == [], "I8: a secret is in a log or report"


def check_database(library: Path) -> None:
    """Assert I1, and that the search and the counters agree with the items."""
    assert integrity_problems(library) == [], "I1: integrity_check"
    assert orphan_tables(library) == {}, "I1: foreign_key_check"
    assert search_faults(library) == [], "I1: the search index disagrees with its content"
    assert wrong_counters(library) == {}, "I1: counters differ from a recount"


def check_paths(library: Path) -> None:
    """Assert I3: a path exists, or is marked offline or missing; never both, never neither."""
    with closing(open_read_only(library)) as database:
        rows = database.execute(
            "SELECT r.path, f.path, r.state, f.state FROM media_file f "
            "JOIN root_folder r ON r.id = f.root_id WHERE r.kind = 'folder' AND f.path IS NOT NULL"
        ).fetchall()
    for root, path, root_state, file_state in rows:
        if root_state == "offline":
            continue
        place = os.fsdecode(bytes(root) + b"/" + bytes(path))
        there = os.path.lexists(place)
        assert there == (file_state == "present"), f"I3: {place!r} is {file_state}, there: {there}"


def unfinished_steps(library: Path) -> list[int]:
    """Return the change sets that are neither fully applied nor fully undone."""
    with closing(open_read_only(library)) as database:
        rows = database.execute(
            "SELECT id FROM change_set WHERE state IN ('applying', 'undoing', 'redoing')"
        ).fetchall()
    return [each for (each,) in rows]


def leaked(profile: Profile, secrets: Sequence[bytes]) -> list[str]:
    """Return the logs and reports that hold a secret."""
    logs = [path for path in profile.state.rglob("*") if path.is_file()]
    words = (*secrets, *_SECRET_WORDS)
    return [str(path) for path in logs if any(word in path.read_bytes() for word in words)]


def starts(profile: Profile, search: str = "") -> bool:
    """Tell whether the program's way in works: the gate, the reader, a page (I7)."""
    reader = open_reader(profile.library_db)
    try:
        ids = reader.first_ids(Query(parse_query(search)), 50)
        return len(reader.rows(ids)) == len(ids)
    finally:
        reader.close()


def require_strace() -> str:
    """Return strace, or skip and say what to install; with CI=true a skip is a failure."""
    program = shutil.which("strace")
    if program is None:
        require("strace is not installed: apt-get install strace")
    probe = subprocess.run([program, "-qq", "-e", "trace=none", "true"], check=False)
    if probe.returncode != 0:
        require("strace may not trace here: it needs the right to use ptrace")
    return program


def python(script: str, *arguments: str | Path) -> list[str]:
    """Return the words that run a script with our sources, in one thread, without a cache."""
    # The real interpreter: a shim's own writes would be counted.
    return [
        os.path.realpath(sys.executable),
        "-B",
        "-c",
        f"import sys\n{script}",
        *map(str, arguments),
    ]


def environment() -> dict[str, str]:
    site = [path for path in sys.path if path.endswith("site-packages")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT), *site])}


def killed_at(command: Sequence[str], point: Point) -> bool:
    """Run a command and kill it at a point; tell whether it got that far."""
    inject = f"inject={point.call}:signal=KILL:when={point.when}"
    done = _traced(command, "-e", inject, call=point.call, log=os.devnull)
    if done.returncode in (-9, 137):
        return True
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return False


def points_of(command: Sequence[str]) -> list[Point]:
    """Run a command whole and return every point at which it can be killed, in order."""
    with tempfile.NamedTemporaryFile() as log:
        done = _traced(command, call=WRITES, log=log.name)
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        lines = Path(log.name).read_text(errors="replace").splitlines()
    seen: Counter[tuple[str, str]] = Counter()
    points = []
    for line in lines:
        match = _CALL.match(line)
        if match:
            # Each process and thread has a counter of its own for each call.
            seen[match[1], match[2]] += 1
            points.append(Point(match[2], seen[match[1], match[2]]))
    return list(dict.fromkeys(points))


def crashloop(
    prepare: Callable[[], Sequence[str]],
    check: Callable[[Point], None],
    *,
    amount: int | None = None,
) -> int:
    """Kill an operation at each of its writing calls, and let it survive once; return how often.

    `prepare` makes a fresh fixture and returns the command; `check` runs the start-up recovery
    and the invariants. `amount` takes a seeded sample of the points. The operation must do its
    work in one thread, because strace counts for each thread alone.
    """
    points = points_of(prepare())
    check(Point("none", 0))
    killed = 0
    for point in points if amount is None else sample(points, amount):
        killed += killed_at(prepare(), point)
        check(point)
    return killed


def sample(points: Sequence[Point], amount: int, *, seed: int = 1) -> list[Point]:
    """Return a seeded sample in order; each rename, where all is decided, is in it."""
    chosen = {point for point in points if point.call.startswith("rename")}
    others = [point for point in points if point not in chosen]
    chance = random.Random(seed)  # noqa: S311 - the same sample each time is what is wanted
    chosen.update(chance.sample(others, max(0, min(len(others), amount - len(chosen)))))
    return [point for point in points if point in chosen]


def _traced(
    command: Sequence[str], *options: str, call: str, log: str
) -> subprocess.CompletedProcess[bytes]:
    words = [require_strace(), "-qq", "-f", "-o", log, "-e", f"trace={call}"]
    return subprocess.run(
        [*words, "-e", "signal=none", *options, *command],
        check=False,
        capture_output=True,
        env=environment(),
        cwd=ROOT,
        timeout=120,
    )


def _hashes(roots: Iterable[Path]) -> frozenset[str]:
    return frozenset(
        hashlib.sha256(path.read_bytes()).hexdigest()
        for root in roots
        for path in root.rglob("*")
        if path.is_file() and not path.is_symlink()
    )


def _user_values(library: Path) -> frozenset[tuple[object, ...]]:
    if not library.exists():
        return frozenset()
    try:
        with closing(open_read_only(library)) as database:
            return frozenset(
                database.execute("SELECT item_id, field, value, locked FROM user_value")
            )
    except sqlite3.OperationalError:  # a fixture of an older revision without the table
        return frozenset()


def _leftovers(profile: Profile) -> list[Path]:
    return [path for pattern in _LEFTOVERS for path in profile.data.rglob(pattern)]
