"""The ways back to a library that cannot be opened: restore, salvage, rebuild, or only read."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication

from media_manager.errors import DatabaseDamaged, DatabaseForeign, DatabaseTooNew
from media_manager.ui.doctor import doctor_jobs as jobs
from media_manager.ui.doctor import words
from media_manager.ui.doctor.recovery_page import RecoveryPage, Way
from media_manager.ui.doctor.replacement import Replacement
from media_manager.ui.jobs.words import moment
from media_manager.ui.notifications import Act, explain
from media_manager.ui.report import build_report
from media_manager.ui.words import number
from media_manager.workers.lanes import JOBS

if TYPE_CHECKING:
    from collections.abc import Callable

    from media_manager.domain.jobs import JobProgress
    from media_manager.library.maintain import RestorePreview
    from media_manager.workers import JobHandle
    from media_manager.workers.services import Services

translate = QCoreApplication.translate

RECOVERABLE = (DatabaseDamaged, DatabaseForeign, DatabaseTooNew)


class Recovery(QObject):
    """Owns the page of one refusal. Each way is a job; at its end the library is opened."""

    opened = Signal()
    quit_wanted = Signal()

    def __init__(self, services: "Services", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._error: BaseException = DatabaseDamaged("")
        self._title = ""
        self._tell: Callable[[Any], str] = str
        self._backup: str | None = None
        self._backups = 0
        self.has_looked = False
        self._can_read = False
        # From the choice of a way until the library is opened: what was asked before it, such as
        # for backups, may be answered behind it and must not take the page back.
        self._goes_a_way = False
        self.page = RecoveryPage()
        self.replacement = Replacement(services, self)
        self.replacement.began.connect(self._on_began)
        self.replacement.failed.connect(self._on_failed)
        self.replacement.cancelled.connect(self._on_stopped)
        self.replacement.finished.connect(self._on_finished)

    def show_refusal(self, title: str, error: BaseException) -> None:
        """Say why, and offer what there is; how old the newest backup is follows."""
        if self._goes_a_way:
            return
        self._title, self._error, self._backup = title, error, None
        self._show()
        self._look_for_backup()

    # -- the newest backup ---------------------------------------------------------------------

    def _look_for_backup(self) -> None:
        from media_manager.library.maintain import last_verified, preview_restore  # noqa: PLC0415

        profile, store = self._services.profile, self._services.store
        is_newer = isinstance(self._error, DatabaseTooNew)

        def look() -> "tuple[bool, RestorePreview | None]":
            line = last_verified(profile)
            preview = None if line is None else preview_restore(profile, line.path)
            return is_newer and store.can_open_newer(), preview

        self._services.runner.ask(
            JOBS, look, on_done=self._on_backup_found, on_error=self._on_backup_failed, owner=self
        )

    def _on_backup_found(self, found: "tuple[bool, RestorePreview | None]") -> None:
        self.has_looked = True
        self._can_read, preview = found
        self._backups = 0 if preview is None else 1
        if preview is None:
            self._backup = translate("Recovery", "There is no verified backup.")
        else:
            text = translate("Recovery", "From %1, with %2 items and %3 values of your own.")
            for mark, value in (
                ("%1", moment(preview.backup.at_us)),
                ("%2", number(preview.saved.items)),
                ("%3", number(preview.saved.user_values + preview.saved.user_states)),
            ):
                text = text.replace(mark, value)
            self._backup = text
        self._show()

    def _on_backup_failed(self, error: BaseException) -> None:
        self.has_looked = True
        self._backup = explain(error)
        self._show()

    # -- the page ------------------------------------------------------------------------------

    def _show(self) -> None:
        if not self._goes_a_way:
            self.page.show_state("warning", self._title, self._reason(), self._ways(), self._acts())

    def _reason(self) -> str:
        # What to type for it is for those without a window: here the ways are buttons.
        is_damage = isinstance(self._error, DatabaseDamaged)
        return str(self._error) if is_damage else explain(self._error)

    def _ways(self) -> list[Way]:
        restore = Way(
            translate("Recovery", "Restore the newest backup…"),
            self._backup or translate("Recovery", "Looking for backups…"),
            self._restore,
        )
        choose = Way(
            translate("Recovery", "Choose a backup…"),
            translate("Recovery", "See all backups, and what each would bring back."),
            self._choose,
        )
        salvage = Way(
            translate("Recovery", "Salvage what can be read"),
            translate(
                "Recovery",
                "Copies every row that can still be read into a new library and says what is "
                "missing. The damaged file is kept.",
            ),
            partial(
                self._run,
                jobs.salvage_job,
                translate("Recovery", "Salvaging the library"),
                words.salvaged,
            ),
        )
        rebuild = Way(
            translate("Recovery", "Rebuild from your files"),
            translate(
                "Recovery",
                "Scans your folders anew, and takes your own words from the newest backup that "
                "can be read.",
            ),
            partial(
                self._run,
                jobs.rebuild_job,
                translate("Recovery", "Rebuilding the library"),
                words.rebuilt,
            ),
        )
        newest = [restore] if self._backups else []
        if isinstance(self._error, DatabaseTooNew):
            return [*self._read_only(), *newest, choose]
        if isinstance(self._error, DatabaseDamaged):
            return [*newest, salvage, rebuild, choose]
        return [*newest, choose, rebuild]

    def _read_only(self) -> list[Way]:
        if not self._can_read:
            return []
        meaning = translate(
            "Recovery",
            "Look, search and play; nothing is changed. For the rest update Media Manager.",
        )
        return [Way(translate("Recovery", "Open read-only"), meaning, self._open_read_only)]

    def _acts(self) -> list[Act]:
        return [
            Act(translate("Recovery", "Try again"), self.opened.emit),
            Act(translate("Recovery", "Open folder"), self._open_folder),
            Act(translate("Recovery", "Copy report"), self._copy_report),
            Act(translate("Recovery", "Quit"), self.quit_wanted.emit),
        ]

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._services.profile.data)))

    def _copy_report(self) -> None:
        report = build_report(self._services.profile, self._error)
        QGuiApplication.clipboard().setText(report)

    # -- the ways ------------------------------------------------------------------------------

    def _restore(self) -> None:
        from media_manager.ui.dialogs.restore import RestoreDialog  # noqa: PLC0415 - seldom

        dialog = RestoreDialog(self._services, None, self.page.window())
        dialog.restored.connect(self.opened)
        dialog.open()

    def _open_read_only(self) -> None:
        self._services.runner.ask(
            JOBS,
            self._services.store.open_newer,
            on_done=lambda _nothing: self.opened.emit(),
            on_error=self._on_failed,
            owner=self,
        )

    def _choose(self) -> None:
        from media_manager.ui.dialogs.doctor import DoctorWindow  # noqa: PLC0415 - seldom

        window = DoctorWindow(self._services, self.page.window())
        window.replaced.connect(self.opened)
        window.replaced.connect(window.accept)
        window.show_backups()
        window.show()

    def _run(
        self, make: "Callable[..., jobs.Job]", title: str, tell: "Callable[[Any], str]"
    ) -> None:
        self._tell = tell
        self._goes_a_way = True
        self.page.show_busy(
            title,
            translate("Recovery", "The file that is there now is kept beside the new one."),
            self.replacement.stop,
        )
        self.replacement.run(make(self._services.profile), title)

    def _on_began(self, job: "JobHandle") -> None:
        job.on_progress(self._on_progress, self)

    def _on_progress(self, progress: "JobProgress") -> None:
        if self.replacement.is_running:
            self.page.show_progress(progress.fraction, words.step_name(progress.message))

    def _on_failed(self, error: BaseException) -> None:
        self._show_end(translate("Recovery", "That did not work"), explain(error))

    def _on_stopped(self) -> None:
        self._show_end(
            translate("Recovery", "Stopped"), translate("Recovery", "The library is as it was.")
        )

    def _on_finished(self, result: Any) -> None:  # noqa: ANN401 - salvaged or rebuilt
        """Say what came back before the library is shown: somebody may want to know."""
        self.page.show_state(
            "check-circle",
            translate("Recovery", "The library is back"),
            self._tell(result),
            (
                Way(
                    translate("Recovery", "Open the library"),
                    translate("Recovery", "Everything that came back is in it."),
                    self._open,
                ),
            ),
        )

    def _open(self) -> None:
        self._goes_a_way = False
        self.opened.emit()

    def _show_end(self, title: str, text: str) -> None:
        self._goes_a_way = False
        self.page.show_state("warning", title, text, self._ways(), self._acts())
