"""Did you mean: words and field names that are one slip away from what was typed.

Everything here is offered, never applied.
"""

from collections.abc import Iterator, Mapping

from media_manager.domain.naming import query_terms
from media_manager.domain.query.fields import FIELDS, NAMES, FieldKind
from media_manager.domain.query.formatter import format_query
from media_manager.domain.query.nodes import And, Compare, Field, Node, Not, Or, Phrase, Word
from media_manager.domain.query.parser import parse_search
from media_manager.domain.query.slips import near_words
from media_manager.errors import QueryError


def words_of(nodes: tuple[Node, ...]) -> tuple[str, ...]:
    """Return the folded words that a query wants, each once: those that may be misspelled."""
    return tuple(dict.fromkeys(_wanted(nodes)))


def respelled(nodes: tuple[Node, ...], words: Mapping[str, str]) -> tuple[Node, ...]:
    """Return the query with other words, each under its folded form."""
    return tuple(_respelled(node, words) for node in nodes)


def near_field(text: str) -> str | None:
    """Return the search with `yaer:1999` read as `year:1999`; None if nothing is like that.

    Only what can be understood is offered: a value of the field must follow.
    """
    try:
        nodes = parse_search(text).where
    except QueryError:
        return None
    changed = tuple(_with_field(node) for node in nodes)
    return None if changed == nodes else format_query(changed)


def _wanted(nodes: tuple[Node, ...]) -> Iterator[str]:
    for node in nodes:
        match node:
            case Word(text) | Phrase(text):
                yield from query_terms(text)
            case Field(name, text, Compare.MATCHES) if _is_spelled(name):
                yield from query_terms(text)
            case And(inner) | Or(inner):
                yield from _wanted(inner)


def _respelled(node: Node, words: Mapping[str, str]) -> Node:
    match node:
        case Word(text):
            return Word(_replaced(text, words))
        case Phrase(text):
            return Phrase(_replaced(text, words))
        case Field(name, text, Compare.MATCHES) if _is_spelled(name):
            return Field(name, _replaced(text, words))
        case And(nodes):
            return And(respelled(nodes, words))
        case Or(nodes):
            return Or(respelled(nodes, words))
        case _:
            return node


def _is_spelled(name: str) -> bool:
    return FIELDS[name].kind in (FieldKind.TEXT, FieldKind.NAME)


def _replaced(text: str, words: Mapping[str, str]) -> str:
    """Return the text with the words that are spelled otherwise; else as it was typed."""
    terms = query_terms(text)
    if not any(term in words for term in terms):
        return text
    return " ".join(words.get(term, term) for term in terms)


def _with_field(node: Node) -> Node:
    """Return a word such as `yaer:1999` as the field that is meant."""
    match node:
        case Word(text):
            name, colon, value = text.partition(":")
            for near in sorted(near_words(name.lower())) if colon and value else ():
                if near in NAMES and (field := _as_field(f"{near}:{value}")):
                    return field
            return node
        case Not(inner):
            return Not(_with_field(inner))
        case And(nodes):
            return And(tuple(map(_with_field, nodes)))
        case Or(nodes):
            return Or(tuple(map(_with_field, nodes)))
        case _:
            return node


def _as_field(text: str) -> Node | None:
    try:
        found = parse_search(text).where
    except QueryError:
        return None
    return found[0] if len(found) == 1 else None
