"""How long nobody used the program: keys and clicks in its windows, and the mouse on its screens.

Each window of the system that is ours is listened to, not the application: a filter there is
called for every event that there is, and makes all of them slower.
"""

from time import monotonic

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QCursor, QGuiApplication, QWindow

_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletMove,
    }
)


class Presence(QObject):
    """Knows when a person was last there."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._seen_at = monotonic()
        self._mouse = QCursor.pos()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._on_focus_window_changed)
        self._on_focus_window_changed(QGuiApplication.focusWindow())

    def idle_seconds(self) -> float:
        """Return how long nobody was there."""
        mouse = QCursor.pos()
        if mouse != self._mouse:
            self._mouse = mouse
            self._seen_at = monotonic()
        return monotonic() - self._seen_at

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT:
            self._seen_at = monotonic()
        return super().eventFilter(watched, event)

    def _on_focus_window_changed(self, window: QWindow | None) -> None:
        if window is not None:
            self._seen_at = monotonic()
            window.removeEventFilter(self)
            window.installEventFilter(self)
