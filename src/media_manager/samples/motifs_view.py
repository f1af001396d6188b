"""Pictures of wide views: roads, the sea, peaks and meadows."""

# The numbers are places in a picture.
# ruff: noqa: PLR2004

import math

from media_manager.samples.canvas import Canvas, mix


def snowroad(c: Canvas) -> None:
    """A white plain, a thin road with fence posts, and a small red car."""
    p = c.p
    c.gradient(p.sky, mix(p.sky, p.ground, 0.9), end=0.66)
    c.rect(0, c.h * 0.655, c.w, c.h, mix(p.sky, (255, 255, 255), 0.55))
    c.veil(p.ground, top=0.55, bottom=0.66, strength=0.8)
    c.veil(mix(p.sky, (255, 255, 255), 0.55), top=0.80, bottom=0.66, strength=1.0)
    far = (c.w * 0.60, c.h * 0.66)
    c.poly(
        [far, (far[0] + 6, far[1]), (c.w * 0.72, c.h), (c.w * 0.26, c.h)],
        mix(p.ground, p.light, 0.35),
    )
    for i in range(1, 9):
        share = (i / 8) ** 2
        x, y = far[0] + (c.w * 0.98 - far[0]) * share, far[1] + c.h * 0.30 * share
        c.line(
            [(x, y), (x, y - c.u * (0.012 + 0.16 * share))], p.light, width=2 + c.u * 0.012 * share
        )
    x, y, s = c.w * 0.50, c.h * 0.845, c.u * 0.085
    c.round_rect((x - s, y - s * 0.62, x + s, y), s * 0.16, p.accent)
    c.round_rect((x - s * 0.72, y - s * 1.12, x + s * 0.72, y - s * 0.45), s * 0.22, p.accent)
    c.round_rect((x - s * 0.58, y - s * 1.0, x + s * 0.58, y - s * 0.62), s * 0.12, p.ink)
    for side in (-1, 1):
        c.disc(x + side * s * 0.76, y - s * 0.3, s * 0.12, (255, 236, 190))
        c.rect(x + side * s * 0.8 - s * 0.16, y, x + side * s * 0.8 + s * 0.16, y + s * 0.16, p.ink)
    for _ in range(300):
        c.disc(
            c.random.random() * c.w,
            c.random.random() * c.h,
            c.u * c.random.uniform(0.001, 0.0045),
            (255, 255, 255),
            0.85,
        )


def deep(c: Canvas) -> None:
    """A submarine far below the surface, with a ship on top."""
    p = c.p
    line = 0.46
    c.gradient(mix(p.sky, p.light, 0.75), p.sky, end=line)
    c.gradient(mix(p.sky, p.ground, 0.25), mix(p.ground, (0, 0, 0), 0.45), start=line)
    c.wave(line, 0.006, mix(p.sky, p.ground, 0.30), length=0.32, shift=0.0)
    for i in range(1, 8):
        c.wave(
            line + 0.07 * i,
            0.008,
            mix(mix(p.sky, p.ground, 0.30), mix(p.ground, (0, 0, 0), 0.5), i / 7),
            length=0.5 + 0.1 * i,
            shift=0.13 * i,
        )
    x, y, s = c.w * 0.52, c.h * 0.79, c.u * 0.30
    c.glow(x + s * 0.9, y, s * 0.9, p.accent, strength=0.35)
    dark = mix(p.ground, (0, 0, 0), 0.75)
    c.oval((x - s, y - s * 0.15, x + s, y + s * 0.15), dark)
    c.round_rect((x - s * 0.16, y - s * 0.34, x + s * 0.18, y), s * 0.05, dark)
    c.line(
        [(x + s * 0.05, y - s * 0.3), (x + s * 0.05, y - s * 0.52), (x + s * 0.12, y - s * 0.52)],
        dark,
        width=s * 0.025,
    )
    c.poly([(x - s * 0.92, y), (x - s * 1.08, y - s * 0.2), (x - s * 1.0, y + s * 0.2)], dark)
    for k in range(4):
        c.disc(x + s * (0.62 - 0.13 * k), y - s * 0.01, s * 0.022, p.accent)
    sx, sy, t = c.w * 0.30, c.h * (line + 0.004), c.u * 0.13
    c.poly(
        [
            (sx - t, sy - t * 0.20),
            (sx + t, sy - t * 0.26),
            (sx + t * 0.8, sy + t * 0.08),
            (sx - t * 0.85, sy + t * 0.08),
        ],
        dark,
    )
    c.rect(sx - t * 0.35, sy - t * 0.52, sx + t * 0.3, sy - t * 0.2, dark)
    c.line([(sx, sy - t * 0.5), (sx, sy - t * 1.0)], dark, width=t * 0.05)


