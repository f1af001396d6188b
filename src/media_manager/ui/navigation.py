"""The way through the library: one current stop, those behind it, and those ahead."""

from PySide6.QtCore import QObject, Signal

from media_manager.ui.places import Stop

_KEPT = 100


class Navigation(QObject):
    """Back and forward as in a browser. Typing and sorting change the stop; places add one."""

    changed = Signal(object)

    def __init__(self, first: Stop, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._behind: list[Stop] = []
        self._ahead: list[Stop] = []
        self.current = first

    @property
    def can_go_back(self) -> bool:
        return bool(self._behind)

    @property
    def can_go_forward(self) -> bool:
        return bool(self._ahead)

    def go(self, stop: Stop) -> None:
        """Go somewhere new."""
        if stop == self.current:
            return
        if stop.place.key != self.current.place.key:
            self._behind = [*self._behind[-_KEPT:], self.current]
            self._ahead.clear()
        self._show(stop)

    def back(self) -> None:
        if self._behind:
            self._ahead.append(self.current)
            self._show(self._behind.pop())

    def forward(self) -> None:
        if self._ahead:
            self._behind.append(self.current)
            self._show(self._ahead.pop())

    def _show(self, stop: Stop) -> None:
        self.current = stop
        self.changed.emit(stop)
