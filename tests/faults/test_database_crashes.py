"""Killed in the middle of a write, an upgrade, a backup or a restore: the old state or the new."""

import lzma
import os
import signal
import subprocess
import time
from collections.abc import Sequence

import pytest
from tests.faults.harness import (
    ROOT,
    Memory,
    Point,
    check_database,
    check_invariants,
    crashloop,
    environment,
    python,
    remember,
    starts,
)
from tests.persistence.populated import make_library

from media_manager.library import maintain
from media_manager.library.doctor import Severity, examine
from media_manager.persistence.backup import list_backups, make_backup, row_counts, verify_database
from media_manager.persistence.gate import DatabaseState, inspect_database
from media_manager.persistence.revision import REVISIONS
from media_manager.settings import Profile

LEFT = {".salvage", ".rebuild", ".restore", ".rebuild-salvage", ".salvage-source"}
FROZEN = ROOT / "tests" / "data" / "db"

WRITE = """
from pathlib import Path
from media_manager.domain.media import Layer
from media_manager.persistence.repositories.items import insert_items, remove_items, set_user_state
from media_manager.persistence.repositories.values import apply_values, save_layers
from media_manager.persistence.writer import LibraryWriter

writer = LibraryWriter(Path(sys.argv[1]))
for batch in range(10_000):
    with writer.write_session("scan", durable=batch % 3 == 0) as session:
        rows = [
            {"library_id": 1, "media_type": "movie", "title": f"Film {batch} {n}", "state": state}
            for n, state in enumerate(["matched", "unmatched"] * 20)
        ]
        ids = insert_items(session, rows)
        save_layers(session, Layer.NFO, "nfo", {each: {"title": f"New {each}", "genres": ["Drama"],
            "credits": [{"name": f"Person {each}", "role": "actor"}]} for each in ids})
        apply_values(session, ids)
        set_user_state(session, ids, 1, watched=True)
        remove_items(session, ids[:10])
    if batch % 5 == 4:
        writer.checkpoint()
    print(batch, flush=True)
"""
UPGRADE = """
from pathlib import Path
from media_manager.persistence.upgrade import upgrade_library
upgrade_library(Path(sys.argv[1]), Path(sys.argv[2]))
"""
BACKUP = """
from pathlib import Path
from media_manager.persistence.backup import make_backup
make_backup(Path(sys.argv[1]), Path(sys.argv[2]), label="by-hand")
"""
RESTORE = """
from pathlib import Path
from media_manager.persistence.backup import restore_backup
restore_backup(Path(sys.argv[3]), Path(sys.argv[1]))
"""
SALVAGE = """
from pathlib import Path
from media_manager.library.salvage import salvage
from media_manager.settings import Profile
salvage(Profile.at(Path(sys.argv[1]).parents[1]))
"""
REBUILD = """
from pathlib import Path
from media_manager.library.rebuild import rebuild_from_files
from media_manager.settings import Profile
rebuild_from_files(Profile.at(Path(sys.argv[1]).parents[1]))
"""
CREATE = """
from pathlib import Path
from media_manager.persistence.upgrade import create_library
create_library(Path(sys.argv[1]))
"""


