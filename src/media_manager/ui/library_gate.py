"""What the window shows when there is no library to show: none yet, an old one, a refused one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from media_manager.errors import (
    DatabaseDamaged,
    DatabaseForeign,
    DatabaseLocked,
    DatabaseTooNew,
    MediaManagerError,
    UpgradeNeeded,
)
from media_manager.ui.notifications import Act, Notifications, explain
from media_manager.ui.state_page import StatePage, StateText
from media_manager.ui.window_frame import WindowFrame
from media_manager.workers import JobHandle
from media_manager.workers.services import Services

if TYPE_CHECKING:
    from collections.abc import Callable

    from media_manager.samples import SampleLibrary
    from media_manager.ui.dialogs.upgrade import UpgradePage
    from media_manager.ui.first_run import FirstRunPage
    from media_manager.ui.recovery import Recovery

translate = QCoreApplication.translate

# What holds a library for itself is mostly done in seconds; a look every two costs nothing.
_BUSY_MS = 2_000


class LibraryGate(QObject):
    """Owns the pages that stand in the place of the library, each made when first needed."""

    add_folder_wanted = Signal()
    sample_built = Signal(object)
    opened = Signal()
    look_wanted = Signal()
    busy = Signal(object)  # the library that is shown cannot be read for a while; or None
    quit_wanted = Signal()

    def __init__(
        self,
        services: Services,
        frame: WindowFrame,
        notifications: Notifications,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._frame = frame
        self._notifications = notifications
        self.first_run: FirstRunPage | None = None
        self.refusal: StatePage | None = None
        self.upgrade: UpgradePage | None = None
        self.recovery: Recovery | None = None
        self._retry = QTimer(self, singleShot=True, interval=_BUSY_MS)
        self._retry.timeout.connect(self._try_again)

    def show_first_run(self) -> None:
        """Say that nothing is here yet."""
        if self.first_run is None:
            # Late, as all pages here: a library that opens shows none of them.
            from media_manager.ui.first_run import FirstRunPage  # noqa: PLC0415

            self.first_run = FirstRunPage()
            self.first_run.add_folder_wanted.connect(self.add_folder_wanted)
            self.first_run.sample_wanted.connect(self.build_sample)
        self._frame.show_page(self.first_run)
        self.first_run.focus()

    def build_sample(self) -> JobHandle:
        """Build the sample library; it is scanned when it is complete."""
        from media_manager.ui.first_run import sample_job  # noqa: PLC0415 - as above

        title = translate("LibraryGate", "Sample library")
        job = self._services.runner.submit(sample_job(self._services.profile.samples), title=title)
        job.on_finished(self._on_sample_built, self)
        job.on_failed(self._notifications.error, self)
        if self.first_run is not None:
            self.first_run.show_job(job)
        return job

    def show_refusal(self, error: BaseException) -> None:
        """Say why the library is not opened, and what can be done. Nothing was written."""
        if isinstance(error, UpgradeNeeded):
            self.start_upgrade()
            return
        if isinstance(error, MediaManagerError):
            self._notifications.hush(error.code)
        if isinstance(error, DatabaseLocked):
            self._show_busy(error)
        elif isinstance(error, (DatabaseDamaged, DatabaseForeign, DatabaseTooNew)):
            self._show_recovery(error)
        else:
            self._show_page(error)

    def settle(self, _overview: object = None) -> None:
        """Take note that the library can be read."""
        self._retry.stop()
        self._notifications.hush("")
        self.busy.emit(None)

    def _show_busy(self, error: BaseException) -> None:
        """Look again quietly; what is shown stays, as it was read before."""
        self._retry.start()
        if self._frame.shows_library:
            self.busy.emit(error)
        else:
            self._show_page(error)

    def _try_again(self) -> None:
        if self._frame.shows_library:
            self.look_wanted.emit()
        else:
            self.opened.emit()

    def _show_recovery(self, error: BaseException) -> None:
        if self.recovery is None:
            from media_manager.ui.recovery import Recovery  # noqa: PLC0415 - as all pages

            self.recovery = Recovery(self._services, self)
            self.recovery.opened.connect(self.opened)
            self.recovery.quit_wanted.connect(self.quit_wanted)
        self.recovery.show_refusal(_refusal_title(error), error)
        self._frame.show_page(self.recovery.page)

    def _show_page(self, error: BaseException) -> None:
        if self.refusal is None:
            self.refusal = StatePage()
        self.refusal.show_state(
            StateText(
                "error",
                _refusal_title(error),
                explain(error),
                (
                    Act(translate("LibraryGate", "Try again"), self.opened.emit),
                    Act(translate("LibraryGate", "Quit"), self.quit_wanted.emit),
                ),
            )
        )
        self._frame.show_page(self.refusal)

    # -- the upgrade ---------------------------------------------------------------------------

    def start_upgrade(self) -> None:
        """Bring the library to this version: a backup first, and a way to stop."""
        from media_manager.ui.dialogs.upgrade import (  # noqa: PLC0415 - as above
            UpgradePage,
            upgrade_job,
        )

        if self.upgrade is None:
            self.upgrade = UpgradePage()
            self.upgrade.again_wanted.connect(self.start_upgrade)
            self.upgrade.quit_wanted.connect(self.quit_wanted)
        if self.upgrade.is_running:
            return
        profile = self._services.profile
        job = self._services.runner.submit(
            upgrade_job(profile.library_db, profile.backups),
            title=translate("LibraryGate", "Library upgrade"),
        )
        self.upgrade.show_job(job)
        job.on_finished(self._on_upgraded, self)
        self._frame.show_page(self.upgrade)

    def _on_upgraded(self, _backup: object) -> None:
        self._services.store.replaced()
        self.opened.emit()

    def _on_sample_built(self, sample: "SampleLibrary") -> None:
        self.sample_built.emit(sample)


def _refusal_title(error: BaseException) -> str:
    titles: tuple[tuple[type[MediaManagerError], Callable[[], str]], ...] = (
        (
            DatabaseTooNew,
            lambda: translate("LibraryGate", "This library needs a newer Media Manager"),
        ),
        (DatabaseForeign, lambda: translate("LibraryGate", "This is no library of Media Manager")),
        (DatabaseDamaged, lambda: translate("LibraryGate", "The library is damaged")),
        (DatabaseLocked, lambda: translate("LibraryGate", "The library is in use")),
    )
    for kind, title in titles:
        if isinstance(error, kind):
            return title()
    return translate("LibraryGate", "The library could not be opened")
