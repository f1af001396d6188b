"""From a query to SQL text and bound values, for SQLite and PostgreSQL.

Nothing that a person types becomes SQL or FTS syntax: words are folded, cut into tokens, quoted
and bound. Placeholders are `?`; the reader rewrites them where the driver wants another sign.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from media_manager.domain.naming import fold, query_terms, search_text
from media_manager.domain.query import Field, Node, Not, Phrase, Query, SortKey, Word, year_range

_DIRECTIONS = {False: "", True: " DESC"}
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
}
_FILE_ORDERS = frozenset({SortKey.SIZE, SortKey.RESOLUTION})

# How well a word matches: in the title, in file names or names of people, tags and studios, in
# the plot. The first page is final because each class is complete before the next begins.
_TITLE, _NAMES, _PLOT = 1, 2, 3


@dataclass
class _Parts:
    """The query under construction; values in the order of their placeholders."""

    ctes: list[str] = field(default_factory=list)
    cte_values: list[Any] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    words: int = 0


@dataclass(frozen=True, slots=True)
class Compiled:
    """SQL text that yields ids in order, its values, and the same as a count."""

    sql: str
    values: tuple[Any, ...]
    count_sql: str
    count_values: tuple[Any, ...]


def compile_query(query: Query, *, full_text: bool = True) -> Compiled:
    """Return SQL for the ids of a query. `full_text` is False on PostgreSQL."""
    parts = _Parts()
    for node in query.where:
        _add(parts, node, query, full_text=full_text)
    ranked = parts.words > 0 and query.sort in (SortKey.RELEVANCE, SortKey.TITLE)
    source = _source(parts)
    files = " LEFT JOIN media_file mf ON mf.id = i.main_file_id"
    where = f" WHERE {' AND '.join(parts.conditions)}" if parts.conditions else ""
    begins, begins_values = _begins(query, full_text=full_text) if ranked else ("", [])
    greatest = "max" if full_text else "greatest"
    order = _order(query, parts.words if ranked else 0, begins=bool(begins), greatest=greatest)
    joined = files if query.sort in _FILE_ORDERS else ""
    ctes = f"WITH {', '.join(parts.ctes)} " if parts.ctes else ""
    return Compiled(
        sql=f"{ctes}SELECT i.id FROM {source}{begins}{joined}{where} ORDER BY {order}",
        values=(*parts.cte_values, *begins_values, *parts.values),
        count_sql=f"{ctes}SELECT count(*) FROM {source}{where}",
        count_values=(*parts.cte_values, *parts.values),
    )


def _source(parts: _Parts) -> str:
    if not parts.words:
        return "media_item i"
    hits = "w0" + "".join(f" JOIN w{n} ON w{n}.id = w0.id" for n in range(1, parts.words))
    return f"{hits} JOIN media_item i ON i.id = w0.id"


def _order(query: Query, words: int, *, begins: bool, greatest: str) -> str:
    direction = _DIRECTIONS[query.descending]
    terms: list[str] = []
    if words:
        if begins:
            terms.append("CASE WHEN b.id IS NULL THEN 1 ELSE 0 END")
        classes = [f"w{n}.class" for n in range(words)]
        terms.append(classes[0] if words == 1 else f"{greatest}({', '.join(classes)})")
    sort = SortKey.TITLE if query.sort is SortKey.RELEVANCE else query.sort
    terms += [f"{column}{direction}" for column in _ORDERS[sort]]
    return ", ".join([*terms, f"i.id{direction}"])


def _begins(query: Query, *, full_text: bool) -> tuple[str, list[Any]]:
    """Return a join with the items whose title begins with all the words typed, in order."""
    typed = " ".join(node.text for node in query.where if isinstance(node, Word | Phrase))
    terms = query_terms(typed)
    if not terms:
        return "", []
    if not full_text:
        start = _like(" ".join(search_text(typed).split()))
        return (
            (
                " LEFT JOIN (SELECT item_id AS id FROM search_document WHERE title LIKE ?) b"
                " ON b.id = i.id"
            ),
            [f"{start}%"],
        )
    phrase = " ".join(terms).replace('"', "")
    return (
        (
            " LEFT JOIN (SELECT rowid AS id FROM search_words WHERE search_words MATCH ?) b"
            " ON b.id = i.id"
        ),
        [f'{{title}} : ^ "{phrase}" *'],
    )


def _add(parts: _Parts, node: Node, query: Query, *, full_text: bool) -> None:
    match node:
        case Word(text):
            for term in query_terms(text):
                _add_words(parts, term, prefix=True, full_text=full_text)
        case Phrase(text):
            phrase = " ".join(query_terms(text))
            if phrase:
                _add_words(parts, phrase, prefix=False, full_text=full_text)
        case Field():
            _add_field(parts, node, query, full_text=full_text)
        case Not(inner):
            _add_not(parts, inner, query, full_text=full_text)


def _add_not(parts: _Parts, inner: Word | Phrase | Field, query: Query, *, full_text: bool) -> None:
    if isinstance(inner, Field):
        only = _Parts()
        _add_field(only, inner, query, full_text=full_text)
        parts.conditions.append(f"NOT ({' AND '.join(only.conditions)})")
        parts.values += only.values
        return
    for term in query_terms(inner.text):
        sql, values = _matches(term, prefix=isinstance(inner, Word), full_text=full_text)
        parts.conditions.append(f"i.id NOT IN (SELECT id FROM ({sql}) AS hit)")
        parts.values += values


def _add_words(parts: _Parts, term: str, *, prefix: bool, full_text: bool) -> None:
    sql, values = _matches(term, prefix=prefix, full_text=full_text)
    name = f"w{parts.words}"
    parts.ctes.append(
        f"{name}(id, class) AS (SELECT id, min(class) FROM ({sql}) AS hit GROUP BY id)"
    )
    parts.cte_values += values
    parts.words += 1


def _matches(term: str, *, prefix: bool, full_text: bool) -> tuple[str, list[Any]]:
    """Return SQL for (id, class) of the items that hold one term anywhere."""
    names = _names_full_text if full_text else _names_like
    name_sql, name_values = names(term, prefix=prefix)
    linked = [
        ("person", "SELECT l.media_item_id AS id, l.person_id AS entity FROM credit l"),
        ("tag", "SELECT l.item_id AS id, l.tag_id AS entity FROM item_tag l"),
        ("company", "SELECT l.item_id AS id, l.company_id AS entity FROM item_company l"),
        ("genre", "SELECT l.item_id AS id, l.genre_id AS entity FROM item_genre l"),
    ]
    selects, values = _documents(term, prefix=prefix, full_text=full_text)
    for kind, links in linked:
        selects.append(
            f"SELECT l.id, {_NAMES} FROM ({name_sql}) AS n CROSS JOIN ({links}) AS l "
            f"WHERE n.kind = '{kind}' AND l.entity = n.entity_id"
        )
        values += name_values
    return " UNION ALL ".join(selects), values


def _documents(term: str, *, prefix: bool, full_text: bool) -> tuple[list[str], list[Any]]:
    columns = (("title", _TITLE), ("files", _NAMES), ("plot", _PLOT))
    if full_text:
        star = " *" if prefix else ""
        return (
            [
                f"SELECT rowid AS id, {rank} AS class FROM search_words WHERE search_words MATCH ?"
                for _column, rank in columns
            ],
            [f'{{{column}}} : "{term}"{star}' for column, _rank in columns],
        )
    return (
        [
            f"SELECT item_id AS id, {rank} AS class FROM search_document "
            f"WHERE ' ' || {column} ILIKE ?"
            for column, rank in columns
        ],
        [f"% {_like(term)}%" for _ in columns],
    )


def _names_full_text(term: str, *, prefix: bool) -> tuple[str, list[Any]]:
    star = " *" if prefix else ""
    return (
        (
            "SELECT s.kind, s.entity_id FROM search_names x CROSS JOIN search_name s "
            "WHERE search_names MATCH ? AND s.id = x.rowid"
        ),
        [f'"{term}"{star}'],
    )


def _names_like(term: str, *, prefix: bool) -> tuple[str, list[Any]]:  # noqa: ARG001 - same shape
    return (
        "SELECT kind, entity_id FROM search_name WHERE ' ' || name ILIKE ?",
        [f"% {_like(term)}%"],
    )


def _like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _add_field(parts: _Parts, node: Field, query: Query, *, full_text: bool) -> None:
    value = node.value
    if node.name in ("title", "person"):
        _add_text_field(parts, node, full_text=full_text)
        return
    sql, values = _SIMPLE_FIELDS[node.name](value, query)
    parts.conditions.append(sql)
    parts.values += values


def _add_text_field(parts: _Parts, node: Field, *, full_text: bool) -> None:
    for term in query_terms(node.value):
        if node.name == "title":
            selects, values = _documents(term, prefix=True, full_text=full_text)
            sql, values = selects[0], values[:1]
        else:
            names, values = (_names_full_text if full_text else _names_like)(term, prefix=True)
            sql = (
                f"SELECT c.media_item_id AS id FROM ({names}) AS n CROSS JOIN credit c "
                "WHERE n.kind = 'person' AND c.person_id = n.entity_id"
            )
        parts.conditions.append(f"i.id IN (SELECT id FROM ({sql}) AS hit)")
        parts.values += values


def _year(value: str, _query: Query) -> tuple[str, Sequence[Any]]:
    low, high = year_range(value) or (None, None)
    tests = [("i.year >= ?", low), ("i.year <= ?", high)]
    kept = [(sql, bound) for sql, bound in tests if bound is not None]
    return " AND ".join(sql for sql, _ in kept), [bound for _, bound in kept]


def _linked(table: str, names: str, key: str) -> Callable[[str, Query], tuple[str, Sequence[Any]]]:
    def condition(value: str, _query: Query) -> tuple[str, Sequence[Any]]:
        return (
            (
                f"i.id IN (SELECT l.item_id FROM {table} l JOIN {names} n ON n.id = l.{key} "
                "WHERE lower(n.name) = lower(?))"
            ),
            [value],
        )

    return condition


def _library(value: str, _query: Query) -> tuple[str, Sequence[Any]]:
    return "i.library_id IN (SELECT id FROM library WHERE lower(name) = lower(?))", [value]


def _state(value: str, query: Query) -> tuple[str, Sequence[Any]]:
    viewer = [query.viewer_id]
    file_state = (
        "EXISTS (SELECT 1 FROM media_file f JOIN root_folder r ON r.id = f.root_id "
        "WHERE f.id = i.main_file_id AND {test})"
    )
    states: dict[str, tuple[str, Sequence[Any]]] = {
        "unmatched": ("i.state <> 'matched'", ()),
        "offline": (file_state.format(test="r.state = 'offline'"), ()),
        "missing": (file_state.format(test="f.state = 'missing'"), ()),
        "favorite": (_mine("favorite"), viewer),
        "watched": (_mine("watched"), viewer),
        "unwatched": (f"NOT {_mine('watched')}", viewer),
    }
    return states[fold(value)]


def _mine(column: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM user_state u WHERE u.item_id = i.id AND u.viewer_id = ? "
        f"AND u.{column})"
    )


_SIMPLE_FIELDS: dict[str, Callable[[str, Query], tuple[str, Sequence[Any]]]] = {
    "type": lambda value, _query: ("i.media_type = ?", [value.lower()]),
    "library": _library,
    "library_id": lambda value, _query: ("i.library_id = ?", [int(value)]),
    "parent": lambda value, _query: ("i.parent_id = ?", [int(value)]),
    "root": lambda value, _query: (
        (
            "i.id IN (SELECT l.item_id FROM item_file l JOIN media_file f ON f.id = l.file_id "
            "WHERE f.root_id = ?)"
        ),
        [int(value)],
    ),
    "year": _year,
    "genre": _linked("item_genre", "genre", "genre_id"),
    "tag": _linked("item_tag", "tag", "tag_id"),
    "is": _state,
}
