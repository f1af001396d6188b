"""Files that turn out to be known ones: adopted, or proposed to a person."""

from sqlalchemy import delete, func, insert, select

from media_manager.domain.uids import now_us
from media_manager.persistence.models.base import table_of
from media_manager.persistence.models.items import ItemFile
from media_manager.persistence.models.places import MediaFile
from media_manager.persistence.models.records import MoveReview
from media_manager.persistence.repositories.places import update_files
from media_manager.persistence.repositories.removal import remove_with_parents
from media_manager.persistence.writer import WriteSession

_FILE = table_of(MediaFile)
_LINK = table_of(ItemFile)
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

    The row of the new file goes, and the items that were made for it alone.
    """
    place = session.execute(
        select(*(_FILE.c[name] for name in _PLACE)).where(_FILE.c.id == new_id)
    ).one()
    made = list(session.execute(select(_LINK.c.item_id).where(_LINK.c.file_id == new_id)).scalars())
    session.execute(delete(_FILE).where(_FILE.c.id == new_id))
    update_files(
        session, [{"id": old_id, "state": "present", "missing_since": None, **place._asdict()}]
    )
    left = set(
        session.execute(
            select(_LINK.c.item_id).where(_LINK.c.item_id.in_(made)).distinct()
        ).scalars()
    )
    remove_with_parents(session, [item_id for item_id in made if item_id not in left])
    owners = session.execute(select(_LINK.c.item_id).where(_LINK.c.file_id == old_id)).scalars()
    session.touch(owners, "files")


def propose_move(session: WriteSession, old_id: int, new_id: int) -> None:
    """Ask a person whether the new file is the old one; asked once."""
    table = table_of(MoveReview)
    known = session.execute(
        select(func.count())
        .select_from(table)
        .where(table.c.old_file_id == old_id, table.c.new_file_id == new_id)
    ).scalar()
    if not known:
        session.execute(
            insert(table),
            {
                "old_file_id": old_id,
                "new_file_id": new_id,
                "reason": "same-size-and-name",
                "created_at": now_us(),
            },
        )
