"""Small columns of the whole library in mapped files: what facets count and lists sort by.

The only room with numpy. `manifest` and `shelf` need none, so that a window can start without.
"""

from typing import TYPE_CHECKING

from media_manager.doors import lazy_names

if TYPE_CHECKING:
    from media_manager.persistence.columns.columns import Columns, open_columns
    from media_manager.persistence.columns.keeping import (
        TooMuch,
        current_columns,
        finished,
        patched,
    )

__all__ = ["Columns", "TooMuch", "current_columns", "finished", "open_columns", "patched"]

__getattr__ = lazy_names(
    __name__,
    {
        "Columns": "columns",
        "TooMuch": "keeping",
        "current_columns": "keeping",
        "finished": "keeping",
        "open_columns": "columns",
        "patched": "keeping",
    },
)
