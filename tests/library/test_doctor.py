"""The doctor finds what is wrong, says what to do, and repairs only what is safe to repair."""

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.faults.harness import check_database
from tests.persistence.populated import make_library

from media_manager.domain.query import Query, parse_query
from media_manager.library import maintain
from media_manager.library.doctor import Finding, Severity, examine, repair_one
from media_manager.persistence.health import sqlite_is_safe
from media_manager.persistence.reader import open_reader
from media_manager.persistence.upgrade import migration_connection, run_downgrade
from media_manager.settings import Profile

CHECKS = [
    "sqlite-version", "permissions", "disk-space", "network-drive", "clock", "settings",
    "crash-log", "database", "integrity", "foreign-keys", "search-index", "counters", "change-log",
    "orphans", "jobs", "locks", "window-lock", "journal", "fragmentation", "columns", "roots",
    "overlapping-roots", "missing-files", "artwork-files", "backups", "stale-files", "children",
    "player", "ffprobe", "exiftool", "trash", "sleep", "redis", "psutil", "watchfiles",
]  # fmt: skip
# What depends on the machine that the tests run on.
MACHINE = {"sqlite-version", "player", "disk-space", "network-drive"}


@pytest.fixture
def library(profile: Profile) -> Path:
    make_library(profile.library_db)
    return profile.library_db


def findings(profile: Profile, *, repair: bool = False) -> dict[str, Finding]:
    found = examine(profile, repair=repair)
    assert all(each.hint for each in found if each.severity is not Severity.OK)
    return {each.code: each for each in found}


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def test_a_sound_library_is_told_check_by_check(profile: Profile, library: Path) -> None:
    """Everything that was looked at is said, not only what is wrong."""
    assert library.is_file()
    maintain.backup_now(profile)
    found = findings(profile)
    wrong = [code for code, each in found.items() if each.severity is not Severity.OK]
    # The root of the fixture is offline.
    assert list(found) == CHECKS
    assert [code for code in wrong if code not in MACHINE] == ["roots"]
    assert (found["sqlite-version"].severity is Severity.OK) == sqlite_is_safe()


def test_no_library_is_no_problem(profile: Profile) -> None:
    """A new profile is told how it begins, and nothing is made."""
    found = findings(profile)
    assert (found["database-absent"].severity, profile.library_db.exists()) == (Severity.OK, False)


def text_file(path: Path) -> None:
    path.write_text("no library")


def newer(path: Path) -> None:
    execute(path, "UPDATE alembic_version SET version_num = '999_future'")


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:30_000])


def older(path: Path) -> None:
    with migration_connection(path) as connection:
        run_downgrade(connection, "000_initial_schema")


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (text_file, "database-foreign"),
        (newer, "database-newer"),
        (cut_off, "database-damaged"),
        (older, "database-old"),
    ],
)
def test_what_cannot_be_opened_is_named(
    damage: Callable[[Path], None], code: str, profile: Profile, library: Path
) -> None:
    """The reason is the code; repair never touches such a file."""
    damage(library)
    before = library.read_bytes()
    found = findings(profile, repair=True)
    assert found[code].severity is (
        Severity.WARNING if code == "database-old" else Severity.PROBLEM
    )
    assert (found[code].repairable, "integrity" in found) == (False, False)
    assert library.read_bytes() == before


@pytest.mark.parametrize(
    ("code", "statements"),
    [
        ("counters", ["UPDATE counter SET value = 77 WHERE name = 'type:movie'",
                      "DELETE FROM counter WHERE name LIKE 'library:%'"]),
        ("search-index", ["UPDATE search_document SET title = 'ghost' WHERE item_id = 1"]),
        ("search-index", ["INSERT INTO search_names (search_names) VALUES ('delete-all')"]),
    ],
)  # fmt: skip
def test_what_can_be_made_anew_is_repaired(
    code: str, statements: list[str], profile: Profile, library: Path
) -> None:
    """Counters and the search index follow from the items, so nothing can be lost."""
    execute(library, *statements)
    found = findings(profile)[code]
    assert (found.severity, found.repairable) == (Severity.PROBLEM, True)
    assert findings(profile, repair=True)[code].severity is Severity.OK
    assert findings(profile)[code].severity is Severity.OK


