"""All ids of a query in order, by the columns of the library where these are current.

SQL finds what each condition holds, which it does fast; putting a million hits in order is what
it does slowly. Without columns everything is SQL, with the same answer.
"""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from media_manager.domain.query import Query
from media_manager.persistence.query_compiler import (
    Compiled,
    Part,
    Step,
    order_of,
    raised_by,
    sets_of,
    words_of,
)
from media_manager.persistence.query_pages import few_ids, first_ids
from media_manager.persistence.reader import LibraryReader

if TYPE_CHECKING:
    from media_manager.persistence.columns import Columns


def is_simple(query: Query) -> bool:
    """Tell whether SQL walks an index for the first page of a query, and nothing else."""
    return not query.where and order_of(query, full_text=True).indexed


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
    return _sorted(reader, query, columns, None)


def found_ids(reader: LibraryReader, query: Query, columns: "Columns") -> bytes:
    """Return every id of a query, packed, in whatever order is quickest; as above."""
    compiled = reader.compiled(query)
    if not _may_help(compiled) or not columns.can_rank(compiled.order.columns):
        return reader.all_ids(query).tobytes()
    return ranked_ids(reader, query, columns)


def first_ranked(
    reader: LibraryReader,
    query: Query,
    limit: int,
    columns: "Columns",
    *,
    seconds: float | None = None,
) -> list[int]:
    """Return the first ids of a query; within a snapshot of the columns' seq.

    SQL finds few hits and dense ones; columns sort what is neither, and orders without an index.
    """
    compiled = reader.compiled(query)
    if compiled.shape.ranked or compiled.order.indexed:
        return first_ids(
            compiled,
            limit,
            reader.numbers,
            seconds,
            partial(_ranked_step, reader, compiled, columns),
        )
    few = few_ids(compiled, reader.numbers)
    if few is not None:
        return reader.numbers(few, limit, None)
    return list(memoryview(_sorted(reader, query, columns, limit)).cast("q"))


def _ranked_step(
    reader: LibraryReader, compiled: Compiled, columns: "Columns", step: Step, limit: int
) -> list[int]:
    # numpy: not before it is needed.
    from media_manager.persistence.columns.hits import Found, sorted_hits  # noqa: PLC0415

    texts = (_text(reader, part) for part in step.sets)
    found = Found(compiled.shape.types)
    packed = sorted_hits(columns, texts, found, compiled.order.columns, first=limit)
    return list(memoryview(packed).cast("q"))


def _text(reader: LibraryReader, part: Part) -> str | None:
    found: str | None = reader.execute(reader.joined_ids(part.sql), part.values).fetchone()[0]
    return found


def _may_help(compiled: Compiled) -> bool:
    """Tell whether there may be much to sort."""
    shape = compiled.shape
    if not compiled.context.full_text or not shape.types:
        return False
    return not any(each.narrow for each in shape.conditions)


def _sorted(reader: LibraryReader, query: Query, columns: "Columns", first: int | None) -> bytes:
    # numpy: not before it is needed.
    from media_manager.persistence.columns.hits import Found, sorted_hits  # noqa: PLC0415
    from media_manager.persistence.columns.tallies import flags_by_number  # noqa: PLC0415

    known = flags_by_number(columns, reader, query)
    whole = reader.compiled(query)
    rest = replace(query, where=tuple(node for node in query.where if node not in known))
    compiled = reader.compiled(rest) if known else whole
    return sorted_hits(
        columns,
        (_text(reader, part) for part in sets_of(compiled)),
        Found(
            whole.shape.types,
            [[(level, _text(reader, part)) for level, part in word] for word in words_of(compiled)],
            [(level, _text(reader, part)) for level, part in raised_by(compiled)],
            tuple(known.values()),
        ),
        whole.order.columns,
        first=first,
    )
