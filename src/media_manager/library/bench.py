"""How quick is this library on this machine? Each answer beside the least that it could take.

Reads only. A figure is the median of several rounds in which both are done in turn.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from media_manager.domain.query import Field, Query, Word
from media_manager.library import browse
from media_manager.library.facets import FacetQuestion, facet_counts
from media_manager.persistence import raw_reader
from media_manager.persistence.reader import LibraryReader

_PAGE = 100
_ROUNDS = 9
# A round of something slow need not be done nine times to be believed.
_ENOUGH_SECONDS = 1.0
# Counting the facets of more than so many rows takes seconds: nobody waits for it, nor does this.
_MOST_ROWS = 10_000
_PREFIXES = (1, 2, 3, 4)
_FILMS = Query((Field("type", "movie"),))

Call = Callable[[], object]


@dataclass(frozen=True, slots=True)
class BenchFigure:
    """One answer: milliseconds it took, those of its floor, and how many times that is.

    `target_ms` is what the program promises for libraries of any size.
    """

    name: str
    milliseconds: float
    floor_milliseconds: float | None
    ratio: float | None
    target_ms: float

    @property
    def is_met(self) -> bool:
        return self.milliseconds < self.target_ms


def bench(reader: LibraryReader, columns_folder: Path) -> Iterator[BenchFigure]:
    """Measure one library and yield the figures one by one. Called on a worker thread.

    `columns_folder` is where the window keeps the columns that facets are counted by.
    """
    found = raw_reader.samples(reader)
    if found is None:
        return
    yield from _pages(reader)
    yield from _searches(reader, found)
    yield from _counts(reader)
    if found.person_id:
        yield from _persons(reader, found)
    yield from _facets(reader, columns_folder)


def _pages(reader: LibraryReader) -> Iterator[BenchFigure]:
    result = browse.result_set(reader, Query())
    last = max(0, len(result) - _PAGE)
    for place, first in (("start", 0), ("middle", last // 2), ("end", last)):
        ids = result.page(first, _PAGE)
        product, floor = (
            partial(browse.rows, reader, ids),
            partial(raw_reader.raw_rows, reader, ids),
        )
        yield _measured(f"page at the {place}", 500, product, floor)
    yield _measured(
        "all films in order",
        1000,
        lambda: browse.result_set(reader, _FILMS),
        lambda: raw_reader.raw_ids(reader),
    )


def _searches(reader: LibraryReader, found: raw_reader.Samples) -> Iterator[BenchFigure]:
    for letters in _PREFIXES:
        prefix = found.word[:letters]
        if len(prefix) == letters:
            yield _search(reader, f"search, {letters} letters", prefix)
    if found.word:
        yield _search(reader, "search, a word", found.word)
    whole = Query(tuple(Word(each) for each in found.title.split()))
    yield _measured("search, a title", 500, lambda: browse.first_page(reader, whole, _PAGE))


def _search(reader: LibraryReader, name: str, text: str) -> BenchFigure:
    query = Query((Word(text),))
    return _measured(
        name,
        500,
        lambda: browse.first_page(reader, query, _PAGE),
        lambda: raw_reader.raw_hits(reader, text, _PAGE),
    )


def _counts(reader: LibraryReader) -> Iterator[BenchFigure]:
    yield _measured(
        "count of the films",
        50,
        lambda: reader.count(_FILMS),
        lambda: raw_reader.raw_count(reader),
    )
    yield _measured(
        "numbers of the sidebar",
        50,
        lambda: browse.overview(reader, {}),
        lambda: raw_reader.raw_counters(reader),
    )


def _persons(reader: LibraryReader, found: raw_reader.Samples) -> Iterator[BenchFigure]:
    query = Query((Field("person", found.person),))
    yield _measured(
        "films of a person",
        100,
        lambda: browse.first_page(reader, query, _PAGE),
        lambda: raw_reader.raw_credits(reader, found.person_id, _PAGE),
    )


def _facets(reader: LibraryReader, folder: Path) -> Iterator[BenchFigure]:
    """Count by the columns that the window has made, or by rows where there are few."""
    # Late: it brings numpy, which no other figure needs.
    from media_manager.persistence.columns import open_columns  # noqa: PLC0415

    columns = open_columns(folder, reader.uid(), reader.seq())
    if columns is None and reader.count(_FILMS) > _MOST_ROWS:
        return
    question = FacetQuestion(_FILMS)
    yield _measured(
        "facets of all films", 1000, lambda: facet_counts(reader, question, columns=columns)
    )


def _measured(name: str, target_ms: float, product: Call, floor: Call | None = None) -> BenchFigure:
    product()  # the first time also opens what the others find open
    times: list[float] = []
    floors: list[float] = []
    while len(times) < _ROUNDS and sum(times) < _ENOUGH_SECONDS:
        times.append(_seconds(product))
        if floor is not None:
            floors.append(_seconds(floor))
    middle = median(times)
    least = median(floors) if floors else None
    ratio = middle / least if least else None
    return BenchFigure(name, middle * 1e3, None if least is None else least * 1e3, ratio, target_ms)


def _seconds(call: Call) -> float:
    started = perf_counter()
    call()
    return perf_counter() - started
