"""What people make of it: tags, collections, saved searches, watched state."""

from sqlalchemy import Float, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from media_manager.persistence.models.base import (
    AUTOINCREMENT,
    KEY,
    Base,
    Big,
    Instant,
    Key,
    Long,
    Uid,
    Word,
)


class Tag(Base):
    """A word that people put on items."""

    __tablename__ = "tag"
    __table_args__ = (AUTOINCREMENT,)

    id: Mapped[Key]
    uid: Mapped[Uid]
    name: Mapped[Long] = mapped_column(unique=True)
    color: Mapped[Word | None]
    hidden: Mapped[bool] = mapped_column(default=False)
    is_category: Mapped[bool] = mapped_column(default=False)


class TagAlias(Base):
    """Another name of a tag."""

    __tablename__ = "tag_alias"

    name: Mapped[Long] = mapped_column(primary_key=True)
    tag_id: Mapped[int] = mapped_column(KEY, ForeignKey("tag.id", ondelete="CASCADE"), index=True)


class TagParent(Base):
    """A tag that implies another: tags are a directed graph without cycles."""

    __tablename__ = "tag_parent"

    tag_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True
    )
    parent_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True
    )


class ItemTag(Base):
    """Which tags an item has."""

    __tablename__ = "item_tag"
    __table_args__ = (Index("ix_item_tag_tag_id", "tag_id", "item_id"),)

    item_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("media_item.id", ondelete="CASCADE"), primary_key=True
    )
    tag_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True
    )


class Collection(Base):
    """A movie set, a list of the user's own, or a saved query that is always current."""

    __tablename__ = "collection"
    __table_args__ = (Index("ix_collection_kind_name", "kind", "name"), AUTOINCREMENT)

    id: Mapped[Key]
    uid: Mapped[Uid]
    parent_id: Mapped[int | None] = mapped_column(
        KEY, ForeignKey("collection.id", ondelete="SET NULL")
    )
    kind: Mapped[Word]  # set, static, query, folder
    name: Mapped[Long]
    plot: Mapped[Long | None]
    query: Mapped[Long | None]


class CollectionItem(Base):
    """An item's place in a collection."""

    __tablename__ = "collection_item"
    __table_args__ = (Index("ix_collection_item_item_id", "item_id"),)

    collection_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("collection.id", ondelete="CASCADE"), primary_key=True
    )
    item_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("media_item.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(default=0)


class SavedSearch(Base):
    """A query with a name, in a folder of the sidebar."""

    __tablename__ = "saved_search"
    __table_args__ = (AUTOINCREMENT,)

    id: Mapped[Key]
    uid: Mapped[Uid]
    folder: Mapped[Long] = mapped_column(default="")
    name: Mapped[Long]
    query: Mapped[Long]
    created_at: Mapped[Instant]


class Viewer(Base):
    """Whose watched state and rating."""

    __tablename__ = "viewer"
    __table_args__ = (AUTOINCREMENT,)

    id: Mapped[Key]
    uid: Mapped[Uid]
    name: Mapped[Long] = mapped_column(unique=True)


class UserState(Base):
    """What one viewer did with an item."""

    __tablename__ = "user_state"
    __table_args__ = (
        Index("ix_user_state_viewer_id_favorite", "viewer_id", "favorite"),
        Index("ix_user_state_viewer_id_last_played_at", "viewer_id", "last_played_at"),
    )

    item_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("media_item.id", ondelete="CASCADE"), primary_key=True
    )
    viewer_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("viewer.id", ondelete="CASCADE"), primary_key=True
    )
    watched: Mapped[bool] = mapped_column(default=False)
    play_count: Mapped[int] = mapped_column(default=0)
    last_played_at: Mapped[Instant | None]
    resume_ms: Mapped[Big] = mapped_column(default=0)
    favorite: Mapped[bool] = mapped_column(default=False)
    rating: Mapped[float | None] = mapped_column(Float)
    note: Mapped[Long | None]
