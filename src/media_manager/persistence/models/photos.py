"""What only photos have: where and when, stacks, faces."""

from sqlalchemy import Float, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from media_manager.persistence.models.base import (
    AUTOINCREMENT,
    KEY,
    Base,
    Instant,
    Key,
    Long,
    Word,
)


class Place(Base):
    """A named place on earth."""

    __tablename__ = "place"
    __table_args__ = (AUTOINCREMENT,)

    id: Mapped[Key]
    name: Mapped[Long]
    country: Mapped[Long | None]
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)


class Stack(Base):
    """Photos that are one picture: RAW and JPEG, a live photo, a burst."""

    __tablename__ = "stack"
    __table_args__ = (AUTOINCREMENT,)

    id: Mapped[Key]
    kind: Mapped[Word]
    primary_item_id: Mapped[int | None] = mapped_column(
        KEY, ForeignKey("media_item.id", ondelete="SET NULL")
    )


class Photo(Base):
    """The photo side of an item."""

    __tablename__ = "photo"
    __table_args__ = (Index("ix_photo_taken_at", "taken_at"),)

    item_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("media_item.id", ondelete="CASCADE"), primary_key=True
    )
    taken_at: Mapped[Instant | None]
    zone: Mapped[Word | None]
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    camera: Mapped[Long | None]
    orientation: Mapped[int | None]
    place_id: Mapped[int | None] = mapped_column(KEY, ForeignKey("place.id", ondelete="SET NULL"))
    stack_id: Mapped[int | None] = mapped_column(
        KEY, ForeignKey("stack.id", ondelete="SET NULL"), index=True
    )


class FaceRegion(Base):
    """A face in a photo; centre and size as shares of width and height."""

    __tablename__ = "face_region"
    __table_args__ = (AUTOINCREMENT,)

    id: Mapped[Key]
    item_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("media_item.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(
        KEY, ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    name: Mapped[Long | None]
    center_x: Mapped[float] = mapped_column(Float)
    center_y: Mapped[float] = mapped_column(Float)
    width: Mapped[float] = mapped_column(Float)
    height: Mapped[float] = mapped_column(Float)
    source: Mapped[Word]
