"""Draws a few photos with the dates and cameras that real ones carry."""

from __future__ import annotations

import io
from dataclasses import dataclass
from xml.sax.saxutils import escape

# Pillow is needed only while samples are drawn; this module is imported late for that reason.
from PIL import ExifTags, Image

from media_manager.samples import posters
from media_manager.samples.canvas import Canvas, Palette

CAMERA = ("Media Manager", "Sample Camera")
TURNED = {1: None, 6: Image.Transpose.ROTATE_90, 3: Image.Transpose.ROTATE_180}


@dataclass(frozen=True, slots=True)
class Photo:
    """One photo. `orientation` is the EXIF value: the pixels are stored turned."""

    path: str
    motif: str
    palette: tuple[str, str, str, str, str]
    taken: str
    size: tuple[int, int] = (1200, 800)
    orientation: int = 1
    title: str = ""


PHOTOS = (
    Photo(
        "2019-07 Coast/IMG_0412.jpg",
        "contours",
        ("#9cc9d9", "#3d7f96", "#f4f1e4", "#f0b35a", "#ffffff"),
        "2019:07:14 19:02:11",
        title="Evening at the coast",
    ),
    Photo(
        "2019-07 Coast/IMG_0415.jpg",
        "palms",
        ("#2e3b63", "#e88a6a", "#ffe0ab", "#e5635a", "#ffffff"),
        "2019:07:14 20:41:37",
        size=(800, 1200),
    ),
    Photo(
        "2019-07 Coast/IMG_0423.jpg",
        "dunes",
        ("#f0d49a", "#dba25c", "#fff3cf", "#a5623a", "#5a3020"),
        "2019:07:16 08:15:02",
    ),
    Photo(
        "2021-10 Mountains/DSC04871.jpg",
        "peaks",
        ("#dfe8ee", "#8aa3b5", "#31404c", "#d87a3a", "#ffffff"),
        "2021:10:03 11:27:45",
        title="Above the clouds",
    ),
    Photo(
        "2021-10 Mountains/DSC04902.jpg",
        "forest",
        ("#d8c9a0", "#8a5a2f", "#fbf0d6", "#d9632f", "#4a2f1c"),
        "2021:10:03 15:50:19",
        size=(800, 1200),
        orientation=6,
    ),
    Photo(
        "2021-10 Mountains/DSC04917.jpg",
        "meadow",
        ("#a8d3ea", "#9aa84a", "#fffaf0", "#e88f3a", "#3f5a24"),
        "2021:10:04 09:33:08",
    ),
    Photo(
        "2023-12 Winter/P1020033.jpg",
        "snowtown",
        ("#1c2c50", "#4a6aa0", "#fde7b5", "#e2694b", "#ffffff"),
        "2023:12:23 17:05:54",
    ),
    Photo(
        "2023-12 Winter/P1020041.jpg",
        "bokeh",
        ("#131a33", "#2a3566", "#ffd68a", "#f0788a", "#fff1d6"),
        "2023:12:24 18:22:40",
        size=(800, 1200),
    ),
)


def make(photo: Photo) -> bytes:
    """The photo as JPEG with its EXIF block."""
    canvas = Canvas(photo.size, Palette.from_hex(photo.palette), seed=int(photo.taken[-2:]))
    posters.motifs()[photo.motif](canvas)
    image = canvas.finish()
    turn = TURNED[photo.orientation]
    if turn is not None:
        image = image.transpose(turn)
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = CAMERA
    exif[ExifTags.Base.Orientation] = photo.orientation
    exif[ExifTags.Base.DateTime] = photo.taken
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = photo.taken
    details[ExifTags.Base.ISOSpeedRatings] = 100
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=88, exif=exif)
    return buffer.getvalue()


def sidecar(photo: Photo) -> bytes:
    """The XMP file beside a photo with its title and a rating."""
    return f"""<?xpacket begin="\N{ZERO WIDTH NO-BREAK SPACE}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4">
   <dc:title>
    <rdf:Alt><rdf:li xml:lang="x-default">{escape(photo.title)}</rdf:li></rdf:Alt>
   </dc:title>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
""".encode()
