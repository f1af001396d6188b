"""Read what can still be read of a damaged library into a new one, table by table.

Nothing is believed: rows are copied into a fresh schema, so what breaks a rule of it is left out;
references that lead nowhere are settled, and what follows from the rows (search, counters) is made
anew. The damaged file is only read.
"""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from media_manager.errors import JobCancelled
from media_manager.persistence.backup import (
    Progress,
    ShouldStop,
    check_free_space,
    never_stop,
    no_progress,
    remove_database,
)
from media_manager.persistence.carving import carve_rows, table_shape
from media_manager.persistence.gate import UNREADABLE
from media_manager.persistence.health import FULL_TEXT
from media_manager.persistence.mended_file import readable_file
from media_manager.persistence.orphans import settle_orphans
from media_manager.persistence.revision import HEAD_REVISION, REVISIONS
from media_manager.persistence.upgrade import make_empty

# Made anew from the rows, or the fresh file's own.
_NOT_COPIED: Final = frozenset({"alembic_version", "counter", "search_dirty"})
_BATCH: Final = 500
# Doubling steps over a damaged stretch of row numbers.
_LONGEST_LEAP: Final = 1 << 40


@dataclass(slots=True)
class SalvageCounts:
    """How many rows of each table were saved, how many are known to be lost, and where they lie."""

    rows: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    broken: dict[str, int | None] = field(default_factory=dict)  # how many rows were expected


def salvage_database(
    source: Path,
    target: Path,
    kept: Path,
    *,
    progress: Progress = no_progress,
    should_stop: ShouldStop = never_stop,
    donor: Path | None = None,
) -> SalvageCounts:
    """Write a sound library with all that can be read of `source` to `target`.

    Rows that had to be taken out go to the file `kept`. `donor` is a sound backup, whose first
    page stands in when that of `source` is gone. Raises DatabaseDamaged when nothing can be read,
    DiskFull, JobCancelled; then nothing is left at `target`.
    """
    check_free_space(source, factor=2.2)
    try:
        with readable_file(source, donor) as readable:
            revision = _revision(readable)
            remove_database(target)
            make_empty(target, revision)
            return _copy(readable, target, kept, progress, should_stop)
    except BaseException:
        remove_database(target)
        raise


def _copy(
    source: Path, target: Path, kept: Path, progress: Progress, should_stop: ShouldStop
) -> SalvageCounts:
    counts = SalvageCounts()
    with closing(sqlite3.connect(target, isolation_level=None, uri=True)) as database:
        for pragma, value in (
            ("journal_mode", "DELETE"),
            ("synchronous", "OFF"),
            ("foreign_keys", "OFF"),
            ("temp_store", "MEMORY"),
        ):
            database.execute(f"PRAGMA {pragma} = {value}")
        database.execute("ATTACH ? AS old", [f"{source.absolute().as_uri()}?mode=ro"])
        tables = _shared_tables(database)
        for done, table in enumerate(tables):
            if should_stop():
                raise JobCancelled("The salvage was stopped; the library is as it was.")
            progress(table, done, len(tables))
            _copy_table(source, database, table, counts)
        _carve(source, database, counts, progress)
        progress("references", len(tables), len(tables))
        database.execute("BEGIN")
        for table, count in settle_orphans(database, kept).items():
            counts.lost[table] = counts.lost.get(table, 0) + count
        _index_again(database)
        database.execute("COMMIT")
        database.execute("DETACH old")
        database.execute("PRAGMA journal_mode = WAL")
    return counts


def _shared_tables(database: sqlite3.Connection) -> list[str]:
    """Return the tables of the fresh schema; the parents come first because they were made so."""
    shadows = tuple(f"{name}_" for name in FULL_TEXT)
    rows = database.execute(
        "SELECT name FROM main.sqlite_master WHERE type = 'table' "
        "AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    return [
        name
        for (name,) in rows
        if name not in _NOT_COPIED and not name.startswith(shadows) and name not in FULL_TEXT
    ]


