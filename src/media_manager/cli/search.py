"""`search`: find items by words and conditions."""

import argparse
from collections.abc import Iterator, Sequence

from media_manager.cli.desk import Desk
from media_manager.domain.media import MediaRow
from media_manager.domain.query import Query, SortKey, parse_query
from media_manager.library.browse import first_page, result_set
from media_manager.library.plain_rows import row_as_data
from media_manager.persistence.reader import LibraryReader

_PAGE = 200


def run(words: argparse.Namespace, desk: Desk) -> int:
    """Write one line an item, in order."""
    words.text = " ".join(words.words)
    query = Query(parse_query(words.text))
    key, descending = words.sort or (None, False)
    query = query.sorted_by(key or _usual_order(query), descending=descending)
    found = 0
    with desk.library().reading() as reader:
        for page in _pages(reader, query, words.limit):
            for row in page:
                desk.screen.result(row_as_data(row), shown_row(row))
            found += len(page)
    if not found:
        desk.screen.note(f"Nothing matches “{words.text}”.")
    return 0 if found else 1


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
