"""Goal 16: a tag on 100,000 items, or on all, as one step that can be undone, against plain SQL.

The floor writes the same rows by two statements in one transaction: no journal, no pieces, no
way back. Counted is the CPU time of all threads where a ratio is taken: others disturb the wall.
"""

import sqlite3
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import count

from scripts.measuring.frame import Goal, Pair, Results, Value, measurement
from scripts.measuring.world import World

from media_manager.domain.steps import (
    Change,
    FavoriteChange,
    RatingChange,
    TagChange,
    WatchedChange,
)
from media_manager.library import bulk, step_runs, undo
from media_manager.library.watch import Unwatched
from media_manager.persistence.store import LibraryStore

_HUNDRED_THOUSAND = 100_000
_MIB = 1 << 20
_ROUNDS = 5
_names = count()


@contextmanager
def writable(world: World) -> Iterator[tuple[LibraryStore, Sequence[int]]]:
    """Give a copy of the library to write into, and its ids in the order of a list."""
    store = LibraryStore(world.copy().library_db)
    with closing(sqlite3.connect(store.path)) as database:
        rows = database.execute("SELECT id FROM media_item ORDER BY media_type, sort_key, id")
        ids = memoryview(array("q", (item_id for (item_id,) in rows)))
    # The first edit imports the writing half and opens the file: not what is measured here.
    bulk.change_items(store, ids[:1], FavoriteChange(favorite=True))
    try:
        yield store, ids
    finally:
        store.close()


def timed(work: Callable[[], object], clock: Callable[[], float]) -> float:
    began = clock()
    work()
    return clock() - began


@measurement(
    "bulk.tag_100k",
    "a tag on 100,000 items, one undoable step (wall, and CPU of it)",
    Goal(most=2.0),
    unit="s",
    scales=("100k", "1m"),
)
def tag_100k(world: World) -> Results:
    """Done and undone, at the wall: a person waits for it."""
    spent: dict[str, list[float]] = {"do": [], "do_cpu": [], "undo": [], "undo_cpu": []}
    with writable(world) as (store, ids):
        chosen = ids[:_HUNDRED_THOUSAND]
        for _ in range(_ROUNDS):
            change = TagChange((f"Tag {next(_names)}",))
            began, cpu = time.perf_counter(), time.process_time()
            bulk.change_items(store, chosen, change)
            spent["do"].append(time.perf_counter() - began)
            spent["do_cpu"].append(time.process_time() - cpu)
            began, cpu = time.perf_counter(), time.process_time()
            undo.undo_last(store)
            spent["undo"].append(time.perf_counter() - began)
            spent["undo_cpu"].append(time.process_time() - cpu)
    return {name: Value(sorted(seconds)[_ROUNDS // 2]) for name, seconds in spent.items()}


@measurement("bulk.tag_all", "a tag on every item, items a second (CPU)", unit="items/s")
def tag_all(world: World) -> Pair:
    """Against two plain INSERT … SELECT into the same tables."""
    with writable(world) as (store, ids):
        rounds = 2 if len(ids) > _HUNDRED_THOUSAND else _ROUNDS
        product, floor = [], []
        for _ in range(rounds):
            change = TagChange((f"Tag {next(_names)}",))
            product.append(
                timed(lambda: bulk.change_items(store, ids, change), time.process_time)  # noqa: B023 - called at once
            )
            undo.undo_last(store)
            store.checkpoint()
            floor.append(_plain(store, ids))
        return Pair(tuple(product), tuple(floor), work=len(ids))


def _plain(store: LibraryStore, ids: Sequence[int]) -> float:
    """Tag the items by plain SQL, take it back, and return the CPU seconds of the tagging."""
    with closing(sqlite3.connect(store.path, isolation_level=None)) as database:
        database.execute("PRAGMA foreign_keys = 1")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("PRAGMA wal_autocheckpoint = 0")
        listed = str(sorted(ids))
        began = time.process_time()
        database.execute("BEGIN IMMEDIATE")
        database.execute("CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY)")
        database.execute("INSERT INTO chosen SELECT value FROM json_each(?)", [listed])
        database.execute(
            "INSERT INTO tag (uid, name, hidden, is_category) VALUES ('floor', 'Floor', 0, 0)"
        )
        database.execute(
            "INSERT OR IGNORE INTO user_value (item_id, field, value, locked, set_at) "
            'SELECT id, \'floor\', CAST(\'{"list":{"add":["Floor"],"remove":[]}}\' AS BLOB), '
            "0, 0 FROM chosen"
        )
        database.execute(
            "INSERT INTO item_tag SELECT c.id, t.id FROM chosen c, tag t WHERE t.name = 'Floor'"
        )
        spent = time.process_time() - began
        database.execute("ROLLBACK")
        return spent


@measurement("bulk.journal", "the journal of a tag on every item", Goal(most=20), unit="MiB")
def journal(world: World) -> Value:
    """What a step takes to be undone, beside what it writes."""
    with writable(world) as (store, ids):
        bulk.change_items(store, ids, TagChange(("Holiday",)))
        with closing(sqlite3.connect(store.path)) as database:
            (size,) = database.execute(
                "SELECT (SELECT COALESCE(sum(length(inverse)), 0) FROM change_chunk) + "
                "16 * (SELECT count(*) FROM change_item)"
            ).fetchone()
    return Value(size / _MIB)


@measurement(
    "bulk.piece", "how long other edits wait for a piece of a step, p99", Goal(most=50), unit="ms"
)
def piece(world: World) -> Results:
    """Tag, mark as watched, favorite and rate everything, and take each back."""
    changes: dict[str, Change] = {
        "tag": TagChange(("Holiday",)),
        "watched": WatchedChange(watched=True),
        "favorite": FavoriteChange(favorite=True),
        "rating": RatingChange(7.0),
    }
    found: dict[str, Value] = {}
    with writable(world) as (store, ids):
        for name, change in changes.items():
            found[name] = _worst(bulk.change_steps(store, ids, change, Unwatched()))
            step = next(iter(_newest(store)))
            found[f"{name}_undo"] = _worst(undo.turn_steps(store, step, Unwatched(), undo=True))
    return found


def _newest(store: LibraryStore) -> Iterator[int]:
    with closing(sqlite3.connect(store.path)) as database:
        yield from database.execute("SELECT max(id) FROM change_set").fetchone()


def _worst(steps: Iterator[None]) -> Value:
    """Return the 99th percentile of the CPU time between two yields, in ms.

    Not of the first: it puts the ids in order before anything is written.
    """
    spent = []
    next(steps, None)
    began = time.thread_time()
    for _ in steps:
        now = time.thread_time()
        spent.append((now - began) * 1e3)
        began = time.thread_time()
    if not spent:
        spent.append((time.thread_time() - began) * 1e3)
    spent.sort()
    return Value(spent[min(len(spent) - 1, int(len(spent) * 0.99))], note=f"{step_runs.SMALL:,}+")
