"""What begins when a job has ended: the next kinds of the table, if there is work for them.

Called on the main thread; what counts the work runs on the read lane.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from media_manager.library.job_ledger import JobOrder
from media_manager.workers.job_kinds import JobKind, followers
from media_manager.workers.library_jobs import JobTools

if TYPE_CHECKING:
    from media_manager.persistence.reader import LibraryReader


@dataclass(frozen=True, slots=True)
class Link:
    """What the next job of a chain inherits."""

    origin: str
    priority: int
    follows_id: int | None = None
    failed: frozenset[str] = frozenset()


class ChainHost(Protocol):
    """What a chain asks of the desk that it belongs to."""

    def count_work(
        self, find: "Callable[[LibraryReader], int]", on_done: Callable[[int], None]
    ) -> None:
        """Count on the read lane; `on_done` is not called once the program closes."""

    def note_work(self, order: JobOrder) -> bool:
        """Return whether a job does this already; it is told that there may be more."""

    def begin_link(self, order: JobOrder, failed: frozenset[str]) -> None:
        """Begin the job; `failed` are the kinds before it in the chain that failed."""

    @property
    def takes_unasked(self) -> bool:
        """Return whether jobs may begin that only prepare for later: not in safe mode."""


class JobChain:
    """Offers links to a desk, one after the other."""

    def __init__(self, host: ChainHost, tools: JobTools) -> None:
        self._host = host
        self._tools = tools

    def offer(self, kind: JobKind, link: Link, *, alone: bool = False) -> None:
        """Begin this link if there is work for it; if not, those behind it, unless `alone`."""
        if kind.needs & link.failed:
            link = replace(link, failed=link.failed | {kind.name})
        elif kind.is_on(self._tools.settings) and (self._host.takes_unasked or not kind.unasked):
            self._begin(kind, link, alone=alone)
            return
        if not alone:
            self.behind(kind.name, link)

    def behind(self, name: str, link: Link) -> None:
        """Offer what follows a kind."""
        for kind in followers(name):
            self.offer(kind, link)

    def _begin(self, kind: JobKind, link: Link, *, alone: bool) -> None:
        order = JobOrder(
            kind.name,
            kind.parameters(self._tools),
            title=kind.name,
            origin=link.origin,
            priority=link.priority,
            follows_id=link.follows_id,
        )
        if self._host.note_work(order):
            return
        tools, find_work = self._tools, kind.find_work

        def begin(work: int) -> None:
            if work:
                self._host.begin_link(order, link.failed)
            elif not alone:
                self.behind(kind.name, link)

        if find_work is None:
            begin(1)
        else:
            self._host.count_work(lambda reader: find_work(tools, reader), begin)
