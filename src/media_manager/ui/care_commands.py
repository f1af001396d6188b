"""What the window does about the health of its library: doctor, backups, lines that warn."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject

from media_manager.domain.jobs import JobState
from media_manager.errors import DatabaseLocked, DiskFull, MediaManagerError
from media_manager.ui.action_table import RATINGS
from media_manager.ui.job_news import JobNews
from media_manager.ui.notice_bar import NoticeBar
from media_manager.ui.notifications import Act, explain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from media_manager.library.doctor import Finding
    from media_manager.ui.dialogs.doctor import DoctorWindow
    from media_manager.ui.window_parts import WindowParts
    from media_manager.workers import JobHandle

translate = QCoreApplication.translate

# What writes to the library. The rest, such as play and search, works on one that is only read.
CHANGING = (
    *("add-folder", "scan", "scan-full", "reviews", "undo", "redo", "watched", "unwatched"),
    *("favorite", "tags", "save-search", "update-search", "rate-none"),
    *(f"rate-{rating}" for rating in RATINGS),
)
_STANDING = (JobState.PAUSED, JobState.WAITING)


class CareCommands(QObject):
    """Owns the doctor's window and the notices; listens to jobs for what stops them."""

    def __init__(self, parts: "WindowParts") -> None:
        super().__init__(parts.window)
        self._parts = parts
        self.news = JobNews(parts)
        self._waits_to_write = False
        self._read_only = ""
        parts.library.overview_changed.connect(self._look_read_only)
        self.doctor: DoctorWindow | None = None
        self.notices = NoticeBar(parts.window)
        parts.frame.notices_place.addWidget(self.notices)
        runner = parts.services.runner
        runner.job_changed.connect(self._on_job_changed)
        post = runner.post
        parts.services.store.on_busy(lambda busy: post(partial(self._on_busy, busy)))
        parts.frame.status.problems_clicked.connect(self.show_doctor)

    # -- the doctor ----------------------------------------------------------------------------

    def show_doctor(self) -> None:
        """Examine the library in a window beside this one."""
        window = self._open_doctor()
        window.tabs.setCurrentWidget(window.findings)
        window.examine()

    def show_backups(self) -> None:
        """Show how old the last verified backup is, and what can be done with each."""
        self._open_doctor().show_backups()

    def _open_doctor(self) -> "DoctorWindow":
        if self.doctor is None:
            from media_manager.ui.dialogs.doctor import DoctorWindow  # noqa: PLC0415 - when first wanted

            self.doctor = DoctorWindow(self._parts.services, self._parts.window)
            self.doctor.destroyed.connect(self._forget_doctor)
            self.doctor.examined.connect(self.show_problems)
            self.doctor.replaced.connect(self._parts.restart)
        self.doctor.show()
        self.doctor.raise_()
        self.doctor.activateWindow()
        return self.doctor

    def _forget_doctor(self) -> None:
        self.doctor = None

    def show_problems(self, findings: "Sequence[Finding]") -> None:
        """Let the status bar lead to the doctor as long as something is wrong."""
        problems = [each for each in findings if str(each.severity) == "problem"]
        tip = "\n".join(each.message for each in problems)
        self._parts.frame.status.show_problems(len(problems), tip)

    # -- jobs that stand still -----------------------------------------------------------------

    def _on_job_changed(self, _job: "JobHandle") -> None:
        self._show_faults()

    def _show_faults(self) -> None:
        """Say once what holds up any number of jobs."""
        held = self._held_by(DiskFull)
        if held:
            self._show_full_disk(held)
        else:
            self.notices.settle("disk-full")
        self._show_waits()

    def _held_by(self, kind: type[MediaManagerError]) -> "list[JobHandle]":
        jobs = self._parts.services.runner.jobs
        standing = [job for job in jobs if job.state in _STANDING]
        return [job for job in standing if isinstance(job.pause_reason, kind)]

    def _show_full_disk(self, held: "Sequence[JobHandle]") -> None:
        reason = held[0].pause_reason
        if reason is None:
            return
        self.notices.show_notice(
            "disk-full",
            explain(reason).replace("\n", " "),
            Act(translate("Care", "Try again"), self._resume_held),
            Act(translate("Care", "Show jobs"), self._show_jobs),
        )

    def _show_jobs(self) -> None:
        jobs = self._parts.registry["jobs"]
        if not jobs.isChecked():
            jobs.trigger()

    def _resume_held(self) -> None:
        """Send on all that stand still now, not only those that did when the line was shown."""
        for job in self._held_by(DiskFull):
            job.resume()

    # -- the library as a whole ----------------------------------------------------------------

    def _on_busy(self, busy: bool) -> None:  # noqa: FBT001 - the listener's shape
        """Say why a change takes so long; it is written as soon as the other program is ready."""
        self._waits_to_write = busy
        self._show_waits()

    def _show_waits(self) -> None:
        if self._waits_to_write or self._held_by(DatabaseLocked):
            text = translate(
                "Care",
                "The library is busy: another program writes to it. What waits is written as soon "
                "as it can be; you need not do anything.",
            )
            self.notices.show_notice("busy-writing", text)
        else:
            self.notices.settle("busy-writing")

    def show_busy(self, error: BaseException | None) -> None:
        """Say that another program holds the library, until it does no longer."""
        if error is None:
            self.notices.settle("busy")
        else:
            text = translate(
                "Care",
                "The library is busy: another program holds it. What you see was read before; "
                "it is tried again by itself.",
            )
            self.notices.show_notice("busy", text)

    def _look_read_only(self, _overview: object = None) -> None:
        reason = self._parts.services.store.read_only
        if reason != self._read_only:
            self._read_only = reason
            self.show_read_only(reason)

    def show_read_only(self, reason: str) -> None:
        """Say that nothing can be changed, and why; what would change something is disabled."""
        self._parts.registry.block(CHANGING, reason)
        if reason:
            text = translate("Care", "The library can only be read: %1").replace("%1", reason)
            self.notices.show_notice("read-only", text)
        else:
            self.notices.settle("read-only")

    def show_safe_mode(self, reason: str = "") -> None:
        """Say what safe mode leaves out, and how to get out of it."""
        text = translate(
            "Care",
            "Safe mode: no scans, schedules or watching of folders run by themselves. Everything "
            "can be done by hand.",
        )
        self.notices.show_notice(
            "safe-mode",
            f"{reason} {text}".strip(),
            Act(translate("Care", "Examine the library"), self.show_doctor),
            Act(translate("Care", "Leave safe mode"), self._leave_safe_mode),
            tone="accent",
        )

    def _leave_safe_mode(self) -> None:
        self.notices.settle("safe-mode")
        parts = self._parts
        from media_manager.ui.background import begin_background  # noqa: PLC0415 - seldom

        begin_background(parts.services, parts.roots, parts.notifications, parts.frame.status)
