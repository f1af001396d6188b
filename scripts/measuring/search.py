"""Goals 4, 5 and 8: what is typed, all that it finds, and orders without an index.

Beside the floor that SQLite has for the same: the index of words alone, or the ids in any order.
What is typed is cut out of titles and names of the library itself. Counted is CPU time, except
where the question is how long somebody waits.
"""

import random
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from scripts.measuring.facets import columns_of
from scripts.measuring.frame import Goal, Pair, Results, Value, measurement, pairs
from scripts.measuring.pages import PAGE, raw_page
from scripts.measuring.world import World

from media_manager.domain.naming import query_terms
from media_manager.domain.query import Query, SortKey, parse_query
from media_manager.errors import QueryError
from media_manager.library import browse
from media_manager.persistence.columns.shelf import ColumnShelf
from media_manager.persistence.query_compiler import Part, raised_by, sets_of, words_of
from media_manager.persistence.reader import LibraryReader

_TYPED, _ROUNDS = 200, 7
_HURRY_SECONDS = 0.008  # as the lists of the window ask
_NAMES_SHARE = 0.2
_LONGEST = 14
_STOPPED = ("the", "a -the", "secret of th", "resolution:4k", "genre:=Drama year:>1950")
_ENDLESS = (
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n LIMIT 1"
)
# What is looked for in all, its order, and the statement that yields the same ids in any order.
_WHOLE = {
    "everything": ("", SortKey.TITLE, "SELECT id FROM media_item"),
    "films": ("type:movie", SortKey.TITLE, "SELECT id FROM media_item WHERE media_type = 'movie'"),
    "word": ("dream", SortKey.RELEVANCE, "{words}"),
    "short": ("a", SortKey.RELEVANCE, "{words}"),
    "genre": (
        "genre:=Drama",
        SortKey.TITLE,
        "SELECT item_id FROM item_genre WHERE genre_id = (SELECT id FROM genre WHERE name='Drama')",
    ),
    "decade": (
        "type:movie year:1990s",
        SortKey.YEAR,
        "SELECT id FROM media_item WHERE media_type = 'movie' AND year BETWEEN 1990 AND 1999",
    ),
    "size": ("type:movie", SortKey.SIZE, "SELECT id FROM media_item WHERE media_type = 'movie'"),
}


@measurement(
    "search.typed",
    "a key in the search box to the rows of the first page, 200 beginnings",
    Goal(most=16.7, most_ratio=2.0, p99=True),
)
def typed(world: World) -> Results:
    """With columns, as soon as the window has made them; and without, before that.

    The repaint, which goal 4 has on both sides, is in neither: the ratio is the harder one.
    """
    texts = beginnings(world)
    answers: dict[str, Pair | Value] = {}
    for end, reader in (("columns", with_columns(world)), ("plain", world.reader())):
        answers[end] = pairs(
            lambda text, reader=reader: first_page(reader, text),
            raw_search(world),
            len(texts),
            arguments=texts,
            clock=time.process_time,
        )
    return answers


@measurement("search.stops", "a superseded search, until its thread is free", Goal(most=5.0))
def stops(world: World) -> Pair:
    """Searches of several kinds, told to stop at all moments; the floor stops a bare loop."""
    reader = world.reader()
    queries = [Query(parse_query(text), SortKey.RELEVANCE) for text in _STOPPED]
    waits: tuple[list[float], list[float]] = ([], [])
    for number in range(60):
        query = queries[number % len(queries)]
        works: tuple[Callable[[], object], ...] = (
            partial(reader.all_ids, query),
            partial(reader.execute, _ENDLESS),
        )
        for times, work in zip(waits, works, strict=True):
            wait = _stopped(reader, work, 0.005 + 0.001 * number)
            if wait is not None:
                times.append(wait)
    return Pair(tuple(waits[0] or [0.0]), tuple(waits[1]), note=f"{len(waits[0])} were running")


@measurement("search.all", "all ids in order", Goal(most_ratio=1.3))
def all_ids(world: World) -> Results:
    reader = with_columns(world)
    return {name: _whole(world, reader, name) for name in _WHOLE}


@measurement("search.count", "the exact number of hits", Goal(most_ratio=1.3))
def counts(world: World) -> Results:
    """Without columns: what a command asks that needs no ids."""
    reader, raw = world.reader(), world.raw()
    answers: dict[str, Pair | Value] = {}
    for name in ("everything", "films", "word", "genre", "decade"):
        text, _, sql = _WHOLE[name]
        query, floor = Query(parse_query(text)), _statement(sql, text)
        answers[name] = pairs(
            lambda query=query: reader.count(query),
            lambda floor=floor: raw.execute(_counted(floor)).fetchone(),
            _ROUNDS,
            clock=time.process_time,
        )
    return answers


