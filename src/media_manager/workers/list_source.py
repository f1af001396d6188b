"""Answers lazy models from the library: asked on the main thread, read on the read lane."""

from collections.abc import Callable, Sequence

from media_manager.domain.media import MediaRow
from media_manager.domain.paging import ResultSet
from media_manager.domain.query import Query
from media_manager.library import browse
from media_manager.persistence.reader import LibraryReader
from media_manager.workers.lanes import READ
from media_manager.workers.library_lane import reading
from media_manager.workers.runner import JobRunner
from media_manager.workers.ticket import Ticket

# What the eye waits for goes first.
FIRST_PAGE, VISIBLE_ROWS, ALL_IDS = 30, 20, 10
# Half a frame: what takes longer than that to find comes with the result set.
_FIRST_PAGE_SECONDS = 0.008

Failed = Callable[[Exception], None]


class MediaListSource:
    """A ListSource over one library. Called on the main thread only."""

    def __init__(self, runner: JobRunner) -> None:
        self._runner = runner

    def first_page(
        self,
        query: object,
        limit: int,
        done: Callable[[Sequence[MediaRow]], None],
        failed: Failed,
    ) -> Ticket:
        wanted = _query(query)
        return self._runner.ask(
            READ,
            reading(lambda reader: _first_page(reader, wanted, limit), empty=[]),
            on_done=done,
            on_error=failed,  # type: ignore[arg-type]
            priority=FIRST_PAGE,
        )

    def result_set(
        self, query: object, done: Callable[[ResultSet], None], failed: Failed
    ) -> Ticket:
        wanted = _query(query)
        return self._runner.ask(
            READ,
            reading(lambda reader: browse.result_set(reader, wanted), empty=ResultSet(wanted, 0)),
            on_done=done,
            on_error=failed,  # type: ignore[arg-type]
            priority=ALL_IDS,
        )

    def rows(
        self, ids: Sequence[int], done: Callable[[Sequence[MediaRow]], None], failed: Failed
    ) -> Ticket:
        wanted = list(ids)
        return self._runner.ask(
            READ,
            reading(lambda reader: browse.rows(reader, wanted), empty=[]),
            on_done=done,
            on_error=failed,  # type: ignore[arg-type]
            priority=VISIBLE_ROWS,
        )


def _first_page(reader: LibraryReader, query: Query, limit: int) -> list[MediaRow]:
    return browse.first_page(reader, query, limit, seconds=_FIRST_PAGE_SECONDS)


def _query(query: object) -> Query:
    return query if isinstance(query, Query) else Query()
