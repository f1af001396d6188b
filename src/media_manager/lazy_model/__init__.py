"""Lazy Qt list models over a result set, and their roles: one list that never waits."""

from typing import TYPE_CHECKING

from media_manager.doors import lazy_names

if TYPE_CHECKING:
    from media_manager.domain.scrolling import VirtualScrollDelegate
    from media_manager.lazy_model.columns import MEDIA_COLUMNS, Column
    from media_manager.lazy_model.media import LazyMediaItemModel
    from media_manager.lazy_model.memory import MemoryListSource
    from media_manager.lazy_model.model import LazyListModel, ListState
    from media_manager.lazy_model.roles import MediaRole
    from media_manager.lazy_model.source import Cancel, KeyedListSource, ListSource

__all__ = [
    "MEDIA_COLUMNS",
    "Cancel",
    "Column",
    "KeyedListSource",
    "LazyListModel",
    "LazyMediaItemModel",
    "ListSource",
    "ListState",
    "MediaRole",
    "MemoryListSource",
    "VirtualScrollDelegate",
]

_here = lazy_names(
    __name__,
    {
        "MEDIA_COLUMNS": "columns",
        "Cancel": "source",
        "Column": "columns",
        "KeyedListSource": "source",
        "LazyListModel": "model",
        "LazyMediaItemModel": "media",
        "ListSource": "source",
        "ListState": "model",
        "MediaRole": "roles",
        "MemoryListSource": "memory",
        # Pure arithmetic, kept where it needs no Qt; the specification names it here.
        "VirtualScrollDelegate": "scrolling",
    },
)


def __getattr__(name: str) -> object:
    return _here(name)
