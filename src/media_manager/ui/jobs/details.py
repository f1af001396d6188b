"""One run of a job in a window of its own: how it went, what failed, and what can be done."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from media_manager.library.failure_list import write_failures
from media_manager.library.job_history import find_job
from media_manager.library.job_runs import JobRecord
from media_manager.ui.jobs import words
from media_manager.ui.jobs.failure_source import LiveFailures, RecordedFailures
from media_manager.ui.jobs.failures import FailuresView
from media_manager.ui.notifications import explain
from media_manager.ui.theme import SPACE, TextSize
from media_manager.ui.widgets.plain import PlainLabel
from media_manager.ui.words import counted, job_title
from media_manager.workers import JobHandle
from media_manager.workers.lanes import JOBS

if TYPE_CHECKING:
    from media_manager.workers.services import Services

translate = QCoreApplication.translate

_SIZE = (960, 540)
_QUIET_SIZE = (560, 240)
# A job that runs writes its record once a second.
_LOOK_MS = 1_000

_Role = QDialogButtonBox.ButtonRole


class JobDetails(QDialog):
    """Stays beside the window; 10,000 failures are one table, and one button tries them again."""

    retry_wanted = Signal(object)
    again_wanted = Signal(object)

    def __init__(self, services: "Services", job_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.record: JobRecord | None = None
        self.job_id = job_id
        self._services = services
        self._build()
        self.setWindowTitle(translate("JobDetails", "Job"))
        self.resize(*_QUIET_SIZE)
        self._timer = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._timer.timeout.connect(self.reload)
        self.reload()

    def reload(self) -> None:
        """Read the record anew; a job that still runs is looked at again after a second."""
        self._services.read(
            partial(find_job, job_id=self.job_id),
            empty=None,
            on_done=self.show_record,
            on_error=self._show_error,
        )

    def show_record(self, record: JobRecord | None) -> None:
        """Show how the run is now."""
        if record is None:
            self.title.setText(translate("JobDetails", "This job is no longer in the history."))
            return
        is_first, self.record = self.record is None, record
        ended = record.finished_at is not None
        self.setWindowTitle(words.record_title(record))
        self.title.setText(words.record_title(record))
        self.facts.setText(_facts(record))
        self.message.setText(record.message or "")
        self.message.set_tone("danger" if record.status == "failed" else "text")
        self.message.setVisible(bool(record.message))
        self.failures.setVisible(bool(record.failed))
        for button in (self.copy_button, self.export_button):
            button.setVisible(bool(record.failed))
        self.again_button.setEnabled(ended)
        self.retry_button.setVisible(bool(record.failed) and ended)
        self.retry_button.setText(words.retry_text(record.failed))
        if record.failed:
            if is_first:
                self.resize(*_SIZE)
            self.failures.reload()
        if not ended:
            self._timer.start()

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.wide, SPACE.wide, SPACE.wide, SPACE.medium)
        column.setSpacing(SPACE.medium)
        self.title = PlainLabel(size=TextSize.TITLE, parent=self)
        self.facts = PlainLabel(tone="muted", parent=self)
        self.message = PlainLabel(parent=self)
        self.message.set_selectable()
        source = RecordedFailures(self._services, self.job_id, self._show_error)
        self.failures = FailuresView(source, self)
        self.news = PlainLabel(tone="muted", parent=self)
        for part in (self.title, self.facts, self.message):
            column.addWidget(part)
        column.addWidget(self.failures, 1)
        column.addStretch()
        column.addWidget(self.news)
        column.addWidget(self._build_buttons())
        self.message.hide()
        self.failures.hide()
        self.news.hide()

    def _build_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        buttons.rejected.connect(self.reject)

        def add(text: str) -> QPushButton:
            return buttons.addButton(text, _Role.ActionRole)

        self.copy_button = add(translate("JobDetails", "&Copy summary"))
        self.copy_button.clicked.connect(self._copy)
        self.export_button = add(translate("JobDetails", "&Export list…"))
        self.export_button.clicked.connect(self._choose_export)
        self.again_button = add(translate("JobDetails", "&Run again"))
        self.again_button.clicked.connect(self._on_again_clicked)
        self.again_button.setEnabled(False)
        self.retry_button = QPushButton(words.retry_text(0), self)
        self.retry_button.setProperty("kind", "primary")
        buttons.addButton(self.retry_button, _Role.ActionRole)
        self.retry_button.clicked.connect(self._on_retry_clicked)
        for button in (self.copy_button, self.export_button, self.retry_button):
            button.hide()
        return buttons

    # -- what can be done ----------------------------------------------------------------------

    def _on_again_clicked(self) -> None:
        self.again_wanted.emit(self.record)
        self.accept()

    def _on_retry_clicked(self) -> None:
        self.retry_wanted.emit(self.record)
        self.accept()

    def _copy(self) -> None:
        text = f"{self.title.text()}\n{self.facts.text()}\n{self.failures.summary()}"
        QGuiApplication.clipboard().setText(text)
        self._say(translate("JobDetails", "The causes are on the clipboard."))

    def _choose_export(self) -> None:
        title = translate("JobDetails", "Export what failed")
        name = translate("JobDetails", "failures-%1.csv").replace("%1", str(self.job_id))
        chosen, _ = QFileDialog.getSaveFileName(self, title, name, "CSV (*.csv)")
        if chosen:
            self.export(Path(chosen))

    def export(self, path: Path) -> None:
        """Write the list to a file, in a thread."""
        store, job_id = self._services.store, self.job_id
        self._services.runner.ask(
            JOBS,
            lambda: write_failures(store, job_id, path),
            on_done=partial(self._on_exported, path),
            on_error=self._show_error,
            owner=self,
        )

    def _on_exported(self, path: Path, count: int) -> None:
        text = translate("JobDetails", "%1 written to %2.")
        self._say(text.replace("%1", counted("failure", count)).replace("%2", str(path)))

    def _say(self, text: str, tone: str = "muted") -> None:
        self.news.set_tone(tone)
        self.news.setText(text)
        self.news.show()

    def _show_error(self, error: BaseException) -> None:
        self._say(explain(error), "danger")


class LiveDetails(QDialog):
    """What failed in a job that keeps no record, as far as the job itself remembers it."""

    def __init__(self, job: JobHandle, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(job_title(job.title))
        self.resize(*_SIZE)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.wide, SPACE.wide, SPACE.wide, SPACE.medium)
        column.setSpacing(SPACE.medium)
        self.failures = FailuresView(LiveFailures(job), self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        buttons.rejected.connect(self.reject)
        column.addWidget(PlainLabel(job_title(job.title), size=TextSize.TITLE, parent=self))
        column.addWidget(PlainLabel(words.describe(job), tone="muted", parent=self))
        column.addWidget(self.failures, 1)
        column.addWidget(buttons)
        self.failures.reload()


def _facts(record: JobRecord) -> str:
    parts = (
        words.result_name(record),
        counted("item", record.done) if record.done else "",
        counted("failure", record.failed) if record.failed else "",
        words.moment(record.started_at or record.created_at),
        words.took(record),
        words.origin_name(record.origin),
    )
    return " · ".join(filter(None, parts))
