"""Is the library sound? Everything the doctor asks of a database, and what it can put right.

Called on worker threads: an integrity check reads the whole file.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from media_manager.errors import StorageError
from media_manager.persistence.gate import open_read_only
from media_manager.persistence.lock import WriteLock
from media_manager.persistence.revision import SAFE_SQLITE
from media_manager.persistence.search_index import refresh_documents
from media_manager.persistence.writer import LibraryWriter

FULL_TEXT = ("search_words", "search_trigram", "search_names")
_MOST_PROBLEMS = 20
# What SQLite says of an index that disagrees with its table; the table itself is sound.
_INDEX_ONLY = ("missing from index", "wrong # of entries in index", "non-unique entry in index")

# How every counter follows from the items: the one definition, for repair and for bulk loads.
COUNTED = """
SELECT 'library:' || library_id || ':' || media_type AS name, count(*) AS value
    FROM media_item GROUP BY library_id, media_type
UNION ALL SELECT 'type:' || media_type, count(*) FROM media_item GROUP BY media_type
UNION ALL SELECT 'unmatched:' || media_type, count(*) FROM media_item
    WHERE state <> 'matched' GROUP BY media_type
"""
_COUNTER_KINDS = ("library:", "type:", "unmatched:")


@dataclass(frozen=True, slots=True)
class RootNumbers:
    """How many roots cannot be reached, and how many files are gone from those that can."""

    roots: int
    offline_roots: int
    held_roots: int
    missing_files: int


def sqlite_is_safe() -> bool:
    """Tell whether two programs that check point at once are safe with this SQLite."""
    return sqlite3.sqlite_version_info >= SAFE_SQLITE


def sqlite_version() -> str:
    return sqlite3.sqlite_version


def integrity_problems(path: Path) -> list[str]:
    """Return what SQLite's own check finds, at most twenty lines; nothing is good."""
    try:
        with closing(open_read_only(path)) as database:
            rows = database.execute(f"PRAGMA integrity_check({_MOST_PROBLEMS})").fetchall()
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [str(row[0]) for row in rows if row[0] != "ok"]


def only_indexes(problems: list[str]) -> bool:
    """Tell whether building the indexes anew repairs all of these (A9)."""
    return bool(problems) and all(any(sign in each for sign in _INDEX_ONLY) for each in problems)


def rebuild_indexes(path: Path) -> None:
    with _repairing(path) as database:
        database.execute("REINDEX")


def orphan_tables(path: Path) -> dict[str, int]:
    """Return how many rows of each table point to a row that is gone."""
    found: dict[str, int] = {}
    with closing(open_read_only(path)) as database:
        for table, *_rest in database.execute("PRAGMA foreign_key_check"):
            found[table] = found.get(table, 0) + 1
    return found


def search_faults(path: Path) -> list[str]:
    """Return the full-text tables that disagree with their content, and unindexed items."""
    faults = []
    with _repairing(path) as database:
        for table in FULL_TEXT:
            try:
                # Rank 1: compare with the content as well, not only the index with itself.
                database.execute(
                    f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)"
                )
            except sqlite3.DatabaseError:
                faults.append(table)
    if unindexed_items(path):
        faults.append("search_document")
    return faults


def unindexed_items(path: Path) -> list[int]:
    """Return items that the search does not know."""
    with closing(open_read_only(path)) as database:
        rows = database.execute(
            "SELECT id FROM media_item EXCEPT SELECT item_id FROM search_document"
        ).fetchall()
    return [item_id for (item_id,) in rows]


def rebuild_search(path: Path) -> None:
    """Make the full-text tables anew from their content, then index what was left out."""
    with _repairing(path) as database:
        for table in FULL_TEXT:
            database.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")
    missing = unindexed_items(path)
    if missing:
        with _writing(path) as writer, writer.write_session("doctor", durable=True) as session:
            refresh_documents(session.connection, missing)
            session.touch_everything("search")


def wrong_counters(path: Path) -> dict[str, tuple[int, int]]:
    """Return {name: (stored, counted)} of the counters that disagree with the items."""
    with closing(open_read_only(path)) as database:
        database.execute("BEGIN")
        counted = dict(database.execute(COUNTED).fetchall())
        rows = database.execute("SELECT name, value FROM counter").fetchall()
    stored = {name: value for name, value in rows if name.startswith(_COUNTER_KINDS)}
    return {
        name: (stored.get(name, 0), counted.get(name, 0))
        for name in sorted(stored.keys() | counted.keys())
        if stored.get(name, 0) != counted.get(name, 0)
    }


def recount(path: Path) -> None:
    """Set every counter to what the items say."""
    with _writing(path) as writer, writer.write_session("doctor", durable=True) as session:
        counted = session.execute(text(COUNTED)).mappings().all()
        for kind in _COUNTER_KINDS:
            session.execute(
                text("DELETE FROM counter WHERE substr(name, 1, :length) = :kind"),
                {"length": len(kind), "kind": kind},
            )
        for row in counted:
            session.count(row["name"], row["value"])
        session.touch_everything("counters")


def root_numbers(path: Path) -> RootNumbers:
    with closing(open_read_only(path)) as database:
        (missing,) = database.execute(
            "SELECT count(*) FROM media_file WHERE state = 'missing'"
        ).fetchone()
        states = [state for (state,) in database.execute("SELECT state FROM root_folder")]
    return RootNumbers(len(states), states.count("offline"), states.count("held"), missing)


@contextmanager
def _writing(path: Path) -> Iterator[LibraryWriter]:
    writer = LibraryWriter(path)
    try:
        yield writer
    finally:
        writer.close()


@contextmanager
def _repairing(path: Path) -> Iterator[sqlite3.Connection]:
    """Hold the write lock and a plain connection whose work is one transaction."""
    with (
        WriteLock(path).hold(),
        closing(sqlite3.connect(path, isolation_level=None)) as database,
    ):
        database.execute("PRAGMA busy_timeout = 10000")
        database.execute("PRAGMA wal_autocheckpoint = 0")
        try:
            database.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise StorageError(
                f"The library cannot be changed: {error}.",
                hint=f"Make {path} and its folder writable, or wait for the other program.",
                path=str(path),
            ) from error
        yield database
        database.execute("COMMIT")
