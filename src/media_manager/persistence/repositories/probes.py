"""Writes what a probe found in a file. All in the caller's transaction."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from media_manager.domain.media import Layer
from media_manager.domain.values import PROBE_SOURCE
from media_manager.persistence.models.base import table_of
from media_manager.persistence.models.items import MediaItem
from media_manager.persistence.models.photos import Photo
from media_manager.persistence.models.places import MediaFile
from media_manager.persistence.repositories.places import save_streams
from media_manager.persistence.repositories.tree import items_of_files
from media_manager.persistence.repositories.values import apply_values, save_layers
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
    _save_values(session, file_id, owners, _said(values, photo))
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


def _said(columns: Mapping[str, Any], photo: Mapping[str, Any] | None) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if columns.get("duration_ms"):
        fields["runtime_minutes"] = max(1, round(columns["duration_ms"] / _MS_A_MINUTE))
    if photo is not None and photo.get("taken_at"):
        fields["premiered"] = photo["taken_at"][:10]
    return fields


def _save_values(
    session: WriteSession, file_id: int, owners: Sequence[int], fields: dict[str, Any]
) -> None:
    """Store as a layer what the main file says of its items, so that no later edit loses it."""
    mains = session.execute(
        select(_ITEM.c.id).where(_ITEM.c.id.in_(owners), _ITEM.c.main_file_id == file_id)
    )
    ids = list(mains.scalars())
    save_layers(session, Layer.FILENAME, PROBE_SOURCE, dict.fromkeys(ids, fields))
    apply_values(session, ids)


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


def _instant(taken: str | None, zone_minutes: int | None) -> int | None:
    """Return local time as an instant; without a zone as if it were UTC, as cameras write it."""
    if not taken:
        return None
    try:
        local = datetime.fromisoformat(taken).replace(tzinfo=UTC)
    except ValueError:
        return None
    return int(local.timestamp() - (zone_minutes or 0) * 60) * 1_000_000
