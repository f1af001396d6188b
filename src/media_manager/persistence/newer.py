"""May a library of a newer version be looked at? Yes, when all that we read is still in it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from media_manager.persistence.gate import UNREADABLE, open_read_only
from media_manager.persistence.schema import METADATA


def missing_columns(path: Path) -> list[str]:
    """Return the columns of ours that a database does not have."""
    with closing(open_read_only(path)) as database:
        return [
            f"{table.name}.{name}"
            for table in METADATA.tables.values()
            for name in sorted(set(table.c.keys()) - _columns(database, table.name))
        ]


def can_be_read(path: Path) -> bool:
    """Tell whether the reading half understands the file. Called on a worker thread."""
    try:
        return not missing_columns(path)
    except UNREADABLE:
        return False


def _columns(database: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in database.execute(f'PRAGMA table_info("{table}")')}
