"""Lets the readers of the lanes answer patterns and saved searches; costs a start nothing."""

from typing import TYPE_CHECKING

from media_manager.domain.query import Query
from media_manager.persistence.reader import LibraryReader
from media_manager.workers.ticket import current_ticket

if TYPE_CHECKING:
    from media_manager.library.search import PatternSearch


class QueryAnswers:
    """What `LibraryStore.answers` is in the window. Used on the threads of the lanes."""

    def __init__(self) -> None:
        self._searches: dict[str, PatternSearch] = {}

    def answerable(self, reader: LibraryReader, query: Query) -> Query:
        """Return the query with ids in place of what SQL cannot answer."""
        if not query.where:
            return query
        # Late: the first list has no conditions, and its paint waits for nothing else.
        from media_manager.library.search import PatternSearch  # noqa: PLC0415

        search = self._searches.setdefault("one", PatternSearch(_is_superseded))
        return search.answerable(reader, query)

    def close(self) -> None:
        """End the child that tries patterns, if there is one."""
        for search in self._searches.values():
            search.close()


def _is_superseded() -> bool:
    ticket = current_ticket()
    return ticket is not None and ticket.cancelled
