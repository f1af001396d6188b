"""Pictures made of plain geometry: spirals, panes, stripes, letters, rings and waves."""

# The numbers are places in a picture.
# ruff: noqa: PLR2004

import math
from itertools import pairwise

from media_manager.samples.canvas import Canvas, mix


def spiral(c: Canvas) -> None:
    """A hand-drawn spiral with a falling figure."""
    p = c.p
    c.gradient(p.sky, mix(p.sky, p.ground, 0.6))
    for turn, color in ((0.0, p.light), (math.pi, mix(p.sky, p.light, 0.45))):
        points = []
        for i in range(520):
            a = i / 520 * math.tau * 5.2
            r = c.u * (0.006 + 0.47 * (i / 520) ** 1.12)
            points.append((c.cx + r * math.cos(a + turn), c.cy + r * math.sin(a + turn) * 0.94))
        c.line(points, color, width=c.u * 0.011)
    c.figure(c.cx + c.u * 0.01, c.cy + c.u * 0.13, c.u * 0.26, p.accent, stride=1.0)


def shards(c: Canvas) -> None:
    """Crooked expressionist wedges and windows leading to a small figure."""
    p = c.p
    c.gradient(p.light, mix(p.light, p.ground, 0.5))
    fx, fy = c.w * 0.54, c.h * 0.62
    edge = [
        (0.0, 0.30),
        (0.0, 0.62),
        (0.0, 1.0),
        (0.3, 1.0),
        (0.62, 1.0),
        (1.0, 1.0),
        (1.0, 0.7),
        (1.0, 0.34),
        (0.72, 0.30),
        (0.25, 0.30),
        (0.0, 0.30),
    ]
    for i, (a, b) in enumerate(pairwise(edge)):
        color = (p.sky, mix(p.ground, p.light, 0.35), mix(p.sky, p.ground, 0.6))[i % 3]
        jag = (fx + (a[0] - 0.5) * c.u * 0.30, fy + (a[1] - 0.6) * c.u * 0.45)
        c.poly([(c.w * a[0], c.h * a[1]), jag, (c.w * b[0], c.h * b[1])], color)
    for x, y, s in ((0.14, 0.50, 0.10), (0.84, 0.55, 0.12), (0.17, 0.80, 0.13), (0.86, 0.82, 0.10)):
        wx, wy, w = c.w * x, c.h * y, c.u * s
        c.poly(
            [
                (wx - w * 0.6, wy - w),
                (wx + w * 0.4, wy - w * 0.7),
                (wx + w * 0.65, wy + w * 0.7),
                (wx - w * 0.3, wy + w * 0.9),
            ],
            p.light,
        )
        c.line([(wx - w * 0.1, wy - w * 0.9), (wx + w * 0.15, wy + w * 0.8)], p.sky, width=w * 0.07)
        c.line(
            [(wx - w * 0.45, wy + w * 0.1), (wx + w * 0.55, wy - w * 0.1)], p.sky, width=w * 0.07
        )
    c.poly(
        [
            (fx - c.u * 0.05, fy),
            (fx + c.u * 0.06, fy),
            (fx + c.u * 0.30, c.h),
            (fx - c.u * 0.26, c.h),
        ],
        p.light,
    )
    c.disc(fx, fy - c.u * 0.19, c.u * 0.14, p.accent)
    c.poly(
        [
            (fx - c.u * 0.12, fy + c.u * 0.40),
            (fx, fy - c.u * 0.10),
            (fx + c.u * 0.15, fy + c.u * 0.40),
        ],
        p.sky,
    )
    c.figure(fx, fy + c.u * 0.42, c.u * 0.50, p.sky, stride=0.3)
    c.rect(fx - c.u * 0.065, fy - c.u * 0.16, fx + c.u * 0.065, fy - c.u * 0.07, p.sky)


def panes(c: Canvas) -> None:
    """Overlapping panes of glass in one color; the seed moves them."""
    p = c.p
    c.gradient(p.sky, p.ground)
    c.glow(c.w * (0.2 + 0.25 * c.seed), c.h * 0.35, c.u * 0.8, p.accent, strength=0.55)
    for i in range(7):
        x, y = c.w * c.random.uniform(-0.1, 0.75), c.h * c.random.uniform(-0.05, 0.55)
        w, h = c.u * c.random.uniform(0.25, 0.6), c.u * c.random.uniform(0.35, 0.9)
        lean = c.u * 0.12
        c.poly(
            [(x + lean, y), (x + w + lean, y), (x + w, y + h), (x, y + h)],
            p.light if i % 2 else p.sky,
            0.16,
        )
    x, y, r = c.cx, c.cy, c.u * 0.25
    for k in range(3):
        lit = k == c.seed - 1
        c.disc(x + (k - 1) * r * 1.05, y, r, p.accent if lit else p.light, 0.9 if lit else 0.16)
    c.line([(0, y), (c.w, y)], p.light, width=3, alpha=0.35)


