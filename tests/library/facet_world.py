"""A small random library in which every facet has values, made by the real repositories."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from media_manager.domain.media import Layer, LibraryKind
from media_manager.domain.uids import now_us
from media_manager.persistence.models import Artwork, Stream, Subtitle
from media_manager.persistence.models.base import table_of
from media_manager.persistence.repositories.items import (
    insert_items,
    link_files,
    set_user_state,
    update_items,
)
from media_manager.persistence.repositories.places import (
    ensure_library,
    ensure_root,
    insert_files,
)
from media_manager.persistence.repositories.values import apply_values, save_layers
from media_manager.persistence.upgrade import create_library
from media_manager.persistence.writer import LibraryWriter, WriteSession

TYPES = ("movie", "movie", "movie", "show", "episode", "video", "photo")
# Two spellings of one name in several places: people see one value.
GENRES = ("Drama", "drama", "Comedy", "Science Fiction", "Épouvante", "Epouvante", "Western")
PEOPLE = ("Ana Díaz", "Ana Diaz", "Tom Hanks", "王家衛", "Li Wei", "Zoë Bell", "O'Brien", "!!!")
STUDIOS = ("Ghibli", "Warner Bros.", "A24")
COUNTRIES = ("France", "Japan", "FRANCE")
TAGS = ("Holiday", "to sell", "Japan")
SIZES = ((3840, 2160), (1920, 800), (1920, 1080), (1280, 720), (720, 576), (320, 240), (None, None))
LANGUAGES = ("eng", "en", "de", "ger", "jpn", None, "zz-unknown-zz")


def make_world(path: Path, *, seed: int, items: int = 60) -> LibraryWriter:
    """Make a library with this many random items; the caller closes the writer."""
    create_library(path)
    writer = LibraryWriter(path)
    add_items(writer, dice_of(seed), items)
    return writer


def dice_of(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a repeatable library, no secret


def add_items(writer: LibraryWriter, dice: random.Random, items: int) -> list[int]:
    with writer.write_session("test") as session:
        libraries = [
            ensure_library(session, name, LibraryKind.MIXED) for name in ("Films", "Évènements")
        ]
        root = ensure_root(session, libraries[0], b"/films", "/films")
        rows = [
            {
                "library_id": dice.choice(libraries),
                "media_type": dice.choice(TYPES),
                "title": _title(dice),
                "state": dice.choice(("matched", "unmatched")),
            }
            for _ in range(items)
        ]
        ids = insert_items(session, rows)
        _add_files(session, dice, root, ids)
    change_items(writer, dice, ids)
    return ids


def change_items(writer: LibraryWriter, dice: random.Random, ids: Sequence[int]) -> None:
    """Give items new values of every kind."""
    with writer.write_session("test") as session:
        save_layers(session, Layer.NFO, "nfo", {each: _said(dice) for each in ids})
        apply_values(session, ids)
        for each in ids:
            _add_around(session, dice, each)
        # As the scan does it: whoever writes artwork chooses the poster anew.
        update_items(session, [{"id": each, "poster_id": None} for each in ids])


def _title(dice: random.Random) -> str:
    return f"{dice.choice(('The', 'A', ''))} {dice.choice('abcdeé')}{dice.randrange(30)}".strip()


def _said(dice: random.Random) -> dict[str, Any]:
    said: dict[str, Any] = {
        "title": _title(dice),
        "year": dice.choice((None, 1989, 1990, 1999, 2000, 2024)),
        "premiered": dice.choice((None, "1999", "1999-03", "1999-03-31", "2024-12-01")),
        "rating": dice.choice((None, 7.0, 7.9, 8.0, 9.99, 10.0, 0.5)),
        "runtime_minutes": dice.choice((None, 20, 90, 90, 150)),
        "plot": dice.choice((None, "A plot.")),
        "genres": dice.sample(GENRES, dice.randrange(4)),
        "tags": dice.sample(TAGS, dice.randrange(3)),
        "studios": dice.sample(STUDIOS, dice.randrange(3)),
        "countries": dice.sample(COUNTRIES, dice.randrange(3)),
        "credits": [
            {"name": name, "role": dice.choice(("actor", "director", "writer"))}
            for name in dice.choices(PEOPLE, k=dice.randrange(5))
        ],
        "ids": dice.choice(({}, {"imdb": "tt0133093"}, {"tmdb": "603"})),
    }
    return {name: value for name, value in said.items() if value is not None}


def _add_files(session: WriteSession, dice: random.Random, root: int, ids: Sequence[int]) -> None:
    owners = [each for each in ids if dice.random() < 0.8]
    rows = []
    for each in owners:
        width, height = dice.choice(SIZES)
        rows.append(
            {
                "root_id": root,
                "path": b"%d.mkv" % each,
                "kind": "movie",
                "size_bytes": dice.randrange(5_000_000_000),
                "mtime_ns": 1,
                "width": width,
                "height": height,
                "hdr": dice.choice((None, None, "hdr10", "dolbyvision", "hdr10plus")),
            }
        )
    files = insert_files(session, rows)
    link = {"role": "main", "edition": None, "version_label": None, "part": None}
    pairs = list(zip(owners, files, strict=True))
    link_files(session, [{"item_id": item, "file_id": file, **link} for item, file in pairs])
    update_items(session, [{"id": item, "main_file_id": file} for item, file in pairs])
    streams = []
    for file in files:
        for position in range(dice.randrange(5)):
            kind = dice.choice(("video", "audio", "audio"))
            codec = dice.choice(("h264", "hevc", None) if kind == "video" else ("aac", "dts"))
            streams.append(
                {
                    "file_id": file,
                    "position": position,
                    "kind": kind,
                    "codec": codec,
                    "language": dice.choice(LANGUAGES),
                    "details": b"{}",
                }
            )
    if streams:
        session.execute(insert(table_of(Stream)), streams)


def _add_around(session: WriteSession, dice: random.Random, item_id: int) -> None:
    if dice.random() < 0.5:
        row = {"media_item_id": item_id, "artwork_type": dice.choice(("poster", "fanart"))}
        session.execute(
            insert(table_of(Artwork)), [{**row, "source": "local", "download_status": "done"}]
        )
    if dice.random() < 0.3:
        row = {"media_item_id": item_id, "language": "en", "source": "local"}
        session.execute(insert(table_of(Subtitle)), [row])
    if dice.random() < 0.5:
        set_user_state(
            session,
            [item_id],
            1,
            watched=dice.random() < 0.5,
            favorite=dice.random() < 0.3,
            rating=dice.choice((None, 6.0, 9.0)),
            resume_ms=dice.choice((0, 1000)),
            play_count=dice.randrange(4),
            last_played_at=dice.choice((None, now_us())),
        )
