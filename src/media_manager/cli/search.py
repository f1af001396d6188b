"""`search`: find items by words and conditions."""

import argparse
from collections.abc import Iterator, Sequence

from media_manager.cli.desk import Desk
from media_manager.domain.media import MediaRow
from media_manager.domain.query import Order, ParsedSearch, Query, SortKey, parse_search
from media_manager.library.browse import first_page, result_set
from media_manager.library.plain_rows import row_as_data
from media_manager.library.spelling import did_you_mean
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.searches_reader import resolved

_PAGE = 200


def run(words: argparse.Namespace, desk: Desk) -> int:
    """Write one line an item, in order."""
    words.text = " ".join(words.words)
    query = ordered(parse_search(words.text), words.sort or ())
    found = 0
    with desk.library().reading() as reader:
        query = resolved(reader, query, text=words.text)
        for page in _pages(reader, query, words.limit):
            for row in page:
                desk.screen.result(row_as_data(row), shown_row(row))
            found += len(page)
        if not found:
            desk.screen.note(f"Nothing matches “{words.text}”.")
            if meant := did_you_mean(reader, words.text):
                desk.screen.note(f"Did you mean “{meant.text}”?")
    return 0 if found else 1


def ordered(parsed: ParsedSearch, orders: Sequence[Order]) -> Query:
    """Return the query in the order asked for: by an option, else by `sort:`, else the usual."""
    query = Query(parsed.where)
    first, *then = orders or parsed.orders or (Order(_usual_order(query)),)
    return query.sorted_by(first.sort, descending=first.descending, then=tuple(then))


def _pages(reader: LibraryReader, query: Query, limit: int) -> Iterator[Sequence[MediaRow]]:
    """Yield the rows in order; all of them are never in memory at once."""
    if limit:
        yield first_page(reader, query, limit)
        return
    ids = result_set(reader, query).ids
    for start in range(0, len(ids), _PAGE):
        yield reader.rows(list(ids[start : start + _PAGE]))


def _usual_order(query: Query) -> SortKey:
    return SortKey.RELEVANCE if query.has_words else SortKey.TITLE


def shown_row(row: MediaRow) -> str:
    """Return an item as one line: its number, its type, its name."""
    return f"{row.id:>7}  {row.media_type:<8} {shown_title(row)}{_marks(row)}"


def shown_title(row: MediaRow) -> str:
    """Return what a person calls the item: an episode with its show and place."""
    if row.media_type == "episode":
        place = row.premiered or ""
        if row.episode is not None:
            end = f"-E{row.episode_end:02}" if row.episode_end else ""
            place = f"S{row.season or 0:02}E{row.episode:02}{end}"
        return f"{row.parent_title or ''} {place} {row.title}".strip()
    if row.media_type == "season":
        return f"{row.parent_title or ''} {row.title}".strip()
    return f"{row.title} ({row.year})" if row.year else row.title


def _marks(row: MediaRow) -> str:
    marks = [state for state in (row.file_state,) if state in ("missing", "offline")]
    marks += ["unmatched"] if row.state != "matched" else []
    return f"  [{', '.join(marks)}]" if marks else ""
