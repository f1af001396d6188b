"""Choosing, when a query runs, how to find its first page: by what there are few of.

Without statistics a database cannot know whether a word has ten hits or half a million. Counting
with a limit tells in a fraction of a millisecond.
"""

from collections.abc import Callable

from media_manager.persistence.query_compiler import Compiled, Part, Step

Limited = Callable[[Part, int], list[int]]

# Up to this many hits are looked up and sorted: a few milliseconds.
FEW = 2_500
# So many rows of a list are looked at for hits, in order, before the answer is sorted as a whole;
# more of them where the first ones hold hits.
_WINDOW, _WIDER = 2_500, 8


def first_ids(compiled: Compiled, limit: int, run: Limited) -> list[int]:
    """Return the first ids in order; `run` returns at most so many numbers of a statement."""
    found: dict[int, None] = {}
    for step in compiled.steps():
        found.update(dict.fromkeys(_page(step, limit, run)))
        if len(found) >= limit:
            break
    return list(found)[:limit]


def few_ids(compiled: Compiled, run: Limited) -> Part | None:
    """Return the statement for all ids where one condition has few; None where none has."""
    if not compiled.context.full_text or compiled.shape.ranked:
        return None
    (step,) = compiled.steps()
    return _fewest(step, run) if not step.direct else None


def _page(step: Step, limit: int, run: Limited) -> list[int]:
    if step.direct:
        return run(step.all, limit)
    fewest = _fewest(step, run)
    if fewest is not None:
        return run(fewest, limit)
    if step.walk is not None and step.size is not None:
        window = _WINDOW
        for _ in range(2):
            size = run(step.size, window + 1)[0]
            found = run(step.walked(window), limit)
            if len(found) >= limit or size <= window:
                return found
            if not found:
                break
            # As dense as up to here, and half as many again.
            window = min(window * limit * 3 // (2 * len(found)), window * _WIDER)
    return run(step.all, limit)


def _fewest(step: Step, run: Limited) -> Part | None:
    """Return the plan of the condition with the fewest hits, if these are few."""
    best, least = None, FEW + 1
    for driver in step.drivers:
        count = run(driver.probe, FEW + 1)[0]
        if count < least:
            best, least = driver.page, count
        if not count:
            break
    return best
