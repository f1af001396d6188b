"""Read what can still be read of a damaged library into a new one, table by table.

Nothing is believed: rows are copied into a fresh schema, so what breaks a rule of it is left out;
references that lead nowhere are settled, and what follows from the rows (search, counters) is made
anew. The damaged file is only read.
"""

import contextlib
import shutil
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
from media_manager.persistence.gate import damaged
from media_manager.persistence.health import FULL_TEXT
from media_manager.persistence.orphans import settle_orphans
from media_manager.persistence.revision import APPLICATION_ID, HEAD_REVISION, REVISIONS
from media_manager.persistence.upgrade import make_empty

_HEADER: Final = 100
_PAGE_SIZE_AT: Final = slice(16, 18)
_VERSION_AT: Final = slice(18, 20)
_CHANGE_AT: Final = slice(24, 28)
_PAGES_AT: Final = slice(28, 32)
_FREELIST_AT: Final = slice(32, 40)
_VALID_FOR_AT: Final = slice(92, 96)
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
        with _readable(source, donor) as readable:
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
    except sqlite3.DatabaseError:
        clean = False
        _start_anew(database, table)
        # By a connection of its own: an error of the old file must not spoil the new one's work.
        with closing(_open(source)) as old:
            _copy_around(old, database, table, columns)
    (saved,) = database.execute(f'SELECT count(*) FROM main."{table}"').fetchone()
    database.execute("COMMIT")
    counts.rows[table] = saved
    # Where not even an index could be counted, at least one row is taken for lost.
    lost = int(not clean) if expected is None else expected - saved
    if lost > 0:
        counts.lost[table] = lost


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    """Return the columns that both have; all of the fresh one when the old cannot say."""
    new = [row[1] for row in database.execute(f'PRAGMA main.table_info("{table}")')]
    with contextlib.suppress(sqlite3.DatabaseError):
        old = {row[1] for row in database.execute(f'PRAGMA old.table_info("{table}")')}
        return [name for name in new if name in old] or new
    return new


def _count_by_indexes(database: sqlite3.Connection, table: str) -> int | None:
    """Return the most rows that the table or any whole index of it knows of, if one can be read."""
    most = None
    for how in ("NOT INDEXED", *(f'INDEXED BY "{name}"' for name in _indexes(database, table))):
        with contextlib.suppress(sqlite3.DatabaseError):
            # Not count(*): for that SQLite chooses where to look by itself.
            sql = f'SELECT COALESCE(sum(1), 0) FROM old."{table}" {how}'
            most = max(most or 0, int(database.execute(sql).fetchone()[0]))
    return most


def _indexes(database: sqlite3.Connection, table: str, schema: str = "old") -> list[str]:
    with contextlib.suppress(sqlite3.DatabaseError):
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
    with contextlib.suppress(sqlite3.DatabaseError):
        row = database.execute(sql, (value,)).fetchone()
        return None if row is None else int(row[0])
    return None


def _until_damage(
    database: sqlite3.Connection, sql: str, values: Sequence[Any], *, raising: bool = False
) -> Iterator[Any]:
    """Yield rows until one cannot be read; with `raising` a None says that this happened."""
    try:
        yield from database.execute(sql, values)
    except sqlite3.DatabaseError:
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


# -- a file whose beginning is damaged ---------------------------------------------------------


@contextlib.contextmanager
def _readable(source: Path, donor: Path | None) -> Iterator[Path]:
    """Give a file of which SQLite can read the schema: the library itself, or a mended copy."""
    if _has_schema(source):
        yield source
        return
    work = source.with_name(source.name + ".salvage-source")
    try:
        for mend in (_mend_header, _graft_first_page):
            _copy_files(source, work)
            for journal in (True, False):
                if not journal:
                    for suffix in ("-wal", "-shm"):
                        work.with_name(work.name + suffix).unlink(missing_ok=True)
                mend(work, donor)
                if _has_schema(work):
                    yield work
                    return
        raise damaged(source, "nothing of it can be read any more")
    finally:
        remove_database(work)


def _copy_files(source: Path, work: Path) -> None:
    remove_database(work)
    shutil.copyfile(source, work)
    journal = source.with_name(source.name + "-wal")
    if journal.exists():
        shutil.copyfile(journal, work.with_name(work.name + "-wal"))


def _has_schema(path: Path) -> bool:
    try:
        address = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as database:
            names = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
            database.execute("SELECT count(*) FROM library").fetchone()
    except (sqlite3.DatabaseError, OSError):
        return False
    return {"media_item", "media_file", "user_value"} <= names


def _mend_header(work: Path, _donor: Path | None) -> None:
    """Write a header as SQLite makes it; what follows on the first page stays."""
    size = work.stat().st_size
    page = 4096  # SQLite's default, which we never change
    header = bytearray(_HEADER)
    header[0:16] = b"SQLite format 3\x00"
    header[_PAGE_SIZE_AT] = page.to_bytes(2, "big")
    header[_VERSION_AT] = b"\x02\x02"
    header[20:24] = bytes((0, 64, 32, 32))
    header[_CHANGE_AT] = header[_VALID_FOR_AT] = (1).to_bytes(4, "big")
    header[_PAGES_AT] = (size // page).to_bytes(4, "big")
    header[_FREELIST_AT] = bytes(8)
    header[40:44] = header[44:48] = (4).to_bytes(4, "big")
    header[56:60] = (1).to_bytes(4, "big")
    header[68:72] = APPLICATION_ID.to_bytes(4, "big")
    header[96:100] = sqlite3.sqlite_version_info[0].to_bytes(4, "big")
    with work.open("r+b") as file:
        file.write(header)


def _graft_first_page(work: Path, donor: Path | None) -> None:
    """Take the first page, where all tables are listed, from a backup of the same library."""
    if donor is not None:
        with donor.open("rb") as file:
            page = file.read(4096)
        with work.open("r+b") as file:
            file.write(page)
    _mend_header(work, donor)


def _revision(source: Path) -> str:
    address = f"{source.absolute().as_uri()}?mode=ro"
    with (
        contextlib.suppress(sqlite3.DatabaseError),
        closing(sqlite3.connect(address, uri=True)) as database,
    ):
        row = database.execute("SELECT version_num FROM alembic_version").fetchone()
        if row is not None and row[0] in REVISIONS:
            return str(row[0])
    return HEAD_REVISION
