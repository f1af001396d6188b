"""From the nodes of a query to conditions: And, Or and Not in any nesting."""

from collections.abc import Sequence

from media_manager.domain.query import And, Count, Field, Ids, Node, Not, Or, Phrase, Word
from media_manager.persistence.query_compiler.field_states import count_condition
from media_manager.persistence.query_compiler.fields import field_condition
from media_manager.persistence.query_compiler.parts import (
    Condition,
    Context,
    Part,
    joined,
    united,
)
from media_manager.persistence.query_compiler.words import term_condition, terms_of


def condition_of(node: Node, context: Context) -> Condition | None:
    """Return the condition of a node; None if it says nothing, like a word without a letter."""
    match node:
        case Word() | Phrase():
            found = all_of([term_condition(term, context) for term in terms_of(node)])
        case Field():
            found = field_condition(node, context)
        case Count():
            found = count_condition(node)
        case And(nodes):
            found = all_of(_each(nodes, context))
        case Or(nodes):
            found = _any_of(_each(nodes, context))
        case Not(inner):
            found = _not(condition_of(inner, context), context)
        case Ids(packed):
            found = _among(packed, context)
    return found


def all_of(conditions: Sequence[Condition]) -> Condition | None:
    """Return the condition that all hold."""
    if len(conditions) < 2:  # noqa: PLR2004 - one is itself
        return conditions[0] if conditions else None
    # The ids of any of them hold those of all.
    named = [each for each in conditions if each.ids is not None]
    driver = next((each for each in named if each.narrow), named[0] if named else None)
    return Condition(
        joined("AND", [each.test for each in conditions]),
        None if driver is None else driver.ids,
        all=joined("AND", [each.whole for each in conditions]),
        narrow=any(each.narrow for each in conditions),
    )


def _any_of(conditions: Sequence[Condition]) -> Condition | None:
    if len(conditions) < 2:  # noqa: PLR2004 - one is itself
        return conditions[0] if conditions else None
    ids = [each.ids for each in conditions if each.ids is not None]
    known = len(ids) == len(conditions)
    return Condition(
        joined("OR", [each.test for each in conditions]),
        united(ids) if known else None,
        exact=known and all(each.exact for each in conditions),
        all=None if known else joined("OR", [each.whole for each in conditions]),
        narrow=known and all(each.narrow for each in conditions),
        given=any(each.given for each in conditions),
    )


def _not(inner: Condition | None, context: Context) -> Condition | None:
    """Leave out what matches; a comparison with an unknown value is unknown, as its opposite."""
    if inner is None:
        return None
    test, every = (
        Part(f"NOT COALESCE({part.sql}, {context.false})", part.values)
        for part in (inner.test, inner.whole)
    )
    return Condition(test, all=every)


def _among(packed: bytes, context: Context) -> Condition:
    """Return the condition to be one of many ids, which travel as one text."""
    numbers = ",".join(map(str, memoryview(packed).cast("q")))
    if context.full_text:
        ids = Part("SELECT value AS id FROM json_each(?)", (f"[{numbers}]",))
    else:
        ids = Part("SELECT unnest(string_to_array(?, ',')::bigint[]) AS id", (numbers,))
    return Condition(Part(f"i.id IN ({ids.sql})", ids.values), ids, exact=True, given=True)


def _each(nodes: Sequence[Node], context: Context) -> list[Condition]:
    found = [condition_of(node, context) for node in nodes]
    return [each for each in found if each is not None]
