"""The lazy list: it asks a source for pages, shows what has come, and never waits."""

from collections import deque
from collections.abc import Collection, Sequence
from enum import StrEnum
from functools import partial
from time import perf_counter
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from media_manager.domain.media import MediaRow
from media_manager.domain.paging import Paging, ResultSet, pages_of
from media_manager.instrumentation import get_instrumentation
from media_manager.lazy_model.columns import Column
from media_manager.lazy_model.paged import NO_PARENT, Index, PagedModel
from media_manager.lazy_model.requests import Requests
from media_manager.lazy_model.source import KeyedListSource, ListSource

# 2 s: below this, a scan makes the list jump under the hand. A tenth: lists never eat a core.
_REFRESH_PAUSE_SECONDS: Final = 2.0
_REFRESH_SHARE: Final = 10
# What a list does not show: a change of these alone reloads nothing.
_NOT_SHOWN: Final = frozenset({"plot", "tagline", "credits", "ids", "countries", "studios"})


class ListState(StrEnum):
    """What a view says while it has no rows of the query yet."""

    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


class LazyListModel(PagedModel):
    """An exact list over a result set of which only some pages are in memory.

    Subclasses MUST say what a row shows (`_value`) and what stands in for it (`_placeholder`).
    Before the result set has come the rows grow page by page; afterwards their number is exact.
    """

    state_changed = Signal()
    count_changed = Signal()
    page_failed = Signal(object)

    def __init__(
        self,
        source: ListSource,
        columns: Sequence[Column],
        *,
        page_size: int = 100,
        prefetch_threshold: int = 20,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, page_size, parent)
        self.prefetch_threshold = prefetch_threshold
        self.state = ListState.READY
        self.error: Exception | None = None
        self._source = source
        self._answered = True
        self._more = False
        self._requests = Requests()
        self._refused: set[int] = set()
        self._visible = (0, 0)
        self._wanted: deque[int] = deque(maxlen=4)
        self._wanted_timer = QTimer(self, singleShot=True, interval=0)
        self._wanted_timer.timeout.connect(self._ask_wanted)
        self._refresh_timer = QTimer(self, singleShot=True)
        self._refresh_timer.timeout.connect(self._ask_ids)
        self._refresh_after = 0.0

    # -- going on before the number is known -------------------------------------------------

    def canFetchMore(self, parent: Index) -> bool:
        room = len(self._pages) < self._pages.capacity
        return not parent.isValid() and self._result is None and self._more and room

    def fetchMore(self, parent: Index) -> None:
        if not self.canFetchMore(parent) or "more" in self._requests:
            return
        source, query, last = self._source, self.query, self.row_at(self._count - 1)
        if isinstance(source, KeyedListSource) and last is not None:
            ask, known = partial(source.next_page, query, last, self.page_size), 0
        else:
            ask, known = (
                partial(source.first_page, query, self._count + self.page_size),
                self._count,
            )
        self._requests.run("more", ask, partial(self._on_more, known), self._on_failed)

    # -- what the window tells -------------------------------------------------------------

    def set_query(self, query: object) -> None:
        """Show the answer to another query. The old rows stay until the first new ones come."""
        self._requests.cancel_all()
        self._refresh_timer.stop()
        self.query = query
        self._answered = False
        self._set_state(ListState.LOADING)
        first = partial(self._source.first_page, query, self.page_size)
        done = partial(self._on_first_page, perf_counter())
        self._requests.run("first", first, done, self._on_failed)
        self._ask_ids()

    def set_visible_range(self, first: int, last: int) -> None:
        """Views say which rows they show: these are loaded first, then those ahead."""
        forward = first >= self._visible[0]
        self._visible = (first, last)
        if self._result is None:
            if last + self.prefetch_threshold >= self._count:
                self.fetchMore(NO_PARENT)
            return
        if not self._count:
            return
        last = min(last, self._count - 1)
        ahead = Paging(self._count, self.page_size).ahead(
            first, last, forward=forward, threshold=self.prefetch_threshold
        )
        wanted = [*pages_of(first, last, self.page_size), *ahead]
        self._requests.cancel_pages(but=wanted)
        for page in wanted:
            self._ensure(page)

    def apply_changes(
        self, ids: Collection[int] | None, fields: frozenset[str] = frozenset()
    ) -> None:
        """Reload what shows changed items; `ids` None means that any item may have changed."""
        if fields and fields <= _NOT_SHOWN:
            return
        shown = set(pages_of(*self._visible, self.page_size))
        for page in list(self._pages) if ids is None else self._pages.holding(ids):
            if page in shown or self._result is None:
                # What is under way may have been read before the change.
                self._requests.cancel(page)
                self._stale.add(page)
                self._ensure(page)
            else:
                self._pages.drop(page)

    def refresh(self) -> None:
        """Compute the result set anew, soon: membership or order may have changed."""
        if not self._refresh_timer.isActive() and "ids" not in self._requests:
            pause = max(0.0, self._refresh_after - perf_counter())
            self._refresh_timer.start(round(pause * 1000))

    def retry(self) -> None:
        """Ask again after a failure."""
        self.set_query(self.query)

    def stop(self) -> None:
        """Forget all requests: the window closes."""
        self._requests.cancel_all()
        self._refresh_timer.stop()
        self._wanted_timer.stop()

    def apply_result_set(self, new: ResultSet) -> None:
        """Show another result of the same query; places are kept by id."""
        if self._result is not None and self._result.packed == new.packed:
            self._result = new
            return
        self._requests.cancel_pages()
        self._requests.cancel("more")
        if self._result is None and self._begins(new):
            self._extend_to(new)
        else:
            self._rearrange(new)
        self._more = False
        self.count_changed.emit()
        self.set_visible_range(*self._visible)
        self._spare = {}

    # -- answers ---------------------------------------------------------------------------

    def _on_first_page(self, asked: float, rows: Sequence[MediaRow]) -> None:
        if self._answered:
            return
        get_instrumentation().record_duration("lazy_model.first_page", perf_counter() - asked)
        self._begin_anew(len(rows), None, tuple(rows))
        self._more = len(rows) >= self.page_size
        self._announce()

    def _on_result_set(self, asked: float, result: ResultSet) -> None:
        cost = perf_counter() - asked
        get_instrumentation().record_duration("lazy_model.result_set", cost)
        # What it cost to find, not how long it waited for its turn.
        pause = max(_REFRESH_PAUSE_SECONDS, _REFRESH_SHARE * result.seconds)
        self._refresh_after = perf_counter() + pause
        if self._answered:
            self.apply_result_set(result)
        else:
            self._begin_anew(len(result), result)
            self._announce()

    def _on_more(self, known: int, rows: Sequence[MediaRow]) -> None:
        """Append a page; `known` rows at the front are those that are shown already."""
        fresh = tuple(rows[known:])
        self._more = False  # who hears of these rows cannot ask for more in the middle of it
        if fresh:
            self.beginInsertRows(NO_PARENT, self._count, self._count + len(fresh) - 1)
            self._pages.put(self._count // self.page_size, fresh)
            self._count += len(fresh)
            self.endInsertRows()
            self.count_changed.emit()
        self._more = len(fresh) >= self.page_size

    def _on_rows(
        self, page: int, ids: Sequence[int], asked: float, rows: Sequence[MediaRow]
    ) -> None:
        get_instrumentation().record_duration("lazy_model.page", perf_counter() - asked)
        self._stale.discard(page)
        by_id = {row.id: row for row in rows}
        self._pages.put(page, tuple(by_id.get(each) for each in ids))
        self._page_changed(page)

    def _on_failed(self, error: Exception) -> None:
        self._requests.cancel_all()
        self.error = error
        self._set_state(ListState.FAILED)

    def _on_page_failed(self, page: int, error: Exception) -> None:
        self._refused.add(page)  # asked again after a refresh or retry, not at each paint
        self.page_failed.emit(error)

    # -- pages -----------------------------------------------------------------------------

    def _ensure(self, page: int) -> None:
        if page in self._pages and page not in self._stale:
            self._pages.touch(page)
        elif page not in self._requests and page not in self._refused:
            self._ask(page)

    def _ask(self, page: int) -> None:
        result = self._result
        if result is not None:
            ids = result.page(page * self.page_size, self.page_size)
        else:
            # 0 stands for an item that is gone: the rows behind it must keep their places.
            ids = [0 if row is None else row.id for row in self._pages.get(page) or ()]
            if not ids:
                return  # nobody knows what stands there before the result set says it
        if self._spare:
            rows = tuple(self._spare.get(each) for each in ids)
            self._pages.put(page, rows)
            if None not in rows:
                self._page_changed(page)
                return
            self._stale.add(page)
        ask = partial(self._source.rows, ids)
        done = partial(self._on_rows, page, ids, perf_counter())
        get_instrumentation().increment_counter("lazy_model.pages")
        self._requests.run(page, ask, done, partial(self._on_page_failed, page))

    def _want(self, page: int) -> None:
        """Remember what a plain view painted without rows; asked for after the paint."""
        if page not in self._requests and page not in self._wanted:
            self._wanted.append(page)
            self._wanted_timer.start()

    def _ask_wanted(self) -> None:
        wanted = [page for page in self._wanted if page * self.page_size < self._count]
        self._wanted.clear()
        for page in wanted:
            self._ensure(page)

    # -- the whole list --------------------------------------------------------------------

    def _ask_ids(self) -> None:
        self._refused.clear()
        ask = partial(self._source.result_set, self.query)
        done = partial(self._on_result_set, perf_counter())
        self._requests.run("ids", ask, done, self._on_failed)

    def _begin_anew(
        self, count: int, result: ResultSet | None, first_page: tuple[MediaRow, ...] = ()
    ) -> None:
        self._answered = True
        self._requests.cancel_pages()
        self._visible = (0, 0)
        self._replace(count, result, first_page)

    def _announce(self) -> None:
        self._set_state(ListState.READY)
        self.count_changed.emit()
        self.set_visible_range(*self._visible)

    def _set_state(self, state: ListState) -> None:
        if state != ListState.FAILED:
            self.error = None
        self.state = state
        self.state_changed.emit()
