"""Put another file in the library's place while the window is open: nothing else may write then."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from media_manager.ui.doctor.doctor_jobs import Job
    from media_manager.workers import JobHandle
    from media_manager.workers.services import Services

_PRIORITY = 20


class Replacement(QObject):
    """Stops what runs, does one job, and lets everything open the new file."""

    began = Signal(object)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, services: "Services", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._waiting: tuple[Job, str] | None = None
        self.job: JobHandle | None = None
        services.runner.job_changed.connect(self._on_job_changed)

    @property
    def is_running(self) -> bool:
        return self._waiting is not None or (self.job is not None and not self.job.state.ended)

    def run(self, job: "Job", title: str) -> None:
        """Do a job that replaces the library, as soon as nothing else runs."""
        if self.is_running:
            return
        self._waiting = (job, title)
        for other in self._services.runner.jobs:
            if not other.state.ended:
                other.cancel()
        self._begin()

    def stop(self) -> None:
        """Stop it; until the last moment the library is as it was."""
        if self._waiting is not None:
            self._waiting = None
            self.cancelled.emit()
        elif self.job is not None:
            self.job.cancel()

    def _on_job_changed(self, job: "JobHandle") -> None:
        if job.state.ended:
            self._begin()

    def _begin(self) -> None:
        busy = any(not other.state.ended for other in self._services.runner.jobs)
        if self._waiting is None or busy:
            return
        (job, title), self._waiting = self._waiting, None
        self.job = self._services.runner.submit(job, title=title, priority=_PRIORITY)
        self.job.on_finished(self._on_finished, self)
        self.job.on_failed(self.failed.emit, self)
        self.job.on_cancelled(self.cancelled.emit, self)
        self.began.emit(self.job)

    def _on_finished(self, result: object) -> None:
        self._services.store.replaced()
        self.finished.emit(result)
