"""The home page: where to go on, what is new, what needs a decision, what was on this day."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from media_manager.domain.media import MediaRow, MediaType
from media_manager.domain.query import Field, Ids, Node, Not, Or, Order, Query, SortKey
from media_manager.domain.query.values import bounds
from media_manager.persistence.home_reader import (
    Added,
    added_items,
    begun_items,
    next_episode,
    oldest_photo,
    photos_between,
    watched_episodes,
)
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.searches_reader import resolved

CONTINUE, ADDED, NEEDS_YOU, THIS_DAY = "begun", "added", "needs-you", "this-day"

# As many as a wide window shows in a line, and a line more to scroll to.
_CARDS = 24
# Shows whose next episode is looked for: one small question each.
_SHOWS = 12
_NEWEST = 120
_PHOTOS = 6
_YEARS_BACK = 40
_PLAYED = (MediaType.MOVIE, MediaType.EPISODE, MediaType.VIDEO, MediaType.PHOTO)


@dataclass(frozen=True, slots=True)
class HomeLine:
    """One line of the page: its first items, and the query of all of them."""

    key: str
    items: tuple[MediaRow, ...]
    query: Query


def home_page(
    reader: LibraryReader, now: datetime, *, within: tuple[Node, ...] = (), viewer_id: int = 1
) -> list[HomeLine]:
    """Return the lines that have something in them. `now` has the zone of the person.

    `within` are the conditions of a virtual library: what does not meet them is left out.
    """
    return [line for line in _lines(reader, now, within, viewer_id) if line.items]


def _lines(
    reader: LibraryReader, now: datetime, within: tuple[Node, ...], viewer_id: int
) -> Iterable[HomeLine]:
    with reader.snapshot():
        undecided = resolved(reader, undecided_query(viewer_id).narrowed(*within))
        days, photos = _this_day(reader, now)
        for key, ids, query in (
            (CONTINUE, continue_ids(reader, viewer_id), begun_query(viewer_id)),
            (ADDED, _added_ids(reader), added_query(viewer_id)),
            (NEEDS_YOU, reader.first_ids(undecided, _CARDS), undecided_query(viewer_id)),
            (THIS_DAY, photos, this_day_query(days, viewer_id)),
        ):
            kept = _within(reader, ids, within)
            yield HomeLine(key, tuple(reader.rows(kept, viewer_id=viewer_id)), query)


def _within(reader: LibraryReader, ids: Sequence[int], within: tuple[Node, ...]) -> list[int]:
    """Return those of a few items that meet the conditions."""
    if not within or not ids:
        return list(ids)
    asked = Query((*within, Ids(array("q", ids).tobytes())), SortKey.ADDED)
    there = frozenset(reader.all_ids(resolved(reader, asked)))
    return [item_id for item_id in ids if item_id in there]


def continue_ids(reader: LibraryReader, viewer_id: int = 1) -> list[int]:
    """Return what to go on with, the last one first: what was begun, and the next episodes."""
    found = [(each.at, each.item_id) for each in begun_items(reader, viewer_id, _CARDS)]
    shows: set[int] = set()
    for standing in watched_episodes(reader, viewer_id):
        if standing.show_id in shows:
            continue
        if len(shows) == _SHOWS:
            break
        shows.add(standing.show_id)
        item_id = next_episode(reader, standing, viewer_id)
        if item_id is not None:
            found.append((standing.at, item_id))
    newest = sorted(found, reverse=True)
    return list(dict.fromkeys(item_id for _at, item_id in newest))[:_CARDS]


def begun_query(viewer_id: int = 1) -> Query:
    """Return the query of what was begun; next episodes are found at home only."""
    where = (Field("is", "inprogress"),)
    return Query(where, SortKey.WATCHED, descending=True, viewer_id=viewer_id)


def added_query(viewer_id: int = 1) -> Query:
    where = (Not(Field("type", "season")), Not(Field("type", "show")))
    return Query(where, SortKey.ADDED, descending=True, viewer_id=viewer_id)


def undecided_query(viewer_id: int = 1) -> Query:
    where = (Field("is", "unmatched"), Not(Field("type", "season")))
    return Query(where, viewer_id=viewer_id)


def this_day_query(days: Sequence[str], viewer_id: int = 1) -> Query:
    """Return the query of the photos of some days, the newest year first."""
    taken: tuple[Node, ...] = tuple(Field("taken", day) for day in days)
    where = (Or(taken),) if len(taken) > 1 else taken
    order = Order(SortKey.TAKEN, descending=True)
    return Query(where, order.sort, order.descending, viewer_id=viewer_id)


def _added_ids(reader: LibraryReader) -> list[int]:
    """Return what came in last; a show once, however many episodes came, photos only a few."""
    chosen: dict[int, None] = {}
    photos = 0
    for each in added_items(reader, (str(kind) for kind in _PLAYED), _NEWEST):
        photos += each.media_type == MediaType.PHOTO
        if each.media_type == MediaType.PHOTO and photos > _PHOTOS:
            continue
        chosen[_shown(each)] = None
    return list(chosen)[:_CARDS]


def _shown(added: Added) -> int:
    return added.item_id if added.show_id is None else added.show_id


def _this_day(reader: LibraryReader, now: datetime) -> tuple[list[str], list[int]]:
    """Return the days of earlier years that have photos, and the first photos of each."""
    oldest = oldest_photo(reader)
    if oldest is None:
        return [], []
    first = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=oldest)).year
    years = range(now.year - 1, max(first - 1, now.year - _YEARS_BACK), -1)
    days = [f"{year:04}-{now.month:02}-{now.day:02}" for year in years if _exists(year, now)]
    spans = [_span(day, now) for day in days]
    found = photos_between(reader, spans, _PHOTOS)
    ids = [item_id for each in found for item_id in each]
    return [day for day, each in zip(days, found, strict=True) if each], ids[:_CARDS]


def _exists(year: int, now: datetime) -> bool:
    """Tell whether a year has this day: the 29th of February comes every fourth."""
    try:
        now.replace(year=year)
    except ValueError:
        return False
    return True


def _span(day: str, now: datetime) -> tuple[int, int]:
    found = bounds(Field("taken", day), now)
    return int(found.low or 0), int(found.high or 0)
