"""Say which condition of a search that finds nothing excludes everything."""

from dataclasses import dataclass
from time import monotonic

from media_manager.domain.query import Ids, Node, Query
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.searches_reader import resolved

# More conditions than these are seldom typed, and each costs a look.
_MOST_LOOKS = 6


@dataclass(frozen=True, slots=True)
class Without:
    """A search without one of its conditions, and how many that one finds.

    None is at least one: there was no time to count.
    """

    node: Node
    count: int | None


def what_excludes(
    reader: LibraryReader, typed: tuple[Node, ...], around: Query, *, seconds: float = 0.5
) -> tuple[Without, ...]:
    """Return the conditions without which something is found, the one of the fewest hits first.

    The fewest, because that is nearest to what was asked. `around` holds besides. What is not
    counted within `seconds` comes last. Called on a read lane, for a search that found nothing.
    """
    if len(typed) < 2:  # noqa: PLR2004 - of one condition there is nothing to leave out
        return ()
    until = monotonic() + seconds
    found = []
    for at, node in enumerate(typed[:_MOST_LOOKS]):
        if isinstance(node, Ids):
            continue
        query = resolved(reader, around.narrowed(*typed[:at], *typed[at + 1 :]))
        # Whether there is any is known at once; only those few that do are counted.
        if reader.first_ids(query, 1):
            found.append(Without(node, reader.count(query) if monotonic() < until else None))
    return tuple(sorted(found, key=lambda each: (each.count is None, each.count or 0)))
