"""Keep the computer awake while jobs run that should not be cut off.

`look` is called now and then on the main thread: a job that ends within seconds costs nothing.
"""

import sys
import threading

from media_manager.domain.jobs import JobState
from media_manager.processes.sleep_guard import SleepGuard
from media_manager.workers.background_needs import BackgroundNeeds
from media_manager.workers.lanes import JOBS


class AwakeKeeper:
    """Holds one guard as long as any such job runs; jobs that stand still let it go."""

    def __init__(self, services: BackgroundNeeds) -> None:
        self._services = services
        self._guard = SleepGuard("Scanning, moving or saving media files")
        self._lock = threading.Lock()
        self._wanted = False
        self._seen: frozenset[int] = frozenset()

    @property
    def is_wanted(self) -> bool:
        """Return whether a job runs now that keeps the computer awake."""
        return self._wanted

    def look(self) -> None:
        """Hold or let go, by what runs now and ran at the last look already."""
        desk = self._services.jobs
        running = frozenset(
            job.number
            for job in self._services.running_jobs
            if job.state is JobState.RUNNING and desk.keeps_awake(job)
        )
        # A job that replaced another one within a look goes on with it.
        wanted = bool(running) and bool(self._seen or self._wanted)
        self._seen = running
        if wanted == self._wanted:
            return
        self._wanted = wanted
        if sys.platform == "win32":
            self._apply()  # counted by threads there, and done at once
        else:
            # A child is started: not on the main thread.
            self._services.runner.ask(JOBS, self._apply, on_done=_ignore)

    def close(self) -> None:
        """Let go."""
        self._wanted = False
        self._apply()

    def _apply(self) -> None:
        with self._lock:
            if self._wanted:
                self._guard.hold()
            else:
                self._guard.release()


def _ignore(_result: object) -> None:
    """Nobody waits for this answer."""
