"""The reading half: all that the window shows, counts and searches, through the plain driver.

It imports neither SQLAlchemy nor numpy, because the first paint waits for it. A reader belongs to
one thread at a time; `interrupt` alone may be called from another.
"""

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol

from media_manager.domain.changes import LibraryChanges, unpack_ids
from media_manager.domain.media import MediaRow
from media_manager.domain.query import Query
from media_manager.instrumentation import get_instrumentation, timed
from media_manager.persistence.gate import open_read_only, require_readable
from media_manager.persistence.timed_cursor import TimedCursor, plan_text

if TYPE_CHECKING:
    from media_manager.persistence.query_compiler import Compiled, Part

# Each thread of the read lane holds so much of its own, beside the pages that are mapped.
_CACHE_KIB = 8 * 1024
# Mapped pages count as ours, once for each connection: at a million items 256 MiB of them made
# 398 MiB of the window, 16 make 133, and no page or search takes longer.
_MAPPED_BYTES = 16 * 1024 * 1024
# One slice of ids is parsed at a time: parsing a million in one go holds the GIL for 150 ms.
_SLICE_CHARACTERS = 40_000
# Steps of SQLite's machine between two looks at the clock: about a tenth of a millisecond.
_STEPS_A_LOOK = 2_000

# A photo is its own artwork, under the negative number of its file.
_ROW = """
SELECT i.id, i.media_type, i.library_id, i.title, i.year, i.season, i.episode, i.episode_end,
    i.parent_id, COALESCE(g.title, p.title), i.premiered, i.runtime_minutes, i.rating, i.added_at,
    i.state,
    CASE WHEN f.id IS NULL THEN 'none' WHEN r.state = 'offline' THEN 'offline' ELSE f.state END,
    f.height, f.size_bytes, i.child_count, COALESCE(u.watched, {false}),
    COALESCE(u.favorite, {false}), u.rating, COALESCE(u.resume_ms, 0),
    CASE WHEN a.id IS NULL AND i.media_type = 'photo' THEN -f.id ELSE a.id END,
    CASE WHEN a.id IS NULL AND i.media_type = 'photo' THEN r.path ELSE ar.path END,
    CASE WHEN a.id IS NULL AND i.media_type = 'photo' THEN f.path ELSE a.path END,
    CASE WHEN a.id IS NULL AND i.media_type = 'photo' THEN f.mtime_ns ELSE a.stamp END
FROM media_item i
LEFT JOIN media_item p ON p.id = i.parent_id
LEFT JOIN media_item g ON g.id = p.parent_id
LEFT JOIN media_file f ON f.id = i.main_file_id
LEFT JOIN root_folder r ON r.id = f.root_id
LEFT JOIN user_state u ON u.item_id = i.id AND u.viewer_id = {viewer}
LEFT JOIN artwork a ON a.id = COALESCE(i.poster_id, p.poster_id)
LEFT JOIN root_folder ar ON ar.id = a.root_id
WHERE i.id IN ({ids})
"""


class Cursor(Protocol):
    """What we use of a DB-API cursor."""

    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class Shelf(Protocol):
    """Where columns stand: see `persistence.columns.shelf`, which knows readers, not they it."""

    def current(self, reader: "LibraryReader", /) -> Any: ...


class Answers(Protocol):
    """Finds what SQL cannot answer, before a query runs: see `library.search`."""

    def answerable(self, reader: "LibraryReader", query: Query, /) -> Query: ...
    def close(self) -> None: ...


