"""The writing half: one short transaction at a time, announced after its commit."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from operator import itemgetter
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import URL, Connection, CursorResult, Engine, Executable, Table, Transaction, text
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from media_manager.domain.changes import ALL_ABOVE, LibraryChanges, pack_ids, unpack_ids
from media_manager.domain.uids import now_us
from media_manager.errors import DatabaseLocked, DiskFull, StorageError
from media_manager.instrumentation import get_instrumentation
from media_manager.persistence.engine import create_writer_engine, sqlite_url
from media_manager.persistence.gate import damaged, require_current
from media_manager.persistence.lock import BusyBell, WriteLock, WriteWait, busy
from media_manager.persistence.mapped import ensure_mapped
from media_manager.persistence.search_index import refresh_documents

Listener = Callable[[LibraryChanges], None]

_KEPT_CHANGES = 10_000
_ID_BYTES = 8
# Batches between two passive checkpoints: keeps the journal of a long scan below about 64 MiB.
_BATCHES_A_CHECKPOINT = 24
# With readers that never rest the journal cannot begin anew by itself.
_LARGE_JOURNAL_BYTES = 80 * 1024 * 1024
# As long as a read transaction may live.
_READER_MS = 1_000
_PRUNE_EVERY = 256
# Nobody waits at the end for another program: what is in the journal is safe there.
_CLOSING_SECONDS = 0.5
# Fields whose change makes the search document of an item stale.
_SEARCHED = frozenset({"title", "original_title", "sort_title", "plot", "files"})


class WriteSession:
    """One transaction. It lives and dies in the thread and function that opened it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._thread = threading.get_ident()
        self._ids: set[int] = set()
        self._stale: set[int] = set()
        self._fields: set[str] = set()
        self._everything = False
        self._counts: Counter[str] = Counter()

    def execute(
        self,
        statement: Executable,
        parameters: Any = None,
    ) -> CursorResult[Any]:
        """Run a Core statement in this transaction."""
        if threading.get_ident() != self._thread:
            raise RuntimeError("a WriteSession belongs to the thread that opened it")
        return self.connection.execute(statement, parameters)

    def insert_rows(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows that all have the same keys, past SQLAlchemy's work on each of them.

        Columns with a constant default may be left out. Values are of the driver's own types.
        """
        if not rows:
            return
        given = rows[0].keys()
        constants = {
            column.name: column.default.arg
            for column in table.c
            if column.name not in given and isinstance(column.default, ScalarElementColumnDefault)
        }
        names = [*given, *constants]
        mark = "?" if self.connection.dialect.name == "sqlite" else "%s"
        quoted = ", ".join(f'"{name}"' for name in names)
        sql = f'INSERT INTO "{table.name}" ({quoted}) VALUES ({", ".join([mark] * len(names))})'
        fixed = tuple(constants.values())
        read = itemgetter(*given) if len(given) > 1 else lambda row: tuple(row.values())
        self.insert_tuples(sql, [(*read(row), *fixed) for row in rows])

    def insert_tuples(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Run one statement of the driver's own for many tuples."""
        if threading.get_ident() != self._thread:
            raise RuntimeError("a WriteSession belongs to the thread that opened it")
        self.connection.exec_driver_sql(sql, list(rows))

    @contextmanager
    def orm(self) -> Iterator[Session]:
        """Open an ORM session inside this transaction."""
        with Session(self.connection, join_transaction_mode="rollback_only") as session:
            yield session

    def touch(self, ids: Iterable[int], *fields: str) -> None:
        """Note that these fields of these items change: announced after commit."""
        ids = set(ids)
        self._ids |= ids
        self._fields.update(fields)
        if _SEARCHED.intersection(fields):
            self._stale |= ids

    def touch_packed(self, packed: bytes, *fields: str) -> None:
        """Note a change of many items, whose ids are packed already; for one call a transaction."""
        self._fields.update(fields)
        if len(packed) > ALL_ABOVE * _ID_BYTES:
            self._everything = True
        else:
            self._ids.update(unpack_ids(packed))

    def touch_everything(self, *fields: str) -> None:
        """Note a change of items too many to name, or of things that are not items."""
        self._everything = True
        self._fields.update(fields)

    def count(self, name: str, delta: int) -> None:
        """Add to a counter that lists show; written once, at commit."""
        self._counts[name] += delta

    def reserve_ids(self, table: str, amount: int) -> Sequence[int]:
        """Return new ids for `table` that are never used again; fast, for batches."""
        if self.connection.dialect.name != "sqlite":
            rows = self.execute(
                text(
                    "SELECT nextval(pg_get_serial_sequence(:table, 'id')) "
                    "FROM generate_series(1, :amount)"
                ),
                {"table": table, "amount": amount},
            )
            return [row[0] for row in rows]
        last = self.execute(
            text("SELECT seq FROM sqlite_sequence WHERE name = :table"), {"table": table}
        ).scalar()
        if last is None:
            last = 0
            statement = "INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :seq)"
        else:
            statement = "UPDATE sqlite_sequence SET seq = :seq WHERE name = :table"
        self.execute(text(statement), {"table": table, "seq": last + amount})
        return range(last + 1, last + amount + 1)

    def finish(self, origin: str) -> LibraryChanges | None:
        """Write what belongs to the transaction as a whole; called just before COMMIT."""
        refresh_documents(self.connection, sorted(self._stale))
        self._write_counts()
        if not (self._ids or self._everything or self._fields):
            return None
        every = self._everything or len(self._ids) > ALL_ABOVE
        values = {
            "at": now_us(),
            "origin": origin,
            "fields": " ".join(sorted(self._fields)),
            "ids": None if every else pack_ids(sorted(self._ids)),
        }
        seq = self.execute(
            text(
                "INSERT INTO change_log (at, origin, fields, ids) "
                "VALUES (:at, :origin, :fields, :ids) RETURNING seq"
            ),
            values,
        ).scalar_one()
        if seq % _PRUNE_EVERY == 0:
            self.execute(
                text("DELETE FROM change_log WHERE seq <= :seq"), {"seq": seq - _KEPT_CHANGES}
            )
        ids = None if every else frozenset(self._ids)
        return LibraryChanges(seq, origin, frozenset(self._fields), ids)

    def _write_counts(self) -> None:
        changed = [{"name": n, "value": v} for n, v in self._counts.items() if v]
        if changed:
            self.execute(
                text(
                    "INSERT INTO counter (name, value) VALUES (:name, :value) ON CONFLICT (name) "
                    "DO UPDATE SET value = counter.value + excluded.value"
                ),
                changed,
            )


class LibraryWriter:
    """Opens write sessions on one library. Thread-safe: sessions take turns."""

    def __init__(self, database: Path | URL) -> None:
        """Refuse a database that is not exactly of this version."""
        self._path = database if isinstance(database, Path) else None
        if self._path is not None:
            require_current(self._path)
        self._lock = None if self._path is None else WriteLock(self._path)
        ensure_mapped()
        url = sqlite_url(self._path) if self._path is not None else database
        self._engine = create_writer_engine(url)  # type: ignore[arg-type]
        self._file = self._file_identity()
        self._listeners: list[Listener] = []
        self._batches = 0
        # Rings while anybody waits for another program that writes.
        self.bell = BusyBell()

    def on_commit(self, listener: Listener) -> None:
        """Call `listener` after each commit, on the thread that wrote."""
        self._listeners.append(listener)

    @contextmanager
    def write_session(
        self, origin: str, *, durable: bool = False, timeout_seconds: float = 60.0
    ) -> Iterator[WriteSession]:
        """Open a transaction of at most a few hundred items; commit at the end, or roll back.

        `durable` is for what a person did: on disk before this returns, and first in the queue.
        Raises DatabaseLocked after the time-out, DiskFull, DatabaseDamaged.
        """
        with self._translated_errors(), ExitStack() as held:
            connection, transaction = self._begin(
                held, durable=durable, timeout_seconds=timeout_seconds
            )
            with transaction:
                before = _rows_changed(connection)
                session = WriteSession(connection)
                yield session
                changes = session.finish(origin)
            get_instrumentation().increment_counter(
                "persistence.write.rows", _rows_changed(connection) - before
            )
            if not durable:
                self._checkpoint_now_and_then(connection)
        if changes is not None:
            for listener in self._listeners:
                listener(changes)

    def _begin(
        self, held: ExitStack, *, durable: bool, timeout_seconds: float
    ) -> tuple[Connection, Transaction]:
        """Wait for the turn and begin; `held` gives the turn back, whatever happens."""
        with WriteWait(timeout_seconds, self.bell) as wait:
            while True:
                try:
                    begun = self._try_begin(held, wait.slice_seconds, durable=durable)
                except DatabaseLocked:
                    if not wait.goes_on():
                        raise
                else:
                    kind = "edit" if durable else "write"
                    metrics = get_instrumentation()
                    metrics.record_duration(f"workers.{kind}.wait", wait.waited_seconds)
                    held.callback(_record_hold, f"workers.{kind}.hold", perf_counter())
                    return begun

    def _try_begin(
        self, held: ExitStack, seconds: float, *, durable: bool
    ) -> tuple[Connection, Transaction]:
        with ExitStack() as attempt, self._translated_errors():
            if self._lock is not None:
                attempt.enter_context(self._lock.hold(edit=durable, timeout_seconds=seconds))
            connection = attempt.enter_context(self._same_file().connect())
            self._prepare(connection, durable=durable, timeout_seconds=seconds)
            transaction = connection.begin()
            held.enter_context(attempt.pop_all())
        return connection, transaction

    def _checkpoint_now_and_then(self, connection: Connection) -> None:
        """Move what readers do not need into the database between batches; waits for nobody.

        Only a journal that readers kept growing is cut, and for that they are waited for.
        """
        self._batches += 1
        raw = connection.connection.driver_connection
        if raw is None or self._path is None or self._batches % _BATCHES_A_CHECKPOINT:
            return
        raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        if self._journal_bytes() > _LARGE_JOURNAL_BYTES:
            raw.execute(f"PRAGMA busy_timeout = {_READER_MS}")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _journal_bytes(self) -> int:
        journal = Path(f"{self._path}-wal")
        return journal.stat().st_size if journal.exists() else 0

    def checkpoint(self, timeout_seconds: float = 60.0) -> None:
        """Move the journal into the database and cut it; called at pauses, never by readers."""
        if self._lock is None:
            return
        with (
            self._lock.hold(timeout_seconds=timeout_seconds),
            self._engine.connect() as connection,
        ):
            raw = connection.connection.driver_connection
            assert raw is not None  # noqa: S101 - an open connection has its driver's
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Check point where nobody else is busy, and let go of the file."""
        if self._path is not None and self._path.exists():
            with suppress(OperationalError, DatabaseLocked):
                self.checkpoint(_CLOSING_SECONDS)
        self._engine.dispose()

    def _file_identity(self) -> tuple[int, int] | None:
        if self._path is None or not self._path.exists():
            return None
        facts = self._path.stat()
        return facts.st_dev, facts.st_ino

    def _same_file(self) -> Engine:
        """Refuse to write into a file that an upgrade or a restore has put aside meanwhile."""
        if self._file_identity() != self._file:
            raise StorageError(
                "The library was replaced by another program: it was restored or upgraded.",
                hint="Start Media Manager again to open the library that is there now.",
                path=str(self._path),
            )
        return self._engine

    @staticmethod
    def _prepare(connection: Connection, *, durable: bool, timeout_seconds: float) -> None:
        raw = connection.connection.driver_connection
        if connection.dialect.name == "sqlite" and raw is not None:
            raw.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            raw.execute(f"PRAGMA busy_timeout = {int(timeout_seconds * 1000)}")

    @contextmanager
    def _translated_errors(self) -> Iterator[None]:
        try:
            yield
        except DatabaseError as error:
            raise _translated(error, self._path or Path()) from error


def _rows_changed(connection: Connection) -> int:
    """Return how many rows this connection has written since it was opened; SQLite counts them."""
    return int(getattr(connection.connection.driver_connection, "total_changes", 0))


def _record_hold(name: str, began: float) -> None:
    get_instrumentation().record_duration(name, perf_counter() - began)


def _translated(error: DatabaseError, path: Path) -> Exception:
    """Return what a person can be told; anything else is a bug and stays what it is."""
    reason = str(error.orig)
    if "database is locked" in reason:
        return busy(path)
    if "disk is full" in reason or "disk I/O error" in reason:
        return DiskFull(
            f"The library could not be written: {reason}.",
            hint=f"Free space on the disk of {path.parent}, then press Retry. "
            "What was saved before is safe.",
        )
    if "readonly" in reason or "unable to open" in reason:
        return StorageError(
            f"The library cannot be changed: {reason}.",
            hint=f"Make {path} and its folder writable. Until then it can be looked at.",
            path=str(path),
        )
    if "malformed" in reason or "not a database" in reason:
        return damaged(path, reason)
    return error
