"""One stream of an open container, as our value. Runs in the probe child."""

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from media_manager.domain.streams import MediaStream, StreamKind
from media_manager.scanning.probe_hdr import find_hdr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from av.stream import Stream

_MAX_TEXT = 500
_KINDS = {kind.value: kind for kind in StreamKind}
_NO_LANGUAGE = frozenset({"", "und", "unk", "mis", "zxx"})
# Names that muxers write by themselves say nothing about the stream.
_HANDLERS = re.compile(
    r"(?i)(core media|gpac|mainconcept|apple|l-smash|bento4|shutterstock|isom?edia|alias data"
    r"|video ?handler|sound ?handler|subtitle ?handler|text ?handler|.*handler$|.*media handler"
    r"|.*\bgoogle\b|sound$|video$|stereo$|mono$|surround$)"
)
_HDR_CODECS = frozenset({"hevc", "av1", "vp9"})
_STANDARD_DEPTH = 8
_CLOCK = re.compile(r"(\d+):(\d\d):(\d\d(?:\.\d+)?)")
_PROGRESSIVE = frozenset({0, 1})  # unknown, progressive
_MAX_RATE = 1000


def read_stream(stream: "Stream", packet: bytes, *, turned: bool) -> MediaStream:
    """Return our value of `stream`; `packet` is its first, when it may be of high range."""
    flags, tags = stream.disposition, {key.lower(): value for key, value in stream.metadata.items()}
    return MediaStream(
        index=stream.index,
        kind=_KINDS.get(stream.type, StreamKind.DATA),
        codec=codec_name(stream),
        profile=_profile(stream),
        language=_language(tags),
        title=_title(tags),
        bit_rate=_bit_rate(stream, tags),
        duration_ms=to_ms(stream.duration, stream.time_base) or _clock_ms(tags.get("duration")),
        default=bool(flags & flags.default),
        forced=bool(flags & flags.forced),
        hearing_impaired=bool(flags & flags.hearing_impaired),
        visual_impaired=bool(flags & flags.visual_impaired),
        commentary=bool(flags & flags.comment),
        original=bool(flags & flags.original),
        attached_picture=bool(flags & flags.attached_pic),
        mime_type=clean_text(tags.get("mimetype")),
        **_picture(stream, packet, turned=turned),
        **_sound(stream),
    )


def may_be_hdr(stream: "Stream") -> bool:
    """Tell if the first packet is worth reading."""
    depth = _bit_depth(stream) or 0
    return codec_name(stream) in _HDR_CODECS and depth > _STANDARD_DEPTH


def codec_name(stream: "Stream") -> str | None:
    """Return the codec's own name, not that of the library that decodes it."""
    context = _context(stream)
    return None if context is None else str(context.codec.canonical_name)


def clean_text(value: str | None) -> str | None:
    """Return a tag without control characters and endless length."""
    text = "".join(letter for letter in value or "" if letter.isprintable()).strip()
    return text[:_MAX_TEXT] or None


def to_ms(value: int | None, time_base: Fraction | None) -> int | None:
    if value is None or value < 0 or not time_base:
        return None
    return round(value * time_base * 1000)


def _context(stream: "Stream") -> Any:  # noqa: ANN401 - video, audio or subtitle: each has its own
    """Return what the codec says; None, against PyAV's stubs, for an unknown codec."""
    return getattr(stream, "codec_context", None)


def _profile(stream: "Stream") -> str | None:
    context = _context(stream)
    return None if context is None else clean_text(context.profile)


def _language(tags: "Mapping[str, str]") -> str | None:
    language = (clean_text(tags.get("language")) or "")[:35]
    return None if language.lower() in _NO_LANGUAGE else language


def _title(tags: "Mapping[str, str]") -> str | None:
    handler = tags.get("handler_name") or ""
    return clean_text(
        tags.get("title") or tags.get("filename") or (None if _HANDLERS.match(handler) else handler)
    )


def _bit_rate(stream: "Stream", tags: "Mapping[str, str]") -> int | None:
    """Return the stream's own rate, or the one that mkvmerge wrote into its tags."""
    rate = getattr(stream.codec_context, "bit_rate", None)
    if rate:
        return int(rate)
    written = next((value for key, value in tags.items() if key.split("-")[0] == "bps"), "")
    return int(written) or None if written.isascii() and written.isdigit() else None


def _clock_ms(value: str | None) -> int | None:
    found = _CLOCK.match(value or "")
    if found is None:
        return None
    hours, minutes, seconds = int(found[1]), int(found[2]), float(found[3])
    return round(((hours * 60 + minutes) * 60 + seconds) * 1000) or None


def _picture(stream: "Stream", packet: bytes, *, turned: bool) -> dict[str, Any]:
    context = _context(stream)
    if stream.type != "video" or context is None:
        return {}
    width, height = context.width or None, context.height or None
    if turned:
        width, height = height, width
    return {
        "width": width,
        "height": height,
        "aspect_ratio": _aspect_ratio(stream, turned=turned),
        "pixel_format": context.pix_fmt,
        "bit_depth": _bit_depth(stream),
        "frame_rate": _frame_rate(stream),
        "interlaced": context.field_order not in _PROGRESSIVE,
        "hdr": find_hdr(
            codec=codec_name(stream),
            tag=context.codec_tag,
            transfer=int(context.color_trc or 0),
            packet=packet,
            extradata=context.extradata or b"",
        ),
    }


def _aspect_ratio(stream: "Stream", *, turned: bool) -> float | None:
    """Return width by height as shown: the pixels of a DVD are not square."""
    ratio = getattr(stream, "display_aspect_ratio", None)
    if not ratio or ratio <= 0:
        return None
    return round(float(1 / ratio if turned else ratio), 4)


def _bit_depth(stream: "Stream") -> int | None:
    form = getattr(stream.codec_context, "format", None)
    components = getattr(form, "components", ())
    return components[0].bits if components else None


def _frame_rate(stream: "Stream") -> float | None:
    # The guess sees through the edit list of an MP4, the average does not.
    rate = stream.guessed_rate or stream.average_rate
    return round(float(rate), 3) if rate and 0 < rate <= _MAX_RATE else None


def _sound(stream: "Stream") -> dict[str, Any]:
    context = _context(stream)
    if stream.type != "audio" or context is None:
        return {}
    return {
        "channels": context.layout.nb_channels or None,
        "channel_layout": context.layout.name or None,
        "sample_rate": context.sample_rate or None,
    }
