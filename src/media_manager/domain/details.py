"""Everything that the details of one item show, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from media_manager.domain.media import MediaRow
from media_manager.domain.values import Origin


@dataclass(frozen=True, slots=True)
class CreditLine:
    """A person's part in an item."""

    person_id: int
    name: str
    role: str
    character: str | None = None


@dataclass(frozen=True, slots=True)
class StreamLine:
    """One stream of a file; `details` holds what a probe found beyond the columns."""

    kind: str
    codec: str | None
    language: str | None
    title: str | None
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of an item: where it lies, why it belongs here, what is in it."""

    id: int
    role: str
    root_path: bytes
    path: bytes
    display_path: str
    size_bytes: int
    state: str  # present, missing, offline
    edition: str | None = None
    version_label: str | None = None
    part: int | None = None
    container: str | None = None
    duration_ms: int | None = None
    width: int | None = None
    height: int | None = None
    hdr: str | None = None
    probe_status: str = "none"
    probe_error: str | None = None
    streams: tuple[StreamLine, ...] = ()


@dataclass(frozen=True, slots=True)
class SubtitleLine:
    """A subtitle beside the media."""

    language: str | None
    title: str | None
    forced: bool
    hearing_impaired: bool
    display_path: str


@dataclass(frozen=True, slots=True)
class ArtworkLine:
    """An image of an item; `root_path` and `path` name the file."""

    id: int
    artwork_type: str
    root_path: bytes
    path: bytes
    stamp: int


@dataclass(frozen=True, slots=True)
class RatingLine:
    """What one source thinks, on a scale to ten."""

    source: str
    value: float
    votes: int | None


@dataclass(frozen=True, slots=True)
class ItemDetails:
    """One item with all that hangs on it. `origins` says where each field's value comes from."""

    row: MediaRow
    original_title: str | None = None
    tagline: str | None = None
    plot: str | None = None
    content_rating: str | None = None
    library_name: str = ""
    genres: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    studios: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    credits: tuple[CreditLine, ...] = ()
    files: tuple[FileLine, ...] = ()
    subtitles: tuple[SubtitleLine, ...] = ()
    artwork: tuple[ArtworkLine, ...] = ()
    ratings: tuple[RatingLine, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def artwork_of(self, artwork_type: str) -> ArtworkLine | None:
        """Return the first image of a type."""
        return next((each for each in self.artwork if each.artwork_type == artwork_type), None)

    @property
    def main_files(self) -> tuple[FileLine, ...]:
        """Return the files that play the item itself, best first, parts in order."""
        return tuple(file for file in self.files if file.role == "main")
