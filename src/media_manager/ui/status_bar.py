"""The lower edge: what is selected or how much there is, what is offline, and what runs."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from media_manager.errors import JobWaits
from media_manager.ui.words import counted, job_title, number, rate, time_left

if TYPE_CHECKING:
    from media_manager.domain.watching import RootWatch
    from media_manager.ui.widgets.watch_label import WatchLabel
    from media_manager.workers import JobHandle

translate = QCoreApplication.translate

HEIGHT = 28
_KINDS = ("movie", "show", "episode", "video", "photo")


class StatusBar(QWidget):
    """One line of 28 pixels. Its parts are told what to show; it asks nobody."""

    offline_clicked = Signal()
    problems_clicked = Signal()

    def __init__(self, jobs_button: QToolButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status-bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumHeight(HEIGHT)
        self._line = line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 4, 0)
        line.setSpacing(16)
        self.size_label = _label(self)
        self.offline_button = QToolButton(self, autoRaise=True)
        self.offline_button.setObjectName("offline-button")
        self.offline_button.clicked.connect(self.offline_clicked)
        self.offline_button.hide()
        self.problems_button = QToolButton(self, autoRaise=True)
        self.problems_button.setObjectName("problems-button")
        self.problems_button.clicked.connect(self.problems_clicked)
        self.problems_button.hide()
        self.job_label = _label(self)
        self.bar = QProgressBar(self, textVisible=False)
        self.bar.setFixedSize(120, 6)
        self.bar.setAccessibleName(translate("StatusBar", "Progress"))
        self.bar.hide()
        self.jobs_button = jobs_button
        line.addWidget(self.size_label)
        line.addWidget(self.offline_button)
        line.addWidget(self.problems_button)
        self.watch_label: WatchLabel | None = None  # comes behind the first paint
        line.addStretch(1)
        line.addWidget(self.job_label)
        line.addWidget(self.bar)
        line.addWidget(jobs_button)

    def show_size(self, *, selected: int, shown: int, held: Mapping[str, int]) -> None:
        """Show how many are selected of how many, else how much of what the library holds."""
        if selected > 1:
            text = translate("StatusBar", "%1 of %2 selected")
            self.size_label.setText(
                text.replace("%1", number(selected)).replace("%2", number(shown))
            )
        else:
            parts = [counted(kind, held[kind]) for kind in _KINDS if held.get(kind)]
            self.size_label.setText(" · ".join(parts))

    def show_offline(self, names: Sequence[str], items: int) -> None:
        """Name the folders that are not reachable now."""
        self.offline_button.setVisible(bool(names))
        if names:
            text = translate("StatusBar", "%1 offline (%2)")
            shown = ", ".join(names)
            self.offline_button.setText(
                text.replace("%1", shown).replace("%2", counted("file", items))
            )
            self.offline_button.setToolTip(translate("StatusBar", "Show what can be done about it"))

    def show_watching(self, states: "Sequence[RootWatch]") -> None:
        """Say how the folders are watched."""
        if self.watch_label is None:
            # Late: not for the first paint.
            from media_manager.ui.widgets.watch_label import WatchLabel  # noqa: PLC0415

            self.watch_label = WatchLabel(self)
            self._line.insertWidget(self._line.indexOf(self.problems_button) + 1, self.watch_label)
        self.watch_label.show_states(states)

    def show_problems(self, problems: int, tip: str = "") -> None:
        """Lead to the doctor while something is wrong with the library."""
        self.problems_button.setVisible(problems > 0)
        if problems:
            from media_manager.ui.icons import icon  # noqa: PLC0415 - hardly ever

            count = counted("problem", problems)
            self.problems_button.setIcon(icon("error", "danger"))
            self.problems_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            self.problems_button.setText(count)
            self.problems_button.setAccessibleName(count)
            self.problems_button.setToolTip(
                tip or translate("StatusBar", "Show what is wrong and what to do about it")
            )

    def show_jobs(self, jobs: "Sequence[JobHandle]") -> None:
        """Show the first job that runs, and how many there are."""
        running = [job for job in jobs if not job.state.ended]
        self.bar.setVisible(bool(running))
        if not running:
            self.job_label.setText("")
            return
        job = next((each for each in running if each.state == "running"), running[0])
        text = job_line(job)
        if len(running) > 1:
            more = translate("StatusBar", "%1 more")
            text = f"{text} · {more.replace('%1', number(len(running) - 1))}"
        self.job_label.setText(text)
        show_fraction(self.bar, job.progress.fraction)


def job_line(job: "JobHandle") -> str:
    """Return `Films 62 % · 1,840/s · 12 s left`, as far as it is known."""
    progress = job.progress
    title = job_title(job.title)
    parts = [title]
    if progress.fraction is not None:
        parts[0] = f"{title} {progress.fraction:.0%}"
    elif progress.done:
        parts[0] = f"{title} {number(progress.done)}"
    if job.state == "paused":
        waits = isinstance(job.pause_reason, JobWaits)
        word = translate("StatusBar", "waiting") if waits else translate("StatusBar", "paused")
        parts.append(word)
    else:
        if progress.rate:
            parts.append(rate(progress.rate))
        if progress.eta_seconds:
            parts.append(time_left(progress.eta_seconds))
    return " · ".join(parts)


def show_fraction(bar: QProgressBar, fraction: float | None) -> None:
    """Show a fraction, or a bar that only says that something is going on."""
    bar.setRange(0, 0 if fraction is None else 1_000)
    if fraction is not None:
        bar.setValue(round(fraction * 1_000))


def _label(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("tone", "muted")
    return label
