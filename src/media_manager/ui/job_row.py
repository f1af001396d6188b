"""One job in the jobs panel, with its buttons and the table of what failed in it."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from media_manager.domain.jobs import JobProgress, JobState
from media_manager.library.scan_counts import ScanCounts
from media_manager.ui.icons import icon
from media_manager.ui.notifications import explain
from media_manager.ui.status_bar import show_fraction
from media_manager.ui.words import counted, job_title, number, rate, time_left
from media_manager.workers import JobHandle

translate = QCoreApplication.translate

_FAILURES_HEIGHT = 160


class JobRow(QFrame):
    """Shows what `refresh` finds; called whenever the job changes."""

    removed = Signal()

    def __init__(self, job: JobHandle, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.job = job
        self._name = job_title(job.title)
        self._listed = -1
        self._build()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show the job as it is now."""
        job, progress = self.job, self.job.progress
        self.numbers.setText(describe(job))
        text = _message(job)
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self.message.setToolTip(progress.message)
        self.bar.setVisible(not job.state.ended)
        show_fraction(self.bar, progress.fraction)
        paused = job.state is JobState.PAUSED
        self.pause_button.setVisible(not job.state.ended)
        self.pause_button.setIcon(icon("play" if paused else "pause"))
        _name(
            self.pause_button,
            translate("JobRow", "Resume %1") if paused else translate("JobRow", "Pause %1"),
            self._name,
        )
        self.cancel_button.setVisible(not job.state.ended)
        self.remove_button.setVisible(job.state.ended)
        self._show_failures()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.title = _text(self, self._name)
        self.title.setToolTip(self.job.title)
        self.numbers = QLabel(self)
        self.numbers.setTextFormat(Qt.TextFormat.PlainText)
        self.numbers.setProperty("tone", "muted")
        self.pause_button = _button(self)
        self.cancel_button = _button(self, "x", translate("JobRow", "Cancel %1"), self._name)
        self.remove_button = _button(
            self, "x", translate("JobRow", "Take %1 off the list"), self._name
        )
        self.failures_button = QToolButton(self, autoRaise=True)
        self.failures_button.setCheckable(True)
        line.addWidget(self.title, 1)
        line.addWidget(self.numbers)
        for button in (self.failures_button, self.pause_button, self.cancel_button):
            line.addWidget(button)
        line.addWidget(self.remove_button)
        self.bar = QProgressBar(self, textVisible=False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName(self._name)
        self.message = _text(self, "", muted=True)
        column.addLayout(line)
        column.addWidget(self.bar)
        column.addWidget(self.message)
        column.addWidget(self._build_failures())

    def _build_failures(self) -> QTreeWidget:
        self.failures = QTreeWidget(self)
        self.failures.setRootIsDecorated(False)
        self.failures.setUniformRowHeights(True)
        self.failures.setFixedHeight(_FAILURES_HEIGHT)
        self.failures.setAccessibleName(translate("JobRow", "What failed"))
        self.failures.setHeaderLabels(
            [
                translate("JobRow", "File or folder"),
                translate("JobRow", "What happened"),
                translate("JobRow", "What to do"),
            ]
        )
        self.failures.header().setDefaultSectionSize(320)
        self.failures.hide()
        return self.failures

    def _connect(self) -> None:
        self.pause_button.clicked.connect(self._on_pause_clicked)
        self.cancel_button.clicked.connect(self._on_cancel_clicked)
        self.remove_button.clicked.connect(self.removed)
        self.failures_button.toggled.connect(self._on_failures_toggled)

    def _on_pause_clicked(self) -> None:
        if self.job.state is JobState.PAUSED:
            self.job.resume()
        else:
            self.job.pause()

    def _on_cancel_clicked(self) -> None:
        self.job.cancel()

    def _on_failures_toggled(self, shown: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.failures.setVisible(shown)
        self._show_failures()

    def _show_failures(self) -> None:
        count = self.job.progress.failed
        self.failures_button.setVisible(count > 0)
        self.failures_button.setText(counted("failure", count))
        if self.failures.isHidden() or self._listed == count:
            return
        self._listed = count
        examples = self.job.failures.examples
        shown = self.failures.topLevelItemCount()
        self.failures.addTopLevelItems(
            [QTreeWidgetItem([each.key, each.message, each.hint]) for each in examples[shown:]]
        )


def describe(job: JobHandle) -> str:
    """Return the numbers of a job: count, rate and time left, or how it ended."""
    progress = job.progress
    if job.state.ended:
        return " · ".join(filter(None, (_state(job.state), _found(job.result))))
    parts = [_count(progress)]
    if job.state is not JobState.RUNNING:
        return " · ".join([_state(job.state), *filter(None, parts)])
    if progress.rate:
        parts.append(rate(progress.rate))
    if progress.eta_seconds:
        parts.append(time_left(progress.eta_seconds))
    return " · ".join(filter(None, parts))


def _found(result: object) -> str:
    """Return what a scan found, in the order of what matters."""
    if not isinstance(result, ScanCounts):
        return ""
    texts = (
        (result.added, translate("JobRow", "%1 new")),
        (result.changed, translate("JobRow", "%1 changed")),
        (result.moved, translate("JobRow", "%1 moved")),
        (result.missing, translate("JobRow", "%1 missing")),
        (result.held, translate("JobRow", "%1 held for you")),
    )
    parts = [text.replace("%1", number(count)) for count, text in texts if count]
    return " · ".join(parts) or translate("JobRow", "nothing new")


def _count(progress: JobProgress) -> str:
    if progress.total is None:
        return number(progress.done) if progress.done else ""
    of = translate("JobRow", "%1 of %2")
    return of.replace("%1", number(progress.done)).replace("%2", number(progress.total))


def _message(job: JobHandle) -> str:
    if job.error is not None:
        return explain(job.error)
    return "" if job.state.ended else job.progress.message


def _state(state: JobState) -> str:
    names = {
        JobState.QUEUED: translate("JobRow", "Waits for its turn"),
        JobState.RUNNING: translate("JobRow", "Running"),
        JobState.PAUSED: translate("JobRow", "Paused"),
        JobState.WAITING: translate("JobRow", "Waiting"),
        JobState.FINISHED: translate("JobRow", "Finished"),
        JobState.FAILED: translate("JobRow", "Failed"),
        JobState.CANCELLED: translate("JobRow", "Cancelled; what was done stays"),
    }
    return names[state]


def _text(parent: QWidget, text: str, *, muted: bool = False) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    if muted:
        label.setProperty("tone", "muted")
    return label


def _button(parent: QWidget, sign: str = "", name: str = "", title: str = "") -> QToolButton:
    button = QToolButton(parent, autoRaise=True)
    if sign:
        button.setIcon(icon(sign))
    _name(button, name, title)
    return button


def _name(button: QToolButton, text: str, title: str) -> None:
    button.setAccessibleName(text.replace("%1", title))
    button.setToolTip(button.accessibleName())
