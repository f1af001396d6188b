"""Read for a long time and still stop at once: what SQLite does in one step cannot be interrupted.

A check of one large table is a single step of some seconds. So it runs in a thread of its own; who
asked stops waiting when told to, and the thread ends by itself at the end of that step.
"""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Generic, TypeVar

from media_manager.errors import JobCancelled
from media_manager.persistence.gate import open_read_only

T = TypeVar("T")

ShouldStop = Callable[[], bool]

_LOOK_SECONDS = 0.05


class _Outcome(Generic[T]):
    """What the thread came to."""

    value: T
    error: BaseException | None = None
    connection: sqlite3.Connection | None = None


def never_stop() -> bool:
    return False


def read_stoppable(
    path: Path, work: Callable[[sqlite3.Connection], T], should_stop: ShouldStop = never_stop
) -> T:
    """Return what `work` reads over a read-only connection; raise JobCancelled when stopped."""
    return run_stoppable(lambda: open_read_only(path, check_same_thread=False), work, should_stop)


def run_stoppable(
    connect: Callable[[], sqlite3.Connection],
    work: Callable[[sqlite3.Connection], T],
    should_stop: ShouldStop = never_stop,
) -> T:
    """Do `work` over a connection in a thread of its own, and wait for it until told to stop."""
    if should_stop is never_stop:
        with closing(connect()) as connection:
            return work(connection)
    outcome: _Outcome[T] = _Outcome()

    def run() -> None:
        try:
            with closing(connect()) as outcome.connection:
                outcome.value = work(outcome.connection)
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            outcome.error = error

    # A daemon: the end of the program does not wait for a step that nobody wants any more.
    thread = threading.Thread(target=run, name="long-read", daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(_LOOK_SECONDS)
        if should_stop():
            _interrupt(outcome.connection)
            raise JobCancelled("The examination was stopped.")
    if outcome.error is not None:
        raise outcome.error
    return outcome.value


def _interrupt(connection: sqlite3.Connection | None) -> None:
    if connection is not None:
        with suppress(sqlite3.ProgrammingError):  # closed a moment ago
            connection.interrupt()
