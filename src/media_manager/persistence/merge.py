"""Carry what people said, and what cannot be scanned now, from an older database into a new one.

The new one was made by scanning. Each old item is found in it by its uid, by the files that play
it, by the content of those, by its ids at providers, by what the scan groups by. Items whose
drive is away, and items that somebody edited, come along whole when they are not found.

Plain SQL over both files at once: nothing here looks at single rows.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_MAPS: Final = ("library", "root", "folder", "file", "item", "viewer", "tag", "collection")

# Two files at one place are one file; else the same content, where only one of each has it.
_FILES_BY_CONTENT: Final = """
INSERT OR IGNORE INTO map_file (old, new)
SELECT o.id, n.id FROM old.media_file o
JOIN main.media_file n ON n.partial_hash = o.partial_hash AND n.size_bytes = o.size_bytes
WHERE o.partial_hash IS NOT NULL AND o.id NOT IN (SELECT old FROM map_file)
GROUP BY o.partial_hash, o.size_bytes HAVING count(*) = 1
"""
_BY_FILE: Final = """
INSERT OR IGNORE INTO map_item (old, new)
SELECT a.id, b.id FROM old.item_file l JOIN map_file m ON m.old = l.file_id
JOIN main.item_file k ON k.file_id = m.new AND k.role = l.role
JOIN old.media_item a ON a.id = l.item_id JOIN main.media_item b ON b.id = k.item_id
WHERE l.role = 'main' AND a.media_type = b.media_type
"""
_SAME_PLACE: Final = " AND a.season IS b.season AND a.episode IS b.episode"
_BY_CHILDREN: Final = """
INSERT OR IGNORE INTO map_item (old, new)
SELECT p.id, q.id FROM map_item m JOIN old.media_item a ON a.id = m.old
JOIN main.media_item b ON b.id = m.new
JOIN old.media_item p ON p.id = a.parent_id JOIN main.media_item q ON q.id = b.parent_id
WHERE p.media_type = q.media_type
"""
_BY_NUMBER: Final = """
INSERT OR IGNORE INTO map_item (old, new)
SELECT a.id, b.id FROM old.external_id e
JOIN main.external_id f ON f.source = e.source AND f.external_id = e.external_id
JOIN old.media_item a ON a.id = e.media_item_id JOIN main.media_item b ON b.id = f.media_item_id
WHERE a.media_type = b.media_type
"""
_BY_SCAN_KEY: Final = """
INSERT OR IGNORE INTO map_item (old, new)
SELECT a.id, b.id FROM old.media_item a JOIN map_library l ON l.old = a.library_id
JOIN main.media_item b ON b.library_id = l.new AND b.scan_key = a.scan_key
WHERE a.scan_key IS NOT NULL AND a.media_type = b.media_type AND a.parent_id IS NULL
"""
# What is not found: what somebody said something of, and what lies where nobody can look now.
_TO_CARRY: Final = """
INSERT OR IGNORE INTO carried (id)
SELECT i.id FROM old.media_item i WHERE i.id NOT IN (SELECT old FROM map_item) AND (
    EXISTS (SELECT 1 FROM old.user_value v WHERE v.item_id = i.id)
    OR EXISTS (SELECT 1 FROM old.user_state s WHERE s.item_id = i.id)
    OR EXISTS (SELECT 1 FROM old.item_file l JOIN old.media_file f ON f.id = l.file_id
        JOIN map_root m ON m.old = f.root_id JOIN main.root_folder r ON r.id = m.new
        WHERE l.item_id = i.id AND (r.state <> 'online' OR r.id IN (SELECT id FROM doubtful))))
