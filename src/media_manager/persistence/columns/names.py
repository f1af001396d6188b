"""Which of several things with one name is counted for all of them: the first.

The query language folds names, so that `genre:=Drama` also finds the genre `drama`.
"""

from typing import Final

import numpy as np

from media_manager.domain.facets import Facet, name_value
from media_manager.persistence.columns.files import Array
from media_manager.persistence.facet_reader import NAMES, first_with_name, names_of
from media_manager.persistence.reader import LibraryReader

_FEW: Final = 1_000


class FirstNames:
    """Maps the numbers of genres, people … to the first with the same folded name."""

    def __init__(self, reader: LibraryReader, facet: Facet) -> None:
        self._reader = reader
        self._facet = facet
        self._first: Array | None = None

    def first(self, numbers: Array) -> Array:
        """Return the first number for each."""
        if not len(numbers):
            return numbers
        if self._first is None and len(np.unique(numbers)) <= _FEW:
            return self._looked_up(numbers)
        if self._first is None:
            self._first = self._read()
        highest = int(numbers.max())
        if highest >= len(self._first):
            self._learn(highest)
        found: Array = self._first[numbers]
        return found

    def _looked_up(self, numbers: Array) -> Array:
        """Return the same for few numbers: to read all names takes a tenth of a second."""
        names = names_of(self._reader, self._facet, set(numbers.tolist()))
        first = {
            number: first_with_name(self._reader, self._facet, name_value(name)) or number
            for number, name in names.items()
        }
        return np.array([first.get(each, each) for each in numbers.tolist()], np.int64)

    def _read(self) -> Array:
        table, kind = NAMES[self._facet]
        last = int(self._reader.execute(f"SELECT max(id) FROM {table}").fetchone()[0] or 0)
        first = np.arange(last + 1)
        for numbers in self._same_names(table, kind):
            if max(numbers) <= last:
                first[numbers] = min(numbers)
        return first

    def _same_names(self, table: str, kind: str | None) -> list[list[int]]:
        """Return the numbers that share a folded name, where more than one does."""
        if kind is None:
            by_value: dict[str, list[int]] = {}
            for number, name in self._reader.execute(f"SELECT id, name FROM {table}"):
                by_value.setdefault(name_value(name), []).append(number)
            return [numbers for numbers in by_value.values() if len(numbers) > 1]
        sql = (
            f"SELECT group_concat(id) FROM (SELECT e.id, e.name AS written, s.name AS folded "
            f"FROM search_name s JOIN {table} e ON e.id = s.entity_id WHERE s.kind = ?) "
            "GROUP BY folded, CASE folded WHEN '' THEN written ELSE '' END HAVING count(*) > 1"
        )
        rows = self._reader.execute(sql, [kind])
        return [[int(number) for number in text.split(",")] for (text,) in rows]

    def _learn(self, highest: int) -> None:
        """Look up what has come since: few, one by one."""
        assert self._first is not None  # noqa: S101 - read before
        start = len(self._first)
        self._first = np.concatenate([self._first, np.arange(start, highest + 1)])
        new = names_of(self._reader, self._facet, range(start, highest + 1))
        for number, name in new.items():
            first = first_with_name(self._reader, self._facet, name_value(name))
            if first is not None:
                self._first[number] = first
