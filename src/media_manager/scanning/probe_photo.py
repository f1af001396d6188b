"""What a photo file says: its size, and who took it when and where. Runs in the probe child."""

import math
import os
import re
from collections.abc import Mapping
from typing import Any

from PIL import Image

from media_manager.domain.streams import MediaStream, PhotoDetails, ProbeResult, StreamKind
from media_manager.scanning.image_child import open_image

_MAX_EXIF_BYTES = 4 << 20
_MAX_TEXT = 200
_EXIF, _GPS = 0x8769, 0x8825
_MAKE, _MODEL, _ORIENTATION, _DATE = 0x010F, 0x0110, 0x0112, 0x0132
_DATE_ORIGINAL, _DATE_DIGITIZED, _OFFSET, _OFFSET_ORIGINAL = 0x9003, 0x9004, 0x9010, 0x9011
_LENS = 0xA434
_TURNED = frozenset({5, 6, 7, 8})
_WHEN = re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)")
_ZONE = re.compile(r"([+-])(\d\d):?(\d\d)")

# How each kind of picture file begins: (offset, bytes).
_SIGNATURES = (
    (0, b"\xff\xd8\xff"),
    (0, b"\x89PNG\r\n\x1a\n"),
    (0, b"GIF8"),
    (0, b"BM"),
    (0, b"II*\x00"),
    (0, b"MM\x00*"),
    (8, b"WEBP"),
    *((4, b"ftyp" + brand) for brand in (b"heic", b"heix", b"heim", b"heis", b"mif1", b"avif")),
)


def is_photo(head: bytes) -> bool:
    """Tell by its first bytes if a file is a picture."""
    return any(head.startswith(mark, at) for at, mark in _SIGNATURES)


def probe_photo(path: bytes) -> ProbeResult:
    """Read the header of a picture. Raises UnreadableFile."""
    with open_image(path) as image:
        details = _read_details(image)
        width, height = image.size
        if details.orientation in _TURNED:
            width, height = height, width
        container = (image.format or "image").lower()
    picture = MediaStream(0, StreamKind.VIDEO, codec=container, width=width, height=height)
    size = os.stat(path).st_size  # noqa: PTH116 - the path is bytes
    return ProbeResult(container, size, streams=(picture,), photo=details)


def _read_details(image: Image.Image) -> PhotoDetails:
    if len(image.info.get("exif", b"")) > _MAX_EXIF_BYTES:
        return PhotoDetails()
    try:
        exif = image.getexif()
        main, more, gps = dict(exif), exif.get_ifd(_EXIF), exif.get_ifd(_GPS)
    except (ValueError, OSError, SyntaxError, KeyError, TypeError, IndexError, OverflowError):
        # Damaged tags: the picture itself may be fine.
        return PhotoDetails()
    latitude, longitude = _position(gps)
    return PhotoDetails(
        orientation=_orientation(main.get(_ORIENTATION)),
        taken_at=_when(more.get(_DATE_ORIGINAL) or more.get(_DATE_DIGITIZED) or main.get(_DATE)),
        zone_minutes=_zone(more.get(_OFFSET_ORIGINAL) or more.get(_OFFSET)),
        camera=_camera(_text(main.get(_MAKE)), _text(main.get(_MODEL))),
        lens=_text(more.get(_LENS)),
        latitude=latitude,
        longitude=longitude,
        altitude_meters=_altitude(gps),
    )


def _orientation(value: object) -> int:
    return value if isinstance(value, int) and 1 <= value <= 8 else 1  # noqa: PLR2004 - EXIF's range


def _text(value: object) -> str | None:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return None
    text = "".join(letter for letter in value if letter.isprintable()).strip()
    return text[:_MAX_TEXT] or None


def _camera(make: str | None, model: str | None) -> str | None:
    """Join maker and model without saying the maker twice."""
    if not make or not model:
        return model or make
    return model if model.casefold().startswith(make.split()[0].casefold()) else f"{make} {model}"


def _when(value: object) -> str | None:
    found = _WHEN.match(_text(value) or "")
    if found is None or found[1] == "0000":
        return None
    return "{}-{}-{}T{}:{}:{}".format(*found.groups())


def _zone(value: object) -> int | None:
    found = _ZONE.fullmatch(_text(value) or "")
    if found is None:
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    return -minutes if found[1] == "-" else minutes


def _position(gps: Mapping[int, Any]) -> tuple[float | None, float | None]:
    latitude, longitude = _degrees(gps, 2, 90), _degrees(gps, 4, 180)
    if latitude is None or longitude is None:
        return None, None
    if latitude == longitude == 0:
        return None, None  # what cameras without a fix write
    south, west = _text(gps.get(1)) == "S", _text(gps.get(3)) == "W"
    return -latitude if south else latitude, -longitude if west else longitude


def _degrees(gps: Mapping[int, Any], tag: int, limit: int) -> float | None:
    parts = gps.get(tag)
    if not isinstance(parts, tuple) or len(parts) != 3:  # noqa: PLR2004 - degrees, minutes, seconds
        return None
    numbers = [_number(part) for part in parts]
    if None in numbers:
        return None
    value = sum((number or 0) / scale for number, scale in zip(numbers, (1, 60, 3600), strict=True))
    return round(value, 7) if 0 <= value <= limit else None


def _altitude(gps: Mapping[int, Any]) -> float | None:
    value = _number(gps.get(6))
    if value is None or abs(value) > 20_000:  # noqa: PLR2004 - no photo is taken higher
        return None
    return round(-value if gps.get(5) in (1, b"\x01") else value, 1)


def _number(value: object) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type] # a rational of Pillow, or anything
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return number if math.isfinite(number) else None
