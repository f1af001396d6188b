"""Where the specification looks for the scroll calculator; it lives in the domain."""

from media_manager.domain.scrolling import VirtualScrollDelegate

__all__ = ["VirtualScrollDelegate"]
