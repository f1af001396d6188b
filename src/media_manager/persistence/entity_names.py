"""Which countries, collections and libraries a query names: small tables, looked through whole."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from media_manager.domain.naming import fold, query_terms, search_text
from media_manager.domain.query import And, Compare, Field, Node, Not, Or
from media_manager.domain.query.values import choice
from media_manager.persistence.query_compiler import ENTITY_FIELDS

_TABLES = {
    "country": "SELECT id, name FROM country",
    "set": "SELECT id, name FROM collection WHERE kind = 'set'",
    "collection": "SELECT id, name FROM collection WHERE kind <> 'folder'",
    "library": "SELECT id, name FROM library",
}


def find_entities(
    nodes: Sequence[Node], execute: Callable[[str], Any]
) -> dict[Field, tuple[int, ...]]:
    """Return the numbers of what the fields of a query name."""
    fields = {field for node in nodes for field in fields_of(node) if field.name in ENTITY_FIELDS}
    return {field: _numbers(field, execute(_TABLES[field.name])) for field in fields}


def fields_of(node: Node) -> Iterator[Field]:
    """Yield the fields of a node, however deep they stand."""
    match node:
        case Field():
            yield node
        case Not(inner):
            yield from fields_of(inner)
        case And(nodes) | Or(nodes):
            for each in nodes:
                yield from fields_of(each)


def _numbers(field: Field, rows: Any) -> tuple[int, ...]:
    if field.name == "library":
        wanted = choice(field)
        return tuple(n for n, name in rows if " ".join(fold(name).split()) == wanted)
    matches = name_test(field)
    return tuple(number for number, name in rows if matches(name))


def name_test(field: Field) -> Callable[[str], bool]:
    """Return the test of a name: the whole of it, or the beginnings of words in it."""
    folded, terms = search_text(field.value), query_terms(field.value)
    whole = field.compare is Compare.EQUALS

    def matches(name: str) -> bool:
        if not folded:
            return whole and name == field.value
        # Most names are out at once, without being cut into words.
        if name.isascii() and terms and terms[0] not in name.lower():
            return False
        text = search_text(name)
        return text == folded if whole else all(f" {term}" in f" {text}" for term in terms)

    return matches
