"""Fills an empty library with millions of rows at once: made-up ones, to measure with.

What the writer does for each item (counters, search documents, full-text tables) is done here once
for all of them, and the indexes are made after the rows. Until the end the file is not safe against
a crash: a library that somebody uses is written by `writer` only.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from media_manager.domain.uids import now_us
from media_manager.errors import StorageError
from media_manager.persistence.gate import require_current
from media_manager.persistence.health import COUNTED, FULL_TEXT
from media_manager.persistence.lock import WriteLock

Batch = Mapping[str, Sequence[tuple[Any, ...]]]

_FIELDS = "added files libraries plot roots title"
_ORIGIN = "sample"
# Without a journal, and with room to make indexes in memory.
_QUICK = (
    ("journal_mode", "OFF"),
    ("synchronous", "OFF"),
    ("locking_mode", "EXCLUSIVE"),
    ("foreign_keys", "OFF"),
    ("temp_store", "MEMORY"),
    ("cache_size", -1024 * 1024),
)


def bulk_load(
    path: Path, columns: Mapping[str, Sequence[str]], batches: Iterable[Batch], *, at_us: int = 0
) -> None:
    """Insert the batches into an empty library of this version and make it whole.

    A batch holds rows by table, each in the order of `columns`. Raises StorageError when there are
    items already. `at_us` is the instant of the change; 0 is now.
    """
    require_current(path)
    with WriteLock(path).hold():
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            if database.execute("SELECT 1 FROM media_item LIMIT 1").fetchone():
                raise StorageError(
                    f"{path} holds items already.", hint="Choose a new profile.", path=str(path)
                )
            for pragma, value in _QUICK:
                database.execute(f"PRAGMA {pragma} = {value}")
            _fill(database, columns, batches, at_us or now_us())
        _return_to_journal(path)


def planner_numbers(path: Path) -> list[tuple[str, str | None, str]]:
    """Return what ANALYZE says of a copy of the library: (table, index, numbers).

    The plan tests use them; the library itself is never analyzed, so that plans stay the same.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("ANALYZE")
        return database.execute("SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY 1, 2").fetchall()


def _fill(
    database: sqlite3.Connection,
    columns: Mapping[str, Sequence[str]],
    batches: Iterable[Batch],
    at_us: int,
) -> None:
    inserts = {
        table: f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' for _ in names)})"
        for table, names in columns.items()
    }
    database.execute("BEGIN")
    indexes = _drop_indexes(database, columns)
    for batch in batches:
        for table, rows in batch.items():
            database.executemany(inserts[table], rows)
    for sql in indexes:
        database.execute(sql)
    database.execute("DELETE FROM counter")
    database.execute(f"INSERT INTO counter (name, value) {COUNTED}")
    for table in FULL_TEXT:
        database.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")
    database.execute(
        "INSERT INTO change_log (at, origin, fields, ids) VALUES (?, ?, ?, NULL)",
        (at_us, _ORIGIN, _FIELDS),
    )
    database.execute("COMMIT")


def _drop_indexes(database: sqlite3.Connection, tables: Iterable[str]) -> list[str]:
    """Drop the indexes of these tables and return the SQL that makes them again."""
    rows = database.execute(
        "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    wanted = set(tables)
    dropped = [(name, sql) for name, table, sql in rows if table in wanted]
    for name, _sql in dropped:
        database.execute(f"DROP INDEX {name}")
    return [sql for _name, sql in dropped]


def _return_to_journal(path: Path) -> None:
    """Leave the file as the writer does: with a journal of its own, all of it on the disk."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
