"""The read lane's reader: opened in the thread when there is a library, again when it changes."""

from collections.abc import Callable
from functools import update_wrapper
from pathlib import Path
from typing import TypeVar

from media_manager.persistence.gate import telling_damage
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.store import LibraryStore
from media_manager.workers.lanes import Resource

T = TypeVar("T")


class LaneReader:
    """What work on the read lane gets. Belongs to one thread, but for `interrupt`."""

    def __init__(self, store: LibraryStore) -> None:
        self._store = store
        self._reader: LibraryReader | None = None
        self._generation = -1

    @property
    def path(self) -> Path:
        return self._store.path

    def reader(self) -> LibraryReader | None:
        """Return the open reader; None while there is no library."""
        if self._generation != self._store.generation:
            self.close()
        if self._reader is None and self._store.exists():
            self._generation = self._store.generation
            self._reader = self._store.open_reader()
        if self._reader is not None:
            # Columns come in behind the first paint, when this may be open already.
            self._reader.columns = self._store.columns
        return self._reader

    def close(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def interrupt(self) -> None:
        reader = self._reader
        if reader is not None:
            reader.interrupt()


def reading(work: Callable[[LibraryReader], T], *, empty: T) -> Callable[[LaneReader], T]:
    """Return work for the read lane that answers `empty` as long as there is no library."""

    def run(lane: LaneReader) -> T:
        with telling_damage(lane.path):
            reader = lane.reader()
            return empty if reader is None else work(reader)

    # Diagnostics names the work, not what is around it.
    return update_wrapper(run, work)


def reader_resource(store: LibraryStore) -> Resource:
    """Return what each thread of the read lane holds."""
    return Resource(
        open=lambda: LaneReader(store), close=LaneReader.close, interrupt=LaneReader.interrupt
    )
