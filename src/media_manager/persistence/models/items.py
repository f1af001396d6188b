"""What media are: the items of a library and what hangs on them."""

from sqlalchemy import Float, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from media_manager.persistence.models.base import (
    AUTOINCREMENT,
    KEY,
    Base,
    Big,
    Blob,
    Instant,
    Key,
    Long,
    Uid,
    Word,
)
from media_manager.persistence.models.people import Credit


class MediaItem(Base):
    """A film, show, season, episode, video, photo or album, with its effective values."""

    __tablename__ = "media_item"
    __table_args__ = (
        Index("ix_media_item_type_sort", "media_type", "sort_key", "id"),
        Index("ix_media_item_library_type_sort", "library_id", "media_type", "sort_key", "id"),
        # library_id last: one library's list walks the index alone, without looking at items.
        Index("ix_media_item_type_added", "media_type", "added_at", "id", "library_id"),
        Index("ix_media_item_type_year", "media_type", "year", "sort_key", "id", "library_id"),
        Index("ix_media_item_type_rating", "media_type", "rating", "id", "library_id"),
        Index("ix_media_item_parent", "parent_id", "season", "episode"),
        Index("ix_media_item_scan_key", "library_id", "scan_key"),
        # The specification's, made by 001_performance_indexes.
        Index("ix_media_item_library_id_title", "library_id", "title"),
        Index("ix_media_item_library_id_year", "library_id", "year"),
        Index("ix_media_item_library_id_media_type", "library_id", "media_type"),
        Index("ix_media_item_title_year", "title", "year"),
        Index("ix_media_item_season_episode", "season", "episode"),
        AUTOINCREMENT,
    )

    id: Mapped[Key]
    uid: Mapped[Uid]
    library_id: Mapped[int] = mapped_column(KEY, ForeignKey("library.id", ondelete="CASCADE"))
    media_type: Mapped[Word]
    parent_id: Mapped[int | None] = mapped_column(
        KEY, ForeignKey("media_item.id", ondelete="CASCADE")
    )
    title: Mapped[Long]
    sort_title: Mapped[Long | None]
    sort_key: Mapped[Blob]
    original_title: Mapped[Long | None]
    language: Mapped[Word | None]
    year: Mapped[int | None]
    premiered: Mapped[Word | None]
    season: Mapped[int | None]
    episode: Mapped[int | None]
    episode_end: Mapped[int | None]
    absolute_episode: Mapped[int | None]
    plot: Mapped[Long | None]
    tagline: Mapped[Long | None]
    runtime_minutes: Mapped[int | None]
    content_rating: Mapped[Word | None]
    rating: Mapped[float | None] = mapped_column(Float)
    state: Mapped[Word] = mapped_column(default="unmatched")  # unmatched, ambiguous, matched
    added_at: Mapped[Instant]
    # What the scan groups files by; user edits do not touch it.
    scan_key: Mapped[Long | None]
    # Kept beside the links, so that a page of a list is one join by primary key.
    main_file_id: Mapped[int | None] = mapped_column(
        KEY, ForeignKey("media_file.id", ondelete="SET NULL"), index=True
    )
    poster_id: Mapped[int | None] = mapped_column(KEY)  # an artwork id; no key: circular
    child_count: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    credits: Mapped[list[Credit]] = relationship(order_by=Credit.position, viewonly=True)
    external_ids: Mapped[list["ExternalId"]] = relationship(viewonly=True)
    artwork: Mapped[list["Artwork"]] = relationship(viewonly=True)
    subtitles: Mapped[list["Subtitle"]] = relationship(viewonly=True)