"""
# A root from which so much is gone at once is rather not what it was than emptied on purpose.
_DOUBTFUL: Final = """
INSERT INTO doubtful (id)
SELECT m.new FROM old.media_file f JOIN map_root m ON m.old = f.root_id
LEFT JOIN map_file x ON x.old = f.id
WHERE f.state = 'present'
GROUP BY m.new
HAVING count(*) - count(x.new) > :least AND count(*) - count(x.new) > :share * count(*)
"""
_PARENTS_TO_CARRY: Final = """
INSERT OR IGNORE INTO carried (id)
SELECT i.parent_id FROM old.media_item i WHERE i.id IN (SELECT id FROM carried)
AND i.parent_id IS NOT NULL AND i.parent_id NOT IN (SELECT old FROM map_item)
"""
# (table, its columns that are numbers of others by map, whose items: all that were found or only
# those that came along whole, a further condition, columns left empty)
_ALL, _CARRIED = "map_item", "carried"


@dataclass(frozen=True, slots=True)
class _Copy:
    """How the rows of one table that hang on items come along."""

    table: str
    item: str
    maps: tuple[tuple[str, str], ...] = ()
    whose: str = _ALL
    only: str = ""
    empty: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ("id",)


_COPIES: Final = (
    _Copy("user_value", "item_id", empty=("change_set_id",), left_out=()),
    _Copy("user_state", "item_id", (("viewer_id", "viewer"),), left_out=()),
    _Copy("collection_item", "item_id", (("collection_id", "collection"),), left_out=()),
    _Copy("value_layer", "item_id", only="t.layer = 'provider'", left_out=()),
    _Copy(
        "history_event",
        "media_item_id",
        only="NOT EXISTS (SELECT 1 FROM main.history_event h WHERE h.media_item_id = m.new "
        "AND h.event_type = t.event_type AND h.timestamp = t.timestamp)",
        empty=("change_set_id",),
    ),
    _Copy("value_layer", "item_id", whose=_CARRIED, left_out=()),
    _Copy("item_file", "item_id", (("file_id", "file"),), whose=_CARRIED, left_out=()),
    _Copy("external_id", "media_item_id", whose=_CARRIED),
    _Copy("rating", "media_item_id", whose=_CARRIED),
    _Copy("artwork", "media_item_id", (("root_id", "root"),), whose=_CARRIED),
    _Copy("photo", "item_id", whose=_CARRIED, empty=("place_id", "stack_id"), left_out=()),
)


@dataclass(frozen=True, slots=True)
class MergeCounts:
    """What came along: rows of people's own tables, items that were found, items carried whole."""

    found: int
    carried: int
    rows: dict[str, int]
    left: int


def merge_library(
    target: Path, donor: Path, *, since_us: int, hold: tuple[float, int] = (0.1, 20)
) -> MergeCounts:
    """Carry over from `donor`, of the same revision, in one transaction.

    What the new library noted of itself after `since_us` gives way to the older history. A root
    that misses more than the share and number in `hold` keeps all its items, as missing. Values,
    counters and the search follow behind: see `library.rebuild`.
    """
    with closing(sqlite3.connect(target, isolation_level=None, uri=True)) as database:
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("ATTACH ? AS old", [f"{donor.absolute().as_uri()}?mode=ro"])
        for name in _MAPS:
            database.execute(
                f"CREATE TEMP TABLE map_{name} (old INTEGER PRIMARY KEY, new INTEGER UNIQUE)"
            )
        for name in ("carried", "doubtful"):
            database.execute(f"CREATE TEMP TABLE {name} (id INTEGER PRIMARY KEY)")
        database.execute("BEGIN IMMEDIATE")
        _map_places(database)
        _map_names(database)
        _map_items(database)
        database.execute(_DOUBTFUL, {"share": hold[0], "least": hold[1]})
        carried = _carry(database)
        _forget_own_history(database, since_us)
        rows: dict[str, int] = {}
        for copy in _COPIES:
            rows[copy.table] = rows.get(copy.table, 0) + _copy_rows(database, copy)
        _settle(database)
        found = _number(database, "SELECT count(*) FROM map_item") - carried
        items = _number(database, "SELECT count(*) FROM old.media_item")
        database.execute("COMMIT")
    return MergeCounts(found, carried, rows, items - found - carried)


def _map_places(database: sqlite3.Connection) -> None:
    """Libraries by name, roots by library and path, folders and files by root and path."""
    _add(database, "library", "l.name NOT IN (SELECT name FROM main.library)")
    database.execute(
        "INSERT INTO map_library SELECT o.id, n.id FROM old.library o "
        "JOIN main.library n ON n.name = o.name"
    )
    _add(
        database,
        "root_folder",
        "NOT EXISTS (SELECT 1 FROM main.root_folder n WHERE n.library_id = m.new "
        "AND n.path = l.path)",
        maps={"library_id": "library"},
    )
    database.execute(
        "INSERT OR IGNORE INTO map_root SELECT o.id, n.id FROM old.root_folder o "
        "JOIN map_library l ON l.old = o.library_id "
        "JOIN main.root_folder n ON n.library_id = l.new AND n.path = o.path"
    )
    for table, name in (("folder", "folder"), ("media_file", "file")):
        database.execute(
            f"INSERT OR IGNORE INTO map_{name} SELECT o.id, n.id FROM old.{table} o "
            f"JOIN map_root r ON r.old = o.root_id "
            f"JOIN main.{table} n ON n.root_id = r.new AND n.path = o.path"
        )
    database.execute(_FILES_BY_CONTENT)


