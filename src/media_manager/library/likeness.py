"""More like this: what shares people, set, tags, studio, genres and time with an item."""

from collections import defaultdict
from typing import Any

from media_manager.domain.likeness import Alike, Reason, shared_weight, year_weight
from media_manager.domain.media import MediaRow
from media_manager.errors import ItemNotFound
from media_manager.library.plain_rows import row_as_data
from media_manager.persistence.likeness_reader import Shared, read_near, read_owners, read_shared
from media_manager.persistence.reader import LibraryReader

# So many of the best by rare things are looked at closely, with genres and years.
_FINALISTS = 200
# Nearly everything has a genre: it is looked up for the finalists alone.
_ADDED_LATE = "genre"


def more_like(reader: LibraryReader, item_id: int, limit: int = 12) -> list[Alike]:
    """Return the items most like this one, of its own type, the most alike first.

    Raises ItemNotFound. Nothing shared means an empty answer: nobody is made alike.
    """
    rows = reader.rows([item_id])
    if not rows:
        raise ItemNotFound(
            f"There is no item number {item_id}.",
            hint="It may have been removed; search for its title.",
            item_id=item_id,
        )
    item = rows[0]
    with reader.snapshot():
        things = read_shared(reader, item_id)
        reasons = _reasons(reader, item, things)
        best = sorted(reasons, key=lambda each: (-_sum(reasons[each]), each))[:_FINALISTS]
        for thing in things:
            # What too many have chooses nobody, but it counts between those who are chosen.
            if thing.items is None or thing.kind == _ADDED_LATE:
                for other in read_owners(reader, thing, best):
                    reasons[other].append(_reason(thing))
        rows = [row for row in reader.rows(best) if row.media_type == item.media_type]
    found = [_finished(item, row, reasons[row.id]) for row in rows if reasons[row.id]]
    found.sort(key=lambda each: (-each.score, each.row.id))
    return found[:limit]


def alike_as_data(alike: Alike) -> dict[str, Any]:
    """Return an item with its score and reasons as JSON-ready data."""
    reasons = [
        {"kind": reason.kind, "name": reason.name, "weight": round(reason.weight, 2)}
        for reason in alike.reasons
    ]
    return {**row_as_data(alike.row), "score": round(alike.score, 2), "reasons": reasons}


def _reasons(
    reader: LibraryReader, item: MediaRow, things: list[Shared]
) -> dict[int, list[Reason]]:
    """Return the candidates with what each shares that is rare."""
    reasons: dict[int, list[Reason]] = defaultdict(list)
    for thing in things:
        for other in thing.items or ():
            known = reasons[other]
            if thing.kind != _ADDED_LATE:
                known.append(_reason(thing))
    if not reasons and things and item.year is not None:
        reasons.update(
            {each: [] for each in read_near(reader, item.id, item.media_type, item.year)}
        )
    return reasons


def _finished(item: MediaRow, row: MediaRow, reasons: list[Reason]) -> Alike:
    """Add the time, where there is something else as well; put the strongest reason first."""
    near = year_weight(item.year, row.year)
    full = [*reasons, Reason("year", str(row.year), near)] if near else reasons
    return Alike(row, tuple(sorted(full, key=lambda reason: -reason.weight)))


def _reason(thing: Shared) -> Reason:
    return Reason(thing.kind, thing.name, shared_weight(thing.kind, thing.owners))


def _sum(reasons: list[Reason]) -> float:
    return sum(reason.weight for reason in reasons)
