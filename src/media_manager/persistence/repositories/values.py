"""Writes what sources say of items, and makes the effective values of it.

`domain.values` decides who wins; this module stores layers and carries the result into the
item's columns and links, for the touched ids only.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import delete, insert, select

from media_manager.domain.media import Layer
from media_manager.domain.naming import sort_key
from media_manager.domain.uids import now_us
from media_manager.domain.values import (
    LIST_FIELDS,
    SCALAR_FIELDS,
    MachineLayer,
    UserValue,
    effective_values,
)
from media_manager.persistence.models.base import table_of
from media_manager.persistence.models.items import MediaItem, ValueLayer
from media_manager.persistence.models.items import UserValue as UserValueRow
from media_manager.persistence.repositories.items import update_items
from media_manager.persistence.repositories.links import save_links
from media_manager.persistence.user_values import decode_user_value, encode_user_value
from media_manager.persistence.writer import WriteSession

_LAYER = table_of(ValueLayer)
_USER = table_of(UserValueRow)
_ITEM = table_of(MediaItem)
_NOTHING: dict[str, Any] = {field: {} if field == "ids" else () for field in LIST_FIELDS}
# The place in the tree is what the scan made of it; no source need say it.
_PLACE = ("season", "episode")
_COLUMNS = tuple(field for field in SCALAR_FIELDS if field in _ITEM.c)


def save_layers(
    session: WriteSession, layer: Layer, source: str, fields: Mapping[int, Mapping[str, Any]]
) -> None:
    """Replace what one source says of items. Call `apply_values` for the same ids afterwards."""
    now = now_us()
    ids = list(fields)
    session.execute(
        delete(_LAYER).where(
            _LAYER.c.item_id.in_(ids), _LAYER.c.layer == str(layer), _LAYER.c.source == source
        )
    )
    rows = [
        {
            "item_id": item_id,
            "layer": str(layer),
            "source": source,
            "data": msgspec.json.encode(values),
            "set_at": now,
        }
        for item_id, values in fields.items()
        if values
    ]
    session.insert_rows(_LAYER, rows)


def save_user_values(
    session: WriteSession,
    item_ids: Sequence[int],
    values: Mapping[str, Any],
    *,
    change_set_id: int | None = None,
) -> None:
    """Store what the user says; a ListEdit for lists. The user layer wins from then on."""
    now = now_us()
    session.execute(
        delete(_USER).where(_USER.c.item_id.in_(item_ids), _USER.c.field.in_(list(values)))
    )
    rows = [
        {
            "item_id": item_id,
            "field": field,
            "value": encode_user_value(value),
            "locked": False,
            "set_at": now,
            "change_set_id": change_set_id,
        }
        for item_id in item_ids
        for field, value in values.items()
    ]
    if rows:
        session.execute(insert(_USER), rows)


def find_user_values(session: WriteSession, item_ids: Sequence[int], field: str) -> dict[int, Any]:
    """Return item -> what the user says of one field, for those items where they say something."""
    rows = session.execute(
        select(_USER.c.item_id, _USER.c.value).where(
            _USER.c.item_id.in_(item_ids), _USER.c.field == field
        )
    )
    return {row.item_id: decode_user_value(row.value) for row in rows}


def apply_values(session: WriteSession, item_ids: Iterable[int]) -> None:
    """Make the effective values of these items anew and carry them into columns and links."""
    ids = list(item_ids)
    if not ids:
        return
    layers, user = _load(session, ids)
    before = {row.id: row for row in session.execute(select(_ITEM).where(_ITEM.c.id.in_(ids)))}
    updates: list[dict[str, Any]] = []
    links: dict[int, dict[str, Any]] = {}
    for item_id in ids:
        values, _origins = effective_values(layers[item_id], user[item_id])
        row = before.get(item_id)
        if row is None:
            continue
        updates.append(_columns(row, values))
        # Also what nobody says any more: an NFO that is gone takes its genres with it.
        links[item_id] = {field: values.get(field, _NOTHING[field]) for field in LIST_FIELDS}
    update_items(session, updates)
    save_links(session, links)


def _load(
    session: WriteSession, ids: list[int]
) -> tuple[dict[int, list[MachineLayer]], dict[int, list[UserValue]]]:
    layers: dict[int, list[MachineLayer]] = defaultdict(list)
    for row in session.execute(select(_LAYER).where(_LAYER.c.item_id.in_(ids))):
        layers[row.item_id].append(
            MachineLayer(Layer(row.layer), row.source, msgspec.json.decode(row.data), row.set_at)
        )
    user: dict[int, list[UserValue]] = defaultdict(list)
    for row in session.execute(select(_USER).where(_USER.c.item_id.in_(ids))):
        user[row.item_id].append(
            UserValue(row.field, decode_user_value(row.value), row.locked, row.set_at)
        )
    return layers, user


def _columns(row: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    columns = {field: values.get(field) for field in _COLUMNS}
    for field in _PLACE:
        if columns[field] is None:
            columns[field] = getattr(row, field)
    # An item without any title keeps the one it has: nothing is ever nameless.
    columns["title"] = values.get("title") or row.title
    title = str(columns["sort_title"] or columns["title"])
    columns["sort_key"] = sort_key(title, language=values.get("language"))
    if columns["year"] is None and columns["premiered"]:
        columns["year"] = int(columns["premiered"][:4])
    return {"id": row.id, **columns}
