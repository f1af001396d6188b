"""What runs in the background: progress, pause, cancel, failures, and what ran before."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QLabel,
    QScrollArea,
    QTabWidget,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from media_manager.library.job_runs import JobRecord
from media_manager.ui.icons import icon
from media_manager.ui.job_row import JobRow
from media_manager.ui.words import number
from media_manager.workers import JobHandle, JobRunner

translate = QCoreApplication.translate


class JobsPanel(QFrame):
    """Rows for the jobs of a runner, newest first; the history is asked for when it is shown."""

    history_wanted = Signal()
    closed = Signal()

    def __init__(self, runner: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jobs-panel")
        self._runner = runner
        self._rows: dict[int, JobRow] = {}
        self._build()
        runner.job_added.connect(self._on_job_added)
        runner.job_changed.connect(self._on_job_changed)
        runner.job_removed.connect(self._on_job_removed)
        for job in runner.jobs:
            self._on_job_added(job)

    @property
    def rows(self) -> tuple[JobRow, ...]:
        return tuple(self._rows.values())

    def show_history(self, records: Sequence[JobRecord]) -> None:
        """Fill the table of what ran before."""
        self.history.clear()
        for record in records:
            self.history.addTopLevelItem(_history_item(record))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._tabs = QTabWidget(self, documentMode=True)
        self._tabs.setAccessibleName(translate("JobsPanel", "Jobs"))
        self._tabs.addTab(self._build_running(), translate("JobsPanel", "Running and recent"))
        self._tabs.addTab(self._build_history(), translate("JobsPanel", "History"))
        self._tabs.currentChanged.connect(self._on_tab_changed)
        close = QToolButton(self._tabs, autoRaise=True)
        close.setIcon(icon("x"))
        close.setAccessibleName(translate("JobsPanel", "Close the jobs panel"))
        close.setToolTip(close.accessibleName())
        close.clicked.connect(self.closed)
        self._tabs.setCornerWidget(close)
        column.addWidget(self._tabs)

    def _build_running(self) -> QWidget:
        self._scroll = QScrollArea(self, widgetResizable=True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setAccessibleName(translate("JobsPanel", "Running and recent jobs"))
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(self._scroll)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(16, 8, 16, 8)
        self._column.setSpacing(12)
        self._nothing = QLabel(
            translate("JobsPanel", "Nothing runs. Scans and other long work appear here."), inside
        )
        self._nothing.setProperty("tone", "muted")
        self._column.addWidget(self._nothing)
        self._column.addStretch(1)
        self._scroll.setWidget(inside)
        return self._scroll

    def _build_history(self) -> QWidget:
        self.history = QTreeWidget(self)
        self.history.setRootIsDecorated(False)
        self.history.setUniformRowHeights(True)
        self.history.setAccessibleName(translate("JobsPanel", "Jobs that ran before"))
        self.history.setHeaderLabels(
            [
                translate("JobsPanel", "Job"),
                translate("JobsPanel", "Result"),
                translate("JobsPanel", "Done"),
                translate("JobsPanel", "Failed"),
                translate("JobsPanel", "Started"),
                translate("JobsPanel", "Message"),
            ]
        )
        header = self.history.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        return self.history

    def _on_tab_changed(self, tab: int) -> None:
        if tab == 1:
            self.history_wanted.emit()

    def _on_job_added(self, job: JobHandle) -> None:
        row = JobRow(job, self)
        row.removed.connect(lambda: self._runner.remove(job))
        self._rows[job.number] = row
        self._column.insertWidget(0, row)
        self._nothing.hide()

    def _on_job_changed(self, job: JobHandle) -> None:
        row = self._rows.get(job.number)
        if row is not None:
            row.refresh()

    def _on_job_removed(self, job: JobHandle) -> None:
        row = self._rows.pop(job.number, None)
        if row is not None:
            row.hide()
            row.deleteLater()
        self._nothing.setVisible(not self._rows)


def _history_item(record: JobRecord) -> QTreeWidgetItem:
    started = QDateTime.fromMSecsSinceEpoch(record.created_at // 1_000)
    item = QTreeWidgetItem(
        [
            _type_name(record.job_type),
            _result_name(record),
            number(record.done),
            number(record.failed),
            QLocale().toString(started, "d MMM yyyy HH:mm"),
            record.message or "",
        ]
    )
    for column in (2, 3):
        item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item


def _type_name(job_type: str) -> str:
    names = {
        "scan": translate("JobsPanel", "Scan"),
        "probe": translate("JobsPanel", "Look into files"),
        "refine": translate("JobsPanel", "Read doubtful names"),
        "bulk": translate("JobsPanel", "Change items"),
    }
    return names.get(job_type, job_type)


def _result_name(record: JobRecord) -> str:
    if record.was_killed:
        return translate("JobsPanel", "Stopped unexpectedly")
    names = {
        "running": translate("JobsPanel", "Running"),
        "finished": translate("JobsPanel", "Finished"),
        "failed": translate("JobsPanel", "Failed"),
        "cancelled": translate("JobsPanel", "Cancelled"),
        "interrupted": translate("JobsPanel", "Interrupted; goes on at the next start"),
        "resumed": translate("JobsPanel", "Interrupted, then continued"),
    }
    return names.get(record.status, record.status)
