"""`facets`: count what a search finds by genre, year, person and so on."""

import argparse
from dataclasses import asdict

from media_manager.cli.desk import Desk
from media_manager.domain.query import Query, format_query, parse_query
from media_manager.library.columns import count_once
from media_manager.library.facets import ALL_FACETS, Facet, FacetGroup, FacetLine, FacetQuestion
from media_manager.persistence.columns.shelf import ColumnShelf
from media_manager.persistence.searches_reader import resolved

_ALL = 2**31


def run(words: argparse.Namespace, desk: Desk) -> int:
    """Write the counts, a facet after the other."""
    words.text = " ".join(words.words)
    query = Query(parse_query(words.text))
    facets = tuple(dict.fromkeys(Facet(each) for each in words.facet or ())) or ALL_FACETS
    shown = 0
    with desk.library().reading() as reader:
        query = resolved(reader, query, text=words.text)
        question = FacetQuestion(query, facets, words.contains, words.limit or _ALL)
        groups = count_once(
            reader,
            question,
            ColumnShelf(desk.profile.columns),
            on_wait=lambda: desk.screen.progress("Reading the library once …"),
        )
        desk.screen.progress("")
        for group in groups:
            shown += len(group.lines)
            _write(desk, group)
    if not shown:
        desk.screen.note(f"Nothing matches “{words.text}”." if words.text else "Nothing is there.")
    return 0 if shown else 1


def _write(desk: Desk, group: FacetGroup) -> None:
    if not desk.screen.as_json and group.lines:
        desk.screen.result({}, str(group.facet))
    for line in group.lines:
        desk.screen.result(_as_data(group.facet, line), f"{line.count:>9,}  {line.label}")
    if group.more and not desk.screen.as_json:
        desk.screen.result({}, f"{'':>9}  and {group.more:,} more")


def _as_data(facet: Facet, line: FacetLine) -> dict[str, object]:
    data = asdict(line)
    return {
        "facet": str(facet),
        "value": data["label"],
        "count": data["count"],
        "query": format_query((line.node,)),
        "mark": str(line.mark),
    }