def peaks(c: Canvas) -> None:
    """Steep snow peaks, a dragon in the sky and a wanderer."""
    p = c.p
    c.gradient(p.sky, mix(p.sky, p.ground, 0.5))
    for i, (place, top, wide) in enumerate(
        ((0.74, 0.44, 0.62), (0.22, 0.56, 0.50), (0.55, 0.66, 0.42))
    ):
        x, y, half = c.w * place, c.h * top, c.u * wide
        color = mix(p.ground, p.light, 0.15 + 0.32 * i)
        c.poly([(x - half, c.h), (x, y), (x + half, c.h)], color)
        c.poly(
            [
                (x, y),
                (x + half, c.h),
                (x + half * 0.2, c.h),
                (x - half * 0.06, y + (c.h - y) * 0.45),
            ],
            mix(color, p.light, 0.4),
        )
        cap = (c.h - y) * 0.24
        c.poly(
            [
                (x, y),
                (x + half * 0.24, y + cap),
                (x + half * 0.10, y + cap * 0.8),
                (x, y + cap * 1.2),
                (x - half * 0.10, y + cap * 0.8),
                (x - half * 0.24, y + cap),
            ],
            p.sky,
        )
    c.ridge(0.90, 0.03, p.light, rough=0.45)
    x, y, s = c.w * 0.36, c.h * 0.47, c.u * 0.17
    for side in (-1, 1):
        c.poly(
            [
                (x, y),
                (x + side * s * 0.5, y - s * 0.5),
                (x + side * s * 1.25, y - s * 0.15),
                (x + side * s * 0.85, y - s * 0.08),
                (x + side * s * 0.62, y + s * 0.16),
                (x + side * s * 0.36, y + s * 0.05),
            ],
            p.accent,
        )
    c.poly(
        [(x - s * 0.09, y), (x, y - s * 0.32), (x + s * 0.09, y), (x + s * 0.02, y + s * 0.62)],
        p.accent,
    )
    c.figure(c.w * 0.62, c.h * 0.915, c.u * 0.10, p.accent, stride=0.4)


def meadow(c: Canvas) -> None:
    """Rolling green hills, clouds, a tree and butterflies."""
    p = c.p
    c.gradient(p.sky, mix(p.sky, p.light, 0.8), end=0.75)
    for x, y, s in ((0.22, 0.46, 0.09), (0.75, 0.40, 0.12), (0.5, 0.55, 0.06)):
        for dx, dy, r in (
            (-1, 0.1, 0.7),
            (0, -0.2, 1.0),
            (1, 0.1, 0.75),
            (1.8, 0.3, 0.45),
            (-1.8, 0.3, 0.4),
        ):
            c.disc(c.w * x + c.u * s * dx * 0.8, c.h * y + c.u * s * dy, c.u * s * r * 0.8, p.light)
    for i, base in enumerate((0.66, 0.74, 0.84)):
        c.wave(
            base,
            0.045,
            mix(mix(p.ground, p.sky, 0.35 - 0.17 * i), p.ink, 0.12 * i),
            length=1.5 - 0.2 * i,
            shift=0.3 * i,
        )
    x, y = c.w * 0.70, c.h * 0.72
    c.poly(
        [
            (x - c.u * 0.025, y + c.u * 0.1),
            (x - c.u * 0.014, y - c.u * 0.14),
            (x + c.u * 0.014, y - c.u * 0.14),
            (x + c.u * 0.03, y + c.u * 0.1),
        ],
        p.ink,
    )
    for dx, dy, r in ((-0.10, -0.17, 0.11), (0.10, -0.18, 0.11), (0, -0.27, 0.13), (0, -0.15, 0.1)):
        c.disc(x + c.u * dx, y + c.u * dy, c.u * r, mix(p.ground, p.ink, 0.45))
    _rabbit(c)
    for x, y in ((0.46, 0.69), (0.56, 0.76), (0.2, 0.64)):
        for side in (-1, 1):
            c.disc(c.w * x + side * c.u * 0.014, c.h * y, c.u * 0.016, p.accent)


def _rabbit(c: Canvas) -> None:
    p = c.p
    ear, ex, ey = c.u * 0.05, c.w * 0.30, c.h * 0.86
    for side in (-1, 1):
        c.oval(
            (
                ex + side * ear * 1.1 - ear * 0.55,
                ey - ear * 4.6,
                ex + side * ear * 1.1 + ear * 0.55,
                ey - ear * 0.8,
            ),
            p.light,
        )
    c.oval((ex - ear * 2.6, ey - ear * 1.8, ex + ear * 2.6, ey + ear * 3.0), p.light)
    for side in (-1, 1):
        c.disc(ex + side * ear * 0.9, ey - ear * 0.2, ear * 0.22, p.ink)
    c.oval((ex - ear * 0.35, ey + ear * 0.4, ex + ear * 0.35, ey + ear * 0.8), p.accent)


def palms(c: Canvas) -> None:
    """Palm trees before a striped sunset."""
    p = c.p
    c.gradient(p.sky, p.ground, end=0.55)
    c.gradient(p.ground, p.light, start=0.55, end=0.9)
    x, y, r = c.cx, c.h * 0.68, c.u * 0.30
    c.disc(x, y, r, p.light)
    for k in range(5):
        top = y - r * 0.05 + r * 0.2 * k
        c.rect(x - r, top, x + r, top + r * (0.03 + 0.02 * k), mix(p.ground, p.accent, 0.6))
    c.rect(0, c.h * 0.86, c.w, c.h, p.sky)
    for place, tall, lean in (
        (0.16, 0.62, 0.05),
        (0.30, 0.42, -0.03),
        (0.83, 0.72, -0.06),
        (0.70, 0.38, 0.03),
    ):
        bx, by = c.cx + (place - 0.5) * c.u * (1.5 if c.wide else 1.0), c.h * 0.88
        tx, ty = bx + c.u * lean, by - c.u * tall
        c.line(
            [(bx, by), ((bx + tx) / 2 + c.u * lean * 0.4, (by + ty) / 2), (tx, ty)],
            p.sky,
            width=c.u * 0.016,
        )
        for turn in range(-170, 20, 27):
            s = c.u * (0.13 + 0.02 * (turn % 2))
            a, b = math.radians(turn), math.radians(turn + (28 if turn > -85 else -28))
            mx, my = tx + s * 0.6 * math.cos(a), ty + s * 0.6 * math.sin(a)
            ex2, ey2 = mx + s * 0.6 * math.cos(b), my + s * 0.75 * abs(math.sin(b)) * 0.7
            c.line([(tx, ty), (mx, my), (ex2, ey2)], p.sky, width=c.u * 0.011)
