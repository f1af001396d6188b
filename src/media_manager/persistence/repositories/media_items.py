"""Media items as objects, for scripts and exports; lists use the reader instead."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from media_manager.persistence.models.items import MediaItem
from media_manager.persistence.models.people import Credit

_RELATED = (MediaItem.credits, MediaItem.external_ids, MediaItem.artwork, MediaItem.subtitles)


class MediaItemRepository:
    """Reads items through an ORM session of the caller's."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get_all(
        self, limit: int | None = None, offset: int = 0, *, lazy_load: bool = True
    ) -> Sequence[MediaItem]:
        """Return items by id. `lazy_load=False` also loads credits, ids, artwork and subtitles.

        The number of queries does not depend on the number of items. With `lazy_load=True` only
        item columns are read; a related list is read when it is first looked at.
        """
        return self._load(select(MediaItem), limit, offset, lazy_load=lazy_load)

    def get_by_library(
        self, library_id: int, limit: int | None = None, offset: int = 0, *, lazy_load: bool = True
    ) -> Sequence[MediaItem]:
        """Return the items of one library by id; the other arguments as in `get_all`."""
        statement = select(MediaItem).where(MediaItem.library_id == library_id)
        return self._load(statement, limit, offset, lazy_load=lazy_load)

    def count_all(self) -> int:
        """Count without loading a row."""
        return self._session.scalar(select(func.count()).select_from(MediaItem)) or 0

    def count_by_library(self, library_id: int) -> int:
        """Count one library without loading a row."""
        statement = (
            select(func.count()).select_from(MediaItem).where(MediaItem.library_id == library_id)
        )
        return self._session.scalar(statement) or 0

    def _load(
        self,
        statement: Select[MediaItem],
        limit: int | None,
        offset: int,
        *,
        lazy_load: bool,
    ) -> Sequence[MediaItem]:
        if not lazy_load:
            statement = statement.options(
                selectinload(MediaItem.credits).options(joinedload(Credit.person)),
                *(selectinload(each) for each in _RELATED[1:]),
            )
        statement = statement.order_by(MediaItem.id).offset(offset).limit(limit)
        return self._session.scalars(statement).all()
