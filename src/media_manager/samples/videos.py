"""Encodes the small but real video files: moving picture, sound and subtitles."""

from __future__ import annotations

import io
import math
from array import array
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeVar, cast

# PyAV and Pillow are needed only while samples are built; this module is imported late for that.
import av
from av.subtitles.subtitle import SubtitleSet
from PIL import Image, ImageFilter

from media_manager.errors import JobCancelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from av.stream import Stream
    from av.video.stream import VideoStream

T = TypeVar("T")

SECONDS = 4
SOUND_RATE = 48_000
TILE = SOUND_RATE // 10
PAN = 1.15
# By height, pictures a second and the quality that keeps a file small: a large frame costs far
# more than a small one, and all play for 4 s.
FRAME_RATES = ((480, 12), (720, 8), (1080, 4), (2160, 1))
QUALITY = (
    (480, {"preset": "ultrafast", "crf": "33"}),
    (720, {"preset": "superfast", "crf": "33"}),
    (1080, {"preset": "superfast", "crf": "37"}),
    # Nothing is held back, so that a stop need not wait for a queue of large frames.
    (2160, {"preset": "superfast", "crf": "40", "tune": "zerolatency"}),
)
MASTERING = (
    "log-level=none:hdr10=1:repeat-headers=1:max-cll=1000,400:"
    "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50)"
)
BT2020, PQ, BT2020_NCL = 9, 16, 9
LINES = {
    "eng": ("This is a sample made by Media Manager.", "It lasts four seconds."),
    "ger": ("Dies ist ein Muster von Media Manager.", "Es dauert vier Sekunden."),
    "fre": ("Ceci est un exemple créé par Media Manager.", "Il dure quatre secondes."),
    "spa": ("Esta es una muestra de Media Manager.", "Dura cuatro segundos."),
    "ita": ("Questo è un campione di Media Manager.", "Dura quattro secondi."),
    "rus": ("Это образец, созданный Media Manager.", "Он длится четыре секунды."),
    "jpn": ("これは Media Manager が作ったサンプルです。", "長さは四秒です。"),
    "kor": ("Media Manager가 만든 샘플입니다.", "길이는 4초입니다."),
    "chi": ("這是 Media Manager 製作的範例。", "長度為四秒。"),
}
ASS_HEADER = b"""[Script Info]
ScriptType: v4.00+
PlayResX: 384
PlayResY: 288

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, Bold, Alignment
Style: Default,Arial,16,&Hffffff,0,2

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a video file holds. `chord` picks its sound; languages are ISO 639-2 codes."""

    container: str
    height: int
    square: bool
    hdr: bool
    audio: tuple[str, ...]
    subtitles: tuple[str, ...]
    title: str
    chord: int = 0
    seconds: int = SECONDS

    @property
    def size(self) -> tuple[int, int]:
        share = 4 / 3 if self.square else 16 / 9
        return round(self.height * share / 2) * 2, self.height


def encode(
    path: Path, recipe: Recipe, picture: Image.Image, *, should_stop: Callable[[], bool]
) -> None:
    """Write the file at `path`. Raises JobCancelled between two frames when asked to stop."""
    form = "matroska" if recipe.container == "mkv" else "mp4"
    options = {"fflags": "+bitexact"}
    with av.open(str(path), "w", format=form, container_options=options) as output:
        output.metadata["title"] = recipe.title
        picture_stream = _add_video(output, recipe)
        sound_streams = [_add_audio(output, language, n) for n, language in enumerate(recipe.audio)]
        texts = [_add_text(output, language, recipe) for language in recipe.subtitles]
        for frame in _frames(recipe, picture):
            if should_stop():
                raise JobCancelled("The sample library was stopped before it was complete.")
            output.mux(picture_stream.encode(frame))
        output.mux(picture_stream.encode(None))
        for number, stream in enumerate(sound_streams):
            _write_sound(output, stream, recipe, number)
        for write_text in texts:
            write_text()


def subtitle_text(language: str, *, sign: str = "") -> str:
    """A SubRip file with two lines in that language; `sign` replaces them (forced subtitles)."""
    first, second = (sign, sign) if sign else LINES.get(language, LINES["eng"])
    return (
        f"1\n00:00:00,300 --> 00:00:02,000\n{first}\n\n"
        f"2\n00:00:02,200 --> 00:00:03,800\n{second}\n\n"
    )


