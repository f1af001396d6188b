"""Change a query by a click: every edit is a value in, a value out, and survives its text.

Several wanted values of one field are one group, any of which will do: `(genre:=Drama OR
genre:=Crime)`; unwanted ones stand alone, each with its minus.
"""

from collections.abc import Iterable, Sequence

from media_manager.domain.naming import fold
from media_manager.domain.query.nodes import Compare, Field, Node, Not, Or
from media_manager.domain.query.normal_form import any_of, normal

Nodes = tuple[Node, ...]

_CHOSEN = frozenset({Compare.MATCHES, Compare.EQUALS})


def selected_values(nodes: Iterable[Node], name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the values of a field that are wanted, and those that are not, in their order."""
    included: list[str] = []
    excluded: list[str] = []
    for node in normal(nodes):
        inner, chosen = (node.node, excluded) if isinstance(node, Not) else (node, included)
        chosen += [field.value for field in _fields(inner, name) if field.compare in _CHOSEN]
    return tuple(dict.fromkeys(included)), tuple(dict.fromkeys(excluded))


def with_value(nodes: Iterable[Node], field: Field) -> Nodes:
    """Want a value of a field: with those of the same field that are wanted already, or alone."""
    rest = without_value(nodes, field)
    for place, node in enumerate(rest):
        group = _fields(node, field.name)
        if group and all(each.compare in _CHOSEN for each in group):
            return (*rest[:place], any_of([*group, field]), *rest[place + 1 :])
    return (*rest, field)


def without_value(nodes: Iterable[Node], field: Field) -> Nodes:
    """Neither want a value nor refuse it."""
    kept = (_without(node, field) for node in normal(nodes))
    return tuple(node for node in kept if node is not None)


def excluding_value(nodes: Iterable[Node], field: Field) -> Nodes:
    """Refuse a value of a field."""
    return (*without_value(nodes, field), Not(field))


def toggled(nodes: Iterable[Node], field: Field) -> Nodes:
    """Want a value, or no longer say anything of it."""
    before = normal(nodes)
    after = without_value(before, field)
    return after if after != before else with_value(before, field)


def without_field(nodes: Iterable[Node], name: str) -> Nodes:
    """Leave out all that a query says of one field and of nothing else.

    The counts of a facet ignore their own selection, so that one can choose a second value.
    """
    return tuple(
        node
        for node in normal(nodes)
        if not _fields(node.node if isinstance(node, Not) else node, name)
    )


def replaced(nodes: Iterable[Node], name: str, fields: Sequence[Field]) -> Nodes:
    """Put other wanted values of a field where the first of its conditions stood."""
    before = normal(nodes)
    kept = without_field(before, name)
    place = next((at for at, node in enumerate(before) if node not in kept), len(kept))
    new = (any_of(list(fields)),) if fields else ()
    return (*kept[:place], *new, *kept[place:])


def _fields(node: Node, name: str) -> tuple[Field, ...]:
    """Return the fields of a condition that says something of one field only."""
    nodes = node.nodes if isinstance(node, Or) else (node,)
    fields = tuple(each for each in nodes if isinstance(each, Field) and each.name == name)
    return fields if len(fields) == len(nodes) else ()


def _without(node: Node, field: Field) -> Node | None:
    match node:
        case Field():
            return None if _is_same(node, field) else node
        case Not(Field() as inner):
            return None if _is_same(inner, field) else node
        case Not(Or() as inner):
            left = _without(inner, field)
            return None if left is None else Not(left)
        case Or(nodes) if _fields(node, field.name):
            kept = [each for each in nodes if not _is_same(each, field)]
            return any_of(kept) if kept else None
        case _:
            return node


def _is_same(node: Node, field: Field) -> bool:
    """Tell whether both say the same: a name typed in another case, `:` or `:=`, is the same."""
    return (
        isinstance(node, Field)
        and node.name == field.name
        and (node.compare == field.compare or {node.compare, field.compare} <= _CHOSEN)
        and fold(node.value).strip() == fold(field.value).strip()
    )
