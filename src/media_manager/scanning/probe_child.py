"""Looks into media files, in a child process: a hostile file takes nothing else down."""

import os
import stat
from typing import TYPE_CHECKING

import av
import av.error
import msgspec

from media_manager.domain.streams import Chapter, MediaStream, ProbeResult
from media_manager.errors import FileVanished, UnreadableFile
from media_manager.scanning import probe_streams

if TYPE_CHECKING:
    from av.container import InputContainer

# Containers that hold their own streams. Playlists (m3u8, dash, concat) name other files and
# addresses, so no demuxer that follows them is here.
_FORMATS = (
    "matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,avi,mpegts,mpeg,mpegvideo,asf,flv,ogg,rm,mxf,nut,"
    "wtv,dv,ivf,obu,m4v,h264,hevc,mp3,flac,wav,aac,ac3,eac3,dts,dtshd,truehd,ape,wv,aiff,tta"
)
_MAX_STREAMS, _MAX_CHAPTERS = 200, 2000
_MAX_PACKETS = 200
_HEAD_BYTES = 64
_MS_PER_US = 1000
# What phones write; only their files may be turned, and finding out costs a decoded picture.
_PHONE_TAGS = ("com.apple.quicktime.", "com.android.", "make", "model")
_SIDEWAYS = frozenset({90, -90, 270, -270})


def answer(request: bytes) -> bytes:
    """Answer a path with its ProbeResult, both as MessagePack."""
    return msgspec.msgpack.encode(probe_file(msgspec.msgpack.decode(request, type=bytes)))


def probe_file(path: bytes) -> ProbeResult:
    """Return what is in the file. Raises UnreadableFile or FileVanished."""
    size, head = _look(path)
    from media_manager.scanning import probe_photo  # noqa: PLC0415 - Pillow only for photos

    if probe_photo.is_photo(head):
        return probe_photo.probe_photo(path)
    try:
        with av.open(
            "file:" + os.fsdecode(path),
            container_options={"protocol_whitelist": "file", "format_whitelist": _FORMATS},
            metadata_errors="replace",
        ) as container:
            return _read(container, size, head)
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise UnreadableFile(
            f"The file is not a video that can be read: {_reason(error)}.",
            hint="It may be damaged or not copied to its end. Play it to check, or copy it again.",
        ) from error


def _look(path: bytes) -> tuple[int, bytes]:
    """Return size and first bytes; refuse what is no regular file without opening it."""
    try:
        status = os.stat(path)  # noqa: PTH116 - the path is bytes
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile("This is not a regular file.")
        if not status.st_size:
            raise UnreadableFile("The file is empty.", hint="Copy it again.")
        with open(path, "rb") as stream:  # noqa: PTH123 - the path is bytes
            return status.st_size, stream.read(_HEAD_BYTES)
    except FileNotFoundError as error:
        raise FileVanished("The file is gone.") from error
    except OSError as error:
        raise UnreadableFile(
            f"The file cannot be opened: {_reason(error)}.", hint="Check its permissions."
        ) from error


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__


def _read(container: "InputContainer", size: int, head: bytes) -> ProbeResult:
    packets = _first_packets(container)
    turned = _is_turned(container)
    streams = tuple(
        probe_streams.read_stream(stream, packets.get(stream.index, b""), turned=turned)
        for stream in list(container.streams)[:_MAX_STREAMS]
        # The chapters of an MP4 lie in a stream of their own, and are told as chapters.
        if stream.type != "data" or probe_streams.codec_name(stream)
    )
    if not streams:
        raise UnreadableFile("There is nothing to play in the file.")
    duration = _duration_ms(container, streams)
    bit_rate = (container.bit_rate or size * 8000 // duration) if duration else None
    return ProbeResult(
        container=_container_name(container, head),
        size_bytes=size,
        duration_ms=duration,
        bit_rate=bit_rate or None,
        title=probe_streams.clean_text(container.metadata.get("title")),
        created_at=probe_streams.clean_text(container.metadata.get("creation_time")),
        streams=streams,
        chapters=_chapters(container),
    )


def _container_name(container: "InputContainer", head: bytes) -> str:
    name = container.format.name
    if name.startswith("matroska"):
        return "webm" if b"\x42\x82\x84webm" in head else "matroska"
    if name.startswith("mov,"):
        return "mov" if head[8:12] == b"qt  " else "mp4"
    return name.partition(",")[0]


def _duration_ms(container: "InputContainer", streams: tuple[MediaStream, ...]) -> int | None:
    if container.duration and container.duration > 0:
        return round(container.duration / _MS_PER_US) or None
    return max((stream.duration_ms or 0 for stream in streams), default=0) or None


def _chapters(container: "InputContainer") -> tuple[Chapter, ...]:
    return tuple(
        Chapter(
            probe_streams.to_ms(chapter["start"], chapter["time_base"]) or 0,
            probe_streams.to_ms(chapter["end"], chapter["time_base"]) or 0,
            probe_streams.clean_text(chapter["metadata"].get("title")),
        )
        for chapter in container.chapters()[:_MAX_CHAPTERS]
    )


def _first_packets(container: "InputContainer") -> dict[int, bytes]:
    """Return the first packet of each video stream that may be of high dynamic range."""
    wanted = {
        stream.index: stream
        for stream in container.streams.video
        if probe_streams.may_be_hdr(stream)
    }
    found: dict[int, bytes] = {}
    if not wanted:
        return found
    for number, packet in enumerate(container.demux(*wanted.values())):
        if packet.size:
            found.setdefault(packet.stream_index, bytes(packet))
        if len(found) == len(wanted) or number > _MAX_PACKETS:
            break
    return found


def _is_turned(container: "InputContainer") -> bool:
    """Tell if a phone held upright made this video."""
    if not container.format.name.startswith("mov,") or not container.streams.video:
        return False
    if not any(key.startswith(_PHONE_TAGS) for key in container.metadata):
        return False
    try:
        frame = next(container.decode(container.streams.video[0]), None)
    except (av.error.FFmpegError, ValueError):
        return False
    return frame is not None and frame.rotation in _SIDEWAYS
