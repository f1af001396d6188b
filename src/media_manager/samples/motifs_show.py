"""Pictures for the eight shows, one function for each."""

# The numbers are places in a picture.
# ruff: noqa: PLR2004

import math

from media_manager.samples.canvas import Canvas, mix


def zigzag(c: Canvas) -> None:
    """A red room: chevron floor, curtain, and two dark peaks."""
    p = c.p
    c.gradient(p.sky, p.ground, end=0.62)
    folds = 19
    for k in range(folds):
        x0 = c.w * k / folds
        c.rect(
            x0,
            0,
            x0 + c.w / folds + 2,
            c.h * 0.62,
            mix(p.sky, p.accent, 0.25 + 0.6 * abs(math.sin(k * 1.3))),
        )
    c.veil((0, 0, 0), top=0.30, bottom=0.0, strength=0.55)
    for place, half, top in ((0.36, 0.34, 0.25), (0.68, 0.30, 0.30)):
        x = c.cx + (place - 0.5) * c.u
        c.poly(
            [(x - c.u * half, c.h * 0.62), (x, c.h * top), (x + c.u * half, c.h * 0.62)],
            mix(p.sky, (0, 0, 0), 0.55),
        )
        c.poly(
            [
                (x, c.h * top),
                (x + c.u * half * 0.22, c.h * (top + 0.08)),
                (x + c.u * 0.03, c.h * (top + 0.065)),
                (x - c.u * 0.03, c.h * (top + 0.085)),
                (x - c.u * half * 0.22, c.h * (top + 0.08)),
            ],
            p.light,
        )
    c.rect(0, c.h * 0.62, c.w, c.h, p.light)
    y, k, tall = c.h * 0.60, 0, c.h * 0.020
    while y < c.h * 1.1:
        teeth = 13 if not c.wide else 23
        upper = [(c.w * i / teeth, y + (tall if i % 2 else -tall) * 0.6) for i in range(teeth + 1)]
        c.poly([*upper, *[(px, py + tall) for px, py in reversed(upper)]], p.ground)
        y, tall, k = y + tall * 2, tall * 1.14, k + 1


def dimension(c: Canvas) -> None:
    """A door, a clock face and an eye adrift in space."""
    p = c.p
    c.gradient(p.sky, p.ground)
    c.stars(240, p.light)
    x, y = c.cx, c.cy
    points = [
        (x + c.u * 0.55 * t * math.cos(t * 13), y + c.u * 0.48 * t * math.sin(t * 13))
        for t in [i / 300 for i in range(301)]
    ]
    c.line(points, p.accent, width=c.u * 0.006, alpha=0.7)
    w, t = c.u * 0.12, c.u * 0.24
    c.glow(x, y, c.u * 0.40, p.light, strength=0.4)
    c.poly([(x - w, y - t), (x + w, y - t * 1.10), (x + w, y + t * 1.10), (x - w, y + t)], p.light)
    c.poly(
        [
            (x - w * 0.84, y - t * 0.92),
            (x + w * 0.20, y - t * 0.97),
            (x + w * 0.20, y + t * 1.02),
            (x - w * 0.84, y + t * 0.93),
        ],
        p.sky,
    )
    c.disc(x + w * 0.72, y + t * 0.05, w * 0.09, p.accent)
    for dx, dy, r in ((0.30, -0.34, 0.085), (-0.32, 0.26, 0.07)):
        c.disc(x + c.u * dx, y + c.u * dy, c.u * r, p.light)
        c.disc(x + c.u * dx, y + c.u * dy, c.u * r * 0.55, p.sky)
        c.disc(x + c.u * dx, y + c.u * dy, c.u * r * 0.25, p.accent)


def galaxy(c: Canvas) -> None:
    """A spiral galaxy behind a dandelion seed."""
    p = c.p
    c.gradient(p.sky, p.ground)
    c.stars(260, p.light)
    c.glow(c.cx, c.cy, c.u * 0.5, p.accent, strength=0.6)
    c.glow(c.cx, c.cy, c.u * 0.2, p.light, strength=0.9)
    for i in range(1500):
        t = c.random.random() ** 0.7
        a = t * 7.5 + (i % 2) * math.pi + c.random.gauss(0, 0.22)
        r = c.u * 0.50 * t
        px, py = r * math.cos(a), r * math.sin(a) * 0.55
        x, y = c.cx + px * 0.92 - py * 0.38, c.cy + px * 0.38 + py * 0.92
        c.disc(
            x,
            y,
            c.u * c.random.uniform(0.001, 0.005),
            mix(p.light, p.accent, c.random.random() * t),
            0.75,
        )


