"""The doctor's window: findings worst first, repairs, backups, and a restore with a look before."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication  # noqa: TID251 - a test of the room
from PySide6.QtWidgets import QApplication, QWidget  # noqa: TID251 - as above
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS, OpenWindow, scan_folder

from media_manager.library.doctor import Finding, Severity
from media_manager.library.maintain import backup_lines, backup_now
from media_manager.settings import Profile
from media_manager.ui.dialogs.doctor import DoctorWindow
from media_manager.ui.dialogs.restore import RestoreDialog
from media_manager.ui.doctor.findings_page import FindingsPage
from media_manager.ui.main_window import MainWindow
from media_manager.ui.theme import apply_theme

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|does not support raise")

FINDINGS = (
    Finding("roots", Severity.OK, "All folders can be reached."),
    Finding("player", Severity.WARNING, "No player.", "Install one.", command="apt install mpv"),
    Finding(
        "counters",
        Severity.PROBLEM,
        "3 counters are wrong.",
        repairable=True,
        where=("films", "shows"),
    ),
)


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> FindingsPage:
    apply_theme(qapp)
    page = FindingsPage()
    qtbot.addWidget(page)
    return page


@pytest.fixture
def window(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile, films: Path
) -> Iterator[MainWindow]:
    scan_folder(profile, films)
    window = open_window()
    qtbot.waitUntil(lambda: window.model.rowCount() == 5, timeout=PATIENCE_MS)
    yield window
    doctor = window.commands.care.doctor
    if doctor is not None:
        doctor.reject()


def examined(qtbot: QtBot, window: MainWindow) -> DoctorWindow:
    """Open the doctor from the menu and wait for what it finds."""
    window.registry["doctor"].trigger()
    doctor = window.commands.care.doctor
    assert doctor is not None
    qtbot.waitUntil(lambda: bool(doctor.findings.findings), timeout=PATIENCE_MS)
    return doctor


def test_what_is_wrong_comes_first_and_what_is_fine_is_folded_away(page: FindingsPage) -> None:
    """A person reads the first line and knows."""
    page.show_findings(FINDINGS)

    assert [row.finding.code for row in page.rows] == ["counters", "player", "roots"]
    assert page.summary.text() == "1 problem, 1 warning"
    assert not page.rows[2].isVisibleTo(page)
    page.fine_button.click()
    assert page.rows[2].isVisibleTo(page)


def test_a_finding_is_told_in_words_and_not_by_its_color_alone(page: FindingsPage) -> None:
    """Severity and message are what a screen reader says of the row."""
    page.show_findings(FINDINGS)

    assert page.rows[0].accessibleName() == "Problem: 3 counters are wrong."
    assert page.rows[1].accessibleName() == "Warning: No player."


def test_a_command_can_be_copied_and_places_are_shown_when_asked(page: FindingsPage) -> None:
    """What no button does is typed, and never by hand."""
    page.show_findings(FINDINGS)

    page.rows[1].copy_button.click()
    assert QGuiApplication.clipboard().text() == "apt install mpv"
    page.rows[0].where_button.click()
    assert page.rows[0].places.text() == "films\nshows"
    assert "Problem: 3 counters are wrong." in page.report()


def test_wrong_counters_are_found_and_repaired_from_the_window(
    qtbot: QtBot, window: MainWindow, profile: Profile
) -> None:
    """Damage, examine, press Repair: the finding is fine, and so is the status bar."""
    with closing(sqlite3.connect(profile.library_db)) as database:
        database.execute("UPDATE counter SET value = value + 3")
        database.commit()
    doctor = examined(qtbot, window)
    row = next(row for row in doctor.findings.rows if row.finding.code == "counters")
    assert window.frame_.status.problems_button.isVisible()

    assert row.repair_button is not None
    row.repair_button.click()

    qtbot.waitUntil(
        lambda: any(
            each.code == "counters" and each.severity is Severity.OK
            for each in doctor.findings.findings
        ),
        timeout=PATIENCE_MS,
    )
    assert not window.frame_.status.problems_button.isVisible()


def test_a_backup_is_made_listed_and_checked(
    qtbot: QtBot, window: MainWindow, profile: Profile
) -> None:
    """One press; the sentence says how old the last verified one is."""
    window.registry["backups"].trigger()
    doctor = window.commands.care.doctor
    assert doctor is not None
    page = doctor.backups
    qtbot.waitUntil(
        lambda: page.age.text() == "There is no verified backup yet.", timeout=PATIENCE_MS
    )

    page.backup_button.click()
    qtbot.waitUntil(lambda: page.list.topLevelItemCount() == 1, timeout=PATIENCE_MS)
    assert page.age.text().endswith("less than a day old.")
    page.verify_button.click()
    qtbot.waitUntil(lambda: page.news.text() == "The backup is sound.", timeout=PATIENCE_MS)
    assert len(backup_lines(profile)) == 1


def test_a_restore_shows_first_what_it_would_lose_and_then_brings_back_what_was(
    qtbot: QtBot, window: MainWindow, profile: Profile
) -> None:
    """Journey 16: the counts are told before, and the list shows the old state after."""
    backup = backup_now(profile)
    with closing(sqlite3.connect(profile.library_db)) as database:
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("UPDATE media_item SET title = 'Changed since' WHERE title = 'Lighthouse'")
        database.commit()
    dialog = RestoreDialog(window.services, backup, window)
    qtbot.waitUntil(lambda: dialog.preview is not None, timeout=PATIENCE_MS)
    assert dialog.preview is not None
    assert dialog.preview.saved.items == 5
    assert dialog.loss.text() == "Nothing would be lost."
    dialog.restored.connect(window.start)

    with qtbot.waitSignal(dialog.restored, timeout=PATIENCE_MS):
        dialog.restore_button.click()

    def titles() -> list[str]:
        rows = [window.model.row_at(at) for at in range(window.model.rowCount())]
        return [row.title for row in rows if row is not None]

    qtbot.waitUntil(lambda: "Lighthouse" in titles(), timeout=PATIENCE_MS)
    assert len(list(profile.data.glob("library.db.damaged-*"))) >= 1


def test_a_damaged_backup_is_refused_and_nothing_changes(
    qtbot: QtBot, window: MainWindow, profile: Profile
) -> None:
    """The check comes before the library is touched."""
    backup = backup_now(profile)
    dialog = RestoreDialog(window.services, backup, window)
    qtbot.waitUntil(lambda: dialog.preview is not None, timeout=PATIENCE_MS)
    content = bytearray(backup.read_bytes())
    content[4096:-4096] = bytes(len(content) - 8192)
    backup.write_bytes(bytes(content))

    dialog.restore_button.click()

    qtbot.waitUntil(lambda: "damaged" in dialog.note.text(), timeout=PATIENCE_MS)
    assert list(profile.data.glob("library.db.damaged-*")) == []
    dialog.reject()


def test_everything_in_the_windows_of_the_doctor_has_a_name(
    qtbot: QtBot, window: MainWindow, profile: Profile
) -> None:
    """A screen reader finds no nameless node, neither here nor in what is opened from here."""
    backup = backup_now(profile)
    doctor = examined(qtbot, window)
    restore = RestoreDialog(window.services, backup, doctor)
    restore.show()
    qtbot.waitUntil(lambda: restore.preview is not None, timeout=PATIENCE_MS)
    doctor.show_backups()
    qtbot.waitUntil(lambda: doctor.backups.list.topLevelItemCount() == 1, timeout=PATIENCE_MS)

    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in (*doctor.findChildren(QWidget), *restore.findChildren(QWidget))
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]

    assert nameless == []
    restore.reject()
