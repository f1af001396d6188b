"""A drawing surface with smooth edges, measured in parts of its own size.

Shapes are drawn at twice the size and reduced at the end, because Pillow's shapes have hard edges.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

# Pillow is needed only while samples are drawn; this module is imported late for that reason.
from PIL import Image, ImageChops, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Sequence

Color = tuple[int, int, int]
Point = tuple[float, float]

OVERSAMPLING = 2
GRAIN_EDGE = 192


@dataclass(frozen=True, slots=True)
class Palette:
    """Five colors that make a picture: two grounds, a light, an accent and the lettering."""

    sky: Color
    ground: Color
    light: Color
    accent: Color
    ink: Color

    @classmethod
    def from_hex(cls, codes: Sequence[str]) -> Palette:
        sky, ground, light, accent, ink = (_from_hex(code) for code in codes)
        return cls(sky, ground, light, accent, ink)


def _from_hex(code: str) -> Color:
    value = int(code.removeprefix("#"), 16)
    return value >> 16, value >> 8 & 255, value & 255


def mix(first: Color, second: Color, share: float) -> Color:
    """The color `share` of the way from `first` to `second`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def luminance(color: Color) -> float:
    """How bright a color looks, 0 to 1."""
    return (0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2]) / 255


class Canvas:
    """Draws with coordinates where 1.0 is the width (x), the height (y) or the short edge (u).

    `focus` is the height at which the subject should sit, clear of the lettering.
    """

    def __init__(
        self, size: tuple[int, int], palette: Palette, *, seed: int = 0, focus: float = 0.5
    ) -> None:
        self.size = size
        self.p = palette
        self.seed = seed
        self.random = random.Random(seed)  # noqa: S311 - pictures, not secrets
        self.w, self.h = size[0] * OVERSAMPLING, size[1] * OVERSAMPLING
        self.u = min(self.w, self.h)
        self.cx, self.cy = self.w / 2, self.h * focus
        self.wide = self.w > self.h
        self.image = Image.new("RGB", (self.w, self.h), palette.sky)
        self._draw = ImageDraw.Draw(self.image, "RGBA")

    def gradient(self, top: Color, bottom: Color, *, start: float = 0.0, end: float = 1.0) -> None:
        """Fill from `start` to `end` of the height with a fade."""
        y0, y1 = round(self.h * start), round(self.h * end)
        strip = Image.new("RGB", (1, 64))
        for row in range(64):
            strip.putpixel((0, row), mix(top, bottom, row / 63))
        size = (self.w, max(1, y1 - y0))
        self.image.paste(strip.resize(size, Image.Resampling.BICUBIC), (0, y0))

    def glow(
        self, x: float, y: float, radius: float, color: Color, *, strength: float = 0.8
    ) -> None:
        """A soft round light around a point."""
        edge = max(2, round(radius * 2))
        mask = ImageChops.invert(Image.radial_gradient("L"))
        mask = mask.point(
            [round((max(0, v - 74) / 181) ** 1.6 * 255 * strength) for v in range(256)]
        )
        mask = mask.resize((edge, edge), Image.Resampling.BILINEAR)
        self.image.paste(color, (round(x - radius), round(y - radius)), mask)

    def veil(self, color: Color, *, top: float, bottom: float, strength: float = 1.0) -> None:
        """A fade of `color` that is clear at `top` and full at `bottom` (either may be larger)."""
        y0, y1 = round(self.h * min(top, bottom)), round(self.h * max(top, bottom))
        mask = Image.linear_gradient("L").resize((self.w, max(1, y1 - y0)))
        if top > bottom:
            mask = mask.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        mask = mask.point([round(v * strength) for v in range(256)])
        self.image.paste(color, (0, y0), mask)

    def disc(self, x: float, y: float, radius: float, color: Color, alpha: float = 1.0) -> None:
        box = (x - radius, y - radius, x + radius, y + radius)
        self._draw.ellipse(box, fill=_rgba(color, alpha))

    def oval(
        self, box: tuple[float, float, float, float], color: Color, alpha: float = 1.0
    ) -> None:
        self._draw.ellipse(box, fill=_rgba(color, alpha))

    def ring(
        self, x: float, y: float, radius: float, color: Color, *, width: float, alpha: float = 1.0
    ) -> None:
        box = (x - radius, y - radius, x + radius, y + radius)
        self._draw.ellipse(box, outline=_rgba(color, alpha), width=max(1, round(width)))

    def wedge(
        self, x: float, y: float, radius: float, color: Color, *, turn: tuple[float, float]
    ) -> None:
        """A slice of pie between two angles in degrees, clockwise from the right."""
        box = (x - radius, y - radius, x + radius, y + radius)
        self._draw.pieslice(box, turn[0], turn[1], fill=_rgba(color, 1.0))

    def arc(
        self,
        x: float,
        y: float,
        radius: float,
        color: Color,
        *,
        turn: tuple[float, float],
        width: float,
    ) -> None:
        box = (x - radius, y - radius, x + radius, y + radius)
        self._draw.arc(box, turn[0], turn[1], fill=_rgba(color, 1.0), width=max(1, round(width)))

    def poly(self, points: Sequence[Point], color: Color, alpha: float = 1.0) -> None:
        self._draw.polygon(list(points), fill=_rgba(color, alpha))

    def rect(
        self, x0: float, y0: float, x1: float, y1: float, color: Color, alpha: float = 1.0
    ) -> None:
        box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        self._draw.rectangle(box, fill=_rgba(color, alpha))

    def round_rect(
        self,
        box: tuple[float, float, float, float],
        radius: float,
        color: Color,
        alpha: float = 1.0,
    ) -> None:
        self._draw.rounded_rectangle(box, radius, fill=_rgba(color, alpha))

    def line(
        self, points: Sequence[Point], color: Color, *, width: float, alpha: float = 1.0
    ) -> None:
        self._draw.line(
            list(points), fill=_rgba(color, alpha), width=max(1, round(width)), joint="curve"
        )

    def ridge(self, base: float, rise: float, color: Color, *, rough: float = 0.5) -> None:
        """A skyline of hills: `base` is its height (0 to 1), `rise` how far it moves."""
        steps = 7
        heights = [self.random.uniform(-1, 1) for _ in range(2)]
        for level in range(steps):
            swing = rough**level
            heights = [
                value
                for pair in pairwise(heights)
                for value in (pair[0], (pair[0] + pair[1]) / 2 + self.random.uniform(-swing, swing))
            ] + heights[-1:]
        count = len(heights) - 1
        points = [
            (self.w * i / count, self.h * (base - rise * value)) for i, value in enumerate(heights)
        ]
        self.poly([(0.0, self.h), *points, (float(self.w), float(self.h))], color)

    def wave(self, base: float, swing: float, color: Color, *, length: float, shift: float) -> None:
        """A layer below a sine line; `length` in parts of the short edge."""
        points = [
            (
                self.w * i / 160,
                self.h * base
                + self.u
                * swing
                * math.sin(2 * math.pi * (self.w * i / 160 / self.u / length + shift)),
            )
            for i in range(161)
        ]
        self.poly([(0.0, self.h), *points, (float(self.w), float(self.h))], color)

    def figure(
        self, x: float, y: float, height: float, color: Color, *, stride: float = 0.0
    ) -> None:
        """A small person standing with the feet at (x, y)."""
        head = height * 0.085
        self.disc(x, y - height + head, head, color)
        shoulder, hip = y - height * 0.80, y - height * 0.45
        half = height * 0.115
        self.poly(
            [
                (x - half, shoulder),
                (x + half, shoulder),
                (x + half * 0.9, hip),
                (x - half * 0.9, hip),
            ],
            color,
        )
        spread = height * (0.05 + 0.22 * stride)
        width = height * 0.095
        self.line([(x - half * 0.45, hip), (x - spread, y)], color, width=width)
        self.line([(x + half * 0.45, hip), (x + spread, y)], color, width=width)
        reach = half + height * (0.03 + 0.14 * stride)
        self.line([(x - half * 0.8, shoulder), (x - reach, hip)], color, width=width * 0.7)
        self.line([(x + half * 0.8, shoulder), (x + reach, hip)], color, width=width * 0.7)

    def stars(self, count: int, color: Color, *, until: float = 1.0) -> None:
        """Points of light of several sizes in the upper part."""
        for _ in range(count):
            x, y = self.random.random() * self.w, self.random.random() ** 1.3 * self.h * until
            size = self.u * 0.0007 * self.random.choice((1, 1, 1, 2, 3))
            self.disc(x, y, size + 1, color, self.random.uniform(0.35, 0.95))

    def finish(self) -> Image.Image:
        """The picture at its own size, with a darker edge and a little paper grain."""
        image = self.image.reduce(OVERSAMPLING)
        edge = Image.radial_gradient("L").point([round(max(0, v - 120) * 0.33) for v in range(256)])
        image.paste((0, 0, 0), (0, 0), edge.resize(image.size, Image.Resampling.BILINEAR))
        return ImageChops.add(image, _grain(image.size), scale=1.0, offset=-5)


def _rgba(color: Color, alpha: float) -> tuple[int, int, int, int]:
    return (*color, round(alpha * 255))


def _grain(size: tuple[int, int]) -> Image.Image:
    """Tiled noise of a fixed seed, so that the same picture always has the same bytes."""
    noise = random.Random(1895).randbytes(GRAIN_EDGE * GRAIN_EDGE)  # noqa: S311 - paper, not secrets
    tile = Image.frombytes("L", (GRAIN_EDGE, GRAIN_EDGE), noise).point(
        [v // 26 for v in range(256)]
    )
    sheet = Image.new("L", size)
    for x in range(0, size[0], GRAIN_EDGE):
        for y in range(0, size[1], GRAIN_EDGE):
            sheet.paste(tile, (x, y))
    return Image.merge("RGB", (sheet, sheet, sheet))
