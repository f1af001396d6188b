"""What a person says of items with one click, written behind the window."""

from collections.abc import Callable, Sequence
from types import ModuleType

from PySide6.QtCore import QObject, Signal

from media_manager.persistence.store import LibraryStore
from media_manager.workers.services import Services

Write = Callable[[LibraryStore, Sequence[int]], None]


def _state() -> ModuleType:
    """Return the use cases that write. Called on the lane: their import takes half a second."""
    from media_manager.library import state  # noqa: PLC0415 - see above

    return state


class Edits(QObject):
    """Marks, rates and tags. Says when it is written, or why it could not be."""

    edited = Signal(list)
    failed = Signal(object)

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services

    def set_watched(self, ids: Sequence[int], *, watched: bool) -> None:
        self._write(ids, lambda store, ids: _state().set_watched(store, ids, watched=watched))

    def set_favorite(self, ids: Sequence[int], *, favorite: bool) -> None:
        self._write(ids, lambda store, ids: _state().set_favorite(store, ids, favorite=favorite))

    def set_rating(self, ids: Sequence[int], rating: float | None) -> None:
        self._write(ids, lambda store, ids: _state().set_rating(store, ids, rating))

    def change_tags(
        self, ids: Sequence[int], *, add: Sequence[str] = (), remove: Sequence[str] = ()
    ) -> None:
        self._write(
            ids, lambda store, ids: _state().change_tags(store, ids, add=add, remove=remove)
        )

    def _write(self, ids: Sequence[int], write: Write) -> None:
        chosen = list(ids)

        def work(store: LibraryStore) -> list[int]:
            write(store, chosen)
            return chosen

        self._services.edit(work, on_done=self._tell, on_error=self._refuse)

    def _tell(self, ids: list[int]) -> None:
        self.edited.emit(ids)

    def _refuse(self, error: BaseException) -> None:
        self.failed.emit(error)
