"""What is inside a media file, as frozen values that a probe fills.

None means: the file does not say. Languages are written as in the file (`eng`, `en`, `pt-BR`).
"""

from dataclasses import dataclass
from enum import StrEnum


class StreamKind(StrEnum):
    """The kinds of streams that a container holds."""

    VIDEO = "video"
    AUDIO = "audio"
    SUBTITLE = "subtitle"
    ATTACHMENT = "attachment"
    DATA = "data"


class Hdr(StrEnum):
    """How a video keeps its highlights; a stream without any is of standard range."""

    HDR10 = "hdr10"
    HDR10PLUS = "hdr10plus"
    HLG = "hlg"
    DOLBYVISION = "dolbyvision"


@dataclass(frozen=True, slots=True)
class MediaStream:
    """One stream of a file. Width and height are those of the picture as it is shown."""

    index: int
    kind: StreamKind
    codec: str | None = None
    profile: str | None = None
    language: str | None = None
    title: str | None = None
    bit_rate: int | None = None
    duration_ms: int | None = None
    default: bool = False
    forced: bool = False
    hearing_impaired: bool = False
    visual_impaired: bool = False
    commentary: bool = False
    original: bool = False
    attached_picture: bool = False
    width: int | None = None
    height: int | None = None
    aspect_ratio: float | None = None
    pixel_format: str | None = None
    bit_depth: int | None = None
    frame_rate: float | None = None
    interlaced: bool = False
    hdr: Hdr | None = None
    channels: int | None = None
    channel_layout: str | None = None
    sample_rate: int | None = None
    mime_type: str | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named place in a file."""

    start_ms: int
    end_ms: int
    title: str | None = None


@dataclass(frozen=True, slots=True)
class PhotoDetails:
    """What a photo says of itself. `orientation` is EXIF's 1 to 8; `taken_at` is local time."""

    orientation: int = 1
    taken_at: str | None = None
    zone_minutes: int | None = None
    camera: str | None = None
    lens: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    altitude_meters: float | None = None


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """What a probe found in one file. `created_at` is the container's own text."""

    container: str
    size_bytes: int
    duration_ms: int | None = None
    bit_rate: int | None = None
    title: str | None = None
    created_at: str | None = None
    streams: tuple[MediaStream, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    photo: PhotoDetails | None = None

    @property
    def video(self) -> MediaStream | None:
        """The first moving or still picture that is not a cover."""
        return next(
            (
                stream
                for stream in self.streams
                if stream.kind is StreamKind.VIDEO and not stream.attached_picture
            ),
            None,
        )


# (label, least width, least height): reaching either is enough, so that a film of 1920x800 and
# a 4:3 picture of 1440x1080 are both 1080p. The bounds leave room for cropped black bars.
RESOLUTION_LABELS = (
    ("4320p", 6400, 3400),
    ("2160p", 3200, 1700),
    ("1440p", 2300, 1250),
    ("1080p", 1800, 1000),
    ("720p", 1200, 680),
    ("576p", 1000, 500),
    ("480p", 700, 400),
    ("360p", 560, 300),
)


def resolution_label(width: int | None, height: int | None) -> str | None:
    """Return the name that people use for a picture size: 2160p, 1080p, 720p, 576p, 480p ..."""
    if not width or not height:
        return None
    wide, high = max(width, height), min(width, height)
    for label, least_width, least_height in RESOLUTION_LABELS:
        if wide >= least_width or high >= least_height:
            return label
    return "240p"
