"""What a person says of items with one click, written behind the window."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from media_manager.domain.steps import (
    Change,
    FavoriteChange,
    RatingChange,
    TagChange,
    WatchedChange,
)
from media_manager.workers.services import Services


class Edits(QObject):
    """Marks, rates and tags. Says when it is written, or why it could not be."""

    edited = Signal(object)
    failed = Signal(object)

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services

    def set_watched(self, ids: Sequence[int], *, watched: bool) -> None:
        self._write(ids, WatchedChange(watched))

    def set_favorite(self, ids: Sequence[int], *, favorite: bool) -> None:
        self._write(ids, FavoriteChange(favorite))

    def set_rating(self, ids: Sequence[int], rating: float | None) -> None:
        try:
            change = RatingChange(rating)
        except ValueError as error:
            self.failed.emit(error)
            return
        self._write(ids, change)

    def change_tags(
        self, ids: Sequence[int], *, add: Sequence[str] = (), remove: Sequence[str] = ()
    ) -> None:
        self._write(ids, TagChange(tuple(add), tuple(remove)))

    def _write(self, ids: Sequence[int], change: Change) -> None:
        self._services.steps.change(
            ids, change, on_done=lambda _result: self.edited.emit(ids), on_error=self.failed.emit
        )
