"""Gives memory that was freed back to the system: the allocator of Linux keeps it, in pieces."""

import sys

if sys.platform == "linux":
    import ctypes

    def release_free_memory() -> bool:
        """Return free pages to the system, and whether this system's allocator can.

        Thousands of posters that come and go leave glibc's heap in pieces, which grew by a
        megabyte a minute. Takes 4 to 10 ms at 300 MiB; called on a worker thread. malloc_trim(3).
        """
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim is None:
            return False
        trim(0)
        return True

else:

    def release_free_memory() -> bool:
        """Do nothing: other systems give back what is free by themselves."""
        return False
