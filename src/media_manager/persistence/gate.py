"""Who may come in: what a database file is, found out without writing a byte to it."""

import os
import re
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from media_manager.errors import (
    DatabaseDamaged,
    DatabaseForeign,
    DatabaseTooNew,
    StorageError,
    UpgradeNeeded,
)
from media_manager.persistence.lock import busy
from media_manager.persistence.revision import APPLICATION_ID, HEAD_REVISION, REVISIONS

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_WAIT_MS = 5_000
_APPLICATION_ID_AT = slice(68, 72)
_PRIMARY = 0xFF  # the rest of a code says where: sqlite.org/rescode.html#extended_result_code_list
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

# Files that were looked at: path, device, inode. See _check_header.
_recognized: set[tuple[Path, int, int]] = set()
_one_at_a_time = threading.Lock()

# What reading a damaged file raises: texts in it, and in what SQLite says of it, may be no texts.
UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)

# A library of ours that `alembic downgrade base` emptied.
BASE_REVISION = "base"


class DatabaseState(StrEnum):
    """What stands at the path of a library."""

    ABSENT = "absent"
    CURRENT = "current"
    OLD = "old"


class DatabaseFacts(NamedTuple):
    """What the gate saw: the state and, where there is a database, its revision."""

    state: DatabaseState
    revision: str | None = None


def inspect_database(path: Path) -> DatabaseFacts:
    """Look at the file; raise DatabaseForeign, DatabaseTooNew or DatabaseDamaged to refuse it."""
    if not _is_there(path):
        return DatabaseFacts(DatabaseState.ABSENT)
    _check_header(path)
    revision = _read_revision(path)
    if revision == BASE_REVISION:
        return DatabaseFacts(DatabaseState.OLD, revision)
    if revision == HEAD_REVISION:
        return DatabaseFacts(DatabaseState.CURRENT, revision)
    if revision in REVISIONS:
        return DatabaseFacts(DatabaseState.OLD, revision)
    if revision is not None and re.match(r"\d{3}_", revision):
        raise DatabaseTooNew(
            f"The library was written by a newer version (revision {revision}, this program "
            f"knows {HEAD_REVISION}).",
            hint="Update Media Manager, open the library to look at it only, or go back to the "
            "backup made before the upgrade: media-manager doctor --restore",
            path=str(path),
            revision=revision,
            known=HEAD_REVISION,
        )
    raise _foreign(path, "It has no revision of Media Manager.")


def access_problem(path: Path) -> str:
    """Return why the library can only be looked at, or nothing."""
    if path.is_file():
        if not os.access(path, os.W_OK):
            return f"{path} cannot be written to."
        if not os.access(path.parent, os.W_OK | os.X_OK):
            return f"The folder {path.parent} cannot be written to."
    return ""


def require_readable(path: Path, *, newer: bool) -> None:
    """Raise unless the file is a library of this version, or also of a `newer` one."""
    try:
        require_current(path)
    except DatabaseTooNew:
        if not newer:
            raise


def require_current(path: Path) -> None:
    """Raise unless the file is a library of exactly this version."""
    facts = inspect_database(path)
    if facts.state is DatabaseState.OLD:
        raise UpgradeNeeded(
            f"The library is of an older version (revision {facts.revision}).",
            hint="Open it in the window, or run `media-manager doctor --upgrade`.",
            path=str(path),
        )


def open_read_only(path: Path, *, check_same_thread: bool = True) -> sqlite3.Connection:
    """Open a database that nothing done through this connection can change."""
    address = f"{path.absolute().as_uri()}?mode=ro"

    def connect(uri: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            uri, uri=True, isolation_level=None, check_same_thread=check_same_thread
        )
        try:
            connection.execute(f"PRAGMA busy_timeout = {_WAIT_MS}")
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection

    try:
        return connect(address)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            # Somebody holds it for himself: half of what he writes must not be read as a whole.
            raise busy(path) from error
        # A journalled database needs a file beside it; in a folder that cannot be written there
        # is none, and then nobody else writes either.
        journal = path.with_name(path.name + "-wal")
        if not path.is_file() or (journal.exists() and journal.stat().st_size):
            raise
        return connect(f"{address}&immutable=1")


def _is_there(path: Path) -> bool:
    """Tell whether anything stands at `path`; a link to nowhere is something."""
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    if stat.S_ISLNK(mode) and not path.exists():
        raise _foreign(path, "It is a link to a place that is not there now.")
    if path.is_dir():
        raise _foreign(path, "It is a folder.")
    return True


def _check_header(path: Path) -> None:
    """Refuse a file that is not ours; look at each file once only.

    Closing a handle of our own drops every lock that SQLite holds on the file for this process
    (sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_),
    and the next program to close the library would take the journal away under us. So the file
    is read before SQLite first opens it here, and never again.
    """
    with _one_at_a_time:
        facts = path.stat()
        file = (path.absolute(), facts.st_dev, facts.st_ino)
        if file not in _recognized:
            _require_ours(path, _read_header(path))
            _recognized.add(file)


def _require_ours(path: Path, header: bytes) -> None:
    if not header:
        raise _foreign(path, "It is empty.")
    if not header.startswith(_MAGIC):
        raise _foreign(path, "It is not a SQLite database.")
    if int.from_bytes(header[_APPLICATION_ID_AT], "big") != APPLICATION_ID:
        raise _foreign(path, "It belongs to another program.")


def _read_header(path: Path) -> bytes:
    try:
        with path.open("rb") as handle:
            return handle.read(_HEADER_BYTES)
    except OSError as error:
        raise StorageError(
            f"The library {path} cannot be read: {error.strerror}.",
            hint="Check the permissions of the file and its folder, and the disk it lies on.",
            path=str(path),
        ) from error


def _read_revision(path: Path) -> str | None:
    try:
        with closing(open_read_only(path)) as database:
            tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
            if "alembic_version" not in tables:
                return None
            row = database.execute("SELECT version_num FROM alembic_version").fetchone()
    except UnicodeDecodeError as error:
        raise damaged(path, "its own description cannot be read") from error
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
            raise _foreign(path, "It is not a SQLite database.") from error
        raise damaged(path, str(error)) from error
    if row:
        return str(row[0])
    return None if "media_item" in tables else BASE_REVISION


@contextmanager
def telling_damage(path: Path) -> Iterator[None]:
    """Let damage that a read stumbles over be the error that says how to get the library back."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise damaged(path, str(error)) from error
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
        if code & _PRIMARY in _DAMAGE:
            raise damaged(path, str(error)) from error
        raise


def damaged(path: Path, reason: str) -> DatabaseDamaged:
    """Return the error that says how to get a damaged library back."""
    return DatabaseDamaged(
        f"The library database is damaged: {reason}.",
        hint="Run `media-manager doctor --restore` to go back to the newest verified backup; "
        "the damaged file is kept beside it.",
        path=str(path),
    )


def _foreign(path: Path, reason: str) -> DatabaseForeign:
    return DatabaseForeign(
        f"{path} is not a library of Media Manager. {reason}",
        hint="Move that file away, or choose another profile with --profile DIR. "
        "Nothing was changed.",
        path=str(path),
    )
