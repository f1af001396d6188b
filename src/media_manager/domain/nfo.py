"""What an NFO file says, as frozen values; None and empty mean: it does not say.

Dates are text of 4, 7 or 10 characters, instants `YYYY-MM-DD HH:MM:SS`, ratings 0 to 10.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from media_manager.domain.media import NO_IDS


class NfoKind(StrEnum):
    """What one root element describes."""

    MOVIE = "movie"
    SHOW = "tvshow"
    SEASON = "season"
    EPISODE = "episode"
    MUSIC_VIDEO = "musicvideo"


@dataclass(frozen=True, slots=True)
class NfoRating:
    """One source's rating, brought to a scale of 10."""

    source: str
    value: float
    votes: int | None = None
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class NfoActor:
    """A person in front of the camera; `order` as the file gives it."""

    name: str
    role: str | None = None
    order: int | None = None
    thumb: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class NfoArtwork:
    """The address of a picture, with Kodi's word for what it shows."""

    artwork_type: str
    url: str
    season: int | None = None
    preview: str | None = None


@dataclass(frozen=True, slots=True)
class NfoVideo:
    """The picture track as another program saw it."""

    codec: str | None = None
    aspect: float | None = None
    width: int | None = None
    height: int | None = None
    duration_seconds: int | None = None
    stereo_mode: str | None = None
    hdr_type: str | None = None


@dataclass(frozen=True, slots=True)
class NfoAudio:
    """A sound track."""

    codec: str | None = None
    language: str | None = None
    channels: int | None = None


@dataclass(frozen=True, slots=True)
class NfoStreams:
    """The streams of the file."""

    video: tuple[NfoVideo, ...] = ()
    audio: tuple[NfoAudio, ...] = ()
    subtitle_languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NfoResume:
    """Where somebody stopped watching."""

    position_seconds: float
    total_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class NfoEntry:
    """One film, show, season, episode or music video."""

    kind: NfoKind
    title: str | None = None
    original_title: str | None = None
    sort_title: str | None = None
    show_title: str | None = None
    year: int | None = None
    premiered: str | None = None
    end_date: str | None = None
    season: int | None = None
    episode: int | None = None
    episode_end: int | None = None
    display_season: int | None = None
    display_episode: int | None = None
    airs_before_season: int | None = None
    airs_before_episode: int | None = None
    airs_after_season: int | None = None
    display_order: str | None = None
    plot: str | None = None
    outline: str | None = None
    tagline: str | None = None
    review: str | None = None
    runtime_minutes: int | None = None
    content_rating: str | None = None
    custom_rating: str | None = None
    ratings: tuple[NfoRating, ...] = ()
    user_rating: float | None = None
    top250: int | None = None
    genres: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    studios: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    directors: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    actors: tuple[NfoActor, ...] = ()
    artists: tuple[str, ...] = ()
    album: str | None = None
    track: int | None = None
    ids: Mapping[str, str] = field(default_factory=lambda: NO_IDS)
    default_id: str | None = None
    set_name: str | None = None
    set_overview: str | None = None
    show_links: tuple[str, ...] = ()
    trailer: str | None = None
    status: str | None = None
    production_code: str | None = None
    language: str | None = None
    country_code: str | None = None
    aspect_ratio: str | None = None
    playcount: int | None = None
    last_played: str | None = None
    watched: bool | None = None
    date_added: str | None = None
    bookmark_seconds: float | None = None
    resume: NfoResume | None = None
    artwork: tuple[NfoArtwork, ...] = ()
    streams: NfoStreams | None = None
    named_seasons: tuple[tuple[int, str], ...] = ()
    locked: bool = False
    locked_fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NfoDocument:
    """A whole file: its entries, its addresses, the ids in those, and what was wrong with it."""

    entries: tuple[NfoEntry, ...] = ()
    urls: tuple[str, ...] = ()
    ids: Mapping[str, str] = field(default_factory=lambda: NO_IDS)
    warnings: tuple[str, ...] = ()
    encoding: str = "utf-8"
