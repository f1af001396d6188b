"""Work that may hang, crash or lie runs behind this door, in processes that can be killed."""

from typing import TYPE_CHECKING

from media_manager.doors import lazy_names

if TYPE_CHECKING:
    from media_manager.processes.pool import ChildLimits, ChildPool
    from media_manager.processes.tools import (
        Captured,
        find_program,
        run_capture,
        safe_argument,
        start_detached,
    )

__all__ = [
    "Captured",
    "ChildLimits",
    "ChildPool",
    "find_program",
    "run_capture",
    "safe_argument",
    "start_detached",
]

__getattr__ = lazy_names(
    __name__,
    {
        "Captured": "tools",
        "ChildLimits": "pool",
        "ChildPool": "pool",
        "find_program": "tools",
        "run_capture": "tools",
        "safe_argument": "tools",
        "start_detached": "tools",
    },
)
