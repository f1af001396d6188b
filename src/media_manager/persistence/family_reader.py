"""Reads how far shows and seasons are watched, and sums up many items at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from media_manager.domain.family import Progress, Totals
from media_manager.persistence.reader import LibraryReader

# Below SQLite's and psycopg's limits of bound values, and short enough to be interrupted.
_BATCH = 500

_PROGRESS = """
SELECT {parent}, count(*), sum(CASE WHEN u.watched THEN 1 ELSE 0 END)
FROM media_item e {join}
LEFT JOIN user_state u ON u.item_id = e.id AND u.viewer_id = ?
WHERE e.media_type = 'episode' AND {parent} IN ({marks}) GROUP BY {parent}
"""
# Specials come last: nobody starts a show with them.
_EPISODES = """
SELECT e.id, COALESCE(u.watched, {false}) FROM media_item e
LEFT JOIN media_item s ON s.id = e.parent_id
LEFT JOIN user_state u ON u.item_id = e.id AND u.viewer_id = ?
WHERE e.media_type = 'episode' AND (e.parent_id = ? OR s.parent_id = ?)
ORDER BY CASE WHEN e.season = 0 THEN 1 ELSE 0 END, e.season, e.episode, e.premiered, e.id
"""
_TOTALS = """
SELECT i.media_type, count(*), sum(COALESCE(i.runtime_minutes, 0)), sum(COALESCE(f.size_bytes, 0)),
    sum(CASE WHEN u.watched THEN 1 ELSE 0 END), sum(CASE WHEN u.favorite THEN 1 ELSE 0 END)
FROM media_item i
LEFT JOIN media_file f ON f.id = i.main_file_id
LEFT JOIN user_state u ON u.item_id = i.id AND u.viewer_id = ?
WHERE i.id IN ({marks}) GROUP BY i.media_type
"""
_TAGS = """
SELECT t.name, count(*) FROM item_tag k JOIN tag t ON t.id = k.tag_id
WHERE k.item_id IN ({marks}) GROUP BY t.name
"""


@dataclass(slots=True)
class _Sum:
    items: int = 0
    by_type: dict[str, int] = field(default_factory=dict)
    minutes: int = 0
    size_bytes: int = 0
    watched: int = 0
    favorites: int = 0
    tags: dict[str, int] = field(default_factory=dict)


def read_progress(
    reader: LibraryReader, parent_ids: Sequence[int], *, viewer_id: int = 1
) -> dict[int, Progress]:
    """Return show or season id -> how many episodes it has and how many are watched."""
    found: dict[int, Progress] = {}
    for batch in _batches(parent_ids):
        marks = ",".join("?" for _ in batch)
        for parent, join in (
            ("e.parent_id", ""),
            ("s.parent_id", "JOIN media_item s ON s.id = e.parent_id"),
        ):
            sql = _PROGRESS.format(parent=parent, join=join, marks=marks)
            for item_id, episodes, watched in reader.execute(sql, [viewer_id, *batch]):
                found[item_id] = Progress(episodes, watched)
    return found


def read_episodes(
    reader: LibraryReader, parent_id: int, *, viewer_id: int = 1
) -> list[tuple[int, bool]]:
    """Return (id, watched) of every episode below a show or season, in the order to watch them."""
    sql = _EPISODES.format(false=reader.false)
    rows = reader.execute(sql, [viewer_id, parent_id, parent_id])
    return [(item_id, bool(watched)) for item_id, watched in rows]


def read_totals(reader: LibraryReader, item_ids: Iterable[int], *, viewer_id: int = 1) -> Totals:
    """Return what many items come to together; ids that are gone count nothing."""
    total = _Sum()
    for batch in _batches(list(item_ids)):
        marks = ",".join("?" for _ in batch)
        rows = reader.execute(_TOTALS.format(marks=marks), [viewer_id, *batch])
        for media_type, count, minutes, size_bytes, watched, favorites in rows:
            total.items += count
            total.by_type[media_type] = total.by_type.get(media_type, 0) + count
            total.minutes += minutes
            total.size_bytes += size_bytes
            total.watched += watched
            total.favorites += favorites
        for name, count in reader.execute(_TAGS.format(marks=marks), list(batch)):
            total.tags[name] = total.tags.get(name, 0) + count
    return Totals(
        total.items,
        total.by_type,
        total.minutes,
        total.size_bytes,
        total.watched,
        total.favorites,
        total.tags,
    )


def read_tag_names(reader: LibraryReader, limit: int) -> list[str]:
    """Return the names of tags, for completion."""
    rows = reader.execute("SELECT name FROM tag ORDER BY name LIMIT ?", [limit])
    return [name for (name,) in rows]


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))
