"""Lines above the library say what holds it up, once, and go when it is no longer so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS, OpenWindow, scan_folder

from media_manager.domain.jobs import JobState, Paused
from media_manager.errors import DiskFull
from media_manager.library.state import set_favorite
from media_manager.persistence.lock import WriteLock
from media_manager.settings import Profile
from media_manager.ui.main_window import MainWindow
from media_manager.ui.notice_bar import NoticeBar
from media_manager.ui.notifications import Act
from media_manager.workers import JobContext

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|does not support raise")


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, profile: Profile, films: Path) -> MainWindow:
    scan_folder(profile, films)
    window = open_window()
    qtbot.waitUntil(lambda: window.model.rowCount() == 5, timeout=PATIENCE_MS)
    return window


def held(context: JobContext) -> Iterator[Paused]:
    context.report(1, 2)
    yield Paused(DiskFull("The disk is full.", hint="Free 12 MB."))


def test_what_is_put_away_comes_back_only_when_it_says_something_else(qtbot: QtBot) -> None:
    """Nobody is told twice what they have read."""
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show_notice("disk", "Full.", Act("Try again", lambda: None))
    notice = bar.notice("disk")
    assert notice is not None
    assert [button.text() for button in notice.buttons] == ["Try again"]

    notice.close_button.click()
    bar.show_notice("disk", "Full.")
    assert not bar.texts
    bar.show_notice("disk", "Fuller.")
    assert list(bar.texts) == ["Fuller."]
    bar.settle("disk")
    assert not bar.texts


def test_journey_of_a_full_disk(qtbot: QtBot, window: MainWindow) -> None:
    """Journey 18: two jobs stand still, one line says what to free, one press sends both on."""
    jobs = [window.services.runner.submit(held, title=name) for name in ("A", "B")]
    notices = window.commands.care.notices
    qtbot.waitUntil(
        lambda: notices.texts == ("The disk is full. Free 12 MB.",), timeout=PATIENCE_MS
    )
    qtbot.waitUntil(lambda: all(job.pause_reason is not None for job in jobs), timeout=PATIENCE_MS)
    notice = notices.notice("disk-full")
    assert notice is not None

    notice.buttons[0].click()

    qtbot.waitUntil(
        lambda: all(job.state is JobState.FINISHED for job in jobs), timeout=PATIENCE_MS
    )
    qtbot.waitUntil(lambda: notices.texts == (), timeout=PATIENCE_MS)


def test_a_change_that_waits_for_another_program_says_so_and_is_written_then(
    qtbot: QtBot, window: MainWindow, profile: Profile
) -> None:
    """The window stays usable; nobody has to press anything."""
    item_id = window.model.id_at(0)
    assert item_id is not None
    done: list[object] = []
    notices = window.commands.care.notices
    with WriteLock(profile.library_db).hold():
        window.services.edit(
            lambda store: set_favorite(store, [item_id], favorite=True), on_done=done.append
        )
        qtbot.waitUntil(lambda: len(notices.texts) == 1, timeout=PATIENCE_MS)
        assert notices.texts[0].startswith("The library is busy")
        assert done == []

    qtbot.waitUntil(lambda: len(done) == 1, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: notices.texts == (), timeout=PATIENCE_MS)
