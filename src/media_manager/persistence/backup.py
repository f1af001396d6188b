"""Copies that can be trusted: made by SQLite itself, opened and checked before they count."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from media_manager.errors import DiskFull, JobCancelled
from media_manager.files.atomic import sync_folder
from media_manager.persistence.gate import damaged, open_read_only
from media_manager.persistence.lock import WriteLock

# The copy, the copy's own journal, and a little air.
SPACE_FACTOR = 2.2
_PAGES_PER_STEP = 2048
_KEPT_BACKUPS = 7
_SIDE_FILES = ("-wal", "-shm")

Progress = Callable[[str, int, int], None]  # step, done, total
ShouldStop = Callable[[], bool]


def no_progress(_step: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def never_stop() -> bool:
    return False


def check_free_space(database: Path, *, factor: float = SPACE_FACTOR) -> None:
    """Raise DiskFull unless the folder can take `factor` times the database and its journal."""
    files = (database, database.with_name(database.name + "-wal"))
    needed = int(sum(each.stat().st_size for each in files if each.exists()) * factor)
    free = shutil.disk_usage(database.parent).free
    if free < needed:
        raise DiskFull(
            f"Not enough free space beside the library: {needed:,} bytes are needed, "
            f"{free:,} are free.",
            hint=f"Free space on the disk of {database.parent} and try again. Nothing was changed.",
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
    except sqlite3.Error as error:
        remove_database(target)
        raise _copy_error(source, target, error) from error
    except BaseException:
        remove_database(target)
        raise


def _check_counts(copy: Path, expected: dict[str, int], actual: dict[str, int]) -> None:
    if actual != expected:
        raise damaged(copy, "the copy has other row counts than the original")


def _copy_error(source: Path, target: Path, error: sqlite3.Error) -> Exception:
    reason = str(error)
    if "full" in reason or "disk I/O" in reason:
        return DiskFull(
            f"The copy could not be written: {reason}.",
            hint=f"Free space on the disk of {target.parent} and try again. Nothing was changed.",
        )
    return damaged(source, reason)


def verify_database(path: Path) -> None:
    """Open the file read-only and check it whole; raise DatabaseDamaged."""
    try:
        with closing(open_read_only(path)) as database:
            (answer,) = database.execute("PRAGMA integrity_check(1)").fetchone()
            orphans = database.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise damaged(path, str(error)) from error
    if answer != "ok":
        raise damaged(path, str(answer))
    if orphans is not None:
        raise damaged(path, f"a row of {orphans[0]} points to a row of {orphans[2]} that is gone")


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
    progress: Progress = no_progress,
    should_stop: ShouldStop = never_stop,
) -> Path:
    """Write a verified backup and return its path; only verified ones get the final name."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Microseconds: two backups of one second are two files, and names sort by time.
    final = folder / f"library-{label}-{_stamp()}.db"
    part = final.with_suffix(".part")
    copy_database(database, part, progress=progress, should_stop=should_stop)
    try:
        progress("verify", 0, 1)
        verify_database(part)
        part.replace(final)
        sync_folder(os.fsencode(folder))
    except BaseException:
        remove_database(part)
        raise
    _rotate(folder, label)
    return final


def list_backups(folder: Path) -> list[Path]:
    """Return the verified backups, newest first."""
    return sorted(folder.glob("library-*.db"), key=lambda path: path.stat().st_mtime, reverse=True)


def remove_partial_backups(folder: Path) -> int:
    """Remove what a killed backup left; return how many files. Call it under the write lock."""
    parts = list(folder.glob("library-*.part*"))
    for part in parts:
        part.unlink(missing_ok=True)
    return len(parts)


def restore_backup(backup: Path, database: Path) -> Path | None:
    """Put a verified backup in the place of the library; return where the old file went.

    The live file is kept aside and never opened: it may be unreadable. At every moment there is
    a library at `database`, the old one or the restored one.
    """
    verify_database(backup)
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with WriteLock(database).hold():
        fresh = database.with_name(database.name + ".restore")
        copy_database(backup, fresh)
        verify_database(fresh)
        aside: Path | None = None
        if database.exists():
            aside = database.with_name(f"{database.name}.damaged-{_stamp()}")
            _keep(database, aside)
        set_aside_journal(database, aside)
        replace_durably(fresh, database)
    return aside


def replace_durably(source: Path, target: Path) -> None:
    """Move a finished database over another; the name is on disk when this returns."""
    source.replace(target)
    sync_folder(os.fsencode(target.parent))


def set_aside_journal(database: Path, aside: Path | None = None) -> None:
    """Keep an old journal away from a database that is about to come: SQLite would replay it."""
    home = aside or database.with_name(f"{database.name}.orphan-{_stamp()}")
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


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")


def _rotate(folder: Path, label: str) -> None:
    kept = sorted(folder.glob(f"library-{label}-*.db"), reverse=True)
    for old in kept[_KEPT_BACKUPS:]:
        old.unlink()
