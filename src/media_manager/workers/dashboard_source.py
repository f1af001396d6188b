"""Answers the dashboard from the library: asked on the main thread, counted on the read lane."""

import itertools
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from media_manager.domain.dashboard import Chart, Dashboard, Figure
from media_manager.domain.query import Node
from media_manager.domain.query.dates import local_now
from media_manager.library.columns import Patience
from media_manager.library.dashboard import answer_dashboard
from media_manager.persistence.reader import LibraryReader
from media_manager.workers.columns_keeper import ColumnsKeeper
from media_manager.workers.facet_source import COUNTS
from media_manager.workers.lanes import READ
from media_manager.workers.library_lane import reading
from media_manager.workers.runner import JobRunner

if TYPE_CHECKING:
    from media_manager.workers.listeners import Listener
    from media_manager.workers.ticket import Ticket

# While a scan writes faster than columns follow, SQL answers in the end, however long it takes.
_MOST_WAITS = 3
_KEY = "dashboard"

OnPart = Callable[[Figure | Chart], None]
OnDone = Callable[[Dashboard | None], None]
OnError = Callable[[BaseException], None]


class DashboardSource:
    """One question at a time; a newer one supersedes it. Called on the main thread only."""

    def __init__(self, runner: JobRunner, keeper: ColumnsKeeper) -> None:
        self._runner = runner
        self._keeper = keeper
        self._numbers = itertools.count(1)
        self._number = 0
        self._waited = 0
        self._within: tuple[Node, ...] = ()
        self._on_part: Listener | None = None
        self._on_done: Listener | None = None
        self._on_error: Listener | None = None
        self._ticket: Ticket | None = None

    def ask(
        self,
        within: tuple[Node, ...],
        *,
        on_part: OnPart,
        on_done: OnDone,
        on_error: OnError,
    ) -> None:
        """Count everything; `on_part` hears of each number and chart as soon as it is known.

        `on_done` gets None while there is no library.
        """
        listen = self._runner.listener
        self._number, self._waited, self._within = next(self._numbers), 0, within
        self._on_part, self._on_done = listen(on_part), listen(on_done)
        self._on_error = listen(on_error)
        self._count(Patience.WAIT)

    def stop(self) -> None:
        """Let nobody wait any more: what is counted is not looked at."""
        self._number = next(self._numbers)
        if self._ticket is not None:
            self._ticket.cancel()
        self._on_part = self._on_done = self._on_error = self._ticket = None

    def _count(self, patience: Patience) -> None:
        # Only the number goes to the worker: it must never hold the last reference to a widget.
        work = partial(self._answer, self._number, self._within, patience)
        self._ticket = self._runner.ask(
            READ,
            reading(work, empty=Dashboard((), ())),
            on_done=partial(self._end, self._number),
            on_error=partial(self._fail, self._number),
            key=_KEY,
            priority=COUNTS,
        )

    def _answer(
        self,
        number: int,
        within: tuple[Node, ...],
        patience: Patience,
        reader: LibraryReader,
    ) -> Dashboard | None:
        return answer_dashboard(
            reader,
            self._keeper.shelf,
            within=within,
            now=local_now(),
            patience=patience,
            on_part=lambda part: self._runner.post(partial(self._tell, number, part)),
        )

    def _tell(self, number: int, part: Figure | Chart) -> None:
        if number == self._number and self._on_part is not None:
            self._on_part(part)

    def _end(self, number: int, found: Dashboard | None) -> None:
        if number != self._number:
            return
        if found is None:
            self._keeper.when_current(partial(self._count_again, number))
        elif self._on_done is not None:
            self._on_done(found if found.numbers else None)

    def _count_again(self, number: int, current: bool) -> None:  # noqa: FBT001 - the keeper's answer
        """Ask once more now that there are columns, unless a newer question has come."""
        if number == self._number:
            self._waited += 1
            waits = current and self._waited < _MOST_WAITS
            self._count(Patience.WAIT if waits else Patience.ROWS)

    def _fail(self, number: int, error: BaseException) -> None:
        if number == self._number and self._on_error is not None:
            self._on_error(error)
