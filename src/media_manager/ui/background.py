"""What a window begins by itself when it has painted: work that was left, and a look at drives."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QGuiApplication

from media_manager.library.job_runs import JobRecord, job_history, take_over_killed
from media_manager.persistence.probe_reader import pending_files
from media_manager.persistence.reader import LibraryReader
from media_manager.settings import Profile
from media_manager.ui.notifications import Act, Notifications
from media_manager.ui.root_commands import RootCommands
from media_manager.workers.services import Services

translate = QCoreApplication.translate

_INTERRUPTED = "interrupted"
_COLUMNS_AFTER_MS = 3_000


def begin_background(services: Services, roots: RootCommands, notifications: Notifications) -> None:
    """Go on with what was killed or closed, look which folders are there, probe, make columns.

    Each is asked of the reading half first: a start with nothing to do never loads the writer.
    """

    def resume(left: Sequence[JobRecord]) -> None:
        found = {job.parameters.get("root_id") for job in left if job.job_type == "scan"}
        for root_id in found:
            if isinstance(root_id, int):
                roots.scan_one(root_id)

    def look(anything_left: object) -> None:
        if anything_left:
            services.edit(take_over_killed, on_done=resume, on_error=notifications.error)
        roots.check_all()

    def probe(anything_waits: object) -> None:
        if anything_waits:
            services.probe()

    services.read(_has_left, empty=False, on_done=look)
    services.read(lambda reader: bool(pending_files(reader, 1)), empty=False, on_done=probe)

    _begin_columns(services, notifications)


def _begin_columns(services: Services, owner: Notifications) -> None:
    """Keep the columns, behind the first seconds: numpy is not needed for a look at the list."""

    def begin() -> None:
        services.columns.begin()

    QTimer.singleShot(_COLUMNS_AFTER_MS, owner, begin)


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


def _has_left(reader: LibraryReader) -> bool:
    return any(job.was_killed or job.status == _INTERRUPTED for job in job_history(reader))
