"""A few seconds of what a person does all day, on the person's own library, and what it took.

Reads only. What was looked for is not in the result: it comes from titles.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from time import perf_counter

from media_manager.domain.query import Field, Query, Word
from media_manager.library import browse
from media_manager.persistence import raw_reader
from media_manager.persistence.reader import LibraryReader

_PAGE = 100
_ROUNDS = 3
_FILMS = Query((Field("type", "movie"),))

Call = Callable[[], object]


@dataclass(frozen=True, slots=True)
class SelfTestStep:
    """One thing that was tried: the first time, with cold pages, and the best of the next ones."""

    name: str
    first_seconds: float
    best_seconds: float


def self_test(reader: LibraryReader) -> Iterator[SelfTestStep]:
    """Try each thing a few times and yield what it took. Called on a worker thread."""
    found = raw_reader.samples(reader)
    if found is None:
        return
    for name, call in _steps(reader, found):
        yield _tried(name, call)


def _steps(reader: LibraryReader, found: raw_reader.Samples) -> Iterator[tuple[str, Call]]:
    yield "first page", partial(browse.first_page, reader, Query(), _PAGE)
    result = browse.result_set(reader, Query())
    yield "all in order", partial(browse.result_set, reader, Query())
    for place, first in (("middle", len(result) // 2), ("end", max(0, len(result) - _PAGE))):
        yield f"page at the {place}", partial(browse.rows, reader, result.page(first, _PAGE))
    yield "count of the films", partial(reader.count, _FILMS)
    yield "numbers of the sidebar", partial(browse.overview, reader, {})
    if found.word:
        for name, text in (("search, 1 letter", found.word[:1]), ("search, a word", found.word)):
            yield name, partial(browse.first_page, reader, Query((Word(text),)), _PAGE)
    if found.person_id:
        person = Query((Field("person", found.person),))
        yield "films of a person", partial(browse.first_page, reader, person, _PAGE)


def _tried(name: str, call: Call) -> SelfTestStep:
    first, *others = (_seconds(call) for _round in range(1 + _ROUNDS))
    return SelfTestStep(name, first, min(others))


def _seconds(call: Call) -> float:
    started = perf_counter()
    call()
    return perf_counter() - started
