"""Goal 6, and the size part of goal 13: counts beside a list, and the columns behind them.

The floor of a count is numpy's own passes over the same arrays: pick the hits, sum up by number.
What is above it is finding out what the hits are, names, lines and layers.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scripts.measuring.beside import gaps_beside
from scripts.measuring.frame import (
    Goal,
    Pair,
    Results,
    Value,
    measurement,
    pairs,
    same_at_all_scales,
)
from scripts.measuring.world import World

from media_manager.domain.query import Query, parse_query
from media_manager.library.columns import answer_facets, keep_columns
from media_manager.library.facets import ALL_FACETS, Facet, FacetQuestion, facet_counts
from media_manager.persistence.columns import Columns, current_columns, finished, open_columns
from media_manager.persistence.columns.shelf import ColumnShelf

Array = np.ndarray[Any, np.dtype[Any]]

ROUNDS = 25
FILMS = Query(parse_query("type:movie"))
# Numbers an item has one of, and how many codes there are; numbers it has several of.
_SINGLE = {"type": 8, "points": 256, "state": 8, "resolution": 7, "hdr": 6, "missing": 1024}
_SEVERAL = ("genre", "person", "studio", "country", "tag", "codec", "language")
# One pass picks so many: more at a time leave the cache of the processor.
_BLOCK = 65_536


def columns_of(world: World) -> Columns:
    """Return the columns of a library, made when they are missing; one run makes them once."""
    reader = world.reader()
    found = open_columns(world.profile.columns, reader.uid(), reader.seq())
    if found is None:
        found = finished(current_columns(world.profile.columns, reader))
    return found


@measurement(
    "facets.counts", "counts of all 16 facets of the films", Goal(most_ratio={"1m": 1.5}, most=150)
)
def counts(world: World) -> Results:
    """All facets through all layers, and the facets that goal 6 names."""
    reader, columns = world.reader(), columns_of(world)

    def product(*facets: Facet) -> Callable[[], object]:
        question = FacetQuestion(FILMS, facets)
        return lambda: facet_counts(reader, question, columns=columns)

    return {
        "all": pairs(
            product(*ALL_FACETS), lambda: _sum_all(columns), ROUNDS, clock=time.process_time
        ),
        "genre": pairs(
            product(Facet.GENRE), lambda: _sum(columns, ("genre",)), ROUNDS, clock=time.process_time
        ),
    }


@measurement(
    "facets.chosen",
    "counts with a genre and a decade chosen",
    Goal(most_ratio={"1m": 1.5}, most=150),
)
def chosen(world: World) -> Pair:
    """Each facet ignores its own selection, so there are three different lists to count."""
    reader, columns = world.reader(), columns_of(world)
    question = FacetQuestion(Query(parse_query("genre:=Drama year:1990s")))
    return pairs(
        lambda: facet_counts(reader, question, columns=columns),
        lambda: _sum_chosen(columns),
        ROUNDS,
        clock=time.process_time,
    )


@measurement("facets.unfiltered", "counts of the whole library, kept beside it", Goal(most=16.7))
def unfiltered(world: World) -> Pair:
    """Read from a small file as long as nothing changed; the floor is reading the file."""
    reader, shelf = world.reader(), ColumnShelf(world.profile.columns)
    totals = shelf.folder / "facets.json"
    if not totals.exists():
        for _step in keep_columns(reader, shelf):
            pass
    question = FacetQuestion(Query())
    return pairs(lambda: answer_facets(reader, question, shelf), totals.read_bytes, ROUNDS)


same_at_all_scales("facets.unfiltered", most=2.0)


@measurement("facets.sort", "the library by a key without an index", Goal(most=150.0))
def sort(world: World) -> Results:
    """The first page, and all; the floor sorts as many numbers of 64 bits."""
    columns = columns_of(world)
    ids = np.flatnonzero(columns.base.single["type"])
    packed = np.random.default_rng(1).permutation(ids).tobytes()
    orders = [("i.runtime_minutes", True), ("i.sort_key", True)]
    numbers = np.frombuffer(packed, np.int64)
    return {
        "first": pairs(
            lambda: columns.ranked(packed, orders, first=100),
            lambda: np.sort(numbers),
            ROUNDS,
            clock=time.process_time,
        ),
        "all": pairs(
            lambda: columns.ranked(packed, orders),
            lambda: np.sort(numbers),
            ROUNDS,
            clock=time.process_time,
        ),
    }


@measurement("facets.size", "columns on disk", Goal(most=120), unit="bytes/item")
def size(world: World) -> Value:
    """Mapped, so that only the pages in use are in memory."""
    columns_of(world)
    files = world.profile.columns.glob("*.column")
    return Value(sum(each.stat().st_size for each in files) / world.items)


@measurement("facets.build", "making all columns of a library", unit="s")
def build(world: World) -> Results:
    """Seconds behind the window, and the longest gap of another thread beside an idle one."""
    reader, folder = world.reader(), world.folder()
    began = time.perf_counter()
    idle = gaps_beside(lambda: time.sleep(1))
    waited = time.perf_counter() - began
    began = time.perf_counter()
    busy = gaps_beside(lambda: finished(current_columns(folder / "columns", reader)))
    seconds = time.perf_counter() - began
    return {
        "seconds": Value(seconds),
        "gap": Value(_high(busy), _high(idle), note=f"p99.9, idle for {waited:.0f} s"),
    }


def _high(gaps: Sequence[float]) -> float:
    return sorted(gaps)[int(len(gaps) * 0.999) - 1]


# -- the floor --------------------------------------------------------------------------------


def _films(columns: Columns) -> Array:
    return np.equal(columns.base.single["type"], _code_of_films(columns))


def _code_of_films(columns: Columns) -> int:
    return int(np.bincount(columns.base.single["type"])[1:].argmax()) + 1


def _sum_all(columns: Columns) -> None:
    flags = _films(columns)
    _sum_single(columns, flags)
    for name in _SEVERAL:
        _sum_several(columns, name, flags)


def _sum(columns: Columns, names: Sequence[str]) -> None:
    flags = _films(columns)
    for name in names:
        _sum_several(columns, name, flags)


def _sum_chosen(columns: Columns) -> None:
    base = columns.base
    year = base.single["year"]
    nineties = (year >= 1990) & (year < 2000)  # noqa: PLR2004 - the decade
    counts_of, values = base.ragged["genre"].counts, base.ragged["genre"].values
    owners = np.repeat(np.arange(base.length), counts_of)
    dramas = np.zeros(base.length, bool)
    dramas[owners[values == values[0]]] = True
    _sum_single(columns, nineties & dramas)
    np.bincount(year[dramas & (year >= 0)])
    for name in _SEVERAL:
        _sum_several(columns, name, nineties if name == "genre" else nineties & dramas)


def _sum_single(columns: Columns, flags: Array) -> None:
    single = columns.base.single
    for name, codes in _SINGLE.items():
        np.bincount(single[name][flags], minlength=codes)
    years = single["year"][flags]
    np.bincount(years[years >= 0])  # years
    np.bincount(years[years >= 0] // 10)  # decades
    np.bincount(single["library"][flags])


def _sum_several(columns: Columns, name: str, flags: Array) -> None:
    column = columns.base.ragged[name]
    np.bincount(column.values[np.repeat(flags, column.counts)])
