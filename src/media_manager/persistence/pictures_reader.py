"""Which pictures the lists show: the artwork of items, and photos, which are their own."""

from collections.abc import Sequence
from typing import NamedTuple

from media_manager.persistence.reader import LibraryReader

_ARTWORK = (
    "SELECT a.id, r.path, a.path, COALESCE(a.stamp, 0) FROM artwork a "
    "JOIN media_item i ON i.id = a.media_item_id AND i.poster_id = a.id "
    "JOIN root_folder r ON r.id = a.root_id "
    "WHERE a.path IS NOT NULL AND r.state <> 'offline'"
)
_PHOTO = (
    "SELECT -f.id, r.path, f.path, f.mtime_ns FROM media_file f "
    "JOIN root_folder r ON r.id = f.root_id "
    "WHERE f.kind = 'photo' AND f.state = 'present' AND f.path IS NOT NULL "
    "AND r.state <> 'offline'"
)


class Picture(NamedTuple):
    """A picture by the number that lists know it by: a photo has the negative id of its file."""

    key: int
    root_path: bytes
    path: bytes
    stamp: int

    @property
    def full_path(self) -> bytes:
        return self.root_path + b"/" + self.path


def artwork_after(reader: LibraryReader, artwork_id: int, limit: int) -> list[Picture]:
    """Return the next pictures that stand for items, by id."""
    sql = f"{_ARTWORK} AND a.id > ? ORDER BY a.id LIMIT ?"
    return _pictures(reader, sql, [artwork_id, limit])


def photos_after(reader: LibraryReader, file_id: int, limit: int) -> list[Picture]:
    """Return the next photos, by the id of their file."""
    return _pictures(reader, f"{_PHOTO} AND f.id > ? ORDER BY f.id LIMIT ?", [file_id, limit])


def pictures_of(reader: LibraryReader, keys: Sequence[int]) -> list[Picture]:
    """Return these pictures, without those that are gone."""
    found: list[Picture] = []
    for sql, column, ids in (
        (_ARTWORK, "a.id", [key for key in keys if key > 0]),
        (_PHOTO, "f.id", [-key for key in keys if key < 0]),
    ):
        if ids:
            marks = ", ".join("?" for _ in ids)
            found += _pictures(reader, f"{sql} AND {column} IN ({marks}) ORDER BY {column}", ids)
    return found


def count_pictures(reader: LibraryReader) -> int:
    """Return about how many pictures there are to show; looks at every item once."""
    (artwork,) = reader.execute(
        "SELECT count(*) FROM media_item WHERE poster_id IS NOT NULL"
    ).fetchone()
    (photos,) = reader.execute(
        "SELECT count(*) FROM media_file WHERE kind = 'photo' AND state = 'present'"
    ).fetchone()
    return int(artwork) + int(photos)


def newest_picture(reader: LibraryReader) -> tuple[int, int]:
    """Return the highest id of artwork, and of a file: what has come since is above it."""
    row = reader.execute(
        "SELECT (SELECT max(id) FROM artwork), (SELECT max(id) FROM media_file)"
    ).fetchone()
    return int(row[0] or 0), int(row[1] or 0)


def _pictures(reader: LibraryReader, sql: str, values: Sequence[int]) -> list[Picture]:
    rows = reader.execute(sql, values)
    return [
        Picture(key, bytes(root).rstrip(b"/"), bytes(path), stamp)
        for key, root, path, stamp in rows
    ]
