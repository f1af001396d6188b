"""Pictures of journeys and tales: roads, rails, rain, lanterns, and the eight shows."""

# The numbers are places in a picture.

import math

from media_manager.samples.canvas import Canvas, mix


def road(c: Canvas) -> None:
    """A desert road to the horizon with a truck, dust and flames."""
    p = c.p
    c.gradient(mix(p.sky, p.accent, 0.25), p.light, end=0.66)
    c.gradient(p.sky, p.ground, start=0.66)
    c.disc(c.cx, c.h * 0.64, c.u * 0.20, p.ink)
    c.ridge(0.665, 0.035, p.ground, rough=0.5)
    c.rect(0, c.h * 0.665, c.w, c.h, mix(p.ground, p.sky, 0.35))
    for _ in range(24):
        c.glow(
            c.cx + c.random.gauss(0, 0.3) * c.u,
            c.h * c.random.uniform(0.66, 0.74),
            c.u * c.random.uniform(0.06, 0.18),
            p.light,
            strength=0.35,
        )
    c.poly(
        [
            (c.cx - 5, c.h * 0.665),
            (c.cx + 5, c.h * 0.665),
            (c.cx + c.u * 0.42, c.h),
            (c.cx - c.u * 0.42, c.h),
        ],
        p.accent,
    )
    for k in range(6):
        s = (k + 1) / 6
        y = c.h * (0.80 + 0.2 * s**1.6)
        c.rect(c.cx - c.u * 0.012 * s, y, c.cx + c.u * 0.012 * s, y + c.h * 0.022 * s, p.ink)
    _truck(c)


def _truck(c: Canvas) -> None:
    p = c.p
    x, y, s = c.cx, c.h * 0.80, c.u * 0.12
    c.round_rect((x - s, y - s * 1.15, x + s, y), s * 0.1, mix(p.accent, (0, 0, 0), 0.35))
    c.poly(
        [
            (x - s * 0.7, y - s * 1.15),
            (x - s * 0.5, y - s * 1.75),
            (x + s * 0.5, y - s * 1.75),
            (x + s * 0.7, y - s * 1.15),
        ],
        mix(p.accent, (0, 0, 0), 0.35),
    )
    c.poly(
        [
            (x - s * 0.55, y - s * 1.2),
            (x - s * 0.42, y - s * 1.62),
            (x + s * 0.42, y - s * 1.62),
            (x + s * 0.55, y - s * 1.2),
        ],
        p.sky,
    )
    for side in (-1, 1):
        c.round_rect(
            (
                x + side * s * 0.95 - s * 0.22,
                y - s * 0.45,
                x + side * s * 0.95 + s * 0.22,
                y + s * 0.2,
            ),
            s * 0.08,
            p.accent,
        )
        c.disc(x + side * s * 0.66, y - s * 0.75, s * 0.16, p.ink)
        c.line(
            [(x + side * s * 0.8, y - s * 1.0), (x + side * s * 0.8, y - s * 2.1)],
            p.accent,
            width=s * 0.12,
        )
        c.glow(x + side * s * 0.8, y - s * 2.35, s * 0.8, p.sky, strength=1.0)
        c.glow(x + side * s * 0.8, y - s * 2.25, s * 0.35, p.ink, strength=1.0)
    for k in range(6):
        c.rect(
            x - s * 0.42 + s * 0.15 * k,
            y - s * 0.85,
            x - s * 0.36 + s * 0.15 * k,
            y - s * 0.2,
            p.light,
        )


