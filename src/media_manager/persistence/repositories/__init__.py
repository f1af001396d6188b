"""Objects in, rows out: what the use cases store, one module per kind of thing."""

from typing import TYPE_CHECKING

from media_manager.doors import lazy_names

if TYPE_CHECKING:
    from media_manager.persistence.repositories.media_items import MediaItemRepository

__all__ = ["MediaItemRepository"]

__getattr__ = lazy_names(__name__, {"MediaItemRepository": "media_items"})
