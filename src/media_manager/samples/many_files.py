"""The made-up files behind made-up items: their names, sizes and streams."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

import msgspec

from media_manager.samples import many_words as words
from media_manager.samples.many_texts import Texts

_MARKS: Final = str.maketrans(dict.fromkeys("\"'*/:<>?\\|.,", ""))
_GROUPS: Final = ("SMPL", "NORTH", "PAPER", "ORCHiD", "LUMEN")
_SOURCES: Final = ("BluRay", "WEB-DL", "WEBRip", "HDTV", "DVDRip")
# height, width, video codec, what scene names call it, bytes a minute
_FORMS: Final = (
    (480, 720, "mpeg4", "480p", 6_000_000),
    (720, 1280, "h264", "720p", 22_000_000),
    (720, 1280, "h264", "720p", 22_000_000),
    (1080, 1920, "h264", "1080p", 50_000_000),
    (1080, 1920, "h264", "1080p", 62_000_000),
    (1080, 1920, "hevc", "1080p", 30_000_000),
    (1080, 1920, "av1", "1080p", 25_000_000),
    (2160, 3840, "hevc", "2160p", 180_000_000),
)
_HDR: Final = (None, "hdr10", "hdr10", "hdr10plus", "dolbyvision", "hlg")
_AUDIO: Final = (("aac", 2), ("ac3", 6), ("eac3", 6), ("dts", 6), ("truehd", 8), ("opus", 2))
_SUBTITLES: Final = ("subrip", "ass", "hdmv_pgs_subtitle")
_LANGUAGES: Final = tuple("en de fr es it ja ru pt sv ko zh pl nl tr ar".split())  # noqa: SIM905
_ENDINGS: Final = {"matroska": "mkv", "mp4": "mp4", "avi": "avi"}
_MS_A_MINUTE: Final = 60_000

# position, kind, codec, language, title, details
StreamRow = tuple[int, str, str, str | None, None, bytes]


@dataclass(frozen=True, slots=True)
class VideoFile:
    """The inside of one video."""

    container: str
    duration_ms: int
    size_bytes: int
    width: int
    height: int
    hdr: str | None
    label: str
    streams: tuple[StreamRow, ...]


class FileMaker:
    """Draws files; the same source of chance gives the same ones."""

    def __init__(self, rng: Random) -> None:
        self.chance = rng.random
        self.texts = Texts(rng)

    def video(self, minutes: int) -> VideoFile:
        height, width, codec, label, rate = _FORMS[int(self.chance() * len(_FORMS))]
        hdr = _HDR[int(self.chance() * len(_HDR))] if height > 2000 else None  # noqa: PLR2004 - 4K
        old = codec == "mpeg4"
        container = "avi" if old else "mp4" if self.chance() < 0.2 else "matroska"  # noqa: PLR2004
        duration = minutes * _MS_A_MINUTE + int(self.chance() * _MS_A_MINUTE)
        return VideoFile(
            container=container,
            duration_ms=duration,
            size_bytes=int(rate * minutes * (0.8 + 0.4 * self.chance())),
            width=width,
            height=height,
            hdr=hdr,
            label=label,
            streams=self._streams(codec, container == "matroska"),
        )

    def _streams(self, codec: str, rich: bool) -> tuple[StreamRow, ...]:  # noqa: FBT001 - private
        streams: list[StreamRow] = [(0, "video", codec, None, None, _VIDEO_DETAILS[codec])]
        for number in range(1 + (rich and self.chance() < 0.4)):  # noqa: PLR2004 - a share
            audio, channels = _AUDIO[int(self.chance() * len(_AUDIO))]
            language = self._language(number)
            details = _AUDIO_DETAILS[channels]
            streams.append((len(streams), "audio", audio, language, None, details))
        for number in range(int(self.chance() * 3) if rich else 0):
            text = self.texts.any_of(_SUBTITLES)
            language = self._language(number)
            streams.append((len(streams), "subtitle", text, language, None, _NO_DETAILS))
        return tuple(streams)

    def _language(self, number: int) -> str:
        if number == 0 and self.chance() < 0.7:  # noqa: PLR2004 - a share
            return "en"
        return _LANGUAGES[int(self.chance() ** 2 * len(_LANGUAGES))]

    def film_path(self, title: str, year: int, video: VideoFile) -> tuple[str, str]:
        """Return folder and name without ending: clean, or as scenes write them."""
        clean = f"{title.translate(_MARKS)} ({year})"
        if self.chance() < 0.65:  # noqa: PLR2004 - a share
            return clean, clean
        scene = self._scene(title, str(year), video)
        return scene, scene

    def episode_name(self, show: str, season: int, episode: int, title: str) -> str:
        return f"{show.translate(_MARKS)} - S{season:02}E{episode:02} - {title.translate(_MARKS)}"

    def _scene(self, title: str, middle: str, video: VideoFile) -> str:
        parts = [*title.translate(_MARKS).split(), middle, video.label]
        end = f"{self.texts.any_of(_SOURCES)}.x264-{self.texts.any_of(_GROUPS)}"
        return ".".join((*parts, end))

    def camera(self) -> str:
        return self.texts.any_of(words.CAMERAS)


def clean_name(title: str) -> str:
    return title.translate(_MARKS)


def ending_of(video: VideoFile) -> str:
    return _ENDINGS[video.container]


def subtitle_language(number: int) -> str:
    return _LANGUAGES[number % len(_LANGUAGES)]


def _details(**said: object) -> bytes:
    return msgspec.json.encode(said)


def _video_details(forms: Sequence[tuple[int, int, str, str, int]]) -> dict[str, bytes]:
    return {
        codec: _details(
            index=0, kind="video", codec=codec, width=width, height=height, frame_rate=23.976
        )
        for height, width, codec, _label, _rate in forms
    }


_VIDEO_DETAILS: Final = _video_details(_FORMS)
_AUDIO_DETAILS: Final = {
    channels: _details(kind="audio", channels=channels, sample_rate=48_000)
    for _codec, channels in _AUDIO
}
_NO_DETAILS: Final = _details(kind="subtitle")