def test_items_unknown_to_the_search_are_found_again(profile: Profile, library: Path) -> None:
    """An item without a search document is one that nobody finds."""
    with closing(sqlite3.connect(library)) as database:
        old = database.execute("SELECT title, files, plot FROM search_document WHERE item_id = 1")
        title, files, plot = old.fetchone()
        database.execute(
            "INSERT INTO search_words (search_words, rowid, title, files, plot) "
            "VALUES ('delete', 1, ?, ?, ?)",
            (title, files, plot),
        )
        database.execute(
            "INSERT INTO search_trigram (search_trigram, rowid, title, files) "
            "VALUES ('delete', 1, ?, ?)",
            (title, files),
        )
        database.execute("DELETE FROM search_document WHERE item_id = 1")
        database.commit()
    assert findings(profile)["search-index"].severity is Severity.PROBLEM
    assert findings(profile, repair=True)["search-index"].severity is Severity.OK
    reader = open_reader(library)
    assert 1 in reader.first_ids(Query(parse_query("matrix")), 10)
    reader.close()


def test_a9_a_damaged_index_is_built_anew(profile: Profile, library: Path) -> None:
    """Fault A9: the table is whole, only the index lost entries; no restore is needed."""
    execute(
        library,
        "PRAGMA writable_schema = 1",
        # The index is told to hold other rows than it does.
        "UPDATE sqlite_master SET sql = 'CREATE INDEX ix_person_name ON person (imdb_id)' "
        "WHERE name = 'ix_person_name'",
    )
    found = findings(profile)["integrity"]
    assert (found.severity, found.repairable) == (Severity.PROBLEM, True)
    assert findings(profile, repair=True)["integrity"].severity is Severity.OK


def test_rows_that_point_nowhere_are_kept_in_a_file_and_taken_out(
    profile: Profile, library: Path
) -> None:
    """Nobody knows who deleted the other row: each is written down first, and a copy is made."""
    execute(library, "PRAGMA foreign_keys = 0", "DELETE FROM person WHERE id = 1")
    found = findings(profile)["foreign-keys"]
    assert (found.severity, found.repairable) == (Severity.PROBLEM, True)
    assert "1 in credit" in found.message
    assert repair_one(profile, "foreign-keys").severity is Severity.OK
    (kept,) = profile.data.glob("quarantine-*.jsonl")
    lines = [json.loads(line) for line in kept.read_text("utf-8").splitlines()]
    assert sorted((line["table"], line["gone"], line["done"]) for line in lines) == [
        ("credit", "person", "removed"),
        ("face_region", "person", "emptied"),  # the face stays, whose it is is not known any more
    ]
    assert {line["row"]["person_id"] for line in lines} == {1}
    assert len(list(profile.data.glob("library.db.before-repair-*"))) == 1
    assert findings(profile)["foreign-keys"].severity is Severity.OK
    check_database(library)


def test_roots_and_missing_files_are_counted(profile: Profile, library: Path) -> None:
    """Offline is not missing: the drive is away, the files are not gone."""
    execute(library, "UPDATE media_file SET state = 'missing' WHERE id < 3")
    found = findings(profile)
    assert "1 of 1 folders cannot be reached" in found["roots"].message
    assert found["roots"].where == ("/films",)
    assert "2 files gone" in found["missing-files"].message
    assert len(found["missing-files"].where) == 2


def test_an_old_backup_is_warned_of(profile: Profile, library: Path) -> None:
    """The age is that of the newest verified one."""
    assert library.is_file()
    assert findings(profile)["backups"].severity is Severity.WARNING
    backup = maintain.backup_now(profile)
    then = datetime.now(UTC) - timedelta(days=10, minutes=1)
    older = backup.with_name(f"library-by-hand-{then:%Y%m%d-%H%M%S-%f}.db")
    backup.rename(older)
    backup.with_suffix(".json").rename(older.with_suffix(".json"))
    assert "10 days old" in findings(profile)["backups"].message
    older.with_suffix(".json").unlink()
    assert "None of 1 backups was checked" in findings(profile)["backups"].message
    maintain.verify_backup(profile, older)
    assert "10 days old" in findings(profile)["backups"].message


def test_what_a_killed_upgrade_left_is_removed(profile: Profile, library: Path) -> None:
    """Only after an hour: a younger one may be at work."""
    stale, fresh = library.with_name("library.db.upgrade"), library.with_name("library.db.new")
    for path in (stale, fresh):
        path.write_bytes(b"x")
    os.utime(stale, (1, 1))
    assert findings(profile)["stale-files"].repairable
    assert findings(profile, repair=True)["stale-files"].severity is Severity.OK
    assert (stale.exists(), fresh.exists(), library.exists()) == (False, True, True)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a profile private by itself")
def test_a_profile_that_others_can_read_is_warned_of(profile: Profile) -> None:
    """Keys of providers and what a person watches are nobody else's business."""
    profile.config.chmod(0o755)
    found = findings(profile)["permissions"]
    assert (found.severity, str(profile.config) in found.message) == (Severity.WARNING, True)
