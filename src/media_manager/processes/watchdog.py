"""One thread that kills whatever misses its deadline."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Watchdog:
    """Run an action when a deadline passes. Thread-safe; its thread starts with the first use."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._changed = threading.Condition()
        self._actions: dict[int, tuple[float, Callable[[], None]]] = {}
        self._next_id = 0
        self._waits_until = 0.0
        self._thread: threading.Thread | None = None
        self._closed = False

    @contextmanager
    def deadline(self, seconds: float, action: Callable[[], None]) -> Iterator[None]:
        """Call `action` on the watchdog's thread if the block takes longer than `seconds`."""
        key = self.start(seconds, action)
        try:
            yield
        finally:
            self.cancel(key)

    def start(self, seconds: float, action: Callable[[], None]) -> int:
        """Arrange for `action` in `seconds`; return a key for `cancel`."""
        due = time.monotonic() + seconds
        with self._changed:
            self._next_id += 1
            self._actions[self._next_id] = (due, action)
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
            elif due < self._waits_until:
                self._changed.notify()
            return self._next_id

    def cancel(self, key: int) -> None:
        with self._changed:
            self._actions.pop(key, None)

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._actions.clear()
            self._changed.notify()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        while True:
            with self._changed:
                if self._closed:
                    return
                due = self._take_due()
                if not due:
                    self._wait()
            for action in due:
                action()

    def _take_due(self) -> list[Callable[[], None]]:
        now = time.monotonic()
        keys = [key for key, (due, _) in self._actions.items() if due <= now]
        return [self._actions.pop(key)[1] for key in keys]

    def _wait(self) -> None:
        self._waits_until = min((due for due, _ in self._actions.values()), default=float("inf"))
        wait = self._waits_until - time.monotonic()
        self._changed.wait(None if wait == float("inf") else max(0.0, wait))
        self._waits_until = 0.0
