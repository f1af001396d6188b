"""Say how many of a list have which genre, year, person …: what the facet panel shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from media_manager.domain.facets import (
    NAMED,
    RESOLUTION_STEPS,
    STATES,
    Facet,
    FacetGroup,
    FacetLine,
    Mark,
    Value,
    label_of,
    leaves,
    marked,
    node_of,
)
from media_manager.domain.naming import fold
from media_manager.domain.paging import ResultSet
from media_manager.domain.query import Field, Node, Query
from media_manager.library.facet_rows import Asked, RowCounter, Tally, TooManyRows
from media_manager.persistence.columns.layout import COLUMN_VIEWER
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.searches_reader import resolved

if TYPE_CHECKING:
    from media_manager.persistence.columns import Columns

__all__ = [
    "Facet",
    "FacetGroup",
    "FacetLine",
    "FacetQuestion",
    "Mark",
    "TooManyRows",
    "facet_counts",
]

ALL_FACETS = tuple(Facet)
SHOWN = 50
# Values that have an order of their own, best or newest first; the others go by how many.
_ORDERED = frozenset({Facet.YEAR, Facet.DECADE, Facet.RATING})
_RANKED: Mapping[Facet, Sequence[str]] = {
    Facet.RESOLUTION: (*(label for label, _ in RESOLUTION_STEPS), "sd"),
    Facet.STATE: STATES,
}


@dataclass(frozen=True, slots=True)
class FacetQuestion:
    """What is to be counted.

    `query` is the whole query of the list. `within` are those of its conditions that a place or
    a virtual library sets: no facet ignores them. `contains` narrows genres, people, studios,
    countries and tags to names in which each of its words begins a word.
    """

    query: Query
    facets: tuple[Facet, ...] = ALL_FACETS
    contains: str = ""
    limit: int = SHOWN
    within: tuple[Node, ...] = ()


class FacetCounter(Protocol):
    """Counts one facet of what conditions find."""

    def tally(self, where: tuple[Node, ...], asked: Asked) -> Tally: ...


def facet_counts(
    reader: LibraryReader,
    question: FacetQuestion,
    *,
    columns: "Columns | None" = None,
    known: ResultSet | None = None,
    most_rows: int | None = None,
    on_group: Callable[[FacetGroup], None] = lambda _group: None,
) -> tuple[FacetGroup, ...]:
    """Return a group for each facet that was asked for; `on_group` gets each as it is ready.

    `columns` are used if they are true at this moment and of this viewer; without them the rows
    are counted, which gives the same. `known` is the result set that the list has of the same
    query: its ids need not be found again. Where rows would have to be counted and are more than
    `most_rows`, TooManyRows is raised. Called on a worker thread.
    """
    if columns is not None and question.query.viewer_id == COLUMN_VIEWER:
        with reader.snapshot():
            if columns.seq == reader.seq():
                return count_by_columns(reader, question, columns, known=known, on_group=on_group)
    # No snapshot: this can take long, and whoever shows it asks again after a change.
    found = known if _is_known(known, question.query, reader.seq()) else None
    question = _resolved(reader, question)
    ids = None if found is None else found.ids
    return _counted(RowCounter(reader, question.query, ids, most=most_rows), question, on_group)


def _resolved(reader: LibraryReader, question: FacetQuestion) -> FacetQuestion:
    """Put the conditions of saved searches in the place of their names: no facet ignores those."""
    query = resolved(reader, question.query)
    if query is question.query:
        return question
    own = frozenset(question.query.where) - frozenset(question.within)
    within = tuple(node for node in query.where if node not in own)
    return replace(question, query=query, within=within)


def count_by_columns(
    reader: LibraryReader,
    question: FacetQuestion,
    columns: "Columns",
    *,
    known: ResultSet | None = None,
    on_group: Callable[[FacetGroup], None] = lambda _group: None,
) -> tuple[FacetGroup, ...]:
    """Do the same by columns, within a snapshot of their moment and for their viewer."""
    # Late: it brings numpy, which nobody needs who has no columns.
    from media_manager.library.facet_columns import ColumnCounter  # noqa: PLC0415

    found = known if _is_known(known, question.query, columns.seq) else None
    question = _resolved(reader, question)
    counter = ColumnCounter(reader, question.query, columns, found)
    return _counted(counter, question, on_group)


def _counted(
    counter: FacetCounter, question: FacetQuestion, on_group: Callable[[FacetGroup], None]
) -> tuple[FacetGroup, ...]:
    groups = []
    for facet in question.facets:
        group = count_facet(counter, question, facet)
        on_group(group)
        groups.append(group)
    return tuple(groups)


def count_facet(counter: FacetCounter, question: FacetQuestion, facet: Facet) -> FacetGroup:
    """Return the lines of one facet."""
    where = question.query.where
    own = tuple(node for node in where if node not in question.within and leaves(facet, node))
    marks = marked(facet, own)
    words = question.contains if facet in NAMED else ""
    asked = Asked(facet, question.limit, words, tuple(marks))
    tally = counter.tally(tuple(node for node in where if node not in own), asked)
    return _group(asked, tally, marks)


def _group(asked: Asked, tally: Tally, marks: Mapping[Value, tuple[Mark, Field]]) -> FacetGroup:
    facet = asked.facet
    values = sorted(
        (value for value, count in tally.counts.items() if count),
        key=lambda value: _place(facet, value, tally),
    )
    shown = values[: asked.limit]
    shown += [value for value in marks if value not in set(shown)]
    lines = tuple(
        _line(facet, value, tally, marks.get(value))
        for value in sorted(shown, key=lambda value: _place(facet, value, tally))
    )
    return FacetGroup(facet, lines, tally.distinct - sum(1 for each in lines if each.count))


def _line(facet: Facet, value: Value, tally: Tally, mark: tuple[Mark, Field] | None) -> FacetLine:
    typed = mark[1].value if mark else label_of(facet, value)
    label = tally.labels.get(value, typed)
    count = tally.counts.get(value, 0)
    if mark is not None:
        # As the query says it, so that taking it out of the query finds it.
        return FacetLine(mark[1], label, count, mark[0])
    return FacetLine(node_of(facet, value, label), label, count)


def _place(facet: Facet, value: Value, tally: Tally) -> tuple[object, ...]:
    """Return where a value stands among those of its facet."""
    if facet in _ORDERED:
        return (-value,)  # type: ignore[operator]  # years, decades and points are numbers
    if facet in _RANKED:
        return (_RANKED[facet].index(str(value)),)
    return (-tally.counts.get(value, 0), fold(tally.labels.get(value, str(value))), str(value))


def _is_known(known: ResultSet | None, query: Query, seq: int) -> bool:
    if known is None or not isinstance(known.query, Query):
        return False
    return known.query.where == query.where and known.seq == seq
