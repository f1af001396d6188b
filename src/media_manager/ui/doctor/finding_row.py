"""One finding of the doctor: how bad it is, what it is, what to do, and the button that does it."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from media_manager.ui.icon_label import IconLabel
from media_manager.ui.icons import icon
from media_manager.ui.theme import SPACE
from media_manager.ui.widgets.look import HIT
from media_manager.ui.widgets.plain import PlainLabel
from media_manager.ui.words import number

if TYPE_CHECKING:
    from media_manager.library.doctor import Finding

translate = QCoreApplication.translate

SIGNS: Final = {
    "problem": ("error", "danger"),
    "warning": ("warning", "warn"),
    "ok": ("check-circle", "ok"),
}
_MARK: Final = 88
_TOP: Final = Qt.AlignmentFlag.AlignTop
_MOST_PLACES: Final = 100


class FindingRow(QFrame):
    """Says one thing; `repair_wanted` carries its code."""

    repair_wanted = Signal(str)

    def __init__(self, finding: "Finding", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding = finding
        self.repair_button: QPushButton | None = None
        self.setAccessibleName(f"{severity_word(finding.severity)}: {finding.message}")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, SPACE.small, 0, SPACE.small)
        line.setSpacing(SPACE.medium)
        line.addWidget(self._build_mark(), alignment=_TOP)
        line.addLayout(self._build_words(), 1)
        if finding.repairable:
            self.repair_button = QPushButton(translate("Doctor", "Repair"), self)
            self.repair_button.setAccessibleDescription(finding.message)
            self.repair_button.clicked.connect(lambda: self.repair_wanted.emit(finding.code))
            line.addWidget(self.repair_button, alignment=_TOP)

    def _build_mark(self) -> QWidget:
        """Put icon and word side by side: the color alone says nothing to many people."""
        sign, tone = SIGNS[str(self.finding.severity)]
        mark = QWidget(self)
        line = QHBoxLayout(mark)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE.hair)
        word = PlainLabel(severity_word(self.finding.severity), tone=tone, parent=mark)
        word.setWordWrap(False)
        line.addWidget(IconLabel(sign, 16, tone, mark), alignment=_TOP)
        line.addWidget(word, 1)
        mark.setFixedWidth(max(_MARK, mark.sizeHint().width()))
        return mark

    def _build_words(self) -> QVBoxLayout:
        finding = self.finding
        column = QVBoxLayout()
        column.setSpacing(SPACE.hair)
        message = PlainLabel(finding.message, parent=self)
        message.set_selectable()
        column.addWidget(message)
        if finding.hint:
            column.addWidget(PlainLabel(finding.hint, tone="muted", parent=self))
        if finding.command and not finding.repairable:
            column.addLayout(self._build_command(finding.command))
        if finding.where:
            self._build_places(column)
        return column

    def _build_command(self, command: str) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(SPACE.small)
        text = PlainLabel(command, parent=self)
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        text.set_selectable()
        self.copy_button = QPushButton(translate("Doctor", "Copy"), self)
        self.copy_button.setAccessibleDescription(command)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(command))
        line.addWidget(text, 1)
        line.addWidget(self.copy_button)
        return line

    def _build_places(self, column: QVBoxLayout) -> None:
        places = self.finding.where
        text = "\n".join(places[:_MOST_PLACES])
        if len(places) > _MOST_PLACES:
            more = translate("Doctor", "and %1 more")
            text += "\n" + more.replace("%1", number(len(places) - _MOST_PLACES))
        self.places = PlainLabel(text, tone="muted", parent=self)
        self.places.set_selectable()
        self.places.hide()
        self.where_button = FoldButton(translate("Doctor", "Show where"), self.places, self)
        self.where_button.setAccessibleDescription(self.finding.message)
        column.addWidget(self.where_button, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.places)


class FoldButton(QToolButton):
    """Shows and hides a part of a page, and says by its arrow which it does next."""

    def __init__(self, text: str, part: QWidget, parent: QWidget) -> None:
        super().__init__(parent, autoRaise=True)
        self.setCheckable(True)
        self.setMinimumHeight(HIT)
        self.setText(text)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIcon(icon("chevron-right", "muted"))
        self.toggled.connect(part.setVisible)
        self.toggled.connect(self._on_toggled)

    def _on_toggled(self, is_open: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.setIcon(icon("chevron-down" if is_open else "chevron-right", "muted"))


def severity_word(severity: str) -> str:
    return {
        "problem": translate("Doctor", "Problem"),
        "warning": translate("Doctor", "Warning"),
    }.get(str(severity), translate("Doctor", "Fine"))
