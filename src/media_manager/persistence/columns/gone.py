"""Which items went without anybody counting them: a removal takes seasons and episodes along."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from media_manager.persistence.columns.columns import Columns, alive
from media_manager.persistence.columns.files import Array
from media_manager.persistence.reader import LibraryReader

# Ids a statement: their text is cut without holding the others up.
_PAGE: Final = 50_000


def gone(reader: LibraryReader, columns: Columns) -> Iterator[Array]:
    """Yield the ids of items that the columns have and the library no longer has, in pages."""
    known = alive(columns)
    for start in range(0, columns.length, _PAGE):
        row = reader.execute(
            "SELECT group_concat(id) FROM media_item WHERE id BETWEEN ? AND ?",
            [start, start + _PAGE - 1],
        ).fetchone()
        there = np.fromstring(row[0] or "", np.int64, sep=",")
        mine = known[np.searchsorted(known, start) : np.searchsorted(known, start + _PAGE)]
        yield mine[~np.isin(mine, there)]
