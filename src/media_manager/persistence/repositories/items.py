"""Writes items and what hangs on them. All in the caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, insert, select, update

from media_manager.domain.naming import sort_key
from media_manager.domain.uids import new_uid, now_us
from media_manager.persistence.models.base import table_of
from media_manager.persistence.models.items import (
    Artwork,
    ItemFile,
    MediaItem,
    Subtitle,
    ValueLayer,
)
from media_manager.persistence.models.organize import UserState, Viewer
from media_manager.persistence.models.places import MediaFile
from media_manager.persistence.models.records import HistoryEvent
from media_manager.persistence.search_index import forget_documents
from media_manager.persistence.writer import WriteSession

_ITEM = table_of(MediaItem)


def insert_items(session: WriteSession, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert items and return their ids; counts them by library, type and state.

    Each row has library_id, media_type, title and state; all rows the same keys.
    """
    if not rows:
        return []
    ids = list(session.reserve_ids("media_item", len(rows)))
    now = now_us()
    prepared = [
        {
            "id": item_id,
            "uid": new_uid(),
            "added_at": now,
            "sort_key": sort_key(row.get("sort_title") or row["title"]),
            **row,
        }
        for item_id, row in zip(ids, rows, strict=True)
    ]
    session.insert_rows(_ITEM, prepared)
    for row in rows:
        count_item(session, row, 1)
    session.touch(ids, "added", "title", "plot", "files")
    return ids


def count_item(session: WriteSession, row: Mapping[str, Any], delta: int) -> None:
    """Change the counters that an item of this library, type and state stands in."""
    session.count(f"library:{row['library_id']}:{row['media_type']}", delta)
    session.count(f"type:{row['media_type']}", delta)
    if row["state"] != "matched":
        session.count(f"unmatched:{row['media_type']}", delta)


