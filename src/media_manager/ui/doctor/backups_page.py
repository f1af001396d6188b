"""The backups: how old the last verified one is, and what can be done with each."""

from collections.abc import Callable
from functools import partial
from time import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QLocale, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from media_manager.ui.doctor import doctor_jobs as jobs
from media_manager.ui.icon_label import IconLabel
from media_manager.ui.jobs.words import moment
from media_manager.ui.notifications import explain
from media_manager.ui.status_bar import show_fraction
from media_manager.ui.theme import SPACE, TextSize
from media_manager.ui.widgets.look import HIT
from media_manager.ui.widgets.plain import PlainLabel, tooltip
from media_manager.ui.words import counted
from media_manager.workers.lanes import JOBS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from media_manager.domain.jobs import JobProgress
    from media_manager.library.maintain import BackupLine
    from media_manager.workers import JobHandle
    from media_manager.workers.services import Services

translate = QCoreApplication.translate

_LINE = Qt.ItemDataRole.UserRole
_DAY_SECONDS = 86_400
_US = 1_000_000
_OLD_DAYS = 7
_PRIORITY = 10


class BackupsPage(QWidget):
    """Lists what there is; making, checking and restoring are jobs."""

    restore_wanted = Signal(object)

    def __init__(self, services: "Services", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._job: JobHandle | None = None
        self._build()
        self._connect()

    def reload(self) -> None:
        """Read the list anew, in a thread: the backups may lie on another disk."""
        from media_manager.library.maintain import backup_lines  # noqa: PLC0415 - when first wanted

        self._services.runner.ask(
            JOBS,
            partial(backup_lines, self._services.profile),
            on_done=self.show_lines,
            on_error=self._on_failed,
        )

    def show_lines(self, lines: "Sequence[BackupLine]") -> None:
        """Show the backups, newest first."""
        chosen = self._chosen()
        self.list.clear()
        for line in lines:
            item = QTreeWidgetItem(_cells(line))
            item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setData(0, _LINE, line)
            item.setSizeHint(0, QSize(0, HIT + 2))
            item.setToolTip(0, tooltip(str(line.path)))
            self.list.addTopLevelItem(item)
            is_chosen = chosen is not None and line.path == chosen.path
            if is_chosen or self.list.currentItem() is None:
                self.list.setCurrentItem(item)
        sign, tone, text = age_sentence(lines)
        self.sign.show_icon(sign, tone)
        self.age.setText(text)
        self._enable()

    def show_restored(self) -> None:
        """Say that it went well."""
        self._end(translate("Backups", "Restored. The file that was there is kept beside it."))
        self.reload()

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE.medium, 0, 0)
        column.setSpacing(SPACE.small)
        head = QHBoxLayout()
        head.setSpacing(SPACE.medium)
        self.sign = IconLabel("clock", 20, "muted", self)
        self.age = PlainLabel(size=TextSize.SECTION, parent=self)
        head.addWidget(self.sign)
        head.addWidget(self.age, 1)
        about = translate(
            "Backups",
            "A backup holds everything that you entered and what was found, not the media files. "
            "It is opened and checked before it counts.",
        )
        self.news = PlainLabel(about, tone="muted", parent=self)
        self.bar = QProgressBar(self, textVisible=False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName(translate("Doctor", "Progress"))
        self.bar.hide()
        column.addLayout(head)
        column.addWidget(self.news)
        column.addWidget(self.bar)
        column.addWidget(self._build_list(), 1)
        column.addLayout(self._build_buttons())

    def _build_list(self) -> QTreeWidget:
        self.list = QTreeWidget(self)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAccessibleName(translate("Backups", "Backups"))
        self.list.setHeaderLabels(
            [
                translate("Backups", "Made"),
                translate("Backups", "Why"),
                translate("Backups", "Size"),
                translate("Backups", "Checked"),
                translate("Backups", "Revision"),
            ]
        )
        header = self.list.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        return self.list

    def _build_buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(SPACE.small)
        self.folder_button = QPushButton(translate("Backups", "Open &folder"), self)
        self.verify_button = QPushButton(translate("Backups", "&Verify"), self)
        self.verify_button.setToolTip(
            translate("Backups", "Read the chosen backup to its end and check that it is sound")
        )
        self.restore_button = QPushButton(translate("Backups", "&Restore…"), self)
        self.restore_button.setToolTip(
            translate("Backups", "See what would change before anything does")
        )
        self.backup_button = QPushButton(translate("Backups", "&Back up now"), self)
        self.backup_button.setProperty("kind", "primary")
        line.addWidget(self.folder_button)
        line.addStretch(1)
        for button in (self.verify_button, self.restore_button, self.backup_button):
            line.addWidget(button)
        return line

    def _connect(self) -> None:
        self.folder_button.clicked.connect(self._open_folder)
        self.verify_button.clicked.connect(self._verify)
        self.restore_button.clicked.connect(self._restore)
        self.backup_button.clicked.connect(self._back_up)
        self.list.currentItemChanged.connect(self._enable)

    # -- work ----------------------------------------------------------------------------------

    def _back_up(self) -> None:
        job = jobs.backup_job(self._services.profile)
        self._run(job, translate("Backups", "Backup"), self._on_backed_up)

    def _verify(self) -> None:
        line = self._chosen()
        if line is not None:
            job = jobs.verify_job(self._services.profile, line.path)
            self._run(job, translate("Backups", "Checking a backup"), self._on_verified)

    def _restore(self) -> None:
        line = self._chosen()
        if line is not None:
            self.restore_wanted.emit(line.path)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._services.profile.backups)))

    def _run(self, job: "jobs.Job", title: str, on_done: Callable[[Any], None]) -> None:
        if self._job is not None and not self._job.state.ended:
            return
        handle = self._services.runner.submit(job, title=title, priority=_PRIORITY)
        self._job = handle
        self._say(f"{title}…")
        show_fraction(self.bar, None)
        self.bar.show()
        self._enable()
        handle.on_progress(self._on_progress, self)
        handle.on_finished(on_done, self)
        handle.on_failed(self._on_failed, self)
        handle.on_cancelled(self._on_stopped, self)

    def _on_progress(self, progress: "JobProgress") -> None:
        show_fraction(self.bar, progress.fraction)

    def _on_backed_up(self, path: object) -> None:
        self._end(translate("Backups", "Backed up and checked: %1").replace("%1", str(path)))

    def _on_verified(self, _line: object) -> None:
        self._end(translate("Backups", "The backup is sound."))

    def _on_failed(self, error: BaseException) -> None:
        self._end(explain(error), tone="danger")

    def _on_stopped(self) -> None:
        self._end(translate("Backups", "Stopped."))

    def _end(self, text: str, *, tone: str = "muted") -> None:
        was_work, self._job = self._job is not None, None
        self.bar.hide()
        self._say(text, tone=tone)
        self._enable()
        if was_work:
            self.reload()

    def _say(self, text: str, *, tone: str = "muted") -> None:
        self.news.set_tone(tone)
        self.news.setText(text)

    def _chosen(self) -> "BackupLine | None":
        item = self.list.currentItem()
        return None if item is None else item.data(0, _LINE)

    def _enable(self, *_: object) -> None:
        busy = self._job is not None and not self._job.state.ended
        has_line = self._chosen() is not None
        self.backup_button.setEnabled(not busy)
        for button in (self.verify_button, self.restore_button):
            button.setEnabled(has_line and not busy)


