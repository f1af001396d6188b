"""What a named field of a query means in SQL: `title:matrix`, `genre:=Drama`, `director:scott`.

Regular expressions, whole texts, paths and characters have no index: `library.search` finds what
they mean and puts the ids in their place before a query is compiled.
"""

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Final

from media_manager.domain.naming import query_terms, search_text
from media_manager.domain.query import Compare, Field
from media_manager.persistence.query_compiler.field_states import (
    CHOICE_FIELDS,
    choice_condition,
    presence_condition,
    state_condition,
)
from media_manager.persistence.query_compiler.field_values import VALUE_FIELDS, value_condition
from media_manager.persistence.query_compiler.parts import Condition, Context, Part, joined
from media_manager.persistence.query_compiler.words import (
    Term,
    document_matches,
    document_test,
    name_holds,
    name_ids,
    titles_condition,
)

_DOCUMENT_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {"title": "title", "plot": "plot", "file": "files"}
)
# Field -> what the index of names calls it, the table of links, its columns, and a test of them.
_NAMED: Final[Mapping[str, tuple[str, str, str, str, str]]] = MappingProxyType(
    {
        "genre": ("genre", "item_genre", "item_id", "genre_id", ""),
        "tag": ("tag", "item_tag", "item_id", "tag_id", ""),
        "studio": ("company", "item_company", "item_id", "company_id", ""),
        "person": ("person", "credit", "media_item_id", "person_id", ""),
        **{
            role: ("person", "credit", "media_item_id", "person_id", f" AND l.role = '{role}'")
            for role in ("actor", "director", "writer")
        },
    }
)
# Small tables of names without a search index: field -> links and their key.
_ENTITIES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "country": ("item_country", "country_id"),
        "set": ("collection_item", "collection_id"),
        "collection": ("collection_item", "collection_id"),
    }
)
ENTITY_FIELDS: Final = frozenset({*_ENTITIES, "library"})
_INDEXED_COMPARES = frozenset({Compare.MATCHES, Compare.EQUALS})


def is_answerable(field: Field) -> bool:
    """Tell whether SQL can answer a field; if not, its ids have to be found before."""
    if field.name in ("original", "path", "character") or field.compare not in _INDEXED_COMPARES:
        return field.name in VALUE_FIELDS
    return field.compare is Compare.MATCHES or field.name not in _DOCUMENT_COLUMNS


def field_condition(field: Field, context: Context) -> Condition | None:
    """Return the condition of a field; None if its value holds nothing to look for."""
    if not is_answerable(field):
        raise ValueError(f"{field.name}{field.compare} is found by library.search, not by SQL")
    return _reading(field.name)(field, context)


def _reading(name: str) -> Callable[[Field, Context], Condition | None]:
    """Return what reads the fields of a name."""
    if name in CHOICE_FIELDS:
        return lambda field, _context: choice_condition(field)
    by_names: list[tuple[Collection[str], Callable[[Field, Context], Condition | None]]] = [
        (_DOCUMENT_COLUMNS, _text),
        (_NAMED, _named),
        (ENTITY_FIELDS, _entities),
        (("is",), state_condition),
        (("has", "missing"), presence_condition),
    ]
    return next((read for names, read in by_names if name in names), value_condition)


def _text(field: Field, context: Context) -> Condition | None:
    """Match all words in one column; without any letter or digit nothing is asked."""
    terms = [Term(word, prefix=True) for word in query_terms(field.value)]
    if not terms:
        return None
    if field.name == "title":
        return titles_condition(terms, context)
    column = _DOCUMENT_COLUMNS[field.name]
    tests = [document_test(term, context, column) for term in terms]
    return Condition(
        joined("AND", tests), document_matches(terms[0], context, column), exact=len(terms) == 1
    )


def _named(field: Field, context: Context) -> Condition | None:
    kind, table, item, key, role = _NAMED[field.name]
    folded = search_text(field.value)
    if field.compare is Compare.EQUALS:
        return _by_name(field, context)
    if not folded:
        return None
    first, *others = [Term(word, prefix=True) for word in query_terms(field.value)]
    found = name_ids(first, context)
    held = [name_holds(term, context) for term in others]
    more = "".join(f" AND {part.sql}" for part in held)
    names = Part(
        f"SELECT entity_id FROM ({found.sql}{_and_name(more, full_text=context.full_text)}) AS n "
        f"WHERE n.kind = '{kind}'",
        (*found.values, *(value for part in held for value in part.values)),
    )
    return _linked(names, table, (item, key, role))


def _and_name(more: str, *, full_text: bool) -> str:
    return more if full_text else more.replace("s.name", "name")


def _by_name(field: Field, context: Context) -> Condition:
    """Match the whole name as the search folds it: `épouvante` is Épouvante."""
    kind, table, item, key, role = _NAMED[field.name]
    folded = search_text(field.value)
    if not folded:
        names = Part(f"SELECT id FROM {kind} WHERE name = ?", (field.value,))
    elif context.full_text:
        names = Part(
            "SELECT s.entity_id FROM search_names x CROSS JOIN search_name s "
            "WHERE search_names MATCH ? AND s.id = x.rowid AND s.name = ? AND s.kind = ?",
            (f'"{folded}"', folded, kind),
        )
    else:
        names = Part(
            "SELECT entity_id FROM search_name WHERE name = ? AND kind = ?", (folded, kind)
        )
    return _linked(names, table, (item, key, role))


def _linked(names: Part, table: str, columns: tuple[str, str, str]) -> Condition:
    """Return the condition that an item is linked to one of the named; `columns`: item, key."""
    item, key, role = columns
    return Condition(
        # A plus, so that the links of the item are looked at, not those of every name.
        Part(
            f"EXISTS (SELECT 1 FROM {table} l WHERE l.{item} = i.id{role} "
            f"AND +l.{key} IN ({names.sql}))",
            names.values,
        ),
        Part(
            f"SELECT l.{item} AS id FROM {table} l WHERE l.{key} IN ({names.sql}){role}",
            names.values,
        ),
        exact=True,
    )


def _entities(field: Field, context: Context) -> Condition:
    ids = context.entities.get(field, ())
    # Numbers of our own, written out: there may be more of them than placeholders.
    numbers = ",".join(map(str, ids))
    if field.name == "library":
        if len(ids) == 1:
            return Condition(Part("i.library_id = ?", (ids[0],)))
        return Condition(Part(f"i.library_id IN ({numbers or 'NULL'})"))
    table, key = _ENTITIES[field.name]
    return _linked(Part(numbers or "NULL"), table, ("item_id", key, ""))