class ItemFile(Base):
    """Which file belongs to which item, and why: m to n."""

    __tablename__ = "item_file"
    __table_args__ = (Index("ix_item_file_file_id", "file_id"),)

    item_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("media_item.id", ondelete="CASCADE"), primary_key=True
    )
    file_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("media_file.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[Word] = mapped_column(default="main")  # a FileRole
    edition: Mapped[Long | None]
    version_label: Mapped[Long | None]
    part: Mapped[int | None]
    episode_order: Mapped[int | None]


class ExternalId(Base):
    """The item's number at a provider: tmdb 603, imdb tt0133093."""

    __tablename__ = "external_id"
    __table_args__ = (
        UniqueConstraint("media_item_id", "source"),
        Index("ix_external_id_source_external_id", "source", "external_id"),
        AUTOINCREMENT,
    )

    id: Mapped[Key]
    media_item_id: Mapped[int] = mapped_column(KEY, ForeignKey("media_item.id", ondelete="CASCADE"))
    source: Mapped[Word]
    external_id: Mapped[Long]


class Rating(Base):
    """What one source thinks of an item, on a scale to ten."""

    __tablename__ = "rating"
    __table_args__ = (UniqueConstraint("media_item_id", "source"), AUTOINCREMENT)

    id: Mapped[Key]
    media_item_id: Mapped[int] = mapped_column(KEY, ForeignKey("media_item.id", ondelete="CASCADE"))
    source: Mapped[Word]
    value: Mapped[float] = mapped_column(Float)
    votes: Mapped[int | None]
    is_default: Mapped[bool] = mapped_column(default=False)


class Artwork(Base):
    """A poster, fanart or other image of an item: beside the media, or at a provider."""

    __tablename__ = "artwork"
    __table_args__ = (
        Index("ix_artwork_media_item_id_artwork_type", "media_item_id", "artwork_type"),
        Index("ix_artwork_download_status_artwork_type", "download_status", "artwork_type"),
        AUTOINCREMENT,
    )

    id: Mapped[Key]
    media_item_id: Mapped[int] = mapped_column(KEY, ForeignKey("media_item.id", ondelete="CASCADE"))
    artwork_type: Mapped[Word]
    language: Mapped[Word | None]
    source: Mapped[Word]  # local, or a provider
    url: Mapped[Long | None]
    root_id: Mapped[int | None] = mapped_column(
        KEY, ForeignKey("root_folder.id", ondelete="CASCADE"), index=True
    )
    path: Mapped[Blob | None]  # relative to the root; to the artwork folder without one
    stamp: Mapped[Big | None]  # changes when the file's content may have changed
    width: Mapped[int | None]
    height: Mapped[int | None]
    is_chosen: Mapped[bool] = mapped_column(default=False)
    download_status: Mapped[Word] = mapped_column(default="none")  # none, pending, done, failed


class Subtitle(Base):
    """A subtitle of an item: a file beside it, or one to download."""

    __tablename__ = "subtitle"
    __table_args__ = (
        Index("ix_subtitle_media_item_id_language", "media_item_id", "language"),
        Index("ix_subtitle_download_status_language", "download_status", "language"),
        AUTOINCREMENT,
    )

    id: Mapped[Key]
    media_item_id: Mapped[int] = mapped_column(KEY, ForeignKey("media_item.id", ondelete="CASCADE"))
    file_id: Mapped[int | None] = mapped_column(
        KEY, ForeignKey("media_file.id", ondelete="CASCADE"), index=True
    )
    language: Mapped[Word | None]
    title: Mapped[Long | None]
    forced: Mapped[bool] = mapped_column(default=False)
    is_default: Mapped[bool] = mapped_column(default=False)
    hearing_impaired: Mapped[bool] = mapped_column(default=False)
    source: Mapped[Word]
    url: Mapped[Long | None]
    download_status: Mapped[Word] = mapped_column(default="none")


class Trailer(Base):
    """A trailer of an item: a file of the library, or an address."""

    __tablename__ = "trailer"
    __table_args__ = (AUTOINCREMENT,)

    id: Mapped[Key]
    media_item_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("media_item.id", ondelete="CASCADE"), index=True
    )
    file_id: Mapped[int | None] = mapped_column(
        KEY, ForeignKey("media_file.id", ondelete="CASCADE")
    )
    url: Mapped[Long | None]
    title: Mapped[Long | None]


class ValueLayer(Base):
    """What one machine source says of an item: one blob of only the fields that it sets."""

    __tablename__ = "value_layer"

    item_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("media_item.id", ondelete="CASCADE"), primary_key=True
    )
    layer: Mapped[Word] = mapped_column(primary_key=True)
    source: Mapped[Word] = mapped_column(primary_key=True)
    data: Mapped[Blob]
    set_at: Mapped[Instant]


class UserValue(Base):
    """What the user says of one field of an item."""

    __tablename__ = "user_value"

    item_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("media_item.id", ondelete="CASCADE"), primary_key=True
    )
    field: Mapped[Word] = mapped_column(primary_key=True)
    value: Mapped[Blob]
    locked: Mapped[bool] = mapped_column(default=False)
    set_at: Mapped[Instant]
    change_set_id: Mapped[int | None] = mapped_column(KEY)


class MergedItem(Base):
    """Where an item went that was merged into another, so that old ids still resolve."""

    __tablename__ = "merged_item"

    old_id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    item_id: Mapped[int] = mapped_column(KEY, ForeignKey("media_item.id", ondelete="CASCADE"))