def age_sentence(lines: "Sequence[BackupLine]") -> tuple[str, str, str]:
    """Return icon, tone and sentence about the newest backup that was verified."""
    newest = max((each.at_us for each in lines if each.verified_at_us is not None), default=None)
    if newest is None:
        text = translate("Backups", "There is no verified backup yet.")
        return "warning", "warn", text
    days = int((time() - newest / _US) // _DAY_SECONDS)
    text = translate("Backups", "The last verified backup is from %1, %2.")
    text = text.replace("%1", moment(newest)).replace("%2", age(days))
    return ("warning", "warn", text) if days > _OLD_DAYS else ("check-circle", "ok", text)


def age(days: int) -> str:
    """Return how long ago something was, in days."""
    if days <= 0:
        return translate("Backups", "less than a day old")
    return translate("Backups", "%1 old").replace("%1", counted("day", days))


def _cells(line: "BackupLine") -> list[str]:
    return [
        moment(line.at_us),
        label_name(line.label),
        QLocale().formattedDataSize(
            line.size_bytes, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat
        ),
        moment(line.verified_at_us) or translate("Backups", "not checked"),
        line.revision or "",
    ]


def label_name(label: str) -> str:
    """Return why a backup was made, in words."""
    names = {
        "by-hand": translate("Backups", "by hand"),
        "daily": translate("Backups", "daily"),
        "weekly": translate("Backups", "weekly"),
        "monthly": translate("Backups", "monthly"),
        "before-repair": translate("Backups", "before a repair"),
        "before-restore": translate("Backups", "before a restore"),
    }
    upgrade = translate("Backups", "before an upgrade")
    return names.get(label, upgrade if label.startswith("before-") else label)
