"""Which moved files wait for a person's decision."""

from typing import NamedTuple

from media_manager.persistence.reader import LibraryReader


class ReviewRow(NamedTuple):
    """A file that is gone, one that may be it, and the items that they play."""

    id: int
    old_file_id: int
    new_file_id: int
    old_item_id: int | None
    new_item_id: int | None
    old_root: bytes
    old_path: bytes
    new_root: bytes
    new_path: bytes
    old_size: int
    new_size: int
    mtime_ns: int
    created_at: int


# A file that is back where it was, or gone again where it was found, leaves nothing to decide.
_OPEN = (
    "FROM move_review v JOIN media_file o ON o.id = v.old_file_id "
    "JOIN media_file n ON n.id = v.new_file_id JOIN root_folder p ON p.id = o.root_id "
    "JOIN root_folder q ON q.id = n.root_id WHERE v.decision = 'none' AND n.state = 'present' "
    "AND (o.state = 'missing' OR p.state = 'held') AND o.path IS NOT NULL AND n.path IS NOT NULL"
)
_ITEM = "(SELECT min(l.item_id) FROM item_file l WHERE l.file_id = {file}.id AND l.role = 'main')"


def open_reviews(reader: LibraryReader) -> list[ReviewRow]:
    """Return the moves that nobody decided yet, in the order of their old paths."""
    rows = reader.execute(
        f"SELECT v.id, o.id, n.id, {_ITEM.format(file='o')}, {_ITEM.format(file='n')}, p.path, "
        f"o.path, q.path, n.path, o.size_bytes, n.size_bytes, n.mtime_ns, v.created_at {_OPEN} "
        "ORDER BY p.path, o.path, q.path, n.path, v.id"
    )
    return [
        ReviewRow._make((*row[:5], *(bytes(path) for path in row[5:9]), *row[9:])) for row in rows
    ]


def count_open_reviews(reader: LibraryReader) -> int:
    """Return how many moves wait for a decision."""
    (count,) = reader.execute(f"SELECT count(*) {_OPEN}").fetchone()
    return int(count)