@pytest.mark.parametrize("milliseconds", [3, 40, 110, 260])
def test_a1_a_killed_writer_leaves_whole_transactions(profile: Profile, milliseconds: int) -> None:
    """Fault A1: what was committed is there, what was not is not, and everything agrees."""
    make_library(profile.library_db)
    before = remember(profile)
    items = row_counts(profile.library_db)["media_item"]
    writer = subprocess.Popen(
        python(WRITE, profile.library_db), stdout=subprocess.PIPE, env=environment(), cwd=ROOT
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"0\n"
    time.sleep(milliseconds / 1000)
    writer.send_signal(signal.SIGKILL)
    told = 1 + len(writer.communicate()[0].splitlines())
    added = row_counts(profile.library_db)["media_item"] - items
    assert divmod(added, 30) in [(told, 0), (told + 1, 0)]
    check_database(profile.library_db)
    assert before.user_values <= remember(profile).user_values
    assert starts(profile, "new")


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_a2_an_upgrade_killed_anywhere_is_the_old_or_the_new(
    profile: Profile, revision: str
) -> None:
    """Fault A2: sampled; every point is behind the marker faults_long."""
    upgrade_crashes(profile, revision, amount=12)


@pytest.mark.faults_long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_a2_an_upgrade_killed_at_every_point(profile: Profile, revision: str) -> None:
    """Fault A2: each write, sync and rename of an upgrade."""
    upgrade_crashes(profile, revision, amount=None)


def upgrade_crashes(profile: Profile, revision: str, *, amount: int | None) -> None:
    library = profile.library_db
    frozen = lzma.decompress((FROZEN / f"{revision}.sqlite.xz").read_bytes())
    seen: set[DatabaseState] = set()

    def prepare() -> Sequence[str]:
        empty(profile)
        library.write_bytes(frozen)
        return python(UPGRADE, library, profile.backups)

    def check(_point: Point) -> None:
        state = inspect_database(library).state
        seen.add(state)
        assert all(
            inspect_database(each).revision == revision for each in list_backups(profile.backups)
        )
        # What the next start does with an old one.
        maintain.upgrade(profile)
        forget_leftovers(profile)
        check_invariants(profile, before, after_start=True)
        assert starts(profile, "matrix")

    library.write_bytes(frozen)
    before = remember(profile)
    assert crashloop(prepare, check, amount=amount) >= 10
    assert seen == {DatabaseState.OLD, DatabaseState.CURRENT}


def forget_leftovers(profile: Profile) -> None:
    """Run the doctor as if an hour had gone by."""
    for path in profile.data.rglob("*"):
        if path.is_file() and not path.name.endswith(".db"):
            os.utime(path, (1, 1))
    findings = {finding.code: finding for finding in examine(profile, repair=True)}
    assert findings["stale-files"].severity is Severity.OK


@pytest.mark.parametrize(
    ("script", "amount"),
    [(BACKUP, 6), (RESTORE, 8), (CREATE, 6)],
    ids=["backup", "restore", "create"],
)
def test_a17_a18_a_copy_killed_anywhere_leaves_a_library(
    profile: Profile, script: str, amount: int
) -> None:
    """Faults A17, A18: at every moment there is one whole library and no unverified backup."""
    copy_crashes(profile, script, amount=amount)


@pytest.mark.faults_long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("script", [BACKUP, RESTORE, CREATE], ids=["backup", "restore", "create"])
def test_a17_a18_a_copy_killed_at_every_point(profile: Profile, script: str) -> None:
    """Faults A17, A18: each write, sync and rename."""
    copy_crashes(profile, script, amount=None)


def copy_crashes(profile: Profile, script: str, *, amount: int | None) -> None:
    library = profile.library_db
    make_library(library)
    before = remember(profile)
    good = make_backup(library, profile.state, label="good")
    rows = row_counts(library)

    def prepare() -> Sequence[str]:
        empty(profile)
        if script != CREATE:
            library.write_bytes(good.read_bytes())
        return python(script, library, profile.backups, good)

    def check(_point: Point) -> None:
        for backup in list_backups(profile.backups):
            verify_database(backup)
            assert row_counts(backup) == rows
        if inspect_database(library).state is DatabaseState.ABSENT:
            assert script == CREATE
            return
        forget_leftovers(profile)
        check_invariants(profile, Memory() if script == CREATE else before, after_start=True)
        assert (row_counts(library) == rows) == (script != CREATE)
        assert starts(profile)

    assert crashloop(prepare, check, amount=amount) >= amount_of_kills(amount)


@pytest.mark.parametrize("script", [SALVAGE, REBUILD], ids=["salvage", "rebuild"])
def test_a8_a_way_back_killed_anywhere_leaves_a_library(profile: Profile, script: str) -> None:
    """Fault A8: the old file or the new one, with all that a person said (I5)."""
    way_back_crashes(profile, script, amount=5)


@pytest.mark.faults_long
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("script", [SALVAGE, REBUILD], ids=["salvage", "rebuild"])
def test_a8_a_way_back_killed_at_every_point(profile: Profile, script: str) -> None:
    """Fault A8: each write, sync and rename."""
    way_back_crashes(profile, script, amount=None)


def way_back_crashes(profile: Profile, script: str, *, amount: int | None) -> None:
    library = profile.library_db
    make_library(library)
    before = remember(profile)
    good = make_backup(library, profile.state, label="good")
    items = row_counts(library)["media_item"]

    def prepare() -> Sequence[str]:
        empty(profile)
        library.write_bytes(good.read_bytes())
        return python(script, library)

    def check(_point: Point) -> None:
        assert row_counts(library)["media_item"] == items
        forget_leftovers(profile)
        check_database(library)
        assert len(remember(profile).user_values) == len(before.user_values)
        assert not [path for path in profile.data.iterdir() if path.suffix in LEFT]
        assert starts(profile, "matrix")

    assert crashloop(prepare, check, amount=amount) >= amount_of_kills(amount) - 1


def amount_of_kills(amount: int | None) -> int:
    return 6 if amount is None else amount


def empty(profile: Profile) -> None:
    """Take away everything in the data folder."""
    for path in sorted(profile.data.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def test_the_order_of_writes_keeps_a_file_before_its_name(profile: Profile) -> None:
    """A kill keeps the page cache, so the order write, sync, rename, sync is asserted itself."""
    from tests.faults.harness import require_strace

    library = profile.library_db
    library.write_bytes(lzma.decompress((FROZEN / f"{REVISIONS[0]}.sqlite.xz").read_bytes()))
    log = profile.state / "trace"
    calls = "openat,fsync,fdatasync,rename,renameat,renameat2"
    words = [require_strace(), "-qq", "-f", "-y", "-o", str(log), "-e", f"trace={calls}"]
    command = [*words, *python(UPGRADE, library, profile.backups)]
    subprocess.run(command, check=True, env=environment(), cwd=ROOT)
    lines = [line for line in log.read_text().splitlines() if "sync(" in line or "rename" in line]
    swap = next(
        n for n, line in enumerate(lines) if "rename" in line and "library.db.upgrade" in line
    )
    assert any("sync(" in line and "library.db.upgrade>" in line for line in lines[:swap])
    assert any("sync(" in line and f"{profile.data}>" in line for line in lines[swap:])
