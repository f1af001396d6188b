"""Where media lie: libraries, their root folders, folders, files and streams."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

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


def _some(name: str, column: str, only: str) -> Index:
    """Return an index of the few rows that a search asks for."""
    test = text(only)
    return Index(name, column, sqlite_where=test, postgresql_where=test)


class Library(Base):
    """A named collection of root folders."""

    __tablename__ = "library"
    __table_args__ = (AUTOINCREMENT,)

    id: Mapped[Key]
    uid: Mapped[Uid]
    name: Mapped[Long] = mapped_column(unique=True)
    kind: Mapped[Word]
    language: Mapped[Word | None]
    created_at: Mapped[Instant]


class RootFolder(Base):
    """A directory that a library scans, or a server that it mirrors."""

    __tablename__ = "root_folder"
    __table_args__ = (UniqueConstraint("library_id", "path"), AUTOINCREMENT)

    id: Mapped[Key]
    uid: Mapped[Uid]
    library_id: Mapped[int] = mapped_column(KEY, ForeignKey("library.id", ondelete="CASCADE"))
    kind: Mapped[Word] = mapped_column(default="folder")  # folder, immich
    path: Mapped[Blob]
    display_path: Mapped[Long]
    marker_uid: Mapped[Long | None]
    filesystem_uuid: Mapped[Long | None]
    filesystem_id: Mapped[Big | None]
    state: Mapped[Word] = mapped_column(default="online")  # online, offline, held
    state_reason: Mapped[Word | None]
    held_count: Mapped[int] = mapped_column(default=0)
    checked_at: Mapped[Instant | None]
    scanned_at: Mapped[Instant | None]


class Folder(Base):
    """A directory below a root, with the stamp that a quick scan compares."""

    __tablename__ = "folder"
    __table_args__ = (UniqueConstraint("root_id", "path"), AUTOINCREMENT)

    id: Mapped[Key]
    root_id: Mapped[int] = mapped_column(KEY, ForeignKey("root_folder.id", ondelete="CASCADE"))
    path: Mapped[Blob]  # relative to the root
    stamp: Mapped[Big | None]  # None: list it again


class MediaFile(Base):
    """A file on disk, or a file of a server root. Identity is not the path."""

    __tablename__ = "media_file"
    __table_args__ = (
        UniqueConstraint("root_id", "path"),
        Index("ix_media_file_root_id_remote_id", "root_id", "remote_id"),
        Index("ix_media_file_folder_id", "folder_id"),
        Index("ix_media_file_device_inode", "device", "inode"),
        Index("ix_media_file_size_bytes_mtime_ns", "size_bytes", "mtime_ns"),
        Index("ix_media_file_probe_status", "probe_status", "id"),
        Index("ix_media_file_name_status", "name_status", "id"),
        Index("ix_media_file_height_width", "height", "width"),
        _some("ix_media_file_hdr", "hdr", "hdr IS NOT NULL"),
        _some("ix_media_file_state", "state", "state <> 'present'"),
        AUTOINCREMENT,
    )

    id: Mapped[Key]
    root_id: Mapped[int] = mapped_column(KEY, ForeignKey("root_folder.id", ondelete="CASCADE"))
    folder_id: Mapped[int | None] = mapped_column(KEY, ForeignKey("folder.id", ondelete="SET NULL"))
    path: Mapped[Blob | None]  # relative to the root
    remote_id: Mapped[Long | None]
    kind: Mapped[Word]  # a ParsedKind
    device: Mapped[Big | None]
    inode: Mapped[Big | None]
    size_bytes: Mapped[Big]
    mtime_ns: Mapped[Big]
    partial_hash: Mapped[Blob | None]
    sha1: Mapped[Blob | None]
    state: Mapped[Word] = mapped_column(default="present")  # present, missing
    missing_since: Mapped[Instant | None]
    first_seen_at: Mapped[Instant]
    probe_status: Mapped[Word] = mapped_column(default="none")  # none, pending, done, failed
    probe_error: Mapped[Long | None]
    name_status: Mapped[Word] = mapped_column(default="sure")  # sure, doubtful, refined
    container: Mapped[Word | None]
    duration_ms: Mapped[Big | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    hdr: Mapped[Word | None]


class Stream(Base):
    """One video, audio or subtitle stream inside a file."""

    __tablename__ = "stream"

    file_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("media_file.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Word]  # video, audio, subtitle
    codec: Mapped[Word | None]
    language: Mapped[Word | None]
    title: Mapped[Long | None]
    details: Mapped[Blob]  # the rest of domain.streams.MediaStream as JSON
