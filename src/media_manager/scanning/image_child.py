"""Decodes pictures, in a child process: a bomb or an exploit takes nothing else down.

Versions below the floors have known exploits (CVE-2026-40192, CVE-2026-84383): they are refused.
"""

import io
import os
import stat
import warnings
from importlib.metadata import version
from math import ceil
from typing import cast

import msgspec
from PIL import AvifImagePlugin, Image, ImageCms

from media_manager.errors import FileVanished, UnreadableFile

FLOORS = {"pillow": (13, 0), "pillow_heif": (1, 7)}
# Photos of several pictures (MPO) open as JPEG and then name themselves.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "HEIF", "AVIF")
_MAX_FILE_BYTES = 512 << 20
# A camera of 100 megapixels makes 12,000 x 9,000. JPEG may be larger because it is decoded small.
_MAX_PIXELS = 120_000_000
_MAX_JPEG_PIXELS = 400_000_000
_MAX_SIDE = 8192
_MAX_PROFILE_BYTES = 4 << 20
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = frozenset(_TURNS[value] for value in (5, 6, 7, 8))
_QUALITY = 88
_SWATCH, _COLORS = 24, 8
_SRGB = ImageCms.createProfile("sRGB")

Box = tuple[float, float, float, float]
Color = tuple[int, int, int]


class ThumbnailRequest(msgspec.Struct, frozen=True, array_like=True):
    """What a parent asks: a picture of `path`, `width` x `height`; `mode` is cover or contain."""

    path: bytes
    width: int
    height: int
    mode: str


class ThumbnailAnswer(msgspec.Struct, frozen=True, array_like=True):
    """Encoded picture, its size and its color as 0xRRGGBB."""

    data: bytes
    width: int
    height: int
    color: int


def check_floors() -> None:
    """Refuse decoders with known exploits."""
    for name, floor in FLOORS.items():
        found = tuple(int(part) for part in version(name).split(".")[:2])
        if found < floor:
            raise ImportError(f"{name} {version(name)} has known exploits; {floor} is needed.")


def _register_heif() -> None:
    import pillow_heif  # noqa: PLC0415 - after the floor is checked

    pillow_heif.register_heif_opener(thumbnails=False)
    pillow_heif.options.DECODE_THREADS = 1


check_floors()
_register_heif()
# One thread a picture: the children are the parallel part, and each thread has its own buffers.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
Image.MAX_IMAGE_PIXELS = _MAX_JPEG_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


def answer(request: bytes) -> bytes:
    """Answer a ThumbnailRequest with a ThumbnailAnswer."""
    return msgspec.msgpack.encode(
        make_thumbnail(msgspec.msgpack.decode(request, type=ThumbnailRequest))
    )


def make_thumbnail(request: ThumbnailRequest) -> ThumbnailAnswer:
    """Decode, turn upright, scale and encode. Raises UnreadableFile or FileVanished."""
    with open_image(request.path) as image:
        try:
            return _encode(_scale(image, request))
        except (OSError, ValueError, SyntaxError, TypeError, EOFError, IndexError) as error:
            raise _refuse("it is damaged") from error


