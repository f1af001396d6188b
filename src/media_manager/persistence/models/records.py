"""What happened: jobs, history, the change journal, counters, the search document."""

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


def _partial(name: str, column: str) -> Index:
    """Return an index of the few rows that have a value here."""
    test = text(f"{column} IS NOT NULL")
    return Index(name, column, sqlite_where=test, postgresql_where=test)


class DatabaseFact(Base):
    """What the database knows of itself: its uid, when it was made, what it was restored from."""

    __tablename__ = "database_fact"

    name: Mapped[Word] = mapped_column(primary_key=True)
    value: Mapped[Long]


class Counter(Base):
    """A number that lists show, kept up to date by every write."""

    __tablename__ = "counter"

    name: Mapped[Long] = mapped_column(primary_key=True)
    value: Mapped[Big] = mapped_column(default=0)


class HistoryEvent(Base):
    """Something that happened to an item: added, played, moved, edited."""

    __tablename__ = "history_event"
    __table_args__ = (
        Index("ix_history_event_media_item_id_event_type", "media_item_id", "event_type"),
        Index("ix_history_event_event_type_timestamp", "event_type", "timestamp"),
        AUTOINCREMENT,
    )

    id: Mapped[Key]
    media_item_id: Mapped[int | None] = mapped_column(
        KEY, ForeignKey("media_item.id", ondelete="CASCADE")
    )
    event_type: Mapped[Word]
    timestamp: Mapped[Instant]
    detail: Mapped[Long | None]
    change_set_id: Mapped[int | None] = mapped_column(KEY)


class JobRun(Base):
    """One run of a background job; survives a restart."""

    __tablename__ = "job_run"
    __table_args__ = (
        Index("ix_job_run_library_id_status", "library_id", "status"),
        Index("ix_job_run_job_type_status", "job_type", "status"),
        # One for each way to narrow the history, in the order in which it is shown.
        Index("ix_job_run_job_type_id", "job_type", "id"),
        Index("ix_job_run_status_id", "status", "id"),
        Index("ix_job_run_library_id_id", "library_id", "id"),
        Index("ix_job_run_created_at_id", "created_at", "id"),
        Index("ix_job_run_title", "title"),
        _partial("ix_job_run_message", "message"),
        _partial("ix_job_run_follows_id", "follows_id"),
        _partial("ix_job_run_wish", "wish"),
        AUTOINCREMENT,
    )

    id: Mapped[Key]
    uid: Mapped[Uid]
    library_id: Mapped[int | None] = mapped_column(
        KEY, ForeignKey("library.id", ondelete="CASCADE")
    )
    job_type: Mapped[Word]
    status: Mapped[Word]
    parameters: Mapped[Blob]
    checkpoint: Mapped[Blob | None]
    done: Mapped[Big] = mapped_column(default=0)
    total: Mapped[Big | None]
    failed: Mapped[Big] = mapped_column(default=0)
    message: Mapped[Long | None]
    created_at: Mapped[Instant]
    started_at: Mapped[Instant | None]
    finished_at: Mapped[Instant | None]
    process: Mapped[Word | None]  # who runs it: a dead owner means that it was killed
    title: Mapped[Long | None]
    priority: Mapped[Big] = mapped_column(default=0, server_default="0")
    origin: Mapped[Word] = mapped_column(default="person", server_default="person")
    retry_of: Mapped[int | None] = mapped_column(KEY)  # the run whose failed items this repeats
    follows_id: Mapped[int | None] = mapped_column(KEY)  # the run whose end began this one
    # What another process asks of it: pause, resume, cancel, priority. Its owner takes it away.
    wish: Mapped[Word | None]


class JobItem(Base):
    """One entry of a job that needs telling: failed, with its cause."""

    __tablename__ = "job_item"
    __table_args__ = (
        Index("ix_job_item_job_run_id_status", "job_run_id", "status"),
        Index("ix_job_item_job_run_id_status_error_code", "job_run_id", "status", "error_code"),
        AUTOINCREMENT,
    )

    id: Mapped[Key]
    job_run_id: Mapped[int] = mapped_column(KEY, ForeignKey("job_run.id", ondelete="CASCADE"))
    subject: Mapped[Long]
    status: Mapped[Word]
    error_code: Mapped[Word | None]
    error: Mapped[Long | None]
    hint: Mapped[Long | None]
    details: Mapped[Long | None]  # JSON of what the error knew


class ChangeLog(Base):
    """One row per committed transaction: what other processes have to look at again."""

    __tablename__ = "change_log"
    __table_args__ = (AUTOINCREMENT,)

    seq: Mapped[Key]
    at: Mapped[Instant]
    origin: Mapped[Word]
    fields: Mapped[Long]
    ids: Mapped[Blob | None]  # packed; None means ALL


class ChangeSet(Base):
    """A step that can be undone: applying, applied or undone."""

    __tablename__ = "change_set"
    __table_args__ = (Index("ix_change_set_state", "state", "id"), AUTOINCREMENT)

    id: Mapped[Key]
    uid: Mapped[Uid]
    actor: Mapped[Word]  # user, rule, job
    label: Mapped[Long]
    label_arguments: Mapped[Blob]
    state: Mapped[Word]
    item_count: Mapped[Big] = mapped_column(default=0)
    created_at: Mapped[Instant]
    undone_at: Mapped[Instant | None]
    job_run_id: Mapped[int | None] = mapped_column(KEY)


class ChangeChunk(Base):
    """The inverse of a part of a step: field, old value, packed ids, in groups."""

    __tablename__ = "change_chunk"

    change_set_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("change_set.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    inverse: Mapped[Blob]


class ChangeItem(Base):
    """Which items a step touched, so that one item's history is one index look-up."""

    __tablename__ = "change_item"

    item_id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    change_set_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("change_set.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class MoveReview(Base):
    """A file that may be a moved one: a person decides."""

    __tablename__ = "move_review"
    __table_args__ = (AUTOINCREMENT,)

    id: Mapped[Key]
    old_file_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("media_file.id", ondelete="CASCADE"), index=True
    )
    new_file_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("media_file.id", ondelete="CASCADE"), index=True
    )
    reason: Mapped[Word]
    # none, rejected: the row stays, so that the pair is not asked for again. An accepted pair is
    # one file from then on, and the row goes with the other.
    decision: Mapped[Word] = mapped_column(default="none")
    created_at: Mapped[Instant]


class SearchDocument(Base):
    """The folded text of an item: the content of the full-text tables."""

    __tablename__ = "search_document"

    item_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("media_item.id", ondelete="CASCADE"), primary_key=True
    )
    title: Mapped[Long]
    files: Mapped[Long]
    plot: Mapped[Long]


class SearchName(Base):
    """The folded name of a person, tag, studio or genre: found once, joined by the links."""

    __tablename__ = "search_name"
    __table_args__ = (UniqueConstraint("kind", "entity_id"), AUTOINCREMENT)

    id: Mapped[Key]
    kind: Mapped[Word]  # person, tag, company, genre
    entity_id: Mapped[int] = mapped_column(KEY)
    name: Mapped[Long]


class SearchDirty(Base):
    """Items whose search document must be made anew."""

    __tablename__ = "search_dirty"

    item_id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