def _map_names(database: sqlite3.Connection) -> None:
    """Viewers, tags, lists and saved searches: what people made that hangs on no item."""
    _add(database, "viewer", "l.name NOT IN (SELECT name FROM main.viewer)")
    database.execute(
        "UPDATE main.tag SET (color, hidden, is_category) = (SELECT o.color, o.hidden, "
        "o.is_category FROM old.tag o WHERE o.name = tag.name) "
        "WHERE name IN (SELECT name FROM old.tag)"
    )
    _add(database, "tag", "l.name NOT IN (SELECT name FROM main.tag)")
    for table in ("viewer", "tag"):
        database.execute(
            f"INSERT INTO map_{table} SELECT o.id, n.id FROM old.{table} o "
            f"JOIN main.{table} n ON n.name = o.name"
        )
    database.execute(
        "INSERT OR IGNORE INTO main.tag_alias (name, tag_id) "
        "SELECT o.name, m.new FROM old.tag_alias o JOIN map_tag m ON m.old = o.tag_id"
    )
    database.execute(
        "INSERT OR IGNORE INTO main.tag_parent (tag_id, parent_id) SELECT m.new, p.new "
        "FROM old.tag_parent o JOIN map_tag m ON m.old = o.tag_id "
        "JOIN map_tag p ON p.old = o.parent_id"
    )
    # A set comes with the values of its films; a list, a folder or a query is a person's own.
    _add(
        database,
        "collection",
        "l.kind <> 'set' AND l.uid NOT IN (SELECT uid FROM main.collection)",
        empty=("parent_id",),
    )
    database.execute(
        "INSERT INTO map_collection SELECT o.id, n.id FROM old.collection o "
        "JOIN main.collection n ON n.uid = o.uid"
    )
    database.execute(
        "UPDATE main.collection SET parent_id = (SELECT p.new FROM old.collection o "
        "JOIN map_collection m ON m.old = o.id JOIN map_collection p ON p.old = o.parent_id "
        "WHERE m.new = collection.id) WHERE id IN (SELECT new FROM map_collection)"
    )
    _add(database, "saved_search", "l.uid NOT IN (SELECT uid FROM main.saved_search)")


def _map_items(database: sqlite3.Connection) -> None:
    database.execute(
        "INSERT INTO map_item SELECT o.id, n.id FROM old.media_item o "
        "JOIN main.media_item n ON n.uid = o.uid"
    )
    for statement in (_BY_FILE + _SAME_PLACE, _BY_FILE, _BY_NUMBER, _BY_CHILDREN, _BY_CHILDREN):
        database.execute(statement)
    database.execute(_BY_SCAN_KEY)
    # The same item, for whoever knew it by its uid, and since when.
    database.execute(
        "UPDATE main.media_item SET (uid, added_at, state) = (SELECT o.uid, "
        "min(o.added_at, media_item.added_at), "
        "CASE WHEN media_item.state = 'unmatched' THEN o.state ELSE media_item.state END "
        "FROM old.media_item o JOIN map_item m ON m.old = o.id WHERE m.new = media_item.id) "
        "WHERE id IN (SELECT new FROM map_item)"
    )


def _carry(database: sqlite3.Connection) -> int:
    """Bring whole items along with their files; return how many."""
    for statement in (_TO_CARRY, _PARENTS_TO_CARRY, _PARENTS_TO_CARRY):
        database.execute(statement)
    _add(
        database,
        "media_item",
        "l.id IN (SELECT id FROM carried)",
        maps={"library_id": "library"},
        empty=("parent_id", "main_file_id", "poster_id"),
    )
    database.execute(
        "INSERT INTO map_item SELECT o.id, n.id FROM old.media_item o "
        "JOIN main.media_item n ON n.uid = o.uid WHERE o.id IN (SELECT id FROM carried)"
    )
    _carry_files(database)
    for column, name in (("parent_id", "item"), ("main_file_id", "file")):
        database.execute(
            f"UPDATE main.media_item SET {column} = (SELECT p.new FROM old.media_item o "
            f"JOIN map_item m ON m.old = o.id JOIN map_{name} p ON p.old = o.{column} "
            "WHERE m.new = media_item.id) WHERE id IN "
            "(SELECT new FROM map_item WHERE old IN (SELECT id FROM carried))"
        )
    return _number(database, "SELECT count(*) FROM carried")


