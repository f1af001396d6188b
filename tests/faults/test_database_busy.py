"""Group A: locked, full, read-only, busy and replaced databases."""

import shutil
import sqlite3
import struct
import subprocess
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from tests.faults.harness import ROOT, check_database, environment, python
from tests.persistence.populated import make_library

from media_manager.domain.query import Query
from media_manager.errors import (
    DatabaseDamaged,
    DatabaseLocked,
    DiskFull,
    JobCancelled,
    StorageError,
)
from media_manager.library import maintain
from media_manager.persistence import gate
from media_manager.persistence.backup import (
    check_free_space,
    list_backups,
    make_backup,
    restore_backup,
    row_counts,
)
from media_manager.persistence.gate import DatabaseState, inspect_database
from media_manager.persistence.reader import open_reader
from media_manager.persistence.repositories.items import set_user_state
from media_manager.persistence.revision import REVISIONS
from media_manager.persistence.upgrade import (
    migration_connection,
    run_downgrade,
    upgrade_library,
)
from media_manager.persistence.writer import LibraryWriter
from media_manager.settings import Profile

LOCKER = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""
FLOCKER = """
from pathlib import Path
from media_manager.persistence.lock import WriteLock
with WriteLock(Path(sys.argv[1])).hold():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("script", [LOCKER, FLOCKER], ids=["other program", "ours"])
def test_a10_a_busy_library_is_read_and_tells_the_writer(
    script: str, library: Path, writer: LibraryWriter
) -> None:
    """Fault A10: reads go on; the write is refused after its time-out and works afterwards."""
    pipe = subprocess.PIPE
    other = subprocess.Popen(
        python(script, library), stdin=pipe, stdout=pipe, env=environment(), cwd=ROOT
    )
    assert other.stdout is not None
    assert other.stdout.readline() == b"held\n"
    reader = open_reader(library)
    started = time.monotonic()
    with (
        pytest.raises(DatabaseLocked) as caught,
        writer.write_session("user", timeout_seconds=0.3) as session,
    ):
        set_user_state(session, [1], 1, watched=True)
    assert time.monotonic() - started > 0.25
    assert "try again" in caught.value.hint
    assert reader.count(Query()) > 0
    reader.close()
    other.communicate(b"")
    with writer.write_session("user") as session:
        set_user_state(session, [1], 1, watched=True)


def test_a10_a_library_that_is_held_alone_is_busy_and_not_damaged(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault A10: what another program writes in exclusive mode is not read half-way."""
    monkeypatch.setattr(gate, "_WAIT_MS", 50)
    with closing(sqlite3.connect(library, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseLocked):
            open_reader(library)
        other.execute("ROLLBACK")


def test_a10_a_lock_dies_with_its_owner(library: Path, writer: LibraryWriter) -> None:
    """Fault A15: after a crash nothing has to be cleaned up by hand."""
    pipe = subprocess.PIPE
    other = subprocess.Popen(
        python(FLOCKER, library), stdin=pipe, stdout=pipe, env=environment(), cwd=ROOT
    )
    assert other.stdout is not None
    assert other.stdout.readline() == b"held\n"
    other.kill()
    other.communicate()
    with writer.write_session("user", timeout_seconds=5) as session:
        set_user_state(session, [1], 1, watched=True)


def fill(place: Path, *, leave: int = 0) -> Path:
    filler = place / "filler"
    free = shutil.disk_usage(place).free
    filler.write_bytes(bytes(max(0, free - leave)))
    return filler


def test_a12_a_full_disk_rolls_back_and_can_be_tried_again(tiny_disk: Path) -> None:
    """Fault A12: DiskFull with what to do, nothing half-written, and Retry works."""
    library = tiny_disk / "library.db"
    make_library(library)
    writer = LibraryWriter(library)
    before = row_counts(library)
    filler = fill(tiny_disk, leave=20_000)

    def add_many() -> None:
        with writer.write_session("scan") as session:
            session.connection.exec_driver_sql(
                "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 300) "
                "INSERT INTO genre (name) SELECT hex(randomblob(500)) FROM n"
            )

    with pytest.raises(DiskFull) as caught:
        add_many()
    assert "Retry" in caught.value.hint
    assert row_counts(library) == before
    check_integrity(library)
    filler.unlink()
    add_many()
    assert row_counts(library)["genre"] == before["genre"] + 300
    writer.close()
    check_integrity(library)


def check_integrity(path: Path) -> None:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a12_a_backup_on_a_full_disk_leaves_nothing(tiny_disk: Path) -> None:
    """Fault A12: no half copy that looks like a backup."""
    library = tiny_disk / "library.db"
    make_library(library)
    fill(tiny_disk, leave=100_000)
    with pytest.raises(DiskFull):
        make_backup(library, tiny_disk / "backups", label="by-hand")
    assert list((tiny_disk / "backups").iterdir()) == []


def test_a12_an_upgrade_asks_for_room_before_it_writes(tiny_disk: Path) -> None:
    """2.2 times the library must be free first; the message names both numbers."""
    library = tiny_disk / "library.db"
    make_library(library)
    with migration_connection(library) as connection:
        run_downgrade(connection, REVISIONS[0])
    shutil.rmtree(tiny_disk / "backups")  # noqa: TID251 - a folder of this test
    fill(tiny_disk, leave=library.stat().st_size * 2)
    before = library.read_bytes()
    with pytest.raises(DiskFull) as caught:
        upgrade_library(library, tiny_disk / "backups")
    assert caught.value.arguments["needed_bytes"] > caught.value.arguments["free_bytes"]
    assert (library.read_bytes(), (tiny_disk / "backups").exists()) == (before, False)


def test_a13_a_read_only_disk_can_be_looked_at(tiny_disk: Path) -> None:
    """Fault A13: the reader works without a file beside the library; a write says why not."""
    library = tiny_disk / "library.db"
    make_library(library)
    for each in tiny_disk.glob("library.db-*"):
        each.unlink()
    subprocess.run(["mount", "-o", "remount,ro", str(tiny_disk)], check=True)
    reader = open_reader(library)
    assert len(reader.first_ids(Query(), 100)) == reader.count(Query())
    reader.close()
    with pytest.raises(StorageError, match="cannot be changed") as caught:
        writes_once(library)
    assert "looked at" in caught.value.hint


def writes_once(library: Path) -> None:
    writer = LibraryWriter(library)
    with writer.write_session("user") as session:
        set_user_state(session, [1], 1, watched=True)


def test_a15_a16_only_the_writer_checkpoints(library: Path, writer: LibraryWriter) -> None:
    """Faults A15, A16: no connection tidies by itself; the journal waits for the writer."""
    reader = open_reader(library)
    journal = library.with_name("library.db-wal")
    with writer.write_session("scan") as session:
        pragma = session.connection.exec_driver_sql
        assert pragma("PRAGMA wal_autocheckpoint").scalar() == 0
        assert pragma("PRAGMA foreign_keys").scalar() == 1
        assert pragma("PRAGMA synchronous").scalar() == 1
    with writer.write_session("user", durable=True) as session:
        assert session.connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    assert reader.execute("PRAGMA wal_autocheckpoint").fetchone() == (0,)
    for number in range(20):  # fewer than the writer itself puts between two checkpoints
        with writer.write_session("scan") as session:
            session.connection.exec_driver_sql(
                "INSERT INTO genre (name) VALUES (? || hex(zeroblob(300000)))", (number,)
            )
    assert journal.stat().st_size > 10_000_000
    writer.checkpoint()
    assert journal.stat().st_size == 0
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.execute("DELETE FROM genre")
    reader.close()


def test_a17_a_backup_of_a_busy_library_is_one_moment_of_it(
    library: Path, profile: Profile, writer: LibraryWriter
) -> None:
    """Fault A17: a writer that never stops neither spoils the copy nor starts it anew."""
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with writer.write_session("scan") as session:
                for table in ("genre", "country"):
                    session.connection.exec_driver_sql(
                        f"INSERT INTO {table} (name) VALUES (hex(randomblob(2000)))"  # noqa: S608 - our names
                    )

    extra = row_counts(library)
    thread = threading.Thread(target=write)
    thread.start()
    try:
        backups = [maintain.backup_now(profile) for _ in range(5)]
    finally:
        stop.set()
        thread.join()
    for backup in backups:
        check_integrity(backup)
        rows = row_counts(backup)
        assert rows["genre"] - extra["genre"] == rows["country"] - extra["country"]
    assert sorted(path.suffix for path in profile.backups.iterdir()) == [".db"] * 5 + [".json"] * 5


def test_a17_an_unsound_copy_never_counts(library: Path, profile: Profile) -> None:
    """Fault A17: seven sound backups are not rotated out by one of a damaged library."""
    sound = [maintain.backup_now(profile) for _ in range(12)][2:]
    assert sorted(list_backups(profile.backups)) == sorted(sound)
    with closing(sqlite3.connect(library)) as database:
        (page,) = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'media_item'"
        ).fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    data = bytearray(library.read_bytes())
    data[(page - 1) * size : (page - 1) * size + 8] = struct.pack(">q", -1)
    library.write_bytes(data)
    with pytest.raises(DatabaseDamaged):
        maintain.backup_now(profile)
    assert sorted(list_backups(profile.backups)) == sorted(sound)
    assert {path.suffix for path in profile.backups.iterdir()} == {".db", ".json"}


