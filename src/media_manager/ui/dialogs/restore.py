"""What a restore would bring and lose, shown before anything is changed, and the restore itself."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from media_manager.ui.doctor import doctor_jobs as jobs
from media_manager.ui.doctor.replacement import Replacement
from media_manager.ui.jobs.words import moment
from media_manager.ui.notifications import explain
from media_manager.ui.status_bar import show_fraction
from media_manager.ui.theme import SPACE, TextSize
from media_manager.ui.widgets.plain import PlainLabel
from media_manager.ui.words import counted, number
from media_manager.workers.lanes import JOBS

if TYPE_CHECKING:
    from media_manager.library.maintain import RestorePreview
    from media_manager.workers import JobHandle
    from media_manager.workers.services import Services

translate = QCoreApplication.translate

_WIDTH = 560


class RestoreDialog(QDialog):
    """Asks once, with the numbers. The library that is there now is kept beside."""

    restored = Signal()

    def __init__(
        self, services: "Services", backup: Path | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("Restore", "Restore a backup"))
        self.setMinimumWidth(_WIDTH)
        self._services = services
        self._backup = backup
        self.preview: RestorePreview | None = None
        self.replacement = Replacement(services, self)
        self._build()
        self._connect()
        self._look()

    def _look(self) -> None:
        from media_manager.library.maintain import preview_restore  # noqa: PLC0415 - seldom

        self._services.runner.ask(
            JOBS,
            partial(preview_restore, self._services.profile, self._backup),
            on_done=self.show_preview,
            on_error=self._on_failed,
        )

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.wide, SPACE.wide, SPACE.wide, SPACE.medium)
        column.setSpacing(SPACE.medium)
        self.title = PlainLabel(
            translate("Restore", "Looking into the backup…"), size=TextSize.SECTION, parent=self
        )
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(SPACE.wide)
        self.grid.setVerticalSpacing(SPACE.hair)
        self.grid.setColumnStretch(0, 1)
        self.loss = PlainLabel(parent=self)
        self.note = PlainLabel(
            translate(
                "Restore",
                "Running jobs are stopped first. The library that is there now is kept beside, "
                "so this can be taken back.",
            ),
            tone="muted",
            parent=self,
        )
        self.bar = QProgressBar(self, textVisible=False)
        self.bar.setFixedHeight(6)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(translate("Doctor", "Progress"))
        column.addWidget(self.title)
        column.addLayout(self.grid)
        for part in (self.loss, self.note, self.bar):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self._build_buttons())

    def _build_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
        buttons.rejected.connect(self.reject)
        self.restore_button = QPushButton(translate("Restore", "&Restore this backup"), self)
        self.restore_button.setProperty("kind", "primary")
        buttons.addButton(self.restore_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.restore_button.setEnabled(False)
        self.restore_button.clicked.connect(self._restore)
        return buttons

    def _connect(self) -> None:
        self.replacement.began.connect(self._on_began)
        self.replacement.finished.connect(self._on_finished)
        self.replacement.failed.connect(self._on_failed)
        self.replacement.cancelled.connect(self._on_cancelled)

    # -- what would be -------------------------------------------------------------------------

    def show_preview(self, preview: "RestorePreview") -> None:
        """Show what is in the backup beside what is in the library."""
        self.preview = preview
        self._backup = preview.backup.path
        self.bar.hide()
        self.title.setText(
            translate("Restore", "The backup of %1").replace("%1", moment(preview.backup.at_us))
        )
        self._fill(preview)
        self.loss.setText(loss_sentence(preview))
        self.loss.set_tone("warn" if preview.lost or preview.steps_since else "text")
        self.restore_button.setEnabled(True)

    def _fill(self, preview: "RestorePreview") -> None:
        heads = ("", translate("Restore", "Now"), translate("Restore", "In the backup"))
        for column, text in enumerate(heads):
            self._cell(0, column, text, tone="muted")
        for row, (key, name) in enumerate(_names(), start=1):
            saved = getattr(preview.saved, key)
            live = None if preview.live is None else getattr(preview.live, key)
            fewer = live is not None and saved < live
            self._cell(row, 0, name)
            self._cell(row, 1, "?" if live is None else number(live))
            self._cell(row, 2, number(saved), tone="warn" if fewer else "text")

    def _cell(self, row: int, column: int, text: str, *, tone: str = "text") -> None:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("tone", tone)
        align = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
        self.grid.addWidget(label, row, column, alignment=align)

    # -- the restore ---------------------------------------------------------------------------

    def _restore(self) -> None:
        self.restore_button.setEnabled(False)
        self.bar.show()
        self.note.set_tone("muted")
        self.note.setText(translate("Restore", "Restoring…"))
        job = jobs.restore_job(self._services.profile, self._backup)
        self.replacement.run(job, translate("Restore", "Restoring a backup"))

    def _on_began(self, job: "JobHandle") -> None:
        job.on_progress(lambda progress: show_fraction(self.bar, progress.fraction), self)

    def _on_finished(self, _restored: object) -> None:
        self.restored.emit()
        self.accept()

    def _on_failed(self, error: BaseException) -> None:
        self.bar.hide()
        self.note.setText(explain(error))
        self.note.set_tone("danger")
        self.restore_button.setEnabled(self.preview is not None)

    def _on_cancelled(self) -> None:
        super().reject()

    def reject(self) -> None:
        """Close, or stop a restore that runs: until its last moment nothing has changed."""
        if self.replacement.is_running:
            self.replacement.stop()
        else:
            super().reject()


def loss_sentence(preview: "RestorePreview") -> str:
    """Say in one sentence what would be lost."""
    if preview.live is None:
        return translate(
            "Restore",
            "The library that is there now cannot be read: nobody can tell what would be lost.",
        )
    parts = [
        f"{number(count)} {name.lower()}"
        for key, name in _names()
        if (count := preview.lost.get(key))
    ]
    if preview.steps_since:
        parts.append(
            translate("Restore", "%1 since then").replace(
                "%1", counted("step", preview.steps_since)
            )
        )
    if not parts:
        return translate("Restore", "Nothing would be lost.")
    return translate("Restore", "Would be lost: %1.").replace("%1", ", ".join(parts))


def _names() -> tuple[tuple[str, str], ...]:
    return (
        ("items", translate("Restore", "Items")),
        ("files", translate("Restore", "Files")),
        ("tags", translate("Restore", "Tags given")),
        ("user_values", translate("Restore", "Values of your own")),
        ("user_states", translate("Restore", "Watched, favorites and ratings")),
        ("history", translate("Restore", "Events of the history")),
        ("roots", translate("Restore", "Folders")),
    )
