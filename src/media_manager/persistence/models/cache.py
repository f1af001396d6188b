"""The provider cache as a table of cache.db: disposable, made without alembic."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from media_manager.persistence.models.base import (
    AUTOINCREMENT,
    Big,
    Blob,
    CacheBase,
    Instant,
    Key,
    Long,
    Word,
)


class ProviderCache(CacheBase):
    """One answer of a provider, with the time until which it is fresh."""

    __tablename__ = "provider_cache"
    __table_args__ = (
        Index("ix_provider_cache_provider_query_type", "provider", "query_type"),
        Index("ix_provider_cache_expires_at", "expires_at"),
        Index("ix_provider_cache_last_used_at", "last_used_at"),
        AUTOINCREMENT,
    )

    id: Mapped[Key]
    key: Mapped[Long] = mapped_column(unique=True)
    provider: Mapped[Word]
    query_type: Mapped[Word]
    value: Mapped[Blob]
    size_bytes: Mapped[Big]
    hits: Mapped[Big] = mapped_column(default=0)
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    last_used_at: Mapped[Instant]
