"""The doctor's window: what is wrong, what puts it right, and the backups to go back to."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTabWidget, QVBoxLayout, QWidget

from media_manager.domain.jobs import JobState
from media_manager.ui.dialogs.restore import RestoreDialog
from media_manager.ui.doctor import doctor_jobs as jobs
from media_manager.ui.doctor.backups_page import BackupsPage
from media_manager.ui.doctor.findings_page import FindingsPage
from media_manager.ui.notifications import explain
from media_manager.ui.theme import SPACE
from media_manager.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from media_manager.library.doctor import Finding
    from media_manager.workers import JobHandle
    from media_manager.workers.services import Services

translate = QCoreApplication.translate

_SIZE = (820, 600)
# Before a scan that runs: somebody looks at the window and waits.
_PRIORITY = 10


class DoctorWindow(QDialog):
    """Stays beside the main window. Everything it does is a job, to be stopped in either place."""

    examined = Signal(object)
    replaced = Signal()  # another file stands in the library's place

    def __init__(self, services: "Services", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("Doctor", "Doctor"))
        self.resize(*_SIZE)
        self._services = services
        self._job: JobHandle | None = None
        self._build()
        self._connect()

    def examine(self, *, repair: bool = False) -> None:
        """Look at everything; with `repair`, put right what can be built anew."""
        text = (
            translate("Doctor", "Repairing what can be built anew…")
            if repair
            else translate("Doctor", "Examining the library…")
        )
        job = jobs.examine_job(self._services.profile, repair=repair)
        title = translate("Doctor", "Examining the library")
        self._run(job, title, text, self._on_examined)

    def show_backups(self) -> None:
        """Go to the backups."""
        self.tabs.setCurrentWidget(self.backups)

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.large, SPACE.medium, SPACE.large, SPACE.medium)
        column.setSpacing(SPACE.medium)
        self.tabs = QTabWidget(self, documentMode=True)
        self.tabs.setAccessibleName(self.windowTitle())
        self.findings = FindingsPage(self)
        self.backups = BackupsPage(self._services, self)
        self.tabs.addTab(self.findings, translate("Doctor", "Findings"))
        self.tabs.addTab(self.backups, translate("Doctor", "Backups"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        buttons.rejected.connect(self.reject)
        column.addWidget(self.tabs, 1)
        column.addWidget(buttons)
        self.findings.show_note("")

    def _connect(self) -> None:
        self.findings.examine_wanted.connect(self.examine)
        self.findings.repair_all_wanted.connect(partial(self.examine, repair=True))
        self.findings.repair_wanted.connect(self._repair)
        self.findings.stop_wanted.connect(self._stop)
        self.backups.restore_wanted.connect(self._restore)
        self.tabs.currentChanged.connect(self._on_tab_changed)

    # -- work ----------------------------------------------------------------------------------

    def _run(
        self,
        job: "jobs.Job",
        title: str,
        text: str,
        on_done: Callable[[Any], None],
    ) -> None:
        """Begin one thing; the buttons of the others wait until it has ended."""
        if self._job is not None and not self._job.state.ended:
            return
        self.findings.show_busy(text)
        handle = self._services.runner.submit(job, title=title, priority=_PRIORITY)
        self._job = handle
        handle.on_progress(self.findings.show_progress, self)
        handle.on_finished(on_done, self)
        handle.on_failed(self._on_failed, self)
        handle.on_cancelled(self._on_stopped, self)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _repair(self, code: str) -> None:
        job = jobs.repair_job(self._services.profile, code)
        title = translate("Doctor", "Repairing the library")
        self._run(job, title, translate("Doctor", "Repairing…"), self._on_repaired)

    def _restore(self, backup: Path) -> None:
        dialog = RestoreDialog(self._services, backup, self)
        dialog.restored.connect(self.backups.show_restored)
        dialog.restored.connect(self.replaced)
        dialog.open()

    def _on_examined(self, findings: "Sequence[Finding]") -> None:
        looked = translate("Doctor", "%1 looked at.")
        self.findings.show_findings(findings, looked.replace("%1", counted("thing", len(findings))))
        self.examined.emit(findings)

    def _on_repaired(self, finding: "Finding") -> None:
        self.findings.show_one(finding, finding.message)
        self.examined.emit(self.findings.findings)

    def _on_failed(self, error: BaseException) -> None:
        self.findings.show_note(explain(error), tone="danger")

    def _on_stopped(self) -> None:
        self.findings.show_note(translate("Doctor", "Stopped. Nothing was left half done."))

    def _on_tab_changed(self, _tab: int) -> None:
        if self.tabs.currentWidget() is self.backups:
            self.backups.reload()

    def reject(self) -> None:
        """Close; a look that nobody waits for is stopped, a repair goes on to its end."""
        if self._job is not None and self._job.state in {JobState.QUEUED, JobState.WAITING}:
            self._job.cancel()
        super().reject()
