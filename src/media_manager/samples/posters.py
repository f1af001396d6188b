"""The pictures of a title: its poster, fanart, season posters and episode thumbnails."""

from __future__ import annotations

import io
import zlib
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

# Pillow is needed only while samples are drawn; this module is imported late for that reason.
from PIL import Image

from media_manager.samples import (
    motifs_city,
    motifs_form,
    motifs_land,
    motifs_line,
    motifs_room,
    motifs_show,
    motifs_sign,
    motifs_stage,
    motifs_tale,
    motifs_thing,
    motifs_view,
)
from media_manager.samples.canvas import Canvas, Color, Palette, luminance, mix
from media_manager.samples.lettering import Line, can_write, cap_height, fit_title, width_of, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from media_manager.samples.facts import Art

POSTER_SIZE = (600, 900)
FANART_SIZE = (1280, 720)
THUMB_SIZE = (640, 360)
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
FOCUS = {"low": 0.38, "high": 0.60, "vertical": 0.52}
MARGIN = 0.075
MIDDLE_GRAY = 0.5


@cache
def motifs() -> dict[str, Callable[[Canvas], None]]:
    """Every picture by the name that the tables use."""
    rooms = (
        *(motifs_city, motifs_form, motifs_land, motifs_line, motifs_room, motifs_show),
        *(motifs_sign, motifs_stage, motifs_tale, motifs_thing, motifs_view),
    )
    return {
        name: draw
        for room in rooms
        for name, draw in vars(room).items()
        if getattr(draw, "__module__", "") == room.__name__ and not name.startswith("_")
    }


def poster(art: Art, *, title: str, credit: str, year: int, badge: str = "") -> Image.Image:
    """A poster with its title; `badge` (a season) stands beside the year."""
    canvas = Canvas(
        POSTER_SIZE, Palette.from_hex(art.palette), seed=_seed(art, title), focus=FOCUS[art.layout]
    )
    motifs()[art.motif](canvas)
    shown = art.title if can_write(_face(art), art.title) else title
    layout = art.layout if shown == art.title or art.layout != "vertical" else "low"
    _quiet_ground(canvas, layout)
    image = canvas.finish()
    small = [badge] if badge else []
    small += [title] if shown != title else []
    small += [f"{credit}  ·  {year}" if credit else str(year)]
    if layout == "vertical":
        _set_vertical(image, canvas.p.ink, shown=shown, small=small, face=_face(art))
    else:
        _set_block(image, canvas.p.ink, shown=shown, small=small, art=replace(art, layout=layout))
    return image


@lru_cache(maxsize=4)
def fanart(art: Art, *, title: str, seed: int = 0) -> Image.Image:
    """The same subject as a wide picture without words; kept a while, so never draw on it."""
    base = _seed(art, title)
    canvas = Canvas(
        FANART_SIZE, Palette.from_hex(art.palette), seed=base + seed if seed else base, focus=0.5
    )
    motifs()[art.motif](canvas)
    return canvas.finish()


def episode_thumb(art: Art, *, title: str, number: int) -> Image.Image:
    """A crop of the show's picture that is another for each episode."""
    wide = fanart(_shift(art, number), title=title, seed=number * 31)
    zoom = 0.62 + 0.07 * (number * 5 % 4)
    width, height = round(FANART_SIZE[0] * zoom), round(FANART_SIZE[1] * zoom)
    x = (FANART_SIZE[0] - width) * (number * 37 % 100) // 100
    y = (FANART_SIZE[1] - height) * (number * 53 % 100) // 100
    return wide.resize(THUMB_SIZE, Image.Resampling.LANCZOS, (x, y, x + width, y + height))


def season_art(art: Art, season: int) -> Art:
    """The show's look in a light of its own for each season."""
    return _shift(art, season)


def jpeg(image: Image.Image, *, quality: int = 88) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, optimize=True)
    return buffer.getvalue()


