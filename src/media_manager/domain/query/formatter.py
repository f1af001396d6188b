"""Write conditions as the text that is read back as the same conditions."""

from collections.abc import Iterable

from media_manager.domain.query.lexer import is_plain_value, is_plain_word
from media_manager.domain.query.nodes import (
    And,
    Compare,
    Count,
    Field,
    Ids,
    Node,
    Not,
    Or,
    Order,
    Phrase,
    Word,
)
from media_manager.domain.query.normal_form import normal


def format_query(nodes: Iterable[Node]) -> str:
    """Return the text that `parse_query` reads back as `normal(nodes)`."""
    return _joined(normal(nodes), grouped=False, leading=True)


def format_search(nodes: Iterable[Node], orders: Iterable[Order]) -> str:
    """Return the text that `parse_search` reads back; the order comes last."""
    keys = ",".join(f"{'-' * each.descending}{each.sort}" for each in orders)
    return " ".join(part for part in (format_query(nodes), keys and f"sort:{keys}") if part)


def _joined(nodes: tuple[Node, ...], *, grouped: bool, leading: bool = False) -> str:
    """Write conditions side by side; an alternative among others needs parentheses."""
    if len(nodes) == 1 and isinstance(nodes[0], Or):
        return _alternatives(nodes[0], grouped=grouped, leading=leading)
    parts = [_condition(node, grouped=grouped) for node in nodes]
    if leading and nodes and nodes[0] in (Word("AND"), Word("OR")):
        # At the very beginning there is nothing to join, so these are words.
        parts[0] = parts[0].strip('"')
    return " ".join(parts)


def _alternatives(node: Or, *, grouped: bool, leading: bool = False) -> str:
    if not node.nodes:
        raise ValueError("an Or of nothing has no text form")
    parts = (each.nodes if isinstance(each, And) else (each,) for each in node.nodes)
    return " OR ".join(
        _joined(each, grouped=grouped, leading=leading and not number)
        for number, each in enumerate(parts)
    )


def _condition(node: Node, *, grouped: bool) -> str:
    match node:
        case Not(inner):
            return f"-{_negated(inner, grouped=grouped)}"
        case And(nodes):
            return _group(_joined(nodes, grouped=True))
        case Or():
            return _group(_alternatives(node, grouped=True))
        case Word(text):
            return text if is_plain_word(text, grouped=grouped, negated=False) else quoted(text)
        case _:
            return _single(node)


def _negated(node: Node, *, grouped: bool) -> str:
    if isinstance(node, Word):
        plain = is_plain_word(node.text, grouped=grouped, negated=True)
        return node.text if plain else quoted(node.text)
    if isinstance(node, Not):
        return _group(_condition(node, grouped=True))
    return _condition(node, grouped=grouped)


def _single(node: Node) -> str:
    match node:
        case Phrase(text):
            return quoted(text)
        case Field(name, value, compare):
            return f"{name}{compare}{value if is_plain_value(value) else quoted(value)}"
        case Count(name, number, compare):
            sign = "" if compare is Compare.EQUALS else compare.removeprefix(":")
            return f"{name}:#{sign}{number}"
        case Ids():
            raise ValueError("items that were found have no text form")
    raise TypeError(f"no condition: {node!r}")


def _group(text: str) -> str:
    """Put text in parentheses; one that its last word opened must not take ours for its own."""
    last = text.rpartition(" ")[2]
    return f"({text} )" if last.count("(") > last.count(")") else f"({text})"


def quoted(text: str) -> str:
    """Return the text as a phrase."""
    return '"' + text.replace('"', '""') + '"'