def update_items(session: WriteSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Update items; each row names its `id` and the same columns as the others."""
    if not rows:
        return
    prepared = [
        {("b_id" if key == "id" else key): value for key, value in row.items()} for row in rows
    ]
    session.execute(update(_ITEM).where(_ITEM.c.id == bindparam("b_id")), prepared)
    session.touch((row["id"] for row in rows), *(set(rows[0]) - {"id"}))


def set_states(session: WriteSession, states: Mapping[int, str]) -> None:
    """Set unmatched, ambiguous or matched, and keep the counters of it."""
    rows = session.execute(
        select(_ITEM.c.id, _ITEM.c.media_type, _ITEM.c.state).where(_ITEM.c.id.in_(list(states)))
    ).all()
    changed = [row for row in rows if states[row.id] != row.state]
    for row in changed:
        before, after = row.state != "matched", states[row.id] != "matched"
        session.count(f"unmatched:{row.media_type}", int(after) - int(before))
    update_items(session, [{"id": row.id, "state": states[row.id]} for row in changed])


def unidentified(session: WriteSession, item_ids: Sequence[int]) -> list[int]:
    """Return those of the films, shows and episodes of which no NFO or provider says anything."""
    if not item_ids:
        return []
    layer = table_of(ValueLayer)
    said = exists().where(layer.c.item_id == _ITEM.c.id, layer.c.layer.in_(["nfo", "provider"]))
    found = select(_ITEM.c.id).where(
        _ITEM.c.id.in_(list(item_ids)),
        _ITEM.c.media_type.in_(["movie", "show", "episode"]),
        ~said,
    )
    return list(session.execute(found).scalars())


def find_title(session: WriteSession, item_id: int) -> str | None:
    """Return the title of an item, if it is still there."""
    found: str | None = session.execute(select(_ITEM.c.title).where(_ITEM.c.id == item_id)).scalar()
    return found


def link_files(session: WriteSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Link files to items; every row has item_id, file_id, role, edition, version_label, part."""
    if not rows:
        return
    session.insert_rows(table_of(ItemFile), rows)
    session.touch((row["item_id"] for row in rows), "files")


def replace_local_artwork(
    session: WriteSession, found: Mapping[int, tuple[bytes, Sequence[Mapping[str, Any]]]]
) -> None:
    """Replace the artwork of items (item -> folder, rows) in that folder; others keep theirs."""
    table = table_of(Artwork)
    known = session.execute(
        select(
            table.c.id, table.c.media_item_id, table.c.path, table.c.stamp, table.c.artwork_type
        ).where(table.c.media_item_id.in_(list(found)), table.c.source == "local")
    )
    wanted = {
        (item_id, row["path"], row["stamp"], row["artwork_type"]): row
        for item_id, (_, rows) in found.items()
        for row in rows
    }
    # A row that is still right keeps its id, and with it the thumbnail that lists show.
    stale = [
        row.id
        for row in known
        if _folder_of(row.path) == found[row.media_item_id][0]
        and wanted.pop((row.media_item_id, row.path, row.stamp, row.artwork_type), None) is None
    ]
    if stale:
        session.execute(delete(table).where(table.c.id.in_(stale)))
    if wanted:
        new = [{"media_item_id": key[0], "source": "local", **row} for key, row in wanted.items()]
        session.execute(insert(table), new)


def replace_local_subtitles(
    session: WriteSession, found: Mapping[int, tuple[bytes, Sequence[Mapping[str, Any]]]]
) -> None:
    """Replace the subtitles of items (item -> folder, rows) there; rows name their `file_id`."""
    table, file = table_of(Subtitle), table_of(MediaFile)
    known = session.execute(
        select(table.c.id, table.c.media_item_id, file.c.path)
        .join_from(table, file, table.c.file_id == file.c.id, isouter=True)
        .where(table.c.media_item_id.in_(list(found)), table.c.source == "local")
    )
    stale = [
        row.id
        for row in known
        if row.path is None or _folder_of(row.path) == found[row.media_item_id][0]
    ]
    if stale:
        session.execute(delete(table).where(table.c.id.in_(stale)))
    new = [
        {"media_item_id": item_id, "source": "local", **row}
        for item_id, (_, rows) in found.items()
        for row in rows
    ]
    if new:
        session.execute(insert(table), new)


def _folder_of(path: bytes) -> bytes:
    return bytes(path).rpartition(b"/")[0]


def remove_items(session: WriteSession, item_ids: Sequence[int]) -> None:
    """Take items out of the library with all that hangs on them. Files are not touched."""
    if not item_ids:
        return
    rows = session.execute(
        select(_ITEM.c.library_id, _ITEM.c.media_type, _ITEM.c.state).where(
            _ITEM.c.id.in_(item_ids)
        )
    ).all()
    for row in rows:
        count_item(session, row._asdict(), -1)
    forget_documents(session.connection, item_ids)
    session.execute(delete(_ITEM).where(_ITEM.c.id.in_(item_ids)))
    session.touch_everything("removed")


def import_user_state(session: WriteSession, item_id: int, state: Mapping[str, Any]) -> None:
    """Take over watched state from an NFO, unless the viewer has any of their own."""
    table, viewer = table_of(UserState), table_of(Viewer)
    viewer_id = session.execute(select(func.min(viewer.c.id))).scalar_one()
    known = session.execute(
        select(table.c.item_id).where(table.c.item_id == item_id, table.c.viewer_id == viewer_id)
    ).first()
    if known is None:
        set_user_state(session, [item_id], viewer_id, **state)


def add_history(
    session: WriteSession, item_ids: Iterable[int], event_type: str, detail: str | None = None
) -> None:
    """Note that something happened to items."""
    now = now_us()
    rows = [
        {"media_item_id": each, "event_type": event_type, "timestamp": now, "detail": detail}
        for each in item_ids
    ]
    if rows:
        session.execute(insert(table_of(HistoryEvent)), rows)


def set_user_state(
    session: WriteSession,
    item_ids: Sequence[int],
    viewer_id: int,
    **values: Any,
) -> None:
    """Set watched, favorite, rating … of one viewer for items."""
    table = table_of(UserState)
    known = set(
        session.execute(
            select(table.c.item_id).where(
                table.c.viewer_id == viewer_id, table.c.item_id.in_(item_ids)
            )
        ).scalars()
    )
    new = [
        {
            "item_id": each,
            "viewer_id": viewer_id,
            "watched": False,
            "play_count": 0,
            "resume_ms": 0,
            "favorite": False,
            **values,
        }
        for each in item_ids
        if each not in known
    ]
    if new:
        session.execute(insert(table), new)
    if known:
        session.execute(
            update(table)
            .where(table.c.viewer_id == viewer_id, table.c.item_id.in_(known))
            .values(**values)
        )
    session.touch(item_ids, *values)
