"""Tidies a sound database while others use it: a little at a time, each under the write lock."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from media_manager.persistence.lock import WriteLock

FULL_TEXT = ("search_words", "search_trigram", "search_names")
# Pages a transaction: some 20 ms, so that an edit of a person never waits longer.
_PAGES_A_STEP = 250
_BUSY_MS = 10_000
# What SQLite counts when a merge found nothing to do (sqlite.org/fts5.html#the_merge_command).
_NOTHING = 2


def merge_search_index(path: Path) -> Iterator[int]:
    """Join the pieces that each change leaves in the full-text index; yield the steps so far.

    The same as FTS5's 'optimize', in steps that others can write between. Called on a worker
    thread.
    """
    lock = WriteLock(path)
    steps = 0
    # A job goes on in whatever thread has a turn, one at a time.
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    with closing(connection) as database:
        database.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        database.execute("PRAGMA wal_autocheckpoint = 0")
        for table in FULL_TEXT:
            pages = -_PAGES_A_STEP  # negative once: take pieces of all sizes together
            while _merge(database, lock, table, pages):
                pages = _PAGES_A_STEP
                steps += 1
                yield steps


def _merge(database: sqlite3.Connection, lock: WriteLock, table: str, pages: int) -> bool:
    with lock.hold():
        before = database.total_changes
        database.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', ?)", [pages])
        return database.total_changes - before >= _NOTHING