def _shift(art: Art, step: int) -> Art:
    p = Palette.from_hex(art.palette)
    sky, ground, light, accent, ink = p.sky, p.ground, p.light, p.accent, p.ink
    tint = (mix(accent, BLACK, 0.55), mix(light, accent, 0.5), mix(ground, WHITE, 0.2))[step % 3]
    share = 0.16 * (step % 4)
    moved = (mix(sky, tint, share), mix(ground, tint, share), light, accent, ink)
    return replace(art, palette=tuple("#{:02x}{:02x}{:02x}".format(*color) for color in moved))


def _seed(art: Art, title: str) -> int:
    return art.seed or zlib.crc32(title.encode()) % 100_000


def _face(art: Art) -> str:
    return "sans" if art.face == "condensed" else art.face


def _quiet_ground(canvas: Canvas, layout: str) -> None:
    """Fade the picture where the lettering stands, so that it can be read."""
    p = canvas.p
    light_ink = luminance(p.ink) > MIDDLE_GRAY
    first, second = sorted((p.sky, p.ground), key=luminance)
    ground = mix(first, BLACK, 0.45) if light_ink else mix(second, WHITE, 0.12)
    if layout == "low":
        canvas.veil(ground, top=0.50, bottom=0.80, strength=0.85)
        canvas.rect(0, canvas.h * 0.80, canvas.w, canvas.h, ground, 0.85)
    elif layout == "high":
        canvas.veil(ground, top=0.42, bottom=0.0, strength=0.9)
    else:
        canvas.veil(ground, top=0.74, bottom=0.92, strength=0.85)
        canvas.rect(0, canvas.h * 0.92, canvas.w, canvas.h, ground, 0.85)
    if layout == "vertical":
        canvas.rect(canvas.w * 0.76, 0, canvas.w, canvas.h, ground, 0.55)


def _set_block(image: Image.Image, ink: Color, *, shown: str, small: list[str], art: Art) -> None:
    wide, high = image.size
    margin = round(wide * MARGIN)
    room = wide - 2 * margin
    lines = fit_title(shown, face=art.face, color=ink, width=room, tallest=round(high * 0.235))
    gap = round(lines[0].size * 0.20)
    heights = [cap_height(line) for line in lines]
    notes = [_note(text, ink, room) for text in small]
    note_height = round(high * 0.030)
    block = sum(heights) + gap * (len(lines) - 1) + note_height * len(notes) + round(high * 0.012)
    top = high - margin - block if art.layout == "low" else margin
    centered = art.face == "serif"
    for line, height in zip(lines, heights, strict=True):
        x = (wide - width_of(line)) / 2 if centered else margin
        write(image, line, x=x, top=top)
        top += height + gap
    top += round(high * 0.018)
    for note in notes:
        x = (wide - width_of(note)) / 2 if centered else margin
        write(image, note, x=x, top=top)
        top += note_height


def _set_vertical(
    image: Image.Image, ink: Color, *, shown: str, small: list[str], face: str
) -> None:
    wide, high = image.size
    margin = round(wide * MARGIN)
    size = min(round(wide * 0.17), round(high * 0.84 / len(shown)))
    for place, letter in enumerate(shown):
        line = Line(letter, face, size, ink)
        x = wide - margin - size + (size - width_of(line)) / 2
        write(image, line, x=x, top=margin + round(size * 1.04 * place))
    top = high - margin - round(high * 0.030) * len(small) + round(high * 0.012)
    for text in small:
        write(image, _note(text, ink, round(wide * 0.85)), x=margin, top=top)
        top += round(high * 0.030)


def _note(text: str, ink: Color, room: int) -> Line:
    """A small line in spaced capitals, made smaller until it fits."""
    for size in range(19, 9, -1):
        line = Line(text.upper(), "text", size, ink, 0.16)
        if width_of(line) <= room:
            return line
    return line
