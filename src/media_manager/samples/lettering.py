"""Titles on posters: finds fonts of the system, breaks lines, and sets the type."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

# Pillow is needed only while samples are drawn; this module is imported late for that reason.
from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from media_manager.samples.canvas import Color

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

# The first that is installed is used. Names differ by system; each row is one face of the posters.
FACES = {
    "sans": (
        "NotoSansCJK-Bold.ttc", "NotoSansCJKjp-Bold.otf", "SourceHanSans-Bold.ttc",
        "Hiragino Sans GB.ttc", "YuGothB.ttc", "msyhbd.ttc", "NotoSans-Bold.ttf",
        "Helvetica.ttc", "segoeuib.ttf", "DejaVuSans-Bold.ttf",
    ),
    "serif": (
        "NotoSerifCJK-Bold.ttc", "NotoSerifCJKjp-Bold.otf", "SourceHanSerif-Bold.ttc",
        "Songti.ttc", "yumindb.ttf", "NotoSerif-Bold.ttf", "Georgia Bold.ttf", "georgiab.ttf",
        "DejaVuSerif-Bold.ttf",
    ),
    "text": (
        "NotoSansCJK-Regular.ttc", "NotoSansCJKjp-Regular.otf", "NotoSans-Regular.ttf",
        "Helvetica.ttc", "segoeui.ttf", "DejaVuSans.ttf",
    ),
}  # fmt: skip
EAST_ASIAN = ("CJK", "SourceHan", "Hiragino", "YuGoth", "msyh", "Songti", "yumin")
CONDENSED_WIDTH = 0.74
SHORT_WORD = 2
AFTER_CYRILLIC = 0x500  # every font of the list has the letters before it


@dataclass(frozen=True, slots=True)
class Line:
    """One line of type: `spacing` is in parts of its size, `squeeze` narrows the letters."""

    text: str
    face: str
    size: int
    color: Color
    spacing: float = 0.0
    squeeze: float = 1.0


def font_folders() -> tuple[Path, ...]:
    """Where fonts are kept on this system."""
    home = Path.home()
    if sys.platform == "win32":
        return (Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts",)
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts")
    return (
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local/share/fonts",
        home / ".fonts",
    )


@cache
def _installed() -> dict[str, Path]:
    suffixes = {".ttf", ".otf", ".ttc"}
    return {
        path.name: path
        for folder in font_folders()
        if folder.is_dir()
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in suffixes
    }


@cache
def _font(face: str, size: int) -> Font:
    for name in FACES[face]:
        if name in _installed():
            return ImageFont.truetype(_installed()[name], size)
    return ImageFont.load_default(size)


@cache
def can_write(face: str, text: str) -> bool:
    """Whether the face that would be used has the letters of `text`."""
    if all(ord(letter) < AFTER_CYRILLIC for letter in text):
        return True
    chosen = next((name for name in FACES[face] if name in _installed()), "")
    return any(tag in chosen for tag in EAST_ASIAN)


def width_of(line: Line) -> int:
    font = _font(line.face, line.size)
    natural = font.getlength(line.text) + line.spacing * line.size * max(0, len(line.text) - 1)
    return round(natural * line.squeeze)


def cap_height(line: Line) -> int:
    """The height of a capital letter, by which lines are set."""
    box = _font(line.face, line.size).getbbox("H")
    return round(box[3] - box[1])


def write(image: Image.Image, line: Line, *, x: float, top: float) -> None:
    """Set a line with its capitals' upper edge at `top`."""
    font = _font(line.face, line.size)
    pad = line.size // 2
    natural = round(width_of(line) / line.squeeze)
    mask = Image.new("L", (natural + 2 * pad, line.size * 2 + pad))
    draw = ImageDraw.Draw(mask)
    left, offset = float(pad), pad - round(font.getbbox("H")[1])
    if line.spacing:
        for letter in line.text:
            draw.text((left, offset), letter, font=font, fill=255)
            left += font.getlength(letter) + line.spacing * line.size
    else:
        draw.text((left, offset), line.text, font=font, fill=255)
    if line.squeeze != 1.0:
        size = (round(mask.width * line.squeeze), mask.height)
        mask = mask.resize(size, Image.Resampling.LANCZOS)
    image.paste(line.color, (round(x - pad * line.squeeze), round(top - pad)), mask)


def balanced(text: str, lines: int) -> list[str]:
    """Break at spaces so that the longest of `lines` lines is as short as it can be."""
    words = text.split()
    if lines <= 1 or len(words) <= 1:
        return [" ".join(words)]
    options = (
        [" ".join(words[:cut]), *balanced(" ".join(words[cut:]), lines - 1)]
        for cut in range(1, len(words))
    )
    return min(options, key=_raggedness)


def _raggedness(parts: list[str]) -> int:
    """The longest line; a break after a colon is welcome, a lone short word is not."""
    lonely = 8 * any(len(part) <= SHORT_WORD for part in parts)
    return max(len(part) for part in parts) + lonely - 5 * parts[0].endswith(":")


def fit_title(text: str, *, face: str, color: Color, width: int, tallest: int) -> list[Line]:
    """The title in one to four lines, in the largest size that fits `width` and `tallest`."""
    condensed = face == "condensed"
    shown = text.upper() if condensed else text
    real_face, squeeze = ("sans", CONDENSED_WIDTH) if condensed else (face, 1.0)
    best: list[Line] = []
    for count in range(1, 5):
        parts = balanced(shown, count)
        if count > 1 and any(len(part) <= SHORT_WORD for part in parts):
            continue
        probe = max(width_of(Line(part, real_face, 100, color, 0.0, squeeze)) for part in parts)
        size = min(round(100 * width / max(1, probe)), round(tallest / (len(parts) * 1.0)), tallest)
        size = min(size, round(width * 0.42))
        if not best or size > best[0].size * 1.12:
            best = [Line(part, real_face, size, color, 0.0, squeeze) for part in parts]
    return best
