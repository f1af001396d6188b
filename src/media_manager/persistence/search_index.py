"""Keeping the full-text tables equal to the items: always with the old text in hand.

FTS5 with external content removes an entry only when given exactly the text that was indexed;
a wrong old text leaves ghost hits that no integrity check sees.
"""

import os
from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, text

from media_manager.domain.naming import search_text

_NEW_TEXT = text(
    "SELECT id, title, original_title, sort_title, plot FROM media_item WHERE id IN :ids"
).bindparams(bindparam("ids", expanding=True))
_FILE_NAMES = text(
    "SELECT l.item_id, f.path FROM item_file l JOIN media_file f ON f.id = l.file_id "
    "WHERE l.item_id IN :ids AND l.role = 'main' AND f.path IS NOT NULL"
).bindparams(bindparam("ids", expanding=True))
_OLD_TEXT = text(
    "SELECT item_id, title, files, plot FROM search_document WHERE item_id IN :ids"
).bindparams(bindparam("ids", expanding=True))
_SAVE = text(
    "INSERT INTO search_document (item_id, title, files, plot) VALUES (:id, :title, :files, :plot) "
    "ON CONFLICT (item_id) DO UPDATE SET title = excluded.title, files = excluded.files, "
    "plot = excluded.plot"
)
_DELETE = (
    """INSERT INTO search_words (search_words, rowid, title, files, plot)
    VALUES ('delete', :id, :title, :files, :plot)""",
    """INSERT INTO search_trigram (search_trigram, rowid, title, files)
    VALUES ('delete', :id, :title, :files)""",
)
# As _SAVE, of documents that were just removed or never were.
_SAVE_WHOLE = "INSERT INTO search_document (item_id, title, files, plot) VALUES (?, ?, ?, ?)"
_INSERT_WORDS = "INSERT INTO search_words (rowid, title, files, plot) VALUES (?, ?, ?, ?)"
_INSERT_TRIGRAM = "INSERT INTO search_trigram (rowid, title, files) VALUES (?, ?, ?)"
_NEW_NAMES = text(
    "INSERT INTO search_name (kind, entity_id, name) VALUES (:kind, :entity_id, :name)"
)
_BATCH = 500


def refresh_documents(connection: Connection, item_ids: Sequence[int]) -> None:
    """Make the search documents of these items anew, in the caller's transaction."""
    for start in range(0, len(item_ids), _BATCH):
        _refresh_batch(connection, list(item_ids[start : start + _BATCH]))


def forget_documents(connection: Connection, item_ids: Sequence[int]) -> None:
    """Take items out of the index; called before the items themselves are deleted."""
    for start in range(0, len(item_ids), _BATCH):
        _remove(connection, list(item_ids[start : start + _BATCH]))


def index_names(connection: Connection, kind: str, names: Sequence[tuple[int, str]]) -> None:
    """Index the names of new people, tags, companies or genres: (id, name)."""
    rows = [
        {"kind": kind, "entity_id": entity_id, "name": search_text(name)}
        for entity_id, name in names
    ]
    if not rows:
        return
    connection.execute(_NEW_NAMES, rows)
    if connection.dialect.name == "sqlite":
        connection.execute(
            text(
                "INSERT INTO search_names (rowid, name) SELECT id, name FROM search_name "
                "WHERE kind = :kind AND entity_id = :entity_id"
            ),
            rows,
        )


def forget_names(connection: Connection, kind: str, entity_ids: Sequence[int]) -> None:
    """Take names out of the index; called before the named things themselves are deleted."""
    rows = [{"kind": kind, "entity_id": entity_id} for entity_id in entity_ids]
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(
            text(
                "INSERT INTO search_names (search_names, rowid, name) SELECT 'delete', id, name "
                "FROM search_name WHERE kind = :kind AND entity_id = :entity_id"
            ),
            rows,
        )
    connection.execute(
        text("DELETE FROM search_name WHERE kind = :kind AND entity_id = :entity_id"), rows
    )


def _refresh_batch(connection: Connection, ids: list[int]) -> None:
    _remove(connection, ids)
    files: dict[int, list[str]] = {}
    for item_id, path in connection.execute(_FILE_NAMES, {"ids": ids}):
        stem = os.path.splitext(bytes(path).rsplit(b"/", 1)[-1])[0]  # noqa: PTH122 - bytes
        files.setdefault(item_id, []).append(stem.decode("utf-8", "replace"))
    rows = [
        {
            "id": item_id,
            "title": search_text(" ".join(each for each in titles if each)),
            "files": search_text(" ".join(files.get(item_id, ()))),
            "plot": search_text(plot or ""),
        }
        for item_id, *titles, plot in connection.execute(_NEW_TEXT, {"ids": ids})
    ]
    if not rows:
        return
    if connection.dialect.name != "sqlite":
        connection.execute(_SAVE, rows)
        return
    # By the driver itself: thousands of rows pass here, and SQLAlchemy looks at each of them.
    whole = [tuple(row.values()) for row in rows]
    connection.exec_driver_sql(_SAVE_WHOLE, whole)
    connection.exec_driver_sql(_INSERT_WORDS, whole)
    connection.exec_driver_sql(_INSERT_TRIGRAM, [row[:3] for row in whole])


def _remove(connection: Connection, ids: list[int]) -> None:
    if connection.dialect.name != "sqlite":
        return
    old = [
        dict(zip(("id", "title", "files", "plot"), row, strict=True))
        for row in connection.execute(_OLD_TEXT, {"ids": ids})
    ]
    if not old:
        return
    for statement in _DELETE:
        connection.execute(text(statement), old)
    connection.execute(
        text("DELETE FROM search_document WHERE item_id = :id"), [{"id": row["id"]} for row in old]
    )
