"""Every message of the window: toasts that never take the focus, and what errors say."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from media_manager.errors import JobCancelled, MediaManagerError
from media_manager.settings import Profile
from media_manager.ui.icon_label import IconLabel
from media_manager.ui.icons import icon
from media_manager.ui.report import build_report

translate = QCoreApplication.translate

_MOST = 3
_READ_MS = 6_000
_MARGIN = 16
_WIDTH = 560
_TONES = {"info": "accent", "danger": "danger"}


@dataclass(frozen=True, slots=True)
class Act:
    """A button of a message."""

    text: str
    call: Callable[[], object]


class Toast(QFrame):
    """One message at the bottom of the window."""

    dismissed = Signal()

    def __init__(
        self, parent: QWidget, text: str, *, tone: str = "info", acts: tuple[Act, ...] = ()
    ) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.setProperty("tone", tone)
        self.text = text
        self.code = ""
        self.setAccessibleName(text)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 12, 8, 12)
        line.setSpacing(12)
        sign = IconLabel("alert" if tone == "danger" else "info", 20, _TONES[tone], self)
        line.addWidget(sign, alignment=Qt.AlignmentFlag.AlignTop)
        label = QLabel(text, self, wordWrap=True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line.addWidget(label, 1)
        for act in acts:
            button = QPushButton(act.text, self)
            button.clicked.connect(lambda _checked=False, act=act: self._run(act))
            line.addWidget(button)
        close = QToolButton(self, autoRaise=True)
        close.setIcon(icon("x"))
        close.setAccessibleName(translate("Notifications", "Dismiss message"))
        close.setToolTip(close.accessibleName())
        close.clicked.connect(self.dismiss)
        line.addWidget(close, alignment=Qt.AlignmentFlag.AlignTop)

    def dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()
        self.deleteLater()

    def _run(self, act: Act) -> None:
        act.call()
        self.dismiss()


class Notifications(QObject):
    """Shows messages above the lower edge of the window, newest lowest, at most three."""

    def __init__(self, window: QWidget, profile: Profile) -> None:
        super().__init__(window)
        self._window = window
        self._profile = profile
        self._toasts: list[Toast] = []
        self._bottom = 28
        self._hushed = ""
        window.installEventFilter(self)

    @property
    def texts(self) -> tuple[str, ...]:
        """Return what is shown now."""
        return tuple(toast.text for toast in self._toasts)

    @property
    def bottom(self) -> int:
        """Return how much of the lower edge is taken, in pixels."""
        return self._bottom

    @bottom.setter
    def bottom(self, pixels: int) -> None:
        self._bottom = pixels
        self._place()

    def say(self, text: str, *acts: Act) -> None:
        """Tell something good; it goes by itself, unless there is something to click."""
        toast = self._show(Toast(self._window, text, acts=acts))
        QTimer.singleShot(_READ_MS * (2 if acts else 1), toast, toast.dismiss)

    def error(self, error: BaseException, *acts: Act) -> None:
        """Show an error: what happened, and what to do. It stays until it is dismissed."""
        if isinstance(error, JobCancelled):
            return
        if isinstance(error, MediaManagerError):
            if error.code == self._hushed:
                return
            toast = Toast(self._window, explain(error), tone="danger", acts=acts)
            toast.code = error.code
            self._show(toast)
            return
        copy = Act(
            translate("Notifications", "Copy report"),
            lambda: QGuiApplication.clipboard().setText(build_report(self._profile, error)),
        )
        text = translate(
            "Notifications", "Something went wrong that should not: %1. The program goes on."
        ).replace("%1", _short(error))
        self._show(Toast(self._window, text, tone="danger", acts=(*acts, copy)))

    def hush(self, code: str) -> None:
        """Show no errors of a code: a page or a line says it already. Empty: show all again."""
        self._hushed = code
        if code:
            self.settle(code)

    def settle(self, code: str) -> None:
        """Take away what errors of a code said: it is no longer so."""
        for toast in [each for each in self._toasts if each.code == code]:
            toast.dismiss()

    def clear(self) -> None:
        for toast in tuple(self._toasts):
            toast.dismiss()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _show(self, toast: Toast) -> Toast:
        for old in [each for each in self._toasts if each.text == toast.text]:
            old.dismiss()
        self._toasts.append(toast)
        toast.dismissed.connect(lambda: self._forget(toast))
        while len(self._toasts) > _MOST:
            self._toasts[0].dismiss()
        toast.show()
        self._place()
        said = QAccessibleAnnouncementEvent(self._window, toast.text)
        QAccessible.updateAccessibility(said)
        return toast

    def _forget(self, toast: Toast) -> None:
        self._toasts = [each for each in self._toasts if each is not toast]
        self._place()

    def _place(self) -> None:
        lower = self._window.height() - self.bottom - _MARGIN
        width = min(_WIDTH, self._window.width() - 2 * _MARGIN)
        for toast in reversed(self._toasts):
            fits = toast.hasHeightForWidth()
            height = toast.heightForWidth(width) if fits else toast.sizeHint().height()
            lower -= height
            toast.setGeometry((self._window.width() - width) // 2, lower, width, height)
            toast.raise_()
            lower -= _MARGIN // 2


def explain(error: BaseException) -> str:
    """Return what happened and what to do, as one text."""
    if isinstance(error, MediaManagerError):
        return f"{error}\n{error.hint}" if error.hint else str(error)
    return _short(error)


def _short(error: BaseException) -> str:
    words = str(error).strip()
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
