"""What a database holds, in a few numbers: for a backup's record and a look before a restore."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media_manager.errors import DatabaseDamaged
from media_manager.persistence.gate import UNREADABLE, damaged, open_read_only

_COUNTED = {
    "items": "SELECT count(*) FROM media_item",
    "files": "SELECT count(*) FROM media_file",
    "tags": "SELECT count(*) FROM item_tag",
    "user_values": "SELECT count(*) FROM user_value",
    "user_states": "SELECT count(*) FROM user_state",
    "history": "SELECT count(*) FROM history_event",
    "roots": "SELECT count(*) FROM root_folder",
}


@dataclass(frozen=True, slots=True)
class LibraryFacts:
    """Which library, and its newest change: None where the file does not say."""

    revision: str | None
    uid: str | None
    seq: int | None


@dataclass(frozen=True, slots=True)
class LibraryCounts:
    """How much there is of what a person would miss."""

    items: int
    files: int
    tags: int
    user_values: int
    user_states: int
    history: int
    roots: int
    seq: int


def library_facts(path: Path) -> LibraryFacts:
    """Return whose copy this is; raise DatabaseDamaged."""
    with _reading(path) as database:
        revision = _first(database, "SELECT version_num FROM alembic_version")
        uid = _first(database, "SELECT value FROM database_fact WHERE name = 'uid'")
        # What jobs write of themselves is no reason for another backup.
        seq = _first(database, "SELECT max(seq) FROM change_log WHERE fields <> 'jobs'")
    return LibraryFacts(revision, uid, seq)


def count_library(path: Path) -> LibraryCounts:
    """Return the numbers of a readable library; raise DatabaseDamaged."""
    with _reading(path) as database:
        database.execute("BEGIN")
        counts = {name: int(_first(database, sql) or 0) for name, sql in _COUNTED.items()}
        return LibraryCounts(**counts, seq=_first(database, "SELECT max(seq) FROM change_log") or 0)


def count_steps_since(path: Path, at_us: int) -> int:
    """Return how many steps a person took since a moment; raise DatabaseDamaged."""
    with _reading(path) as database:
        sql = "SELECT count(*) FROM change_set WHERE created_at > ? AND actor = 'user'"
        return int(_first(database, sql, [at_us]) or 0)


def newest_change_us(path: Path) -> int:
    """Return when the library was last changed; 0 when that cannot be read."""
    if not path.is_file():
        return 0
    with suppress(DatabaseDamaged), _reading(path) as database:
        return int(_first(database, "SELECT max(at) FROM change_log WHERE seq > 0") or 0)
    return 0


def said_items(path: Path) -> list[int]:
    """Return the items whose values must be made anew: those that have any layer or edit."""
    with _reading(path) as database:
        rows = database.execute(
            "SELECT item_id FROM user_value UNION SELECT item_id FROM value_layer "
            "WHERE layer = 'provider' UNION SELECT id FROM media_item WHERE main_file_id IS NULL "
            "OR main_file_id IN (SELECT f.id FROM media_file f JOIN root_folder r "
            "ON r.id = f.root_id WHERE r.state <> 'online' OR f.state = 'missing')"
        )
        return [item_id for (item_id,) in rows]


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(open_read_only(path)) as database:
            yield database
    except UNREADABLE as error:
        raise damaged(path, str(error)) from error


def _first(database: sqlite3.Connection, sql: str, values: Sequence[Any] = ()) -> Any:
    try:
        row = database.execute(sql, values).fetchone()
    except sqlite3.OperationalError as error:
        if "no such" in str(error):  # an older or emptied library
            return None
        raise
    return None if row is None else row[0]
