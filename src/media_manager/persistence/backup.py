"""Copies that can be trusted: made by SQLite itself, opened and checked before they count."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from media_manager.errors import DiskFull, JobCancelled
from media_manager.persistence.gate import damaged

# The copy, the copy's own journal, and a little air.
SPACE_FACTOR = 2.2
_PAGES_PER_STEP = 2048
_KEPT_BACKUPS = 7

Progress = Callable[[str, int, int], None]  # step, done, total
ShouldStop = Callable[[], bool]


def no_progress(_step: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def never_stop() -> bool:
    return False


def check_free_space(database: Path, *, factor: float = SPACE_FACTOR) -> None:
    """Raise DiskFull unless the folder can take `factor` times the database."""
    needed = int(database.stat().st_size * factor)
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
    """Copy a database that may be in use; raise JobCancelled and remove the copy when stopped."""

    def step(_status: int, remaining: int, total: int) -> None:
        progress("copy", total - remaining, total)
        if should_stop():
            raise JobCancelled("The copy was stopped.")

    target.unlink(missing_ok=True)
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as original,
            closing(sqlite3.connect(target)) as copy,
        ):
            original.backup(copy, pages=_PAGES_PER_STEP, progress=step)
        target.chmod(0o600)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def verify_database(path: Path, *, like: Path | None = None) -> None:
    """Open the file read-only, check it whole; compare its row counts with `like`."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
        try:
            (answer,) = database.execute("PRAGMA integrity_check(1)").fetchone()
            orphans = database.execute("PRAGMA foreign_key_check").fetchone()
        except sqlite3.DatabaseError as error:
            raise damaged(path, str(error)) from error
    if answer != "ok":
        raise damaged(path, str(answer))
    if orphans is not None:
        raise damaged(path, f"a row of {orphans[0]} points to a row of {orphans[2]} that is gone")
    if like is not None and row_counts(path) != row_counts(like):
        raise damaged(path, "the copy has other row counts than the original")


def row_counts(path: Path) -> dict[str, int]:
    """Return the number of rows of every ordinary table."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
        names = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' "
            "AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        return {
            name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for (name,) in names
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
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    final = folder / f"library-{label}-{stamp}.db"
    part = final.with_suffix(".part")
    copy_database(database, part, progress=progress, should_stop=should_stop)
    try:
        progress("verify", 0, 1)
        verify_database(part)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    part.replace(final)
    _rotate(folder, label)
    return final


def list_backups(folder: Path) -> list[Path]:
    """Return the verified backups, newest first."""
    return sorted(folder.glob("library-*.db"), key=lambda path: path.stat().st_mtime, reverse=True)


def restore_backup(backup: Path, database: Path) -> Path | None:
    """Put a verified backup in the place of the library; return where the old file went.

    The live file is moved aside, never opened: it may be unreadable.
    """
    verify_database(backup)
    aside: Path | None = None
    fresh = database.with_name(database.name + ".restore")
    shutil.copyfile(backup, fresh)
    fresh.chmod(0o600)
    if database.exists():
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        aside = database.with_name(f"{database.name}.damaged-{stamp}")
        database.replace(aside)
    for suffix in ("-wal", "-shm"):
        side = database.with_name(database.name + suffix)
        if side.exists() and aside is not None:
            side.replace(aside.with_name(aside.name + suffix))
    fresh.replace(database)
    return aside


def _rotate(folder: Path, label: str) -> None:
    kept = sorted(folder.glob(f"library-{label}-*.db"), reverse=True)
    for old in kept[_KEPT_BACKUPS:]:
        old.unlink()
