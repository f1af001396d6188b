"""What the home page shows: what was begun, which episode is next, what came in, this day before.

Each answer walks an index from its newest end and stops soon, so that it costs the same in a
library of a thousand items and of a million.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from media_manager.persistence.reader import LibraryReader

# What was begun longer ago than this many plays is found by searching, not by a glance at home.
_LAST_PLAYED = 1_000
# Of many marked at once, as with a whole show, the last few tell where one is.
_LAST_WATCHED = 300


class Played(NamedTuple):
    """An item that was played or marked as watched, and when (microseconds)."""

    item_id: int
    at: int


class Standing(NamedTuple):
    """The last episode of a show that was watched."""

    show_id: int
    season: int
    episode: int
    at: int


class Added(NamedTuple):
    """An item that came in, and the show it belongs to, if any."""

    item_id: int
    media_type: str
    show_id: int | None


def begun_items(reader: LibraryReader, viewer_id: int, limit: int) -> list[Played]:
    """Return what was begun and not finished, the last one first."""
    rows = reader.execute(
        "SELECT item_id, last_played_at FROM (SELECT item_id, last_played_at, resume_ms, watched "
        "FROM user_state WHERE viewer_id = ? AND last_played_at IS NOT NULL "
        "ORDER BY last_played_at DESC LIMIT ?) AS played "
        "WHERE resume_ms > 0 AND NOT watched ORDER BY last_played_at DESC LIMIT ?",
        (viewer_id, _LAST_PLAYED, limit),
    )
    return [Played(*row) for row in rows]


def watched_episodes(reader: LibraryReader, viewer_id: int) -> list[Standing]:
    """Return the episodes that were watched last, the newest first: played, or marked so."""
    played = _standings(
        reader,
        "SELECT item_id AS id, last_played_at AS at FROM user_state WHERE viewer_id = ? "
        "AND last_played_at IS NOT NULL ORDER BY last_played_at DESC LIMIT ?",
        (viewer_id, _LAST_WATCHED),
        viewer_id,
    )
    marked = _standings(
        reader,
        "SELECT media_item_id AS id, timestamp AS at FROM history_event "
        "WHERE event_type = 'watched' ORDER BY timestamp DESC LIMIT ?",
        (_LAST_WATCHED,),
        viewer_id,
    )
    return sorted((*played, *marked), key=lambda each: each.at, reverse=True)


def next_episode(reader: LibraryReader, standing: Standing, viewer_id: int) -> int | None:
    """Return the first episode behind the one that was watched last, that was not watched yet."""
    row = reader.execute(
        "SELECT e.id FROM media_item s CROSS JOIN media_item e "
        "LEFT JOIN user_state u ON u.item_id = e.id AND u.viewer_id = ? "
        "WHERE s.parent_id = ? AND e.parent_id = s.id AND s.season >= ? "
        "AND (s.season > ? OR e.episode > ?) AND (u.watched IS NULL OR NOT u.watched) "
        "AND (u.resume_ms IS NULL OR u.resume_ms = 0) ORDER BY s.season, e.episode LIMIT 1",
        (viewer_id, standing.show_id, standing.season, standing.season, standing.episode),
    ).fetchone()
    return None if row is None else int(row[0])


def added_items(reader: LibraryReader, media_types: Iterable[str], limit: int) -> list[Added]:
    """Return what came in last, the newest first, of these types."""
    types = tuple(media_types)
    select = (
        "SELECT id, media_type, parent_id, added_at FROM (SELECT id, media_type, parent_id, "
        "added_at FROM media_item WHERE media_type = ? ORDER BY added_at DESC, id DESC LIMIT ?) "
        "AS newest"
    )
    rows = reader.execute(
        f"SELECT n.id, n.media_type, s.parent_id FROM ({' UNION ALL '.join([select] * len(types))})"
        " AS n LEFT JOIN media_item s ON s.id = n.parent_id AND n.media_type = 'episode' "
        "ORDER BY n.added_at DESC, n.id DESC",
        [value for each in types for value in (each, limit)],
    )
    return [Added(*row) for row in rows]


def photos_between(
    reader: LibraryReader, spans: Sequence[tuple[int, int]], limit: int
) -> list[list[int]]:
    """Return the first photos of each span of instants (from, up to but without)."""
    return [
        [
            int(item_id)
            for (item_id,) in reader.execute(
                "SELECT item_id FROM photo WHERE taken_at >= ? AND taken_at < ? "
                "ORDER BY taken_at LIMIT ?",
                (start, end, limit),
            )
        ]
        for start, end in spans
    ]


def oldest_photo(reader: LibraryReader) -> int | None:
    """Return when the oldest photo was taken."""
    row = reader.execute("SELECT min(taken_at) FROM photo").fetchone()
    return None if row is None or row[0] is None else int(row[0])


def _standings(
    reader: LibraryReader, source: str, values: tuple[int, ...], viewer_id: int
) -> list[Standing]:
    rows = reader.execute(
        f"SELECT s.parent_id, s.season, e.episode, w.at FROM ({source}) AS w "
        "JOIN media_item e ON e.id = w.id JOIN media_item s ON s.id = e.parent_id "
        "JOIN user_state u ON u.item_id = e.id AND u.viewer_id = ? "
        "WHERE e.media_type = 'episode' AND s.parent_id IS NOT NULL AND s.season IS NOT NULL "
        "AND e.episode IS NOT NULL AND u.watched",
        (*values, viewer_id),
    )
    return [Standing(*row) for row in rows]
