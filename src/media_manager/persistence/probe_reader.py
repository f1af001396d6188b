"""Which files wait to be probed."""

from typing import NamedTuple

from media_manager.persistence.reader import LibraryReader


class PendingFile(NamedTuple):
    """A file that waits, and how many wait with it."""

    id: int
    root_path: bytes
    path: bytes
    waiting: int


def pending_files(reader: LibraryReader, limit: int) -> list[PendingFile]:
    """Return the next files to probe of roots that are there."""
    (waiting,) = reader.execute(
        "SELECT count(*) FROM media_file WHERE probe_status = 'pending'"
    ).fetchone()
    rows = reader.execute(
        "SELECT f.id, r.path, f.path FROM media_file f JOIN root_folder r ON r.id = f.root_id "
        "WHERE f.probe_status = 'pending' AND f.state = 'present' AND r.state <> 'offline' "
        "AND f.path IS NOT NULL ORDER BY f.id LIMIT ?",
        [limit],
    )
    return [PendingFile(n, bytes(root), bytes(path), waiting) for n, root, path in rows]
