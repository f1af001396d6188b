"""How long another thread has to wait while something computes: whether it lets others in."""

import threading
import time
from collections.abc import Callable


def gaps_beside(work: Callable[[], object]) -> list[float]:
    """Return how long a thread that wakes every half millisecond slept, while `work` runs."""
    gaps: list[float] = []
    done = threading.Event()

    def beat() -> None:
        last = time.perf_counter()
        while not done.is_set():
            time.sleep(0.0005)
            now = time.perf_counter()
            gaps.append(now - last)
            last = now

    thread = threading.Thread(target=beat)
    thread.start()
    try:
        work()
    finally:
        done.set()
        thread.join()
    return gaps