def _copy_table(
    source: Path, database: sqlite3.Connection, table: str, counts: SalvageCounts
) -> None:
    """Copy one table in one statement; where that stumbles, row by row around the damage."""
    columns = _columns(database, table)
    expected = _count_by_indexes(database, table)
    database.execute("BEGIN")
    database.execute(f'DELETE FROM main."{table}"')
    listed = ", ".join(f'"{name}"' for name in columns)
    clean = True
    try:
        database.execute(
            f'INSERT OR IGNORE INTO main."{table}" ({listed}) '
            # The condition keeps SQLite from copying whole pages, and damage with them.
            f'SELECT {listed} FROM old."{table}" NOT INDEXED WHERE 1 = 1'
        )
    except UNREADABLE:
        clean = False
        _start_anew(database, table)
        # By a connection of its own: an error of the old file must not spoil the new one's work.
        with closing(_open(source)) as old:
            _copy_around(old, database, table, columns)
    database.execute("COMMIT")
    _note(database, table, counts, expected=expected, clean=clean)


def _note(
    database: sqlite3.Connection,
    table: str,
    counts: SalvageCounts,
    *,
    expected: int | None,
    clean: bool,
) -> None:
    """Count what was saved; where not even an index could be counted, one row is taken for lost."""
    (saved,) = database.execute(f'SELECT count(*) FROM main."{table}"').fetchone()
    counts.rows[table] = saved
    lost = int(not clean) if expected is None else expected - saved
    counts.lost.pop(table, None)
    counts.broken.pop(table, None)
    if lost > 0:
        counts.lost[table] = lost
        if not clean:
            counts.broken[table] = expected


def _carve(
    source: Path, database: sqlite3.Connection, counts: SalvageCounts, progress: Progress
) -> None:
    """Look through the pages of the file for rows of the tables whose tree is broken."""
    shapes = {table: table_shape(database, table) for table in counts.broken}
    for table, expected in list(counts.broken.items()):
        progress(table, 0, 1)
        others = [shape for name, shape in shapes.items() if name != table]
        columns = [row[1] for row in database.execute(f'PRAGMA main.table_info("{table}")')]
        marks = ", ".join("?" for _ in columns)
        listed = ", ".join(f'"{name}"' for name in columns)
        database.execute("BEGIN")
        with contextlib.suppress(sqlite3.DatabaseError, OSError, ValueError):
            for rows in _batches(carve_rows(source, shapes[table], others)):
                database.executemany(
                    f'INSERT OR IGNORE INTO main."{table}" ({listed}) VALUES ({marks})', rows
                )
        database.execute("COMMIT")
        _note(database, table, counts, expected=expected, clean=False)


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    """Return the columns that both have; all of the fresh one when the old cannot say."""
    new = [row[1] for row in database.execute(f'PRAGMA main.table_info("{table}")')]
    with contextlib.suppress(*UNREADABLE):
        old = {row[1] for row in database.execute(f'PRAGMA old.table_info("{table}")')}
        return [name for name in new if name in old] or new
    return new


def _count_by_indexes(database: sqlite3.Connection, table: str) -> int | None:
    """Return the most rows that the table or any whole index of it knows of, if one can be read."""
    most = None
    for how in ("NOT INDEXED", *(f'INDEXED BY "{name}"' for name in _indexes(database, table))):
        with contextlib.suppress(*UNREADABLE):
            # Not count(*): for that SQLite chooses where to look by itself.
            sql = f'SELECT COALESCE(sum(1), 0) FROM old."{table}" {how}'
            most = max(most or 0, int(database.execute(sql).fetchone()[0]))
    return most


def _indexes(database: sqlite3.Connection, table: str, schema: str = "old") -> list[str]:
    with contextlib.suppress(*UNREADABLE):
        rows = database.execute(f'PRAGMA {schema}.index_list("{table}")').fetchall()
        return [row[1] for row in rows if not row[4]]  # a partial one knows some rows only
    return []


def _start_anew(database: sqlite3.Connection, table: str) -> None:
    """Take back a statement that stumbled, whatever SQLite has already taken back."""
    if database.in_transaction:
        database.execute("ROLLBACK")
    database.execute("BEGIN")
    database.execute(f'DELETE FROM main."{table}"')


