"""What the window knows of the library as a whole: its places and counts, or why it is refused."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from time import perf_counter
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from media_manager.domain.changes import LibraryChanges
from media_manager.library.browse import Overview, overview
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.scan_reader import count_root_files
from media_manager.workers.services import Services

T = TypeVar("T")

# While a scan commits several times a second, four looks a second are enough for counts.
_PAUSE_MS = 250
# Files are counted one by one, 200 ms for a million: seldom, and never a tenth of the time.
_COUNT_PAUSE_MS = 5_000
_COUNT_SHARE = 10
_NO_COUNTS: tuple[float, Mapping[int, int]] = (0.0, {})


class LibraryState(QObject):
    """Reads the overview whenever something changed; there is none while there is no library."""

    overview_changed = Signal(object)
    refused = Signal(object)

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.overview: Overview | None = None
        self.is_known = False
        self._file_counts: Mapping[int, int] = {}
        self._counts_files = False
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self.refresh)
        self._count_timer = QTimer(self, singleShot=True, interval=_COUNT_PAUSE_MS)
        self._count_timer.timeout.connect(self.count_files)
        services.changes.on_changes(self._on_changes)

    @property
    def services(self) -> Services:
        """Return who is asked, for pages that ask for more than an overview."""
        return self._services

    @property
    def has_roots(self) -> bool:
        found = self.overview
        return found is not None and any(library.roots for library in found.libraries)

    def refresh(self) -> None:
        """Look now; a look that is under way is superseded."""
        self._services.read(
            partial(overview, file_counts=self._file_counts),
            empty=None,
            on_done=self._on_read,
            on_error=self._on_failed,
            key="overview",
        )

    def count_files(self) -> None:
        """Count the files of the roots now, and from here on some time after each change."""
        self._counts_files = True
        found = self.overview
        if found is None or all(len(library.roots) <= 1 for library in found.libraries):
            return  # nobody would see it: a library of one root shows what its counters say
        self._services.read(
            _count_files, empty=_NO_COUNTS, on_done=self._on_counted, on_error=self._on_failed
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
        if self._counts_files and not self._count_timer.isActive():
            self._count_timer.start()

    def _on_counted(self, found: tuple[float, Mapping[int, int]]) -> None:
        seconds, counts = found
        self._count_timer.setInterval(max(_COUNT_PAUSE_MS, round(seconds * 1000 * _COUNT_SHARE)))
        if counts != self._file_counts:
            self._file_counts = counts
            self.refresh()

    def _on_read(self, found: Overview | None) -> None:
        self.overview = found
        self.is_known = True
        self.overview_changed.emit(found)

    def _on_failed(self, error: BaseException) -> None:
        self.is_known = True
        self.refused.emit(error)


def _count_files(reader: LibraryReader) -> tuple[float, Mapping[int, int]]:
    """Return what it cost, and the counts by root. Called on the read lane."""
    started = perf_counter()
    counts = count_root_files(reader)
    return perf_counter() - started, counts
