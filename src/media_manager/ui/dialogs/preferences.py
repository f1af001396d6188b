"""Preferences, made from the table of options: a new row there is a new line here."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from media_manager.errors import MediaManagerError
from media_manager.settings import OPTIONS, Applies, Option, Settings, Value
from media_manager.ui.icons import icon
from media_manager.ui.notifications import explain

if TYPE_CHECKING:
    from collections.abc import Callable

translate = QCoreApplication.translate

_LARGEST_INT = 2**31 - 1
_MIB = 1024 * 1024
# The style gives the text of number boxes no room of its own.
_INDENT = 6


class PreferencesDialog(QDialog):
    """Each change applies and is kept at once; what differs from the default can be reset."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("Preferences", "Preferences"))
        self.resize(680, 640)
        self._settings = settings
        self.lines: dict[str, OptionLine] = {}
        self._headings: dict[str, QLabel] = {}
        self._build()
        stop = settings.on_change(lambda key, _value: self.lines[key].refresh())
        self.destroyed.connect(stop)
        self.filter.textChanged.connect(self._on_filter_changed)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(translate("Preferences", "Find a setting"))
        self.filter.setAccessibleName(self.filter.placeholderText())
        self.filter.setClearButtonEnabled(True)
        column.addWidget(self.filter)
        scroll = QScrollArea(self, widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._build_page())
        column.addWidget(scroll, 1)
        for problem in self._settings.problems:
            warning = QLabel(problem, self, wordWrap=True)
            warning.setTextFormat(Qt.TextFormat.PlainText)
            warning.setProperty("tone", "warn")
            column.addWidget(warning)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _build_page(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(4, 4, 12, 4)
        column.setSpacing(16)
        section = ""
        for option in OPTIONS:
            if option.section != section:
                section = option.section
                heading = QLabel(_section_name(section), page)
                heading.setProperty("type", "section")
                self._headings[section] = heading
                column.addWidget(heading)
            line = OptionLine(option, self._settings, page)
            self.lines[option.key] = line
            column.addWidget(line)
        column.addStretch(1)
        return page

    def _on_filter_changed(self, text: str) -> None:
        words = text.casefold().split()
        shown: set[str] = set()
        for line in self.lines.values():
            hit = all(word in line.words for word in words)
            line.setVisible(hit)
            if hit:
                shown.add(line.option.section)
        for section, heading in self._headings.items():
            heading.setVisible(section in shown)


class OptionLine(QWidget):
    """One option: its name, its control, what it is for, and the way back to the default."""

    def __init__(self, option: Option, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.option = option
        self._settings = settings
        self.words = f"{option.key} {option_name(option)} {option.help}".casefold()
        self._show: Callable[[Value], None]
        self.control = self._build_control()
        self._build()
        self.refresh()

    def refresh(self) -> None:
        """Show the value in effect."""
        value = self._settings.get(self.option.key)
        self.control.blockSignals(True)  # noqa: FBT003 - Qt's own
        self._show(value)
        self.control.blockSignals(False)  # noqa: FBT003 - Qt's own
        self.reset_button.setVisible(value != self.option.default)
        self._problem.hide()

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.setHorizontalSpacing(12)
        name = option_name(self.option)
        label = QLabel(name, self)
        label.setBuddy(self.control)
        self.control.setAccessibleName(name)
        self.control.setAccessibleDescription(self.option.help)
        self.control.setMinimumWidth(220)
        self.reset_button = QToolButton(self, autoRaise=True)
        self.reset_button.setIcon(icon("undo"))
        self.reset_button.setAccessibleName(
            translate("Preferences", "Reset %1").replace("%1", name)
        )
        self.reset_button.setToolTip(
            translate("Preferences", "Back to the default: %1").replace(
                "%1", _default_text(self.option)
            )
        )
        self.reset_button.clicked.connect(lambda: self._settings.reset(self.option.key))
        policy = self.reset_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset_button.setSizePolicy(policy)
        self._help = QLabel(self._help_text(), self, wordWrap=True)
        self._help.setProperty("tone", "muted")
        self._problem = QLabel(self, wordWrap=True)
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setProperty("tone", "danger")
        grid.addWidget(label, 0, 0)
        grid.addWidget(self.control, 0, 1)
        grid.addWidget(self.reset_button, 0, 2)
        grid.addWidget(self._help, 1, 0, 1, 3)
        grid.addWidget(self._problem, 2, 0, 1, 3)
        grid.setColumnStretch(0, 1)

    def _help_text(self) -> str:
        if self.option.applies is Applies.NOW:
            return self.option.help
        when = translate("Preferences", "Takes effect %1.").replace("%1", str(self.option.applies))
        return f"{self.option.help} {when}"

    def _build_control(self) -> QWidget:
        option = self.option
        if option.kind is bool:
            return self._build_check()
        if option.choices:
            return self._build_choice()
        if option.suggestions:
            return self._build_suggestions()
        if option.kind is int:
            return self._build_whole()
        if option.kind is float:
            return self._build_decimal()
        return self._build_text()

    def _build_check(self) -> QWidget:
        box = QCheckBox(translate("Preferences", "On"), self)
        box.toggled.connect(self._keep)
        self._show = lambda value: box.setChecked(bool(value))
        return box

    def _build_choice(self) -> QWidget:
        box = QComboBox(self)
        for choice in self.option.choices:
            box.addItem(choice.capitalize(), choice)
        box.currentIndexChanged.connect(lambda at: self._keep(box.itemData(at)))
        self._show = lambda value: box.setCurrentIndex(box.findData(value))
        return box

    def _build_suggestions(self) -> QWidget:
        box = QComboBox(self)
        line = QLineEdit(box)
        box.setLineEdit(line)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.addItems(list(self.option.suggestions))
        box.setToolTip(self.option.allowed())
        line.editingFinished.connect(lambda: self._keep(line.text().strip()))
        box.activated.connect(lambda _at: self._keep(box.currentText()))
        self._show = lambda value: box.setEditText(str(value))
        return box

    def _build_whole(self) -> QWidget:
        unit = _MIB if self.option.name.endswith("_bytes") else 1
        box = QSpinBox(self)
        box.lineEdit().setTextMargins(_INDENT, 0, 0, 0)
        box.setGroupSeparatorShown(True)
        low, high = self.option.minimum, self.option.maximum
        box.setRange(int((low or 0) // unit), _LARGEST_INT if high is None else int(high // unit))
        if unit == _MIB:
            box.setSuffix(" MiB")
        elif self.option.name.endswith("_minutes"):
            box.setSuffix(" min")
        box.setKeyboardTracking(False)
        box.valueChanged.connect(lambda value: self._keep(value * unit))
        self._show = lambda value: box.setValue(int(value) // unit)
        return box

    def _build_decimal(self) -> QWidget:
        box = QDoubleSpinBox(self)
        box.lineEdit().setTextMargins(_INDENT, 0, 0, 0)
        box.setGroupSeparatorShown(True)
        low, high = self.option.minimum, self.option.maximum
        box.setRange(low or 0.0, 1e9 if high is None else high)
        if self.option.name.endswith("_seconds"):
            box.setSuffix(" s")
        box.setSingleStep(0.05 if high == 1 else 1.0)
        box.setKeyboardTracking(False)
        box.valueChanged.connect(self._keep)
        self._show = lambda value: box.setValue(float(value))
        return box

    def _build_text(self) -> QWidget:
        line = QLineEdit(self)
        line.editingFinished.connect(lambda: self._keep(line.text()))
        self._show = lambda value: line.setText(str(value))
        return line

    def _keep(self, value: object) -> None:
        try:
            if value != self._settings.get(self.option.key):
                self._settings.set(self.option.key, value)
            self.refresh()
        except (MediaManagerError, OSError) as error:
            self._problem.setText(explain(error))
            self._problem.show()


def option_name(option: Option) -> str:
    """Return a name for a person: `young_file_seconds` is `Young file`."""
    name = option.name
    for unit in ("_seconds", "_minutes", "_bytes"):
        name = name.removesuffix(unit)
    return " ".join(name.split("_")).capitalize()


def _default_text(option: Option) -> str:
    if option.default == "":
        return translate("Preferences", "empty")
    if option.name.endswith("_bytes"):
        return f"{int(option.default) // _MIB} MiB"
    return str(option.default)


def _section_name(section: str) -> str:
    names = {
        "ui": translate("Preferences", "Appearance"),
        "startup": translate("Preferences", "Start"),
        "workers": translate("Preferences", "Work in the background"),
        "player": translate("Preferences", "Player"),
        "scan": translate("Preferences", "Scan"),
        "watch": translate("Preferences", "Watching folders"),
        "schedule": translate("Preferences", "Schedules"),
        "thumbnails": translate("Preferences", "Thumbnails"),
        "probe": translate("Preferences", "Looking into files"),
        "instrumentation": translate("Preferences", "Measuring"),
        "cache": translate("Preferences", "Answers of metadata sources"),
    }
    return names.get(section, section.capitalize())
