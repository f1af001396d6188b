"""What a window begins by itself when it has painted: work that was left, and a look at drives."""

import gc
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QGuiApplication

from media_manager.library.job_ledger import JobOrder
from media_manager.settings import Profile
from media_manager.ui.notifications import Act, Notifications
from media_manager.ui.root_commands import RootCommands
from media_manager.ui.status_bar import StatusBar
from media_manager.workers.lanes import JOBS
from media_manager.workers.services import Services

if TYPE_CHECKING:
    from media_manager.ui.presence import Presence

translate = QCoreApplication.translate

_COLUMNS_AFTER_MS = 3_000
_KEEPERS_AFTER_MS = 1_000
_TICK_MS = 5_000
_MEMORY_MS = 60_000
_AWAY_SECONDS = 60.0


def begin_background(
    services: Services,
    roots: RootCommands,
    notifications: Notifications,
    status: StatusBar | None = None,
) -> None:
    """Go on with what was killed or closed, look which folders are there, make columns.

    Each is asked of the reading half first: a start with nothing to do never loads the writer.
    """

    def resume(left: Sequence[JobOrder]) -> None:
        scanned = {order.parameters.get("root_id") for order in left if order.kind == "scan"}
        for root_id in scanned:
            if isinstance(root_id, int):
                # It runs already: this is who tells of it when it ends.
                roots.scan_one(root_id)
        roots.check_all()

    services.jobs.go_on(resume)
    _begin_columns(services, notifications)
    _begin_keepers(services, notifications, status)


def _begin_columns(services: Services, owner: Notifications) -> None:
    """Keep the columns, behind the first seconds: numpy is not needed for a look at the list."""

    def begin() -> None:
        services.columns.begin()

    QTimer.singleShot(_COLUMNS_AFTER_MS, owner, begin)


def _begin_keepers(services: Services, owner: Notifications, status: StatusBar | None) -> None:
    """Listen to the folders and run what is scheduled, when the list is there.

    What they are made of is imported on a lane: it takes as long as five frames.
    """

    def begin(_loaded: object) -> None:
        _begin_watching(services, status)
        _begin_schedules(services, owner)

    def load() -> None:
        services.runner.ask(JOBS, _import_keepers, on_done=begin, owner=owner)

    QTimer.singleShot(_KEEPERS_AFTER_MS, owner, load)


def _import_keepers() -> None:
    import media_manager.workers.awake  # noqa: PLC0415 - see above
    import media_manager.workers.schedule_keeper  # noqa: PLC0415 - as above
    import media_manager.workers.watch_keeper  # noqa: F401, PLC0415 - as above


def _begin_watching(services: Services, status: StatusBar | None) -> None:
    if status is not None:
        services.watching.on_changed(status.show_watching)
    services.watching.begin()


def _begin_schedules(services: Services, owner: Notifications) -> None:
    """Look every few seconds what is due, and whether the computer should stay awake."""
    from media_manager.ui.presence import Presence  # noqa: PLC0415 - behind the first paint

    presence = Presence(owner)
    schedules = services.begin_schedules(presence.idle_seconds)
    timer = QTimer(owner, interval=_TICK_MS)
    timer.timeout.connect(schedules.tick)
    timer.timeout.connect(services.awake.look)
    timer.start()
    _begin_memory_care(services, presence, owner)


def _begin_memory_care(services: Services, presence: "Presence", owner: Notifications) -> None:
    """Keep memory flat: free pages go back each minute, old garbage while nobody is there."""
    from media_manager.processes.memory import (  # noqa: PLC0415 - behind the first paint
        release_free_memory,
    )

    def look() -> None:
        if presence.idle_seconds() >= _AWAY_SECONDS:
            # The timer of the program collects young objects only: this one takes some frames.
            gc.collect()
        services.runner.pool.submit(JOBS, release_free_memory, title="memory")

    timer = QTimer(owner, interval=_MEMORY_MS)
    timer.timeout.connect(look)
    timer.start()


def tell_of_crash(profile: Profile, notifications: Notifications) -> None:
    """Say that the program ended by a native crash, with what there is to report."""
    report = profile.crash_file.with_suffix(".log.1")
    copy = Act(
        translate("Background", "Copy report"),
        lambda: QGuiApplication.clipboard().setText(report.read_text("utf-8", "replace")),
    )
    notifications.say(
        translate(
            "Background",
            "Media Manager ended unexpectedly the last time. Your library is whole. "
            "If it happens again, start it with --safe-mode.",
        ),
        copy,
    )
