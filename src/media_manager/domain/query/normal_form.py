"""One form for one meaning, so that equal queries are equal values and equal texts.

In normal form no And stands in an And, no Or in an Or, and neither holds fewer than two.
"""

from collections.abc import Iterable, Iterator, Sequence

from media_manager.domain.query.nodes import And, Node, Not, Or


def normal(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """Return conditions that must all hold, in normal form."""
    return all_of(_normal(node) for node in nodes)


def all_of(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """Join conditions in normal form with And; the result is what a query has as `where`."""
    return tuple(_flat(nodes, And))


def any_of(nodes: Sequence[Node]) -> Node:
    """Join conditions in normal form with Or."""
    flat = tuple(_flat(nodes, Or))
    return flat[0] if len(flat) == 1 else Or(flat)


def as_node(nodes: tuple[Node, ...]) -> Node:
    """Return conditions that must all hold as one."""
    return nodes[0] if len(nodes) == 1 else And(nodes)


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield every condition, those inside of others too."""
    for node in nodes:
        yield node
        match node:
            case Not(inner):
                yield from walk((inner,))
            case And(inner_nodes) | Or(inner_nodes):
                yield from walk(inner_nodes)


def _normal(node: Node) -> Node:
    match node:
        case Not(inner):
            return Not(_normal(inner))
        case And(nodes):
            return as_node(normal(nodes))
        case Or(nodes):
            return any_of([_normal(each) for each in nodes])
        case _:
            return node


def _flat(nodes: Iterable[Node], joined: type[And] | type[Or]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, joined):
            yield from node.nodes
        else:
            yield node
