"""One job in the jobs panel: what it does, how far it is, what holds it up, and its buttons."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from media_manager.domain.jobs import JobState
from media_manager.errors import JobWaits
from media_manager.ui.icon_label import IconLabel
from media_manager.ui.icons import icon
from media_manager.ui.jobs.words import describe, retry_text
from media_manager.ui.notifications import explain
from media_manager.ui.status_bar import show_fraction
from media_manager.ui.widgets.elided_label import ElidedLabel
from media_manager.ui.widgets.look import HIT
from media_manager.ui.widgets.plain import PlainLabel, tooltip
from media_manager.ui.words import counted, job_title
from media_manager.workers import JobHandle

translate = QCoreApplication.translate

_SIGNS = {
    JobState.FINISHED: ("check-circle", "ok"),
    JobState.FAILED: ("error", "danger"),
    JobState.CANCELLED: ("stop", "muted"),
    JobState.PAUSED: ("pause", "muted"),
}
_STANDING = (JobState.PAUSED, JobState.WAITING)


class JobRow(QFrame):
    """Shows what `refresh` finds; called whenever the job changes. An ended job is one line."""

    removed = Signal()
    details_wanted = Signal()
    again_wanted = Signal()
    retry_wanted = Signal()
    moved = Signal(int)  # -1: before the one above it, +1: behind the one below it

    def __init__(self, job: JobHandle, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.job = job
        self.name = job_title(job.title)
        self.then = ""
        self.setAccessibleName(self.name)
        self._build()
        self._build_actions()
        self._connect()
        self.refresh()

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Return where it stands: by priority what has not ended, then the newest that ended."""
        job = self.job
        if job.state.ended:
            return True, 0, -job.number
        return False, -job.priority, job.number

    def focus_chain(self) -> tuple[QWidget, ...]:
        """Return what Tab goes through, from left to right."""
        return (
            self.failures_button,
            self.retry_button,
            self.pause_button,
            self.cancel_button,
            self.remove_button,
            self.more_button,
        )

    @property
    def fault(self) -> BaseException | None:
        """Return what stopped the job from outside, such as a full disk, as long as it lasts."""
        reason = self._standing_for
        return None if isinstance(reason, JobWaits) else reason

    @property
    def _standing_for(self) -> BaseException | None:
        return self.job.pause_reason if self.job.state in _STANDING else None

    def refresh(self) -> None:
        """Show the job as it is now."""
        job = self.job
        ended, fault = job.state.ended, self.fault
        sign, tone = ("warning", "warn") if fault else _SIGNS.get(job.state, ("activity", "accent"))
        self.sign.show_icon(sign, tone)
        self.numbers.set_text(self._numbers())
        self._show_message(self._standing_for)
        self.bar.setVisible(not ended)
        show_fraction(self.bar, job.progress.fraction)
        self._show_buttons(fault)

    def show_then(self, text: str) -> None:
        """Say what begins when this one has ended."""
        if text != self.then:
            self.then = text
            self.refresh()

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.sign = IconLabel("activity", 16, "accent", self)
        self.title = ElidedLabel(self.name, parent=self)
        self.numbers = ElidedLabel("", mode=Qt.TextElideMode.ElideRight, tone="muted", parent=self)
        self.failures_button = QToolButton(self, autoRaise=True)
        self.failures_button.setMinimumHeight(HIT)
        self.retry_button = QPushButton(translate("JobRow", "Try again"), self)
        self.pause_button = _button(self)
        self.cancel_button = _button(self, "x", translate("JobRow", "Cancel %1"), self.name)
        self.remove_button = _button(
            self, "x", translate("JobRow", "Take %1 off the list"), self.name
        )
        self.more_button = _button(self, "more", translate("JobRow", "More about %1"), self.name)
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more_button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        line.addWidget(self.sign)
        line.addWidget(self.title, 1)
        for part in (
            self.numbers,
            self.failures_button,
            self.retry_button,
            self.pause_button,
            self.cancel_button,
            self.remove_button,
            self.more_button,
        ):
            line.addWidget(part)
        self.bar = QProgressBar(self, textVisible=False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName(self.name)
        self.message = ElidedLabel(tone="muted", parent=self)
        self.reason = PlainLabel(tone="warn", parent=self)
        column.addLayout(line)
        column.addWidget(self.bar)
        column.addWidget(self.message)
        column.addWidget(self.reason)

    def _build_actions(self) -> None:
        """The menu; its keys are heard anywhere in the row."""
        menu = QMenu(self)
        self.details_action = menu.addAction(translate("JobRow", "&Details…"))
        self.again_action = menu.addAction(translate("JobRow", "Run &again"))
        self.retry_action = menu.addAction(retry_text(0))
        menu.addSeparator()
        self.sooner_action = menu.addAction(translate("JobRow", "Run &sooner"))
        self.later_action = menu.addAction(translate("JobRow", "Run &later"))
        for action, keys in (
            (self.details_action, "Alt+Return"),
            (self.sooner_action, "Alt+Up"),
            (self.later_action, "Alt+Down"),
        ):
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(action)
        self.more_button.setMenu(menu)

    def _connect(self) -> None:
        self.pause_button.clicked.connect(self._on_pause_clicked)
        self.retry_button.clicked.connect(self.job.resume)
        self.cancel_button.clicked.connect(self._on_cancel_clicked)
        self.remove_button.clicked.connect(self.removed)
        self.failures_button.clicked.connect(self.details_wanted)
        self.details_action.triggered.connect(self.details_wanted)
        self.again_action.triggered.connect(self.again_wanted)
        self.retry_action.triggered.connect(self.retry_wanted)
        self.sooner_action.triggered.connect(lambda: self.moved.emit(-1))
        self.later_action.triggered.connect(lambda: self.moved.emit(1))

    def _on_pause_clicked(self) -> None:
        if self.job.state is JobState.PAUSED:
            self.job.resume()
        else:
            self.job.pause()

    def _on_cancel_clicked(self) -> None:
        self.job.cancel()

    # -- showing -------------------------------------------------------------------------------

    def _numbers(self) -> str:
        parts = [describe(self.job)]
        if self.job.state.ended and self.job.error is not None:
            # One line: the whole of it is told on hover and in the details.
            parts.append(explain(self.job.error).replace("\n", " "))
        return " · ".join(filter(None, parts))

    def _show_message(self, reason: BaseException | None) -> None:
        job = self.job
        then = translate("JobRow", "Then: %1").replace("%1", self.then) if self.then else ""
        parts = () if job.state.ended else (job.progress.message, then)
        text = " · ".join(filter(None, parts))
        self.message.set_text(text)
        self.message.setVisible(bool(text))
        if reason is not None:
            self.reason.set_tone("muted" if isinstance(reason, JobWaits) else "warn")
        self.reason.setText("" if reason is None else explain(reason))
        self.reason.setVisible(reason is not None)

    def _show_buttons(self, fault: BaseException | None) -> None:
        job = self.job
        ended, paused = job.state.ended, job.state is JobState.PAUSED
        failed = job.progress.failed
        self.failures_button.setVisible(failed > 0)
        self.failures_button.setText(counted("failure", failed))
        self.failures_button.setToolTip(translate("JobRow", "Show what failed, and why"))
        self.retry_button.setVisible(fault is not None)
        self.pause_button.setVisible(not ended and fault is None)
        self.pause_button.setIcon(icon("play" if paused else "pause"))
        text = translate("JobRow", "Resume %1") if paused else translate("JobRow", "Pause %1")
        _name(self.pause_button, text, self.name)
        self.cancel_button.setVisible(not ended)
        self.remove_button.setVisible(ended)
        for action in (self.sooner_action, self.later_action):
            action.setEnabled(not ended)
        self.again_action.setEnabled(ended)
        self.retry_action.setVisible(ended and failed > 0)
        self.retry_action.setText(retry_text(failed))


def _button(parent: QWidget, sign: str = "", name: str = "", title: str = "") -> QToolButton:
    button = QToolButton(parent, autoRaise=True)
    button.setMinimumSize(HIT, HIT)
    if sign:
        button.setIcon(icon(sign))
    _name(button, name, title)
    return button


def _name(button: QToolButton, text: str, title: str) -> None:
    name = text.replace("%1", title)
    if button.accessibleName() != name:
        button.setAccessibleName(name)
        button.setToolTip(tooltip(name))
