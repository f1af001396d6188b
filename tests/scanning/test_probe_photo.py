"""What a photo says of itself, and how little of it is believed."""

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pillow_heif
import pytest
from PIL import Image

from media_manager.domain.streams import PhotoDetails
from media_manager.errors import FileVanished, UnreadableFile
from media_manager.scanning.probe import Prober


@pytest.fixture(scope="session")
def prober() -> Iterator[Prober]:
    with Prober(1) as prober:
        # Asked once here, so that its threads belong to the session and not to a test.
        with pytest.raises(FileVanished):
            prober.probe(b"/nowhere")
        yield prober


def _exif(orientation: int = 1, **gps: object) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Canon", "Canon EOS R5", orientation
    details = exif.get_ifd(0x8769)
    details[0x9003], details[0x9011] = "2023:05:06 07:08:09", "+02:00"
    details[0xA434] = "RF50mm F1.8"
    place = exif.get_ifd(0x8825)
    place.update({1: "N", 2: (48.0, 51.0, 29.6), 3: "W", 4: (2.0, 17.0, 40.2), 5: b"\0", 6: 35.0})
    place.update(gps.get("gps", {}))  # type: ignore[call-overload]
    return exif


def _bomb() -> bytes:
    """Return a PNG of 50,000 x 50,000 pixels in 61 bytes: a bomb needs no content to be one."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def _details(prober: Prober, path: Path) -> PhotoDetails:
    photo = prober.probe(os.fsencode(path)).photo
    assert photo is not None
    return photo


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "avif"])
def test_a_photo_tells_when_where_and_with_what(
    prober: Prober, tmp_path: Path, suffix: str
) -> None:
    """Date, zone, camera, lens and position are read from every format that carries EXIF."""
    Image.new("RGB", (40, 30)).save(tmp_path / f"photo.{suffix}", exif=_exif())
    assert _details(prober, tmp_path / f"photo.{suffix}") == PhotoDetails(
        orientation=1,
        taken_at="2023-05-06T07:08:09",
        zone_minutes=120,
        camera="Canon EOS R5",
        lens="RF50mm F1.8",
        latitude=48.8582222,
        longitude=-2.2945,
        altitude_meters=35.0,
    )


def test_a_heif_photo_is_read(prober: Prober, tmp_path: Path) -> None:
    """What phones make is as good as a JPEG."""
    image = Image.new("RGB", (64, 48), "red")
    heif = pillow_heif.from_pillow(image)
    heif.save(tmp_path / "photo.heic", exif=_exif().tobytes())
    result = prober.probe(os.fsencode(tmp_path / "photo.heic"))
    assert result.container == "heif"
    assert result.photo is not None
    assert (result.photo.camera, result.photo.zone_minutes) == ("Canon EOS R5", 120)


def test_a_turned_photo_has_the_size_that_is_seen(prober: Prober, tmp_path: Path) -> None:
    """An upright photo is higher than wide, however the sensor lay."""
    Image.new("RGB", (40, 30)).save(tmp_path / "turned.jpg", exif=_exif(6))
    result = prober.probe(os.fsencode(tmp_path / "turned.jpg"))
    assert result.video is not None
    assert (result.video.width, result.video.height, result.container) == (30, 40, "jpeg")


@pytest.mark.parametrize(
    "gps",
    [
        {2: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)},
        {2: (91.0, 0.0, 0.0)},
        {2: (float("inf"), 0.0, 0.0)},
    ],
)
def test_f7_an_impossible_place_is_no_place(
    prober: Prober, tmp_path: Path, gps: dict[int, object]
) -> None:
    """Zero island, beyond the pole and infinity are not shown on a map."""
    try:
        Image.new("RGB", (40, 30)).save(tmp_path / "odd.jpg", exif=_exif(gps=gps))
    except (OverflowError, ValueError):
        pytest.skip("Pillow does not write this value")
    details = _details(prober, tmp_path / "odd.jpg")
    assert (details.latitude, details.longitude) == (None, None)


def test_f7_absurd_tags_are_ignored(prober: Prober, tmp_path: Path) -> None:
    """An orientation of 99 and a date of zeros are as good as none."""
    exif = _exif(99)
    exif.get_ifd(0x8769)[0x9003] = "0000:00:00 00:00:00"
    exif[0x0110] = "Bad\x1b[31m" + "x" * 5000
    Image.new("RGB", (40, 30)).save(tmp_path / "odd.jpg", exif=exif)
    details = _details(prober, tmp_path / "odd.jpg")
    assert (details.orientation, details.taken_at) == (1, None)
    assert details.camera is not None
    assert len(details.camera) <= 210
    assert "\x1b" not in details.camera


def test_f1_a_bomb_is_refused_by_its_header(prober: Prober, tmp_path: Path) -> None:
    """A picture of 2.5 thousand megapixels is not decoded to learn its size."""
    (tmp_path / "bomb.png").write_bytes(_bomb())
    with pytest.raises(UnreadableFile, match="too large"):
        prober.probe(os.fsencode(tmp_path / "bomb.png"))
