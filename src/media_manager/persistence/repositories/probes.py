"""Writes what a probe found in a file. All in the caller's transaction."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select, update

from media_manager.domain.media import Layer
from media_manager.domain.values import PROBE_SOURCE
from media_manager.persistence.models.base import table_of
from media_manager.persistence.models.items import MediaItem
from media_manager.persistence.models.photos import Photo
from media_manager.persistence.models.places import MediaFile
from media_manager.persistence.repositories.places import replace_streams, update_files
from media_manager.persistence.repositories.tree import items_of_files
from media_manager.persistence.repositories.values import apply_values, save_layers
from media_manager.persistence.writer import WriteSession

_FILE = table_of(MediaFile)
_ITEM = table_of(MediaItem)
_PHOTO = table_of(Photo)
_MS_A_MINUTE = 60_000


class Probed(NamedTuple):
    """What was found in one file: columns of the file, `photo` for its items, and streams."""

    file_id: int
    columns: Mapping[str, Any]
    streams: Sequence[Mapping[str, Any]]


def save_probe(
    session: WriteSession,
    file_id: int,
    columns: Mapping[str, Any],
    streams: Sequence[Mapping[str, Any]],
) -> None:
    """Save the columns and streams of a file, and what its items learn from it."""
    save_probes(session, [Probed(file_id, columns, streams)])


def save_probes(session: WriteSession, found: Sequence[Probed]) -> None:
    """Save what was found in files, all with the same columns; a few statements for all."""
    done = {"probe_status": "done", "probe_error": None}
    plain = {each.file_id: _without_photo(each.columns) for each in found}
    update_files(session, [{"id": n, **values, **done} for n, values in plain.items()])
    replace_streams(session, {each.file_id: each.streams for each in found})
    owners = items_of_files(session, plain)
    photos = {each.file_id: each.columns.get("photo") for each in found}
    _save_values(session, owners, {n: _said(plain[n], photos[n]) for n in plain})
    _save_photos(
        session,
        {
            item_id: photo
            for file_id, photo in photos.items()
            for item_id in owners.get(file_id, [])
            if photo is not None
        },
    )
    session.touch((item_id for each in owners.values() for item_id in each), "files")


def _without_photo(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in columns.items() if name != "photo"}


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
    session: WriteSession,
    owners: Mapping[int, Sequence[int]],
    said: Mapping[int, Mapping[str, Any]],
) -> None:
    """Store as a layer what main files say of their items, so that no later edit loses it."""
    ids = {item_id for each in owners.values() for item_id in each}
    mains = session.execute(
        select(_ITEM.c.id, _ITEM.c.main_file_id).where(
            _ITEM.c.id.in_(ids), _ITEM.c.main_file_id.in_(list(said))
        )
    )
    fields = {row.id: said[row.main_file_id] for row in mains}
    save_layers(session, Layer.FILENAME, PROBE_SOURCE, fields)
    apply_values(session, list(fields))


def _save_photos(session: WriteSession, photos: Mapping[int, Mapping[str, Any]]) -> None:
    if not photos:
        return
    session.execute(delete(_PHOTO).where(_PHOTO.c.item_id.in_(list(photos))))
    rows = [_photo_row(item_id, photo) for item_id, photo in photos.items()]
    session.execute(insert(_PHOTO), rows)


def _photo_row(item_id: int, photo: Mapping[str, Any]) -> dict[str, Any]:
    zone = photo.get("zone_minutes")
    return {
        "item_id": item_id,
        "taken_at": _instant(photo.get("taken_at"), zone),
        "zone": None if zone is None else str(zone),
        "latitude": photo.get("latitude"),
        "longitude": photo.get("longitude"),
        "camera": photo.get("camera"),
        "orientation": photo.get("orientation"),
    }


def _instant(taken: str | None, zone_minutes: int | None) -> int | None:
    """Return local time as an instant; without a zone as if it were UTC, as cameras write it."""
    if not taken:
        return None
    try:
        local = datetime.fromisoformat(taken).replace(tzinfo=UTC)
    except ValueError:
        return None
    return int(local.timestamp() - (zone_minutes or 0) * 60) * 1_000_000
