"""What a probe says of real files, and what it refuses."""

import contextlib
import os
import random
import socket
import threading
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import pytest
from av.subtitles.codeccontext import SubtitleCodecContext

from media_manager.domain.streams import Hdr, MediaStream, ProbeResult, StreamKind
from media_manager.errors import FileVanished, ProcessTimeout, UnreadableFile
from media_manager.processes import ChildLimits
from media_manager.scanning.probe import Prober

_PQ, _HLG, _BT2020 = 16, 18, 9

_ASS_HEADER = b"""[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize
Style: Default,Arial,16

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def _add_video(
    output: av.container.OutputContainer, codec: str, transfer: int = 0
) -> av.VideoStream:
    deep = codec == "libx265"
    stream = output.add_stream(codec, rate=Fraction(24000, 1001))
    assert isinstance(stream, av.VideoStream)
    stream.width, stream.height = 320, 134
    stream.pix_fmt = "yuv420p10le" if deep else "yuv420p"
    if transfer:
        stream.codec_context.color_trc = transfer
        stream.codec_context.color_primaries = _BT2020
        stream.codec_context.colorspace = _BT2020
    if codec == "libx265":
        stream.options = {"preset": "ultrafast", "x265-params": "log-level=none"}
    return stream


def _encode_video(
    output: av.container.OutputContainer, stream: av.VideoStream, tail: bytes
) -> None:
    """Encode half a second; `tail` is appended to each packet, as Dolby's units are."""
    packets = []
    for _ in range(12):
        frame = av.VideoFrame(320, 134, str(stream.pix_fmt))
        for plane in frame.planes:
            plane.update(bytes([100]) * plane.buffer_size)
        packets += stream.encode(frame)
    for packet in [*packets, *stream.encode(None)]:
        new = av.Packet(bytes(packet) + tail)
        new.stream, new.pts, new.dts, new.time_base = (
            stream,
            packet.pts,
            packet.dts,
            packet.time_base,
        )
        new.is_keyframe = packet.is_keyframe
        output.mux(new)


def _encode_audio(
    output: av.container.OutputContainer, stream: av.AudioStream, layout: str
) -> None:
    frame = av.AudioFrame(format="fltp", layout=layout, samples=1024)
    for plane in frame.planes:
        plane.update(bytes(plane.buffer_size))
    frame.sample_rate = 48000
    for number in range(24):
        frame.pts = number * 1024
        output.mux(stream.encode(frame))
    output.mux(stream.encode(None))


