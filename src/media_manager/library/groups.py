"""Find where the groups of a sorted list begin, by looking at few of its rows."""

from dataclasses import dataclass

from media_manager.domain.grouping import SORTS, GroupBy, group_key
from media_manager.domain.paging import ResultSet
from media_manager.persistence.groups_reader import read_sort_values
from media_manager.persistence.reader import LibraryReader

# Headings beyond this many help nobody, and each costs some twenty looks at a row.
MOST_GROUPS = 2_000
# A list is read anew when items go; until then some of its rows may be of none.
_STEPS_BACK = 8


@dataclass(frozen=True, slots=True)
class GroupStart:
    """A group and its first row in the list."""

    key: str
    first: int


def find_groups(reader: LibraryReader, result: ResultSet, by: GroupBy) -> tuple[GroupStart, ...]:
    """Return the groups of a list that is sorted by what it is grouped by, in its order.

    Between two rows of one group all rows are of it, so halving finds the borders: for k groups
    in n rows about k times log n rows are read. Empty when there are more groups than help.
    """
    if not len(result):
        return ()
    keys: dict[int, str] = {}
    _read(reader, result, by, [0, len(result) - 1], keys)
    spans = [(0, len(result) - 1)]
    borders = [0]
    while spans:
        different = [(low, high) for low, high in spans if keys[low] != keys[high]]
        borders += [high for low, high in different if high - low == 1]
        if len(borders) + len(different) > MOST_GROUPS:
            return ()
        middles = [(low + high) // 2 for low, high in different if high - low > 1]
        _read(reader, result, by, middles, keys)
        spans = [
            half
            for low, high in different
            if high - low > 1
            for half in ((low, (low + high) // 2), ((low + high) // 2, high))
        ]
    return tuple(GroupStart(keys[row], row) for row in sorted(borders))


def _read(
    reader: LibraryReader, result: ResultSet, by: GroupBy, rows: list[int], keys: dict[int, str]
) -> None:
    """Note the groups of these rows; an item that is gone belongs to the group before it."""
    asked = {row: row for row in rows}
    for _step in range(_STEPS_BACK):
        values = read_sort_values(reader, SORTS[by], [result.ids[at] for at in asked.values()])
        for row, at in list(asked.items()):
            item_id = result.ids[at]
            if item_id in values:
                keys[row] = group_key(by, values[item_id])
                del asked[row]
            else:
                asked[row] = max(0, at - 1)
        if not asked:
            return
    keys.update(dict.fromkeys(asked, ""))
