"""How well a hit matches: the title begins, a word of it, one name, names, the plot, inside."""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from media_manager.domain.media import Layer, LibraryKind
from media_manager.domain.query import Query, SortKey, parse_query
from media_manager.persistence.query_compiler import Part
from media_manager.persistence.query_pages import OutOfTimeError
from media_manager.persistence.reader import LibraryReader, open_reader
from media_manager.persistence.repositories.items import insert_items
from media_manager.persistence.repositories.places import ensure_library
from media_manager.persistence.repositories.values import apply_values, save_layers
from media_manager.persistence.upgrade import create_library
from media_manager.persistence.writer import LibraryWriter

FILMS: dict[str, dict[str, Any]] = {
    "Night Train": {},
    "The Night of the Hunter": {},
    "A Hard Day's Night": {},
    "Midnight Express": {},
    "Casablanca": {"plot": "A night in Morocco."},
    "Rope": {"credits": [{"name": "Ann Night", "role": "actor"}]},
    "Vertigo": {"tags": ["night and day"]},
    "2001: A Space Odyssey": {},
    "20 Feet from Stardom": {},
    "Blade Runner 2049": {},
    "02 Legacy": {},
    "Fargo": {
        "credits": [{"name": "Ann Coen", "role": "writer"}, {"name": "Joel Hart", "role": "actor"}]
    },
    "Annie Hall": {"credits": [{"name": "Joel Coen", "role": "director"}]},
    "L'Atalante": {"language": "fr"},
    "La Strada": {"language": "it"},
}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibraryReader]:
    path: Path = tmp_path_factory.mktemp("buckets") / "library.db"
    create_library(path)
    writer = LibraryWriter(path)
    with writer.write_session("test") as session:
        library = ensure_library(session, "Films", LibraryKind.MOVIE)
        rows = [
            {
                "library_id": library,
                "media_type": "movie",
                "title": title,
                "language": values.get("language"),
                "state": "matched",
            }
            for title, values in FILMS.items()
        ]
        ids = insert_items(session, rows)
        layer = {n: {"title": t, **v} for n, (t, v) in zip(ids, FILMS.items(), strict=True)}
        save_layers(session, Layer.NFO, "nfo", layer)
        apply_values(session, ids)
    writer.close()
    reader = open_reader(path)
    yield reader
    reader.close()


def titles(reader: LibraryReader, text: str) -> list[str]:
    query = Query(parse_query(text), SortKey.RELEVANCE)
    ids = reader.first_ids(query, 100)
    assert list(reader.all_ids(query)) == ids
    return [row.title for row in reader.rows(ids)]


ORDERS = {
    "night": [
        "The Night of the Hunter",
        "Night Train",
        "A Hard Day's Night",
        "Rope",
        "Vertigo",
        "Casablanca",
        "Midnight Express",
    ],
    "the n": ["The Night of the Hunter"],
    "the": ["The Night of the Hunter"],
    "la str": ["La Strada"],
    "strada": ["La Strada"],
    "l'at": ["L'Atalante"],
    "20": ["20 Feet from Stardom", "2001: A Space Odyssey", "Blade Runner 2049"],
    "2001": ["2001: A Space Odyssey"],
    "blade runner 20": ["Blade Runner 2049"],
    "02": ["02 Legacy"],
    "joel coen": ["Annie Hall", "Fargo"],
    "ann coen": ["Fargo", "Annie Hall"],
    "coen ann": ["Fargo", "Annie Hall"],
    "idnigh": ["Midnight Express"],
    "dnight xpres": ["Midnight Express"],
    "id": [],
}


@pytest.mark.parametrize("text", ORDERS)
def test_hits_come_in_buckets_each_by_title(reader: LibraryReader, text: str) -> None:
    """What is typed without its article, or with it, begins the title; zeros count as typed."""
    assert titles(reader, text) == ORDERS[text]


def test_a_statement_ends_at_its_moment(reader: LibraryReader) -> None:
    """The clock of a first page stops a statement; an interruption is somebody else's word."""
    endless = Part(
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n "
        "WHERE x < 0"
    )
    with pytest.raises(OutOfTimeError):
        reader.numbers(endless, 1, 0.0)
    timer = threading.Timer(0.05, reader.interrupt)
    timer.start()
    with pytest.raises(sqlite3.OperationalError, match="interrupted"):
        reader.numbers(endless, 1, 1e12)
    timer.join()
    assert titles(reader, "rope") == ["Rope"]
