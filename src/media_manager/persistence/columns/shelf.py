"""Where the columns of one library stand for all who read it. Needs no numpy while it is empty."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from media_manager.instrumentation import get_instrumentation
from media_manager.persistence.columns.changes import is_nothing
from media_manager.persistence.columns.manifest import ColumnsUnusable, read_manifest

if TYPE_CHECKING:
    from media_manager.persistence.columns.columns import Columns
    from media_manager.persistence.reader import LibraryReader

# Changes that a reader of a list takes in itself, in some milliseconds; more are the keeper's.
_FEW: Final = 100
# Counts can wait for as many as a scan writes in a second: they must keep up with it.
_MANY: Final = 5_000
# Below this a list is counted and sorted from its rows before columns could be mapped.
WORTH_ITEMS: Final = 2_000


class ColumnShelf:
    """Holds the newest columns. Every method may be called on any thread but the main one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._held: Columns | None = None
        self._wanted: Callable[[], None] = lambda: None

    def on_wanted(self, wanted: Callable[[], None]) -> None:
        """Call `wanted` whenever somebody could use columns that are not there or too old."""
        self._wanted = wanted

    @property
    def held(self) -> "Columns | None":
        """The newest columns, however old they are."""
        return self._held

    def put(self, columns: "Columns") -> None:
        """Hold these columns, unless those that are held are newer."""
        with self._lock:
            held = self._held
            if held is None or held.uid != columns.uid or held.seq <= columns.seq:
                self._held = columns

    def clear(self) -> None:
        """Hold none: another file took the library's place."""
        with self._lock:
            self._held = None

    def current(self, reader: "LibraryReader") -> "Columns | None":
        """Return columns that are true now; None asks whoever keeps them to make some.

        Called outside of a snapshot. What is written a moment later makes them old again: look
        at their `seq` within the snapshot that they are used in.
        """
        held = self._held
        if held is not None and held.uid == reader.uid():
            if held.seq == reader.seq():
                return _hit(held)
            caught_up = self._caught_up(reader, held)
            if caught_up is not None:
                return _hit(caught_up)
        get_instrumentation().increment_counter("columns.miss")
        self._wanted()
        return None

    def within(self, reader: "LibraryReader") -> "Columns | None":
        """Do the same within a snapshot of the caller, for its moment, in up to a second."""
        held = self._held
        if held is not None and held.uid == reader.uid():
            if held.seq == reader.seq():
                return _hit(held)
            # Late: it brings numpy, which is here already when something is held.
            from media_manager.persistence.columns.keeping import (  # noqa: PLC0415
                patched_within,
            )

            caught_up = self._take_in(lambda: patched_within(reader, held, most=_MANY))
            if caught_up is not None:
                return _hit(caught_up)
        get_instrumentation().increment_counter("columns.miss")
        self._wanted()
        return None

    def held_for(self, reader: "LibraryReader") -> "Columns | None":
        """Return the newest columns of this library, true some seconds ago."""
        held = self._held
        return held if held is not None and held.uid == reader.uid() else None

    def _caught_up(self, reader: "LibraryReader", held: "Columns") -> "Columns | None":
        # Late: as above.
        from media_manager.persistence.columns.keeping import patched  # noqa: PLC0415

        return self._take_in(lambda: patched(reader, held, most=_FEW))

    def _take_in(self, patch: "Callable[[], Columns]") -> "Columns | None":
        from media_manager.persistence.columns.keeping import TooMuch  # noqa: PLC0415 - late

        try:
            with get_instrumentation().timer("columns.patch"):
                columns = patch()
        except TooMuch:
            return None
        self.put(columns)
        return columns

    def is_current_on_disk(self, reader: "LibraryReader") -> bool:
        """Tell whether the files are of this library and true, without reading them."""
        try:
            manifest = read_manifest(self.folder)
        except ColumnsUnusable:
            return False
        return manifest.uid == reader.uid() and is_nothing(reader, manifest.seq)


def _hit(columns: "Columns") -> "Columns":
    get_instrumentation().increment_counter("columns.hit")
    return columns
