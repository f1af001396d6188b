"""The items of a step as temporary tables: whatever a step writes, it writes for all at once.

`step_item` holds the ids of one piece, each with the number of its group; `step_from` and
`step_to` hold what a group's row was and is to be. Everything in the caller's transaction.

CROSS JOIN is SQLite's word for "in this order": nothing is known of temporary tables, and a plan
that begins with the million items instead of the piece takes seconds.
"""

import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import text

from media_manager.persistence.repositories.step_tables import COLUMN_TYPES, StepTable
from media_manager.persistence.writer import WriteSession

# A row's columns by name; None where there is no row.
Record = dict[str, Any] | None

_COLUMNS: Final = tuple(COLUMN_TYPES)


class Group(NamedTuple):
    """Items of a piece that have the same row."""

    no: int
    record: Record
    ids: "array[int]"


class Part(NamedTuple):
    """A part of the journal: these items had one row and got another."""

    before: Record
    after: Record
    ids: Sequence[int]


def fill(session: WriteSession, table: StepTable, ids: Sequence[int]) -> int:
    """Take these items, those that still exist; return how many. Groups them by their row."""
    _clear(session)
    ranked = ", ".join(f"t.{column}" for column in table.columns)
    session.execute(
        text(
            "INSERT INTO step_item (id, no) SELECT s.id, dense_rank() OVER "
            f"(ORDER BY t.item_id IS NULL, {ranked}) "
            f"FROM (SELECT DISTINCT i.id FROM {_listed(session)} j CROSS JOIN media_item i "
            f"WHERE i.id = j.value) s {table.join}"
        ),
        {"ids": _as_json(ids), **table.key},
    )
    return count(session)


def fill_parts(session: WriteSession, parts: Sequence[Part]) -> int:
    """Take the items of a journal's parts, those that still exist; part n is group n."""
    _clear(session)
    rows = [{"no": no, "ids": _as_json(part.ids)} for no, part in enumerate(parts)]
    session.execute(
        text(
            "INSERT INTO step_item (id, no) SELECT i.id, CAST(:no AS INTEGER) "
            f"FROM {_listed(session)} j CROSS JOIN media_item i WHERE i.id = j.value "
            "ON CONFLICT (id) DO NOTHING"
        ),
        rows,
    )
    return count(session)


def drop_changed(
    session: WriteSession, table: StepTable, rows: Mapping[int, Record]
) -> tuple[int, str | None]:
    """Leave out the items whose row is no longer that of their group.

    Returns how many, and the title of one of them.
    """
    _put(session, "step_from", rows)
    same = " AND ".join(f"t.{each} IS NOT DISTINCT FROM f.{each}" for each in table.compared)
    same = f"(t.item_id IS NOT NULL) = f.present AND (NOT f.present OR ({same}))"
    changed = (
        f"SELECT s.id FROM step_item s CROSS JOIN step_from f {table.join} "
        f"WHERE f.no = s.no AND NOT ({same})"
    )
    title = session.execute(
        text(f"SELECT title FROM media_item WHERE id = (SELECT min(id) FROM ({changed}) c)"),
        dict(table.key),
    ).scalar()
    if title is None:
        return 0, None
    left_out = text(f"DELETE FROM step_item WHERE id IN ({changed})")
    return session.execute(left_out, dict(table.key)).rowcount, title


def groups(session: WriteSession, table: StepTable) -> list[Group]:
    """Return the groups of the piece with their rows, by number."""
    server = session.connection.dialect.name != "sqlite"
    joined = "string_agg(id::text, ',')" if server else "group_concat(id)"
    ordered = "SELECT id, no FROM step_item ORDER BY id"
    members = {
        row.no: array("q", map(int, row.ids.split(",")))
        for row in session.execute(
            text(f"SELECT no, {joined} AS ids FROM ({ordered}) m GROUP BY no")
        )
    }
    columns = ", ".join(f"t.{column}" for column in table.columns)
    rows = session.execute(
        text(
            f"SELECT s.no, t.item_id IS NOT NULL, {columns} "
            f"FROM (SELECT no, min(id) AS id FROM step_item GROUP BY no) s {table.join}"
        ),
        dict(table.key),
    )
    return [
        Group(row[0], _record(table, row[2:]) if row[1] else None, members[row[0]])
        for row in map(tuple, rows)
    ]


def keep_only(session: WriteSession, numbers: Iterable[int]) -> None:
    """Leave the other groups out of the piece: they stay as they are."""
    _put(session, "step_to", dict.fromkeys(numbers))
    session.execute(
        text("DELETE FROM step_item WHERE no NOT IN (SELECT no FROM step_to)"),
    )
    session.execute(text("DELETE FROM step_to"))


def write_rows(session: WriteSession, table: StepTable, targets: Mapping[int, Record]) -> None:
    """Give every item of the piece the row of its group; None takes the row away."""
    _put(session, "step_to", targets)
    _save_rows(session, table)
    if None in targets.values():
        _drop_rows(session, table)


