"""Out of a damaged library comes a sound one with all that could still be read."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.faults.harness import check_database, remember, starts
from tests.persistence.populated import make_library

from media_manager.errors import DatabaseDamaged, ItemNotFound, StorageError
from media_manager.library import maintain
from media_manager.library.salvage import salvage
from media_manager.persistence.backup import row_counts
from media_manager.settings import Profile

# What a salvage writes by itself, or makes anew.
OWN = ("change_log", "counter", "search_dirty")


@pytest.fixture
def library(profile: Profile) -> Path:
    make_library(profile.library_db)
    with closing(sqlite3.connect(profile.library_db)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return profile.library_db


def root_page(path: Path, name: str) -> tuple[int, int]:
    with closing(sqlite3.connect(path)) as database:
        (page,) = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = ?", [name]
        ).fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    return (page - 1) * size, size


def zero(path: Path, start: int, length: int) -> None:
    data = bytearray(path.read_bytes())
    data[start : start + length] = bytes(length)
    path.write_bytes(data)


def kept_rows(path: Path) -> dict[str, int]:
    counts = row_counts(path)
    return {
        name: count
        for name, count in counts.items()
        if name not in OWN and not name.startswith("search_")
    }


def test_a_sound_library_is_salvaged_whole(profile: Profile, library: Path) -> None:
    """Nothing is lost where nothing is damaged, and the old file is kept."""
    rows, before = kept_rows(library), remember(profile)
    done = salvage(profile)
    assert (done.lost, done.kept) == ({}, None)
    assert kept_rows(library) == rows
    assert done.aside is not None
    assert remember(profile) == before
    check_database(library)
    assert starts(profile, "matrix")


def header(path: Path) -> None:
    zero(path, 0, 100)


def half_a_header(path: Path) -> None:
    zero(path, 20, 60)


def an_index(path: Path) -> None:
    zero(path, *root_page(path, "ix_media_item_type_sort"))


def the_search(path: Path) -> None:
    zero(path, *root_page(path, "search_words_data"))


@pytest.mark.parametrize("damage", [header, half_a_header, an_index, the_search])
def test_damage_beside_the_rows_costs_no_row(
    damage: Callable[[Path], None], profile: Profile, library: Path
) -> None:
    """Header, indexes and search can all be made anew."""
    rows, before = kept_rows(library), remember(profile)
    damage(library)
    done = salvage(profile)
    assert done.lost == {}
    assert kept_rows(library) == rows
    assert before.user_values == remember(profile).user_values
    check_database(library)


def test_a_destroyed_first_page_comes_from_the_newest_backup(
    profile: Profile, library: Path
) -> None:
    """It says where each table begins; without a backup nobody knows, and nothing is changed."""
    rows = kept_rows(library)
    zero(library, 0, 4096)
    damaged = library.read_bytes()
    with pytest.raises(DatabaseDamaged):
        salvage(profile)
    assert library.read_bytes() == damaged
    assert list(profile.data.glob("library.db.salvage*")) == []
    library.unlink()
    make_library(library)
    maintain.backup_now(profile)
    library.write_bytes(damaged)
    salvage(profile)
    assert kept_rows(library) == rows
    check_database(library)


def test_a_destroyed_table_is_lost_alone_and_said(profile: Profile, library: Path) -> None:
    """What pointed to its rows is settled; the number is told."""
    zero(library, *root_page(library, "person"))
    done = salvage(profile)
    assert done.rows["person"] == 0
    assert done.lost["person"] > 0
    assert done.lost["credit"] > 0
    assert done.kept is not None
    assert done.rows["media_item"] == 6
    check_database(library)
    assert starts(profile, "matrix")


def test_rows_come_back_although_their_tree_is_broken(profile: Profile, library: Path) -> None:
    """The page that led to all others is destroyed; the leaves are found by looking at each."""
    with closing(sqlite3.connect(library)) as database:
        database.executemany(
            "INSERT INTO user_value (item_id, field, value, locked, set_at) VALUES (2, ?, ?, 0, ?)",
            [(f"field {n}", f'"{n} {"long " * (n % 7 * 300)}"'.encode(), n) for n in range(900)],
        )
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = remember(profile)
    zero(library, *root_page(library, "user_value"))
    done = salvage(profile)
    assert done.lost == {}
    assert remember(profile).user_values == before.user_values
    check_database(library)


def test_links_come_back_from_their_index(profile: Profile, library: Path) -> None:
    """An index that holds every column is a second copy of the table."""
    rows = kept_rows(library)["item_genre"]
    zero(library, *root_page(library, "item_genre"))
    done = salvage(profile)
    assert (done.rows["item_genre"], done.lost.get("item_genre", 0)) == (rows, 0)


def test_without_a_library_there_is_nothing_to_salvage(profile: Profile) -> None:
    """Said with what to do instead."""
    with pytest.raises(ItemNotFound) as caught:
        salvage(profile)
    assert "--restore" in caught.value.hint


@pytest.mark.parametrize("seed", range(25))
def test_a8_flipped_bytes_end_in_a_sound_library_or_a_known_error(
    seed: int, profile: Profile, library: Path
) -> None:
    """Fault A8: whatever is flipped, the outcome is a library that is sound or a said reason."""
    flip_and_salvage(seed, profile, library)


@pytest.mark.faults_long
@pytest.mark.parametrize("seed", range(25, 525))
def test_a8_flipped_bytes_many(seed: int, profile: Profile, library: Path) -> None:
    """Fault A8: five hundred seeds."""
    flip_and_salvage(seed, profile, library)


def flip_and_salvage(seed: int, profile: Profile, library: Path) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same damage each time
    data = bytearray(library.read_bytes())
    reach = (100, 4096, len(data))[seed % 3]
    for _ in range(1 + seed % 5 * 8):
        data[chance.randrange(reach)] ^= 1 << chance.randrange(8)
    library.write_bytes(data)
    before = bytes(data)
    hint = "it worked"
    try:
        done = salvage(profile)
    except StorageError as error:
        hint, done = error.hint, None
    assert hint
    if done is None:
        assert library.read_bytes() == before
        return
    check_database(library)
    assert starts(profile)
    assert done.aside is not None
    assert done.aside.read_bytes() == before