def rails(c: Canvas) -> None:
    """A steam locomotive head-on, with a plume of smoke."""
    p = c.p
    c.gradient(p.sky, mix(p.sky, p.ground, 0.5))
    x, base, r = c.cx, c.h * 0.86, c.u * 0.22
    for k in range(14):
        t = k / 13
        c.disc(
            x + c.u * (0.02 + 0.36 * t**1.4),
            base - r * 2.75 - c.u * 0.34 * t,
            r * (0.22 + 0.42 * t),
            mix(p.sky, (255, 255, 255), 0.65 - 0.3 * t),
            0.85,
        )
    c.ridge(0.80, 0.03, mix(p.ground, p.light, 0.2), rough=0.5)
    c.poly(
        [
            (x - r * 1.2, base),
            (x + r * 1.2, base),
            (c.cx + c.u * 0.75, c.h),
            (c.cx - c.u * 0.75, c.h),
        ],
        mix(p.ground, p.light, 0.45),
    )
    c.rect(0, base, x - r * 1.2, c.h, p.ground)
    c.rect(x + r * 1.2, base, c.w, c.h, p.ground)
    for side in (-1, 1):
        c.poly(
            [
                (x + side * r * 0.8, base),
                (x + side * r * 0.92, base),
                (x + side * c.u * 0.46, c.h),
                (x + side * c.u * 0.40, c.h),
            ],
            p.light,
        )
    _boiler(c, base, r, x)


def _boiler(c: Canvas, base: float, r: float, x: float) -> None:
    p = c.p
    c.round_rect(
        (x - r * 0.98, base - r * 2.05, x + r * 0.98, base - r * 0.4),
        r * 0.1,
        mix(p.light, p.accent, 0.25),
    )
    c.poly(
        [
            (x - r * 0.26, base - r * 1.9),
            (x - r * 0.40, base - r * 2.75),
            (x + r * 0.40, base - r * 2.75),
            (x + r * 0.26, base - r * 1.9),
        ],
        p.light,
    )
    c.disc(x, base - r * 1.22, r * 0.98, p.light)
    c.disc(x, base - r * 1.22, r * 0.82, mix(p.light, p.ground, 0.25))
    for k in range(12):
        a = math.tau * k / 12
        c.disc(
            x + r * 0.9 * math.cos(a), base - r * 1.22 + r * 0.9 * math.sin(a), r * 0.035, p.ground
        )
    c.disc(x, base - r * 1.22, r * 0.30, p.accent)
    c.disc(x, base - r * 1.22, r * 0.20, (255, 236, 180))
    c.rect(x - r * 1.15, base - r * 0.5, x + r * 1.15, base - r * 0.25, p.accent)
    c.poly(
        [
            (x - r * 1.0, base - r * 0.25),
            (x + r * 1.0, base - r * 0.25),
            (x + r * 0.62, base + r * 0.30),
            (x - r * 0.62, base + r * 0.30),
        ],
        p.light,
    )
    for k in range(-4, 5):
        c.line(
            [(x + r * 0.22 * k, base - r * 0.25), (x + r * 0.14 * k, base + r * 0.3)],
            p.ground,
            width=4,
        )


def rain(c: Canvas) -> None:
    """Seven strokes and heavy rain over a street lamp."""
    p = c.p
    c.gradient(p.sky, p.ground)
    c.glow(c.w * 0.5, c.h * 0.22, c.u * 0.6, p.accent, strength=0.75)
    for i in range(9):
        x, top = c.w * i / 9, c.h * c.random.uniform(0.26, 0.44)
        c.rect(x, top, x + c.w / 9 + 2, c.h, mix(p.sky, p.ground, c.random.uniform(0.1, 0.5)))
    x = c.w * 0.5
    c.line(
        [(x, c.h * 0.8), (x, c.h * 0.24), (x + c.u * 0.09, c.h * 0.22)], p.sky, width=c.u * 0.014
    )
    c.poly(
        [(x + c.u * 0.10, c.h * 0.228), (x + c.u * 0.26, c.h * 0.8), (x - c.u * 0.09, c.h * 0.8)],
        p.light,
        0.22,
    )
    c.glow(x + c.u * 0.1, c.h * 0.225, c.u * 0.10, p.light, strength=1.0)
    for _ in range(380):
        px, py, s = (
            c.random.random() * c.w * 1.1,
            c.random.random() * c.h,
            c.u * c.random.uniform(0.02, 0.08),
        )
        c.line(
            [(px, py), (px - s * 0.18, py + s)],
            p.light,
            width=3,
            alpha=c.random.uniform(0.12, 0.45),
        )
    for k, place in enumerate((0.37, 0.60)):
        fx, fy, tall = c.w * place, c.h * 0.80, c.u * (0.40 + 0.04 * k)
        dark = mix(p.sky, (0, 0, 0), 0.4)
        c.figure(fx, fy, tall, dark)
        c.poly(
            [
                (fx - tall * 0.20, fy - tall * 0.15),
                (fx - tall * 0.14, fy - tall * 0.82),
                (fx + tall * 0.14, fy - tall * 0.82),
                (fx + tall * 0.20, fy - tall * 0.15),
            ],
            dark,
        )
        c.oval((fx - tall * 0.16, fy - tall * 0.985, fx + tall * 0.16, fy - tall * 0.93), dark)


