"""Put the conditions of a saved search where a query names it: `in:"To watch"`."""

from collections.abc import Callable, Iterable
from typing import Final

from media_manager.domain.naming import fold
from media_manager.domain.query.nodes import And, Field, Ids, Node, Not, Or
from media_manager.domain.query.normal_form import all_of, any_of, as_node, walk
from media_manager.domain.query.parser import MOST_NESTED, MOST_WORDS, count_words
from media_manager.errors import QueryError

# Returns the conditions of the saved search of this name, None if there is none.
Find = Callable[[str], tuple[Node, ...] | None]

_EVERYTHING: Final = And(())
_NOTHING: Final = Ids(b"")
_MOST_CONDITIONS: Final = 4 * MOST_WORDS


def has_references(nodes: Iterable[Node]) -> bool:
    """Tell whether a query names a saved search; cheap, for the many that do not."""
    return any(isinstance(node, Field) and node.name == "in" for node in walk(nodes))


def resolve_references(nodes: tuple[Node, ...], find: Find, *, text: str = "") -> tuple[Node, ...]:
    """Return conditions without references to saved searches, in normal form.

    Raises QueryError for an unknown name, for searches that contain each other, and for more
    conditions than a query can have; `text` is what was typed, to point at the place.
    """
    if not has_references(nodes):
        return nodes
    resolver = _Resolver(find, text)
    found = all_of(resolver.resolve(node, ()) for node in nodes)
    size = sum(count_words(node) for node in walk(found) if not isinstance(node, And | Or | Not))
    if size > _MOST_CONDITIONS:
        raise QueryError(
            f"Together with the saved searches these are {size} conditions; "
            f"{_MOST_CONDITIONS} are the most.",
            position=resolver.place("in:"),
        )
    return tuple(node for node in found if node != _EVERYTHING)


class _Resolver:
    """Looks saved searches up, each under those that led to it."""

    def __init__(self, find: Find, text: str) -> None:
        self._find = find
        self._text = text

    def resolve(self, node: Node, above: tuple[str, ...]) -> Node:
        match node:
            case Field("in", name):
                return self._named(name, above)
            case Not(inner):
                return _negated(self.resolve(inner, above))
            case And(nodes):
                return _all([self.resolve(each, above) for each in nodes])
            case Or(nodes):
                return _any([self.resolve(each, above) for each in nodes])
            case _:
                return node

    def place(self, name: str) -> int:
        """Return where a name stands in what was typed; 0 where it was not typed."""
        return max(0, self._text.lower().find(name.lower()))

    def _named(self, name: str, above: tuple[str, ...]) -> Node:
        folded = fold(name).strip()
        if folded in map(fold, above) or len(above) >= MOST_NESTED:
            path = " → ".join(f"“{each}”" for each in (*above, name))
            raise self._mistake(
                above[0] if above else name,
                f"Saved searches contain each other: {path}.",
                "Take in: out of one of them.",
            )
        nodes = self._find(name)
        if nodes is None:
            within = f", which “{above[-1]}” asks for" if above else ""
            raise self._mistake(
                above[0] if above else name,
                f"There is no saved search “{name}”{within}.",
                "Save a search under this name, or take in: out.",
            )
        return _all([self.resolve(each, (*above, name)) for each in nodes])

    def _mistake(self, name: str, message: str, hint: str) -> QueryError:
        place = self.place(name)
        end = place + len(name) if self._text else None
        return QueryError(
            message, position=place, end=end, expected="the name of a saved search", hint=hint
        )


def _all(nodes: list[Node]) -> Node:
    """Join with And: a part that asks for nothing leaves the others as they are."""
    return as_node(all_of(nodes))


def _any(nodes: list[Node]) -> Node:
    return _EVERYTHING if _EVERYTHING in nodes else any_of(nodes)


def _negated(node: Node) -> Node:
    return _NOTHING if node == _EVERYTHING else Not(node)
