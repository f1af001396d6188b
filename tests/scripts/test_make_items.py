"""Made-up libraries: real to every part of the program, and the same for the same seed."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from scripts.make_library import make_items

from media_manager.domain.query import Query, parse_query
from media_manager.errors import LibraryError, StorageError
from media_manager.library.doctor import Severity, examine
from media_manager.persistence.bulk_load import bulk_load
from media_manager.persistence.reader import open_reader
from media_manager.samples.many import COLUMNS, ManyItems
from media_manager.samples.many_texts import person_name
from media_manager.settings import Profile

ROOT = Path(__file__).parents[2]
ITEMS = 300
ROOTS = (b"/films", b"/shows", b"/photos")


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    """A profile with 300 made-up items."""
    folder = tmp_path_factory.mktemp("many")
    make_items(folder, items=ITEMS)
    return Profile.at(folder)


@pytest.fixture(scope="module")
def database(profile: Profile) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(profile.library_db)) as connection:
        yield connection


def _rows(seed: int) -> list[object]:
    return [rows for _size, rows in ManyItems(ITEMS, ROOTS, seed=seed).batches()]


def test_the_doctor_finds_a_made_up_library_in_order(profile: Profile) -> None:
    """References, counters, indexes and search are as the writer would have left them."""
    wrong = [each for each in examine(profile) if each.severity is not Severity.OK]

    # What is left is this machine, and that nobody made a backup or drew posters.
    machine = {"sqlite-version", "disk-space", "player", "sleep", "network-drive"}
    assert {each.code for each in wrong} <= machine | {"backups", "artwork-files", "orphans"}


def test_the_same_seed_makes_the_same_library() -> None:
    """Two measurements on two machines measure the same thing."""
    assert _rows(7) == _rows(7)


def test_another_seed_makes_another_library() -> None:
    """Nothing is so by accident of one library."""
    assert _rows(7) != _rows(8)


def test_search_finds_a_made_up_title(profile: Profile, database: sqlite3.Connection) -> None:
    """The full-text tables hold what the items say."""
    item_id, title = database.execute(
        "SELECT id, title FROM media_item WHERE media_type = 'movie' LIMIT 1"
    ).fetchone()
    reader = open_reader(profile.library_db)
    try:
        assert item_id in reader.first_ids(Query(parse_query(title)), ITEMS)
    finally:
        reader.close()


def test_search_documents_are_what_the_writer_makes(
    profile: Profile, database: sqlite3.Connection
) -> None:
    """A title edited later replaces its document by exactly the old text: none may differ."""
    from sqlalchemy import create_engine

    from media_manager.persistence.search_index import refresh_documents

    sql = "SELECT item_id, title, files, plot FROM search_document ORDER BY item_id"
    made = database.execute(sql).fetchall()
    copy = profile.library_db.with_name("copy.db")
    with closing(sqlite3.connect(copy)) as target:
        database.backup(target)
    engine = create_engine(f"sqlite:///{copy}")
    with engine.begin() as connection:
        refresh_documents(connection, [row[0] for row in made])
    engine.dispose()
    with closing(sqlite3.connect(copy)) as again:
        assert again.execute(sql).fetchall() == made
    copy.unlink()


def test_every_kind_of_item_is_there(database: sqlite3.Connection) -> None:
    """A library of films alone would flatter the lists."""
    kinds = dict(database.execute("SELECT media_type, count(*) FROM media_item GROUP BY 1"))

    assert sum(kinds.values()) == ITEMS
    assert kinds.keys() == {"movie", "show", "season", "episode", "photo"}


def test_parents_count_their_children(database: sqlite3.Connection) -> None:
    """Also where a library ends in the middle of a season."""
    wrong = database.execute(
        "SELECT count(*) FROM media_item p WHERE child_count <> "
        "(SELECT count(*) FROM media_item c WHERE c.parent_id = p.id)"
    ).fetchone()

    assert wrong == (0,)


def test_all_indexes_are_made_again(profile: Profile, tmp_path: Path) -> None:
    """The schema of a made-up library is the schema."""
    from media_manager.persistence.upgrade import create_library

    empty = tmp_path / "empty" / "library.db"
    create_library(empty)
    sql = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE '%stat%' ORDER BY 1, 2"
    schemas = []
    for path in (empty, profile.library_db):
        with closing(sqlite3.connect(path)) as each:
            schemas.append(each.execute(sql).fetchall())

    assert schemas[0] == schemas[1]


def test_rows_fit_the_values_that_the_layers_give(database: sqlite3.Connection) -> None:
    """An item says what its strongest layer says, so that a refresh changes nothing."""
    wrong = database.execute(
        "SELECT count(*) FROM media_item i JOIN value_layer v ON v.item_id = i.id "
        "WHERE v.layer IN ('nfo', 'provider') AND (json_extract(v.data, '$.title') <> i.title "
        "OR json_extract(v.data, '$.rating') IS NOT i.rating)"
    ).fetchone()

    assert wrong == (0,)


def test_people_have_names_of_their_own() -> None:
    """One name is one person to an NFO, so two must not share one."""
    assert len({person_name(number) for number in range(200_000)}) == 200_000


def test_posters_are_real_pictures(tmp_path: Path) -> None:
    """With --posters the lists have something to show."""
    library = make_items(tmp_path / "with", items=20, posters=2)
    with closing(sqlite3.connect(library)) as connection:
        pictures = connection.execute(
            "SELECT r.path, a.path FROM artwork a JOIN root_folder r ON r.id = a.root_id "
            "WHERE a.artwork_type = 'poster'"
        ).fetchall()

    assert pictures
    for root, path in pictures:
        assert (Path(root.decode()) / path.decode()).read_bytes().startswith(b"\xff\xd8")


def test_a_library_that_is_there_is_left_alone(profile: Profile) -> None:
    """Nobody fills a library in use with made-up films."""
    with pytest.raises(LibraryError):
        make_items(profile.data.parent, items=1)
    with pytest.raises(StorageError):
        bulk_load(profile.library_db, COLUMNS, [])


def test_the_help_shows_both_uses() -> None:
    """Files to scan, or items without files."""
    said = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "make_library.py"), "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert "N FOLDER" in said
    assert "--items N PROFILE" in said


def test_the_old_use_makes_files(tmp_path: Path) -> None:
    """N FOLDER goes on making N files."""
    folder = tmp_path / "files"
    subprocess.run(
        [sys.executable, str(ROOT / "scripts/make_library.py"), "12", str(folder), "--empty"],
        check=True,
        capture_output=True,
    )

    assert len([path for path in folder.rglob("*") if path.is_file()]) == 12
