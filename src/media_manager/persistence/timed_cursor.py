"""A cursor that knows how long its statement took, until the rows that were wanted are read.

Imported before the first paint. The log of slow statements comes in with the first of them.
"""

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any, Final

# Rows read at once while somebody goes through them: only reading counts, not what is done then.
_FETCH: Final = 100

Note = Callable[[float, int], None]


class TimedCursor:
    """Stands for a cursor of the driver; tells `note(seconds, rows)` once, at the first reading."""

    __slots__ = ("_cursor", "_note", "_noted", "_seconds")

    def __init__(self, cursor: Any, seconds: float, note: Note) -> None:
        self._cursor = cursor
        self._seconds = seconds
        self._note = note
        self._noted = False

    @property
    def description(self) -> Any:
        return self._cursor.description

    def fetchone(self) -> Any:
        started = perf_counter()
        row = self._cursor.fetchone()
        self._tell(perf_counter() - started, row is not None)
        return row

    def fetchmany(self, size: int) -> list[Any]:
        started = perf_counter()
        rows: list[Any] = self._cursor.fetchmany(size)
        self._tell(perf_counter() - started, len(rows))
        return rows

    def fetchall(self) -> list[Any]:
        started = perf_counter()
        rows: list[Any] = self._cursor.fetchall()
        self._tell(perf_counter() - started, len(rows))
        return rows

    def __iter__(self) -> Iterator[Any]:
        count, seconds = 0, 0.0
        try:
            while True:
                started = perf_counter()
                rows = self._cursor.fetchmany(_FETCH)
                seconds += perf_counter() - started
                count += len(rows)
                yield from rows
                if len(rows) < _FETCH:
                    return
        finally:
            self._tell(seconds, count)

    def _tell(self, seconds: float, rows: int) -> None:
        if not self._noted:
            self._noted = True
            self._note(self._seconds + seconds, rows)


def plan_text(rows: list[Any]) -> str:
    """Return what EXPLAIN QUERY PLAN says as a tree; its rows are (id, parent, -, text)."""
    depths = {0: -1}
    lines = []
    for step, parent, _, said in rows:
        depths[step] = depths.get(parent, -1) + 1
        lines.append("  " * depths[step] + str(said))
    return "\n".join(lines)
