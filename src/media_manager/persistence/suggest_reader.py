"""Names of the library for the completion of a search: few, soon, the most used ones first.

Each answer takes a few milliseconds at a million items: names come from the index of names, what
files hold from a sample of them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Final

from media_manager.domain.languages import language_codes, normalise_language
from media_manager.domain.naming import fold, query_terms
from media_manager.persistence.reader import LibraryReader

# So many names are ranked by use; of a longer list the first ones are.
_RANKED: Final = 200
# Enough to tell the common from the rare; counting all of a genre would be slow.
_COUNTED: Final = 100
_SAMPLE: Final = 200
_PRIME: Final = 7919

_INDEXED_NAMES = """
SELECT e.name, (SELECT count(*) FROM (SELECT 1 FROM {link} l WHERE l.{key} = e.id LIMIT {counted}))
FROM (SELECT s.entity_id FROM {found} AND s.kind = '{kind}'{role} LIMIT {ranked}) AS n
JOIN {table} e ON e.id = n.entity_id
"""
_FIRST_NAMES = """
SELECT e.name, (SELECT count(*) FROM (SELECT 1 FROM {link} l WHERE l.{key} = e.id LIMIT {counted}))
FROM (SELECT id, name FROM {table} s WHERE TRUE{role} ORDER BY id LIMIT {ranked}) AS e
"""
_ROLE = " AND EXISTS (SELECT 1 FROM credit c WHERE c.person_id = s.{id} AND c.role = '{role}')"

Find = Callable[[LibraryReader, str], Iterable[str]]


def suggest_values(
    reader: LibraryReader, field: str, prefix: str, limit: int = 30
) -> tuple[str, ...]:
    """Return names of a field in which each word of `prefix` begins a word.

    Those that begin with the prefix come first, then those that are used most.
    """
    find = _FINDERS.get(field)
    if find is None:
        return ()
    folded = fold(prefix).strip()
    names = dict.fromkeys(find(reader, prefix))
    return tuple(sorted(names, key=lambda name: not fold(name).startswith(folded))[:limit])


def _indexed(
    reader: LibraryReader, prefix: str, *, kind: str, link: tuple[str, str], role: str = ""
) -> list[str]:
    """Find names of many by the index of names; without a prefix take the first there are."""
    terms = query_terms(prefix)
    table, (links, key) = kind, link
    shared = {"table": table, "link": links, "key": key, "counted": _COUNTED, "ranked": _RANKED}
    if not terms:
        condition = _ROLE.format(id="id", role=role) if role else ""
        rows = reader.execute(_FIRST_NAMES.format(role=condition, **shared))
        return _by_use(rows)
    condition = _ROLE.format(id="entity_id", role=role) if role else ""
    if reader.full_text:
        found = (
            "search_names x CROSS JOIN search_name s WHERE search_names MATCH ? AND s.id = x.rowid"
        )
        values = [" AND ".join(f'"{term}" *' for term in terms)]
    else:
        found = "search_name s WHERE " + " AND ".join("' ' || s.name LIKE ?" for _ in terms)
        values = [f"% {term}%" for term in terms]
    sql = _INDEXED_NAMES.format(found=found, kind=kind, role=condition, **shared)
    return _by_use(reader.execute(sql, values))


def _few(reader: LibraryReader, prefix: str, *, sql: str) -> list[str]:
    """Find names among so few that all of them can be looked at."""
    return _matching((name for (name,) in reader.execute(sql)), prefix)


def _collections(reader: LibraryReader, prefix: str, *, kinds: str) -> list[str]:
    """Find collections by what their names begin with; they are not in the index of names."""
    typed = prefix.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = reader.execute(
        f"SELECT name FROM collection WHERE kind IN ({kinds}) AND "
        "(lower(name) LIKE lower(?) ESCAPE '\\' OR lower(name) LIKE lower(?) ESCAPE '\\') LIMIT ?",
        [f"{typed}%", f"% {typed}%", _RANKED],
    )
    return [name for (name,) in rows]


def _sampled(reader: LibraryReader, prefix: str, *, table: str, sql: str) -> list[str]:
    """Find what many rows hold by looking at some of them, evenly spread."""
    last = reader.execute(f"SELECT max(id) FROM {table}").fetchone()[0] or 0
    step = max(1, last // _SAMPLE)
    # Shifted by a prime: rows come in a rhythm, and one that is ours would show one value only.
    ids = ",".join(str(n - n // step * _PRIME % step) for n in range(last, 0, -step))
    if not ids:
        return []
    rows = reader.execute(sql.format(ids=ids))
    return _matching((name for name, _count in rows), prefix)


def _languages(reader: LibraryReader, prefix: str, *, table: str, sql: str) -> list[str]:
    """Find languages by their code or by any of their names."""
    spelled = language_codes(fold(prefix).strip())
    found = filter(normalise_language, _sampled(reader, "", table=table, sql=sql))
    return [code for code in found if code in spelled or fold(code).startswith(fold(prefix))]


def _by_use(rows: Iterable[Sequence[object]]) -> list[str]:
    ranked = sorted(((-int(str(uses)), str(name)) for name, uses in rows))
    return [name for _uses, name in ranked]


def _matching(names: Iterable[str], prefix: str) -> list[str]:
    terms = fold(prefix).split()
    return [name for name in names if all(f" {term}" in f" {fold(name)}" for term in terms)]


_COUNTED_VALUES = (
    "SELECT {column}, count(*) FROM {table} WHERE {id} IN ({{ids}}) AND {column} IS NOT NULL"
    "{more} GROUP BY {column} ORDER BY 2 DESC, 1"
)


def _values_of(table: str, column: str, *, id: str = "id", more: str = "") -> str:  # noqa: A002 - a column
    return _COUNTED_VALUES.format(table=table, column=column, id=id, more=more)


_STREAM = partial(_values_of, "stream", id="file_id")
_PEOPLE = partial(_indexed, kind="person", link=("credit", "person_id"))
_FINDERS: Final[Mapping[str, Find]] = MappingProxyType(
    {
        "person": _PEOPLE,
        "actor": partial(_PEOPLE, role="actor"),
        "director": partial(_PEOPLE, role="director"),
        "writer": partial(_PEOPLE, role="writer"),
        "tag": partial(_indexed, kind="tag", link=("item_tag", "tag_id")),
        "studio": partial(_indexed, kind="company", link=("item_company", "company_id")),
        "genre": partial(_indexed, kind="genre", link=("item_genre", "genre_id")),
        "country": partial(_few, sql="SELECT name FROM country ORDER BY name"),
        "library": partial(_few, sql="SELECT name FROM library ORDER BY name"),
        "in": partial(_few, sql="SELECT name FROM saved_search ORDER BY name"),
        "set": partial(_collections, kinds="'set'"),
        "collection": partial(_collections, kinds="'set', 'static', 'query'"),
        "language": partial(
            _languages, table="media_file", sql=_STREAM("language", more=" AND kind = 'audio'")
        ),
        "subtitle": partial(_languages, table="subtitle", sql=_values_of("subtitle", "language")),
        "codec": partial(
            _sampled, table="media_file", sql=_STREAM("codec", more=" AND kind = 'video'")
        ),
        "audio": partial(
            _sampled, table="media_file", sql=_STREAM("codec", more=" AND kind = 'audio'")
        ),
        "container": partial(
            _sampled, table="media_file", sql=_values_of("media_file", "container")
        ),
        "certification": partial(
            _sampled, table="media_item", sql=_values_of("media_item", "content_rating")
        ),
    }
)
