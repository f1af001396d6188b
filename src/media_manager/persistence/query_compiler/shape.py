"""What a query asks for, sorted by how it can be looked up: types, library, words, the rest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from media_manager.domain.media import MediaType
from media_manager.domain.naming import TitleBeginning
from media_manager.domain.query import And, Field, Node, Not, Or, Phrase, Query, SortKey, Word
from media_manager.domain.query.values import choice, item_number
from media_manager.persistence.query_compiler.conditions import condition_of
from media_manager.persistence.query_compiler.parts import Condition, Context, Part
from media_manager.persistence.query_compiler.words import Term, beginnings_of, terms_of

ALL_TYPES = tuple(str(each) for each in MediaType)


@dataclass(frozen=True, slots=True)
class Shape:
    """The conditions of a query, all of which must hold.

    `types` are the only ones wanted, in their fixed order; `library` the only library. `terms`
    are the words that all hits hold, `beginnings` where titles stand that begin with them.
    """

    types: tuple[str, ...]
    library: int | None
    conditions: tuple[Condition, ...]
    terms: tuple[Term, ...]
    beginnings: tuple[TitleBeginning, ...]
    ranked: bool

    @property
    def is_plain(self) -> bool:
        """Tell whether only types and a library are asked for: their lists have indexes."""
        return not self.conditions and not self.terms

    @property
    def of_library(self) -> list[Part]:
        return [] if self.library is None else [Part("i.library_id = ?", (self.library,))]

    def of_types(self, *, by_index: bool) -> list[Part]:
        """Return the test of the types; without `by_index` it chooses no index.

        A plus keeps SQLite from walking all episodes in order to find the ten of a season.
        """
        if self.types == ALL_TYPES:
            return []
        plus = "" if by_index else "+"
        if len(self.types) == 1:
            return [Part(f"{plus}i.media_type = '{self.types[0]}'")]
        names = ", ".join(f"'{each}'" for each in self.types)
        return [Part(f"{plus}i.media_type IN ({names})")]


def shape_of(query: Query, context: Context) -> Shape:
    """Sort the conditions of a query."""
    types, library = ALL_TYPES, None
    typed: list[Word | Phrase] = []
    conditions: list[Condition] = []
    for node in _flat(query.where):
        wanted = _types(node)
        if wanted is not None:
            types = tuple(each for each in types if each in wanted)
        elif isinstance(node, Word | Phrase):
            typed.append(node)
        elif library is None and (found := _library(node, context)) is not None:
            library = found
        elif (condition := condition_of(node, context)) is not None:
            conditions.append(condition)
    terms = tuple(term for node in typed for term in terms_of(node))
    return Shape(
        types,
        library,
        tuple(conditions),
        tuple(dict.fromkeys(terms)),
        beginnings_of(typed) if terms else (),
        ranked=bool(terms) and query.sort is SortKey.RELEVANCE,
    )


def without_words(shape: Shape) -> Shape:
    return replace(shape, terms=(), beginnings=(), ranked=False)


def _flat(nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield the conditions that all must hold, out of every And at the top."""
    for node in nodes:
        if isinstance(node, And):
            yield from _flat(node.nodes)
        else:
            yield node


def _types(node: Node) -> frozenset[str] | None:
    """Return the types that a node wants; None if it says something else too."""
    match node:
        case Field("type"):
            return frozenset({choice(node)})
        case Not(inner):
            unwanted = _types(inner)
            return None if unwanted is None else frozenset(ALL_TYPES) - unwanted
        case Or(nodes):
            wanted = [_types(each) for each in nodes]
            known = [each for each in wanted if each is not None]
            return frozenset().union(*known) if known and len(known) == len(wanted) else None
        case _:
            return None


def _library(node: Node, context: Context) -> int | None:
    match node:
        case Field("library_id"):
            return item_number(node)
        case Field("library") if len(context.entities.get(node, ())) == 1:
            return context.entities[node][0]
        case _:
            return None
