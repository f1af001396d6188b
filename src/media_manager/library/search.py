"""Find what SQL cannot answer, before a query runs: saved searches, patterns, whole texts, paths.

Each such condition becomes the ids that it finds. Patterns are tried in a child process, because
a regular expression can take for ever and nothing but a kill stops it. Called on a read lane.
"""

import json
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final

from media_manager.domain.naming import fold, query_terms, search_text
from media_manager.domain.query import And, Compare, Field, Ids, Node, Not, Or, Query
from media_manager.errors import JobCancelled, ProcessTimeout, QueryError
from media_manager.persistence.query_compiler import is_answerable
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.searches_reader import resolved
from media_manager.persistence.texts_reader import (
    Batch,
    is_name,
    items_of_names,
    names_of_field,
    texts_of,
)

if TYPE_CHECKING:
    from media_manager.processes import ChildPool

Matches = Callable[[Sequence[str]], Iterable[int]]
Cancelled = Callable[[], bool]

# A batch of four thousand titles takes a sane pattern some milliseconds.
_PATTERN_SECONDS: Final = 2.0
_PATTERN_BYTES: Final = 512 << 20
_CHILD: Final = "pattern"
_JOINTS: Final = str.maketrans("", "", "-·'./&+")
# First page, result set and facets of one query ask the same: the last answers are kept.
_KEPT_ANSWERS: Final = 8


class PatternSearch:
    """Finds the items of conditions that have no index; keeps the last answers.

    Used by several threads: each step on the containers is one that Python does not divide.
    """

    def __init__(self, cancelled: Cancelled = lambda: False) -> None:
        """`cancelled` tells between two batches whether anybody still waits."""
        self._cancelled = cancelled
        self._pools: dict[str, ChildPool] = {}
        self._answers: OrderedDict[tuple[str, int, Field], Ids] = OrderedDict()

    def answerable(self, reader: LibraryReader, query: Query) -> Query:
        """Return the query with ids in place of what SQL cannot answer.

        Raises QueryError for an unknown saved search, a bad pattern or one that takes too long.
        """
        query = resolved(reader, query)
        if all(_is_answerable(node) for node in query.where):
            return query
        where = tuple(self._answered(reader, node) for node in query.where)
        return Query(where, query.sort, query.descending, query.then, viewer_id=query.viewer_id)

    def close(self) -> None:
        """Kill the child, if there is one."""
        pool = self._pools.pop(_CHILD, None)
        if pool is not None:
            pool.close()

    def _answered(self, reader: LibraryReader, node: Node) -> Node:
        match node:
            case Field() if not is_answerable(node):
                return self._ids(reader, node)
            case Not(inner):
                return Not(self._answered(reader, inner))
            case And(nodes):
                return And(tuple(self._answered(reader, each) for each in nodes))
            case Or(nodes):
                return Or(tuple(self._answered(reader, each) for each in nodes))
            case _:
                return node

    def _ids(self, reader: LibraryReader, field: Field) -> Ids:
        key = (reader.uid(), reader.seq(), field)
        known = self._answers.get(key)
        if known is not None:
            return known
        found = Ids(array("q", sorted(self._find(reader, field))).tobytes())
        self._answers[key] = found
        if len(self._answers) > _KEPT_ANSWERS:
            self._answers.popitem(last=False)
        return found

    def _find(self, reader: LibraryReader, field: Field) -> set[int]:
        pattern = field.compare is Compare.REGEX
        matches = self._tried(field) if pattern else _folded(field)
        if is_name(field):
            named = _matching(names_of_field(reader, field), matches, self._cancelled)
            return set(items_of_names(reader, field, sorted(named)))
        return _matching(texts_of(reader, field, narrowed=not pattern), matches, self._cancelled)

    def _tried(self, field: Field) -> Matches:
        def matches(texts: Sequence[str]) -> Iterable[int]:
            request = json.dumps([field.value, texts]).encode()
            try:
                places: list[int] = json.loads(self._children().call(request))
            except ProcessTimeout as error:
                raise QueryError(
                    "This pattern takes too long.",
                    position=0,
                    hint="Leave out repetitions inside repetitions, such as (a+)+, or say less "
                    "often that anything may follow.",
                ) from error
            return places

        return matches

    def _children(self) -> "ChildPool":
        pool = self._pools.get(_CHILD)
        if pool is None:
            # Late: most searches need no child, and no start waits for what starts them.
            from media_manager.processes import ChildLimits, ChildPool  # noqa: PLC0415

            limits = ChildLimits(timeout_seconds=_PATTERN_SECONDS, memory_bytes=_PATTERN_BYTES)
            new = ChildPool(_CHILD, 1, limits)
            pool = self._pools.setdefault(_CHILD, new)
            if pool is not new:  # another thread was quicker
                new.close()
        return pool


def _is_answerable(node: Node) -> bool:
    match node:
        case Field():
            return is_answerable(node)
        case Not(inner):
            return _is_answerable(inner)
        case And(nodes) | Or(nodes):
            return all(map(_is_answerable, nodes))
        case _:
            return True


def _matching(batches: Iterable[Batch], matches: Matches, cancelled: Cancelled) -> set[int]:
    found: set[int] = set()
    for batch in batches:
        if cancelled():
            raise JobCancelled("Another search took the place of this one")
        found.update(batch[place][0] for place in matches([text for _, text in batch]))
    return found


def _folded(field: Field) -> Matches:
    """Return the test of texts as the search folds them: the whole, or beginnings of words."""
    test = _is_whole(field) if field.compare is Compare.EQUALS else _holds(field)

    def matches(texts: Sequence[str]) -> Iterable[int]:
        return [place for place, text in enumerate(texts) if test(text)]

    return matches


def _is_whole(field: Field) -> Callable[[str], bool]:
    wanted = search_text(field.value)

    def test(text: str) -> bool:
        if not wanted:
            return text == field.value
        if field.name == "file" and search_text(text.rpartition(".")[0]) == wanted:
            return True
        return search_text(text) == wanted

    return test


def _holds(field: Field) -> Callable[[str], bool]:
    terms = query_terms(field.value)
    words = [term for term in terms if term.isascii()]

    def test(text: str) -> bool:
        # Most texts are out at once, without being cut into words.
        plain = fold(text)
        if not all(term in plain for term in words):
            # Compounds are also one word: `spiderman` finds Spider-Man.
            whole = plain.translate(_JOINTS)
            if not all(term in plain or term in whole for term in words):
                return False
        folded = f" {search_text(text)}"
        return all(f" {term}" in folded for term in terms)

    return test
