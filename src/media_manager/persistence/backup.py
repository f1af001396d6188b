"""Copies that can be trusted: made by SQLite itself, opened and checked before they count."""

import os
import shutil
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from media_manager.domain.uids import now_us
from media_manager.errors import DiskFull, JobCancelled
from media_manager.files import free_bytes
from media_manager.files.atomic import sync_folder
from media_manager.persistence.backup_shelf import (
    BackupRecord,
    backup_path,
    forget_record,
    list_backups,
    rotate,
    stamp,
    write_record,
)
from media_manager.persistence.gate import UNREADABLE, damaged, open_read_only
from media_manager.persistence.holders import refuse_while_held
from media_manager.persistence.library_counts import library_facts
from media_manager.persistence.lock import WriteLock
from media_manager.persistence.stoppable import ShouldStop, never_stop, read_stoppable

# The copy, the copy's own journal, and a little air.
SPACE_FACTOR = 2.2
_PAGES_PER_STEP = 2048
_SIDE_FILES = ("-wal", "-shm")

_RESTORE_SPACE = 1.1

Progress = Callable[[str, int, int], None]  # step, done, total

__all__ = [  # what older callers look for here
    "SPACE_FACTOR",
    "Progress",
    "ShouldStop",
    "check_free_space",
    "copy_database",
    "list_backups",
    "make_backup",
    "never_stop",
    "no_progress",
    "put_in_place",
    "remove_database",
    "remove_partial_backups",
    "replace_durably",
    "restore_backup",
    "row_counts",
    "set_aside_journal",
    "verified",
    "verify_database",
]


