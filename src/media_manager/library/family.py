"""Look at several items as one: a show with its episodes, a selection with its totals."""

from collections.abc import Sequence

from media_manager.domain.family import DetailsPage, FamilyLine, ShowSummary, Totals
from media_manager.domain.media import MediaRow, MediaType
from media_manager.library import browse
from media_manager.library.details import get_details
from media_manager.persistence.family_reader import (
    read_episodes,
    read_progress,
    read_tag_names,
    read_totals,
)
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.scan_reader import child_ids

_PARENTS = frozenset({MediaType.SHOW, MediaType.SEASON})
# Completion helps with this many; nobody scrolls through more.
_TAGS_OFFERED = 2_000


def lines(reader: LibraryReader, ids: Sequence[int]) -> list[FamilyLine]:
    """Return tree lines by id, without those that are gone."""
    return _lines(reader, browse.rows(reader, ids))


def child_lines(reader: LibraryReader, parent_id: int) -> list[FamilyLine]:
    """Return the lines below a show or season, in order."""
    return _lines(reader, browse.children(reader, parent_id))


def show_summary(reader: LibraryReader, parent_id: int) -> ShowSummary:
    """Return how far a show or season is watched, and what comes next."""
    progress = read_progress(reader, [parent_id]).get(parent_id)
    if progress is None:
        return ShowSummary()
    episodes = read_episodes(reader, parent_id)
    waiting = next((item_id for item_id, watched in episodes if not watched), None)
    row = None if waiting is None else next(iter(browse.rows(reader, [waiting])), None)
    return ShowSummary(progress, len(child_ids(reader, parent_id)), row)


def details_page(reader: LibraryReader, item_id: int) -> DetailsPage:
    """Return all that the details panel shows of one item; raise ItemNotFound."""
    details = get_details(reader, item_id)
    summary = show_summary(reader, item_id) if details.row.media_type in _PARENTS else None
    return DetailsPage(details, summary, tuple(read_tag_names(reader, _TAGS_OFFERED)))


def selection_totals(reader: LibraryReader, item_ids: Sequence[int]) -> tuple[Totals, list[str]]:
    """Return what a selection comes to, and the names of known tags."""
    return read_totals(reader, item_ids), read_tag_names(reader, _TAGS_OFFERED)


def _lines(reader: LibraryReader, rows: Sequence[MediaRow]) -> list[FamilyLine]:
    parents = [row.id for row in rows if row.media_type in _PARENTS]
    progress = read_progress(reader, parents)
    return [FamilyLine(row, progress.get(row.id)) for row in rows]
