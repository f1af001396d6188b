"""Answer what a list asks: the first page, all ids in order, rows by id. On a read lane."""

from array import array
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from media_manager.domain.media import MediaRow
from media_manager.domain.paging import ResultSet
from media_manager.domain.query import Field, Ids, Not, Query, SortKey
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.reviews_reader import count_open_reviews
from media_manager.persistence.scan_reader import (
    child_ids,
    count_root_files,
    list_libraries,
    list_root_lines,
)


class RootLine(NamedTuple):
    """A root folder as the sidebar shows it."""

    id: int
    library_id: int
    display_path: str
    state: str
    state_reason: str | None
    held_count: int
    file_count: int | None  # None as long as nobody has counted


class LibraryLine(NamedTuple):
    """A library as the sidebar shows it, with how many items of each type it has."""

    id: int
    name: str
    kind: str
    counts: dict[str, int]
    roots: tuple[RootLine, ...]


class Overview(NamedTuple):
    """What the sidebar and the status bar show. Read from counters, never counted."""

    libraries: tuple[LibraryLine, ...]
    counts: dict[str, int]
    unmatched: dict[str, int]
    reviews: int = 0  # moved files that wait for a decision

    @property
    def total(self) -> int:
        """Return films, episodes, videos and photos: what a person would count."""
        return sum(self.counts.get(each, 0) for each in ("movie", "episode", "video", "photo"))


def first_page(
    reader: LibraryReader, query: Query, limit: int, *, seconds: float | None = None
) -> list[MediaRow]:
    """Return the first rows of a query in its order.

    After `seconds` what is found is enough: the best matches, to which the result set adds.
    """
    given = _given(query)
    query = _resolved(reader, query)
    ids = _first_ids(reader, query, limit, seconds) if given is None else list(given[:limit])
    return reader.rows(ids, viewer_id=query.viewer_id)


def _first_ids(reader: LibraryReader, query: Query, limit: int, seconds: float | None) -> list[int]:
    # Late, as below: the first paint shows ids that were kept, and compiles nothing.
    from media_manager.persistence.ranked_ids import (  # noqa: PLC0415 - as above
        first_ranked,
        is_simple,
        useful_columns,
    )

    columns = None if is_simple(query) else useful_columns(reader, query)
    if columns is not None:
        with reader.snapshot():
            if columns.seq == reader.seq():
                return first_ranked(reader, query, limit, columns, seconds=seconds)
    return reader.first_ids(query, limit, seconds=seconds)


def result_set(reader: LibraryReader, query: Query) -> ResultSet:
    """Return all ids of a query in its order, with the point of the change log they are true at."""
    from media_manager.persistence.ranked_ids import (  # noqa: PLC0415 - as above
        ranked_ids,
        useful_columns,
    )

    given = _given(query)
    asked = _resolved(reader, query)
    columns = None if given is not None else useful_columns(reader, asked)
    with reader.snapshot():
        seq = reader.seq()
        if given is None:
            current = columns if columns is not None and columns.seq == seq else None
            return ResultSet(query, seq, ranked_ids(reader, asked, current))
        there = frozenset(reader.all_ids(query.sorted_by(SortKey.ADDED)))
        return ResultSet.of(query, seq, (each for each in given if each in there))


def _resolved(reader: LibraryReader, query: Query) -> Query:
    """Put the conditions of saved searches in the place of their names."""
    inner = (node.node if isinstance(node, Not) else node for node in query.where)
    if all(isinstance(node, Field) and node.name != "in" for node in inner):
        return query  # as the first paint asks: nothing is imported for it
    from media_manager.persistence.searches_reader import resolved  # noqa: PLC0415 - as above

    return resolved(reader, query)


def _given(query: Query) -> Sequence[int] | None:
    """Return the ids of a query that is nothing but a list in its own order: the best first."""
    match query:
        case Query(where=(Ids(packed),), sort=SortKey.RELEVANCE):
            return array("q", packed)
    return None


def rows(reader: LibraryReader, ids: Sequence[int]) -> list[MediaRow]:
    """Return the rows of these ids, without those that are gone."""
    return reader.rows(ids)


def children(reader: LibraryReader, parent_id: int) -> list[MediaRow]:
    """Return the seasons of a show, or the episodes of a season, in order."""
    return reader.rows(child_ids(reader, parent_id))


def overview(reader: LibraryReader, file_counts: Mapping[int, int] | None = None) -> Overview:
    """Return what the sidebar shows; with `file_counts` the files of the roots are not counted."""
    numbers = reader.counters()
    if file_counts is None:
        file_counts = count_root_files(reader)
    by_library: dict[int, list[RootLine]] = {}
    for row in list_root_lines(reader):
        by_library.setdefault(row["library_id"], []).append(_root_line(row, file_counts))
    libraries = list_libraries(reader)
    return Overview(
        libraries=tuple(
            LibraryLine(
                line["id"],
                line["name"],
                line["kind"],
                _below(numbers, f"library:{line['id']}:"),
                tuple(by_library.get(line["id"], ())),
            )
            for line in libraries
        ),
        counts=_below(numbers, "type:"),
        unmatched=_below(numbers, "unmatched:"),
        reviews=count_open_reviews(reader),
    )


def _below(numbers: dict[str, int], prefix: str) -> dict[str, int]:
    return {name[len(prefix) :]: n for name, n in numbers.items() if name.startswith(prefix)}


def _root_line(row: dict[str, Any], file_counts: Mapping[int, int]) -> RootLine:
    counted = row["file_count"]
    return RootLine(
        row["id"],
        row["library_id"],
        row["display_path"],
        row["state"],
        row["state_reason"],
        row["held_count"],
        file_counts.get(row["id"]) if counted is None else counted,
    )
