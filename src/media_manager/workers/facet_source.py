"""Answers the facet panel from the library: asked on the main thread, counted on the read lane."""

import itertools
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial

from media_manager.domain.paging import ResultSet
from media_manager.library.columns import Patience, answer_facets
from media_manager.library.facets import FacetGroup, FacetQuestion
from media_manager.persistence.reader import LibraryReader
from media_manager.workers.columns_keeper import ColumnsKeeper
from media_manager.workers.lanes import READ
from media_manager.workers.library_lane import reading
from media_manager.workers.listeners import Listener
from media_manager.workers.runner import JobRunner
from media_manager.workers.ticket import Ticket

# Below the rows and the ids of a list: counts are never in their way.
COUNTS = 5

# While a scan writes faster than columns follow, groups are told as they were some seconds ago,
# and once more when columns are true.
_MOST_WAITS = 2

OnGroup = Callable[[FacetGroup], None]
OnDone = Callable[[tuple[FacetGroup, ...]], None]
OnError = Callable[[BaseException], None]


@dataclass(slots=True)
class _Open:
    """A question without an answer yet, and who waits for it."""

    key: Hashable
    question: FacetQuestion
    known: ResultSet | None
    on_group: Listener
    on_done: Listener
    on_error: Listener | None
    ticket: Ticket | None = None
    waited: int = 0

    @property
    def wanted(self) -> bool:
        return self.ticket is None or not self.ticket.cancelled


class FacetSource:
    """Counts facets, one group after the other. Called on the main thread only."""

    def __init__(self, runner: JobRunner, keeper: ColumnsKeeper) -> None:
        self._runner = runner
        self._keeper = keeper
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
        key = ("facets", question.facets if question.contains else None)
        for number, older in list(self._open.items()):
            if older.key == key or not older.wanted:
                del self._open[number]
        listen = self._runner.listener
        number = next(self._numbers)
        self._open[number] = _Open(
            key,
            question,
            known,
            listen(on_group),
            listen(on_done),
            None if on_error is None else listen(on_error),
        )
        return self._count(number, Patience.WAIT)

    def _count(self, number: int, patience: Patience) -> Ticket:
        asked = self._open[number]
        # Only the number goes to the worker: it must never hold the last reference to a widget.
        work = partial(self._answer, number, asked.question, asked.known, patience)
        asked.ticket = self._runner.ask(
            READ,
            reading(work, empty=()),
            on_done=partial(self._end, number),
            on_error=None if asked.on_error is None else partial(self._fail, number),
            key=asked.key,
            priority=COUNTS,
        )
        return asked.ticket

    def _answer(
        self,
        number: int,
        question: FacetQuestion,
        known: ResultSet | None,
        patience: Patience,
        reader: LibraryReader,
    ) -> tuple[FacetGroup, ...] | None:
        return answer_facets(
            reader,
            question,
            self._keeper.shelf,
            known=known,
            patience=patience,
            on_group=lambda group: self._runner.post(partial(self._tell, number, group)),
        )

    def _tell(self, number: int, group: FacetGroup) -> None:
        asked = self._open.get(number)
        if asked is not None and asked.wanted:
            asked.on_group(group)

    def _end(self, number: int, groups: tuple[FacetGroup, ...] | None) -> None:
        if groups is None:
            self._keeper.when_current(partial(self._count_again, number))
            return
        asked = self._open.pop(number, None)
        if asked is not None:
            asked.on_done(groups)

    def _count_again(self, number: int, current: bool) -> None:  # noqa: FBT001 - the keeper's answer
        """Ask once more now that there are columns, unless a newer question has come."""
        asked = self._open.get(number)
        if asked is not None:
            asked.waited += 1
            older = Patience.OLDER if asked.waited >= _MOST_WAITS else Patience.WAIT
            self._count(number, older if current else Patience.ROWS)

    def _fail(self, number: int, error: BaseException) -> None:
        asked = self._open.pop(number, None)
        if asked is not None and asked.on_error is not None:
            asked.on_error(error)
