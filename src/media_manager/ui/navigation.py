"""The way through the library: one current stop, those behind it, and those ahead."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from media_manager.ui.places import Spot, Stop

_KEPT = 100


@dataclass(frozen=True, slots=True)
class Visit:
    """A stop that was left, and where in its list one was."""

    stop: Stop
    spot: Spot


class Navigation(QObject):
    """Back and forward as in a browser. Typing and sorting change the stop; places add one."""

    changed = Signal(object)

    def __init__(self, first: Stop, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._behind: list[Visit] = []
        self._ahead: list[Visit] = []
        self.current = first
        self.spot: Spot | None = None
        self.look: Callable[[], Spot] = Spot

    @property
    def can_go_back(self) -> bool:
        return bool(self._behind)

    @property
    def can_go_forward(self) -> bool:
        return bool(self._ahead)

    def go(self, stop: Stop) -> None:
        """Go somewhere new; `spot` is None then: a new list begins at its top."""
        if stop == self.current:
            return
        self.reveal(stop, None)

    def reveal(self, stop: Stop, spot: Spot | None) -> None:
        """Go to a spot of a list, also of the one that is shown."""
        before = self.current
        if (stop.place.key, stop.within) != (before.place.key, before.within):
            self._behind = [*self._behind[-_KEPT:], self._visit()]
            self._ahead.clear()
        self._show(stop, spot)

    def back(self) -> None:
        if self._behind:
            self._ahead.append(self._visit())
            self._return_to(self._behind.pop())

    def forward(self) -> None:
        if self._ahead:
            self._behind.append(self._visit())
            self._return_to(self._ahead.pop())

    def rename(self, change: Callable[[Stop], Stop]) -> None:
        """Put what has another name now into every stop that was kept; nothing is asked anew."""
        for kept in (self._behind, self._ahead):
            kept[:] = [Visit(change(visit.stop), visit.spot) for visit in kept]

    def _visit(self) -> Visit:
        return Visit(self.current, self.look())

    def _return_to(self, visit: Visit) -> None:
        self._show(visit.stop, visit.spot)

    def _show(self, stop: Stop, spot: Spot | None) -> None:
        self.current = stop
        self.spot = spot
        self.changed.emit(stop)
