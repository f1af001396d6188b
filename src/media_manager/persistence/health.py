"""Is the library sound? Everything the doctor asks of a database, and what it can put right.

Called on worker threads: an integrity check reads the whole file.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import text

from media_manager.errors import StorageError
from media_manager.persistence.gate import UNREADABLE, open_read_only
from media_manager.persistence.lock import WriteLock
from media_manager.persistence.revision import SAFE_SQLITE
from media_manager.persistence.search_index import index_names, refresh_documents
from media_manager.persistence.stoppable import (
    ShouldStop,
    never_stop,
    read_stoppable,
    run_stoppable,
)
from media_manager.persistence.writer import LibraryWriter

Progress = Callable[[str, int, int], None]  # table, done, total

FULL_TEXT = ("search_words", "search_trigram", "search_names")
# Whose names the search knows by themselves.
_NAMED = ("person", "tag", "company", "genre")
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


def no_progress(_table: str, _done: int, _total: int) -> None:
    """Tell nobody."""


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


def integrity_problems(
    path: Path,
    *,
    quick: bool = False,
    progress: Progress = no_progress,
    should_stop: ShouldStop = never_stop,
) -> list[str]:
    """Return what SQLite's own check finds, at most twenty lines; nothing is good.

    `quick` leaves out whether indexes agree with their tables, which takes ten times as long. The
    whole check goes table by table, so that one hears how far it is.
    """
    try:
        problems = read_stoppable(path, _quick_check, should_stop)
        if quick or problems:
            return problems
        tables = read_stoppable(path, _tables, should_stop)
        for done, table in enumerate(tables):
            progress(table, done, len(tables))
            problems += read_stoppable(path, partial(_check_table, table=table), should_stop)
            if len(problems) >= _MOST_PROBLEMS:
                break
    except UNREADABLE as error:
        return [str(error)]
    return problems[:_MOST_PROBLEMS]


def _quick_check(database: sqlite3.Connection) -> list[str]:
    return _said(database.execute(f"PRAGMA quick_check({_MOST_PROBLEMS})"))


def _check_table(database: sqlite3.Connection, table: str) -> list[str]:
    return _said(database.execute(f'PRAGMA integrity_check("{table}")'))


def _tables(database: sqlite3.Connection) -> list[str]:
    rows = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    )
    return [name for (name,) in rows]


def _said(rows: Iterable[tuple[str]]) -> list[str]:
    return [str(row[0]) for row in rows if row[0] != "ok"]


def only_indexes(problems: list[str]) -> bool:
    """Tell whether building the indexes anew repairs all of these (A9)."""
    return bool(problems) and all(any(sign in each for sign in _INDEX_ONLY) for each in problems)


def rebuild_indexes(path: Path) -> None:
    with repairing(path) as database:
        database.execute("REINDEX")


def search_faults(path: Path, *, should_stop: ShouldStop = never_stop) -> list[str]:
    """Return the full-text tables that disagree with their content, and unindexed items.

    The check is a statement that SQLite takes for a write: nobody else writes meanwhile.
    """
    faults = []
    for table in FULL_TEXT:
        # The lock for one table at a time, so that others come between.
        with WriteLock(path).hold():
            try:
                run_stoppable(
                    partial(_open_to_repair, path), partial(_compare, table=table), should_stop
                )
            except UNREADABLE:
                faults.append(table)
    if unindexed_items(path):
        faults.append("search_document")
    if unindexed_names(path):
        faults.append("search_name")
    return faults


def _compare(database: sqlite3.Connection, table: str) -> None:
    # Rank 1: compare with the content as well, not only the index with itself.
    database.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")


def unindexed_items(path: Path) -> list[int]:
    """Return items that the search does not know."""
    with closing(open_read_only(path)) as database:
        rows = database.execute(
            "SELECT id FROM media_item EXCEPT SELECT item_id FROM search_document"
        ).fetchall()
    return [item_id for (item_id,) in rows]


def unindexed_names(path: Path) -> dict[str, list[tuple[int, str]]]:
    """Return the names, by kind, that the search does not know."""
    with closing(open_read_only(path)) as database:
        found = {
            kind: database.execute(
                f"SELECT id, name FROM {kind} WHERE id NOT IN "
                "(SELECT entity_id FROM search_name WHERE kind = ?)",
                [kind],
            ).fetchall()
            for kind in _NAMED
        }
    return {kind: rows for kind, rows in found.items() if rows}


def rebuild_search(path: Path) -> None:
    """Make the full-text tables anew from their content, then index what was left out."""
    with repairing(path) as database:
        for kind in _NAMED:
            database.execute(
                f"DELETE FROM search_name WHERE kind = ? AND entity_id NOT IN "
                f"(SELECT id FROM {kind})",
                [kind],
            )
        for table in FULL_TEXT:
            database.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")
    missing, names = unindexed_items(path), unindexed_names(path)
    if not missing and not names:
        return
    with _writing(path) as writer, writer.write_session("doctor", durable=True) as session:
        refresh_documents(session.connection, missing)
        for kind, rows in names.items():
            index_names(session.connection, kind, rows)
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
def repairing(path: Path) -> Iterator[sqlite3.Connection]:
    """Hold the write lock and a plain connection whose work is one transaction."""
    with WriteLock(path).hold(), closing(_open_to_repair(path)) as database:
        yield database
        database.execute("COMMIT")


def _open_to_repair(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    database.execute("PRAGMA busy_timeout = 10000")
    database.execute("PRAGMA wal_autocheckpoint = 0")
    try:
        database.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        database.close()
        raise StorageError(
            f"The library cannot be changed: {error}.",
            hint=f"Make {path} and its folder writable, or wait for the other program.",
            path=str(path),
        ) from error
    return database
