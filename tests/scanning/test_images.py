"""Small pictures of real files, and what is refused."""

import io
import os
import random
import struct
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pillow_heif
import pytest
from PIL import Image, ImageCms

from media_manager.errors import FileVanished, ProcessError, UnreadableFile
from media_manager.processes import ChildLimits
from media_manager.scanning import image_child
from media_manager.scanning.images import ImageDecoder, Thumbnail

_RED, _BLUE = (200, 30, 30), (30, 30, 200)


@pytest.fixture(scope="session")
def decoder() -> Iterator[ImageDecoder]:
    with ImageDecoder(1) as decoder:
        # Asked once here, so that its threads belong to the session and not to a test.
        with pytest.raises(FileVanished):
            decoder.thumbnail(b"/nowhere", width=1, height=1)
        yield decoder


def _picture(width: int, height: int) -> Image.Image:
    """Return a picture with a red upper and a blue lower half."""
    image = Image.new("RGB", (width, height), _RED)
    image.paste(_BLUE, (0, height // 2, width, height))
    return image


def _bomb() -> bytes:
    """Return a PNG of 50,000 x 50,000 pixels in 61 bytes: a bomb needs no content to be one."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def _open(thumbnail: Thumbnail) -> Image.Image:
    return Image.open(io.BytesIO(thumbnail.data))


def _near(color: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(color, tuple)
    return all(abs(one - other) < 25 for one, other in zip(color, wanted, strict=False))


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "gif", "bmp", "tif", "avif"])
@pytest.mark.parametrize("size", [(1000, 1500), (1500, 1000), (100, 100), (7, 3000)])
def test_cover_fills_exactly_what_is_needed(
    decoder: ImageDecoder, tmp_path: Path, suffix: str, size: tuple[int, int]
) -> None:
    """Whatever the source, the view never scales."""
    path = tmp_path / f"source.{suffix}"
    _picture(*size).save(path)
    made = decoder.thumbnail(os.fsencode(path), width=160, height=240)
    assert (made.width, made.height) == (160, 240)
    assert _open(made).size == (160, 240)
    assert _near(_open(made).convert("RGB").getpixel((80, 20)), _RED)
    assert _near(_open(made).convert("RGB").getpixel((80, 220)), _BLUE)


def test_contain_keeps_the_whole_picture(decoder: ImageDecoder, tmp_path: Path) -> None:
    """A wide picture is small in height, and a small one stays as it is."""
    _picture(1600, 800).save(tmp_path / "wide.jpg")
    _picture(50, 20).save(tmp_path / "small.png")
    wide = decoder.thumbnail(
        os.fsencode(tmp_path / "wide.jpg"), width=200, height=200, mode="contain"
    )
    small = decoder.thumbnail(
        os.fsencode(tmp_path / "small.png"), width=200, height=200, mode="contain"
    )
    assert [(wide.width, wide.height), (small.width, small.height)] == [(200, 100), (50, 20)]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright(decoder: ImageDecoder, tmp_path: Path, orientation: int) -> None:
    """All eight ways in which a sensor can lie show red above blue."""
    undo = {6: 8, 8: 6}.get(orientation, orientation)
    image = _picture(400, 600)
    if orientation != 1:
        image = image.transpose(image_child._TURNS[undo])
    exif = Image.Exif()
    exif[0x0112] = orientation
    image.save(tmp_path / "photo.jpg", exif=exif)
    made = decoder.thumbnail(os.fsencode(tmp_path / "photo.jpg"), width=100, height=150)
    assert (made.width, made.height) == (100, 150)
    assert _near(_open(made).getpixel((50, 20)), _RED)
    assert _near(_open(made).getpixel((50, 130)), _BLUE)


def test_a_heif_photo_is_decoded(decoder: ImageDecoder, tmp_path: Path) -> None:
    """What phones make is as good as a JPEG."""
    pillow_heif.from_pillow(_picture(400, 600)).save(tmp_path / "photo.heic")
    made = decoder.thumbnail(os.fsencode(tmp_path / "photo.heic"), width=100, height=150)
    assert _near(_open(made).getpixel((50, 20)), _RED)


def test_a_logo_keeps_its_transparency(decoder: ImageDecoder, tmp_path: Path) -> None:
    """What lets the background through still does; what does not is stored as JPEG."""
    Image.new("RGBA", (300, 100), (255, 0, 0, 0)).save(tmp_path / "logo.png")
    Image.new("RGBA", (300, 100), (255, 0, 0, 255)).save(tmp_path / "solid.png")
    formats = [
        _open(
            decoder.thumbnail(os.fsencode(tmp_path / name), width=90, height=30, mode="contain")
        ).format
        for name in ("logo.png", "solid.png")
    ]
    assert formats == ["PNG", "JPEG"]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16", "RGBA"])
def test_every_kind_of_pixel_is_understood(
    decoder: ImageDecoder, tmp_path: Path, mode: str
) -> None:
    """Palettes, inks and sixteen bits become colors of the right brightness."""
    if mode == "I;16":
        image = Image.new(mode, (60, 60), 32768)
    else:
        image = Image.new("RGB", (60, 60), (128, 128, 128)).convert(mode)
    path = tmp_path / ("source.tif" if mode in {"CMYK", "I;16"} else "source.png")
    image.save(path)
    made = _open(decoder.thumbnail(os.fsencode(path), width=30, height=30)).convert("RGB")
    if mode != "1":
        assert _near(made.getpixel((15, 15)), (128, 128, 128))


def test_the_color_is_the_one_that_is_remembered(decoder: ImageDecoder, tmp_path: Path) -> None:
    """A colorful third wins over a gray rest."""
    image = Image.new("RGB", (300, 300), (40, 40, 40))
    image.paste((220, 40, 40), (0, 0, 300, 100))
    image.save(tmp_path / "poster.png")
    made = decoder.thumbnail(os.fsencode(tmp_path / "poster.png"), width=60, height=60)
    assert _near((made.color >> 16, made.color >> 8 & 255, made.color & 255), (220, 40, 40))


def test_a_profile_is_applied(decoder: ImageDecoder, tmp_path: Path) -> None:
    """A thumbnail is sRGB; a broken profile leaves the colors alone."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for name, data in (("good", profile), ("bad", b"nonsense"), ("cut", profile[:200])):
        path = tmp_path / f"{name}.png"
        _picture(60, 60).save(path, icc_profile=data)
        made = decoder.thumbnail(os.fsencode(path), width=30, height=30)
        assert _near(_open(made).getpixel((15, 5)), _RED)


def test_f1_bombs_are_refused_by_their_headers(decoder: ImageDecoder, tmp_path: Path) -> None:
    """2.5 thousand megapixels in a few hundred kilobytes cost nothing."""
    (tmp_path / "bomb.png").write_bytes(_bomb())
    Image.new("1", (30_000, 5_000)).save(tmp_path / "bomb.tif", compression="group4")
    for name in ("bomb.png", "bomb.tif"):
        with pytest.raises(UnreadableFile, match="too large"):
            decoder.thumbnail(os.fsencode(tmp_path / name), width=10, height=10)


def test_f3_what_is_no_picture_is_refused(decoder: ImageDecoder, tmp_path: Path) -> None:
    """Nothing, a page of text, half a picture, a format that is not allowed, a pipe, a folder."""
    _picture(400, 600).save(tmp_path / "whole.jpg")
    whole = (tmp_path / "whole.jpg").read_bytes()
    (tmp_path / "zero.jpg").touch()
    (tmp_path / "page.jpg").write_text("<html><body>Not found</body></html>")
    (tmp_path / "half.jpg").write_bytes(whole[: len(whole) // 2])
    _picture(40, 60).save(tmp_path / "other.ppm")
    _picture(40, 60).save(tmp_path / "post.eps")
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "folder.jpg").mkdir()
    names = ("zero.jpg", "page.jpg", "half.jpg", "other.ppm", "post.eps", "pipe.jpg", "folder.jpg")
    for name in names:
        with pytest.raises(UnreadableFile) as caught:
            decoder.thumbnail(os.fsencode(tmp_path / name), width=10, height=10)
        assert caught.value.hint
    with pytest.raises(FileVanished):
        decoder.thumbnail(os.fsencode(tmp_path / "gone.jpg"), width=10, height=10)


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "gif", "tif", "avif"])
def test_f1_damage_never_reaches_us(decoder: ImageDecoder, tmp_path: Path, suffix: str) -> None:
    """Any flipped bytes give a picture or a known refusal, and the next picture works."""
    chance = random.Random(suffix)  # noqa: S311 - the same damage each time
    whole = tmp_path / f"whole.{suffix}"
    _picture(120, 180).save(whole)
    data = whole.read_bytes()
    for number in range(25):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 20)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path = tmp_path / f"{number}.{suffix}"
        path.write_bytes(damaged)
        try:
            made = decoder.thumbnail(os.fsencode(path), width=40, height=60)
        except ProcessError as error:
            pytest.fail(f"{path.name}: {error}")
        except UnreadableFile:
            continue
        assert (made.width, made.height) == (40, 60)
    assert decoder.thumbnail(os.fsencode(whole), width=40, height=60).width == 40


def test_f1_too_little_memory_is_told(tmp_path: Path) -> None:
    """A picture that needs more than a child may have fails alone."""
    Image.new("RGB", (8000, 8000)).save(tmp_path / "big.bmp")
    with (
        ImageDecoder(1, ChildLimits(memory_bytes=300 << 20)) as decoder,
        pytest.raises((UnreadableFile, ProcessError)),
    ):
        decoder.thumbnail(os.fsencode(tmp_path / "big.bmp"), width=10, height=10)


def test_f2_decoders_with_known_exploits_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child does not start with a version below the floor."""
    monkeypatch.setattr(image_child, "version", lambda _: "1.6.9")
    with pytest.raises(ImportError, match="known exploits"):
        image_child.check_floors()
