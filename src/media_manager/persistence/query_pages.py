"""Choosing, when a query runs, how to find its first page: by what there are few of.

Without statistics a database cannot know whether a word has ten hits or half a million. Taking
the first hits in no order tells in a fraction of a millisecond, and if they were all, has them.
"""

from collections.abc import Callable, Sequence
from functools import partial
from time import perf_counter

from media_manager.persistence.query_compiler import Compiled, Driver, Part, Step

# Runs a statement for at most so many numbers, until a moment of perf_counter or without end.
Run = Callable[[Part, int, float | None], list[int]]
Limited = Callable[[Part, int], list[int]]

# Up to this many hits are looked up and sorted: a few milliseconds.
FEW = 2_500
# So many rows of a list are looked at for hits, in order, before the answer is sorted as a whole;
# more of them where the first ones hold hits, and fewer where columns sort it at once.
_WINDOW, _WIDEST, _WIDEST_BESIDE_COLUMNS = 250, 20_000, 1_000
# Sorts the hits of a step that has `sets`, by the columns of the library.
Rank = Callable[[Step, int], list[int]]


class OutOfTimeError(Exception):
    """A statement was stopped because its time was over."""


def first_ids(
    compiled: Compiled,
    limit: int,
    run: Run,
    seconds: float | None = None,
    rank: Rank | None = None,
) -> list[int]:
    """Return the first ids in order; all of `limit`, unless `seconds` end the search for more.

    What is found is final. Time alone never leaves the page empty: the best matches come at
    once, and those that match less well with the whole result.
    """
    started = perf_counter()
    found: dict[int, None] = {}
    for step in compiled.iter_steps():
        until = started + seconds if found and seconds is not None else None
        try:
            found.update(dict.fromkeys(_page(step, limit, partial(_until, run, until), rank)))
        except OutOfTimeError:
            break
        if len(found) >= limit:
            break
    return list(found)[:limit]


def few_ids(compiled: Compiled, run: Run) -> Part | None:
    """Return the statement for all ids where one condition has few; None where none has."""
    if not compiled.context.full_text or compiled.shape.ranked:
        return None
    (step,) = compiled.steps()
    return None if step.direct else _fewest(step, partial(_until, run, None))


def _until(run: Run, until: float | None, part: Part, limit: int) -> list[int]:
    return run(part, limit, until)


def _page(step: Step, limit: int, run: Limited, rank: Rank | None) -> list[int]:
    if step.direct:
        return run(step.all, limit)
    fewest = _fewest(step, run)
    if fewest is not None:
        return run(fewest, limit)
    sorts = rank if step.sets else None
    if step.walk is not None and step.size is not None:
        widest = _WIDEST if sorts is None else _WIDEST_BESIDE_COLUMNS
        walked = _walk((step.walk, step.size), limit, run, widest)
        if walked is not None:
            return walked
    return run(step.all, limit) if sorts is None else sorts(step, limit)


def _walk(
    walk_and_size: tuple[Part, Part], limit: int, run: Limited, widest: int
) -> list[int] | None:
    """Return the page if the hits stand dense enough in the list; None if they do not."""
    walk, size = walk_and_size
    window = _WINDOW
    while True:
        found = run(Step.among(window, walk), limit)
        if len(found) >= limit or run(Step.among(window + 1, size), 1)[0] <= window:
            return found
        # As dense as up to here, and half as many again.
        needed = window * limit * 3 // (2 * len(found)) if found else widest + 1
        if needed > widest:
            return None
        window = max(2 * window, needed)


def _fewest(step: Step, run: Limited) -> Part | None:
    """Return the plan of the condition with the fewest hits, if these are few."""
    best: tuple[Driver, Sequence[int]] | None = None
    for driver in step.drivers:
        ids = run(driver.ids, FEW + 1)
        if len(ids) <= FEW and (best is None or len(ids) < len(best[1])):
            best = driver, ids
        if not ids:
            break
    return best[0].sorted_from(best[1]) if best else None