@pytest.mark.parametrize("content", [b"", bytes(100_000), b"SQLite format 3\x00 gone"])
def test_a18_a_restore_needs_no_readable_library(
    content: bytes, library: Path, profile: Profile
) -> None:
    """Fault A18: the live file is never opened, and is kept beside."""
    rows = row_counts(library)
    maintain.backup_now(profile)
    library.write_bytes(content)
    done = maintain.restore(profile)
    assert row_counts(library) == rows
    assert done.aside is not None
    assert done.aside.read_bytes() == content
    check_database(library)


def test_a18_an_unsound_backup_is_not_restored(library: Path, profile: Profile) -> None:
    """Fault A18: the library that is there stays; without a name, the next sound one is taken."""
    good, bad = maintain.backup_now(profile), maintain.backup_now(profile)
    bad.write_bytes(bad.read_bytes()[:20_000])
    before = library.read_bytes()
    with pytest.raises(DatabaseDamaged):
        maintain.restore(profile, bad)
    assert library.read_bytes() == before
    assert maintain.restore(profile).backup == good


def test_a18_a_writer_notices_that_its_library_was_replaced(
    library: Path, profile: Profile, writer: LibraryWriter
) -> None:
    """Fault A18: without this, an open window would write into the file that was put aside."""
    restore_backup(maintain.backup_now(profile), library)
    with (
        pytest.raises(StorageError, match="replaced by another program"),
        writer.write_session("user") as session,
    ):
        set_user_state(session, [1], 1, watched=True)