def _carry_files(database: sqlite3.Connection) -> None:
    """Bring the files of those items along, missing where their root is there and they are not."""
    database.execute(
        "INSERT OR IGNORE INTO main.folder (root_id, path, stamp) SELECT m.new, o.path, NULL "
        "FROM old.folder o JOIN map_root m ON m.old = o.root_id "
        "JOIN main.root_folder r ON r.id = m.new WHERE r.state <> 'online'"
    )
    database.execute(
        "INSERT OR IGNORE INTO map_folder SELECT o.id, n.id FROM old.folder o "
        "JOIN map_root r ON r.old = o.root_id "
        "JOIN main.folder n ON n.root_id = r.new AND n.path = o.path"
    )
    _add(
        database,
        "media_file",
        "l.id NOT IN (SELECT old FROM map_file) AND l.id IN (SELECT file_id FROM old.item_file "
        "WHERE item_id IN (SELECT id FROM carried))",
        maps={"root_id": "root"},
        optional={"folder_id": "folder"},
    )
    database.execute(
        "INSERT OR IGNORE INTO map_file SELECT o.id, n.id FROM old.media_file o "
        "JOIN map_root r ON r.old = o.root_id "
        "JOIN main.media_file n ON n.root_id = r.new AND n.path = o.path"
    )
    database.execute(
        "UPDATE main.media_file SET state = 'missing' WHERE root_id IN "
        "(SELECT id FROM main.root_folder WHERE state = 'online') AND id IN "
        "(SELECT m.new FROM map_file m JOIN old.item_file l ON l.file_id = m.old "
        "WHERE l.item_id IN (SELECT id FROM carried))"
    )


def _forget_own_history(database: sqlite3.Connection, since_us: int) -> None:
    database.execute(
        "DELETE FROM main.history_event WHERE event_type = 'added' AND timestamp >= ? "
        "AND media_item_id IN (SELECT m.new FROM map_item m JOIN old.history_event h "
        "ON h.media_item_id = m.old WHERE h.event_type = 'added')",
        [since_us],
    )


def _copy_rows(database: sqlite3.Connection, copy: _Copy) -> int:
    maps = dict(copy.maps)
    names = [name for name in _columns(database, copy.table) if name not in copy.left_out]
    values = []
    joins = f"JOIN map_item m ON m.old = t.{copy.item}"
    for name in names:
        if name == copy.item:
            values.append("m.new")
        elif name in copy.empty:
            values.append("NULL")
        elif name in maps:
            joins += f" JOIN map_{maps[name]} x_{name} ON x_{name}.old = t.{name}"
            values.append(f"x_{name}.new")
        else:
            values.append(f't."{name}"')
    only = f" AND {copy.only}" if copy.only else ""
    whose = " AND m.old IN (SELECT id FROM carried)" if copy.whose == _CARRIED else ""
    listed = ", ".join(f'"{name}"' for name in names)
    cursor = database.execute(
        f"INSERT OR REPLACE INTO main.{copy.table} ({listed}) SELECT {', '.join(values)} "
        f"FROM old.{copy.table} t {joins} WHERE 1 = 1{whose}{only}"
    )
    return max(0, cursor.rowcount)


def _add(
    database: sqlite3.Connection,
    table: str,
    where: str,
    *,
    maps: dict[str, str] | None = None,
    optional: dict[str, str] | None = None,
    empty: tuple[str, ...] = (),
) -> None:
    """Add rows under new numbers; `maps` are references that must be found, `optional` may be."""
    maps, optional = maps or {}, optional or {}
    names = [name for name in _columns(database, table) if name != "id"]
    values, joins = [], ""
    for name in names:
        if name in maps:
            joins += f" JOIN map_{maps[name]} m ON m.old = l.{name}"
            values.append("m.new")
        elif name in optional:
            joins += f" LEFT JOIN map_{optional[name]} x ON x.old = l.{name}"
            values.append("x.new")
        else:
            values.append("NULL" if name in empty else f'l."{name}"')
    listed = ", ".join(f'"{name}"' for name in names)
    database.execute(
        f"INSERT OR IGNORE INTO main.{table} ({listed}) SELECT {', '.join(values)} "
        f"FROM old.{table} l{joins} WHERE {where}"
    )


def _settle(database: sqlite3.Connection) -> None:
    """Count the children of seasons and shows again, which may have got some."""
    database.execute(
        "UPDATE main.media_item SET child_count = (SELECT count(*) FROM main.media_item c "
        "WHERE c.parent_id = media_item.id) WHERE media_type = 'season'"
    )
    database.execute(
        "UPDATE main.media_item SET child_count = (SELECT COALESCE(sum(c.child_count), 0) "
        "FROM main.media_item c WHERE c.parent_id = media_item.id) WHERE media_type = 'show'"
    )


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in database.execute(f"PRAGMA main.table_info({table})")]


def _number(database: sqlite3.Connection, sql: str) -> int:
    return int(database.execute(sql).fetchone()[0])
