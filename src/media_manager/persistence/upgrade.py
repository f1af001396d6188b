"""From an older revision to this one, or from nothing to an empty library.

The work is done on a copy: the library stays as it was until the finished, checked copy takes its
place in one rename. Until then it can be cancelled, and a crash changes nothing.
"""

import sqlite3
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, create_engine, text

from media_manager.errors import DatabaseLocked, ItemNotFound, JobCancelled
from media_manager.persistence.backup import (
    Progress,
    ShouldStop,
    check_free_space,
    copy_database,
    make_backup,
    never_stop,
    no_progress,
    remove_database,
    replace_durably,
    set_aside_journal,
    verify_database,
)
from media_manager.persistence.engine import create_writer_engine, mark_as_ours, sqlite_url
from media_manager.persistence.gate import (
    DatabaseState,
    damaged,
    inspect_database,
    open_read_only,
)
from media_manager.persistence.lock import WriteLock

_SCRIPTS = Path(__file__).with_name("migrations")
# 5 s: as long as a reader may keep a snapshot, five times over.
_READERS_SECONDS = 5.0


def create_library(path: Path) -> None:
    """Make an empty library of this revision; nothing half-made is ever at `path`."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with WriteLock(path).hold():
        if inspect_database(path).state is not DatabaseState.ABSENT:
            return
        fresh = path.with_name(path.name + ".new")
        remove_database(fresh)
        _migrate(fresh, "head")
        set_aside_journal(path)
        replace_durably(fresh, path)


def make_empty(path: Path, revision: str) -> None:
    """Make an empty library of a revision at a path that is not the library's."""
    remove_database(path)
    _migrate(path, revision)


def finish_copy(path: Path) -> None:
    """Bring a finished copy to this revision and leave one file without a journal beside it."""
    if inspect_database(path).state is DatabaseState.OLD:
        _migrate(path, "head")
    _close_journal(path)
    path.with_name(path.name + ".lock").unlink(missing_ok=True)


def upgrade_library(
    path: Path,
    backups: Path,
    *,
    progress: Progress = no_progress,
    should_stop: ShouldStop = never_stop,
) -> Path | None:
    """Bring an older library to this revision; return the verified backup of the old one.

    Returns None when there is nothing to do: another program may have been first. Raises
    DiskFull before anything is written, JobCancelled when stopped before the swap.
    """
    with WriteLock(path).hold():
        facts = inspect_database(path)
        if facts.state is not DatabaseState.OLD:
            return None
        check_free_space(path)
        backup = make_backup(
            path,
            backups,
            label=f"before-{facts.revision}",
            progress=lambda _step, done, total: progress("backup", done, total),
            should_stop=should_stop,
        )
        work = path.with_name(path.name + ".upgrade")
        try:
            copy_database(path, work, progress=progress, should_stop=should_stop)
            progress("migrate", 0, 1)
            _migrate(work, "head")
            progress("verify", 0, 1)
            verify_database(work)
            _stop_if_asked(should_stop)
            _swap(work, path)
        except BaseException:
            remove_database(work)
            raise
        progress("verify", 1, 1)
    return backup


def upgrade_server(url: URL | str) -> None:
    """Bring a PostgreSQL library to this revision; two programs at once take turns."""
    engine = create_writer_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(1296911426)"))
            run_upgrade(connection, "head")
            _note_facts(connection)
    finally:
        engine.dispose()


@contextmanager
def migration_connection(path: Path) -> Iterator[Connection]:
    """Hold the lock, back up, and give a connection without foreign keys: the alembic command."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with WriteLock(path).hold():
        if inspect_database(path).state is DatabaseState.ABSENT:
            fresh = path.with_name(path.name + ".new")
            remove_database(fresh)
            with _sqlite_connection(fresh) as connection:
                yield connection
            _close_journal(fresh)
            set_aside_journal(path)
            replace_durably(fresh, path)
            return
        check_free_space(path, factor=1.1)
        make_backup(path, path.parent / "backups", label="before-alembic")
        with _sqlite_connection(path) as connection:
            yield connection


@contextmanager
def looking_connection(path: Path) -> Iterator[Connection]:
    """Give a connection that changes nothing: `alembic current` and `check`."""
    if inspect_database(path).state is DatabaseState.ABSENT:
        raise ItemNotFound(
            f"There is no library at {path}.",
            hint="`alembic upgrade head` makes one; -x profile=DIR names another profile.",
        )
    engine = create_engine("sqlite://", creator=lambda: open_read_only(path))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def run_upgrade(connection: Connection, revision: str) -> None:
    """Upgrade over an open connection, in its transaction."""
    command.upgrade(_config(connection), revision)


def run_downgrade(connection: Connection, revision: str) -> None:
    """Go back to an older revision, or to `base`, in the transaction of the connection."""
    command.downgrade(_config(connection), revision)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _migrate(path: Path, revision: str) -> None:
    with _sqlite_connection(path) as connection:
        run_upgrade(connection, revision)
    _close_journal(path)


def _close_journal(path: Path) -> None:
    """Leave one file without a journal beside it, so that one rename moves it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path.chmod(0o600)


@contextmanager
def _sqlite_connection(path: Path) -> Iterator[Connection]:
    engine = create_writer_engine(sqlite_url(path), foreign_keys=False)
    try:
        with engine.begin() as connection:
            if connection.exec_driver_sql("PRAGMA foreign_keys").scalar():
                raise damaged(path, "foreign keys cannot be switched off for the upgrade")
            yield connection
            mark_as_ours(connection)
            _note_facts(connection)
            orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if orphan is not None:
                raise damaged(path, f"the upgrade left an orphan in {orphan[0]}")
    finally:
        engine.dispose()


def _note_facts(connection: Connection) -> None:
    """Give a new database its uid, its first viewer; does nothing where they are."""
    if not connection.dialect.has_table(connection, "database_fact"):
        return
    if connection.execute(text("SELECT 1 FROM database_fact WHERE name = 'uid'")).first():
        return
    facts = {"uid": str(uuid.uuid4()), "created_at": str(time.time_ns() // 1000)}
    for name, value in facts.items():
        connection.execute(
            text("INSERT INTO database_fact (name, value) VALUES (:name, :value)"),
            {"name": name, "value": value},
        )
    connection.execute(
        text("INSERT INTO viewer (uid, name) VALUES (:uid, 'You')"), {"uid": str(uuid.uuid4())}
    )


def _stop_if_asked(should_stop: ShouldStop) -> None:
    if should_stop():
        raise JobCancelled("The upgrade was stopped; the library is as it was.")


def _swap(work: Path, path: Path) -> None:
    """Put the finished copy in the place of the library, whose journal must not meet it."""
    _close_journal(work)  # whoever looked at it read-only has left an empty one
    _empty_journal(path)
    # Readers of the old file keep it, and its journal, open until they look again.
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    replace_durably(work, path)


def _empty_journal(path: Path) -> None:
    """Write the journal back whole: a crash before the rename must leave all of the old one."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        deadline = time.monotonic() + _READERS_SECONDS
        while True:
            busy, _pages, _moved = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                return
            if time.monotonic() > deadline:
                raise DatabaseLocked(
                    "The library is being read and cannot be replaced now.",
                    hint="Close the other windows of Media Manager and start the upgrade again. "
                    "The library is as it was.",
                    path=str(path),
                )
            time.sleep(0.05)
