"""Pieces of SQL with the values they bind, and conditions that are made of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from media_manager.domain.query import Field

Values = tuple[Any, ...]
Entities = Mapping[Field, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of SQL and the values of its placeholders, in their order."""

    sql: str
    values: Values = ()

    def then(self, sql: str, *values: Any) -> "Part":
        """Return this piece with more behind it."""
        return Part(self.sql + sql, (*self.values, *values))


@dataclass(frozen=True, slots=True)
class Context:
    """What conditions depend on besides their own text.

    `full_text` is False on PostgreSQL, which has other functions too. `entities` are the numbers
    of the countries, collections and libraries that a field names: those tables are small and
    have no search index, so they are looked through before.
    """

    full_text: bool
    viewer_id: int
    now: datetime
    entities: Entities

    @property
    def false(self) -> str:
        return "0" if self.full_text else "FALSE"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the item `i`, in the forms that a plan can choose from.

    `test` asks one item at a time, through its own number. `ids` yields the numbers of what can
    match, by an index: exactly the matches where `exact`, else some more. `all` is the test for
    an answer that needs every match, where that is another. `narrow` is true where only a handful
    can match, so that nothing else needs to be weighed; `ranged` where the lists of each type
    have an index for it; `given` where the ids came with the query, and items may be gone.
    """

    test: Part
    ids: Part | None = None
    exact: bool = False
    all: Part | None = None
    narrow: bool = False
    ranged: bool = False
    given: bool = False

    @property
    def whole(self) -> Part:
        """Return the test for an answer that needs every match, not just the first."""
        if self.all is not None:
            return self.all
        if self.ids is not None and self.exact:
            return Part(f"i.id IN ({self.ids.sql})", self.ids.values)
        return self.test


def joined(word: str, parts: Sequence[Part]) -> Part:
    """Return the parts with a word of SQL between them, in parentheses if there are several."""
    if len(parts) == 1:
        return parts[0]
    sql = f" {word} ".join(f"({part.sql})" for part in parts)
    return Part(sql, all_values(parts))


def all_values(parts: Iterable[Part]) -> Values:
    return tuple(value for part in parts for value in part.values)


def where(parts: Sequence[Part]) -> Part:
    """Return a WHERE clause that asks for all of them; nothing for none."""
    if not parts:
        return Part("")
    sql = " AND ".join(part.sql if len(parts) == 1 else f"({part.sql})" for part in parts)
    return Part(f" WHERE {sql}", all_values(parts))


def united(selects: Sequence[Part]) -> Part:
    return Part(" UNION ALL ".join(part.sql for part in selects), all_values(selects))


def escaped(text: str) -> str:
    """Return text for LIKE in which every character stands for itself."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