class LibraryReader:
    """Reads one library over one connection. Subclassed once, for PostgreSQL."""

    full_text = True
    false = "0"
    begin = "BEGIN"
    plain_order = ""
    # Where the columns of this library stand, if somebody keeps them.
    columns: "Shelf | None" = None
    # Who finds what patterns, paths and saved searches mean, if somebody does.
    answers: "Answers | None" = None

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Cursor:
        """Run one statement; placeholders are `?`."""
        metrics = get_instrumentation()
        if not metrics.enabled:
            plain: Cursor = self._connection.execute(sql, values)
            return plain
        started = perf_counter()
        cursor: Cursor = self._connection.execute(sql, values)
        seconds = perf_counter() - started

        def note(took: float, rows: int) -> None:
            metrics.record_duration("persistence.read", took)
            metrics.increment_counter("persistence.rows", rows)
            if took >= metrics.slow_query_seconds:
                self._note_slow(sql, values, took, rows)

        return TimedCursor(cursor, seconds, note)

    def _note_slow(self, sql: str, values: Sequence[Any], took: float, rows: int) -> None:
        # Late: few statements are slow, and none should be before the first paint.
        from media_manager.persistence.slow_queries import get_slow_query_log  # noqa: PLC0415

        log = get_slow_query_log()
        wanted = get_instrumentation().detail and not log.has_plan(sql)
        log.add(sql, took, rows=rows, plan=self.plan(sql, values) if wanted else "")

    def plan(self, sql: str, values: Sequence[Any] = ()) -> str:
        """Return how a statement runs; nothing when it cannot be said now."""
        try:
            found = self._connection.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
        except sqlite3.Error:
            return ""  # interrupted: the work that asked ends by itself
        return plan_text(found)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Make the reads inside see one moment. Keep it under a second."""
        self._connection.execute(self.begin)
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK")

    def close(self) -> None:
        self._connection.close()

    def interrupt(self) -> None:
        """Stop the statement that runs now in another thread."""
        self._connection.interrupt()

    def data_version(self) -> int:
        """Return a number that changes when another connection commits."""
        # Asked twice a second as long as we run: not a query that anybody wants to see.
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def seq(self) -> int:
        """Return the number of the newest change."""
        row = self.execute("SELECT max(seq) FROM change_log").fetchone()
        return int(row[0] or 0)

    def uid(self) -> str:
        """Return the uid of this database."""
        row = self.execute("SELECT value FROM database_fact WHERE name = 'uid'").fetchone()
        return str(row[0])

    @timed("persistence.read.changes_since")
    def changes_since(self, seq: int) -> list[LibraryChanges] | None:
        """Return what was committed after `seq`; None when the log no longer reaches back."""
        first = self.execute("SELECT min(seq) FROM change_log").fetchone()[0]
        if first is not None and first > seq + 1:
            return None
        rows = self.execute(
            "SELECT seq, origin, fields, ids FROM change_log WHERE seq > ? ORDER BY seq", [seq]
        )
        return [
            LibraryChanges(
                number,
                origin,
                frozenset(fields.split()),
                None if ids is None else frozenset(unpack_ids(bytes(ids))),
            )
            for number, origin, fields, ids in rows
        ]

    def compiled(self, query: Query) -> "Compiled":
        """Return the statements of a query."""
        # Late, as below: the first paint shows ids that were kept, and compiles nothing.
        from media_manager.persistence.entity_names import find_entities  # noqa: PLC0415 - as above
        from media_manager.persistence.query_compiler import compile_query  # noqa: PLC0415 - as above

        if self.answers is not None:
            query = self.answers.answerable(self, query)
        entities = find_entities(query.where, self.execute)
        return compile_query(query, full_text=self.full_text, entities=entities)

    @timed("persistence.read.count")
    def count(self, query: Query) -> int:
        """Return the exact number of hits."""
        part = self.compiled(query).count()
        return int(self.execute(part.sql, part.values).fetchone()[0])

    @timed("persistence.read.first_ids")
    def first_ids(self, query: Query, limit: int, *, seconds: float | None = None) -> list[int]:
        """Return the first ids of a query in its order.

        With `seconds` perhaps fewer of them, though never none of some: see `query_pages`.
        """
        from media_manager.persistence.query_pages import first_ids  # noqa: PLC0415 - as above

        return first_ids(self.compiled(query), limit, self.numbers, seconds)

    @timed("persistence.read.all_ids")
    def all_ids(self, query: Query) -> "array[int]":
        """Return every id of a query in its order, 8 bytes each."""
        from media_manager.persistence.query_pages import few_ids  # noqa: PLC0415 - as above

        compiled = self.compiled(query)
        part = few_ids(compiled, self.numbers) or compiled.all_ids()
        joined = self.execute(self.joined_ids(part.sql), part.values).fetchone()[0]
        return array("q", _parse_ids(joined or ""))

    def numbers(self, part: "Part", limit: int, until: float | None) -> list[int]:
        """Return the first column of a statement; raise OutOfTimeError at the moment `until`."""
        with self._stopped_at(until):
            rows = self.execute(f"{part.sql} LIMIT ?", (*part.values, limit))
            return [row[0] for row in rows]

    @contextmanager
    def _stopped_at(self, until: float | None) -> Iterator[None]:
        """Stop the statements inside at a moment of perf_counter."""
        if until is None:
            yield
            return
        from media_manager.persistence.query_pages import OutOfTimeError  # noqa: PLC0415 - as above

        self._connection.set_progress_handler(lambda: perf_counter() > until, _STEPS_A_LOOK)
        try:
            yield
        except sqlite3.OperationalError as error:
            if perf_counter() > until:
                raise OutOfTimeError from error
            raise
        finally:
            self._connection.set_progress_handler(None, 0)

    @staticmethod
    def joined_ids(sql: str) -> str:
        """Wrap a query of ids so that they come as one text; order checked by a test."""
        return f"SELECT group_concat(id) FROM ({sql})"

    @timed("persistence.read.rows")
    def rows(self, ids: Sequence[int], *, viewer_id: int = 1) -> list[MediaRow]:
        """Return the rows of these ids in this order, without those that are gone."""
        if not ids:
            return []
        sql = _ROW.format(ids=_marks(ids), viewer=int(viewer_id), false=self.false)
        found = {row[0]: MediaRow(*row) for row in self.execute(sql, list(ids))}
        return [found[item_id] for item_id in ids if item_id in found]

    @timed("persistence.read.counters")
    def counters(self, prefix: str = "") -> dict[str, int]:
        """Return the counters whose name begins with `prefix`."""
        rows = self.execute(
            f"SELECT name, value FROM counter WHERE name{self.plain_order} >= ? "
            f"AND name{self.plain_order} < ?",
            [prefix, prefix + "\U0010ffff"],
        )
        return dict(rows)

    def records(self, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Return rows as dictionaries by column name: for details, not for lists."""
        cursor: Any = self.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


