"""The conditions of a query apart, each as the ids that it holds, in no order."""

from collections.abc import Iterator, Sequence

from media_manager.persistence.query_compiler.compiled import Compiled
from media_manager.persistence.query_compiler.parts import Part, joined, where
from media_manager.persistence.query_compiler.shape import ALL_TYPES
from media_manager.persistence.query_compiler.words import (
    Level,
    begins,
    matches_by_level,
    one_name,
)

Word = Sequence[tuple[int, Part]]


def sets_of(compiled: Compiled) -> Iterator[Part]:
    """Yield the ids of each condition besides types and words; a hit is in all of them."""
    shape = compiled.shape
    rest = [each for each in shape.conditions if each.ids is None or not each.exact]
    if rest or shape.library is not None:
        indexed = shape.library is not None or any(each.ranged for each in rest)
        types = shape.of_types(by_index=True) or (_any_type() if indexed else [])
        tests = where([*types, *shape.of_library, *(each.whole for each in rest)])
        yield Part(f"SELECT i.id FROM media_item i{tests.sql}", tests.values)
    for each in shape.conditions:
        if each.ids is not None and each.exact:
            yield Part(f"SELECT id FROM ({each.ids.sql}) AS hit", each.ids.values)


def words_of(compiled: Compiled) -> list[Word]:
    """Return for each word the ids of each level."""
    words: list[Word] = [matches_by_level(term, compiled.context) for term in compiled.shape.terms]
    if compiled.shape.ranked:
        return words
    return [[(Level.TITLE, part) for _, part in word] for word in words]


def raised_by(compiled: Compiled) -> list[tuple[int, Part]]:
    """Return the ids of hits that match better than their words alone: with the level of each."""
    shape, context = compiled.shape, compiled.context
    found: list[tuple[int, Part]] = []
    if compiled.names_together:
        ids = one_name(shape.terms, context).ids
        found += [] if ids is None else [(Level.NAME, ids)]
    if shape.ranked and shape.beginnings:
        places = shape.beginnings
        test = joined("OR", [begins(each, context, places[:n]) for n, each in enumerate(places)])
        tests = where([*_any_type(), test])
        ids = Part(f"SELECT i.id FROM media_item i{tests.sql}", tests.values)
        found.append((Level.BEGINS, ids))
    return found


def _any_type() -> list[Part]:
    """Return the test that every item passes, which lets the index of each type be used."""
    names = ", ".join(f"'{each}'" for each in ALL_TYPES)
    return [Part(f"i.media_type IN ({names})")]
