"""Make the columns of a library, keep them current, and answer facets by what is at hand."""

from collections.abc import Callable, Generator
from contextlib import suppress
from enum import Enum, auto

from media_manager.domain.paging import ResultSet
from media_manager.domain.query import Query
from media_manager.instrumentation import timed
from media_manager.library.facet_totals import is_about_everything, read_totals, save_totals
from media_manager.library.facets import (
    FacetGroup,
    FacetQuestion,
    TooManyRows,
    count_by_columns,
    facet_counts,
)
from media_manager.persistence.columns.layout import COLUMN_VIEWER
from media_manager.persistence.columns.manifest import ColumnsUnusable
from media_manager.persistence.columns.shelf import WORTH_ITEMS, ColumnShelf
from media_manager.persistence.reader import LibraryReader

# Rows that are counted where columns are not there yet; with more, it is quicker to wait.
MOST_ROWS = 2_000


class Patience(Enum):
    """What may be done when columns are not current.

    WAIT for them, unless hits are few; tell by OLDER ones and wait on, while a scan writes faster
    than they follow; or count ROWS, however many they are.
    """

    WAIT = auto()
    OLDER = auto()
    ROWS = auto()


def item_count(reader: LibraryReader) -> int:
    """Return how many items there are, by the counters."""
    return sum(reader.counters("type:").values())


def need_columns(reader: LibraryReader, shelf: ColumnShelf) -> bool:
    """Tell whether the library is large enough for columns, and its files are not current."""
    return item_count(reader) >= WORTH_ITEMS and not shelf.is_current_on_disk(reader)


@timed("columns.rebuild")
def keep_columns(reader: LibraryReader, shelf: ColumnShelf) -> Generator[bool | None]:
    """Make the columns current and hold them; yields between slices of some milliseconds.

    It yields True once they are held; then the counts of the whole library follow.
    """
    # Late: it brings numpy.
    from media_manager.persistence.columns import current_columns  # noqa: PLC0415

    columns = yield from current_columns(shelf.folder, reader, shelf.held)
    shelf.put(columns)
    yield True
    if read_totals(shelf.folder, reader) is not None:
        return
    groups = facet_counts(reader, FacetQuestion(Query()), columns=columns)
    if reader.seq() == columns.seq:
        save_totals(shelf.folder, columns.uid, columns.seq, groups)


def answer_facets(
    reader: LibraryReader,
    question: FacetQuestion,
    shelf: ColumnShelf,
    *,
    known: ResultSet | None = None,
    patience: Patience = Patience.WAIT,
    on_group: Callable[[FacetGroup], None] = lambda _group: None,
) -> tuple[FacetGroup, ...] | None:
    """Answer by the totals, the columns or the rows; None when columns must be waited for.

    Whoever keeps the columns was told by then; only with Patience.ROWS there always is an answer.
    """
    if is_about_everything(question):
        totals = read_totals(shelf.folder, reader)
        if totals is not None and all(facet in totals for facet in question.facets):
            groups = tuple(totals[facet] for facet in question.facets)
            for group in groups:
                on_group(group)
            return groups
    few = item_count(reader) < WORTH_ITEMS
    if not few and question.query.viewer_id == COLUMN_VIEWER:
        with reader.snapshot():
            columns = shelf.within(reader)
            if columns is not None:
                return count_by_columns(reader, question, columns, known=known, on_group=on_group)
            older = shelf.held_for(reader) if patience is Patience.OLDER else None
            if older is not None:
                count_by_columns(reader, question, older, on_group=on_group)
                return None
    most = None if few or patience is Patience.ROWS else MOST_ROWS
    try:
        return facet_counts(reader, question, known=known, most_rows=most, on_group=on_group)
    except TooManyRows:
        return None


def count_once(
    reader: LibraryReader,
    question: FacetQuestion,
    shelf: ColumnShelf,
    *,
    on_wait: Callable[[], None] = lambda: None,
) -> tuple[FacetGroup, ...]:
    """Answer for a command, which nobody keeps columns for: they are made now if it takes them.

    Where they cannot be written, rows are counted: exact as well, and slower.
    """
    groups = answer_facets(reader, question, shelf)
    if groups is None:
        on_wait()
        with suppress(OSError, ColumnsUnusable):
            for _step in keep_columns(reader, shelf):
                pass
        groups = answer_facets(reader, question, shelf, patience=Patience.ROWS)
    return groups or ()
