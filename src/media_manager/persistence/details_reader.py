"""Reads all that the details of one item show, in a fixed number of queries."""

from collections.abc import Sequence
from typing import Any

import msgspec

from media_manager.domain.details import (
    ArtworkLine,
    CreditLine,
    FileLine,
    ItemDetails,
    RatingLine,
    StreamLine,
    SubtitleLine,
)
from media_manager.domain.media import Layer
from media_manager.domain.values import MachineLayer, Origin, UserValue, effective_values
from media_manager.errors import ItemNotFound
from media_manager.files import display_path
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.user_values import decode_user_value

_ITEM = """
SELECT i.original_title, i.tagline, i.plot, i.content_rating, l.name
FROM media_item i JOIN library l ON l.id = i.library_id WHERE i.id = ?
"""
_FILES = """
SELECT f.id, k.role, r.path, f.path, f.size_bytes,
    CASE WHEN r.state = 'offline' THEN 'offline' ELSE f.state END,
    k.edition, k.version_label, k.part, f.container, f.duration_ms, f.width, f.height, f.hdr,
    f.probe_status, f.probe_error
FROM item_file k JOIN media_file f ON f.id = k.file_id JOIN root_folder r ON r.id = f.root_id
WHERE k.item_id = ? AND f.path IS NOT NULL
ORDER BY CASE k.role WHEN 'main' THEN 0 ELSE 1 END, COALESCE(k.part, 0),
    COALESCE(f.height, 0) DESC, f.size_bytes DESC, f.id
"""
_STREAMS = """
SELECT s.file_id, s.kind, s.codec, s.language, s.title, s.details
FROM stream s JOIN item_file k ON k.file_id = s.file_id WHERE k.item_id = ?
ORDER BY s.file_id, s.position
"""
_CREDITS = """
SELECT p.id, p.name, c.role, c.character FROM credit c JOIN person p ON p.id = c.person_id
WHERE c.media_item_id = ? ORDER BY c.position, c.id
"""
_ARTWORK = """
SELECT a.id, a.artwork_type, r.path, a.path, COALESCE(a.stamp, 0)
FROM artwork a JOIN root_folder r ON r.id = a.root_id
WHERE a.media_item_id = ? AND a.download_status = 'done' AND a.path IS NOT NULL ORDER BY a.id
"""
_SUBTITLES = """
SELECT s.language, s.title, s.forced, s.hearing_impaired, f.path
FROM subtitle s JOIN media_file f ON f.id = s.file_id WHERE s.media_item_id = ? ORDER BY s.id
"""
_NAMES = (
    ("genres", "SELECT n.name FROM item_genre l JOIN genre n ON n.id = l.genre_id"),
    ("countries", "SELECT n.name FROM item_country l JOIN country n ON n.id = l.country_id"),
    ("studios", "SELECT n.name FROM item_company l JOIN company n ON n.id = l.company_id"),
    ("tags", "SELECT n.name FROM item_tag l JOIN tag n ON n.id = l.tag_id"),
    (
        "sets",
        (
            "SELECT n.name FROM collection_item l JOIN collection n ON n.id = l.collection_id "
            "AND n.kind = 'set'"
        ),
    ),
)


def read_details(reader: LibraryReader, item_id: int, *, viewer_id: int = 1) -> ItemDetails:
    """Return one item; raise ItemNotFound when there is none of this id."""
    with reader.snapshot():
        rows = reader.rows([item_id], viewer_id=viewer_id)
        if not rows:
            raise ItemNotFound(
                f"There is no item number {item_id}.",
                hint="It may have been removed; search for its title.",
                item_id=item_id,
            )
        original, tagline, plot, content_rating, library = reader.execute(
            _ITEM, [item_id]
        ).fetchone()
        names = {
            field: tuple(
                name for (name,) in reader.execute(f"{sql} WHERE l.item_id = ?", [item_id])
            )
            for field, sql in _NAMES
        }
        return ItemDetails(
            row=rows[0],
            original_title=original,
            tagline=tagline,
            plot=plot,
            content_rating=content_rating,
            library_name=library,
            credits=tuple(CreditLine(*row) for row in reader.execute(_CREDITS, [item_id])),
            files=_files(reader, item_id),
            subtitles=_subtitles(reader, item_id),
            artwork=tuple(
                ArtworkLine(row[0], row[1], bytes(row[2]), bytes(row[3]), row[4])
                for row in reader.execute(_ARTWORK, [item_id])
            ),
            ratings=tuple(
                RatingLine(*row)
                for row in reader.execute(
                    "SELECT source, value, votes FROM rating WHERE media_item_id = ? "
                    "ORDER BY is_default DESC, source",
                    [item_id],
                )
            ),
            ids=dict(
                reader.execute(
                    "SELECT source, external_id FROM external_id WHERE media_item_id = ?",
                    [item_id],
                ).fetchall()
            ),
            origins=_origins(reader, item_id),
            **names,
        )


def _column(reader: LibraryReader, sql: str, item_id: int) -> tuple[str, ...]:
    return tuple(name for (name,) in reader.execute(sql, [item_id]))


def _files(reader: LibraryReader, item_id: int) -> tuple[FileLine, ...]:
    streams: dict[int, list[StreamLine]] = {}
    for file_id, kind, codec, language, title, details in reader.execute(_STREAMS, [item_id]):
        found = msgspec.json.decode(bytes(details))
        streams.setdefault(file_id, []).append(StreamLine(kind, codec, language, title, found))
    return tuple(
        _file(row, tuple(streams.get(row[0], ()))) for row in reader.execute(_FILES, [item_id])
    )


def _file(row: Sequence[Any], streams: tuple[StreamLine, ...]) -> FileLine:
    file_id, role, root_path, path, size_bytes, state, *rest = row
    names = (
        "edition",
        "version_label",
        "part",
        "container",
        "duration_ms",
        "width",
        "height",
        "hdr",
        "probe_status",
        "probe_error",
    )
    return FileLine(
        file_id,
        role,
        bytes(root_path),
        bytes(path),
        display_path(bytes(root_path).rstrip(b"/") + b"/" + bytes(path)),
        size_bytes,
        state,
        streams=streams,
        **dict(zip(names, rest, strict=True)),
    )


def _subtitles(reader: LibraryReader, item_id: int) -> tuple[SubtitleLine, ...]:
    return tuple(
        SubtitleLine(language, title, bool(forced), bool(impaired), display_path(bytes(path)))
        for language, title, forced, impaired, path in reader.execute(_SUBTITLES, [item_id])
    )


def _origins(reader: LibraryReader, item_id: int) -> dict[str, Origin]:
    layers = [
        MachineLayer(Layer(layer), source, msgspec.json.decode(bytes(data)), set_at)
        for layer, source, data, set_at in reader.execute(
            "SELECT layer, source, data, set_at FROM value_layer WHERE item_id = ?", [item_id]
        )
    ]
    user = [
        UserValue(field, decode_user_value(bytes(value)), bool(locked), set_at)
        for field, value, locked, set_at in reader.execute(
            "SELECT field, value, locked, set_at FROM user_value WHERE item_id = ?", [item_id]
        )
    ]
    return effective_values(layers, user)[1]
