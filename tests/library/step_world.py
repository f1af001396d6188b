"""What the tests of bulk actions and of undo ask of a library, and put into it."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

from media_manager.domain.media import Layer, LibraryKind
from media_manager.persistence.health import integrity_problems, search_faults, wrong_counters
from media_manager.persistence.repositories.items import insert_items
from media_manager.persistence.repositories.places import ensure_library
from media_manager.persistence.repositories.values import apply_values, save_layers
from media_manager.persistence.store import LibraryStore
from media_manager.persistence.user_values import decode_user_value


def add_films(store: LibraryStore, amount: int, **more: Any) -> list[int]:
    with store.writing("test") as session:
        library_id = ensure_library(session, "Films", LibraryKind.MIXED)
        values = {"library_id": library_id, "media_type": "movie", "state": "matched", **more}
        return insert_items(session, [{"title": f"Film {n}", **values} for n in range(amount)])


def say(store: LibraryStore, layer: Layer, tags: Mapping[int, Sequence[str]]) -> None:
    """Let a machine source say which tags items have; none for an item means that it is silent."""
    with store.writing("test") as session:
        said = {each: {"tags": list(names)} if names else {} for each, names in tags.items()}
        save_layers(session, layer, "test", said)
        apply_values(session, said)


def rows(store: LibraryStore, sql: str, *values: object) -> list[Any]:
    with closing(sqlite3.connect(store.path)) as database:
        return database.execute(sql, values).fetchall()


def tags_of(store: LibraryStore) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for item_id, name in rows(
        store, "SELECT l.item_id, t.name FROM item_tag l JOIN tag t ON t.id = l.tag_id"
    ):
        found.setdefault(item_id, set()).add(name)
    return found


def said_of(store: LibraryStore) -> dict[int, tuple[Any, ...]]:
    sql = "SELECT item_id, value, locked, set_at, change_set_id FROM user_value"
    return {row[0]: (decode_user_value(row[1]), *row[2:]) for row in rows(store, sql)}


def states_of(store: LibraryStore) -> set[tuple[Any, ...]]:
    sql = "SELECT item_id, watched, play_count, resume_ms, favorite, rating FROM user_state"
    return set(rows(store, sql))


def assert_sound(store: LibraryStore) -> None:
    store.checkpoint()
    assert integrity_problems(store.path) == []
    assert search_faults(store.path) == []
    assert wrong_counters(store.path) == {}
