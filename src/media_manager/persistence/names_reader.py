"""Which file names are doubtful, and how many of all."""

from typing import NamedTuple

from media_manager.persistence.reader import LibraryReader


class DoubtfulFile(NamedTuple):
    """A file whose name is doubtful, what its library holds, and how many wait with it."""

    id: int
    path: bytes
    library_kind: str
    waiting: int


class NameCounts(NamedTuple):
    """Films and episodes on disk; how many of their names wait, and how many were refined."""

    names: int
    waiting: int
    refined: int


def doubtful_files(reader: LibraryReader, limit: int) -> list[DoubtfulFile]:
    """Return the next files whose names are to be read by the second tier."""
    waiting = count_doubtful(reader)
    rows = reader.execute(
        "SELECT f.id, f.path, b.kind FROM media_file f JOIN root_folder r ON r.id = f.root_id "
        "JOIN library b ON b.id = r.library_id WHERE f.name_status = 'doubtful' "
        "AND f.path IS NOT NULL ORDER BY f.id LIMIT ?",
        [limit],
    )
    return [DoubtfulFile(n, bytes(path), kind, waiting) for n, path, kind in rows]


def count_doubtful(reader: LibraryReader) -> int:
    """Return how many names wait for the second tier; by an index."""
    return _count(reader, "name_status = 'doubtful' AND path IS NOT NULL")


def count_names(reader: LibraryReader) -> NameCounts:
    """Count all names of films and episodes; looks at every file."""
    return NameCounts(
        _count(reader, "kind IN ('movie', 'episode')"),
        count_doubtful(reader),
        _count(reader, "name_status = 'refined'"),
    )


def _count(reader: LibraryReader, condition: str) -> int:
    (count,) = reader.execute(f"SELECT count(*) FROM media_file WHERE {condition}").fetchone()
    return int(count)
