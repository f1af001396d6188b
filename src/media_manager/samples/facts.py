"""What the sample library knows about its films and shows, read from the tables in `facts/`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

FILM_TABLES = ("1902_1949", "1950_1979", "1980_1999", "2000_2007", "2008_2019")
SHOW_TABLES = ("shows_1959_1990", "shows_1998_2019")


@dataclass(frozen=True, slots=True)
class Actor:
    """One line of the cast."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Art:
    """How the poster of a title is drawn. `title` is what it says, if not the title itself."""

    motif: str
    palette: tuple[str, ...]
    layout: str
    face: str
    seed: int
    title: str


@dataclass(frozen=True, slots=True)
class Video:
    """One file of a film. `file` replaces the whole name, `suffix` follows the usual one."""

    file: str
    suffix: str
    container: str
    height: int
    square: bool
    hdr: bool
    audio: tuple[str, ...]
    subtitles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Film:
    """A film with facts that are known for certain; empty means unknown."""

    title: str
    original: str
    year: int
    premiered: str
    directors: tuple[str, ...]
    writers: tuple[str, ...]
    cast: tuple[Actor, ...]
    genres: tuple[str, ...]
    runtime: int
    countries: tuple[str, ...]
    studios: tuple[str, ...]
    content_rating: str
    ids: Mapping[str, str]
    set_name: str
    tags: tuple[str, ...]
    plot: str
    art: Art
    videos: tuple[Video, ...]
    folder: str


@dataclass(frozen=True, slots=True)
class Episode:
    """One episode; `aired` is empty where the date is not certain."""

    season: int
    number: int
    title: str
    aired: str
    plot: str


@dataclass(frozen=True, slots=True)
class Show:
    """A show with the episodes that the sample library holds."""

    title: str
    original: str
    year: int
    premiered: str
    status: str
    creators: tuple[str, ...]
    cast: tuple[Actor, ...]
    genres: tuple[str, ...]
    runtime: int
    countries: tuple[str, ...]
    studios: tuple[str, ...]
    content_rating: str
    ids: Mapping[str, str]
    plot: str
    art: Art
    audio: tuple[str, ...]
    subtitles: tuple[str, ...]
    episodes: tuple[Episode, ...]


@cache
def films() -> tuple[Film, ...]:
    """All films, oldest first."""
    rows = [row for table in FILM_TABLES for row in _read(f"films_{table}")["film"]]
    return tuple(_film(row) for row in rows)


@cache
def shows() -> tuple[Show, ...]:
    """All shows, oldest first."""
    rows = [row for table in SHOW_TABLES for row in _read(table)["show"]]
    return tuple(_show(row) for row in rows)


def _read(table: str) -> dict[str, Any]:
    text = files("media_manager.samples").joinpath("facts", f"{table}.toml").read_text("utf-8")
    return tomllib.loads(text)


def _film(row: Mapping[str, Any]) -> Film:
    return Film(
        title=row["title"],
        original=row.get("original", ""),
        year=row["year"],
        premiered=row.get("premiered", ""),
        directors=tuple(row["directors"]),
        writers=tuple(row.get("writers", ())),
        cast=_cast(row),
        genres=tuple(row["genres"]),
        runtime=row["runtime"],
        countries=tuple(row["countries"]),
        studios=tuple(row.get("studios", ())),
        content_rating=row.get("content_rating", ""),
        ids=_ids(row),
        set_name=row.get("set", ""),
        tags=tuple(row.get("tags", ())),
        plot=row["plot"],
        art=_art(row),
        videos=tuple(_video(video) for video in row.get("video", ({},))),
        folder=row.get("folder", ""),
    )


def _show(row: Mapping[str, Any]) -> Show:
    return Show(
        title=row["title"],
        original=row.get("original", ""),
        year=row["year"],
        premiered=row.get("premiered", ""),
        status=row["status"],
        creators=tuple(row.get("creators", ())),
        cast=_cast(row),
        genres=tuple(row["genres"]),
        runtime=row["runtime"],
        countries=tuple(row["countries"]),
        studios=tuple(row.get("studios", ())),
        content_rating=row.get("content_rating", ""),
        ids=_ids(row),
        plot=row["plot"],
        art=_art(row),
        audio=tuple(row["audio"]),
        subtitles=tuple(row.get("subtitles", ())),
        episodes=tuple(Episode(*(*episode, "", "")[:5]) for episode in row["episodes"]),
    )


def _cast(row: Mapping[str, Any]) -> tuple[Actor, ...]:
    pairs = (entry.partition("|") for entry in row.get("cast", ()))
    return tuple(Actor(name, role) for name, _, role in pairs)


def _ids(row: Mapping[str, Any]) -> dict[str, str]:
    return {source: row[source] for source in ("imdb", "tmdb", "tvdb") if source in row}


def _art(row: Mapping[str, Any]) -> Art:
    art = row["art"]
    return Art(
        motif=art["motif"],
        palette=tuple(art["palette"]),
        layout=art["layout"],
        face=art["face"],
        seed=art.get("seed", 0),
        title=art.get("title", row["title"]),
    )


def _video(row: Mapping[str, Any]) -> Video:
    return Video(
        file=row.get("file", ""),
        suffix=row.get("suffix", ""),
        container=row.get("container", "mkv"),
        height=row.get("height", 360),
        square=row.get("square", False),
        hdr=row.get("hdr", False),
        audio=tuple(row.get("audio", ("eng",))),
        subtitles=tuple(row.get("subtitles", ())),
    )
