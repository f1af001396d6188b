"""Shows, seasons and episodes as a tree: looked up and counted."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import bindparam, select, update

from media_manager.persistence.models.base import table_of
from media_manager.persistence.models.items import ItemFile, MediaItem
from media_manager.persistence.models.places import MediaFile
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.writer import WriteSession

_ITEM = table_of(MediaItem)


def episodes_of(reader: LibraryReader, season_id: int) -> dict[tuple[int | None, str | None], int]:
    """Return (number, or None and the date) -> id of the episodes of a season."""
    rows = reader.execute(
        "SELECT episode, premiered, id FROM media_item "
        "WHERE parent_id = ? AND media_type = 'episode'",
        [season_id],
    )
    return {(number, None if number else date): item_id for number, date, item_id in rows}


def add_children(session: WriteSession, season_ids: Iterable[int]) -> None:
    """Count one more episode for each season named, and for the show above it."""
    seasons = Counter(season_ids)
    if not seasons:
        return
    parents = session.execute(
        select(_ITEM.c.id, _ITEM.c.parent_id).where(_ITEM.c.id.in_(list(seasons)))
    ).all()
    added = Counter(seasons)
    for row in parents:
        added[row.parent_id] += seasons[row.id]
    session.execute(
        update(_ITEM)
        .where(_ITEM.c.id == bindparam("b_id"))
        .values(child_count=_ITEM.c.child_count + bindparam("b_more")),
        [{"b_id": item_id, "b_more": more} for item_id, more in added.items()],
    )
    session.touch(added, "children")


def items_of_files(session: WriteSession, file_ids: Iterable[int]) -> dict[int, list[int]]:
    """Return file id -> ids of the items that the files belong to."""
    link = table_of(ItemFile)
    owners: dict[int, list[int]] = {}
    rows = session.execute(
        select(link.c.file_id, link.c.item_id).where(link.c.file_id.in_(list(file_ids)))
    )
    for row in rows:
        owners.setdefault(row.file_id, []).append(row.item_id)
    return owners


def shows_of(session: WriteSession, episode_ids: Iterable[int]) -> dict[int, int]:
    """Return episode id -> id of the show that it belongs to."""
    season = _ITEM.alias()
    rows = session.execute(
        select(_ITEM.c.id, season.c.parent_id)
        .join(season, season.c.id == _ITEM.c.parent_id)
        .where(_ITEM.c.id.in_(list(episode_ids)), season.c.parent_id.is_not(None))
    )
    return {row.id: row.parent_id for row in rows}


def paths_of_show(session: WriteSession, show_id: int) -> list[bytes]:
    """Return the paths of the files that play the episodes of a show."""
    link, file, season = table_of(ItemFile), table_of(MediaFile), _ITEM.alias()
    rows = session.execute(
        select(file.c.path)
        .distinct()
        .join(link, link.c.file_id == file.c.id)
        .join(_ITEM, _ITEM.c.id == link.c.item_id)
        .join(season, season.c.id == _ITEM.c.parent_id)
        .where(season.c.parent_id == show_id, link.c.role == "main", file.c.path.is_not(None))
    )
    return [bytes(path) for path in rows.scalars()]


def is_key_free(session: WriteSession, library_id: int, scan_key: str) -> bool:
    """Tell whether no item of a library goes by this key of the scan."""
    found = session.execute(
        select(_ITEM.c.id).where(_ITEM.c.library_id == library_id, _ITEM.c.scan_key == scan_key)
    )
    return found.first() is None