def no_progress(_step: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def check_free_space(
    database: Path, *, factor: float = SPACE_FACTOR, place: Path | None = None
) -> None:
    """Raise DiskFull unless `place` can take `factor` times the database and its journal.

    `place` is the folder of the database unless named.
    """
    folder = place or database.parent
    files = (database, database.with_name(database.name + "-wal"))
    needed = int(sum(each.stat().st_size for each in files if each.exists()) * factor)
    free = free_bytes(folder)
    if free < needed:
        beside = "beside the library" if place is None else f"in {place}"
        raise DiskFull(
            f"Not enough free space {beside}: {needed:,} bytes are needed, {free:,} are free.",
            hint=f"Free space on the disk of {folder} and try again. Nothing was changed.",
            needed_bytes=needed,
            free_bytes=free,
        )


def copy_database(
    source: Path,
    target: Path,
    *,
    progress: Progress = no_progress,
    should_stop: ShouldStop = never_stop,
) -> None:
    """Copy a database that may be in use into one file with the same row counts.

    Raises JobCancelled when stopped and DiskFull; then nothing is left at `target`.
    """

    def step(_status: int, remaining: int, total: int) -> None:
        progress("copy", total - remaining, total)
        if should_stop():
            raise JobCancelled("The copy was stopped.")

    remove_database(target)
    try:
        with closing(open_read_only(source)) as original:
            # One moment of the source: without it each commit of a writer starts the copy anew.
            original.execute("BEGIN")
            counts = _count_rows(original)
            with closing(sqlite3.connect(target, isolation_level=None)) as copy:
                original.backup(copy, pages=_PAGES_PER_STEP, progress=step)
                # One file, without a journal beside it: it can be moved by one rename.
                copy.execute("PRAGMA journal_mode = DELETE")
                _check_counts(target, counts, _count_rows(copy))
        target.chmod(0o600)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        remove_database(target)
        raise _copy_error(source, target, error) from error
    except BaseException:
        remove_database(target)
        raise


def _check_counts(copy: Path, expected: dict[str, int], actual: dict[str, int]) -> None:
    if actual != expected:
        raise damaged(copy, "the copy has other row counts than the original")


def _copy_error(source: Path, target: Path, error: Exception) -> Exception:
    reason = str(error)
    if "full" in reason or "disk I/O" in reason:
        return DiskFull(
            f"The copy could not be written: {reason}.",
            hint=f"Free space on the disk of {target.parent} and try again. Nothing was changed.",
        )
    return damaged(source, reason)


def verify_database(path: Path, *, should_stop: ShouldStop = never_stop) -> None:
    """Open the file read-only and check it whole; raise DatabaseDamaged."""
    try:
        answer, orphan = read_stoppable(path, _check_whole, should_stop)
    except UNREADABLE as error:
        raise damaged(path, str(error)) from error
    if answer != "ok":
        raise damaged(path, answer)
    if orphan is not None:
        raise damaged(path, f"a row of {orphan[0]} points to a row of {orphan[2]} that is gone")


def _check_whole(database: sqlite3.Connection) -> tuple[str, tuple[Any, ...] | None]:
    (answer,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    return str(answer), database.execute("PRAGMA foreign_key_check").fetchone()


def row_counts(path: Path) -> dict[str, int]:
    """Return the number of rows of every ordinary table."""
    with closing(open_read_only(path)) as database:
        return _count_rows(database)


def _count_rows(database: sqlite3.Connection) -> dict[str, int]:
    names = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' "
        "AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    return {
        name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names
    }


def make_backup(
    database: Path,
    folder: Path,
    *,
    label: str,
    max_bytes: int = 0,
    progress: Progress = no_progress,
    should_stop: ShouldStop = never_stop,
) -> Path:
    """Write a verified backup and return its path; only verified ones get the final name."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    final = backup_path(folder, label)
    part = final.with_suffix(".part")
    copy_database(database, part, progress=progress, should_stop=should_stop)
    try:
        progress("verify", 0, 1)
        # The record first: a backup that has its name was verified, and says so.
        write_record(final, verified(part, should_stop=should_stop))
        part.replace(final)
        sync_folder(os.fsencode(folder))
    except BaseException:
        remove_database(part)
        forget_record(final)
        raise
    progress("verify", 1, 1)
    rotate(folder, keep=final, max_bytes=max_bytes)
    return final


def verified(copy: Path, *, should_stop: ShouldStop = never_stop) -> BackupRecord:
    """Check a copy whole and return what was found; raise DatabaseDamaged."""
    verify_database(copy, should_stop=should_stop)
    facts = library_facts(copy)
    return BackupRecord(now_us(), copy.stat().st_size, facts.revision, facts.uid, facts.seq)


def remove_partial_backups(folder: Path) -> int:
    """Remove what a killed backup left; return how many files. Call it under the write lock."""
    parts = list(folder.glob("library-*.part*"))
    for part in parts:
        part.unlink(missing_ok=True)
    return len(parts)


def restore_backup(
    backup: Path,
    database: Path,
    *,
    progress: Progress = no_progress,
    should_stop: ShouldStop = never_stop,
) -> Path | None:
    """Put a verified backup in the place of the library; return where the old file went.

    The live file is kept aside and never opened: it may be unreadable. At every moment there is
    a library at `database`, the old one or the restored one. Raises DatabaseLocked while another
    program has it open, DiskFull, DatabaseDamaged when the backup does not stand its check.
    """
    verify_database(backup, should_stop=should_stop)
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with WriteLock(database).hold():
        refuse_while_held(database)
        check_free_space(backup, factor=_RESTORE_SPACE, place=database.parent)
        fresh = database.with_name(database.name + ".restore")
        copy_database(backup, fresh, progress=progress, should_stop=should_stop)
        return put_in_place(fresh, database)


def put_in_place(fresh: Path, database: Path) -> Path | None:
    """Let a finished copy take the place of the library, under the write lock of the caller.

    It gets a uid of its own: whatever was derived from the library that stood here (columns,
    kept views) is not trusted for this one.
    """
    try:
        _renew_uid(fresh)
        verify_database(fresh)
    except BaseException:
        remove_database(fresh)
        raise
    aside: Path | None = None
    if database.exists():
        aside = database.with_name(f"{database.name}.damaged-{stamp()}")
        _keep(database, aside)
    set_aside_journal(database, aside)
    replace_durably(fresh, database)
    return aside


def _renew_uid(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute(
            "UPDATE database_fact SET value = ? WHERE name = 'uid'", [str(uuid.uuid4())]
        )


def replace_durably(source: Path, target: Path) -> None:
    """Move a finished database over another; the name is on disk when this returns."""
    source.replace(target)
    sync_folder(os.fsencode(target.parent))


def set_aside_journal(database: Path, aside: Path | None = None) -> None:
    """Keep an old journal away from a database that is about to come: SQLite would replay it."""
    home = aside or database.with_name(f"{database.name}.orphan-{stamp()}")
    for suffix in _SIDE_FILES:
        side = database.with_name(database.name + suffix)
        if side.exists():
            side.replace(home.with_name(home.name + suffix))


def remove_database(path: Path) -> None:
    """Remove a database that is not the library: a copy, a work file, and its journals."""
    for suffix in ("", *_SIDE_FILES, "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _keep(database: Path, aside: Path) -> None:
    """Give the file a second name, so that the first never points at nothing."""
    try:
        aside.hardlink_to(database)
    except OSError:  # FAT and some shares have no hard links
        shutil.copyfile(database, aside)
