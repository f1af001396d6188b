"""Wait for what another thread does, and still hear a stop: a child that hangs holds nobody up."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol, TypeVar

from media_manager.library.watch import Watch

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_LOOK_SECONDS = 0.2


class Awaited(Protocol[T_co]):
    """What comes back from a thread: a concurrent.futures.Future."""

    def result(self, timeout: float | None = None) -> T_co: ...
    def cancel(self) -> bool: ...


class Spread(Protocol):
    """Threads that work side by side: a concurrent.futures.Executor."""

    def submit(self, work: Callable[..., T], /, *arguments: Any) -> Awaited[T]:  # noqa: ANN401 - of the work
        ...


def wait_for(awaited: Awaited[T], watch: Watch) -> T:
    """Return the result; raise JobCancelled within a fifth of a second of a stop."""
    while True:
        watch.raise_if_cancelled()
        with suppress(TimeoutError):
            return awaited.result(_LOOK_SECONDS)
