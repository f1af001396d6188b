"""Preferences come from the table of options, apply at once, and can be taken back."""

import pytest
from PySide6.QtGui import QPalette  # noqa: TID251 - a test of the room
from PySide6.QtWidgets import (  # noqa: TID251 - as above
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QSpinBox,
)
from pytestqt.qtbot import QtBot
from tests.ui.conftest import OpenWindow

from media_manager.settings import OPTIONS, Profile, Settings
from media_manager.ui.dialogs.preferences import PreferencesDialog
from media_manager.ui.theme import apply_theme

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def settings(profile: Profile) -> Settings:
    return Settings(profile)


@pytest.fixture
def dialog(qtbot: QtBot, qapp: QApplication, settings: Settings) -> PreferencesDialog:
    apply_theme(qapp)
    dialog = PreferencesDialog(settings)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_every_option_has_a_line_with_help(dialog: PreferencesDialog) -> None:
    """A new option needs no work here."""
    assert set(dialog.lines) == {option.key for option in OPTIONS}
    for key, line in dialog.lines.items():
        assert line.control.accessibleName(), key
        assert line.control.accessibleDescription() == line.option.help


def test_a_change_is_kept_at_once_and_reset(dialog: PreferencesDialog, settings: Settings) -> None:
    """No button to apply; the way back to the default appears with the change."""
    line = dialog.lines["scan.hold_at_least"]
    assert isinstance(line.control, QSpinBox)

    line.control.setValue(99)
    assert Settings(settings.profile).integer("scan.hold_at_least") == 99
    assert not line.reset_button.isHidden()
    line.reset_button.click()
    assert settings.integer("scan.hold_at_least") == 20
    assert line.control.value() == 20


def test_each_kind_of_control_writes_its_kind(
    dialog: PreferencesDialog, settings: Settings
) -> None:
    """Boxes, choices and lines."""
    flag, text = dialog.lines["probe.enabled"].control, dialog.lines["player.command"].control
    density = dialog.lines["ui.table_density"].control
    assert isinstance(flag, QCheckBox)
    assert isinstance(text, QLineEdit)
    assert isinstance(density, QComboBox)

    flag.click()
    text.setText("mpv --fs")
    text.editingFinished.emit()
    density.setCurrentIndex(density.findData("compact"))

    assert not settings.flag("probe.enabled")
    assert settings.text("player.command") == "mpv --fs"
    assert settings.text("ui.table_density") == "compact"


def test_search_leaves_what_matches(dialog: PreferencesDialog) -> None:
    """Names, keys and help texts are searched."""
    dialog.filter.setText("player")

    shown = {key for key, line in dialog.lines.items() if not line.isHidden()}
    assert "player.command" in shown
    assert "ui.theme" not in shown


def test_the_theme_changes_at_once(open_window: OpenWindow, qapp: QApplication) -> None:
    """Dark and light without a restart."""
    window = open_window()

    window.services.settings.set("ui.theme", "dark")
    dark = qapp.palette().color(QPalette.ColorRole.Window).lightness()
    window.services.settings.set("ui.theme", "light")
    light = qapp.palette().color(QPalette.ColorRole.Window).lightness()

    assert dark < 64
    assert light > 192


def test_a_schedule_is_chosen_or_typed(qtbot: QtBot, profile: Profile) -> None:
    """What it cannot be is said beside it, and nothing is changed."""
    settings = Settings(profile)
    dialog = PreferencesDialog(settings)
    qtbot.addWidget(dialog)
    line = dialog.lines["schedule.scan"]
    box = line.findChild(QComboBox)
    assert box is not None
    typed = box.lineEdit()
    assert typed is not None
    box.setCurrentIndex(box.findText("daily"))
    box.activated.emit(box.currentIndex())
    assert settings.text("schedule.scan") == "daily"
    box.setEditText("04:15")
    typed.editingFinished.emit()
    assert settings.text("schedule.scan") == "04:15"
    box.setEditText("sometimes")
    typed.editingFinished.emit()
    assert settings.text("schedule.scan") == "04:15"
    assert "03:30" in line._problem.text()
