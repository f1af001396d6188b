"""What the tests of the window share: a profile with a window on it, and folders of real files."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QImage  # noqa: TID251 - a test of the room
from PySide6.QtWidgets import QApplication  # noqa: TID251 - as above
from pytestqt.qtbot import QtBot

from media_manager.library import roots
from media_manager.library.scan import ScanOptions, scan_root
from media_manager.library.watch import Unwatched
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile, Settings
from media_manager.ui.main_window import MainWindow
from media_manager.ui.theme import apply_theme
from media_manager.workers import run_to_end
from media_manager.workers.services import Services

# A busy machine of two cores: what takes a moment there may take seconds.
PATIENCE_MS = 15_000

OpenWindow = Callable[[], MainWindow]


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication, profile: Profile) -> Iterator[OpenWindow]:
    """Return what opens the window of the profile, as often as asked; all are closed after."""
    opened: list[tuple[MainWindow, Services]] = []
    apply_theme(qapp)

    def open_it() -> MainWindow:
        settings = Settings(profile)
        if settings.get("probe.enabled"):
            settings.set("probe.enabled", False)  # noqa: FBT003 - the file's value
        services = Services(profile, settings)
        window = MainWindow(services)
        opened.append((window, services))
        with qtbot.waitSignal(window.settled, timeout=PATIENCE_MS):
            window.start()
        window.show()
        window.complete()
        feed = QTimer(window, interval=100)
        feed.timeout.connect(services.changes.poll)
        feed.start()
        return window

    yield open_it
    for window, services in reversed(opened):
        window.close()
        assert services.close() == ()
        window.deleteLater()
    qapp.processEvents()


def write_film(folder: Path, title: str, year: int, *, plot: str = "") -> Path:
    """Write a film as people keep them: a folder with the file, an NFO and a poster."""
    home = folder / f"{title} ({year})"
    home.mkdir(parents=True)
    film = home / f"{title} ({year}).mkv"
    film.write_bytes(title.encode() * 64)
    (home / "movie.nfo").write_text(
        f"<movie><title>{title}</title><year>{year}</year><plot>{plot}</plot></movie>", "utf-8"
    )
    poster = QImage(200, 300, QImage.Format.Format_RGB32)
    poster.fill(QColor("#335577"))
    assert poster.save(str(home / "poster.jpg"))
    return film


def write_episode(folder: Path, show: str, season: int, episode: int) -> Path:
    """Write one episode of a show."""
    home = folder / show / f"Season {season:02}"
    home.mkdir(parents=True, exist_ok=True)
    file = home / f"{show} - S{season:02}E{episode:02}.mkv"
    file.write_bytes(f"{show}{season}{episode}".encode() * 64)
    return file


def scan_folder(profile: Profile, folder: Path, library: str = "") -> None:
    """Scan as another process would: with a store of its own."""
    store = LibraryStore(profile.library_db)
    root = roots.take_folder(store, folder, library=library or folder.name)[0]
    options = ScanOptions(young_seconds=0)
    run_to_end(lambda _context: scan_root(store, root, Unwatched(), options))
    store.close()


@pytest.fixture
def films(tmp_path: Path) -> Path:
    """Return a folder of five films."""
    folder = tmp_path / "Films"
    for number, title in enumerate(("Alpha", "Bravo", "Charlie", "Delta", "Lighthouse")):
        write_film(folder, title, 1990 + number, plot=f"A story about {title}.")
    return folder
