"""Which files wait to be probed."""

from collections.abc import Sequence
from typing import NamedTuple

from media_manager.persistence.reader import LibraryReader

_FILE = (
    "SELECT f.id, r.path, f.path FROM media_file f JOIN root_folder r ON r.id = f.root_id "
    "WHERE f.state = 'present' AND r.state <> 'offline' AND f.path IS NOT NULL"
)


class PendingFile(NamedTuple):
    """A file to look into."""

    id: int
    root_path: bytes
    path: bytes


def pending_files(reader: LibraryReader, limit: int, *, after_id: int = 0) -> list[PendingFile]:
    """Return the next files to probe of roots that are there."""
    rows = reader.execute(
        f"{_FILE} AND f.probe_status = 'pending' AND f.id > ? ORDER BY f.id LIMIT ?",
        [after_id, limit],
    )
    return [PendingFile(n, bytes(root), bytes(path)) for n, root, path in rows]


def count_pending_files(reader: LibraryReader) -> int:
    """Return how many files wait, also those of roots that are away; by an index."""
    (waiting,) = reader.execute(
        "SELECT count(*) FROM media_file WHERE probe_status = 'pending'"
    ).fetchone()
    return int(waiting)


def present_files_of(reader: LibraryReader, file_ids: Sequence[int]) -> list[PendingFile]:
    """Return these files, without those that are away now."""
    marks = ", ".join("?" for _ in file_ids)
    rows = reader.execute(f"{_FILE} AND f.id IN ({marks}) ORDER BY f.id", file_ids)
    return [PendingFile(n, bytes(root), bytes(path)) for n, root, path in rows]
