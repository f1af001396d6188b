"""The first page: nothing is in the library yet, and two ways to change that."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from media_manager.domain.jobs import JobProgress
from media_manager.ui.centered import centered_column
from media_manager.ui.icon_label import IconLabel
from media_manager.ui.words import number
from media_manager.workers import JobHandle
from media_manager.workers.job import Job, JobContext

translate = QCoreApplication.translate


class FirstRunPage(QWidget):
    """One paragraph, one obvious button, and a library to try."""

    add_folder_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("first-run")
        self._job: JobHandle | None = None
        self._build()
        self.add_button.clicked.connect(self.add_folder_wanted)
        self.sample_button.clicked.connect(self.sample_wanted)
        self.cancel_button.clicked.connect(self._on_cancel_clicked)

    def focus(self) -> None:
        """Put the keyboard on the obvious button."""
        self.add_button.setFocus()

    def show_job(self, job: JobHandle) -> None:
        """Show how far the sample library is, with a way to stop."""
        self._job = job
        self._set_busy(busy=True)
        job.on_progress(self._on_progress, self)
        for listen in (job.on_finished, job.on_failed):
            listen(lambda _: self._set_busy(busy=False), self)
        job.on_cancelled(lambda: self._set_busy(busy=False), self)

    def _build(self) -> None:
        column = centered_column(self, spacing=16)
        sign = IconLabel("film", 48, "accent", self)
        title = QLabel(translate("FirstRun", "Your films, shows and photos in one place"), self)
        title.setProperty("type", "title")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words = QLabel(
            translate(
                "FirstRun",
                "Add the folder that holds them. Media Manager reads names, NFO files and "
                "pictures that are already there, and changes none of your files. It needs "
                "neither an account nor the internet.",
            ),
            self,
            wordWrap=True,
        )
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setProperty("tone", "muted")
        for part in (sign, title, words):
            column.addWidget(part)
        column.addLayout(self._build_buttons())
        column.addWidget(self._build_progress(), alignment=Qt.AlignmentFlag.AlignHCenter)

    def _build_buttons(self) -> QHBoxLayout:
        self.add_button = QPushButton(translate("FirstRun", "&Add folder…"), self)
        self.add_button.setProperty("kind", "primary")
        self.add_button.setDefault(True)
        self.sample_button = QPushButton(
            translate("FirstRun", "&Try it with a sample library"), self
        )
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addStretch(1)
        line.addWidget(self.add_button)
        line.addWidget(self.sample_button)
        line.addStretch(1)
        return line

    def _build_progress(self) -> QWidget:
        self._busy = QWidget(self)
        line = QHBoxLayout(self._busy)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        self.bar = QProgressBar(self._busy, textVisible=False)
        self.bar.setFixedSize(240, 6)
        self.bar.setAccessibleName(translate("FirstRun", "Sample library"))
        self._message = QLabel(self._busy)
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setProperty("tone", "muted")
        self.cancel_button = QPushButton(translate("FirstRun", "Cancel"), self._busy)
        for part in (self.bar, self._message, self.cancel_button):
            line.addWidget(part)
        self._busy.hide()
        return self._busy

    def _set_busy(self, *, busy: bool) -> None:
        self._busy.setVisible(busy)
        self.sample_button.setEnabled(not busy)

    def _on_progress(self, progress: JobProgress) -> None:
        self.bar.setRange(0, progress.total or 0)
        self.bar.setValue(progress.done)
        text = translate("FirstRun", "%1 of %2 made")
        self._message.setText(
            text.replace("%1", number(progress.done)).replace("%2", number(progress.total or 0))
        )

    def _on_cancel_clicked(self) -> None:
        if self._job is not None:
            self._job.cancel()


def sample_job(folder: Path) -> Job:
    """Return the job that builds the sample library; its result says where it lies."""

    def run(context: JobContext) -> object:
        # Late: the encoder and the painter are needed for this alone.
        from media_manager.samples import build_sample_library  # noqa: PLC0415

        return build_sample_library(
            folder, progress=context.report, should_stop=lambda: context.cancelled
        )

    return run
