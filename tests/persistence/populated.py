"""A small library with a row in every table, for tests of upgrades, backups and counts."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import URL, LargeBinary, Table, func, insert, select

from media_manager.domain.media import Layer, LibraryKind
from media_manager.domain.values import ListEdit
from media_manager.persistence.repositories.items import (
    add_history,
    insert_items,
    link_files,
    set_user_state,
)
from media_manager.persistence.repositories.places import (
    ensure_library,
    ensure_root,
    insert_files,
    update_root,
)
from media_manager.persistence.repositories.values import (
    apply_values,
    save_layers,
    save_user_values,
)
from media_manager.persistence.schema import METADATA
from media_manager.persistence.upgrade import create_library
from media_manager.persistence.writer import LibraryWriter, WriteSession

ROOT = Path(__file__).parents[2]

FILMS: dict[str, dict[str, Any]] = {
    "The Matrix": {
        "year": 1999,
        "rating": 8.2,
        "genres": ["Action", "Science Fiction"],
        "ids": {"imdb": "tt0133093", "tmdb": "603"},
        "ratings": [{"source": "imdb", "value": 8.7, "votes": 2_000_000}],
        "studios": ["Warner Bros."],
        "countries": ["United States of America"],
        "sets": ["The Matrix Collection"],
        "credits": [
            {"name": "Keanu Reeves", "role": "actor", "character": "Neo"},
            {"name": "Lana Wachowski", "role": "director"},
        ],
    },
    "Le Fabuleux Destin d'Amélie Poulain": {
        "year": 2001,
        "genres": ["Comedy"],
        "plot": "A waitress in Paris looks for a garden gnome.",
        "tags": ["Épouvante", 'the "best"'],
    },
    "Spider-Man": {"year": 2002, "credits": [{"name": "Tobey Maguire", "role": "actor"}]},
    "千と千尋の神隠し": {"year": 2001, "genres": ["Animation"], "tags": ["Japan"]},
    "Matrix Reloaded": {"year": 2003, "sets": ["The Matrix Collection"]},
    "100% Wolf_": {"genres": ["Animation"]},
}


def run_python(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run this interpreter from the repository root with our sources in its path."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONWARNINGS": "default"}
    return subprocess.run(
        [sys.executable, *arguments],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        timeout=120,
        **options,
    )


def make_library(path: Path) -> dict[str, int]:
    """Make a library file with the films above and a row in every other table."""
    create_library(path)
    writer = LibraryWriter(path)
    try:
        return fill(writer)
    finally:
        writer.close()


def fill(writer: LibraryWriter) -> dict[str, int]:
    """Fill an empty library; return the ids of the films by title."""
    with writer.write_session("test") as session:
        library = ensure_library(session, "Films", LibraryKind.MOVIE)
        root = ensure_root(session, library, b"/films", "/films")
        update_root(session, root, state="offline")  # there is no such folder
        rows = [
            {"library_id": library, "media_type": "movie", "title": title, "state": "unmatched"}
            for title in FILMS
        ]
        ids = dict(zip(FILMS, insert_items(session, rows), strict=True))
        _add_files(session, root, list(ids.values()))
        layer = {ids[title]: {"title": title, **values} for title, values in FILMS.items()}
        save_layers(session, Layer.NFO, "nfo", layer)
        edit = ListEdit(add=("Cyberpunk",), remove=("Science Fiction",))
        save_user_values(session, [ids["The Matrix"]], {"genres": edit})
        apply_values(session, ids.values())
        set_user_state(session, [ids["Spider-Man"]], 1, watched=True, favorite=True)
        add_history(session, ids.values(), "added")
    # Apart: a commit writes some tables of its own.
    with writer.write_session("test") as session:
        _fill_the_rest(session)
    return ids


def _add_files(session: WriteSession, root: int, item_ids: list[int]) -> None:
    names = [b"film %d \xff.mkv" % item_id for item_id in item_ids]
    files = insert_files(
        session,
        [
            {"root_id": root, "path": name, "kind": "movie", "size_bytes": 7, "mtime_ns": 1}
            for name in names
        ],
    )
    link_files(
        session,
        [
            {
                "item_id": item_id,
                "file_id": file_id,
                "role": "main",
                "edition": None,
                "version_label": None,
                "part": None,
            }
            for item_id, file_id in zip(item_ids, files, strict=True)
        ],
    )


def _fill_the_rest(session: WriteSession) -> None:
    """Give every table that is still empty one row of plain values."""
    for table in METADATA.sorted_tables:
        if not session.execute(select(func.count()).select_from(table)).scalar():
            session.execute(insert(table), [_plain_row(table)])


def _plain_row(table: Table) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in table.columns:
        # A key is given by the database; a reference names the first row of the other table.
        if column.autoincrement is True or (column.primary_key and len(table.primary_key) == 1):
            if column.foreign_keys or column.autoincrement is False:
                row[column.name] = 1
            elif column.type.python_type is str:
                row[column.name] = "one"
            continue
        if column.foreign_keys:
            row[column.name] = 1
        elif isinstance(column.type, LargeBinary):
            row[column.name] = b"{}"
        else:
            row[column.name] = column.type.python_type(1)
    return row


def server_url(address: str) -> URL:
    """Return SQLAlchemy's form of a libpq URL."""
    from sqlalchemy import make_url

    return make_url(address).set(drivername="postgresql+psycopg")
