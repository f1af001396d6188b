"""From a query to SQL text and bound values, for SQLite and PostgreSQL.

Nothing that a person types becomes SQL or FTS syntax: words are folded, cut into tokens, quoted
and bound. Placeholders are `?`; the reader rewrites them where the driver wants another sign.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from media_manager.domain.media import MediaType
from media_manager.domain.naming import query_terms, search_text
from media_manager.domain.query import Field, Node, Not, Phrase, Query, SortKey, Word
from media_manager.persistence.query_fields import (
    IN_LIBRARY,
    IN_PARENT,
    OF_TYPE,
    field_condition,
)

_DIRECTIONS = {False: "", True: " DESC"}
_MINE = "(SELECT us.{} FROM user_state us WHERE us.item_id = i.id AND us.viewer_id = {{viewer}})"
_ORDERS: dict[SortKey, tuple[str, ...]] = {
    SortKey.TITLE: ("i.sort_key",),
    SortKey.ADDED: ("i.added_at",),
    SortKey.YEAR: ("i.year", "i.sort_key"),
    SortKey.RATING: ("i.rating",),
    SortKey.RUNTIME: ("i.runtime_minutes", "i.sort_key"),
    SortKey.SIZE: ("mf.size_bytes", "i.sort_key"),
    SortKey.RESOLUTION: ("mf.height", "i.sort_key"),
    SortKey.EPISODE: ("i.season", "i.episode"),
    SortKey.KIND: ("i.media_type", "i.sort_key"),
    SortKey.PREMIERED: ("i.premiered", "i.sort_key"),
    SortKey.WATCHED: (_MINE.format("last_played_at"), "i.sort_key"),
    SortKey.PLAYS: (_MINE.format("play_count"), "i.sort_key"),
    SortKey.MYRATING: (_MINE.format("rating"), "i.sort_key"),
    SortKey.TAKEN: ("(SELECT ph.taken_at FROM photo ph WHERE ph.item_id = i.id)", "i.sort_key"),
}
_INDEXED = frozenset({SortKey.TITLE, SortKey.ADDED, SortKey.YEAR, SortKey.RATING})
_FILE_ORDERS = frozenset({SortKey.SIZE, SortKey.RESOLUTION})

# How well a word matches: in the title, in file names or names of people, tags and studios, in
# the plot. The first page is final because each class is complete before the next begins.
_BEGINS, _TITLE, _NAMES, _PLOT = 0, 1, 2, 3
_COLUMNS = (("title", _TITLE), ("files", _NAMES), ("plot", _PLOT))
_LINKS = (
    ("person", "credit", "media_item_id", "person_id"),
    ("tag", "item_tag", "item_id", "tag_id"),
    ("company", "item_company", "item_id", "company_id"),
    ("genre", "item_genre", "item_id", "genre_id"),
)


@dataclass
class _Parts:
    """The query under construction; values in the order of their placeholders."""

    full_text: bool
    viewer_id: int
    terms: list["_Term"] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, condition: str, values: Sequence[Any]) -> None:
        self.conditions.append(condition)
        self.values += values

    @property
    def has_only_library(self) -> bool:
        return set(self.conditions) <= {IN_LIBRARY}

    def without_walks(self, *, few: bool) -> list[str]:
        """Return the conditions; where few items are named, the type chooses no index.

        A plus keeps SQLite from walking all episodes in order to find the ten of a season.
        """
        if self.full_text and (few or IN_PARENT in self.conditions):
            return [f"+{each}" if each == OF_TYPE else each for each in self.conditions]
        return self.conditions


@dataclass(frozen=True, slots=True)
class _Term:
    """A folded word or phrase to look up, as a prefix or whole."""

    text: str
    prefix: bool


Statement = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Compiled:
    """SQL text that yields ids in order, its values, and the same as a count.

    `stages` answer for the first page: each finds what the one before finds, and more, in the
    same order; a page that an early stage fills never pays for the later ones.
    """

    sql: str
    values: tuple[Any, ...]
    count_sql: str
    count_values: tuple[Any, ...]
    stages: tuple[Statement, ...]


def compile_query(query: Query, *, full_text: bool = True) -> Compiled:
    """Return SQL for the ids of a query. `full_text` is False on PostgreSQL."""
    parts = _Parts(full_text, query.viewer_id)
    for node in query.where:
        _add(parts, node)
    ranked = bool(parts.terms) and query.sort in (SortKey.RELEVANCE, SortKey.TITLE)
    sql, values = _ranked(parts, query) if ranked else _unranked(parts, query, _PLOT)
    count_sql, count_values = _count(parts)
    stages: tuple[Statement, ...] = ((sql, values),)
    if ranked and full_text:
        levels = (_unranked(parts, query, level) for level in (_TITLE, _NAMES, _PLOT))
        stages = (_unranked(parts, query, _BEGINS), *levels)
    return Compiled(sql, values, count_sql, count_values, stages)


def _ranked(parts: _Parts, query: Query) -> Statement:
    """Return all hits, ordered by how well each matches, then by title."""
    ctes, values = [], []
    for number, term in enumerate(parts.terms):
        sql, bound = _matches(parts, term, _PLOT)
        ctes.append(
            f"w{number}(id, class) AS (SELECT id, min(class) FROM ({sql}) AS hit GROUP BY id)"
        )
        values += bound
    names = [f"w{number}" for number in range(len(ctes))]
    hits = names[0] + "".join(f" JOIN {name} ON {name}.id = w0.id" for name in names[1:])
    begins, begins_values = _begins(query, full_text=parts.full_text)
    classes = [f"{name}.class" for name in names]
    greatest = "max" if parts.full_text else "greatest"
    worst = classes[0] if len(classes) == 1 else f"{greatest}({', '.join(classes)})"
    return (
        f"WITH {', '.join(ctes)} SELECT i.id FROM {hits} JOIN media_item i ON i.id = w0.id "
        f"LEFT JOIN ({begins}) b ON b.id = i.id{_where(parts.conditions)} "
        f"ORDER BY CASE WHEN b.id IS NULL THEN 1 ELSE 0 END, {worst}, {_order(query, parts)}"
    ), (*values, *begins_values, *parts.values)


def _unranked(parts: _Parts, query: Query, level: int) -> Statement:
    """Return the hits down to a level, by the order of the query alone."""
    if level == _BEGINS:
        sql, bound = _begins(query, full_text=parts.full_text)
        found, values = [f"i.id IN ({sql})"], bound
    else:
        found, values = _found(parts, level)
    files = " LEFT JOIN media_file mf ON mf.id = i.main_file_id"
    joined = files if query.sort in _FILE_ORDERS else ""
    if not found and parts.full_text and query.sort in _INDEXED and parts.has_only_library:
        return _merged(parts, query)
    where = _where([*parts.without_walks(few=bool(found)), *found])
    return (
        f"SELECT i.id FROM media_item i{joined}{where} ORDER BY {_order(query, parts)}",
        (*parts.values, *values),
    )


def _merged(parts: _Parts, query: Query) -> Statement:
    """Return the items of every type in one order, merged from the index of each type.

    Without it a list of all types sorts the whole library before its first row.
    """
    columns = _ORDERS[query.sort]
    selects = [
        f"SELECT {', '.join(('i.id', *columns))} FROM media_item i"
        + _where([f"i.media_type = '{each}'", *parts.conditions])
        for each in MediaType
    ]
    # In a compound, columns are named by their place: the order's own, then the id.
    places = [*range(2, len(columns) + 2), 1]
    order = ", ".join(f"{place}{_DIRECTIONS[query.descending]}" for place in places)
    return (
        f"SELECT id FROM ({' UNION ALL '.join(selects)} ORDER BY {order})",
        tuple(parts.values) * len(selects),
    )


def _count(parts: _Parts) -> Statement:
    if not parts.terms or parts.conditions:
        found, values = _found(parts, _PLOT)
        where = _where([*parts.conditions, *found])
        return f"SELECT count(*) FROM media_item i{where}", (*parts.values, *values)
    # Words alone need no look at the items: the index holds nothing but items.
    sets = [_matches(parts, term, _PLOT) for term in parts.terms]
    united = " INTERSECT ".join(f"SELECT id FROM ({sql}) AS hit" for sql, _ in sets)
    distinct = "DISTINCT " if len(sets) == 1 else ""
    bound = tuple(value for _, values in sets for value in values)
    return f"SELECT count({distinct}id) FROM ({united}) AS hits", bound


def _found(parts: _Parts, level: int) -> tuple[list[str], list[Any]]:
    """Return one condition per term: the item holds it, no worse than the level."""
    if level == _TITLE and parts.full_text and parts.terms:
        every = " AND ".join(_quoted(term) for term in parts.terms)
        sql = "i.id IN (SELECT rowid FROM search_words WHERE search_words MATCH ?)"
        return [sql], [f"{{title}} : ({every})"]
    sets = [_matches(parts, term, level) for term in parts.terms]
    conditions = [f"i.id IN (SELECT id FROM ({sql}) AS hit)" for sql, _ in sets]
    return conditions, [value for _, values in sets for value in values]


def _where(conditions: Sequence[str]) -> str:
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""


def _order(query: Query, parts: _Parts) -> str:
    direction = _DIRECTIONS[query.descending]
    if not parts.full_text:
        # SQLite's way of NULLs, which its indexes have; PostgreSQL's is the other one.
        direction += " NULLS LAST" if query.descending else " NULLS FIRST"
    sort = SortKey.TITLE if query.sort is SortKey.RELEVANCE else query.sort
    columns = ", ".join(f"{column}{direction}" for column in (*_ORDERS[sort], "i.id"))
    return columns.format(viewer=int(query.viewer_id))


def _begins(query: Query, *, full_text: bool) -> tuple[str, list[Any]]:
    """Return the items whose title begins with all the words typed, in order."""
    typed = [node for node in query.where if isinstance(node, Word | Phrase)]
    words = " ".join(node.text for node in typed)
    # While it is typed, the last word is the beginning of one.
    star, rest = (" *", "%") if isinstance(typed[-1], Word) else ("", " %")
    if full_text:
        phrase = " ".join(query_terms(words))
        return (
            "SELECT rowid AS id FROM search_words WHERE search_words MATCH ?",
            [f'{{title}} : ^ "{phrase}"{star}'],
        )
    start = _like(" ".join(search_text(words).split()))
    return (
        "SELECT item_id AS id FROM search_document WHERE title || ' ' LIKE ?",
        [f"{start}{rest}"],
    )


def _add(parts: _Parts, node: Node) -> None:
    match node:
        case Word() | Phrase():
            parts.terms += _terms(node)
        case Field():
            _add_field(parts, node)
        case Not(inner):
            _add_not(parts, inner)


def _terms(node: Word | Phrase) -> list[_Term]:
    words = query_terms(node.text)
    if isinstance(node, Word):
        return [_Term(word, prefix=True) for word in words]
    return [_Term(" ".join(words), prefix=False)] if words else []


def _add_not(parts: _Parts, inner: Word | Phrase | Field) -> None:
    """Leave out what matches all of `inner`: `-wall-e` keeps an item that has only `wall`."""
    only = _Parts(parts.full_text, parts.viewer_id)
    _add(only, inner)
    found, values = _found(only, _PLOT)
    conditions = [*only.conditions, *found]
    if conditions:
        # A comparison with an unknown value is unknown, and so would be its opposite.
        parts.add(
            f"NOT COALESCE({' AND '.join(conditions)}, {'0' if parts.full_text else 'FALSE'})",
            [*only.values, *values],
        )


def _matches(parts: _Parts, term: _Term, level: int) -> tuple[str, list[Any]]:
    """Return SQL for (id, class) of the items that hold one term no worse than the level."""
    documents, values = _documents(term, level, full_text=parts.full_text)
    selects = list(documents)
    if level >= _NAMES:
        names, bound = _names(term, full_text=parts.full_text)
        for kind, table, item, entity in _LINKS:
            selects.append(
                f"SELECT l.{item}, {_NAMES} FROM ({names}) AS n CROSS JOIN {table} AS l "
                f"WHERE n.kind = '{kind}' AND l.{entity} = n.entity_id"
            )
            values += bound
    return " UNION ALL ".join(selects), values


def _documents(term: _Term, level: int, *, full_text: bool) -> tuple[list[str], list[Any]]:
    columns = [each for each in _COLUMNS if each[1] <= level]
    if full_text:
        select = "SELECT rowid AS id, {} AS class FROM search_words WHERE search_words MATCH ?"
        return (
            [select.format(rank) for _column, rank in columns],
            [f"{{{column}}} : {_quoted(term)}" for column, _rank in columns],
        )
    select = "SELECT item_id AS id, {} AS class FROM search_document WHERE ' ' || {} || ' ' ILIKE ?"
    return (
        [select.format(rank, column) for column, rank in columns],
        [_pattern(term) for _ in columns],
    )


def _names(term: _Term, *, full_text: bool) -> tuple[str, list[Any]]:
    if full_text:
        return (
            "SELECT s.kind, s.entity_id FROM search_names x CROSS JOIN search_name s "
            "WHERE search_names MATCH ? AND s.id = x.rowid"
        ), [_quoted(term)]
    return (
        "SELECT kind, entity_id FROM search_name WHERE ' ' || name || ' ' ILIKE ?",
        [_pattern(term)],
    )


def _quoted(term: _Term) -> str:
    # A term holds letters, digits and spaces only: see domain.naming.query_terms.
    return f'"{term.text}" *' if term.prefix else f'"{term.text}"'


def _pattern(term: _Term) -> str:
    return f"% {_like(term.text)}%" if term.prefix else f"% {_like(term.text)} %"


def _like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _add_field(parts: _Parts, node: Field) -> None:
    if node.name in ("title", "person"):
        _add_text_field(parts, node)
    elif node.name in ("genre", "tag"):
        _add_named(parts, node)
    else:
        parts.add(*field_condition(node.name, node.value, parts.viewer_id))


def _add_text_field(parts: _Parts, node: Field) -> None:
    for word in query_terms(node.value):
        term = _Term(word, prefix=True)
        if node.name == "title":
            selects, values = _documents(term, _TITLE, full_text=parts.full_text)
            sql = selects[0]
        else:
            names, values = _names(term, full_text=parts.full_text)
            sql = (
                f"SELECT c.media_item_id AS id FROM ({names}) AS n CROSS JOIN credit c "
                "WHERE n.kind = 'person' AND c.person_id = n.entity_id"
            )
        parts.add(f"i.id IN (SELECT id FROM ({sql}) AS hit)", values)


def _add_named(parts: _Parts, node: Field) -> None:
    """Match the whole name of a genre or tag as the search folds it: `épouvante` is Épouvante."""
    table, key = f"item_{node.name}", f"{node.name}_id"
    folded = search_text(node.value)
    values: list[Any] = [folded, node.name]
    if not folded:
        values = [node.value]
        source, test = f"{node.name} s", "s.name = ?"
    elif parts.full_text:
        values = [f'"{folded}"', *values]
        source = "search_names x CROSS JOIN search_name s"
        test = "search_names MATCH ? AND s.id = x.rowid AND s.name = ? AND s.kind = ?"
    else:
        source, test = "search_name s", "s.name = ? AND s.kind = ?"
    entity = "entity_id" if folded else "id"
    parts.add(
        f"i.id IN (SELECT l.item_id FROM {source} CROSS JOIN {table} l "
        f"WHERE {test} AND l.{key} = s.{entity})",
        values,
    )
