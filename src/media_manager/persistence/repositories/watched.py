"""Keeps a show, its seasons and its episodes of one mind about being watched."""

from collections.abc import Sequence

from sqlalchemy import and_, func, select

from media_manager.persistence.models.base import table_of
from media_manager.persistence.models.items import MediaItem
from media_manager.persistence.models.organize import UserState
from media_manager.persistence.repositories.items import set_user_state
from media_manager.persistence.writer import WriteSession

_ITEM = table_of(MediaItem)
_STATE = table_of(UserState)
# Below the databases' limits of bound values.
_BATCH = 500


def with_descendants(session: WriteSession, item_ids: Sequence[int]) -> list[int]:
    """Return the ids, and those of the seasons and episodes below them."""
    found = dict.fromkeys(item_ids)
    level = list(item_ids)
    while level:
        batches = (level[start : start + _BATCH] for start in range(0, len(level), _BATCH))
        level = [
            child
            for batch in batches
            for child in session.execute(
                select(_ITEM.c.id).where(_ITEM.c.parent_id.in_(batch))
            ).scalars()
        ]
        found.update(dict.fromkeys(level))
    return list(found)


def refresh_parents(session: WriteSession, item_ids: Sequence[int], viewer_id: int) -> None:
    """Make seasons and shows above these items watched exactly when all below them is."""
    level = list(item_ids)
    while level:
        parents = select(_ITEM.c.parent_id).where(_ITEM.c.id.in_(level)).distinct()
        level = [each for each in session.execute(parents).scalars() if each is not None]
        for watched in (True, False):
            chosen = [each for each in level if _is_watched(session, each, viewer_id) is watched]
            if chosen:
                set_user_state(session, chosen, viewer_id, watched=watched)


def _is_watched(session: WriteSession, parent_id: int, viewer_id: int) -> bool:
    """Tell whether nothing directly below a parent is unwatched."""
    seen = and_(_STATE.c.item_id == _ITEM.c.id, _STATE.c.viewer_id == viewer_id)
    unwatched = session.execute(
        select(func.count())
        .select_from(_ITEM.outerjoin(_STATE, seen))
        .where(_ITEM.c.parent_id == parent_id, func.coalesce(_STATE.c.watched, False).is_(False))
    ).scalar_one()
    return not unwatched