class ServerReader(LibraryReader):
    """The same over psycopg: other placeholders, words by ILIKE."""

    full_text = False
    false = "FALSE"
    begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    plain_order = ' COLLATE "C"'

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Cursor:
        return super().execute(sql.replace("%", "%%").replace("?", "%s"), values)

    def plan(self, sql: str, values: Sequence[Any] = ()) -> str:
        rows = self._connection.execute(f"EXPLAIN {sql}", values).fetchall()
        return "\n".join(row[0] for row in rows)

    def interrupt(self) -> None:
        self._connection.cancel()

    def data_version(self) -> int:
        return self.seq()

    @contextmanager
    def _stopped_at(self, until: float | None) -> Iterator[None]:  # noqa: ARG002 - no clock there
        yield

    @staticmethod
    def joined_ids(sql: str) -> str:
        return f"SELECT string_agg(id::text, ',') FROM ({sql}) AS hit"


def open_reader(path: Path, *, newer: bool = False) -> LibraryReader:
    """Open a library read-only; raise a StorageError that says why it is refused.

    `newer` lets in one of a newer version, which was found to have all that we read.
    """
    require_readable(path, newer=newer)
    # The read lane interrupts from another thread; everything else stays in one.
    connection = open_read_only(path, check_same_thread=False)
    for pragma, value in (
        ("wal_autocheckpoint", 0),
        ("cache_size", -_CACHE_KIB),
        ("temp_store", "MEMORY"),
        ("trusted_schema", 0),
        ("mmap_size", _MAPPED_BYTES),
    ):
        connection.execute(f"PRAGMA {pragma} = {value}")
    return LibraryReader(connection)


def open_server_reader(address: str) -> ServerReader:
    """Open a library on PostgreSQL; `address` is a libpq connection string."""
    import psycopg  # noqa: PLC0415 - an optional extra

    return ServerReader(psycopg.connect(address, autocommit=True))


def _marks(values: Iterable[Any]) -> str:
    return ",".join("?" for _ in values)


def _parse_ids(joined: str) -> Iterator[int]:
    start, end = 0, len(joined)
    while start < end:
        stop = joined.find(",", start + _SLICE_CHARACTERS)
        stop = end if stop < 0 else stop
        yield from map(int, joined[start:stop].split(","))
        start = stop + 1
