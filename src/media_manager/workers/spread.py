"""Ask one question for each of many items, side by side, and hand the answers on in order."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final, Generic, TypeVar

from media_manager.errors import JobCancelled
from media_manager.instrumentation import get_instrumentation
from media_manager.library.batches import get_batch_size_recommendation, timed_batch
from media_manager.workers.job import JobContext, Wait
from media_manager.workers.lanes import NETWORK
from media_manager.workers.pool import LanePool
from media_manager.workers.ticket import Outcome, Ticket

Item = TypeVar("Item")
Answer = TypeVar("Answer")

# So long the job waits without news before it looks again.
_LOOK_SECONDS: Final = 0.25
# What waits for a slow item in front of it is handed on at least so often.
_HAND_ON_SECONDS: Final = 2.0
# Twice what the lane can do at once: no thread waits for the job to think of the next item.
_AHEAD: Final = 2


@dataclass(frozen=True, slots=True)
class Answered(Generic[Item, Answer]):
    """One item with its answer, or with the error of this one item."""

    item: Item
    answer: Answer | None = None
    error: BaseException | None = None


@dataclass(frozen=True, slots=True)
class SpreadCounts:
    """What came of all items."""

    done: int
    failed: int


class _Place(Generic[Item, Answer]):
    """One item on its way. Filled by a thread of the lane, emptied by the job."""

    __slots__ = ("answered", "item", "ticket")

    def __init__(self, item: Item) -> None:
        self.item = item
        self.ticket: Ticket | None = None
        self.answered: Answered[Item, Answer] | None = None


class Spread(Generic[Item, Answer]):
    """A job for the runner: `run(context)`. Holds no thread of its own while it waits.

    `ask` is called with one item on a thread of the network lane; what it raises is the error of
    that item alone. `sink` gets the answers in the order of the items, some hundred at a time, on
    the job's thread: one write each. Without a sink the result is the list of all answers, with
    one it is SpreadCounts. `name_of` says what an item is called in the list of failures.
    """

    name = "spread"

    def __init__(  # noqa: PLR0913 - all but the items and the question have defaults
        self,
        items: Iterable[Item],
        ask: Callable[[Item], Answer],
        *,
        pool: LanePool,
        sink: Callable[[Sequence[Answered[Item, Answer]]], None] | None = None,
        total: int | None = None,
        priority: int = 0,
        name_of: Callable[[Item], str] = str,
    ) -> None:
        self._items = items
        self._ask = ask
        self._pool = pool
        self._sink = sink
        self._total = len(items) if total is None and isinstance(items, Sequence) else total
        self._priority = priority
        self._name_of = name_of
        self._places: deque[_Place[Item, Answer]] = deque()
        self._ready: list[Answered[Item, Answer]] = []
        self._all: list[Answered[Item, Answer]] = []
        self._failed = self._done = 0
        self._news: deque[_Place[Item, Answer]] = deque()
        self._flying = 0
        self._handed_on_at = 0.0

    def __call__(self, context: JobContext) -> Generator[Wait, None, Any]:
        return self.run(context)

    def run(self, context: JobContext) -> Generator[Wait, None, Any]:
        """Ask for every item; yields while others work. Stopped, what is answered is handed on."""
        items = iter(self._items)
        self._handed_on_at = monotonic()
        try:
            while self._fill(items, context):
                self._collect(context)
                yield Wait(_LOOK_SECONDS, for_others=True)
        except JobCancelled:
            self._collect(context)
            self._hand_on()
            raise
        finally:
            self._stop()
        self._hand_on()
        context.report(self._done, self._done)
        return self._all if self._sink is None else SpreadCounts(self._done, self._failed)

    def _fill(self, items: Iterator[Item], context: JobContext) -> bool:
        """Ask for more items, as many as may wait; False when all of them are done."""
        most = _AHEAD * self._pool.load(NETWORK).size
        window = most + self._batch_size
        self._news.clear()  # first: what ends from here on is counted twice rather than not at all
        self._flying = sum(1 for place in self._places if place.answered is None)
        while self._flying < most and len(self._places) < window:
            context.raise_if_cancelled()
            try:
                item = next(items)
            except StopIteration:
                break
            self._begin(_Place(item), context)
        return bool(self._places)

    def _begin(self, place: _Place[Item, Answer], context: JobContext) -> None:
        def end(answered: Answered[Item, Answer]) -> None:
            place.answered = answered
            self._news.append(place)
            # Half of them, not each: the job has other things to do than to look.
            if len(self._news) * 2 >= self._flying:
                context.wake()

        self._places.append(place)
        self._flying += 1
        place.ticket = self._pool.submit(
            NETWORK,
            lambda: self._answer(place.item),
            priority=self._priority,
            outcome=Outcome(
                done=lambda answer: end(Answered(place.item, answer)),
                failed=lambda error: end(Answered(place.item, error=error)),
                dropped=lambda: end(Answered(place.item, error=JobCancelled("It was dropped"))),
            ),
            title=self.name,
        )

    def _answer(self, item: Item) -> Answer:
        with get_instrumentation().timer(f"workers.{self.name}.item"):
            return self._ask(item)

    def _collect(self, context: JobContext) -> None:
        """Take the answers up to the first item that has none yet; keep the order."""
        while self._places and (answered := self._places[0].answered) is not None:
            self._places.popleft()
            if isinstance(answered.error, JobCancelled):
                continue  # the lane is being closed: this item was not tried
            if answered.error is not None:
                self._failed += 1
                get_instrumentation().increment_counter(f"workers.{self.name}.failed")
                context.item_failed(self._name_of(answered.item), answered.error)
            self._done += 1
            self._ready.append(answered)
            if len(self._ready) >= self._batch_size:
                self._hand_on()
        if monotonic() - self._handed_on_at >= _HAND_ON_SECONDS:
            self._hand_on()
        context.report(self._done, self._total)

    @property
    def _batch_size(self) -> int:
        return get_batch_size_recommendation(self.name)

    def _hand_on(self) -> None:
        ready, self._ready = self._ready, []
        self._handed_on_at = monotonic()
        if self._sink is None:
            self._all += ready
        elif ready:
            with timed_batch(self.name, len(ready)):
                self._sink(ready)

    def _stop(self) -> None:
        """Take back what was not begun; what runs ends by itself and nobody waits for it."""
        for place in self._places:
            if place.ticket is not None and place.answered is None:
                place.ticket.cancel()
        self._places.clear()
