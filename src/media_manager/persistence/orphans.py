"""Rows that hang in the air: they point to what is gone, or nobody points to them.

What is removed is first written, row by row, to a file of JSON lines, so that it can be read again.
"""

import base64
import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media_manager.persistence.gate import open_read_only
from media_manager.persistence.health import repairing
from media_manager.persistence.stoppable import ShouldStop, never_stop, read_stoppable

# An item that nothing plays and that holds nothing. What a person said of it keeps it.
EMPTY_ITEMS = """
SELECT i.id FROM media_item i
WHERE NOT EXISTS (SELECT 1 FROM item_file l WHERE l.item_id = i.id)
AND NOT EXISTS (SELECT 1 FROM media_item c WHERE c.parent_id = i.id)
"""
_SAID = """
AND NOT EXISTS (SELECT 1 FROM user_value v WHERE v.item_id = i.id)
AND NOT EXISTS (SELECT 1 FROM user_state s WHERE s.item_id = i.id)
"""
# Names that nothing links to. A tag that somebody colored, nested or gave other names was made
# on purpose.
UNUSED_NAMES = {
    "person": "SELECT id FROM person p WHERE NOT EXISTS "
    "(SELECT 1 FROM credit c WHERE c.person_id = p.id)",
    "genre": "SELECT id FROM genre g WHERE NOT EXISTS "
    "(SELECT 1 FROM item_genre l WHERE l.genre_id = g.id)",
    "company": "SELECT id FROM company c WHERE NOT EXISTS "
    "(SELECT 1 FROM item_company l WHERE l.company_id = c.id)",
    "country": "SELECT id FROM country c WHERE NOT EXISTS "
    "(SELECT 1 FROM item_country l WHERE l.country_id = c.id)",
    "tag": "SELECT id FROM tag t WHERE color IS NULL AND NOT hidden AND NOT is_category "
    "AND NOT EXISTS (SELECT 1 FROM item_tag l WHERE l.tag_id = t.id) "
    "AND NOT EXISTS (SELECT 1 FROM tag_alias a WHERE a.tag_id = t.id) "
    "AND NOT EXISTS (SELECT 1 FROM tag_parent p WHERE p.tag_id = t.id OR p.parent_id = t.id)",
}
_ROUNDS = 20  # rows that point to rows that were just removed, level by level


@dataclass(frozen=True, slots=True)
class LooseRow:
    """A row that points to one that is gone: where it is, and by which columns."""

    table: str
    rowid: int | None
    parent: str
    columns: tuple[str, ...]
    optional: bool


def orphan_tables(path: Path, *, should_stop: ShouldStop = never_stop) -> dict[str, int]:
    """Return how many rows of each table point to a row that is gone."""
    found: dict[str, int] = {}

    def look(database: sqlite3.Connection) -> None:
        for table, *_rest in database.execute("PRAGMA foreign_key_check"):
            found[table] = found.get(table, 0) + 1

    read_stoppable(path, look, should_stop)
    return found


def quarantine_orphans(path: Path, kept: Path) -> dict[str, int]:
    """Take out the rows that point nowhere and write them to `kept`; return how many by table.

    A reference that may be empty is emptied, the row stays.
    """
    with repairing(path) as database:
        return settle_orphans(database, kept)


def settle_orphans(database: sqlite3.Connection, kept: Path) -> dict[str, int]:
    """Do so over an open connection, until every reference leads somewhere."""
    removed: dict[str, int] = {}
    with kept.open("a", encoding="utf-8") as lines:
        kept.chmod(0o600)
        for _ in range(_ROUNDS):
            loose = _loose_rows(database)
            if not loose:
                break
            for row in loose:
                said = _as_json(database, row)
                if said is None:  # it went already: it pointed to two that are gone
                    continue
                lines.write(json.dumps(said, ensure_ascii=False) + "\n")
                _settle(database, row)
                removed[row.table] = removed.get(row.table, 0) + 1
    return removed


def count_empty_items(path: Path, *, should_stop: ShouldStop = never_stop) -> tuple[int, int]:
    """Return how many items have neither file nor child, and how many of those may go."""
    return read_stoppable(
        path,
        lambda database: (
            _count(database, EMPTY_ITEMS),
            _count(database, EMPTY_ITEMS + _SAID),
        ),
        should_stop,
    )


def empty_items(path: Path, limit: int) -> list[int]:
    """Return items with neither file nor child, of which nobody said anything."""
    with closing(open_read_only(path)) as database:
        rows = database.execute(f"{EMPTY_ITEMS}{_SAID} ORDER BY i.id LIMIT ?", [limit])
        return [item_id for (item_id,) in rows]


def count_unused_names(path: Path, *, should_stop: ShouldStop = never_stop) -> dict[str, int]:
    """Return how many people, genres, companies, countries and tags nothing links to."""
    counted = read_stoppable(
        path,
        lambda database: {kind: _count(database, sql) for kind, sql in UNUSED_NAMES.items()},
        should_stop,
    )
    return {kind: count for kind, count in counted.items() if count}


def _count(database: sqlite3.Connection, sql: str) -> int:
    return int(database.execute(f"SELECT count(*) FROM ({sql})").fetchone()[0])


def _loose_rows(database: sqlite3.Connection) -> list[LooseRow]:
    keys: dict[tuple[str, int], tuple[str, ...]] = {}
    needed: dict[str, set[str]] = {}
    found = database.execute("PRAGMA foreign_key_check").fetchall()
    for table in {row[0] for row in found}:
        for number, _seq, _parent, column, *_ in database.execute(
            f'PRAGMA foreign_key_list("{table}")'
        ):
            keys[table, number] = (*keys.get((table, number), ()), column)
        needed[table] = {
            name
            for _cid, name, _type, must, _default, key in database.execute(
                f'PRAGMA table_info("{table}")'
            )
            if must or key
        }
    return [
        LooseRow(
            table,
            rowid,
            parent,
            keys[table, number],
            optional=not needed[table].intersection(keys[table, number]),
        )
        for table, rowid, parent, number in found
    ]


def _settle(database: sqlite3.Connection, row: LooseRow) -> None:
    if row.optional:
        emptied = ", ".join(f'"{column}" = NULL' for column in row.columns)
        database.execute(f'UPDATE "{row.table}" SET {emptied} WHERE rowid = ?', [row.rowid])
    else:
        database.execute(f'DELETE FROM "{row.table}" WHERE rowid = ?', [row.rowid])


def _as_json(database: sqlite3.Connection, row: LooseRow) -> Mapping[str, Any] | None:
    cursor = database.execute(f'SELECT * FROM "{row.table}" WHERE rowid = ?', [row.rowid])
    values = cursor.fetchone()
    if values is None:
        return None
    names: Iterable[str] = (column[0] for column in cursor.description)
    return {
        "table": row.table,
        "gone": row.parent,
        "done": "emptied" if row.optional else "removed",
        "row": {name: _plain(value) for name, value in zip(names, values, strict=False)},
    }


def _plain(value: object) -> object:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value
