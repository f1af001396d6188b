"""Takes items, the seasons and shows that they leave empty, and roots out of the library."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func, select, update

from media_manager.persistence.models.base import table_of
from media_manager.persistence.models.items import MediaItem
from media_manager.persistence.models.places import RootFolder
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.repositories.items import remove_items
from media_manager.persistence.writer import WriteSession

_ITEM = table_of(MediaItem)


def only_here(reader: LibraryReader, root_id: int) -> list[int]:
    """Return the items that a root's files play and no file of another root does."""
    rows = reader.execute(
        "SELECT DISTINCT l.item_id FROM media_file f "
        "JOIN item_file l ON l.file_id = f.id AND l.role = 'main' "
        "JOIN media_item i ON i.id = l.item_id "
        "WHERE f.root_id = ? AND NOT EXISTS (SELECT 1 FROM item_file k JOIN media_file g "
        "ON g.id = k.file_id WHERE k.item_id = l.item_id AND k.role = 'main' AND g.root_id <> ?) "
        "ORDER BY l.item_id",
        [root_id, root_id],
    )
    return [item_id for (item_id,) in rows]


def remove_with_parents(session: WriteSession, item_ids: Sequence[int]) -> None:
    """Remove items, and the seasons and shows above them that hold nothing else."""
    seasons = _parents_of(session, item_ids)
    shows = _parents_of(session, seasons)
    remove_items(session, item_ids)
    for parents in (seasons, shows):
        remove_items(session, _empty_ones(session, parents))
    _recount(session, seasons, shows)


def delete_root(session: WriteSession, root_id: int) -> None:
    """Delete a root with its folders and files; items must have gone before."""
    session.execute(delete(RootFolder).where(RootFolder.id == root_id))
    session.touch_everything("roots", "files")


def _parents_of(session: WriteSession, item_ids: Iterable[int]) -> list[int]:
    rows = session.execute(
        select(_ITEM.c.parent_id)
        .where(_ITEM.c.id.in_(list(item_ids)), _ITEM.c.parent_id.is_not(None))
        .distinct()
    )
    return list(rows.scalars())


def _empty_ones(session: WriteSession, parents: Sequence[int]) -> list[int]:
    full = set(
        session.execute(
            select(_ITEM.c.parent_id).where(_ITEM.c.parent_id.in_(parents)).distinct()
        ).scalars()
    )
    return [parent for parent in parents if parent not in full]


def _recount(session: WriteSession, seasons: Sequence[int], shows: Sequence[int]) -> None:
    """Count the episodes of seasons, and those of shows as the sum of their seasons."""
    child = _ITEM.alias()
    episodes = select(func.count()).where(child.c.parent_id == _ITEM.c.id).scalar_subquery()
    of_seasons = (
        select(func.coalesce(func.sum(child.c.child_count), 0))
        .where(child.c.parent_id == _ITEM.c.id)
        .scalar_subquery()
    )
    for ids, count in ((seasons, episodes), (shows, of_seasons)):
        session.execute(update(_ITEM).where(_ITEM.c.id.in_(ids)).values(child_count=count))
        session.touch(ids, "children")
