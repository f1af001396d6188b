"""What an item is sorted by, one item at a time: enough to search in a list that is in order."""

from typing import Final

from media_manager.domain.query import SortKey
from media_manager.persistence.reader import LibraryReader

Value = bytes | int | None

_COLUMNS: Final = {
    SortKey.TITLE: "sort_key",
    SortKey.YEAR: "year",
    SortKey.ADDED: "added_at",
}
ORDERS: Final = frozenset(_COLUMNS)


def sort_value(reader: LibraryReader, sort: SortKey, item_id: int) -> tuple[bool, Value]:
    """Return whether the item is there, and what it is sorted by."""
    column = _COLUMNS[sort]
    row = reader.execute(f"SELECT {column} FROM media_item WHERE id = ?", [item_id]).fetchone()
    if row is None:
        return False, None
    return True, bytes(row[0]) if isinstance(row[0], memoryview) else row[0]
