"""What is told when a job ends: to a screen reader always, to the desktop when nobody looks."""

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication

from media_manager.domain.jobs import JobState
from media_manager.ui.desktop_note import tell_desktop
from media_manager.ui.jobs.words import describe
from media_manager.ui.words import job_title
from media_manager.workers.lanes import JOBS

if TYPE_CHECKING:
    from media_manager.ui.window_parts import WindowParts
    from media_manager.workers import JobHandle

# What ends sooner is seen to end; what takes longer is left alone meanwhile.
LONG_SECONDS = 30.0


class JobNews(QObject):
    """Listens to the jobs of a window. A failure is shown by others; here it is only spoken."""

    def __init__(self, parts: "WindowParts") -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._began: dict[int, float] = {}
        runner = parts.services.runner
        runner.job_added.connect(self._on_job_added)
        runner.job_changed.connect(self._on_job_changed)

    def _on_job_added(self, job: "JobHandle") -> None:
        self._began[job.number] = monotonic()
        # These come when the result is known; a job says that it ended a moment before.
        job.on_finished(partial(self._on_finished, job), self)
        job.on_cancelled(partial(self._on_ended, job), self)

    def _on_job_changed(self, job: "JobHandle") -> None:
        # A listener of failures would keep the window from showing them.
        if job.error is not None:
            self._on_ended(job)

    def _on_finished(self, job: "JobHandle", result: object) -> None:
        self._on_ended(job)
        order = self._parts.services.jobs.order_of(job)
        if order is not None and order.kind == "doctor" and isinstance(result, int):
            self._parts.frame.status.show_problems(result)

    def _on_ended(self, job: "JobHandle") -> None:
        began = self._began.pop(job.number, None)
        if began is None:
            return
        text = describe(job)
        self._speak(job, f"{job_title(job.title)}: {text}")
        is_unseen = QApplication.activeWindow() is None
        if monotonic() - began > LONG_SECONDS and is_unseen:
            self._parts.services.runner.ask(
                JOBS, partial(tell_desktop, job_title(job.title), text), on_done=self._on_told
            )

    def _on_told(self, _taken: object) -> None:
        """Whether a desktop took it changes nothing here."""

    def _speak(self, job: "JobHandle", text: str) -> None:
        event = QAccessibleAnnouncementEvent(self._parts.window, text)
        if job.state is JobState.FAILED:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)
