"""What the doctor found, worst first, while it looks and after; what is fine is folded away."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from media_manager.ui.doctor.finding_row import FindingRow, FoldButton, severity_word
from media_manager.ui.icon_label import IconLabel
from media_manager.ui.status_bar import show_fraction
from media_manager.ui.theme import SPACE, TextSize
from media_manager.ui.widgets.plain import PlainLabel
from media_manager.ui.words import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from media_manager.domain.jobs import JobProgress
    from media_manager.library.doctor import Finding

translate = QCoreApplication.translate

_ORDER = {"problem": 0, "warning": 1, "ok": 2}


class FindingsPage(QWidget):
    """Shows findings; it examines and repairs nothing by itself."""

    examine_wanted = Signal()
    stop_wanted = Signal()
    repair_wanted = Signal(str)
    repair_all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.findings: tuple[Finding, ...] = ()
        self.rows: list[FindingRow] = []
        self._build()
        self._connect()

    # -- what is shown -------------------------------------------------------------------------

    def show_busy(self, text: str) -> None:
        """Say what is being done; what was found before stays to be read."""
        self.sign.show_icon("activity", "accent")
        self.summary.setText(text)
        self.detail.setText("")
        show_fraction(self.bar, None)
        self._set_busy(busy=True)

    def show_progress(self, progress: "JobProgress") -> None:
        self.detail.setText(progress.message)
        show_fraction(self.bar, progress.fraction)

    def show_findings(self, findings: "Sequence[Finding]", detail: str = "") -> None:
        """Show these, worst first."""
        self.findings = tuple(sorted(findings, key=lambda each: _ORDER[str(each.severity)]))
        self._set_busy(busy=False)
        self._show_summary()
        self.detail.setText(detail)
        self._fill()
        self.repair_all_button.setEnabled(any(map(is_safe, self.findings)))
        self.copy_button.setEnabled(bool(self.findings))

    def show_one(self, finding: "Finding", detail: str = "") -> None:
        """Show one finding anew, after its repair."""
        kept = [each for each in self.findings if each.code != finding.code]
        self.show_findings([*kept, finding], detail)

    def show_note(self, text: str, *, tone: str = "muted") -> None:
        """Say how it went when there is nothing new to show."""
        self._set_busy(busy=False)
        if self.findings:
            self._show_summary()
        else:
            self.sign.show_icon("info", "muted")
            self.summary.setText(translate("Doctor", "Not examined yet"))
        self.detail.setText(text)
        self.detail.set_tone(tone)

    def report(self) -> str:
        """Return all findings as text to paste."""
        return "\n".join(
            "\n  ".join(
                filter(
                    None,
                    (f"{severity_word(each.severity)}: {each.message}", each.hint, each.command),
                )
            )
            for each in self.findings
        )

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE.medium, 0, 0)
        column.setSpacing(SPACE.small)
        head = QHBoxLayout()
        head.setSpacing(SPACE.medium)
        self.sign = IconLabel("info", 20, "muted", self)
        self.summary = PlainLabel(size=TextSize.SECTION, parent=self)
        self.stop_button = QPushButton(translate("Doctor", "Stop"), self)
        head.addWidget(self.sign)
        head.addWidget(self.summary, 1)
        head.addWidget(self.stop_button)
        self.detail = PlainLabel(tone="muted", parent=self)
        self.bar = QProgressBar(self, textVisible=False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName(translate("Doctor", "Progress"))
        self._scroll = QScrollArea(self, widgetResizable=True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setAccessibleName(translate("Doctor", "Findings"))
        column.addLayout(head)
        for part in (self.detail, self.bar):
            column.addWidget(part)
        column.addWidget(self._scroll, 1)
        column.addLayout(self._build_buttons())

    def _build_buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(SPACE.small)
        self.copy_button = QPushButton(translate("Doctor", "&Copy report"), self)
        self.examine_button = QPushButton(translate("Doctor", "&Examine again"), self)
        self.repair_all_button = QPushButton(translate("Doctor", "&Repair all that is safe"), self)
        self.repair_all_button.setToolTip(
            translate("Doctor", "Builds anew what can be built anew; your own words stay untouched")
        )
        line.addWidget(self.copy_button)
        line.addStretch(1)
        line.addWidget(self.examine_button)
        line.addWidget(self.repair_all_button)
        return line

    def _connect(self) -> None:
        self.stop_button.clicked.connect(self.stop_wanted)
        self.examine_button.clicked.connect(self.examine_wanted)
        self.repair_all_button.clicked.connect(self.repair_all_wanted)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report()))

    def _set_busy(self, *, busy: bool) -> None:
        self.bar.setVisible(busy)
        self.stop_button.setVisible(busy)
        self.examine_button.setEnabled(not busy)
        self.repair_all_button.setEnabled(not busy and any(map(is_safe, self.findings)))
        self.copy_button.setEnabled(bool(self.findings))
        self.detail.set_tone("muted")
        for row in self.rows:
            if row.repair_button is not None:
                row.repair_button.setEnabled(not busy)

    def _show_summary(self) -> None:
        problems, warnings = (
            sum(str(each.severity) == kind for each in self.findings)
            for kind in ("problem", "warning")
        )
        if problems:
            self.sign.show_icon("error", "danger")
        elif warnings:
            self.sign.show_icon("warning", "warn")
        else:
            self.sign.show_icon("check-circle", "ok")
        self.summary.setText(summary_text(problems, warnings))

    def _fill(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, SPACE.medium, 0)
        column.setSpacing(0)
        self.rows = []
        fine = [each for each in self.findings if str(each.severity) == "ok"]
        for finding in self.findings[: len(self.findings) - len(fine)]:
            column.addWidget(self._row(finding, page))
        self._add_fine(fine, column, page)
        column.addStretch(1)
        self._scroll.setWidget(page)

    def _add_fine(self, fine: "Sequence[Finding]", column: QVBoxLayout, page: QWidget) -> None:
        """Fold away what is fine, unless that is all there is."""
        if not fine:
            return
        folded = QWidget(page)
        inner = QVBoxLayout(folded)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        for finding in fine:
            inner.addWidget(self._row(finding, folded))
        is_all = len(fine) == len(self.findings)
        text = translate("Doctor", "What is fine (%1)").replace("%1", number(len(fine)))
        self.fine_button = FoldButton(text, folded, page)
        self.fine_button.setChecked(is_all)
        folded.setVisible(is_all)
        column.addWidget(self.fine_button, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(folded)

    def _row(self, finding: "Finding", page: QWidget) -> FindingRow:
        row = FindingRow(finding, page)
        row.repair_wanted.connect(self.repair_wanted)
        self.rows.append(row)
        return row


def is_safe(finding: "Finding") -> bool:
    """Tell whether a repair of everything takes this in."""
    return finding.repairable and not finding.only_when_asked


def summary_text(problems: int, warnings: int) -> str:
    """Return the findings in one sentence."""
    if not problems and not warnings:
        return translate("Doctor", "Everything is fine.")
    parts = (
        (problems, translate("Doctor", "%1 problem"), translate("Doctor", "%1 problems")),
        (warnings, translate("Doctor", "%1 warning"), translate("Doctor", "%1 warnings")),
    )
    return ", ".join(
        (one if count == 1 else many).replace("%1", number(count))
        for count, one, many in parts
        if count
    )
