"""Notes when the main thread stops answering, for how long, and what it did meanwhile."""

import faulthandler
import logging
import re
import tempfile
import threading
import time
from array import array
from collections import deque
from time import perf_counter
from typing import Final, NamedTuple

from media_manager.instrumentation import get_instrumentation

_log = logging.getLogger(__name__)

BEAT_MS: Final = 16
# Two frames: from here on a hand on the mouse feels it.
STALL_SECONDS: Final = 0.033
_KEPT: Final = 50
_LOGGED_SECONDS: Final = 0.25
_JOIN_SECONDS: Final = 1.0
_THREAD: Final = re.compile(r"(?:Current t|T)hread 0x([0-9a-f]+)")


class Stall(NamedTuple):
    """One time that the main thread did not answer; `stack` is empty when it was caught late.

    `at_us` is when it answered again.
    """

    seconds: float
    stack: str
    at_us: int = 0


class StallWatch:
    """A heart that the main thread beats, and a thread that listens to it.

    The length of a stall is the time between two beats, so a healthy gap is BEAT_MS.
    """

    def __init__(self, *, stall_seconds: float = STALL_SECONDS, keep_gaps: bool = False) -> None:
        self.stalls: deque[Stall] = deque(maxlen=_KEPT)  # the newest
        self.gaps: array[float] = array("d")  # every gap in seconds, for benchmarks
        self.longest_seconds = 0.0
        self.count = 0
        self._stall_seconds = stall_seconds
        self._keep_gaps = keep_gaps
        self._main = threading.get_ident()
        self._last = 0.0
        self._seen = ("", 0.0)  # what the main thread did, and after which beat
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to listen. Called on the main thread, as all here."""
        if self._thread is None:
            self._ended.clear()
            self._last = perf_counter()
            self._thread = threading.Thread(target=self._listen, name="stalls", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Listen no more."""
        if self._thread is not None:
            self._ended.set()
            self._thread.join(_JOIN_SECONDS)
            self._thread = None

    def reset(self) -> None:
        """Forget what was noted so far."""
        self.stalls.clear()
        del self.gaps[:]
        self.longest_seconds, self.count = 0.0, 0
        self._last = perf_counter()

    def beat(self) -> None:
        """Say that the main thread is alive: every BEAT_MS."""
        now = perf_counter()
        last, self._last = self._last, now
        gap = now - last
        if self._keep_gaps:
            self.gaps.append(gap)
        if gap > self._stall_seconds:
            self._note(gap, last)

    def _note(self, gap: float, last: float) -> None:
        stack, after = self._seen
        now_us = time.time_ns() // 1_000
        self.stalls.append(Stall(gap, stack if after == last else "", now_us))
        self.count += 1
        metrics = get_instrumentation()
        metrics.increment_counter("window.stalls")
        metrics.record_duration("window.stall", gap)
        if gap > self.longest_seconds:
            self.longest_seconds = gap
            metrics.set_gauge("window.longest_stall_ms", gap * 1000)
        if gap > _LOGGED_SECONDS:
            _log.warning(
                "workers: the window did not answer for %d ms\n%s",
                gap * 1000,
                self.stalls[-1].stack,
            )

    def _listen(self) -> None:
        """Look as often as a stall is long; what the main thread does then is kept as text."""
        while not self._ended.wait(self._stall_seconds):
            last = self._last
            if perf_counter() - last > self._stall_seconds and self._seen[1] != last:
                self._seen = (stack_of(self._main), last)


def stack_of(thread: int) -> str:
    """Return where a thread is, its newest call last; empty when it is gone.

    Without a reference to a frame of it: who holds a frame holds what its function made, and a
    painter that outlives its paint, and ends in another thread, breaks the window.
    """
    with tempfile.TemporaryFile() as file:
        faulthandler.dump_traceback(file)
        file.seek(0)
        text = file.read().decode("utf-8", "replace")
    for part in text.split("\n\n"):
        head, *frames = part.strip().split("\n")
        found = _THREAD.match(head)
        if found and int(found[1], 16) == thread:
            return "\n".join(reversed(frames)) + "\n"
    return ""
