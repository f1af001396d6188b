"""Moved files that a scan is not sure of: list them, and let a person decide each.

Size, time and name are the same, but nobody knows whether the content is. Until it is decided
the old file counts as missing and the new one has an item of its own.
"""

import os
from dataclasses import dataclass

from media_manager.domain.media import MediaRow, MediaType
from media_manager.errors import LibraryError
from media_manager.files import display_path
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.reviews_reader import ReviewRow, count_open_reviews, open_reviews
from media_manager.persistence.store import LibraryStore


@dataclass(frozen=True, slots=True)
class MoveReviewLine:
    """One question: is the new file the one that is gone?

    `new_item_id` is the item that was made for the new file; it goes when they are the same.
    """

    id: int
    item_id: int | None
    media_type: str | None
    title: str
    new_item_id: int | None
    old_path: str
    new_path: str
    old_size: int
    new_size: int
    mtime_ns: int
    created_at: int


def count_reviews(reader: LibraryReader) -> int:
    """Return how many questions are open."""
    return count_open_reviews(reader)


def find_reviews(reader: LibraryReader) -> list[MoveReviewLine]:
    """Return the open questions, in the order of the old paths."""
    with reader.snapshot():
        found = open_reviews(reader)
        ids = {row.old_item_id for row in found if row.old_item_id is not None}
        items = {row.id: row for row in reader.rows(sorted(ids))}
    return [_line(row, items.get(row.old_item_id or 0)) for row in found]


def get_review(store: LibraryStore, review_id: int) -> MoveReviewLine:
    """Return one open question; raise LibraryError when there is none of this number."""
    with store.reading() as reader:
        for line in find_reviews(reader):
            if line.id == review_id:
                return line
    raise _no_question(review_id)


def accept_move(store: LibraryStore, review_id: int) -> None:
    """Say that the new file is the old one: its item, edits and history go on with it.

    The item that was made for the new file goes; other files that were proposed for the old one
    are different ones. Raises LibraryError when the question is no longer open.
    """
    from media_manager.persistence.repositories.moves import accept_review  # noqa: PLC0415 - late

    with store.writing("user", durable=True) as session:
        row = _get_row(store, review_id)
        note = f"{_path(row.old_root, row.old_path)} → {_path(row.new_root, row.new_path)}"
        accept_review(session, row.old_file_id, row.new_file_id, note)


def reject_move(store: LibraryStore, review_id: int) -> None:
    """Say that both are different files: both stay, and the pair is not asked for again.

    Raises LibraryError when the question is no longer open.
    """
    from media_manager.persistence.repositories.moves import reject_review  # noqa: PLC0415 - late

    with store.writing("user", durable=True) as session:
        reject_review(session, _get_row(store, review_id).id)


def _get_row(store: LibraryStore, review_id: int) -> ReviewRow:
    # Asked while the write lock is held: nobody decides the same between here and the write.
    with store.reading() as reader:
        for row in open_reviews(reader):
            if row.id == review_id:
                return row
    raise _no_question(review_id)


def _no_question(review_id: int) -> LibraryError:
    return LibraryError(
        f"There is no open question number {review_id}.",
        hint="It was decided, or one of its files is back. See `libraries reviews`.",
    )


def _line(row: ReviewRow, item: MediaRow | None) -> MoveReviewLine:
    return MoveReviewLine(
        id=row.id,
        item_id=row.old_item_id,
        media_type=item.media_type if item is not None else None,
        title=_title(item) if item is not None else display_path(os.path.basename(row.old_path)),  # noqa: PTH119 - bytes
        new_item_id=row.new_item_id if row.new_item_id != row.old_item_id else None,
        old_path=_path(row.old_root, row.old_path),
        new_path=_path(row.new_root, row.new_path),
        old_size=row.old_size,
        new_size=row.new_size,
        mtime_ns=row.mtime_ns,
        created_at=row.created_at,
    )


def _title(item: MediaRow) -> str:
    if item.media_type == MediaType.EPISODE:
        place = f"S{item.season or 0:02}"
        place += f"E{item.episode:02}" if item.episode is not None else ""
        return f"{item.parent_title or ''} {place} {item.title}".strip()
    return f"{item.title} ({item.year})" if item.year else item.title


def _path(root: bytes, path: bytes) -> str:
    return display_path(os.path.join(root, path))  # noqa: PTH118 - bytes