def petals(c: Canvas) -> None:
    """A rosette of leaves and fruit around a heart-shaped face of light."""
    p = c.p
    c.gradient(p.sky, p.ground)
    x, y = c.cx, c.cy
    c.glow(x, y, c.u * 0.62, p.light, strength=0.4)
    for ring_number, (count, far, size, color) in enumerate(
        (
            (18, 0.40, 0.085, mix(p.sky, p.light, 0.18)),
            (14, 0.31, 0.08, p.accent),
            (11, 0.215, 0.07, p.light),
            (8, 0.13, 0.055, p.ink),
        )
    ):
        for k in range(count):
            a = math.tau * (k + ring_number / 2) / count
            dx, dy = math.cos(a), math.sin(a)
            px, py, s = x + c.u * far * dx, y + c.u * far * dy, c.u * size
            leaf = [
                (
                    px + s * (math.cos(t) * 1.25 * dx - math.sin(t) * 0.52 * dy),
                    py + s * (math.cos(t) * 1.25 * dy + math.sin(t) * 0.52 * dx),
                )
                for t in [math.tau * i / 28 for i in range(28)]
            ]
            c.poly(leaf, color)
            c.line(
                [(px - s * dx, py - s * dy), (px + s * 0.9 * dx, py + s * 0.9 * dy)],
                p.sky,
                width=3,
                alpha=0.5,
            )
    c.disc(x, y, c.u * 0.065, p.accent)
    c.disc(x, y, c.u * 0.035, p.light)


def mask(c: Canvas) -> None:
    """A tribal mask with three marks among leaves and small spirits."""
    p = c.p
    c.gradient(p.ground, p.sky)
    for _ in range(60):
        x, y, s = (
            c.random.random() * c.w,
            c.h * c.random.uniform(0.0, 1.0),
            c.u * c.random.uniform(0.05, 0.13),
        )
        lean = c.random.choice((-1, 1))
        c.poly(
            [
                (x, y),
                (x + lean * s * 0.7, y - s * 0.5),
                (x + lean * s * 1.7, y - s * 0.2),
                (x + lean * s * 0.8, y + s * 0.15),
            ],
            mix(p.ground, p.sky, c.random.random()),
            0.9,
        )
    x, y, r = c.cx - c.u * 0.06, c.cy, c.u * 0.30
    for side in (-1, 1):
        c.oval(
            (
                x + side * r * 0.72 - r * 0.34,
                y - r * 1.30,
                x + side * r * 0.72 + r * 0.34,
                y - r * 0.40,
            ),
            p.light,
        )
        c.oval(
            (
                x + side * r * 0.72 - r * 0.20,
                y - r * 1.12,
                x + side * r * 0.72 + r * 0.20,
                y - r * 0.55,
            ),
            p.accent,
        )
    _face_and_spirits(c, r, x, y)


