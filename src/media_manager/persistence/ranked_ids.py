"""All ids of a query in order, by the columns of the library where these are current.

SQL finds what each condition holds, which it does fast; putting a million hits in order is what
it does slowly. Without columns everything is SQL, with the same answer.
"""

from typing import TYPE_CHECKING

from media_manager.domain.query import Query, SortKey
from media_manager.persistence.query_compiler import (
    Compiled,
    Part,
    order_of,
    sets_of,
    words_of,
)
from media_manager.persistence.query_pages import few_ids
from media_manager.persistence.reader import LibraryReader

if TYPE_CHECKING:
    from media_manager.persistence.columns import Columns


def is_quickly_sorted(query: Query) -> bool:
    """Tell whether SQL finds the first page of this order without sorting everything."""
    ranked = query.sort is SortKey.RELEVANCE and query.has_words
    return ranked or order_of(query, full_text=True).indexed


def useful_columns(reader: LibraryReader, query: Query) -> "Columns | None":
    """Return the columns if they are current and quicker than SQL; outside of a snapshot."""
    if reader.columns is None:
        return None
    compiled = reader.compiled(query)
    if not _may_help(compiled):
        return None
    columns: Columns | None = reader.columns.current(reader)
    if columns is None or not columns.can_rank(compiled.order.columns):
        return None
    return columns


def ranked_ids(reader: LibraryReader, query: Query, columns: "Columns | None") -> bytes:
    """Return every id of a query in its order, packed; within a snapshot of the columns' seq."""
    compiled = reader.compiled(query)
    if columns is None or few_ids(compiled, reader.numbers) is not None:
        return reader.all_ids(query).tobytes()
    return _sorted(reader, compiled, columns, None)


def first_ranked(
    reader: LibraryReader, query: Query, limit: int, columns: "Columns | None"
) -> list[int] | None:
    """Return the first ids in an order that has no index; None where SQL is to be asked."""
    compiled = reader.compiled(query)
    if columns is None or compiled.shape.ranked or compiled.order.indexed:
        return None
    if few_ids(compiled, reader.numbers) is not None:
        return None
    return list(memoryview(_sorted(reader, compiled, columns, limit)).cast("q"))


def _may_help(compiled: Compiled) -> bool:
    """Tell whether there may be much to sort."""
    shape = compiled.shape
    if not compiled.context.full_text or not shape.types:
        return False
    return not any(each.narrow for each in shape.conditions)


def _sorted(
    reader: LibraryReader, compiled: Compiled, columns: "Columns", first: int | None
) -> bytes:
    # numpy: not before it is needed.
    from media_manager.persistence.columns.hits import Found, sorted_hits  # noqa: PLC0415

    def text(part: Part) -> str | None:
        found: str | None = reader.execute(reader.joined_ids(part.sql), part.values).fetchone()[0]
        return found

    words, begins = words_of(compiled)
    return sorted_hits(
        columns,
        (text(part) for part in sets_of(compiled)),
        Found(
            compiled.shape.types,
            [((level, text(part)) for level, part in word) for word in words],
            None if begins is None else text(begins) or "",
        ),
        compiled.order.columns,
        first=first,
    )
