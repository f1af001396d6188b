"""A library that cannot be opened: the page names the ways back, and each leads to the list."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton  # noqa: TID251 - a test of the room
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS, OpenWindow, scan_folder, write_film

from media_manager.errors import DatabaseDamaged, DatabaseLocked
from media_manager.library.maintain import backup_now
from media_manager.library.state import set_favorite
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile
from media_manager.ui.dialogs.restore import RestoreDialog
from media_manager.ui.main_window import MainWindow
from media_manager.ui.recovery import Recovery

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|does not support raise")

FILMS = ["Alpha", "Bravo", "Charlie", "Delta", "Lighthouse"]


def recovery_of(window: MainWindow) -> Recovery:
    assert window.gate.recovery is not None
    return window.gate.recovery


def button(recovery: Recovery, text: str) -> QPushButton:
    return next(each for each in recovery.page.buttons if each.text() == text)


def has_button(recovery: Recovery, text: str) -> bool:
    return any(each.text() == text for each in recovery.page.buttons)


def titles(window: MainWindow) -> list[str]:
    rows = [window.model.row_at(at) for at in range(window.model.rowCount())]
    return [row.title for row in rows if row is not None]


def wait_for_library(qtbot: QtBot, window: MainWindow) -> None:
    """Wait for the list and for the overview, which come in any order."""
    qtbot.waitUntil(lambda: titles(window) == FILMS, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: window.frame_.shows_library, timeout=PATIENCE_MS)


def zero_pages(path: Path) -> None:
    """Damage the library as a dying disk does: the schema page is gone."""
    for side in ("-wal", "-shm"):
        path.with_name(path.name + side).unlink(missing_ok=True)
    content = bytearray(path.read_bytes())
    content[100:4096] = bytes(4096 - 100)
    path.write_bytes(bytes(content))


def damage_a_table(path: Path) -> None:
    """Damage pages in the middle, so that all but the numbers beside the lists can be read."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'counter'"
        ).fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    for side in ("-wal", "-shm"):
        path.with_name(path.name + side).unlink(missing_ok=True)
    content = bytearray(path.read_bytes())
    content[(root - 1) * size : root * size] = b"\xee" * size
    path.write_bytes(bytes(content))


def set_revision(path: Path, revision: str) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE alembic_version SET version_num = ?", [revision])
        database.commit()


def test_a_damaged_library_is_restored_from_the_page(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile, films: Path
) -> None:
    """The first offer is the newest backup with what it holds; two presses bring the list back."""
    scan_folder(profile, films)
    backup_now(profile)
    zero_pages(profile.library_db)
    window = open_window()
    recovery = recovery_of(window)
    text = "Restore the newest backup…"
    qtbot.waitUntil(lambda: has_button(recovery, text), timeout=PATIENCE_MS)
    restore = button(recovery, text)
    assert recovery.page.title.text() == "The library is damaged"
    assert "with 5 items and 0 values" in restore.accessibleDescription()

    restore.click()
    dialog = window.findChild(RestoreDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.restore_button.isEnabled, timeout=PATIENCE_MS)
    dialog.restore_button.click()

    wait_for_library(qtbot, window)


def test_what_can_be_read_is_salvaged_from_the_page(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile, films: Path
) -> None:
    """Without any backup: the rows that are left come back, and the page says which are not."""
    scan_folder(profile, films)
    damage_a_table(profile.library_db)
    window = open_window()
    recovery = recovery_of(window)

    button(recovery, "Salvage what can be read").click()
    qtbot.waitUntil(
        lambda: recovery.page.title.text() == "The library is back", timeout=PATIENCE_MS
    )
    assert "rows were saved" in recovery.page.text.text()
    button(recovery, "Open the library").click()

    wait_for_library(qtbot, window)


def test_an_answer_that_comes_late_does_not_take_the_result_back(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile, films: Path
) -> None:
    """Whoever was asked about the damaged library may answer when it is whole again."""
    scan_folder(profile, films)
    damage_a_table(profile.library_db)
    window = open_window()
    recovery = recovery_of(window)
    button(recovery, "Salvage what can be read").click()
    qtbot.waitUntil(
        lambda: recovery.page.title.text() == "The library is back", timeout=PATIENCE_MS
    )

    window.gate.show_refusal(DatabaseDamaged("It was damaged."))
    recovery._on_backup_found((False, None))

    assert recovery.page.title.text() == "The library is back"
    button(recovery, "Open the library").click()
    wait_for_library(qtbot, window)