def jazz(c: Canvas) -> None:
    """Blue-note blocks with a figure, a moon and a smoke line."""
    p = c.p
    c.gradient(p.sky, p.sky)
    for x, y, w, h, color in (
        (0.0, 0.10, 0.34, 0.50, p.accent),
        (0.40, 0.0, 0.25, 0.42, p.ground),
        (0.70, 0.16, 0.30, 0.52, p.light),
        (0.08, 0.64, 0.55, 0.20, p.ground),
        (0.68, 0.72, 0.22, 0.16, p.accent),
    ):
        c.rect(c.w * x, c.h * y, c.w * (x + w), c.h * (y + h), color)
    x, base = c.cx + c.u * 0.02, c.h * 0.84
    c.disc(x + c.u * 0.02, c.h * 0.42, c.u * 0.23, mix(p.light, p.sky, 0.12))
    dark = mix(p.sky, (0, 0, 0), 0.65)
    c.figure(x, base, c.u * 0.72, dark, stride=0.35)
    for k in range(5):
        c.disc(
            x + c.u * (-0.05 + 0.025 * k), base - c.u * (0.70 - 0.015 * (k % 2)), c.u * 0.038, dark
        )
    smoke = [
        (x + c.u * (0.09 + 0.03 * math.sin(t * 0.7)), base - c.u * (0.64 + 0.045 * t))
        for t in range(12)
    ]
    c.line(smoke, p.ink, width=c.u * 0.006, alpha=0.8)


def digits(c: Canvas) -> None:
    """A running digital clock of seven-segment bars and a split city."""
    p = c.p
    c.gradient(p.sky, p.ground)
    for row, dim in enumerate((0.16, 1.0, 0.16)):
        for col, sign in enumerate("24" if row == 1 else "12"):
            _digit(
                c,
                c.cx + (col - 0.5) * c.u * 0.40,
                c.cy + (row - 1) * c.u * 0.62,
                c.u * 0.15,
                (sign, dim),
            )


def _digit(c: Canvas, x: float, y: float, s: float, look: tuple[str, float]) -> None:
    lit = {"1": "bc", "2": "abged", "4": "fgbc"}[look[0]]
    bars = {
        "a": (0, -1.6, 1),
        "g": (0, 0, 1),
        "d": (0, 1.6, 1),
        "f": (-0.9, -0.8, 0),
        "b": (0.9, -0.8, 0),
        "e": (-0.9, 0.8, 0),
        "c": (0.9, 0.8, 0),
    }
    for name, (dx, dy, flat) in bars.items():
        half_w, half_h = (s * 0.72, s * 0.15) if flat else (s * 0.15, s * 0.66)
        color = c.p.accent if name in lit else mix(c.p.sky, c.p.accent, 0.16)
        box = (x + s * dx - half_w, y + s * dy - half_h, x + s * dx + half_w, y + s * dy + half_h)
        if name in lit and look[1] > 0.5:
            c.glow(x + s * dx, y + s * dy, s * 1.4, c.p.accent, strength=0.35)
        c.round_rect(box, s * 0.13, color, look[1])


