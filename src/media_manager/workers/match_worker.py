"""MatchWorker: find for each of many items what it is, side by side."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from media_manager.instrumentation import get_instrumentation
from media_manager.workers.pool import LanePool
from media_manager.workers.spread import Answered, Spread

Item = TypeVar("Item")
Match = TypeVar("Match")


class MatchWorker(Spread[Item, Match | None]):
    """A job that matches each item: `runner.submit(MatchWorker(items, match=…, pool=…))`.

    `match` answers one item, with None where nothing fits; the sink gets items with their
    matches, in order. See Spread.
    """

    name = "match"

    def __init__(  # noqa: PLR0913 - all but the items and the match have defaults
        self,
        items: Iterable[Item],
        *,
        match: Callable[[Item], Match | None],
        pool: LanePool,
        sink: Callable[[Sequence[Answered[Item, Match | None]]], None] | None = None,
        total: int | None = None,
        priority: int = 0,
        name_of: Callable[[Item], str] = str,
    ) -> None:
        super().__init__(
            items,
            match,
            pool=pool,
            sink=sink,
            total=total,
            priority=priority,
            name_of=name_of,
        )

    def _answer(self, item: Item) -> Match | None:
        found = super()._answer(item)
        outcome = "unmatched" if found is None else "matched"
        get_instrumentation().increment_counter(f"workers.match.{outcome}")
        return found
