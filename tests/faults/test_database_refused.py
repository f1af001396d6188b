"""Group A: foreign, newer and damaged databases are refused before any write."""

import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.faults.harness import check_database
from tests.persistence.populated import make_library

from media_manager.errors import (
    DatabaseDamaged,
    DatabaseForeign,
    DatabaseTooNew,
    StorageError,
)
from media_manager.persistence.backup import (
    row_counts,
    verify_database,
)
from media_manager.persistence.reader import open_reader
from media_manager.persistence.revision import APPLICATION_ID, REVISIONS
from media_manager.persistence.upgrade import (
    create_library,
)
from media_manager.persistence.writer import LibraryWriter


def opens(path: Path) -> None:
    open_reader(path).close()


WAYS_IN: list[Callable[[Path], object]] = [opens, LibraryWriter, create_library]


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def refused(path: Path, error: type[StorageError]) -> StorageError:
    """Assert that every way in refuses the file, says what to do, and changes no byte of it."""
    before = path.read_bytes()
    for way_in in WAYS_IN:
        with pytest.raises(error) as caught:
            way_in(path)
    assert caught.value.hint
    assert path.read_bytes() == before
    return caught.value


def test_a6_a_newer_schema_is_refused_by_both_names(library: Path) -> None:
    """Fault A6: refused before any write; the message names both revisions."""
    execute(library, "UPDATE alembic_version SET version_num = '099_from_the_future'")
    error = refused(library, DatabaseTooNew)
    assert "099_from_the_future" in str(error)
    assert REVISIONS[-1] in str(error)
    assert "backup" in error.hint


def another_program(path: Path) -> None:
    execute(path, "CREATE TABLE notes (id INTEGER)", "PRAGMA application_id = 1")


def same_id_other_tables(path: Path) -> None:
    execute(
        path,
        f"PRAGMA application_id = {APPLICATION_ID}",
        "CREATE TABLE alembic_version (version_num TEXT)",
        "INSERT INTO alembic_version VALUES ('ae1027a6acf')",
    )


def ours_without_a_revision(path: Path) -> None:
    execute(path, f"PRAGMA application_id = {APPLICATION_ID}", "CREATE TABLE media_item (id)")


def truncated_header(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + b"\x10\x00")


FOREIGN: dict[str, Callable[[Path], object]] = {
    "empty": Path.touch,
    "text": lambda path: path.write_text("library"),
    "zeros": lambda path: path.write_bytes(bytes(8192)),
    "picture": lambda path: path.write_bytes(b"\xff\xd8\xff\xe0" + os.urandom(5000)),
    "zip": lambda path: path.write_bytes(b"PK\x03\x04" + bytes(100)),
    "truncated header": truncated_header,
    "SQLite without tables": lambda path: execute(path, "PRAGMA user_version = 1"),
    "another program": another_program,
    "another alembic": same_id_other_tables,
    "no revision": ours_without_a_revision,
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a7_a_foreign_file_is_refused_and_never_migrated(kind: str, tmp_path: Path) -> None:
    """Fault A7: ten files that are no library of ours."""
    path = tmp_path / "library.db"
    FOREIGN[kind](path)
    assert "Nothing was changed" in refused(path, DatabaseForeign).hint


def test_a7_a_folder_or_a_dead_link_is_refused(tmp_path: Path) -> None:
    """Fault A7: a link to a drive that is away must not become a new, empty library."""
    link = tmp_path / "library.db"
    link.symlink_to(tmp_path / "away" / "library.db")
    for path in (link, tmp_path):
        with pytest.raises(DatabaseForeign):
            create_library(path)
    assert link.is_symlink()


@pytest.mark.parametrize("seed", range(40))
def test_a8_flipped_bytes_are_refused_or_harmless(seed: int, library: Path, tmp_path: Path) -> None:
    """Fault A8: damage is a known error with a way out, and the file stays as it is."""
    data = bytearray(library.read_bytes())
    chance = random.Random(seed)  # noqa: S311 - the same damage each time
    # Every second seed hits the header and the root page, where all is decided.
    reach = 100 if seed % 2 else len(data)
    for _ in range(1 + seed % 4):
        data[chance.randrange(reach)] ^= 1 << chance.randrange(8)
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(data)
    hints = ["it opened"]
    try:
        opens(damaged)
        verify_database(damaged)
    except StorageError as error:
        hints = [error.hint]
    assert all(hints)
    assert damaged.read_bytes() == data


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_a8_a_truncated_library_is_refused(share: float, library: Path) -> None:
    """Fault A8: a copy that was broken off."""
    data = library.read_bytes()
    library.write_bytes(data[: int(len(data) * share)])
    assert "doctor --restore" in refused(library, DatabaseDamaged).hint


def test_a8_a_foreign_journal_is_never_replayed_into_a_new_library(tmp_path: Path) -> None:
    """Fault A8: the journal of a library that was deleted is kept aside, not believed."""
    path = tmp_path / "library.db"
    make_library(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA wal_autocheckpoint = 0")
        database.execute("INSERT INTO genre (name) VALUES ('Ghost')")
        journal = path.with_name("library.db-wal").read_bytes()
    path.unlink()
    path.with_name("library.db-wal").write_bytes(journal)
    create_library(path)
    check_database(path)
    assert row_counts(path)["genre"] == 0
    assert [each.read_bytes() for each in tmp_path.glob("library.db.orphan-*-wal")] == [journal]
