"""Examine the library: what is wrong, what to do about it, and what can be put right at once."""

from typing import TYPE_CHECKING

from media_manager.doors import lazy_names

if TYPE_CHECKING:
    from media_manager.library.doctor.examination import examine, repair_one
    from media_manager.library.doctor.finding import Finding, Severity

__all__ = ["Finding", "Severity", "examine", "repair_one"]

__getattr__ = lazy_names(
    __name__,
    {
        "Finding": "finding",
        "Severity": "finding",
        "examine": "examination",
        "repair_one": "examination",
    },
)
