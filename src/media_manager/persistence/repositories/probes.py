"""Writes what a probe found in a file. All in the caller's transaction."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from media_manager.persistence.models.base import table_of
from media_manager.persistence.models.items import MediaItem
from media_manager.persistence.models.photos import Photo
from media_manager.persistence.models.places import MediaFile
from media_manager.persistence.repositories.places import save_streams
from media_manager.persistence.repositories.tree import items_of_files
from media_manager.persistence.writer import WriteSession

_FILE = table_of(MediaFile)
_ITEM = table_of(MediaItem)
_PHOTO = table_of(Photo)
_MS_A_MINUTE = 60_000


def save_probe(
    session: WriteSession,
    file_id: int,
    columns: Mapping[str, Any],
    streams: Sequence[Mapping[str, Any]],
) -> None:
    """Save the columns and streams of a file, and what its items learn from it."""
    values = dict(columns)
    photo = values.pop("photo", None)
    session.execute(
        update(_FILE)
        .where(_FILE.c.id == file_id)
        .values(probe_status="done", probe_error=None, **values)
    )
    save_streams(session, file_id, streams)
    owners = items_of_files(session, [file_id]).get(file_id, [])
    if owners and values.get("duration_ms"):
        # Only where nobody said how long it runs: the file's length is no source of its own.
        minutes = max(1, round(values["duration_ms"] / _MS_A_MINUTE))
        session.execute(
            update(_ITEM)
            .where(_ITEM.c.id.in_(owners), _ITEM.c.runtime_minutes.is_(None))
            .where(_ITEM.c.main_file_id == file_id)
            .values(runtime_minutes=minutes)
        )
    if photo is not None:
        for item_id in owners:
            _save_photo(session, item_id, photo)
    session.touch(owners, "files")


def save_probe_failure(session: WriteSession, file_id: int, reason: str) -> None:
    """Note that a file cannot be read; it is not tried again until it changes."""
    session.execute(
        update(_FILE).where(_FILE.c.id == file_id).values(probe_status="failed", probe_error=reason)
    )
    session.touch(items_of_files(session, [file_id]).get(file_id, []), "files")


def _save_photo(session: WriteSession, item_id: int, photo: Mapping[str, Any]) -> None:
    session.execute(delete(_PHOTO).where(_PHOTO.c.item_id == item_id))
    taken = photo.get("taken_at")
    zone = photo.get("zone_minutes")
    session.execute(
        insert(_PHOTO),
        {
            "item_id": item_id,
            "taken_at": _instant(taken, zone),
            "zone": None if zone is None else str(zone),
            "latitude": photo.get("latitude"),
            "longitude": photo.get("longitude"),
            "camera": photo.get("camera"),
            "orientation": photo.get("orientation"),
        },
    )
    known = session.execute(select(_ITEM.c.premiered).where(_ITEM.c.id == item_id)).scalar()
    if taken and not known:
        session.execute(
            update(_ITEM)
            .where(_ITEM.c.id == item_id)
            .values(premiered=taken[:10], year=int(taken[:4]))
        )


def _instant(taken: str | None, zone_minutes: int | None) -> int | None:
    """Return local time as an instant; without a zone as if it were UTC, as cameras write it."""
    if not taken:
        return None
    try:
        local = datetime.fromisoformat(taken).replace(tzinfo=UTC)
    except ValueError:
        return None
    return int(local.timestamp() - (zone_minutes or 0) * 60) * 1_000_000
