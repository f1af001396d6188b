"""Files that turn out to be known ones: adopted, or proposed to a person."""

from sqlalchemy import delete, func, insert, select, update

from media_manager.domain.uids import now_us
from media_manager.persistence.models.base import table_of
from media_manager.persistence.models.items import ItemFile
from media_manager.persistence.models.places import MediaFile
from media_manager.persistence.models.records import MoveReview
from media_manager.persistence.repositories.hand_over import hand_over
from media_manager.persistence.repositories.items import add_history
from media_manager.persistence.repositories.places import update_files
from media_manager.persistence.repositories.removal import remove_with_parents
from media_manager.persistence.repositories.tree import items_of_files
from media_manager.persistence.writer import WriteSession

_FILE = table_of(MediaFile)
_LINK = table_of(ItemFile)
_REVIEW = table_of(MoveReview)
_PLACE = (
    "root_id",
    "folder_id",
    "path",
    "device",
    "inode",
    "size_bytes",
    "mtime_ns",
    "name_status",
)


def adopt_file(session: WriteSession, old_id: int, new_id: int) -> None:
    """Put a known file where a new one was found: its item, edits and history stay with it.

    The row of the new file goes, and the items that were made for it alone; what lies beside it,
    such as its poster, is the known item's from then on.
    """
    place = session.execute(
        select(*(_FILE.c[name] for name in _PLACE)).where(_FILE.c.id == new_id)
    ).one()
    made = _items_of(session, new_id)
    session.execute(delete(_FILE).where(_FILE.c.id == new_id))
    update_files(
        session, [{"id": old_id, "state": "present", "missing_since": None, **place._asdict()}]
    )
    left = set(
        session.execute(
            select(_LINK.c.item_id)
            .where(_LINK.c.item_id.in_(made), _LINK.c.role == "main")
            .distinct()
        ).scalars()
    )
    gone = [item_id for item_id in made if item_id not in left]
    owners = _items_of(session, old_id)
    # Two episodes in one file come in the same order from both names.
    for from_id, to_id in zip(gone, owners, strict=False):
        hand_over(session, from_id, to_id)
    remove_with_parents(session, gone)
    session.touch(items_of_files(session, [old_id]).get(old_id, []), "files")


def _items_of(session: WriteSession, file_id: int) -> list[int]:
    """Return the items that a file plays, in the order of its episodes."""
    rows = session.execute(
        select(_LINK.c.item_id)
        .where(_LINK.c.file_id == file_id, _LINK.c.role == "main")
        .order_by(_LINK.c.episode_order, _LINK.c.item_id)
    )
    return list(rows.scalars())


def accept_review(session: WriteSession, old_id: int, new_id: int, note: str) -> None:
    """Take a person's word that a new file is the old one; `note` tells the item's history."""
    adopt_file(session, old_id, new_id)
    # Nobody compared what they hold: look into it again.
    update_files(session, [{"id": old_id, "partial_hash": None, "probe_status": "pending"}])
    session.execute(
        update(_REVIEW).where(_REVIEW.c.old_file_id == old_id).values(decision="rejected")
    )
    add_history(session, _items_of(session, old_id), "moved", note)
    session.touch_everything("reviews")


def reject_review(session: WriteSession, review_id: int) -> None:
    """Take a person's word that both files are different ones; the pair is not asked for again."""
    session.execute(update(_REVIEW).where(_REVIEW.c.id == review_id).values(decision="rejected"))
    session.touch_everything("reviews")


def propose_move(session: WriteSession, old_id: int, new_id: int) -> None:
    """Ask a person whether the new file is the old one; never again once it is decided."""
    known = session.execute(
        select(func.count())
        .select_from(_REVIEW)
        .where(_REVIEW.c.old_file_id == old_id, _REVIEW.c.new_file_id == new_id)
    ).scalar()
    if not known:
        session.execute(
            insert(_REVIEW),
            {
                "old_file_id": old_id,
                "new_file_id": new_id,
                "reason": "same-size-and-name",
                "created_at": now_us(),
            },
        )
        session.touch_everything("reviews")
