"""What the window knows of the library as a whole: its places and counts, or why it is refused."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from media_manager.domain.changes import LibraryChanges
from media_manager.library.browse import Overview, overview
from media_manager.persistence.reader import LibraryReader
from media_manager.workers.services import Services

T = TypeVar("T")

# While a scan commits several times a second, four looks a second are enough for counts.
_PAUSE_MS = 250


class LibraryState(QObject):
    """Reads the overview whenever something changed; there is none while there is no library."""

    overview_changed = Signal(object)
    refused = Signal(object)

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.overview: Overview | None = None
        self.is_known = False
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self.refresh)
        services.changes.on_changes(self._on_changes)

    @property
    def has_roots(self) -> bool:
        found = self.overview
        return found is not None and any(library.roots for library in found.libraries)

    def refresh(self) -> None:
        """Look now; a look that is under way is superseded."""
        self._services.read(
            overview, empty=None, on_done=self._on_read, on_error=self._on_failed, key="overview"
        )

    def read_home(self, work: Callable[[LibraryReader], T], on_done: Callable[[T], None]) -> None:
        """Read the lines of the home page; nothing comes while there is no library."""

        def done(found: T | None) -> None:
            if found is not None:
                on_done(found)

        self._services.read(work, empty=None, on_done=done, on_error=self._on_failed, key="home")

    def refresh_soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _on_changes(self, _changes: Sequence[LibraryChanges]) -> None:
        self.refresh_soon()

    def _on_read(self, found: Overview | None) -> None:
        self.overview = found
        self.is_known = True
        self.overview_changed.emit(found)

    def _on_failed(self, error: BaseException) -> None:
        self.is_known = True
        self.refused.emit(error)