def make_film(path: Path, *, subtitle: str, hdr: int = 0, tail: bytes = b"") -> Path:
    """Write a short film with two audio streams and a subtitle."""
    with av.open(str(path), "w") as output:
        output.metadata["title"] = "A Film"
        video = _add_video(output, "libx265" if hdr else "mpeg4", hdr)
        sounds = []
        for layout, language, title in (("5.1", "eng", "Surround"), ("stereo", "deu", "Kommentar")):
            sound = output.add_stream("aac", rate=48000)
            sound.layout = layout
            sound.metadata.update({"language": language, "title": title})
            sounds.append((sound, layout))
        sounds[0][0].disposition = av.stream.Disposition.default
        sounds[1][0].disposition = av.stream.Disposition.comment
        words = output.add_stream(subtitle)
        assert isinstance(words.codec_context, SubtitleCodecContext)
        words.codec_context.subtitle_header = _ASS_HEADER
        words.metadata.update({"language": "fra", "title": "Sourds"})
        words.disposition = av.stream.Disposition.forced | av.stream.Disposition.hearing_impaired
        output.set_chapters(
            [
                {
                    "id": 1,
                    "start": 0,
                    "end": 250,
                    "time_base": Fraction(1, 1000),
                    "metadata": {"title": "One"},
                }
            ]
        )
        _encode_video(output, video, tail)
        for sound, layout in sounds:
            _encode_audio(output, sound, layout)
        text = av.Packet(b"0,0,Default,,0,0,0,,Bonjour" if subtitle == "ass" else b"Bonjour")
        text.stream, text.pts, text.dts, text.duration = words, 0, 0, 400
        text.time_base = Fraction(1, 1000)
        output.mux(text)
    return path


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of short real films, made once."""
    folder = tmp_path_factory.mktemp("films")
    make_film(folder / "film.mkv", subtitle="subrip")
    make_film(folder / "film.mp4", subtitle="mov_text")
    return folder


@pytest.fixture(scope="session")
def prober() -> Iterator[Prober]:
    with Prober(1) as prober:
        # Asked once here, so that its threads belong to the session and not to a test.
        with pytest.raises(FileVanished):
            prober.probe(b"/nowhere")
        yield prober


def _probe(prober: Prober, path: Path) -> ProbeResult:
    return prober.probe(os.fsencode(path))


def _first(result: ProbeResult, kind: StreamKind) -> MediaStream:
    return next(stream for stream in result.streams if stream.kind is kind)


def test_a_film_tells_its_streams(prober: Prober, films: Path) -> None:
    """Codecs, languages, titles, channels and flags arrive as they were written."""
    result = _probe(prober, films / "film.mkv")
    assert (result.container, result.title) == ("matroska", "A Film")
    assert 480 <= (result.duration_ms or 0) <= 560
    assert [stream.codec for stream in result.streams] == ["mpeg4", "aac", "aac", "subrip"]
    assert [stream.language for stream in result.streams] == [None, "eng", "deu", "fra"]
    video, surround, comment, words = result.streams
    assert (video.width, video.height, video.frame_rate, video.bit_depth) == (320, 134, 23.976, 8)
    assert (surround.channels, surround.channel_layout, surround.title) == (6, "5.1", "Surround")
    assert (surround.default, surround.commentary) == (True, False)
    assert (comment.channels, comment.commentary, comment.sample_rate) == (2, True, 48000)
    assert (words.title, words.forced, words.hearing_impaired) == ("Sourds", True, True)
    assert [(mark.start_ms, mark.end_ms, mark.title) for mark in result.chapters] == [
        (0, 250, "One")
    ]


def test_an_mp4_tells_the_same(prober: Prober, films: Path) -> None:
    """The container changes the names of tags, not what we make of them."""
    result = _probe(prober, films / "film.mp4")
    assert result.container == "mp4"
    assert [stream.codec for stream in result.streams] == ["mpeg4", "aac", "aac", "mov_text"]
    assert [stream.language for stream in result.streams] == [None, "eng", "deu", "fra"]
    video = result.video
    assert video is not None
    assert (video.width, video.height, video.frame_rate) == (320, 134, 23.976)
    assert _first(result, StreamKind.AUDIO).channels == 6


@pytest.mark.parametrize(
    ("transfer", "tail", "expected"),
    [
        (_PQ, b"", Hdr.HDR10),
        (_HLG, b"", Hdr.HLG),
        # A prefix SEI of registered user data, as HDR10+ writes it into each picture.
        (
            _PQ,
            b"\x00\x00\x00\x01\x4e\x01\x04\x08\xb5\x00\x3c\x00\x01\x04\x01\x40\x80",
            Hdr.HDR10PLUS,
        ),
        # Dolby's reference processing unit: a NAL unit of type 62 behind the picture.
        (_PQ, b"\x00\x00\x00\x01\x7c\x01\x19\x08", Hdr.DOLBYVISION),
    ],
)
@pytest.mark.parametrize("suffix", ["mkv", "mp4"])
def test_high_range_is_told(
    prober: Prober, tmp_path: Path, transfer: int, tail: bytes, expected: Hdr, suffix: str
) -> None:
    """PQ, HLG, HDR10+ and Dolby Vision are told apart in real HEVC files."""
    subtitle = "mov_text" if suffix == "mp4" else "subrip"
    film = make_film(tmp_path / f"high.{suffix}", subtitle=subtitle, hdr=transfer, tail=tail)
    video = _probe(prober, film).video
    assert video is not None
    assert (video.codec, video.bit_depth, video.hdr) == ("hevc", 10, expected)


def test_c1_any_bytes_may_be_a_name(prober: Prober, films: Path, tmp_path: Path) -> None:
    """A name that is no UTF-8, or looks like an address or an option, is only a name."""
    data = (films / "film.mkv").read_bytes()
    for name in (b"caf\xe9\xff.mkv", b"http:host.mkv", b"-i concat:a|b.mkv", b"%03d\n.mkv"):
        path = os.path.join(os.fsencode(tmp_path), name)  # noqa: PTH118 - the name is bytes
        with open(path, "wb") as stream:  # noqa: PTH123
            stream.write(data)
        assert len(prober.probe(path).streams) == 4


def test_a_file_cut_short_still_tells_its_header(
    prober: Prober, films: Path, tmp_path: Path
) -> None:
    """A download under way has its header already; a header cut in the middle is refused."""
    data = (films / "film.mkv").read_bytes()
    (tmp_path / "half.mkv").write_bytes(data[: len(data) // 2])
    (tmp_path / "head.mkv").write_bytes(data[:100])
    (tmp_path / "half.mp4").write_bytes((films / "film.mp4").read_bytes()[:1000])
    assert len(_probe(prober, tmp_path / "half.mkv").streams) == 4
    for name in ("head.mkv", "half.mp4"):
        with pytest.raises(UnreadableFile):
            _probe(prober, tmp_path / name)


def test_f3_what_is_no_video_is_refused_with_a_hint(prober: Prober, tmp_path: Path) -> None:
    """Nothing, text and noise under the name of a video are told as such."""
    (tmp_path / "zero.mkv").touch()
    (tmp_path / "text.mkv").write_text("These are words.\n" * 100)
    (tmp_path / "noise.mp4").write_bytes(bytes(range(256)) * 50)
    for name in ("zero.mkv", "text.mkv", "noise.mp4"):
        with pytest.raises(UnreadableFile) as caught:
            _probe(prober, tmp_path / name)
        assert caught.value.hint


def test_b13_what_is_no_file_is_never_opened(prober: Prober, tmp_path: Path) -> None:
    """A pipe would hang its reader; a folder and a missing file are told apart."""
    os.mkfifo(tmp_path / "pipe.mkv")
    with pytest.raises(UnreadableFile, match="regular"):
        _probe(prober, tmp_path / "pipe.mkv")
    with pytest.raises(UnreadableFile, match="regular"):
        _probe(prober, tmp_path)
    with pytest.raises(FileVanished):
        _probe(prober, tmp_path / "gone.mkv")


@pytest.mark.parametrize(("angle", "size"), [(0, (320, 134)), (90, (134, 320)), (180, (320, 134))])
def test_a_phone_held_upright_makes_an_upright_video(
    prober: Prober, tmp_path: Path, angle: int, size: tuple[int, int]
) -> None:
    """The size is the one that is seen, not the one of the sensor."""
    path = tmp_path / "phone.mp4"
    with av.open(str(path), "w", options={"movflags": "use_metadata_tags"}) as output:
        output.metadata["com.android.version"] = "14"
        video = _add_video(output, "mpeg4")
        video.set_display_rotation(angle)
        _encode_video(output, video, b"")
    seen = _probe(prober, path).video
    assert seen is not None
    assert (seen.width, seen.height) == size


@pytest.mark.parametrize(
    ("name", "codec", "container"),
    [
        ("a.webm", "libvpx-vp9", "webm"),
        ("a.avi", "mpeg4", "avi"),
        ("a.ts", "libx265", "mpegts"),
        ("a.mov", "mpeg4", "mov"),
        ("a.mkv", "mpeg4", "matroska"),
        ("a.wmv", "mpeg4", "asf"),
        ("a.mpg", "mpeg4", "mpeg"),
    ],
)
def test_containers_are_told_by_content(
    prober: Prober, tmp_path: Path, name: str, codec: str, container: str
) -> None:
    """Each common container is understood, under a name that lies."""
    with av.open(str(tmp_path / name), "w") as output:
        _encode_video(output, _add_video(output, codec), b"")
    result = _probe(prober, (tmp_path / name).rename(tmp_path / "liar.txt"))
    assert result.container == container
    assert result.video is not None
    assert (result.video.width, result.video.height) == (320, 134)
    # A short program stream is a single pack and tells no duration.
    assert result.duration_ms is None if container == "mpeg" else result.duration_ms


def test_a_cover_is_not_the_video(prober: Prober, tmp_path: Path) -> None:
    """An attached picture is told apart, wherever it stands."""
    path = tmp_path / "cover.mp4"
    with av.open(str(path), "w") as output:
        cover = output.add_stream("mjpeg", rate=1)
        assert isinstance(cover, av.VideoStream)
        cover.width, cover.height, cover.pix_fmt = 60, 90, "yuvj420p"
        cover.disposition = av.stream.Disposition.attached_pic
        video = _add_video(output, "mpeg4")
        frame = av.VideoFrame(60, 90, "yuvj420p")
        output.mux(cover.encode(frame))
        output.mux(cover.encode(None))
        _encode_video(output, video, b"")
    result = _probe(prober, path)
    assert [stream.attached_picture for stream in result.streams].count(True) == 1
    assert result.video is not None
    assert result.video.width == 320


@pytest.mark.parametrize("name", ["film.mkv", "film.mp4"])
def test_f4_damage_never_reaches_us(prober: Prober, films: Path, tmp_path: Path, name: str) -> None:
    """Any flipped bytes give a result or a known refusal, and the next file works."""
    chance = random.Random(name)  # noqa: S311 - the same damage each time
    data = (films / name).read_bytes()
    for number in range(60):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 30)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path = tmp_path / f"{number}-{name}"
        path.write_bytes(damaged)
        with contextlib.suppress(UnreadableFile):
            assert _probe(prober, path).streams
    assert len(_probe(prober, films / name).streams) == 4


@pytest.fixture
def listener() -> Iterator[tuple[int, list[object]]]:
    """A server that notes each visitor."""
    visitors: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def welcome() -> None:
            while True:
                try:
                    visitor, address = server.accept()
                except OSError:
                    return
                visitors.append(address)
                visitor.close()

        thread = threading.Thread(target=welcome)
        thread.start()
        yield server.getsockname()[1], visitors
        server.shutdown(socket.SHUT_RDWR)
    thread.join()


def test_f4_a_playlist_reaches_neither_the_network_nor_other_files(
    prober: Prober, films: Path, tmp_path: Path, listener: tuple[int, list[object]]
) -> None:
    """A hostile list under the name of a video opens nothing."""
    port, visitors = listener
    film = films / "film.mkv"
    texts = {
        "list.m3u8": f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:{port}/a.ts\n",
        "list.mkv": f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:{port}/a.ts\n",
        "concat.mkv": f"ffconcat version 1.0\nfile '{film}'\nfile 'http://127.0.0.1:{port}/b'\n",
        "dash.mp4": f'<?xml version="1.0"?><MPD><BaseURL>http://127.0.0.1:{port}/</BaseURL></MPD>',
        "voice.sdp": f"v=0\nc=IN IP4 127.0.0.1\nm=video {port} RTP/AVP 96\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
        with pytest.raises(UnreadableFile):
            _probe(prober, tmp_path / name)
    assert visitors == []


def test_f4_a_hanging_disk_times_out() -> None:
    """A child that is stopped in the middle costs its deadline and nothing more."""
    with Prober(1, ChildLimits(timeout_seconds=0.05)) as prober, pytest.raises(ProcessTimeout):
        # The start of the interpreter alone takes longer than this deadline.
        prober.probe(b"/nowhere")
