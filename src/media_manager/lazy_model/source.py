"""Who a lazy model asks for rows: everything is asked, nothing is waited for."""

from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

from media_manager.domain.media import MediaRow
from media_manager.domain.paging import ResultSet

RowsDone = Callable[[Sequence[MediaRow]], None]
ResultDone = Callable[[ResultSet], None]
Failed = Callable[[Exception], None]


class Cancel(Protocol):
    """A request under way. After `cancel` its callbacks may still come; they are ignored."""

    def cancel(self) -> object: ...


class ListSource(Protocol):
    """Answers about one database. MUST return at once; callbacks arrive on the main thread."""

    def first_page(self, query: object, limit: int, done: RowsDone, failed: Failed) -> Cancel:
        """Ask for the first `limit` rows in the order of the query."""
        ...

    def result_set(self, query: object, done: ResultDone, failed: Failed) -> Cancel:
        """Ask for the ids of the whole answer."""
        ...

    def rows(self, ids: Sequence[int], done: RowsDone, failed: Failed) -> Cancel:
        """Ask for rows by id, in any order; an id that is gone is left out."""
        ...


@runtime_checkable
class KeyedListSource(ListSource, Protocol):
    """A source that MAY also go on after a row by its key, before the ids are known."""

    def next_page(
        self, query: object, after: MediaRow, limit: int, done: RowsDone, failed: Failed
    ) -> Cancel: ...