def test_the_library_is_rebuilt_from_the_files_with_what_people_said(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile, films: Path
) -> None:
    """A backup of yesterday knows the favorite; the folder knows the film of today."""
    scan_folder(profile, films)
    store = LibraryStore(profile.library_db)
    with store.reading() as reader:
        (item_id,) = reader.execute("SELECT id FROM media_item WHERE title = 'Bravo'").fetchone()
    set_favorite(store, [item_id], favorite=True)
    store.close()
    backup_now(profile)
    write_film(films, "Echo", 1999)
    zero_pages(profile.library_db)
    window = open_window()
    recovery = recovery_of(window)

    button(recovery, "Rebuild from your files").click()
    qtbot.waitUntil(
        lambda: recovery.page.title.text() == "The library is back", timeout=PATIENCE_MS
    )
    assert recovery.page.text.text().startswith("6 items in ")
    button(recovery, "Open the library").click()

    everything = sorted([*FILMS, "Echo"])
    qtbot.waitUntil(lambda: titles(window) == everything, timeout=PATIENCE_MS)
    row = window.model.row_at(everything.index("Bravo"))
    assert row is not None
    assert row.favorite


def test_a_library_without_a_backup_offers_no_restore(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile, films: Path
) -> None:
    """Nothing is offered that cannot be done."""
    scan_folder(profile, films)
    zero_pages(profile.library_db)
    window = open_window()
    recovery = recovery_of(window)

    qtbot.waitUntil(lambda: recovery.has_looked, timeout=PATIENCE_MS)

    assert not has_button(recovery, "Restore the newest backup…")
    assert has_button(recovery, "Rebuild from your files")


def test_a_newer_library_names_both_versions_and_stays_as_it_is(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile, films: Path
) -> None:
    """An older program must not write into what it does not understand."""
    scan_folder(profile, films)
    set_revision(profile.library_db, "999_from_the_future")
    window = open_window()
    recovery = recovery_of(window)
    qtbot.waitUntil(lambda: recovery.has_looked, timeout=PATIENCE_MS)

    assert recovery.page.title.text() == "This library needs a newer Media Manager"
    assert "999_from_the_future" in recovery.page.text.text()
    assert not has_button(recovery, "Salvage what can be read")
    assert has_button(recovery, "Choose a backup…")


def test_a_newer_library_can_be_looked_at_and_every_change_says_why_not(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile, films: Path
) -> None:
    """All columns that we read are there, so the list is shown; nothing is written."""
    scan_folder(profile, films)
    set_revision(profile.library_db, "999_from_the_future")
    window = open_window()
    recovery = recovery_of(window)
    qtbot.waitUntil(lambda: has_button(recovery, "Open read-only"), timeout=PATIENCE_MS)

    button(recovery, "Open read-only").click()

    wait_for_library(qtbot, window)
    (notice,) = window.commands.care.notices.texts
    assert notice.startswith("The library can only be read:")
    window.frame_.list.select_all()
    for action_id in ("watched", "favorite", "tags", "rate-5", "add-folder", "scan"):
        assert not window.registry[action_id].isEnabled(), action_id
        assert "999" in window.registry[action_id].toolTip()
    assert window.registry["open"].isEnabled()


def test_a_library_that_may_not_be_written_is_shown_with_the_reason(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile, films: Path
) -> None:
    """A drive that is mounted read-only is no reason to show nothing."""
    scan_folder(profile, films)
    with closing(sqlite3.connect(profile.library_db)) as database:
        database.execute("PRAGMA journal_mode = DELETE")
    profile.library_db.chmod(0o400)
    if os.access(profile.library_db, os.W_OK):
        pytest.skip("this account may write everything")

    window = open_window()

    wait_for_library(qtbot, window)
    (notice,) = window.commands.care.notices.texts
    assert notice.startswith("The library can only be read:")


def test_a_busy_library_opens_by_itself_when_it_is_free(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile, films: Path
) -> None:
    """Nobody has to press anything: the page looks again quietly."""
    scan_folder(profile, films)
    window = open_window()
    wait_for_library(qtbot, window)
    window.gate.show_refusal(DatabaseLocked("The library is locked."))
    (text,) = window.commands.care.notices.texts
    assert text.startswith("The library is busy")
    assert window.frame_.shows_library

    qtbot.waitUntil(lambda: window.commands.care.notices.texts == (), timeout=PATIENCE_MS)
