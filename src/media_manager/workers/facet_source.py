"""Answers the facet panel from the library: asked on the main thread, counted on the read lane."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from media_manager.domain.paging import ResultSet
from media_manager.library.facets import FacetGroup, FacetQuestion, facet_counts
from media_manager.persistence.reader import LibraryReader
from media_manager.workers.lanes import READ
from media_manager.workers.library_lane import reading
from media_manager.workers.listeners import Listener
from media_manager.workers.runner import JobRunner
from media_manager.workers.ticket import Ticket

# Below the rows and the ids of a list: counts are never in their way.
COUNTS = 5

OnGroup = Callable[[FacetGroup], None]
OnDone = Callable[[tuple[FacetGroup, ...]], None]
OnError = Callable[[BaseException], None]


@dataclass(slots=True)
class _Open:
    """A question that is being answered, and who hears each group."""

    on_group: Listener
    ticket: Ticket | None = None

    @property
    def wanted(self) -> bool:
        return self.ticket is None or not self.ticket.cancelled


class FacetSource:
    """Counts facets, one group after the other. Called on the main thread only."""

    def __init__(self, runner: JobRunner) -> None:
        self._runner = runner
        self._numbers = itertools.count(1)
        self._open: dict[int, _Open] = {}

    def ask(
        self,
        question: FacetQuestion,
        *,
        on_group: OnGroup = lambda _group: None,
        on_done: OnDone = lambda _groups: None,
        on_error: OnError | None = None,
        known: ResultSet | None = None,
    ) -> Ticket:
        """Count the facets of a list; `on_group` hears of each as soon as it is counted.

        A newer question supersedes an older one, but one with a filter text only supersedes
        those for the same facets. `known` is the result set that the list has, if it has one.
        """
        self._forget_ended()
        number = next(self._numbers)
        self._open[number] = _Open(self._runner.listener(on_group))
        heard = self._runner.listener(on_done)
        ticket = self._runner.ask(
            READ,
            reading(partial(self._count, number, question, known), empty=()),
            on_done=partial(self._end, number, heard),
            on_error=on_error,
            key=("facets", question.facets if question.contains else None),
            priority=COUNTS,
        )
        self._open[number].ticket = ticket
        return ticket

    def _count(
        self,
        number: int,
        question: FacetQuestion,
        known: ResultSet | None,
        reader: LibraryReader,
    ) -> tuple[FacetGroup, ...]:
        # Only the number goes to the worker: it must never hold the last reference to a widget.
        return facet_counts(
            reader,
            question,
            known=known,
            on_group=lambda group: self._runner.post(partial(self._tell, number, group)),
        )

    def _tell(self, number: int, group: FacetGroup) -> None:
        question = self._open.get(number)
        if question is not None and question.wanted:
            question.on_group(group)

    def _end(self, number: int, heard: Listener, groups: tuple[FacetGroup, ...]) -> None:
        self._open.pop(number, None)
        heard(groups)

    def _forget_ended(self) -> None:
        """Forget whom to tell of questions that were superseded or cancelled."""
        for number, question in list(self._open.items()):
            if not question.wanted:
                del self._open[number]