def _open(source: Path) -> sqlite3.Connection:
    address = f"{source.absolute().as_uri()}?mode=ro"
    old = sqlite3.connect(address, uri=True, isolation_level=None)
    # A text with damaged bytes is better than none.
    old.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return old


def _copy_around(
    old: sqlite3.Connection, database: sqlite3.Connection, table: str, columns: Sequence[str]
) -> None:
    """Copy row by row: forwards over each stretch that cannot be read, and from whole indexes."""
    listed = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" for _ in columns)
    insert = f'INSERT OR IGNORE INTO main."{table}" ({listed}) VALUES ({marks})'
    for rows in _batches(_readable_rows(old, table, listed)):
        database.executemany(insert, rows)
    for index in _indexes(old, table, schema="main"):
        # An index that holds all columns (of a table of links) is a second copy of the table.
        sql = f'SELECT {listed} FROM "{table}" INDEXED BY "{index}"'
        for rows in _batches(_until_damage(old, sql, ())):
            database.executemany(insert, rows)


def _readable_rows(
    database: sqlite3.Connection, table: str, listed: str
) -> Iterator[tuple[Any, ...]]:
    last = -(1 << 62)
    while True:
        sql = f'SELECT rowid, {listed} FROM "{table}" NOT INDEXED WHERE rowid > ? ORDER BY rowid'
        whole = True
        for row in _until_damage(database, sql, (last,), raising=True):
            if row is None:
                whole = False
            else:
                last = row[0]
                yield row[1:]
        if whole:
            return
        after = _next_readable(database, table, max(last, 0))
        if after is None:
            yield from _backwards(database, table, listed, last)
            return
        last = after - 1


def _next_readable(database: sqlite3.Connection, table: str, last: int) -> int | None:
    """Return the first number behind a damaged stretch; None when nothing is read behind it."""
    sql = f'SELECT rowid FROM "{table}" NOT INDEXED WHERE rowid >= ? ORDER BY rowid LIMIT 1'
    step, found = 1, None
    while found is None and step < _LONGEST_LEAP:
        found = _one(database, sql, last + step)
        step *= 2
    if found is None:
        return None
    low, high = last + step // 4, found
    while low + 1 < high:  # the stretch may end before
        middle = (low + high) // 2
        nearer = _one(database, sql, middle)
        low, high = (middle, high) if nearer is None else (low, min(middle, nearer))
    return high if high > last + 1 else last + 2


def _backwards(
    database: sqlite3.Connection, table: str, listed: str, last: int
) -> Iterator[tuple[Any, ...]]:
    sql = f'SELECT {listed} FROM "{table}" NOT INDEXED WHERE rowid > ? ORDER BY rowid DESC'
    yield from _until_damage(database, sql, (last,))


def _one(database: sqlite3.Connection, sql: str, value: int) -> int | None:
    with contextlib.suppress(*UNREADABLE):
        row = database.execute(sql, (value,)).fetchone()
        return None if row is None else int(row[0])
    return None


def _until_damage(
    database: sqlite3.Connection, sql: str, values: Sequence[Any], *, raising: bool = False
) -> Iterator[Any]:
    """Yield rows until one cannot be read; with `raising` a None says that this happened."""
    try:
        yield from database.execute(sql, values)
    except UNREADABLE:
        if raising:
            yield None


def _batches(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    batch: list[tuple[Any, ...]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _index_again(database: sqlite3.Connection) -> None:
    """Make the full-text tables of the documents that were saved; the rest is indexed behind."""
    database.execute("DELETE FROM search_document WHERE item_id NOT IN (SELECT id FROM media_item)")
    for table in FULL_TEXT:
        database.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")


def _revision(source: Path) -> str:
    address = f"{source.absolute().as_uri()}?mode=ro"
    with (
        contextlib.suppress(*UNREADABLE),
        closing(sqlite3.connect(address, uri=True)) as database,
    ):
        row = database.execute("SELECT version_num FROM alembic_version").fetchone()
        if row is not None and row[0] in REVISIONS:
            return str(row[0])
    return HEAD_REVISION
