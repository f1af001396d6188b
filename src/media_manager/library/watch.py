"""Who watches a long use case: told of progress and failures, able to stop it.

`workers.job.JobContext` is one; a use case never knows more of the thread that it runs in.
"""

from typing import Protocol


class Watch(Protocol):
    """What a long use case asks of its caller."""

    @property
    def cancelled(self) -> bool:
        """Return whether somebody asked to stop."""

    def report(self, done: int, total: int | None = None, message: str | None = None) -> None:
        """Take note of how far the work is."""

    def item_failed(self, key: str, error: BaseException) -> None:
        """Take note of one item that failed; the work goes on."""

    def raise_if_cancelled(self) -> None:
        """Raise JobCancelled when somebody asked to stop."""


class Unwatched:
    """Nobody watches."""

    cancelled = False

    def report(self, done: int, total: int | None = None, message: str | None = None) -> None:
        """Take no note."""

    def item_failed(self, key: str, error: BaseException) -> None:
        """Take no note."""

    def raise_if_cancelled(self) -> None:
        """Never stop."""
