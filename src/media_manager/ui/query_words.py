"""The conditions of a query in plain words: what a chip says instead of syntax."""

import re
from typing import Final

from PySide6.QtCore import QCoreApplication

from media_manager.domain.query import And, Compare, Count, Field, Ids, Node, Not, Or, Phrase, Word
from media_manager.ui.field_words import choice_word, field_word
from media_manager.ui.words import number

translate = QCoreApplication.translate

# What has no place before its value: the value says it all.
_SAID_BY_VALUE: Final = frozenset({"is", "type"})
_DATES: Final = frozenset({"added", "premiered", "watched", "taken", "changed"})
_AGE: Final = re.compile(r"([0-9]+)\s*([hdwmy])", re.IGNORECASE)


def node_words(node: Node) -> str:
    """Return what a condition says: `Genre: Drama or Crime`, `not watched`."""
    match node:
        case Not(inner):
            return _negated(inner)
        case And(nodes):
            return translate("QueryWords", " and ").join(_inside(each) for each in nodes)
        case Or(nodes):
            return _either(nodes)
        case _:
            return _plain(node)


def _plain(node: Word | Phrase | Field | Count | Ids) -> str:
    match node:
        case Word(text):
            return text
        case Phrase(text):
            return f"“{text}”"
        case Field():
            return _joined(node.name, _value(node))
        case Count():
            return _joined(node.name, _compared(node.compare, number(node.number)))
        case Ids():
            return translate("QueryWords", "Chosen items")


def _inside(node: Node) -> str:
    words = node_words(node)
    return f"({words})" if isinstance(node, And | Or) else words


def _either(nodes: tuple[Node, ...]) -> str:
    """Name the field once where all values are of one field."""
    either = translate("QueryWords", " or ")
    fields = [node for node in nodes if isinstance(node, Field)]
    names = {field.name for field in fields}
    if len(fields) == len(nodes) and len(names) == 1:
        values = either.join(_value(field) for field in fields)
        return _joined(names.pop(), values)
    return either.join(_inside(node) for node in nodes)


def _negated(node: Node) -> str:
    denied = translate("QueryWords", "not %1")
    if isinstance(node, Field) and node.name not in _SAID_BY_VALUE | {"has", "missing", "in"}:
        return _joined(node.name, denied.replace("%1", _value(node)))
    words = _inside(node)
    if isinstance(node, Field):
        words = words[:1].lower() + words[1:]
    return denied.replace("%1", words)


def _joined(name: str, value: str) -> str:
    if name in _SAID_BY_VALUE:
        return value
    patterns = {
        "has": translate("QueryWords", "Has %1"),
        "missing": translate("QueryWords", "No %1"),
        "in": translate("QueryWords", "In “%1”"),
    }
    if name in patterns:
        return patterns[name].replace("%1", value)
    return translate("QueryWords", "%1: %2").replace("%1", field_word(name)).replace("%2", value)


def _value(field: Field) -> str:
    """Return the value of a condition with how it is compared."""
    if field.name in _DATES and field.compare in (Compare.LESS, Compare.MORE):
        age = _AGE.fullmatch(field.value)
        if age is not None:
            return _ago(int(age[1]), age[2].lower(), recent=field.compare is Compare.LESS)
    if field.compare is Compare.MATCHES and ".." in field.value:
        return _range(field.value)
    if field.compare is Compare.EQUALS and not field.value:
        return translate("QueryWords", "empty")
    return _compared(field.compare, choice_word(field.name, field.value))


def _range(value: str) -> str:
    low, _, high = value.partition("..")
    if not low:
        return translate("QueryWords", "up to %1").replace("%1", high)
    if not high:
        return translate("QueryWords", "from %1").replace("%1", low)
    return f"{low}–{high}"


def _compared(compare: Compare, value: str) -> str:
    patterns = {
        Compare.REGEX: translate("QueryWords", "like /%1/"),
        Compare.LESS: translate("QueryWords", "less than %1"),
        Compare.AT_MOST: translate("QueryWords", "at most %1"),
        Compare.MORE: translate("QueryWords", "more than %1"),
        Compare.AT_LEAST: translate("QueryWords", "at least %1"),
    }
    return patterns.get(compare, "%1").replace("%1", value)


def _ago(count: int, unit: str, *, recent: bool) -> str:
    units = {
        "h": (translate("QueryWords", "%1 hour"), translate("QueryWords", "%1 hours")),
        "d": (translate("QueryWords", "%1 day"), translate("QueryWords", "%1 days")),
        "w": (translate("QueryWords", "%1 week"), translate("QueryWords", "%1 weeks")),
        "m": (translate("QueryWords", "%1 month"), translate("QueryWords", "%1 months")),
        "y": (translate("QueryWords", "%1 year"), translate("QueryWords", "%1 years")),
    }
    one, many = units[unit]
    length = (one if count == 1 else many).replace("%1", number(count))
    if recent:
        return translate("QueryWords", "in the last %1").replace("%1", length)
    return translate("QueryWords", "more than %1 ago").replace("%1", length)
