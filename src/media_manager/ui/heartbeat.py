"""Beats for the watch over the main thread, for as long as the settings want it."""

from PySide6.QtCore import QObject, Qt, QTimer

from media_manager.workers.stalls import BEAT_MS, StallWatch


class Heartbeat(QObject):
    """A precise timer of the main thread; what it finds is in `watch`."""

    def __init__(self, watch: StallWatch | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.watch = watch or StallWatch()
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.watch.beat)

    def start(self) -> None:
        self.watch.start()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        self.watch.stop()

    def set_enabled(self, *, enabled: bool) -> None:
        """Start or stop, as a setting says."""
        if enabled != self._timer.isActive():
            (self.start if enabled else self.stop)()
