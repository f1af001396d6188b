"""The only room that writes, moves or removes files of the person."""

from typing import TYPE_CHECKING

from media_manager.doors import lazy_names

if TYPE_CHECKING:
    from media_manager.files.atomic import remove_leftovers, write_atomic
    from media_manager.files.moves import rename_no_replace
    from media_manager.files.paths import AnyPath, display_path, free_bytes
    from media_manager.files.removal import safe_remove, safe_remove_tree

__all__ = [
    "AnyPath",
    "display_path",
    "free_bytes",
    "remove_leftovers",
    "rename_no_replace",
    "safe_remove",
    "safe_remove_tree",
    "write_atomic",
]

__getattr__ = lazy_names(
    __name__,
    {
        "AnyPath": "paths",
        "display_path": "paths",
        "free_bytes": "paths",
        "remove_leftovers": "atomic",
        "rename_no_replace": "moves",
        "safe_remove": "removal",
        "safe_remove_tree": "removal",
        "write_atomic": "atomic",
    },
)
