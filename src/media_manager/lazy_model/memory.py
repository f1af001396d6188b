"""A source for rows that are at hand already: previews, review queues, tests of the views."""

from collections.abc import Callable, Sequence
from itertools import islice

from media_manager.domain.media import MediaRow
from media_manager.domain.paging import ResultSet
from media_manager.lazy_model.source import Cancel, Failed, ResultDone, RowsDone


class MemoryListSource:
    """Shows the same items whatever the query is, and answers at once.

    `row_of` makes a row from its id, or returns None when the item is gone.
    """

    def __init__(self, ids: Sequence[int], row_of: Callable[[int], MediaRow | None]) -> None:
        self.ids = ids
        self._row_of = row_of

    def cancel(self) -> None:
        """Nothing is ever under way."""

    def first_page(self, query: object, limit: int, done: RowsDone, failed: Failed) -> Cancel:  # noqa: ARG002 - the protocol's
        done(self._rows(list(islice(self.ids, limit))))
        return self

    def result_set(self, query: object, done: ResultDone, failed: Failed) -> Cancel:  # noqa: ARG002 - the protocol's
        done(ResultSet.of(query, 0, self.ids))
        return self

    def rows(self, ids: Sequence[int], done: RowsDone, failed: Failed) -> Cancel:  # noqa: ARG002 - the protocol's
        done(self._rows(ids))
        return self

    def _rows(self, ids: Sequence[int]) -> list[MediaRow]:
        return [row for row in map(self._row_of, ids) if row is not None]
