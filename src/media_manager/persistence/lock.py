"""One writer per database, across threads and processes.

Inside a process threads take turns, interactive edits first. Between processes a lock on
`<database>.lock` decides; the file stays, only the lock counts, so a crash leaves nothing stale.
"""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from media_manager.errors import DatabaseLocked, StorageError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_POLL_SECONDS = 0.005
# Who waits to write is asked so often whether it still wants to, and edits come in between.
_SLICE_SECONDS = 0.5
# Our own batches are far shorter: who waits longer waits for another program.
_BUSY_SECONDS = 1.5

# Asked now and then while its thread waits to write, with the seconds it has waited, and with 0
# when the wait is over; it may raise.
Patience = Callable[[float], None]


class _Thread(threading.local):
    patience: Patience | None = None
    first = False


_thread = _Thread()


@contextmanager
def waiting_with(patience: Patience, *, first: bool | None = None) -> Iterator[None]:
    """Let all waiting to write on this thread ask `patience`: a job that waits can be stopped.

    With it there is no time-out: whoever is asked decides how long is too long. `first`: all that
    this thread writes goes before batches, because edits of a person may wait behind it.
    """
    before = _thread.patience, _thread.first
    _thread.patience, _thread.first = patience, before[1] if first is None else first
    try:
        yield
    finally:
        _thread.patience, _thread.first = before


class WriteLock:
    """The right to write one database file. Re-entering from the same thread is a bug."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        self._turn = threading.Condition()
        self._owner: int | None = None
        self._waiting_edits = 0

    @contextmanager
    def hold(self, *, edit: bool = False, timeout_seconds: float = 60.0) -> Iterator[None]:
        """Wait for the turn and the file lock; raise DatabaseLocked after the time-out.

        Called on worker threads only. `edit` goes before batches that wait in this process.
        """
        deadline = time.monotonic() + timeout_seconds
        self._take_turn(deadline, edit=edit)
        try:
            with self._open() as handle:
                self._lock_file(handle.fileno(), deadline)
                try:
                    yield
                finally:
                    unlock(handle.fileno())
        finally:
            with self._turn:
                self._owner = None
                self._turn.notify_all()

    def _open(self) -> BinaryIO:
        try:
            return self._path.open("ab")
        except OSError as error:
            raise StorageError(
                f"The library cannot be changed: {self._path} cannot be opened: {error.strerror}.",
                hint="Make its folder writable, or choose another profile with --profile DIR. "
                "Until then the library can be looked at, not edited.",
                path=str(self._path),
            ) from error

    def _take_turn(self, deadline: float, *, edit: bool) -> None:
        me = threading.get_ident()
        edit = edit or _thread.first
        with self._turn:
            if self._owner == me:
                raise RuntimeError("write_session() inside write_session(): pass the session on")
            self._waiting_edits += edit
            try:
                free = self._turn.wait_for(
                    lambda: self._owner is None and (edit or not self._waiting_edits),
                    timeout=max(0.0, deadline - time.monotonic()),
                )
            finally:
                self._waiting_edits -= edit
            if not free:
                raise busy(self._path)
            self._owner = me

    def _lock_file(self, descriptor: int, deadline: float) -> None:
        while not try_lock(descriptor):
            if time.monotonic() >= deadline:
                raise busy(self._path)
            time.sleep(_POLL_SECONDS)


class BusyBell:
    """Tells when somebody begins to wait for another program that writes, and when nobody does."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting = 0
        self._listeners: list[Callable[[bool], None]] = []

    def listen(self, listener: Callable[[bool], None]) -> None:
        """Call with True and False, on the thread that waited."""
        self._listeners.append(listener)

    def ring(self, *, waits: bool) -> None:
        with self._lock:
            before = self._waiting > 0
            self._waiting += 1 if waits else -1
            now = self._waiting > 0
        if before != now:
            for listener in self._listeners:
                listener(now)


class WriteWait:
    """One wait for the turn to write: how long it may be, who is asked, and who hears of it."""

    def __init__(self, timeout_seconds: float, bell: BusyBell) -> None:
        self._timeout_seconds = timeout_seconds
        self._bell = bell
        self._patience = _thread.patience
        self._rings = self._asked = False
        self._began = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._rings:
            self._bell.ring(waits=False)
        if self._patience is not None and self._asked and error is None:
            self._patience(0.0)

    @property
    def waited_seconds(self) -> float:
        return time.monotonic() - self._began

    @property
    def slice_seconds(self) -> float:
        """Return how long to try before asking again."""
        if self._patience is not None:
            return _SLICE_SECONDS
        return max(0.0, min(_SLICE_SECONDS, self._timeout_seconds - self.waited_seconds))

    def goes_on(self) -> bool:
        """Tell whether to try once more; raises what the one who is asked raises."""
        waited = self.waited_seconds
        if waited >= _BUSY_SECONDS and not self._rings:
            self._rings = True
            self._bell.ring(waits=True)
        if self._patience is None:
            return waited < self._timeout_seconds
        self._asked = True
        self._patience(waited)
        return True


def busy(path: Path) -> DatabaseLocked:
    """Return the error that says that somebody else writes."""
    return DatabaseLocked(
        "The library is busy: another program is writing to it.",
        hint="Wait for its scan or import to end, or close it, and try again.",
        path=str(path),
    )


if sys.platform == "win32":

    def try_lock(descriptor: int) -> bool:
        """Take the lock of an open file without waiting; tell whether it was free."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def unlock(descriptor: int) -> None:
        """Let go of the lock of an open file."""
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:

    def try_lock(descriptor: int) -> bool:
        """Take the lock of an open file without waiting; tell whether it was free."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def unlock(descriptor: int) -> None:
        """Let go of the lock of an open file."""
        fcntl.flock(descriptor, fcntl.LOCK_UN)
