"""Which artwork stands for an item in lists."""

from collections.abc import Sequence

from sqlalchemy import select

from media_manager.persistence.models.base import table_of
from media_manager.persistence.models.items import Artwork, MediaItem
from media_manager.persistence.repositories.items import update_items
from media_manager.persistence.writer import WriteSession

_ART = table_of(Artwork)
_ITEM = table_of(MediaItem)
# Best first; an episode shows a still, everything else a poster.
_POSTERS = ("poster", "keyart", "photo", "thumb", "landscape", "fanart")
_STILLS = ("thumb", "landscape", "fanart", "poster")


def choose_posters(session: WriteSession, item_ids: Sequence[int]) -> None:
    """Point each item at the artwork that a person chose, else at the best type it has."""
    items = session.execute(select(_ITEM.c.id, _ITEM.c.media_type).where(_ITEM.c.id.in_(item_ids)))
    kinds: dict[int, str] = {row.id: row.media_type for row in items}
    best: dict[int, tuple[tuple[int, int, int], int]] = {}
    rows = session.execute(
        select(_ART.c.id, _ART.c.media_item_id, _ART.c.artwork_type, _ART.c.is_chosen).where(
            _ART.c.media_item_id.in_(item_ids), _ART.c.download_status == "done"
        )
    )
    for row in rows:
        order = _STILLS if kinds.get(row.media_item_id) == "episode" else _POSTERS
        if row.artwork_type in order:
            rank = (0 if row.is_chosen else 1, order.index(row.artwork_type), row.id)
            if row.media_item_id not in best or rank < best[row.media_item_id][0]:
                best[row.media_item_id] = (rank, row.id)
    update_items(
        session,
        [{"id": n, "poster_id": best[n][1] if n in best else None} for n in kinds],
    )
