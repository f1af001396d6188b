"""Goal 3: a page of 100 rows, from a lane to row objects, against raw tuples of the same columns.

The page is read by id, wherever in the list it is: so the end costs what the start costs. Counted
is the CPU time of all threads: the hop to the lane and back is in it, waiting for a busy machine is
not.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any

from scripts.measuring.frame import Goal, Pair, Results, measurement, pairs, same_at_all_scales
from scripts.measuring.world import World

from media_manager.domain.paging import ResultSet
from media_manager.domain.query import Query, parse_query
from media_manager.library import browse
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.store import LibraryStore
from media_manager.workers import LanePool, LaneSpec, Outcome
from media_manager.workers.lanes import READ
from media_manager.workers.library_lane import reader_resource, reading

PAGE, ROUNDS = 100, 200
FILMS = Query(parse_query("type:movie"))

Ask = Callable[[Callable[[LibraryReader], Any]], Any]


@contextmanager
def read_lane(world: World) -> Iterator[Ask]:
    """Give a function that asks the read lane as the window does, and waits for the answer."""
    answers: SimpleQueue[Any] = SimpleQueue()
    outcome = Outcome(done=answers.put, failed=answers.put)
    lane = LaneSpec(READ, 2, reader_resource(LibraryStore(world.library)))
    with LanePool([lane]) as pool:

        def ask(work: Callable[[LibraryReader], Any]) -> Any:  # noqa: ANN401 - any answer
            pool.submit(READ, reading(work, empty=None), outcome=outcome)
            answer = answers.get()
            if isinstance(answer, BaseException):
                raise answer
            return answer

        yield ask


def raw_page(world: World) -> Callable[[Sequence[int]], list[tuple[Any, ...]]]:
    """Return a reader of tuples: the statement of the product by plain sqlite3, and no more."""
    statement: list[str] = []
    probe = world.reader()
    probe._connection.set_trace_callback(statement.append)  # noqa: SLF001 - to read the same
    probe.rows([1])
    probe.close()
    sql = statement[-1].replace("IN (1)", f"IN ({','.join('?' * PAGE)})")
    execute = world.raw().execute
    return lambda ids: execute(sql, ids).fetchall()


@measurement("pages.rows", "a page of 100 rows, lane to row objects", Goal(most_ratio=1.5))
def rows(world: World) -> Results:
    """Near the start, in the middle, and near the end of all films by title."""
    result = browse.result_set(world.reader(), FILMS)
    raw = raw_page(world)
    with read_lane(world) as ask:
        return {
            place: pairs(
                lambda ids: ask(lambda reader: browse.rows(reader, ids)),
                raw,
                ROUNDS,
                arguments=_pages(result, low, high),
                clock=time.process_time,
            )
            for place, low, high in (("start", 0.0, 0.1), ("middle", 0.4, 0.6), ("end", 0.9, 1.0))
        }


for _place in ("start", "middle", "end"):
    same_at_all_scales(f"pages.rows.{_place}", most=1.5)


@measurement("pages.depth", "a page near the end against one near the start", Goal(most_ratio=1.2))
def depth(world: World) -> Pair:
    """Both through all layers: how deep a page lies must not matter."""
    result = browse.result_set(world.reader(), FILMS)
    start, end = _pages(result, 0.0, 0.1), _pages(result, 0.9, 1.0)
    with read_lane(world) as ask:

        def read(ids: list[int]) -> None:
            ask(lambda reader: browse.rows(reader, ids))

        return pairs(
            lambda both: read(both[1]),
            lambda both: read(both[0]),
            ROUNDS,
            arguments=list(zip(start, end, strict=True)),
            clock=time.process_time,
        )


def _pages(result: ResultSet, low: float, high: float) -> list[list[int]]:
    """Return pages at random places of a part of the list."""
    chance = random.Random(3)  # noqa: S311 - places in a list
    first, last = int(low * len(result)), int(high * len(result)) - PAGE
    return [result.page(chance.randint(first, last), PAGE) for _ in range(64)]
