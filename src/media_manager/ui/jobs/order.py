"""Where a job stands among those that wait, and what priorities let it change places."""

from collections.abc import Sequence
from typing import NamedTuple


class Standing(NamedTuple):
    """A job's priority, and its number: of two with the same priority the older comes first."""

    priority: int
    number: int


def moved(jobs: Sequence[Standing], at: int, step: int) -> dict[int, int]:
    """Return new priorities by number that let one job pass its neighbor, and nothing else change.

    `jobs` are in their order; `step` is -1 for sooner, +1 for later. Sooner only raises and later
    only lowers, so that it holds against jobs that come in meanwhile. Empty at either end.
    """
    to = at + step
    if not 0 <= to < len(jobs):
        return {}
    order = list(jobs)
    order.insert(to, order.pop(at))
    changed: dict[int, int] = {}
    places = range(to, -1, -1) if step < 0 else range(to, len(order))
    for place in places:
        needed = _needed(order, place, step)
        if needed == order[place].priority:
            continue
        order[place] = order[place]._replace(priority=needed)
        changed[order[place].number] = needed
    return changed


def _needed(order: Sequence[Standing], place: int, step: int) -> int:
    """Return the priority that keeps a job before the one below it, or behind the one above."""
    this, beside = order[place], order[place - step]
    if step < 0:
        return max(this.priority, beside.priority + int(this.number > beside.number))
    return min(this.priority, beside.priority - int(this.number < beside.number))