def nested(c: Canvas) -> None:
    """Rooms within rooms turning toward a light, one figure inside."""
    p = c.p
    c.gradient(p.sky, mix(p.sky, p.ground, 0.4))
    layers = 13
    for k in range(layers):
        half = c.u * 0.78 * (1 - k / layers) ** 1.35 + c.u * 0.03
        a = math.radians(k * 6.5)
        corners = [(half * sx * 0.86, half * sy) for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
        turned = [
            (c.cx + x * math.cos(a) - y * math.sin(a), c.cy + x * math.sin(a) + y * math.cos(a))
            for x, y in corners
        ]
        shade = (
            mix(p.sky, p.ground, 0.25 + 0.75 * k / layers)
            if k % 2
            else mix(p.ground, p.light, k / layers)
        )
        c.poly(turned, mix(shade, p.accent, max(0.0, (k - 8) / 6)))
    c.glow(c.cx, c.cy, c.u * 0.3, p.accent, strength=0.5)
    c.figure(c.cx, c.cy + c.u * 0.075, c.u * 0.14, p.sky)


def stripes(c: Canvas) -> None:
    """Diagonal bands of speed with a running figure."""
    p = c.p
    c.gradient(p.ground, p.ground)
    colors = (p.sky, p.ground, p.light, p.accent, p.sky, p.ground, p.ink)
    step, x = c.u * 0.16, -c.h * 0.62
    i = 0
    while x < c.w + c.u:
        wide = step * (0.5 + 0.9 * ((i * 7) % 5) / 4)
        c.poly(
            [(x + c.h * 0.62, 0), (x + c.h * 0.62 + wide, 0), (x + wide, c.h), (x, c.h)],
            colors[i % 7],
        )
        x, i = x + wide, i + 1
    r = c.u * 0.33
    c.disc(c.cx, c.cy, r, p.light)
    c.figure(c.cx, c.cy + r * 0.68, r * 1.35, p.ink, stride=1.35)
    c.disc(c.cx, c.cy - r * 0.575, r * 0.125, p.sky)


def letter(c: Canvas) -> None:
    """One huge sign: a chalk M on a dark coat, or a figure of eight and a half circle."""
    p = c.p
    c.gradient(p.sky, p.ground)
    x, y, s = c.cx, c.cy, c.u * 0.34
    if p.sky[0] < 100:
        c.glow(x, y, s * 2.2, p.accent, strength=0.55)
        m = [(-0.8, 0.9), (-0.7, -0.9), (0.0, 0.25), (0.72, -0.92), (0.84, 0.9)]
        for k in range(26):
            jitter = [
                (
                    x + s * dx + c.random.gauss(0, s * 0.022),
                    y + s * dy + c.random.gauss(0, s * 0.022),
                )
                for dx, dy in m
            ]
            c.line(jitter, p.light, width=s * (0.05 if k % 3 else 0.11), alpha=0.30)
        return
    c.disc(x, y - s * 0.42, s * 0.52, p.ink)
    c.disc(x, y + s * 0.55, s * 0.66, p.ink)
    c.disc(x, y - s * 0.42, s * 0.26, p.sky)
    c.wedge(x, y + s * 0.55, s * 0.38, p.accent, turn=(90, 270))
    c.wedge(x, y + s * 0.55, s * 0.38, p.sky, turn=(-90, 90))
    c.line([(x + s * 0.55, y - s * 1.4), (x + s * 0.05, y - s * 0.95)], p.ink, width=s * 0.02)
    for k in range(5):
        c.line(
            [(c.w * 0.08, y + s * (1.33 + 0.05 * k)), (c.w * 0.92, y + s * (1.33 + 0.05 * k))],
            p.ink,
            width=2,
        )


def facets(c: Canvas) -> None:
    """A mosaic of triangles in four colors, like a cut stone."""
    p = c.p
    c.gradient(p.sky, p.ground)
    colors = (
        p.sky,
        p.ground,
        p.light,
        p.accent,
        mix(p.sky, p.light, 0.5),
        mix(p.ground, p.accent, 0.5),
    )
    cols = 5 if not c.wide else 9
    step = c.w / cols
    rows = int(c.h / step) + 2
    grid = [
        [
            ((x + c.random.uniform(-0.22, 0.22)) * step, (y + c.random.uniform(-0.22, 0.22)) * step)
            for x in range(-1, cols + 3)
        ]
        for y in range(-1, rows + 2)
    ]
    for upper, lower in pairwise(grid):
        for i in range(len(upper) - 1):
            c.poly([upper[i], upper[i + 1], lower[i]], c.random.choice(colors))
            c.poly([upper[i + 1], lower[i + 1], lower[i]], c.random.choice(colors))
    c.veil(p.accent, top=0.45, bottom=1.0, strength=0.9)
