"""Gives an item what lies beside its file at the new place, before the item made there goes."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select, update

from media_manager.domain.media import Layer
from media_manager.persistence.models.base import table_of
from media_manager.persistence.models.items import (
    Artwork,
    ItemFile,
    MediaItem,
    Subtitle,
    ValueLayer,
)
from media_manager.persistence.repositories.posters import choose_posters
from media_manager.persistence.repositories.values import apply_values
from media_manager.persistence.writer import WriteSession

_ITEM = table_of(MediaItem)
_LINK = table_of(ItemFile)
_LAYER = table_of(ValueLayer)


def hand_over(session: WriteSession, from_id: int, to_id: int) -> None:
    """Give artwork, subtitles, NFO and extras of one item to another, and so up the tree.

    A season or show hands over what is its own only when it holds nothing else and goes too.
    """
    pairs = zip(_lineage(session, from_id), _lineage(session, to_id), strict=False)
    for giver, taker in pairs:
        if giver == taker:
            return
        _hand_over_one(session, giver, taker)
        if _siblings(session, giver):
            return


def _hand_over_one(session: WriteSession, giver: int, taker: int) -> None:
    for table in (table_of(Artwork), table_of(Subtitle)):
        local = table.c.source == "local"
        if session.execute(select(table.c.id).where(table.c.media_item_id == giver, local)).first():
            session.execute(delete(table).where(table.c.media_item_id == taker, local))
            session.execute(
                update(table)
                .where(table.c.media_item_id == giver, local)
                .values(media_item_id=taker)
            )
    nfo = _LAYER.c.layer == str(Layer.NFO)
    if session.execute(select(_LAYER.c.source).where(_LAYER.c.item_id == giver, nfo)).first():
        session.execute(delete(_LAYER).where(_LAYER.c.item_id == taker, nfo))
        session.execute(update(_LAYER).where(_LAYER.c.item_id == giver, nfo).values(item_id=taker))
    known = select(_LINK.c.file_id).where(_LINK.c.item_id == taker).scalar_subquery()
    session.execute(
        update(_LINK)
        .where(_LINK.c.item_id == giver, _LINK.c.role != "main", _LINK.c.file_id.not_in(known))
        .values(item_id=taker)
    )
    apply_values(session, [taker])
    choose_posters(session, [taker])


def _lineage(session: WriteSession, item_id: int) -> Sequence[int]:
    """Return the item, its season and its show."""
    found = []
    parent: int | None = item_id
    while parent is not None:
        found.append(parent)
        parent = session.execute(select(_ITEM.c.parent_id).where(_ITEM.c.id == parent)).scalar()
    return found


def _siblings(session: WriteSession, item_id: int) -> int:
    """Return how many other items hang on the same parent."""
    parent = select(_ITEM.c.parent_id).where(_ITEM.c.id == item_id).scalar_subquery()
    return int(
        session.execute(
            select(func.count()).where(_ITEM.c.parent_id == parent, _ITEM.c.id != item_id)
        ).scalar_one()
    )
