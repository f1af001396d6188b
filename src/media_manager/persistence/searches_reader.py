"""Reads saved searches. There are few, so all are read and compared by their folded names."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Protocol

from media_manager.domain.naming import fold, sort_key
from media_manager.domain.query import Node, Query, parse_query
from media_manager.domain.query.references import has_references, resolve_references
from media_manager.errors import QueryError


class SearchRow(NamedTuple):
    """A saved search as it is kept; `folder` is a path such as `Mine/Later`, empty at the top."""

    id: int
    folder: str
    name: str
    text: str
    created_at: int


class Executes(Protocol):
    """What reads: a reader of the library, which itself resolves references with this module."""

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Iterable[Any]: ...


def list_searches(reader: Executes) -> list[SearchRow]:
    """Return all saved searches: folders by their path, names in the order of titles."""
    rows = reader.execute("SELECT id, folder, name, query, created_at FROM saved_search")
    found = [SearchRow(*row) for row in rows]
    return sorted(found, key=lambda row: (_path_key(row.folder), sort_key(row.name), row.id))


def find_search(reader: Executes, name: str) -> SearchRow | None:
    """Return the saved search of this name, whatever its case and accents."""
    folded = name_key(name)
    return next((row for row in list_searches(reader) if name_key(row.name) == folded), None)


def find_conditions(reader: Executes, name: str) -> tuple[Node, ...] | None:
    """Return the conditions of a saved search, None if there is none of this name.

    Raises QueryError for a text that an older or newer version understood differently.
    """
    row = find_search(reader, name)
    if row is None:
        return None
    try:
        return parse_query(row.text)
    except QueryError as error:
        raise QueryError(
            f"The saved search “{row.name}” cannot be understood: {error}",
            position=0,
            hint="Open it, mend it and save it again.",
        ) from error


def resolved(reader: Executes, query: Query, *, text: str = "") -> Query:
    """Return the query with the conditions of the saved searches that it names.

    Most queries name none and come back as they are. Raises QueryError for an unknown name and
    for searches that contain each other.
    """
    if not has_references(query.where):
        return query
    where = resolve_references(query.where, lambda name: find_conditions(reader, name), text=text)
    return Query(where, query.sort, query.descending, query.then, viewer_id=query.viewer_id)


def name_key(name: str) -> str:
    """Return by what two names are the same."""
    return " ".join(fold(name).split())


def _path_key(folder: str) -> tuple[bytes, ...]:
    return tuple(sort_key(part) for part in folder.split("/") if part)
