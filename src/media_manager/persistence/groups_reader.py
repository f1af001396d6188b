"""Reads the values by which a list is grouped, of a few items at a time."""

from collections.abc import Sequence

from media_manager.domain.query import SortKey
from media_manager.persistence.reader import LibraryReader

_BATCH = 500
_COLUMNS = {
    SortKey.TITLE: "sort_key",
    SortKey.YEAR: "year",
    SortKey.RATING: "rating",
    SortKey.ADDED: "added_at",
    SortKey.KIND: "media_type",
}


def read_sort_values(reader: LibraryReader, sort: SortKey, ids: Sequence[int]) -> dict[int, object]:
    """Return id -> what its list is sorted by, without the items that are gone."""
    found: dict[int, object] = {}
    for start in range(0, len(ids), _BATCH):
        batch = list(ids[start : start + _BATCH])
        marks = ",".join("?" for _ in batch)
        rows = reader.execute(
            f"SELECT id, {_COLUMNS[sort]} FROM media_item WHERE id IN ({marks})", batch
        )
        found.update(rows.fetchall())
    return found
