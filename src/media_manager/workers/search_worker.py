"""SearchWorker: ask a source for each of many queries, side by side."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from media_manager.workers.pool import LanePool
from media_manager.workers.spread import Answered, Spread

Query = TypeVar("Query")
Found = TypeVar("Found")


class SearchWorker(Spread[Query, Found]):
    """A job that searches for each query: `runner.submit(SearchWorker(queries, search=…, …))`.

    `search` answers one query; the sink gets queries with what was found, in order. See Spread.
    """

    name = "search"

    def __init__(  # noqa: PLR0913 - all but the queries and the search have defaults
        self,
        queries: Iterable[Query],
        *,
        search: Callable[[Query], Found],
        pool: LanePool,
        sink: Callable[[Sequence[Answered[Query, Found]]], None] | None = None,
        total: int | None = None,
        priority: int = 0,
        name_of: Callable[[Query], str] = str,
    ) -> None:
        super().__init__(
            queries,
            search,
            pool=pool,
            sink=sink,
            total=total,
            priority=priority,
            name_of=name_of,
        )