def keyhole(c: Canvas) -> None:
    """A keyhole in damask wallpaper with a city inside."""
    p = c.p
    c.gradient(p.sky, p.ground)
    s = c.u * 0.15
    for row in range(int(c.h / s) + 2):
        for col in range(int(c.w / s) + 2):
            x, y = (col + row % 2 / 2) * s, row * s
            for k in range(4):
                a = math.tau * k / 4 + math.pi / 4
                c.oval(
                    (
                        x + s * 0.2 * math.cos(a) - s * 0.13,
                        y + s * 0.2 * math.sin(a) - s * 0.13,
                        x + s * 0.2 * math.cos(a) + s * 0.13,
                        y + s * 0.2 * math.sin(a) + s * 0.13,
                    ),
                    p.accent,
                    0.20,
                )
            c.disc(x, y, s * 0.08, p.light, 0.20)
    x, y, r = c.cx, c.cy - c.u * 0.06, c.u * 0.20
    c.glow(x, y, r * 2.6, p.light, strength=0.4)
    c.disc(x, y, r, p.light)
    c.poly(
        [
            (x - r * 0.42, y + r * 0.6),
            (x + r * 0.42, y + r * 0.6),
            (x + r * 0.88, y + r * 2.2),
            (x - r * 0.88, y + r * 2.2),
        ],
        p.light,
    )
    for k in range(9):
        bx = x - r * 0.62 + r * 0.155 * k
        top = y + r * (0.45 + 0.32 * math.sin(k * 2.2))
        c.rect(
            bx - r * 0.07,
            max(top, y - r * 0.2),
            bx + r * 0.07,
            y + r * 0.62 if abs(k - 4) > 2 else y + r * 2.0,
            p.sky,
        )
    c.rect(x - r * 0.07, y - r * 0.72, x + r * 0.09, y + r * 1.2, p.sky)
    c.poly(
        [(x - r * 0.09, y - r * 0.7), (x + r * 0.01, y - r * 0.95), (x + r * 0.11, y - r * 0.7)],
        p.sky,
    )
    c.figure(x, y + r * 2.2, r * 1.15, p.accent, stride=0.3)


def knot(c: Canvas) -> None:
    """Three interlaced arcs at the mouth of a cave."""
    p = c.p
    c.gradient(p.sky, p.ground)
    for k in range(8):
        r, count = c.u * (0.80 - 0.055 * k), 26
        c.random.seed(k + 1)
        c.poly(
            [
                (
                    c.cx + r * c.random.uniform(0.86, 1.08) * math.cos(math.tau * i / count),
                    c.cy + r * c.random.uniform(0.9, 1.2) * math.sin(math.tau * i / count),
                )
                for i in range(count)
            ],
            mix(p.sky, p.ground, k / 7),
        )
    c.glow(c.cx, c.cy, c.u * 0.45, p.accent, strength=0.6)
    r = c.u * 0.17
    for k in range(3):
        a = math.tau * k / 3 - math.pi / 2
        x, y = c.cx + r * 0.62 * math.cos(a), c.cy + r * 0.62 * math.sin(a)
        c.ring(x, y, r, p.light, width=r * 0.11)
    c.ring(c.cx, c.cy, r * 1.02, p.light, width=r * 0.07)
    c.figure(c.cx, c.h * 0.80, c.u * 0.16, mix(p.sky, (0, 0, 0), 0.6))


def atom(c: Canvas) -> None:
    """Cooling tower, a beam of blue light and ash."""
    p = c.p
    c.gradient(p.sky, p.ground)
    x, base = c.cx, c.h * 0.80
    c.poly(
        [
            (x - c.u * 0.05, base - c.u * 0.4),
            (x + c.u * 0.05, base - c.u * 0.4),
            (x + c.u * 0.12, 0),
            (x - c.u * 0.12, 0),
        ],
        p.light,
        0.35,
    )
    c.glow(x, base - c.u * 0.42, c.u * 0.5, p.light, strength=0.7)
    dark = mix(p.sky, (0, 0, 0), 0.55)
    c.rect(x - c.u * 0.34, base - c.u * 0.26, x + c.u * 0.40, base, dark)
    c.rect(x - c.u * 0.16, base - c.u * 0.40, x + c.u * 0.14, base, dark)
    c.poly(
        [
            (x + c.u * 0.17, base),
            (x + c.u * 0.185, base - c.u * 0.78),
            (x + c.u * 0.225, base - c.u * 0.78),
            (x + c.u * 0.24, base),
        ],
        dark,
    )
    for k in range(4):
        top = base - c.u * (0.74 - 0.12 * k)
        c.rect(x + c.u * 0.178, top, x + c.u * 0.232, top + c.u * 0.035, p.accent)
    c.rect(0, base, c.w, c.h, dark)
    for _ in range(240):
        c.disc(
            c.random.random() * c.w,
            c.random.random() * c.h,
            c.u * c.random.uniform(0.001, 0.005),
            p.ink,
            0.5,
        )