def test_a26_a_session_belongs_to_its_thread(writer: LibraryWriter) -> None:
    """Fault A26: a session that is handed to another thread refuses to work there."""
    seen: list[BaseException] = []

    def use() -> None:
        try:
            set_user_state(session, [1], 1, watched=True)
        except RuntimeError as error:
            seen.append(error)

    with writer.write_session("user") as session:
        thread = threading.Thread(target=use)
        thread.start()
        thread.join()
        with pytest.raises(RuntimeError, match="inside"), writer.write_session("user"):
            pass
    assert [str(error) for error in seen] == ["a WriteSession belongs to the thread that opened it"]


@pytest.mark.parametrize("step", ["backup", "copy", "migrate", "verify"])
def test_an_upgrade_can_be_cancelled_until_the_swap(
    step: str, library: Path, profile: Profile
) -> None:
    """Cancelled at any step: the library is as it was, and no work file is left."""
    with migration_connection(library) as connection:
        run_downgrade(connection, REVISIONS[0])
    before = row_counts(library)
    seen: list[str] = []
    with pytest.raises(JobCancelled):
        maintain.upgrade(
            profile,
            progress=lambda name, _done, _total: seen.append(name),
            should_stop=lambda: step in seen,
        )
    assert step in seen
    assert inspect_database(library).state is DatabaseState.OLD
    assert row_counts(library) == before
    assert [path for path in profile.data.rglob("*") if ".upgrade" in path.name] == []
    assert list(profile.data.rglob("*.part*")) == []


def test_an_upgrade_that_is_not_due_does_nothing(library: Path, profile: Profile) -> None:
    """Two programs that start at once: the second finds it done."""
    before = library.read_bytes()
    assert maintain.upgrade(profile) is None
    assert (library.read_bytes(), list_backups(profile.backups)) == (before, [])


def test_room_counts_the_journal(library: Path) -> None:
    """What is not check pointed yet is copied too."""
    free = shutil.disk_usage(library.parent).free
    with pytest.raises(DiskFull):
        check_free_space(library, factor=2 * free / library.stat().st_size)
