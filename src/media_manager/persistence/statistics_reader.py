"""Counts items and files for `stats`: whole tables, so not for lists, which have counters."""

from typing import NamedTuple

from media_manager.persistence.reader import LibraryReader


class ItemCounts(NamedTuple):
    """The items of one type in one library."""

    library_id: int
    media_type: str
    items: int
    unmatched: int
    runtime_minutes: int
    watched: int
    favorites: int


class FileCounts(NamedTuple):
    """The files of one library; `files` and `size_bytes` are those that are there."""

    library_id: int
    files: int
    size_bytes: int
    missing: int
    offline: int
    waiting: int
    unreadable: int


_ITEMS = """
SELECT i.library_id, i.media_type, count(*),
    sum(CASE WHEN i.state <> 'matched' THEN 1 ELSE 0 END),
    COALESCE(sum(i.runtime_minutes), 0),
    sum(CASE WHEN u.watched THEN 1 ELSE 0 END),
    sum(CASE WHEN u.favorite THEN 1 ELSE 0 END)
FROM media_item i LEFT JOIN user_state u ON u.item_id = i.id AND u.viewer_id = ?
GROUP BY i.library_id, i.media_type
"""
_FILES = """
SELECT r.library_id,
    sum(CASE WHEN f.state = 'present' THEN 1 ELSE 0 END),
    sum(CASE WHEN f.state = 'present' THEN f.size_bytes ELSE 0 END),
    sum(CASE WHEN f.state = 'missing' THEN 1 ELSE 0 END),
    sum(CASE WHEN r.state = 'offline' THEN 1 ELSE 0 END),
    sum(CASE WHEN f.probe_status = 'pending' THEN 1 ELSE 0 END),
    sum(CASE WHEN f.probe_status = 'failed' THEN 1 ELSE 0 END)
FROM media_file f JOIN root_folder r ON r.id = f.root_id GROUP BY r.library_id
"""


def library_names(reader: LibraryReader) -> list[tuple[int, str, str]]:
    """Return number, name and kind of each library, by name."""
    return list(reader.execute("SELECT id, name, kind FROM library ORDER BY name, id").fetchall())


def count_items(reader: LibraryReader, *, viewer_id: int = 1) -> list[ItemCounts]:
    """Return the counts of each type in each library."""
    return [ItemCounts(*row) for row in reader.execute(_ITEMS, [viewer_id])]


def count_files(reader: LibraryReader) -> list[FileCounts]:
    """Return the counts of files of each library that has any."""
    return [FileCounts(*row) for row in reader.execute(_FILES)]
