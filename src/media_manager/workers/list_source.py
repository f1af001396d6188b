"""Answers lazy models from the library: asked on the main thread, read on the read lane."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from time import perf_counter

from media_manager.domain.media import MediaRow
from media_manager.domain.paging import ResultSet
from media_manager.domain.query import Query
from media_manager.errors import MediaManagerError
from media_manager.library import browse
from media_manager.library.kept_view import KeptView, can_be_kept
from media_manager.persistence.reader import LibraryReader
from media_manager.workers.lanes import JOBS, READ
from media_manager.workers.library_lane import reading
from media_manager.workers.runner import JobRunner
from media_manager.workers.ticket import Ticket

_log = logging.getLogger(__name__)

# What the eye waits for goes first.
FIRST_PAGE, VISIBLE_ROWS, ALL_IDS = 30, 20, 10
# Half a frame: what takes longer than that to find comes with the result set.
_FIRST_PAGE_SECONDS = 0.008
# A view that is left sooner, or changes all the time while a scan runs, is not worth a write.
_KEEP_AFTER_SECONDS = 3.0
_LAST = -100

Failed = Callable[[Exception], None]
Found = Callable[[ResultSet], None]


class _Waiting:
    """A result set that is asked for when the first paint is over, unless it was kept."""

    def __init__(self, query: object, done: Found, failed: Failed) -> None:
        self.query = query
        self.done = done
        self.failed = failed
        self.cancelled = False
        self.ticket: _Waiting | Ticket | None = None

    def cancel(self) -> None:
        self.cancelled = True
        if self.ticket is not None:
            self.ticket.cancel()


class MediaListSource:
    """A ListSource over one library. Called on the main thread only.

    Held, the first page comes with the whole result where that was kept, and what was not kept
    is asked for after `release`, behind the first paint.
    """

    def __init__(self, runner: JobRunner, *, kept: KeptView | None = None) -> None:
        self._runner = runner
        self._kept = kept
        self._held = False
        self._waiting: _Waiting | None = None

    def hold(self) -> None:
        """The first paint is on its way: nothing may come between."""
        self._held = True

    def release(self) -> None:
        """The first paint is over: ask for everything that is wanted."""
        self._held = False
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not waiting.cancelled:
            waiting.ticket = self.result_set(waiting.query, waiting.done, waiting.failed)

    def first_page(
        self,
        query: object,
        limit: int,
        done: Callable[[Sequence[MediaRow]], None],
        failed: Failed,
    ) -> Ticket:
        wanted, kept = _query(query), self._kept if self._held else None

        def show(found: tuple[Sequence[MediaRow], ResultSet | None]) -> None:
            rows, result = found
            done(rows)
            waiting = self._waiting
            if result is not None and waiting is not None and waiting.query == query:
                self._waiting = None
                if not waiting.cancelled:
                    waiting.done(result)

        return self._runner.ask(
            READ,
            reading(lambda reader: _first_page(reader, wanted, limit, kept), empty=([], None)),
            on_done=show,
            on_error=failed,  # type: ignore[arg-type]
            priority=FIRST_PAGE,
        )

    def result_set(self, query: object, done: Found, failed: Failed) -> "Ticket | _Waiting":
        if self._held:
            self._waiting = _Waiting(query, done, failed)
            return self._waiting
        wanted = _query(query)

        def show(found: tuple[ResultSet, str]) -> None:
            done(found[0])
            self._keep_soon(*found)

        return self._runner.ask(
            READ,
            reading(lambda reader: _whole(reader, wanted), empty=(ResultSet(wanted, 0), "")),
            on_done=show,
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

    def _keep_soon(self, result: ResultSet, uid: str) -> None:
        kept = self._kept
        if kept is not None and uid and can_be_kept(result.query):
            self._runner.pool.submit(
                JOBS,
                partial(_keep, kept, uid, result),
                key="kept-view",
                priority=_LAST,
                delay_seconds=_KEEP_AFTER_SECONDS,
            )


def _first_page(
    reader: LibraryReader, query: Query, limit: int, kept: KeptView | None
) -> tuple[Sequence[MediaRow], ResultSet | None]:
    with reader.snapshot():
        result = None if kept is None else kept.result_set(reader, query)
        if result is not None:
            return reader.rows(result.page(0, limit), viewer_id=query.viewer_id), result
    return browse.first_page(reader, query, limit, seconds=_FIRST_PAGE_SECONDS), None


def _whole(reader: LibraryReader, query: Query) -> tuple[ResultSet, str]:
    started = perf_counter()
    result = browse.result_set(reader, query)
    return replace(result, seconds=perf_counter() - started), reader.uid()


def _keep(kept: KeptView, uid: str, result: ResultSet) -> None:
    """Keep a view for the next start. Called on a worker thread."""
    try:
        kept.keep(uid, result)
    except (OSError, MediaManagerError) as error:
        _log.warning("workers: the view could not be kept for the next start: %s", error)


def _query(query: object) -> Query:
    return query if isinstance(query, Query) else Query()
