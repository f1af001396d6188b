"""Where it is kept: the only room that speaks SQL."""

from typing import TYPE_CHECKING

from media_manager.doors import lazy_names

if TYPE_CHECKING:
    from media_manager.persistence.gate import DatabaseState, inspect_database

__all__ = ["DatabaseState", "inspect_database"]

__getattr__ = lazy_names(
    __name__,
    {"DatabaseState": "gate", "inspect_database": "gate"},
)
