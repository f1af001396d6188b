"""What narrows the history of jobs: a value that a window, a command and a reader share."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class JobFilter:
    """Which runs are meant; what is empty or None narrows nothing.

    `text` is looked for in titles and messages, whatever its case; `since_us` is when a job was
    handed in, in microseconds.
    """

    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    text: str = ""
    since_us: int | None = None
    library_id: int | None = None