def _face_and_spirits(c: Canvas, r: float, x: float, y: float) -> None:
    p = c.p
    c.oval((x - r * 0.95, y - r * 0.95, x + r * 0.95, y + r * 1.05), p.accent)
    c.oval((x - r * 0.80, y - r * 0.80, x + r * 0.80, y + r * 0.92), mix(p.accent, p.ground, 0.25))
    for side in (-1, 1):
        c.disc(x + side * r * 0.40, y - r * 0.08, r * 0.26, p.light)
        c.disc(x + side * r * 0.40, y - r * 0.08, r * 0.12, p.ground)
        c.poly(
            [
                (x + side * r * 0.50, y + r * 0.34),
                (x + side * r * 0.60, y + r * 0.34),
                (x + side * r * 0.42, y + r * 0.72),
            ],
            p.light,
        )
    c.poly([(x - r * 0.10, y - r * 0.66), (x + r * 0.10, y - r * 0.66), (x, y - r * 0.34)], p.light)
    c.oval((x - r * 0.20, y + r * 0.44, x + r * 0.20, y + r * 0.62), p.ground)
    for k, (place, level) in enumerate(
        ((0.12, 0.80), (0.26, 0.86), (0.62, 0.84), (0.50, 0.90), (0.80, 0.82))
    ):
        sx, sy, s = c.w * place, c.h * level, c.u * (0.034 + 0.006 * (k % 3))
        c.poly(
            [
                (sx - s * 0.5, sy + s * 2.1),
                (sx - s * 0.35, sy),
                (sx + s * 0.35, sy),
                (sx + s * 0.5, sy + s * 2.1),
            ],
            p.light,
            0.9,
        )
        c.disc(sx, sy - s * 0.3, s, p.light)
        for dx, dy, d in ((-0.35, -0.45, 0.2), (0.35, -0.30, 0.15), (0.0, 0.15, 0.12)):
            c.disc(sx + s * dx, sy + s * dy, s * d, p.ground)


def lanterns(c: Canvas) -> None:
    """A bathhouse across the water at night, lanterns and a bridge."""
    p = c.p
    c.gradient(p.sky, p.ground, end=0.8)
    c.stars(80, p.light, until=0.4)
    x, base = c.w * 0.42, c.h * 0.78
    c.glow(x, base - c.u * 0.3, c.u * 0.7, p.light, strength=0.45)
    for k in range(5):
        half, y = c.u * (0.34 - 0.052 * k), base - c.u * (0.02 + 0.155 * k)
        wall = mix(p.accent, p.sky, 0.15 + 0.05 * k)
        c.rect(x - half * 0.84, y - c.u * 0.125, x + half * 0.84, y, wall)
        for n in range(7 - k):
            wx = x - half * 0.72 + half * 1.44 * (n + 0.5) / (7 - k)
            c.rect(wx - c.u * 0.014, y - c.u * 0.075, wx + c.u * 0.014, y - c.u * 0.02, p.light)
        roof = [
            (x - half * 1.14, y - c.u * 0.098),
            (x - half * 0.92, y - c.u * 0.125),
            (x - half * 0.62, y - c.u * 0.168),
            (x + half * 0.62, y - c.u * 0.168),
            (x + half * 0.92, y - c.u * 0.125),
            (x + half * 1.14, y - c.u * 0.098),
        ]
        c.poly(roof, mix(p.sky, (0, 0, 0), 0.35))
    c.gradient(mix(p.sky, p.ground, 0.5), mix(p.sky, (0, 0, 0), 0.3), start=0.78)
    for _ in range(60):
        rx, ry = x + c.random.gauss(0, 0.2) * c.u, c.h * c.random.uniform(0.79, 0.97)
        c.rect(
            rx,
            ry,
            rx + c.u * c.random.uniform(0.02, 0.09),
            ry + 4,
            c.random.choice((p.light, p.accent)),
            0.5,
        )
    c.arc(x, c.h * 1.32, c.h * 0.47, p.accent, turn=(222, 318), width=c.u * 0.022)
    for k in range(9):
        a = math.radians(228 + 10.5 * k)
        bx, by = x + c.h * 0.47 * math.cos(a), c.h * 1.32 + c.h * 0.47 * math.sin(a)
        c.line([(bx, by), (bx, by - c.u * 0.035)], p.accent, width=c.u * 0.010)
    c.figure(x + c.u * 0.02, c.h * 0.853, c.u * 0.12, p.ink)
    for k in range(6):
        lx, ly, s = c.w * (0.06 + 0.15 * k), c.h * (0.10 + 0.05 * math.sin(k * 1.5)), c.u * 0.034
        c.line([(lx, 0), (lx, ly)], p.sky, width=3)
        c.glow(lx, ly + s, s * 3.4, p.accent, strength=0.5)
        c.oval((lx - s, ly, lx + s, ly + s * 2.1), p.accent)
        c.rect(lx - s * 0.45, ly - s * 0.1, lx + s * 0.45, ly + s * 0.15, p.light)
