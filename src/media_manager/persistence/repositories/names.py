"""Writes what the second reading of file names says. All in the caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import exists, select, update

from media_manager.domain.media import Layer, MediaType
from media_manager.persistence.models.base import table_of
from media_manager.persistence.models.items import ItemFile, MediaItem
from media_manager.persistence.models.places import MediaFile
from media_manager.persistence.repositories.values import apply_values, save_layers
from media_manager.persistence.writer import WriteSession

SOURCE = "guessit"

_FILE = table_of(MediaFile)
_ITEM = table_of(MediaItem)
_LINK = table_of(ItemFile)


class Owner(NamedTuple):
    """The item that a file stands for; `is_sure` when the name of another file says the same."""

    item_id: int
    media_type: MediaType
    is_sure: bool


def still_doubtful(session: WriteSession, paths: Mapping[int, bytes]) -> set[int]:
    """Return which files (id -> path) are still doubtful and still bear that name."""
    rows = session.execute(
        select(_FILE.c.id, _FILE.c.path).where(
            _FILE.c.id.in_(list(paths)), _FILE.c.name_status == "doubtful"
        )
    )
    return {row.id for row in rows if bytes(row.path) == paths[row.id]}


def owners_of(session: WriteSession, file_ids: Sequence[int]) -> dict[int, Owner]:
    """Return file id -> the one item whose main file it is; a file of several items has none."""
    other_link, other_file = _LINK.alias(), _FILE.alias()
    sure = exists(
        select(other_link.c.file_id)
        .join(other_file, other_file.c.id == other_link.c.file_id)
        .where(other_link.c.item_id == _LINK.c.item_id, other_link.c.role == "main")
        .where(other_file.c.name_status == "sure")
    ).label("is_sure")
    rows = session.execute(
        select(_LINK.c.file_id, _ITEM.c.id, _ITEM.c.media_type, _ITEM.c.main_file_id, sure)
        .join(_ITEM, _ITEM.c.id == _LINK.c.item_id)
        .where(_LINK.c.file_id.in_(list(file_ids)), _LINK.c.role == "main")
    )
    found: dict[int, list[tuple[int, Owner]]] = {}
    for row in rows:
        owner = Owner(row.id, MediaType(row.media_type), bool(row.is_sure))
        found.setdefault(row.file_id, []).append((row.main_file_id, owner))
    return {
        file_id: each[0][1]
        for file_id, each in found.items()
        if len(each) == 1 and each[0][0] == file_id
    }


def save_guesses(session: WriteSession, fields: Mapping[int, Mapping[str, object]]) -> int:
    """Store what the guess says of items (item -> fields); return how many look different now.

    It is as weak as the file name: an NFO, a provider or a person wins over it, field by field.
    """
    if not fields:
        return 0
    before = _look(session, list(fields))
    save_layers(session, Layer.FILENAME, SOURCE, fields)
    apply_values(session, fields)
    after = _look(session, list(fields))
    return sum(before[item_id] != after[item_id] for item_id in before)


def forget_guesses(session: WriteSession, item_ids: Iterable[int]) -> None:
    """Take back what was guessed of old names. Call `apply_values` for the same ids afterwards."""
    save_layers(session, Layer.FILENAME, SOURCE, {item_id: {} for item_id in item_ids})


def mark_refined(session: WriteSession, file_ids: Sequence[int]) -> None:
    """Say that the second tier has read these names; they are not asked for again."""
    session.execute(
        update(_FILE).where(_FILE.c.id.in_(list(file_ids))).values(name_status="refined")
    )


def _look(session: WriteSession, item_ids: Sequence[int]) -> dict[int, tuple[str, int | None]]:
    rows = session.execute(
        select(_ITEM.c.id, _ITEM.c.title, _ITEM.c.year).where(_ITEM.c.id.in_(item_ids))
    )
    return {row.id: (row.title, row.year) for row in rows}
