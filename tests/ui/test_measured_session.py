"""A short session leaves the numbers that Diagnostics, reports and `--metrics` promise."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS, OpenWindow

from media_manager.domain.media import LibraryKind
from media_manager.instrumentation import Instrumentation, get_instrumentation
from media_manager.ui.folder_choice import FolderChoice
from media_manager.ui.main_window import MainWindow
from media_manager.ui.thumbnails import artwork_of

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

TIMERS = {
    "lazy_model.first_page",
    "lazy_model.result_set",
    "library.batch.scan",
    "library.scan.folder",
    "persistence.read",
    "persistence.read.all_ids",
    "persistence.read.counters",
    "persistence.read.first_ids",
    "persistence.read.rows",
    "processes.image.call",
    "processes.wait",
    "thumbnails.decode",
    "ui.grid.paint",
    "workers.edit.run",
    "workers.edit.wait",
    "workers.job.step",
    "workers.jobs.run",
    "workers.jobs.wait",
    "workers.read.run",
    "workers.read.wait",
    "workers.thumbs.run",
    "workers.thumbs.wait",
    "workers.write.hold",
    "workers.write.wait",
}
COUNTERS = {
    "persistence.rows",
    "persistence.write.rows",
    "processes.spawned",
    "thumbnails.made",
}


@pytest.fixture
def metrics() -> Iterator[Instrumentation]:
    found = get_instrumentation()
    found.reset()
    yield found
    found.configure(enabled=True, detail=False, slow_query_seconds=0.1)
    found.reset()


def titles(window: MainWindow) -> list[str]:
    rows = [window.model.row_at(at) for at in range(window.model.rowCount())]
    return [row.title for row in rows if row is not None]


def has_posters(window: MainWindow) -> bool:
    rows = [window.model.row_at(at) for at in range(window.model.rowCount())]
    found = [artwork_of(row) for row in rows if row is not None]
    return all(art is not None and window.views.pictures.color(art) is not None for art in found)


def browse(window: MainWindow, qtbot: QtBot, films: Path) -> None:
    """Add a folder, wait for its posters, and search."""
    window.roots.add([FolderChoice(films, "Films", LibraryKind.MOVIE)])
    qtbot.waitUntil(lambda: len(titles(window)) == 5, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: has_posters(window), timeout=PATIENCE_MS)
    QTest.keyClicks(window.frame_.search, "lighth")
    qtbot.waitUntil(lambda: titles(window) == ["Lighthouse"], timeout=PATIENCE_MS)


def test_a_session_of_scanning_browsing_and_searching_is_measured(
    open_window: OpenWindow, qtbot: QtBot, films: Path, metrics: Instrumentation
) -> None:
    """Every room that took part has said so; in detail each timer knows its spread."""
    window = open_window()
    window.services.settings.set("instrumentation.detail", True)  # noqa: FBT003 - the file's value
    browse(window, qtbot, films)
    found = metrics.get_all_metrics()

    assert TIMERS - set(found["timers"]) == set()
    assert COUNTERS - set(found["counters"]) == set()
    assert {"persistence.read", "ui.grid.paint"} - set(found["histograms"]) == set()
    assert found["counters"]["thumbnails.made"] >= 5


def test_switched_off_a_session_leaves_nothing(
    open_window: OpenWindow, qtbot: QtBot, films: Path, metrics: Instrumentation
) -> None:
    """Off means off, in every room."""
    window = open_window()
    window.services.settings.set("instrumentation.enabled", False)  # noqa: FBT003 - as above
    metrics.reset()
    browse(window, qtbot, films)
    assert metrics.get_summary() == "Nothing was measured."
