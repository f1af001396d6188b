"""Reads columns from the library in slices: one text a column and slice, cut by numpy.

A statement that joins its rows to a text runs without the interpreter; thousands of rows as
tuples would hold every other thread up.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from media_manager.domain.facets import Facet, is_value
from media_manager.domain.languages import normalise_language
from media_manager.persistence.columns.changes import SINGLE
from media_manager.persistence.columns.files import Array
from media_manager.persistence.columns.layout import (
    NAME_COLUMNS,
    SEVERAL,
    SINGLES,
    TITLE,
    TITLE_TYPE,
    WORDS,
    Several,
)
from media_manager.persistence.columns.names import FirstNames
from media_manager.persistence.columns.rows import RAGGED_TYPES, Ragged, Rows, ragged_of
from media_manager.persistence.facet_reader import as_text
from media_manager.persistence.reader import LibraryReader

# Items a slice: a few milliseconds of SQL, and texts of some 100 kB.
SLICE: Final = 4_096
_SEPARATOR: Final = "\x1f"
_COLUMNS = ", ".join(f"{each.sql} AS {each.name}" for each in SINGLES)
_JOINED = ", ".join(f"group_concat({each.name})" for each in SINGLES)
_SINGLE = (
    f"SELECT group_concat(item), {_JOINED} FROM (SELECT i.id AS item, {_COLUMNS} "
    "FROM media_item i LEFT JOIN media_file f ON f.id = i.main_file_id "
    "LEFT JOIN user_state u ON u.item_id = i.id AND u.viewer_id = {viewer} WHERE i.id {among})"
)
_SEVERAL = "SELECT group_concat(item), group_concat(value) FROM ({sql})"
_WORDS = "SELECT group_concat(item), group_concat(value, char(31)) FROM ({sql})"


class Codes:
    """The words of one column and their numbers, which grow as new words are met."""

    def __init__(self, facet: Facet, words: Sequence[str] = ()) -> None:
        self._facet = facet
        self.words = list(words)
        self._numbers = {word: n for n, word in enumerate(self.words)}
        self._known: dict[str, tuple[int, ...]] = {}

    def numbers(self, text: str) -> tuple[int, ...]:
        """Return the numbers of what a file's own word means; there can be several or none."""
        found = self._known.get(text)
        if found is None:
            found = tuple(
                dict.fromkeys(
                    self._number(v) for v in self._meant(text) if is_value(self._facet, v)
                )
            )
            self._known[text] = found
        return found

    def _meant(self, text: str) -> tuple[str, ...]:
        if self._facet is not Facet.LANGUAGE:
            return (text,)
        code = normalise_language(text)
        # Who asks for Portuguese also finds that of Brazil.
        return () if code is None else (code, code.partition("-")[0])

    def _number(self, word: str) -> int:
        number = self._numbers.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
        return number


class ColumnSource:
    """Reads the columns of one viewer from one library. Keeps the codes of words."""

    def __init__(
        self, reader: LibraryReader, codes: Mapping[str, Sequence[str]], *, viewer_id: int = 1
    ) -> None:
        self._reader = reader
        self._viewer_id = viewer_id
        self._names = {column: FirstNames(reader, facet) for column, facet in NAME_COLUMNS.items()}
        self._codes = {
            each.name: Codes(Facet(each.name), codes.get(each.name, ())) for each in WORDS
        }

    @property
    def codes(self) -> dict[str, tuple[str, ...]]:
        return {name: tuple(each.words) for name, each in self._codes.items()}

    def length(self) -> int:
        """Return one more than the highest id."""
        row = self._reader.execute("SELECT max(id) FROM media_item").fetchone()
        return int(row[0] or 0) + 1

    def between(self, first: int, last: int) -> Rows:
        """Return the items of these numbers, dense: also those that are not there."""
        return self._rows("BETWEEN ? AND ?", (first, last), np.arange(first, last + 1))

    def of(self, ids: Sequence[int]) -> Rows:
        """Return these items; those that are gone are of no type."""
        text = as_text(ids)
        return self._rows(
            "IN (SELECT value FROM json_each(?))", (text,), np.array(sorted(ids), np.int64)
        )

    def again(self, rows: Rows, names: frozenset[str]) -> Rows:
        """Return dense rows with some columns as they are in the library now."""
        among, values = "BETWEEN ? AND ?", (int(rows.ids[0]), int(rows.ids[-1]))
        single = rows.single
        if SINGLE in names:
            single = {**self._single(among, values, rows.ids), TITLE: rows.single[TITLE]}
        ragged = dict(self._ragged(among, values, rows.ids, names))
        return Rows(rows.ids, single, {**rows.ragged, **ragged})

    def _rows(self, among: str, values: tuple[object, ...], ids: Array) -> Rows:
        single = self._single(among, values, ids)
        ragged = dict(self._ragged(among, values, ids, frozenset(RAGGED_TYPES)))
        return Rows(ids, {**single, TITLE: np.zeros(len(ids), TITLE_TYPE)}, ragged)

    def _single(self, among: str, values: tuple[object, ...], ids: Array) -> dict[str, Array]:
        sql = _SINGLE.format(among=among, viewer=self._viewer_id)
        items, *columns = self._reader.execute(sql, values).fetchone()
        places = np.searchsorted(ids, _numbers(items))
        found = {each.name: np.zeros(len(ids), each.type) for each in SINGLES}
        for each, text in zip(SINGLES, columns, strict=True):
            found[each.name][places] = _numbers(text)
        return found

    def _ragged(
        self, among: str, values: tuple[object, ...], ids: Array, names: frozenset[str]
    ) -> Iterator[tuple[str, Ragged]]:
        for each in SEVERAL:
            if each.name not in names:
                continue
            items, found = self._pairs(_SEVERAL, each, among, values)
            numbers = _numbers(found)
            if each.name in self._names:
                numbers = self._names[each.name].first(numbers)
            places = np.searchsorted(ids, _numbers(items))
            yield each.name, ragged_of(places, numbers, len(ids), each.type)
        for each in WORDS:
            if each.name in names:
                items, found = self._pairs(_WORDS, each, among, values)
                places = np.searchsorted(ids, _numbers(items))
                yield each.name, self._coded(each, places, found, len(ids))

    def _pairs(
        self, sql: str, column: Several, among: str, values: tuple[object, ...]
    ) -> tuple[str | None, str | None]:
        inner = column.sql.format(among=among, viewer=self._viewer_id)
        items, found = self._reader.execute(sql.format(sql=inner), values).fetchone()
        return items, found

    def _coded(self, column: Several, places: Array, text: str | None, length: int) -> Ragged:
        codes = self._codes[column.name]
        words = [] if text is None else text.split(_SEPARATOR)
        meant = [codes.numbers(word) for word in words]
        most = max(map(len, meant), default=0)
        found = np.full((most, len(meant)), -1, np.int64)
        for n in range(most):
            found[n] = [each[n] if len(each) > n else -1 for each in meant]
        places = np.tile(places, most)
        numbers = found.reshape(-1)
        there = numbers >= 0
        return ragged_of(places[there], numbers[there], length, column.type)


def _numbers(text: str | None) -> Array:
    """Return the numbers of a text: `1,2,3`."""
    if not text:
        return np.empty(0, np.int64)
    return np.fromstring(text, dtype=np.int64, sep=",")