def open_image(path: bytes) -> Image.Image:
    """Read the header only, and refuse what is too large to decode."""
    try:
        status = os.stat(path)  # noqa: PTH116 - the path is bytes
    except OSError as error:
        raise FileVanished("The picture is gone.") from error
    if not stat.S_ISREG(status.st_mode) or status.st_size > _MAX_FILE_BYTES:
        raise _refuse("it is not a file of reasonable size")
    try:
        image = Image.open(os.fsdecode(path), formats=FORMATS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _refuse("it is too large") from error
    except MemoryError:
        raise
    except Exception as error:  # each decoder fails in its own way on a hostile header
        raise _refuse("its format is not understood") from error
    limit = _MAX_JPEG_PIXELS if image.format in {"JPEG", "MPO"} else _MAX_PIXELS
    if image.width * image.height > limit:
        image.close()
        raise _refuse("it is too large")
    return image


def _refuse(reason: str) -> UnreadableFile:
    return UnreadableFile(
        f"The picture cannot be read: {reason}.", hint="Open it in another program, or replace it."
    )


def _scale(image: Image.Image, request: ThumbnailRequest) -> Image.Image:
    """Return the upright picture at the wanted size, in RGB or RGBA."""
    profile = image.info.get("icc_profile")
    turn = _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    width, height = (min(max(1, side), _MAX_SIDE) for side in (request.width, request.height))
    if turn in _SIDEWAYS:
        width, height = height, width
    box, size = _fit(image.size, (width, height), request.mode)
    # JPEG decodes at a half, a quarter or an eighth for free: never below what is needed.
    whole = image.size
    zoom = max(size[0] / (box[2] - box[0]), size[1] / (box[3] - box[1]))
    image.draft("RGB", (ceil(whole[0] * zoom), ceil(whole[1] * zoom)))
    across, down = image.width / whole[0], image.height / whole[1]
    box = (box[0] * across, box[1] * down, box[2] * across, box[3] * down)
    small = _to_rgb(image).resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
    return _to_srgb(small if turn is None else small.transpose(turn), profile)


def _fit(whole: tuple[int, int], wanted: tuple[int, int], mode: str) -> tuple[Box, tuple[int, int]]:
    """Return the part of the picture to take, and the size to give it."""
    across, down = wanted[0] / whole[0], wanted[1] / whole[1]
    if mode == "cover":
        zoom = max(across, down)
        left = (whole[0] - wanted[0] / zoom) / 2
        top = (whole[1] - wanted[1] / zoom) / 2
        box = (
            max(left, 0),
            max(top, 0),
            min(whole[0] - left, whole[0]),
            min(whole[1] - top, whole[1]),
        )
        return box, wanted
    zoom = min(across, down, 1.0)
    size = (max(1, round(whole[0] * zoom)), max(1, round(whole[1] * zoom)))
    return (0, 0, *whole), size


def _to_rgb(image: Image.Image) -> Image.Image:
    """Return a picture whose pixels can be averaged: no palettes, no inks, no 16 bits."""
    if image.mode in {"RGB", "RGBA"}:
        return image
    if image.mode.startswith("I;16"):
        # Pillow would cut 16 bits off at 255 instead of scaling them.
        image = image.point(lambda value: value / 256).convert("L")
    transparent = image.mode in {"LA", "PA", "La", "RGBa"} or "transparency" in image.info
    return image.convert("RGBA" if transparent else "RGB")


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Bring a wide-gamut photo to sRGB: no window applies the profile of a thumbnail."""
    if not profile or len(profile) > _MAX_PROFILE_BYTES:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return image
        turned = ImageCms.profileToProfile(image, source, _SRGB, outputMode=image.mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a damaged profile, or one for inks: the colors stay as decoded
    return turned if turned is not None else image


def _encode(image: Image.Image) -> ThumbnailAnswer:
    color = _dominant_color(image)
    target = io.BytesIO()
    if image.mode == "RGBA" and image.getchannel("A").getextrema() != (255, 255):
        image.save(target, "PNG", compress_level=3)
    else:
        image.convert("RGB").save(target, "JPEG", quality=_QUALITY)
    return ThumbnailAnswer(target.getvalue(), image.width, image.height, color)


def _dominant_color(image: Image.Image) -> int:
    """Return the color that the eye remembers: frequent, and rather colorful than gray."""
    swatch = image.convert("RGB").resize((_SWATCH, _SWATCH), Image.Resampling.BOX)
    palette = swatch.quantize(_COLORS, Image.Quantize.MEDIANCUT, kmeans=0)
    counts = cast("list[tuple[int, Color]]", palette.convert("RGB").getcolors(_SWATCH * _SWATCH))
    _, best = max((count * (0.2 + _saturation(color)), color) for count, color in counts)
    return best[0] << 16 | best[1] << 8 | best[2]


def _saturation(color: Color) -> float:
    return (max(color) - min(color)) / 255
