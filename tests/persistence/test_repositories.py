"""Items as objects: a fixed number of queries, whatever their number."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from media_manager.domain.media import Layer, LibraryKind
from media_manager.persistence.repositories import MediaItemRepository
from media_manager.persistence.repositories.items import insert_items
from media_manager.persistence.repositories.places import ensure_library
from media_manager.persistence.repositories.values import apply_values, save_layers
from media_manager.persistence.store import LibraryStore
from media_manager.persistence.writer import WriteSession

ITEMS = 60


@pytest.fixture
def session(tmp_path: Path) -> Iterator[WriteSession]:
    store = LibraryStore(tmp_path / "library.db")
    store.ensure()
    with store.writing("test") as session:
        first = ensure_library(session, "First", LibraryKind.MOVIE)
        second = ensure_library(session, "Second", LibraryKind.MOVIE)
        rows = [
            {
                "library_id": first if n % 3 else second,
                "media_type": "movie",
                "title": f"Film {n}",
                "state": "unmatched",
            }
            for n in range(ITEMS)
        ]
        ids = insert_items(session, rows)
        fields = {"credits": [{"name": "Ann", "role": "actor"}], "ids": {"tmdb": "603"}}
        save_layers(session, Layer.NFO, "nfo", dict.fromkeys(ids, fields))
        apply_values(session, ids)
        yield session
    store.close()


def queries_of(session: WriteSession, limit: int, *, lazy_load: bool) -> tuple[int, int, int]:
    """Return how many queries ran, how many items came, and with how many credits."""
    statements: list[str] = []
    event.listen(
        session.connection, "before_cursor_execute", lambda *call: statements.append(call[2])
    )
    with session.orm() as orm:
        items = MediaItemRepository(orm).get_all(limit=limit, lazy_load=lazy_load)
        people = [credit.person.name for item in items for credit in item.credits]
    return len(statements), len(items), len(people)


def test_everything_comes_in_a_fixed_number_of_queries(session: WriteSession) -> None:
    """Ten items or sixty: one query for the items and one for each list."""
    assert queries_of(session, 10, lazy_load=False) == (5, 10, 10)


def test_sixty_items_take_no_more_queries_than_ten(session: WriteSession) -> None:
    """The number of queries does not depend on the number of items."""
    assert queries_of(session, 60, lazy_load=False) == (5, 60, 60)


def test_lazy_load_reads_item_columns_only(session: WriteSession) -> None:
    """One query for any number of items."""
    statements: list[str] = []
    event.listen(
        session.connection, "before_cursor_execute", lambda *call: statements.append(call[2])
    )
    with session.orm() as orm:
        items = MediaItemRepository(orm).get_all(limit=60)
        assert (len(items), len(statements)) == (60, 1)


def test_pages_and_counts_by_library(session: WriteSession) -> None:
    """Limit and offset page through one library; counts load no rows."""
    with session.orm() as orm:
        repository = MediaItemRepository(orm)
        page = repository.get_by_library(1, limit=5, offset=35)
        assert [item.library_id for item in page] == [1] * 5
        assert (repository.count_by_library(2), repository.count_all()) == (20, 60)
