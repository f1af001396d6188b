"""Groups of a list: each run of its order under one heading, found without reading all rows."""

from collections.abc import Iterator
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_manager.domain.grouping import SORTS, GroupBy, group_key
from media_manager.domain.media import LibraryKind
from media_manager.domain.naming import sort_key
from media_manager.domain.paging import ResultSet
from media_manager.domain.query import Query
from media_manager.library import groups
from media_manager.library.browse import result_set
from media_manager.library.groups import find_groups
from media_manager.persistence.groups_reader import read_sort_values
from media_manager.persistence.repositories.items import insert_items
from media_manager.persistence.repositories.places import ensure_library
from media_manager.persistence.store import LibraryStore

TITLES = ("Alien", "300", "The Abyss", "Zodiac", "Élite", "Ærø", "Ран", "乱", "...", "brazil")
DAY_US = 86_400_000_000


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibraryStore]:
    store = LibraryStore(tmp_path_factory.mktemp("groups") / "library.db")
    store.ensure()
    with store.writing("test") as session:
        films = ensure_library(session, "Films", LibraryKind.MOVIE)
        insert_items(
            session,
            [
                {
                    "library_id": films,
                    "state": "matched",
                    "media_type": ("movie", "video", "photo")[n % 3],
                    "title": f"{TITLES[n % len(TITLES)]} {n}",
                    "year": None if n % 11 == 0 else 1950 + n * 7 % 70,
                    "rating": None if n % 5 == 0 else n % 100 / 10,
                    "added_at": 1_700_000_000_000_000 + n % 400 * DAY_US,
                }
                for n in range(600)
            ],
        )
    yield store
    store.close()


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("by", list(GroupBy))
def test_groups_are_the_runs_of_the_list(
    store: LibraryStore, by: GroupBy, *, descending: bool
) -> None:
    """Halving finds the same borders as a walk over all rows."""
    query = Query().sorted_by(SORTS[by], descending=descending)
    with store.reading() as reader:
        result = result_set(reader, query)
        values = read_sort_values(reader, SORTS[by], list(result.ids))
        runs = groupby(range(len(result)), key=lambda row: group_key(by, values[result.ids[row]]))
        expected = [(key, next(iter(rows))) for key, rows in runs]
        found = find_groups(reader, result, by)
    assert [(each.key, each.first) for each in found] == expected
    assert len({each.key for each in found}) == len(found)


def test_nothing_has_no_groups(store: LibraryStore) -> None:
    with store.reading() as reader:
        assert find_groups(reader, ResultSet(None, 0), GroupBy.YEAR) == ()


def test_too_many_groups_are_none(store: LibraryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A heading over each row would hide the list."""
    monkeypatch.setattr(groups, "MOST_GROUPS", 5)
    with store.reading() as reader:
        result = result_set(reader, Query().sorted_by(SORTS[GroupBy.YEAR]))
        assert find_groups(reader, result, GroupBy.YEAR) == ()


def test_an_item_that_is_gone_makes_no_group(store: LibraryStore) -> None:
    """Its row stays where it was until the list is read anew."""
    with store.reading() as reader:
        result = result_set(reader, Query().sorted_by(SORTS[GroupBy.KIND]))
        ids = [10_000_000 if row % 50 == 49 else each for row, each in enumerate(result.ids)]
        found = find_groups(reader, ResultSet.of(None, 0, ids), GroupBy.KIND)
    assert [each.key for each in found] == ["movie", "photo", "video"]


def test_few_rows_are_read(store: LibraryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three groups in six hundred rows are found by looking at some thirty."""
    read: list[int] = []

    def counting(*words: object) -> dict[int, object]:
        found = read_sort_values(*words)  # type: ignore[arg-type]
        read.extend(found)
        return found

    monkeypatch.setattr(groups, "read_sort_values", counting)
    with store.reading() as reader:
        find_groups(
            reader, result_set(reader, Query().sorted_by(SORTS[GroupBy.KIND])), GroupBy.KIND
        )
    assert len(read) <= 40


@given(st.lists(st.text(max_size=12), max_size=40))
def test_letters_never_come_back(titles: list[str]) -> None:
    """In the order of sort keys each letter is one run, whatever the script."""
    keys = sorted(sort_key(title) for title in titles)
    letters = [letter for letter, _ in groupby(group_key(GroupBy.LETTER, key) for key in keys)]
    assert len(set(letters)) == len(letters)
