"""The one place where SQLAlchemy meets a database: pragmas, transactions, URLs."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import StaticPool

from media_manager.persistence.revision import APPLICATION_ID

_JOURNAL_LIMIT_BYTES = 64 * 1024 * 1024
_CACHE_KIB = 64 * 1024


def sqlite_url(path: Path) -> URL:
    return URL.create("sqlite", database=str(path))


def create_writer_engine(url: URL | str, *, foreign_keys: bool = True) -> Engine:
    """Return the engine of the one writer: one connection, BEGIN IMMEDIATE, WAL.

    `foreign_keys=False` is for migrations: batch operations would delete child rows.
    The connection may move between threads because WriteLock lets one in at a time.
    """
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
        # Python 3.11's implicit transactions leave DDL outside of them.
        connection.isolation_level = None
        _set_pragmas(connection, foreign_keys=foreign_keys)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _set_pragmas(connection: sqlite3.Connection, *, foreign_keys: bool) -> None:
    for pragma, value in (
        ("busy_timeout", 10_000),
        ("foreign_keys", int(foreign_keys)),
        ("journal_mode", "WAL"),
        # The writer checkpoints at its pauses, and nobody else does: see revision.SAFE_SQLITE.
        ("wal_autocheckpoint", 0),
        ("journal_size_limit", _JOURNAL_LIMIT_BYTES),
        ("cache_size", -_CACHE_KIB),
        ("temp_store", "MEMORY"),
        ("trusted_schema", 0),
    ):
        connection.execute(f"PRAGMA {pragma} = {value}")


def mark_as_ours(connection: Connection) -> None:
    """Write our application id into the header of a new SQLite file."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
