"""What is written is read back, counted, found and announced."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from media_manager.domain.changes import LibraryChanges
from media_manager.domain.media import Layer, LibraryKind
from media_manager.domain.query import Query, SortKey, parse_query
from media_manager.domain.values import ListEdit
from media_manager.persistence.reader import LibraryReader, open_reader
from media_manager.persistence.repositories.items import insert_items, set_user_state
from media_manager.persistence.repositories.places import (
    ensure_library,
    ensure_root,
    insert_files,
)
from media_manager.persistence.repositories.values import (
    apply_values,
    save_layers,
    save_user_values,
)
from media_manager.persistence.upgrade import create_library
from media_manager.persistence.writer import LibraryWriter

FILMS = {
    "The Matrix": {"year": 1999, "genres": ["Action"], "ids": {"imdb": "tt0133093"}},
    "Amélie": {"year": 2001, "plot": "A waitress in Paris looks for a garden gnome."},
    "Spider-Man": {
        "year": 2002,
        "credits": [{"name": "Tobey Maguire", "role": "actor", "character": "Peter"}],
    },
    "千と千尋の神隠し": {"year": 2001, "genres": ["Animation"], "tags": ["Japan"]},
    "Matrix Reloaded": {"year": 2003, "sets": ["The Matrix Collection"]},
}


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "library.db"
    create_library(path)
    return path


@pytest.fixture
def writer(database: Path) -> Iterator[LibraryWriter]:
    writer = LibraryWriter(database)
    yield writer
    writer.close()


@pytest.fixture
def films(writer: LibraryWriter) -> dict[str, int]:
    with writer.write_session("test") as session:
        library = ensure_library(session, "Films", LibraryKind.MOVIE)
        rows = [
            {"library_id": library, "media_type": "movie", "title": title, "state": "unmatched"}
            for title in FILMS
        ]
        ids = dict(zip(FILMS, insert_items(session, rows), strict=True))
        save_layers(
            session,
            Layer.NFO,
            "nfo",
            {ids[title]: {"title": title, **values} for title, values in FILMS.items()},
        )
        apply_values(session, ids.values())
    return ids


@pytest.fixture
def reader(database: Path, films: dict[str, int]) -> Iterator[LibraryReader]:  # noqa: ARG001
    reader = open_reader(database)
    yield reader
    reader.close()


def titles(reader: LibraryReader, text: str, sort: SortKey = SortKey.TITLE) -> list[str]:
    query = Query(parse_query(text), sort=sort)
    return [row.title for row in reader.rows(reader.first_ids(query, 100))]


def test_order_moves_the_article(reader: LibraryReader) -> None:
    """Lists are ordered by the sort key, not by the letters of the title."""
    expected = ["Amélie", "Spider-Man", "千と千尋の神隠し"]
    assert titles(reader, "") == ["Amélie", "Matrix Reloaded", "The Matrix", *expected[1:]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("amelie", ["Amélie"]),
        ("spiderman", ["Spider-Man"]),
        ("spider man", ["Spider-Man"]),
        ("tobey", ["Spider-Man"]),
        ("spid mag", ["Spider-Man"]),
        ("千尋", ["千と千尋の神隠し"]),
        ("隠", ["千と千尋の神隠し"]),
        ("gnome", ["Amélie"]),
        ("japan", ["千と千尋の神隠し"]),
        ("matrix", ["Matrix Reloaded", "The Matrix"]),
        ("matrix -reloaded", ["The Matrix"]),
        ("year:2001..2002 -is:watched", ["Amélie", "Spider-Man", "千と千尋の神隠し"]),
        ("genre:action", ["The Matrix"]),
        ('"matrix reloaded"', ["Matrix Reloaded"]),
        ("person:maguire", ["Spider-Man"]),
        ("title:gnome", []),
    ],
)
def test_words_find(reader: LibraryReader, text: str, expected: list[str]) -> None:
    """Words match title, people, tags and plot without case and accents."""
    assert titles(reader, text) == expected


@pytest.mark.parametrize("text", ['"', "wall-e", "@nasa", "t:", "AND", "NEAR(", "*", "'; --", ""])
def test_j1_nothing_typed_is_an_error(reader: LibraryReader, text: str) -> None:
    """Fault J1: no input becomes FTS or SQL syntax."""
    assert isinstance(titles(reader, text), list)


def test_count_and_all_ids_agree_with_the_pages(reader: LibraryReader) -> None:
    """The exact count, every id and the first page are the same answer."""
    query = Query(parse_query("year:2001..2003"), sort=SortKey.YEAR, descending=True)
    ids = list(reader.all_ids(query))
    assert (reader.count(query), ids) == (4, reader.first_ids(query, 100))


def test_a_user_value_wins_and_reset_shows_the_machine_again(
    writer: LibraryWriter, films: dict[str, int], reader: LibraryReader
) -> None:
    """A refresh never changes what the user said, and a removed genre never comes back."""
    item = films["The Matrix"]
    with writer.write_session("user", durable=True) as session:
        edit = ListEdit(add=("Cyberpunk",), remove=("Action",))
        save_user_values(session, [item], {"title": "Matrix", "genres": edit})
        save_layers(session, Layer.PROVIDER, "tmdb", {item: {"title": "X", "genres": ["Action"]}})
        apply_values(session, [item])
    assert titles(reader, "genre:cyberpunk") == ["Matrix"]
    assert titles(reader, "genre:action") == []


def test_changes_are_announced_after_commit_and_logged(
    writer: LibraryWriter, films: dict[str, int], reader: LibraryReader
) -> None:
    """A commit tells its listeners and other processes the same thing."""
    heard: list[LibraryChanges] = []
    writer.on_commit(heard.append)
    seq = reader.seq()
    version = reader.data_version()
    with writer.write_session("user", durable=True) as session:
        set_user_state(session, [films["Amélie"]], 1, watched=True)
    assert heard == reader.changes_since(seq)
    assert heard[0].ids == frozenset({films["Amélie"]})
    assert reader.data_version() != version


def test_a_rolled_back_session_announces_nothing(
    writer: LibraryWriter, films: dict[str, int], reader: LibraryReader
) -> None:
    """What did not happen is not told."""
    seq = reader.seq()
    with pytest.raises(ZeroDivisionError), writer.write_session("user") as session:
        set_user_state(session, [films["Amélie"]], 1, watched=True)
        raise ZeroDivisionError
    assert (reader.seq(), titles(reader, "is:watched")) == (seq, [])


def test_counters_follow(reader: LibraryReader) -> None:
    """Lists read their numbers instead of counting."""
    assert reader.counters() == {"library:1:movie": 5, "type:movie": 5, "unmatched:movie": 5}


def test_the_journal_of_a_long_scan_stays_small(
    database: Path, writer: LibraryWriter, reader: LibraryReader
) -> None:
    """Batches fold the journal back now and then, although a window reads all the while."""
    journal = database.with_name(database.name + "-wal")
    largest = 0
    for number in range(120):
        with writer.write_session("scan") as session:
            rows = [
                {
                    "library_id": 1,
                    "media_type": "movie",
                    "title": f"Film {number} {n}",
                    "state": "unmatched",
                }
                for n in range(50)
            ]
            insert_items(session, rows)
        reader.count(Query())
        largest = max(largest, journal.stat().st_size)
    assert database.stat().st_size > 1_000_000
    assert largest < 8_000_000


def test_a_photo_is_its_own_picture(writer: LibraryWriter, database: Path) -> None:
    """A list shows the photo itself, without a row of artwork for each of a million photos."""
    with writer.write_session("test") as session:
        library = ensure_library(session, "Photos", LibraryKind.PHOTO)
        root = ensure_root(session, library, b"/photos", "/photos")
        row = {
            "root_id": root,
            "path": b"a.jpg",
            "kind": "photo",
            "size_bytes": 1,
            "mtime_ns": 7,
        }
        (file_id,) = insert_files(session, [row])
        photo = {
            "library_id": library,
            "media_type": "photo",
            "title": "a",
            "state": "matched",
            "main_file_id": file_id,
        }
        ids = insert_items(session, [photo])
    reader = open_reader(database)
    (shown,) = reader.rows(ids)
    reader.close()
    assert (shown.artwork_root, shown.artwork_path, shown.artwork_stamp) == (
        b"/photos",
        b"a.jpg",
        7,
    )
