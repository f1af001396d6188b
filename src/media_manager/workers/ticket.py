"""A ticket: one piece of work in a lane, and who hears how it ended."""

import threading
from collections.abc import Callable, Hashable
from enum import Enum, auto
from time import perf_counter
from typing import Any, NamedTuple, Protocol


class Outcome(NamedTuple):
    """Who hears how work ended: exactly one of the three is called, on any thread.

    `dropped`: cancelled, superseded, or the pool was shut down. Without `failed`, an error goes
    to the pool's unhandled hook.
    """

    done: Callable[[Any], None] | None = None
    failed: Callable[[BaseException], None] | None = None
    dropped: Callable[[], None] | None = None


class TicketState(Enum):
    """Where a ticket is in its life."""

    QUEUED = auto()
    RUNNING = auto()
    ENDED = auto()


class Stopper(Protocol):
    """What a ticket needs of its lane."""

    def cancel(self, ticket: "Ticket") -> bool: ...
    def withdraw(self, ticket: "Ticket") -> bool: ...


class Ticket:
    """A place in a lane. `cancelled` may be read by the work itself, see `current_ticket`."""

    __slots__ = (
        "_lane",
        "cancelled",
        "interrupted",
        "key",
        "outcome",
        "state",
        "submitted_at",
        "title",
        "work",
    )

    def __init__(
        self,
        lane: "Stopper",
        work: Callable[..., Any],
        *,
        key: Hashable | None,
        outcome: Outcome,
        title: str = "",
    ) -> None:
        self._lane = lane
        self.work: Callable[..., Any] | None = work
        self.key = key
        self.title = title
        self.outcome = outcome
        self.state = TicketState.QUEUED
        self.cancelled = False
        self.interrupted = False
        self.submitted_at = perf_counter()

    @property
    def ended(self) -> bool:
        return self.state is TicketState.ENDED

    def cancel(self) -> bool:
        """Stop it: True when it never runs, False when it runs and was told, or had ended."""
        return self._lane.cancel(self)

    def withdraw(self) -> bool:
        """Take it back if it is still queued; then nobody hears of it."""
        return self._lane.withdraw(self)


class _Thread(threading.local):
    ticket: Ticket | None = None


_thread = _Thread()


def current_ticket() -> Ticket | None:
    """Return the ticket of the work that runs on this thread."""
    return _thread.ticket


def set_current_ticket(ticket: Ticket | None) -> None:
    _thread.ticket = ticket


def name_of(work: object) -> str:
    """Return what to call a piece of work that has no title: where it is written."""
    while (inner := getattr(work, "func", None) or getattr(work, "__wrapped__", None)) is not None:
        work = inner
    name = getattr(work, "__qualname__", None) or type(work).__qualname__
    room = getattr(work, "__module__", None) or type(work).__module__
    return f"{room.rpartition('.')[2]}.{name.partition('.<locals>')[0]}"
