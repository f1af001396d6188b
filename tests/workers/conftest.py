"""What the tests of threads share: somebody who listens, and work that waits."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from media_manager.workers import (
    Outcome,
)

SOON = 5.0


class Heard:
    """Collects how work ended, in order."""

    def __init__(self) -> None:
        self.ends: list[tuple[str, Any]] = []
        self._more = threading.Condition()

    def outcome(self, name: str = "") -> Outcome:
        return Outcome(
            done=lambda result: self.add("done", result),
            failed=lambda error: self.add("failed", error),
            dropped=lambda: self.add("dropped", name),
        )

    def add(self, kind: str, value: object) -> None:
        with self._more:
            self.ends.append((kind, value))
            self._more.notify_all()

    def wait_for(self, count: int) -> list[tuple[str, Any]]:
        with self._more:
            assert self._more.wait_for(lambda: len(self.ends) >= count, SOON), self.ends
            return list(self.ends)


@pytest.fixture
def heard() -> Heard:
    return Heard()


class Gate:
    """Work that holds its thread until it is opened."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.open = threading.Event()

    def __call__(self, answer: object = "gate") -> object:
        self.reached.set()
        assert self.open.wait(SOON)
        return answer


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.open.set()


@pytest.fixture
def wait_until() -> Callable[[Callable[[], bool]], None]:
    def wait(true: Callable[[], bool]) -> None:
        deadline = time.monotonic() + SOON
        while not true():
            assert time.monotonic() < deadline
            time.sleep(0.002)

    return wait
