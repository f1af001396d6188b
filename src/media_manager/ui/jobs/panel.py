"""What runs in the background: progress, pause, cancel, failures, and what ran before."""

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QTabWidget, QToolButton, QVBoxLayout, QWidget

from media_manager.ui.icons import icon
from media_manager.ui.jobs.details import JobDetails, LiveDetails
from media_manager.ui.jobs.history import HistoryPage
from media_manager.ui.jobs.order import Standing, moved
from media_manager.ui.jobs.row import JobRow
from media_manager.ui.jobs.words import kind_name
from media_manager.ui.widgets.plain import PlainLabel
from media_manager.workers import JobHandle

if TYPE_CHECKING:
    from collections.abc import Callable

    from media_manager.library.job_runs import JobRecord
    from media_manager.workers.services import Services

translate = QCoreApplication.translate

# The newest that ended; older ones are in the history, where they cost nothing until looked at.
ENDED_SHOWN = 20


class JobsPanel(QFrame):
    """Rows for the jobs of a runner, those that run first; the history is read when it is shown."""

    closed = Signal()

    def __init__(
        self,
        services: "Services",
        on_error: "Callable[[BaseException], None]",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("jobs-panel")
        self._services = services
        self._runner = services.runner
        self._on_error = on_error
        self._rows: dict[int, JobRow] = {}
        self._order: list[int] = []
        self.open_details: dict[int, JobDetails] = {}
        self._build()
        self._connect()
        for job in self._runner.jobs:
            self._add(job)
        self._arrange()

    @property
    def rows(self) -> tuple[JobRow, ...]:
        """Return the rows as they stand, from top to bottom."""
        return tuple(sorted(self._rows.values(), key=_rank))

    def show_history(self) -> None:
        """Go to what ran before."""
        self._tabs.setCurrentWidget(self.history)

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._tabs = QTabWidget(self, documentMode=True)
        self._tabs.setAccessibleName(translate("JobsPanel", "Jobs"))
        self.history = HistoryPage(self._services, self._on_error, self)
        self._tabs.addTab(self._build_running(), translate("JobsPanel", "Running and recent"))
        self._tabs.addTab(self.history, translate("JobsPanel", "History"))
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
        self._column.setSpacing(10)
        self._nothing = PlainLabel(
            translate("JobsPanel", "Nothing runs. Scans and other long work appear here."),
            tone="muted",
            parent=inside,
        )
        self._column.addWidget(self._nothing)
        self._column.addStretch(1)
        self._scroll.setWidget(inside)
        return self._scroll

    def _connect(self) -> None:
        runner = self._runner
        runner.job_added.connect(self._on_job_added)
        runner.job_changed.connect(self._on_job_changed)
        runner.job_removed.connect(self._on_job_removed)
        self._tabs.currentChanged.connect(self._on_tab_changed)
        self.history.details_wanted.connect(lambda record: self.show_details(record.id))
        self.history.again_wanted.connect(self._run_again)

    # -- rows ----------------------------------------------------------------------------------

    def _on_tab_changed(self, _tab: int) -> None:
        if self._tabs.currentWidget() is self.history:
            self.history.reload()

    def _on_job_added(self, job: JobHandle) -> None:
        self._add(job)
        self._arrange()
        self.history.reload_soon()

    def _on_job_changed(self, job: JobHandle) -> None:
        row = self._rows.get(job.number)
        if row is None:
            return
        row.refresh()
        row.show_then(self._then(job))
        ended = sum(each.job.state.ended for each in self._rows.values())
        if ended > ENDED_SHOWN or [each.job.number for each in self.rows] != self._order:
            self._arrange()
        if job.state.ended:
            self.history.reload_soon()

    def _on_job_removed(self, job: JobHandle) -> None:
        self._drop(job.number)
        self._arrange()

    def _add(self, job: JobHandle) -> None:
        row = JobRow(job, self)
        row.show_then(self._then(job))
        row.removed.connect(partial(self._runner.remove, job))
        row.moved.connect(partial(self._move, row))
        row.details_wanted.connect(partial(self._show_details_of, job))
        row.again_wanted.connect(partial(self._again, job))
        row.retry_wanted.connect(partial(self._retry_of, job))
        self._rows[job.number] = row

    def _drop(self, number: int) -> None:
        row = self._rows.pop(number, None)
        if row is not None:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()

    def _arrange(self) -> None:
        """Put the rows in their order, also for the Tab key; drop the oldest that ended."""
        ended = [row for row in self.rows if row.job.state.ended]
        for row in ended[ENDED_SHOWN:]:
            self._drop(row.job.number)
        rows = self.rows
        self._order = [row.job.number for row in rows]
        for at, row in enumerate(rows):
            if self._column.indexOf(row) != at:
                self._column.insertWidget(at, row)
        chain = [part for row in rows for part in row.focus_chain()]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
        self._nothing.setVisible(not rows)

    def _move(self, row: JobRow, step: int) -> None:
        """Let a job run before the one above it, or behind the one below it."""
        active = [each.job for each in self.rows if not each.job.state.ended]
        if row.job not in active:
            return
        standings = [Standing(job.priority, job.number) for job in active]
        for number, priority in moved(standings, active.index(row.job), step).items():
            self._services.jobs.set_priority(self._rows[number].job, priority)
        self._arrange()
        row.more_button.setFocus()
        self._scroll.ensureWidgetVisible(row)

    # -- what can be done ----------------------------------------------------------------------

    def show_details(self, job_id: int) -> None:
        """Show one run in a window of its own; each at most once."""
        shown = self.open_details.get(job_id)
        if shown is None:
            shown = JobDetails(self._services, job_id, self.window())
            self.open_details[job_id] = shown
            shown.destroyed.connect(lambda: self.open_details.pop(job_id, None))
            shown.retry_wanted.connect(self._retry)
            shown.again_wanted.connect(self._run_again)
        shown.show()
        shown.raise_()
        shown.activateWindow()

    def _show_details_of(self, job: JobHandle) -> None:
        job_id = self._services.jobs.job_id(job)
        if job_id is not None:
            self.show_details(job_id)
            return
        LiveDetails(job, self.window()).show()

    def _again(self, job: JobHandle) -> None:
        job_id = self._services.jobs.job_id(job)
        if job_id is not None:
            self._services.jobs.start_again(job_id, on_error=self._on_error)

    def _retry_of(self, job: JobHandle) -> None:
        job_id = self._services.jobs.job_id(job)
        if job_id is not None:
            self._services.jobs.retry_failed(job_id, on_error=self._on_error)

    def _run_again(self, record: "JobRecord") -> None:
        self._services.jobs.start_again(record.id, on_error=self._on_error)
        self._tabs.setCurrentIndex(0)

    def _retry(self, record: "JobRecord") -> None:
        self._services.jobs.retry_failed(record.id, on_error=self._on_error)
        self._tabs.setCurrentIndex(0)

    def _then(self, job: JobHandle) -> str:
        """Return what begins when a job has ended, in words."""
        kinds = () if job.state.ended else self._services.jobs.next_kinds(job)
        return ", ".join(kind_name(kind) for kind in kinds)


def _rank(row: JobRow) -> tuple[bool, int, int]:
    return row.rank
