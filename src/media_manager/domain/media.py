"""The things a library is made of, as frozen values.

Units: sizes in bytes, durations in milliseconds or minutes as the name says, instants as
integers in microseconds since 1970 (UTC), file times in nanoseconds, dates as text of 4, 7 or
10 characters (`1999`, `1999-03`, `1999-03-31`). Paths are bytes: a name need not be UTF-8.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, NewType

LibraryId = NewType("LibraryId", int)
ItemId = NewType("ItemId", int)

NO_IDS: Mapping[str, str] = MappingProxyType({})


class MediaType(StrEnum):
    """The kinds of entries a library has."""

    MOVIE = "movie"
    SHOW = "show"
    SEASON = "season"
    EPISODE = "episode"
    VIDEO = "video"
    PHOTO = "photo"
    ALBUM = "album"


class LibraryKind(StrEnum):
    """What a person says a library holds; `auto` lets each file name decide."""

    AUTO = "auto"
    MOVIE = "movie"
    TV = "tv"
    MIXED = "mixed"
    PHOTO = "photo"


class FileRole(StrEnum):
    """Why a file belongs to an item."""

    MAIN = "main"
    EXTRA = "extra"
    TRAILER = "trailer"
    SAMPLE = "sample"
    SUBTITLE = "subtitle"
    RAW = "raw"
    LIVE = "live"


class Layer(StrEnum):
    """Who says so, from weakest to strongest; the user always wins."""

    FILENAME = "filename"
    NFO = "nfo"
    PROVIDER = "provider"
    USER = "user"


class ParsedKind(StrEnum):
    """What a file is, judged by its name alone."""

    MOVIE = "movie"
    EPISODE = "episode"
    SUBTITLE = "subtitle"
    EXTRA = "extra"
    TRAILER = "trailer"
    SAMPLE = "sample"
    ARTWORK = "artwork"
    NFO = "nfo"
    PHOTO = "photo"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ParsedName:
    """What a path says. None and empty mean: the name does not say."""

    kind: ParsedKind
    title: str | None = None
    year: int | None = None
    season: int | None = None
    episodes: tuple[int, ...] = ()
    absolute_episodes: tuple[int, ...] = ()
    date: str | None = None
    episode_title: str | None = None
    edition: str | None = None
    part: int | None = None
    version: str | None = None
    three_d: str | None = None
    language: str | None = None
    forced: bool = False
    default: bool = False
    hearing_impaired: bool = False
    ids: Mapping[str, str] = field(default_factory=lambda: NO_IDS)
    resolution: str | None = None
    source: str | None = None
    release_group: str | None = None
    doubtful: bool = False


class FoundFile(NamedTuple):
    """One file that the walker saw. `path` is relative to its root, separated by `/`.

    A tuple: millions are made in a scan, and compared with what the library knows at one blow.
    """

    path: bytes
    size_bytes: int
    mtime_ns: int
    device: int
    inode: int


class MediaRow(NamedTuple):
    """What a list shows of one item: read with one query a page."""

    id: int
    media_type: str
    library_id: int
    title: str
    year: int | None
    season: int | None
    episode: int | None
    episode_end: int | None
    parent_id: int | None
    parent_title: str | None
    premiered: str | None
    runtime_minutes: int | None
    rating: float | None
    added_at: int
    state: str
    file_state: str
    height: int | None
    size_bytes: int | None
    child_count: int
    watched: int
    favorite: int
    user_rating: float | None
    resume_ms: int
    artwork_id: int | None
    artwork_root: bytes | None
    artwork_path: bytes | None
    artwork_stamp: int | None

    @property
    def is_here(self) -> bool:
        """Tell whether nothing stands in the way of it: a show has no file of its own."""
        return self.file_state in ("present", "none")