@measurement("search.sorts", "the first page in an order without an index", Goal(most=150.0))
def sorts(world: World) -> Results:
    """Beside SQL that sorts all of them for the first hundred."""
    reader, raw = with_columns(world), world.raw()
    sql = (
        "SELECT i.id FROM media_item i LEFT JOIN media_file mf ON mf.id = i.main_file_id "
        "WHERE i.media_type = 'movie' ORDER BY {}, i.sort_key, i.id LIMIT 100"
    )
    orders = {
        SortKey.RUNTIME: "i.runtime_minutes",
        SortKey.SIZE: "mf.size_bytes",
        SortKey.RESOLUTION: "mf.height",
        SortKey.PREMIERED: "i.premiered",
    }
    films = Query(parse_query("type:movie"))
    return {
        str(sort): pairs(
            lambda sort=sort: browse.first_page(reader, films.sorted_by(sort), PAGE),
            lambda column=column: raw.execute(sql.format(column)).fetchall(),
            3,
            clock=time.process_time,
        )
        for sort, column in orders.items()
    }


def beginnings(world: World) -> list[str]:
    """Return what somebody has typed so far of titles and names of this library."""
    chance = random.Random(7)  # noqa: S311 - what is typed
    execute = world.raw().execute
    kinds = [
        (table, column, execute(f"SELECT max(id) FROM {table}").fetchone()[0])  # noqa: S608 - our tables
        for table, column in (("media_item", "title"), ("person", "name"))
    ]
    texts: list[str] = []
    while len(texts) < _TYPED:
        table, column, highest = kinds[chance.random() < _NAMES_SHARE]
        sql = f"SELECT {column} FROM {table} WHERE id = ?"  # noqa: S608 - our tables
        row = execute(sql, [chance.randint(1, highest)]).fetchone()
        text = row[0][: chance.randint(1, _LONGEST)] if row else ""
        if query_terms(text) and _is_readable(text):
            texts.append(text)
    return texts


def with_columns(world: World) -> LibraryReader:
    """Return a reader that finds current columns, as in a window that is open for a while."""
    reader = world.reader()
    shelf = ColumnShelf(world.profile.columns)
    shelf.put(columns_of(world))
    reader.columns = shelf
    return reader


def first_page(reader: LibraryReader, text: str) -> None:
    query = Query(parse_query(text), SortKey.RELEVANCE)
    browse.first_page(reader, query, PAGE, seconds=_HURRY_SECONDS)


def raw_search(world: World) -> Callable[[str], object]:
    """Return the floor: a hundred hits of the index in its own order, and their tuples."""
    execute, page = world.raw().execute, raw_page(world)

    def search(text: str) -> object:
        rows = execute(f"{_statement('{words}', text)} LIMIT {PAGE}").fetchall()
        ids = [row[0] for row in rows]
        return page([*ids, *[0] * (PAGE - len(ids))])

    return search


def _whole(world: World, reader: LibraryReader, name: str) -> Pair:
    """Beside the plain reading of the same ids, from wherever they are found, in no order."""
    text, sort, sql = _WHOLE[name]
    query, raw = Query(parse_query(text), sort), world.raw()
    compiled = reader.compiled(query)
    parts = [part for word in words_of(compiled) for _, part in word]
    parts += [part for _, part in raised_by(compiled)] or sets_of(compiled)
    parts = parts or [Part(_statement(sql, text))]
    statements = [(_joined(part.sql), part.values) for part in parts]

    def floor() -> None:
        for statement, values in statements:
            raw.execute(statement, values).fetchone()

    return pairs(lambda: browse.result_set(reader, query), floor, _ROUNDS, clock=time.process_time)


def _joined(sql: str) -> str:
    return f"SELECT group_concat({_column(sql)}) FROM ({sql})"  # noqa: S608 - one of our statements


def _column(sql: str) -> str:
    """Return what a statement calls the ids."""
    return "id" if " AS id" in sql else sql.split()[1].removeprefix("i.")


def _counted(sql: str) -> str:
    return f"SELECT count(*) FROM ({sql})"  # noqa: S608 - one of our statements


def _statement(sql: str, text: str) -> str:
    """Return a floor's statement; the words of a text as the index takes them."""
    words = " AND ".join(f'"{term}" *' for term in query_terms(text))
    return sql.format(words=f"SELECT rowid FROM search_words WHERE search_words MATCH '{words}'")  # noqa: S608 - letters only


def _stopped(reader: LibraryReader, work: Callable[[], object], seconds: float) -> float | None:
    """Start a work, stop it, and return how long that took; None if it had ended before."""
    ended: list[float] = []

    def run() -> None:
        with suppress(sqlite3.OperationalError):
            work()
            return
        ended.append(time.perf_counter())

    thread = threading.Thread(target=run)
    thread.start()
    time.sleep(seconds)
    asked = time.perf_counter()
    reader.interrupt()
    thread.join()
    return ended[0] - asked if ended else None


def _is_readable(text: str) -> bool:
    try:
        return bool(parse_query(text))
    except QueryError:
        return False
