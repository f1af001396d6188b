"""Backups are checked before they count, kept in good measure, and gone back to knowingly."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.faults.harness import ROOT, check_database, environment, python, remember
from tests.persistence.populated import make_library

from media_manager.domain.query import Query
from media_manager.errors import DatabaseDamaged, DatabaseLocked, ItemNotFound, StorageError
from media_manager.library import maintain
from media_manager.library.kept_view import KeptView
from media_manager.library.state import change_tags, set_rating
from media_manager.persistence.backup import row_counts
from media_manager.persistence.backup_shelf import (
    BackupRecord,
    backup_lines,
    list_backups,
    newest_verified,
    rotate,
    write_record,
)
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile, Settings
from media_manager.workers.job import run_to_end
from media_manager.workers.library_jobs import backup_job

NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)
HOLD = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("SELECT 1 FROM media_item").fetchone()
print("open", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def library(profile: Profile) -> Path:
    make_library(profile.library_db)
    return profile.library_db


@pytest.fixture
def store(library: Path) -> Iterator[LibraryStore]:
    store = LibraryStore(library)
    yield store
    store.close()


# -- which backups are kept ----------------------------------------------------------------------


def put(folder: Path, label: str, at: datetime, *, size: int = 10, verified: bool = True) -> Path:
    path = folder / f"library-{label}-{at:%Y%m%d-%H%M%S-%f}.db"
    path.write_bytes(bytes(size))
    if verified:
        write_record(path, BackupRecord(round(at.timestamp() * 1e6), size, "r", "u", 1))
    return path


def kept_days(folder: Path) -> list[str]:
    return [path.stem.split("-")[2] for path in list_backups(folder)]


def test_a19_daily_backups_become_weekly_and_monthly(tmp_path: Path) -> None:
    """Fault A19: a backup a day for half a year leaves seven days, four weeks, three months."""
    for day in range(180):
        newest = put(tmp_path, "daily", NOON - timedelta(days=179 - day))
        rotate(tmp_path, keep=newest)
    assert kept_days(tmp_path) == [
        "20260331", "20260330", "20260329", "20260328", "20260327", "20260326", "20260325",
        "20260322", "20260315", "20260228", "20260131",
    ]  # fmt: skip
    assert len(list(tmp_path.glob("*.json"))) == 11


def test_a19_a_clock_that_jumps_never_costs_the_newest_backup(tmp_path: Path) -> None:
    """Fault A19: set back a year, the backup that was just made stays, and the others too."""
    future = [put(tmp_path, "daily", NOON + timedelta(days=day)) for day in range(20)]
    now = put(tmp_path, "daily", NOON - timedelta(days=365))
    rotate(tmp_path, keep=now)
    assert now.exists()
    assert future[-1].exists()
    later = put(tmp_path, "daily", NOON - timedelta(days=364))
    rotate(tmp_path, keep=later)
    assert (later.exists(), future[-1].exists()) == (True, True)


def test_a19_backups_by_hand_and_before_upgrades_are_counted_apart(tmp_path: Path) -> None:
    """Fault A19: ten by hand, three before upgrades and repairs; one kind never costs another."""
    for number in range(15):
        at = NOON + timedelta(minutes=number)
        put(tmp_path, "by-hand", at)
        put(tmp_path, "before-001_performance_indexes", at + timedelta(seconds=1))
        rotate(tmp_path, keep=put(tmp_path, "daily", at + timedelta(seconds=2)))
    labels = [line.label for line in backup_lines(tmp_path)]
    assert labels.count("by-hand") == 10
    assert labels.count("before-001_performance_indexes") == 3
    assert labels.count("daily") == 1


def test_a17_unverified_backups_never_push_out_verified_ones(tmp_path: Path) -> None:
    """Fault A17: what nobody checked is not counted, and is not removed either."""
    sound = [put(tmp_path, "by-hand", NOON - timedelta(hours=n)) for n in range(10)]
    unchecked = [
        put(tmp_path, "by-hand", NOON + timedelta(hours=n), verified=False) for n in range(1, 12)
    ]
    changed = put(tmp_path, "by-hand", NOON + timedelta(days=1))
    changed.write_bytes(b"it was written to since")
    rotate(tmp_path, keep=sound[0])
    assert all(path.exists() for path in (*sound, *unchecked, changed))
    newest = newest_verified(backup_lines(tmp_path))
    assert newest is not None
    assert newest.path == sound[0]


def test_a19_the_size_of_all_is_bounded_but_one_stays(tmp_path: Path) -> None:
    """Fault A19: the oldest daily ones go first, those by hand last, the newest never."""
    hand = put(tmp_path, "by-hand", NOON - timedelta(days=9), size=100)
    days = [put(tmp_path, "daily", NOON - timedelta(days=n), size=100) for n in (3, 2, 1, 0)]
    rotate(tmp_path, keep=days[-1], max_bytes=320)
    assert [path.exists() for path in days] == [False, False, True, True]
    assert hand.exists()
    rotate(tmp_path, keep=days[-1], max_bytes=1)
    assert list_backups(tmp_path) == [days[-1]]


# -- making and checking -------------------------------------------------------------------------


def test_a_daily_backup_is_skipped_while_nothing_changes(
    profile: Profile, store: LibraryStore
) -> None:
    """The same moment of the same library is not copied twice; jobs do not count as a change."""
    first = maintain.backup_when_due(profile)
    assert first is not None
    assert maintain.backup_when_due(profile) is None
    assert run_to_end(backup_job(store, profile)) is None
    assert maintain.backup_when_due(profile) is None
    set_rating(store, [1], 7.0)
    assert maintain.backup_when_due(profile) is not None
    lines = maintain.backup_lines(profile)
    assert [line.label for line in lines] == ["daily"]  # the newest of its day
    assert lines[0].seq is not None
    assert maintain.last_verified(profile) == lines[0]


def test_backups_can_lie_on_another_disk(profile: Profile, library: Path, tmp_path: Path) -> None:
    """A folder that is away is said and never made: it would fill the wrong disk."""
    assert library.is_file()
    elsewhere = tmp_path / "disk" / "backups"
    Settings(profile).set("backup.folder", str(elsewhere))
    with pytest.raises(StorageError) as caught:
        maintain.backup_now(profile)
    assert str(elsewhere) in str(caught.value)
    assert "backup.folder" in caught.value.hint
    assert not elsewhere.exists()
    elsewhere.mkdir(parents=True)
    assert maintain.backup_now(profile).parent == elsewhere
    assert [line.path.parent for line in maintain.backup_lines(profile)] == [elsewhere]


def test_a17_a_backup_that_was_damaged_later_is_found_out(profile: Profile, library: Path) -> None:
    """Fault A17: checked again it loses its mark, and the one before counts."""
    assert library.is_file()
    good, bad = maintain.backup_now(profile), maintain.backup_now(profile)
    size = bad.stat().st_size
    with bad.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(4096))
    assert bad.stat().st_size == size
    with pytest.raises(DatabaseDamaged):
        maintain.verify_backup(profile, bad)
    newest = maintain.last_verified(profile)
    assert newest is not None
    assert newest.path == good
    assert maintain.verify_backup(profile, good).verified_at_us is not None


# -- going back ----------------------------------------------------------------------------------


def test_a_restore_is_previewed(profile: Profile, store: LibraryStore) -> None:
    """What is in both, and how much a person did since that would be lost."""
    backup = maintain.backup_now(profile)
    change_tags(store, [1, 2, 3], add=("Night",))
    preview = maintain.preview_restore(profile)
    assert preview.backup.path == backup
    assert preview.live is not None
    assert (preview.saved.items, preview.live.items) == (6, 6)
    assert preview.steps_since == 1
    assert preview.lost["tags"] == 3
    store.close()
    profile.library_db.write_bytes(b"gone")
    preview = maintain.preview_restore(profile, backup)
    assert (preview.live, preview.lost) == (None, {})
    assert preview.reason


def test_nothing_to_go_back_to_is_said(profile: Profile) -> None:
    """With the way that is left."""
    with pytest.raises(ItemNotFound) as caught:
        maintain.restore(profile)
    assert "--rebuild" in caught.value.hint


def test_a_library_that_another_program_has_open_is_not_replaced(
    profile: Profile, library: Path
) -> None:
    """It would go on to write into the file that was put aside; who it is is said."""
    maintain.backup_now(profile)
    before = library.read_bytes()
    other = subprocess.Popen(
        python(HOLD, library),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
        cwd=ROOT,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == b"open\n"
    try:
        with pytest.raises(DatabaseLocked) as caught:
            maintain.restore(profile)
    finally:
        other.communicate(b"\n")
    assert f"process {other.pid}" in str(caught.value)
    assert library.read_bytes() == before
    maintain.restore(profile)


def test_a18_the_journal_of_the_old_file_is_never_replayed(profile: Profile, library: Path) -> None:
    """Fault A18: it is kept beside the old file, whose changes it holds."""
    maintain.backup_now(profile)
    with closing(sqlite3.connect(library, isolation_level=None)) as database:
        database.execute("PRAGMA wal_autocheckpoint = 0")
        database.execute("INSERT INTO genre (name) VALUES ('Ghost')")
        journal = library.with_name("library.db-wal").read_bytes()
    library.with_name("library.db-wal").write_bytes(journal)
    done = maintain.restore(profile)
    with closing(sqlite3.connect(library)) as database:
        assert database.execute("SELECT 1 FROM genre WHERE name = 'Ghost'").fetchone() is None
    assert done.aside is not None
    assert done.aside.with_name(done.aside.name + "-wal").read_bytes() == journal
    check_database(library)


def test_what_was_kept_of_the_old_library_is_not_trusted(
    profile: Profile, store: LibraryStore
) -> None:
    """After a restore the change log may come to the same number with other content."""
    backup = maintain.backup_now(profile)
    set_rating(store, [1], 5.0)
    kept = KeptView(profile.views / "last.ids")
    with store.reading() as reader:
        from media_manager.library.browse import result_set

        kept.keep(reader.uid(), result_set(reader, Query()))
        assert kept.result_set(reader, Query()) is not None
        seq = reader.seq()
    store.close()
    maintain.restore(profile, backup)
    store.replaced()
    set_rating(store, [2], 5.0)
    with store.reading() as reader:
        assert reader.seq() == seq
        assert kept.result_set(reader, Query()) is None


def test_journey_16_a_library_moves_to_a_new_computer(
    profile: Profile, store: LibraryStore, tmp_path: Path
) -> None:
    """Back up here, restore there: edits, history, tags and watched state are all there."""
    change_tags(store, [1, 2], add=("Cyberpunk",))
    set_rating(store, [1], 9.5)
    store.close()
    backup = maintain.backup_now(profile)
    there = Profile.at(tmp_path / "new computer")
    there.ensure()
    carried = tmp_path / backup.name
    carried.write_bytes(backup.read_bytes())
    preview = maintain.preview_restore(there, carried)
    assert (preview.live, preview.reason) == (None, "There is no library now.")
    done = maintain.restore(there, carried)
    assert done.aside is None
    assert row_counts(there.library_db) == row_counts(profile.library_db)
    assert remember(there) == remember(profile)
    check_database(there.library_db)