def _save_rows(session: WriteSession, table: StepTable) -> None:
    new = {column: f"g.{column}" for column in table.columns}
    known = {column: f":{column}" for column in table.key}
    others = {column: f":d_{column}" for column in table.defaults if column not in {*new, *known}}
    columns = {**known, **new, **others}
    updated = ", ".join(f"{column} = excluded.{column}" for column in new)
    session.execute(
        text(
            f"INSERT INTO {table.name} (item_id, {', '.join(columns)}) "
            f"SELECT s.id, {', '.join(columns.values())} "
            "FROM step_item s CROSS JOIN step_to g WHERE g.no = s.no AND g.present "
            f"ON CONFLICT (item_id, {', '.join(table.key)}) DO UPDATE SET {updated}"
        ),
        {**table.key, **{f"d_{name}": table.defaults[name] for name in others}},
    )


def _drop_rows(session: WriteSession, table: StepTable) -> None:
    """Take rows away; one that holds other things as well goes back to its defaults."""
    row = row_name(session)
    known = " AND ".join(f"t.{column} = :{column}" for column in table.key)
    dropped = (
        f"{row} IN (SELECT t.{row} FROM step_item s CROSS JOIN step_to g CROSS JOIN {table.name} t "
        f"WHERE g.no = s.no AND NOT g.present AND t.item_id = s.id AND {known})"
    )
    values = dict(table.key) | {f"d_{name}": value for name, value in table.defaults.items()}
    if table.defaults:
        reset = ", ".join(f"{column} = :d_{column}" for column in table.columns)
        session.execute(text(f"UPDATE {table.name} SET {reset} WHERE {dropped}"), values)
    empty = "".join(f" AND {column} IS NOT DISTINCT FROM :d_{column}" for column in table.defaults)
    session.execute(text(f"DELETE FROM {table.name} WHERE {dropped}{empty}"), values)


def row_name(session: WriteSession) -> str:
    """Return what the database calls the place of a row: found once, it needs no second search."""
    return "rowid" if session.connection.dialect.name == "sqlite" else "ctid"


def count(session: WriteSession) -> int:
    """Return how many items the piece has now."""
    return int(session.execute(text("SELECT count(*) FROM step_item")).scalar_one())


def piece_ids(session: WriteSession) -> "array[int]":
    """Return the ids of the piece."""
    server = session.connection.dialect.name != "sqlite"
    joined = "string_agg(id::text, ',')" if server else "group_concat(id)"
    found = session.execute(text(f"SELECT {joined} FROM step_item")).scalar()
    return array("q", map(int, found.split(","))) if found else array("q")


def _clear(session: WriteSession) -> None:
    server = session.connection.dialect.name != "sqlite"
    columns = ", ".join(f"{name} {types[server]}" for name, types in COLUMN_TYPES.items())
    for name, shape in (
        ("step_item", "id BIGINT PRIMARY KEY, no INTEGER NOT NULL"),
        ("step_from", f"no INTEGER PRIMARY KEY, present BOOLEAN NOT NULL, {columns}"),
        ("step_to", f"no INTEGER PRIMARY KEY, present BOOLEAN NOT NULL, {columns}"),
        ("step_link", "no INTEGER, link_id BIGINT, wanted BOOLEAN, PRIMARY KEY (no, link_id)"),
    ):
        # SQLite knows a table's own row number only by this very word.
        own = shape if server else shape.replace("id BIGINT PRIMARY", "id INTEGER PRIMARY")
        session.execute(text(f"CREATE TEMPORARY TABLE IF NOT EXISTS {name} ({own})"))
        session.execute(text(f"DELETE FROM {name}"))


def _put(session: WriteSession, name: str, records: Mapping[int, Record]) -> None:
    session.execute(text(f"DELETE FROM {name}"))
    rows = [
        {
            "no": no,
            "present": record is not None,
            **dict.fromkeys(_COLUMNS),
            **(record or {}),
        }
        for no, record in records.items()
    ]
    if rows:
        marks = ", ".join(f":{column}" for column in ("no", "present", *_COLUMNS))
        columns = ", ".join(("no", "present", *_COLUMNS))
        session.execute(text(f"INSERT INTO {name} ({columns}) VALUES ({marks})"), rows)


def _record(table: StepTable, values: Sequence[Any]) -> dict[str, Any]:
    record = dict(zip(table.columns, values, strict=True))
    for column in ("watched", "favorite", "locked"):
        if column in record:
            record[column] = bool(record[column])
    if "value" in record:
        record["value"] = bytes(record["value"])
    return record


def _listed(session: WriteSession) -> str:
    """Return the table of the ids that come as one JSON text: one value, whatever their number."""
    if session.connection.dialect.name == "sqlite":
        return "json_each(:ids)"
    elements = "json_array_elements_text(CAST(:ids AS JSON))"
    return f"(SELECT CAST(each AS BIGINT) AS value FROM {elements} each)"


def _as_json(ids: Sequence[int]) -> str:
    return str(list(ids))


def unpack(packed: bytes) -> Sequence[int]:
    """Return packed ids for reading, in place where the machine's order allows."""
    if sys.byteorder == "little":
        return memoryview(packed).cast("q")
    ids = array("q")
    ids.frombytes(packed)
    ids.byteswap()
    return ids