def _add_video(output: OutputContainer, recipe: Recipe) -> VideoStream:
    rate = _by_height(FRAME_RATES, recipe.height)
    if recipe.hdr:
        options = {"preset": "ultrafast", "tune": "zerolatency", "crf": "38"}
        options["x265-params"] = MASTERING
        stream = output.add_stream("libx265", rate=rate, options=options)
        stream.pix_fmt = "yuv420p10le"
        context = stream.codec_context
        context.color_primaries, context.color_trc, context.colorspace = BT2020, PQ, BT2020_NCL
    else:
        options = _by_height(QUALITY, recipe.height)
        stream = output.add_stream("libx264", rate=rate, options=options)
        stream.pix_fmt = "yuv420p"
    stream.width, stream.height = recipe.size
    stream.codec_context.thread_count = 2
    return stream


def _by_height(table: tuple[tuple[int, T], ...], height: int) -> T:
    return next(value for limit, value in table if height <= limit)


def _add_audio(output: OutputContainer, language: str, number: int) -> AudioStream:
    stream = output.add_stream(
        "aac", rate=SOUND_RATE, layout="stereo", options={"aac_coder": "fast"}
    )
    stream.bit_rate = 48_000
    stream.metadata["language"] = language
    if number:
        stream.metadata["title"] = "Second language"
    return stream


def _frames(recipe: Recipe, picture: Image.Image) -> Iterator[av.VideoFrame]:
    """The picture seen through a window that drifts across it."""
    rate = _by_height(FRAME_RATES, recipe.height)
    width, height = recipe.size
    share = max(width * PAN / picture.width, height * PAN / picture.height)
    size = round(picture.width * share), round(picture.height * share)
    # Without the paper grain, which would eat most of the bits.
    large = picture.filter(ImageFilter.BoxBlur(1)).resize(size, Image.Resampling.BICUBIC)
    count = rate * recipe.seconds
    for number in range(count):
        turn = math.pi * number / max(1, count - 1)
        x = round((large.width - width) * (1 - math.cos(turn)) / 2)
        y = round((large.height - height) * (1 + math.sin(turn)) / 2)
        window = large.crop((x, y, x + width, y + height))
        frame = av.VideoFrame.from_image(window)  # type: ignore[no-untyped-call] # PyAV 18 has no types here
        if recipe.hdr:
            frame = frame.reformat(format="yuv420p10le", dst_colorspace="bt2020")
            frame.color_primaries, frame.color_trc = BT2020, PQ
        frame.pts = number
        yield frame


@cache
def _tile(chord: int) -> bytes:
    """A tenth of a second of a soft chord whose waves end where they began."""
    root = (110, 130, 150, 120, 140, 160)[chord % 6]
    notes = (root, round(root * 1.5 / 10) * 10, root * 2, round(root * 2.5 / 10) * 10)
    return array(
        "f",
        (
            0.03 * sum(math.sin(math.tau * note * i / SOUND_RATE) for note in notes)
            for i in range(TILE)
        ),
    ).tobytes()


def _write_sound(output: OutputContainer, stream: AudioStream, recipe: Recipe, number: int) -> None:
    tile = _tile(recipe.chord + number)
    for place in range(recipe.seconds * 10):
        frame = av.AudioFrame(format="fltp", layout="stereo", samples=TILE)
        frame.sample_rate = SOUND_RATE
        frame.pts = place * TILE
        for plane in frame.planes:
            plane.update(tile.ljust(plane.buffer_size, b"\0"))
        output.mux(stream.encode(frame))
    output.mux(stream.encode(None))


def _add_text(output: OutputContainer, language: str, recipe: Recipe) -> Callable[[], None]:
    """Add a subtitle stream; the answer writes its packets once the others are in."""
    if recipe.container == "mkv":
        return _add_subrip(output, language)
    stream = output.add_stream("mov_text")
    stream.codec_context.subtitle_header = ASS_HEADER
    stream.metadata["language"] = language

    def write_text() -> None:
        for number, text in enumerate(LINES.get(language, LINES["eng"])):
            event = f"{number},0,Default,,0,0,0,,{text}".encode()
            start = 300 + 1900 * number
            subtitle = SubtitleSet.create(text=event, start=0, end=1600, pts=start * 1000)
            packet = stream.codec_context.encode_subtitle(subtitle)
            packet.stream = cast("Stream", stream)
            output.mux(packet)

    return write_text


def _add_subrip(output: OutputContainer, language: str) -> Callable[[], None]:
    source = av.open(io.BytesIO(subtitle_text(language).encode()), "r", format="srt")
    stream = output.add_stream_from_template(source.streams.subtitles[0])
    stream.metadata["language"] = language

    def write_text() -> None:
        with closing(source):
            for packet in source.demux():
                if packet.dts is not None:
                    packet.stream = stream
                    output.mux(packet)

    return write_text
