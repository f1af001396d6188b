"""What a library's database is made of: its size, tables and indexes, and how it finds answers.

Reads only. `database_numbers`, `indexes` and `explain` take a moment at any size and may run on
the read lane; what looks at every page yields table by table and can be stopped within one.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.stoppable import ShouldStop, read_stoppable

T = TypeVar("T")

_MOST_PROBLEMS = 20
# A `?` in a literal or a quoted name is no placeholder.
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"")
# How the log of slow queries writes a list of placeholders.
_MANY = "?, …"
_EXPLAINABLE = re.compile(r"\s*(?:SELECT|WITH)\b", re.IGNORECASE)
_SIZE_NAMES = ("page_count", "page_size", "freelist_count")


@dataclass(frozen=True, slots=True)
class DatabaseNumbers:
    """The file as a whole. `free_pages` are kept for new rows; VACUUM would give them back."""

    revision: str
    page_bytes: int
    pages: int
    free_pages: int
    wal_bytes: int
    journal_mode: str
    newest_change: int
    sqlite_version: str
    compile_options: tuple[str, ...]

    @property
    def size_bytes(self) -> int:
        return self.pages * self.page_bytes

    @property
    def fragmentation(self) -> float:
        """Return which share of the file holds nothing, 0 to 1."""
        return self.free_pages / self.pages if self.pages else 0.0


@dataclass(frozen=True, slots=True)
class IndexFact:
    """One index: the table that it serves, and what it is ordered by."""

    name: str
    table: str
    columns: tuple[str, ...]
    unique: bool


@dataclass(frozen=True, slots=True)
class TableSize:
    """One table. Bytes are None where this SQLite was built without dbstat."""

    name: str
    rows: int
    table_bytes: int | None
    index_bytes: int | None


@dataclass(frozen=True, slots=True)
class TableCheck:
    """What SQLite finds wrong with one table and its indexes: nothing, as a rule."""

    name: str
    problems: tuple[str, ...]


def sqlite_version() -> str:
    """Return the version of the library that reads all databases here."""
    return sqlite3.sqlite_version


def database_numbers(reader: LibraryReader) -> DatabaseNumbers:
    """Return the facts of the whole file."""
    pages, page_bytes, free_pages = (int(_pragma(reader, name)) for name in _SIZE_NAMES)
    return DatabaseNumbers(
        revision=str(_one(reader, "SELECT version_num FROM alembic_version")),
        page_bytes=page_bytes,
        pages=pages,
        free_pages=free_pages,
        wal_bytes=_wal_bytes(reader),
        journal_mode=str(_pragma(reader, "journal_mode")),
        newest_change=reader.seq(),
        sqlite_version=sqlite_version(),
        compile_options=tuple(row[0] for row in reader.execute("PRAGMA compile_options")),
    )


def indexes(reader: LibraryReader) -> tuple[IndexFact, ...]:
    """Return every index by table and name, also those that a UNIQUE makes."""
    rows = reader.execute(
        """
        SELECT t.name, i.name, i."unique", (SELECT group_concat(COALESCE(c.name, '(expression)'))
            FROM pragma_index_info(i.name) AS c)
        FROM sqlite_master AS t, pragma_index_list(t.name) AS i
        WHERE t.type = 'table' AND t.rootpage > 0 ORDER BY t.name, i.name
        """
    ).fetchall()
    return tuple(
        IndexFact(name, table, tuple((columns or "").split(",")), bool(unique))
        for table, name, unique, columns in rows
    )


def used_indexes(plans: Sequence[str], known: Sequence[IndexFact]) -> frozenset[str]:
    """Return the indexes that any of these plans names."""
    words = {word for plan in plans for word in re.findall(r"\w+", plan)}
    return frozenset(index.name for index in known if index.name in words)


def explain(reader: LibraryReader, sql: str) -> str:
    """Return SQLite's plan for a query, a line a step, indented; "" for what cannot be explained.

    Values do not matter to the plan: nobody here has ever collected statistics.
    """
    if not _EXPLAINABLE.match(sql):
        return ""
    sql = sql.replace(_MANY, "?")
    values = [None] * _QUOTED.sub("", sql).count("?")
    try:
        rows = reader.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
    except sqlite3.Error as error:
        return f"({error})"
    depths = {0: -1}
    lines = []
    for node, parent, _unused, detail in rows:
        depths[node] = depths.get(parent, -1) + 1
        lines.append(f"{'  ' * depths[node]}{detail}")
    return "\n".join(lines)


def table_names(reader: LibraryReader) -> tuple[str, ...]:
    """Return the tables that have pages of their own, those behind the full-text search too."""
    return tuple(row[0] for row in reader.execute(_TABLES))


def measure_tables(path: Path, should_stop: ShouldStop) -> Iterator[tuple[int, int, TableSize]]:
    """Yield (done, of how many, size) table by table; raise JobCancelled when stopped.

    At a million items it takes about 20 seconds. Called on a worker thread.
    """
    return _each_table(path, _measured, should_stop)


def check_tables(path: Path, should_stop: ShouldStop) -> Iterator[tuple[int, int, TableCheck]]:
    """Yield (done, of how many, result) table by table; raise JobCancelled when stopped.

    Each table is checked with its indexes; the doctor also looks at pages that no table has.
    """
    return _each_table(path, _checked, should_stop)


def _each_table(
    path: Path, look: Callable[[sqlite3.Connection, str], T], should_stop: ShouldStop
) -> Iterator[tuple[int, int, T]]:
    names = read_stoppable(path, _names, should_stop)
    for number, name in enumerate(names, start=1):
        yield number, len(names), read_stoppable(path, partial(_call, look, name), should_stop)


def _call(
    look: Callable[[sqlite3.Connection, str], T], name: str, database: sqlite3.Connection
) -> T:
    return look(database, name)


def _names(database: sqlite3.Connection) -> list[str]:
    return [name for (name,) in database.execute(_TABLES)]


_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY name"


def _pragma(reader: LibraryReader, name: str) -> Any:
    return _one(reader, f"PRAGMA {name}")


def _one(reader: LibraryReader, sql: str) -> Any:
    row = reader.execute(sql).fetchone()
    return None if row is None else row[0]


def _wal_bytes(reader: LibraryReader) -> int:
    for _number, name, file in reader.execute("PRAGMA database_list"):
        if name == "main" and file:
            journal = Path(f"{file}-wal")
            return journal.stat().st_size if journal.exists() else 0
    return 0


def _has_dbstat(database: sqlite3.Connection) -> bool:
    row = database.execute("SELECT 1 FROM pragma_module_list WHERE name = 'dbstat'").fetchone()
    return row is not None


def _measured(database: sqlite3.Connection, name: str) -> TableSize:
    (rows,) = database.execute(f'SELECT count(*) FROM "{name}"').fetchone()
    if not _has_dbstat(database):
        return TableSize(name, rows, None, None)
    own = _tree_bytes(database, name)
    trees = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ?", [name]
    ).fetchall()
    return TableSize(name, rows, own, sum(_tree_bytes(database, tree) for (tree,) in trees))


def _tree_bytes(database: sqlite3.Connection, tree: str) -> int:
    """Return the bytes of one b-tree: dbstat walks no other when it is named."""
    (size,) = database.execute(
        "SELECT sum(pgsize) FROM dbstat WHERE aggregate = TRUE AND name = ?", [tree]
    ).fetchone()
    return int(size or 0)


def _checked(database: sqlite3.Connection, name: str) -> TableCheck:
    try:
        rows = database.execute(f'PRAGMA integrity_check("{name}")').fetchall()
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        return TableCheck(name, (str(error),))
    problems = (str(row[0]) for row in rows if row[0] != "ok")
    return TableCheck(name, tuple(problems)[:_MOST_PROBLEMS])
