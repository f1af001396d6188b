"""The page of an upgrade: which step, how far, how long; to be stopped until the swap."""

from pathlib import Path
from time import monotonic

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from media_manager.domain.jobs import JobProgress
from media_manager.ui.notifications import Act, explain
from media_manager.ui.state_page import StatePage, StateText
from media_manager.ui.words import time_left
from media_manager.workers import JobHandle
from media_manager.workers.job import Job, JobContext

translate = QCoreApplication.translate

# A time that is shown sooner is mostly wrong.
_TELL_AFTER_SECONDS = 2.0


class UpgradePage(QWidget):
    """Stands in the place of the library while it is upgraded."""

    again_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        self.page = StatePage(self)
        column.addWidget(self.page)
        self._job: JobHandle | None = None
        self._step = ""
        self._step_began = 0.0

    @property
    def is_running(self) -> bool:
        return self._job is not None and not self._job.state.ended

    def show_job(self, job: JobHandle) -> None:
        """Follow the upgrade to its end."""
        self._job = job
        self._step = ""
        self._say(translate("Upgrade", "Getting ready…"), "")
        job.on_progress(self._on_progress, self)
        job.on_failed(self._on_failed, self)
        job.on_cancelled(self._on_cancelled, self)

    def _on_progress(self, progress: JobProgress) -> None:
        if progress.message != self._step:
            self._step, self._step_began = progress.message, monotonic()
        passed = monotonic() - self._step_began
        left = ""
        total = progress.total or 0
        if passed > _TELL_AFTER_SECONDS and 0 < progress.done < total:
            left = time_left(passed * (total - progress.done) / progress.done)
        if self.is_running:
            self._say(_step_name(self._step), left)
            self.page.show_progress(progress.done, total)

    def _on_failed(self, error: BaseException) -> None:
        self._offer(translate("Upgrade", "The library was not upgraded"), explain(error))

    def _on_cancelled(self) -> None:
        self._offer(
            translate("Upgrade", "The upgrade was stopped"),
            translate("Upgrade", "The library is as it was."),
        )

    def _say(self, step: str, left: str) -> None:
        calm = translate(
            "Upgrade",
            "It was made by an older version. A verified backup is made first, and until the last "
            "moment the library stays as it was.",
        )
        text = f"{step} {left}".strip()
        acts: tuple[Act, ...] = ()
        if self._job is not None:
            acts = (Act(translate("Upgrade", "Stop"), self._job.cancel),)
        self.page.show_state(
            StateText(
                "collection",
                translate("Upgrade", "Upgrading the library"),
                f"{calm}\n\n{text}",
                acts,
                busy=True,
            )
        )

    def _offer(self, title: str, text: str) -> None:
        acts = (
            Act(translate("Upgrade", "Upgrade now"), self.again_wanted.emit),
            Act(translate("Upgrade", "Quit"), self.quit_wanted.emit),
        )
        self.page.show_state(StateText("info", title, text, acts))


def upgrade_job(library: Path, backups: Path) -> Job:
    """Return the job that upgrades a library."""

    def run(context: JobContext) -> Path | None:
        # Late: brings in alembic, in the thread of the job.
        from media_manager.persistence.upgrade import upgrade_library  # noqa: PLC0415

        return upgrade_library(
            library,
            backups,
            progress=lambda step, done, total: context.report(done, total, step),
            should_stop=lambda: context.cancelled,
        )

    return run


def _step_name(step: str) -> str:
    return {
        "backup": translate("Upgrade", "Making a backup."),
        "copy": translate("Upgrade", "Copying the library."),
        "migrate": translate("Upgrade", "Changing the copy."),
        "verify": translate("Upgrade", "Checking the result."),
    }.get(step, translate("Upgrade", "Getting ready…"))
