"""Who watches a long use case: told of progress and failures, able to stop it.

`workers.job.JobContext` is one; a use case never knows more of the thread that it runs in.
"""

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    # Only for its type: a watch is imported where nothing is written.
    from media_manager.persistence.writer import WriteSession

from media_manager.errors import JobCancelled


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


@runtime_checkable
class Keeper(Protocol):
    """A watch that keeps a record of the job in the library."""

    def save(self, session: "WriteSession") -> None:
        """Write how far the job is, and what failed, as a part of this transaction."""


def save_progress(watch: Watch, session: "WriteSession") -> None:
    """Let the record of a job be written with a batch: one transaction, and both or neither."""
    if isinstance(watch, Keeper):
        watch.save(session)


def is_closing(stop: JobCancelled, watch: Watch) -> bool:
    """Tell whether a job was stopped because the program closes: it goes on at the next start.

    Asked of the watch: a room below that noticed the stop by itself, such as a walk, does not know.
    """
    try:
        watch.raise_if_cancelled()
    except JobCancelled as told:
        stop = told
    return bool(stop.arguments.get("closing"))
