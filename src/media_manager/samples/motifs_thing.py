"""Pictures of one object each: a rose, a clock, a lens, a mask, a lantern."""

# The numbers are places in a picture.

import math

from media_manager.samples.canvas import Canvas, mix


def rose(c: Canvas) -> None:
    """A rose of turned petals on black."""
    p = c.p
    c.gradient(p.sky, p.ground)
    x, y, r = c.cx, c.cy, c.u * 0.25
    c.glow(x, y, r * 2.6, p.accent, strength=0.35)
    c.line(
        [(x, y + r * 0.5), (x + r * 0.12, y + r * 1.7), (x - r * 0.05, c.h)],
        mix(p.ground, (40, 80, 50), 0.6),
        width=r * 0.09,
    )
    for side, down in ((-1, 1.55), (1, 1.95)):
        c.poly(
            [
                (x + r * 0.08, y + r * (down + 0.2)),
                (x + side * r * 0.55, y + r * (down - 0.28)),
                (x + side * r * 0.98, y + r * (down - 0.30)),
                (x + side * r * 0.65, y + r * (down + 0.10)),
            ],
            mix(p.ground, (40, 80, 50), 0.6),
        )
    for k in range(34):
        a = k * 2.39996 + c.seed
        share = k / 34
        d, size = r * 0.92 * (1 - share), r * (0.62 - 0.42 * share)
        tone = (
            mix(mix(p.accent, p.sky, 0.55), mix(p.accent, p.light, 0.22), share)
            if k % 2
            else mix(p.accent, p.sky, 0.42 - 0.3 * share)
        )
        c.disc(x + d * math.cos(a), y + d * math.sin(a) * 0.92, size, tone)
        c.arc(
            x + d * math.cos(a),
            y + d * math.sin(a) * 0.92,
            size,
            mix(p.accent, p.light, 0.35 * share),
            turn=(math.degrees(a) - 60, math.degrees(a) + 60),
            width=r * 0.018,
        )


def clock(c: Canvas) -> None:
    """A tower clock struck by lightning, with tracks of fire; the seed sets the time."""
    p = c.p
    c.gradient(p.sky, p.ground)
    c.stars(60, p.ink, until=0.5)
    x, y, r = c.cx, c.cy, c.u * 0.31
    for k in range(12):
        c.line(
            [
                (x, y),
                (
                    x + c.h * math.cos(math.tau * (k + 0.5) / 12),
                    y + c.h * math.sin(math.tau * (k + 0.5) / 12),
                ),
            ],
            p.light,
            width=c.u * 0.02,
            alpha=0.10,
        )
    c.glow(x, y, r * 2.0, p.light, strength=0.55)
    c.disc(x, y, r * 1.12, p.sky)
    c.disc(x, y, r, p.ink)
    for k in range(60):
        a, inner = math.tau * k / 60, 0.80 if k % 5 == 0 else 0.90
        c.line(
            [
                (x + r * inner * math.cos(a), y + r * inner * math.sin(a)),
                (x + r * 0.94 * math.cos(a), y + r * 0.94 * math.sin(a)),
            ],
            p.sky,
            width=r * (0.04 if k % 5 == 0 else 0.014),
        )
    _hands(c, r, x, y)


def _hands(c: Canvas, r: float, x: float, y: float) -> None:
    p = c.p
    hours = {1: (10 + 4 / 60, 4), 2: (4 + 29 / 60, 29), 3: (8.0, 0)}.get(c.seed, (10 + 4 / 60, 4))
    for turn, length, width in ((hours[0] / 12, 0.52, 0.075), (hours[1] / 60, 0.80, 0.045)):
        a = math.tau * turn - math.pi / 2
        c.line(
            [
                (x - r * 0.12 * math.cos(a), y - r * 0.12 * math.sin(a)),
                (x + r * length * math.cos(a), y + r * length * math.sin(a)),
            ],
            p.sky,
            width=r * width,
        )
    c.disc(x, y, r * 0.06, p.ground)
    for side in (-1, 1):
        c.poly(
            [
                (c.cx + side * c.u * 0.035, y + r * 1.5),
                (c.cx + side * c.u * 0.05, y + r * 1.5),
                (c.cx + side * c.u * 0.24, c.h),
                (c.cx + side * c.u * 0.15, c.h),
            ],
            p.light,
            0.85,
        )
    bolt = [
        (0.52, -1.95),
        (0.12, -0.98),
        (0.34, -0.98),
        (0.02, -0.18),
        (0.60, -1.18),
        (0.36, -1.18),
        (0.78, -1.95),
    ]
    c.poly([(x + r * dx, y + r * dy) for dx, dy in bolt], p.accent)


def wanderer(c: Canvas) -> None:
    """Three small figures on rails in a flat wet meadow."""
    p = c.p
    c.gradient(mix(p.sky, p.light, 0.55), p.sky, end=0.68)
    c.gradient(mix(p.sky, p.ground, 0.5), p.ground, start=0.68)
    c.glow(c.cx, c.h * 0.68, c.u * 0.6, p.light, strength=0.45)
    for place in (0.08, 0.2, 0.8, 0.93):
        x = c.w * place
        c.line([(x, c.h * 0.72), (x + c.u * 0.012, c.h * 0.53)], p.ground, width=c.u * 0.008)
        c.line(
            [(x - c.u * 0.03, c.h * 0.555), (x + c.u * 0.055, c.h * 0.545)],
            p.ground,
            width=c.u * 0.006,
        )
    for k in range(9):
        y = c.h * (0.70 + 0.3 * (k / 8) ** 1.4)
        x = c.random.random() * c.w
        c.oval((x - c.u * 0.16, y, x + c.u * 0.16, y + c.u * 0.014), p.light, 0.35)
    for side in (-1, 1):
        c.poly(
            [
                (c.cx + side * c.u * 0.018, c.h * 0.68),
                (c.cx + side * c.u * 0.024, c.h * 0.68),
                (c.cx + side * c.u * 0.31, c.h),
                (c.cx + side * c.u * 0.28, c.h),
            ],
            p.accent,
            0.85,
        )
    for k in range(11):
        s = (k / 10) ** 1.8
        y = c.h * (0.69 + 0.31 * s)
        half = c.u * (0.03 + 0.33 * s)
        c.rect(c.cx - half, y, c.cx + half, y + c.u * (0.002 + 0.012 * s), p.ground, 0.8)
    for place, tall in ((-0.10, 0.17), (0.0, 0.20), (0.10, 0.16)):
        c.figure(
            c.cx + c.u * place, c.h * 0.80, c.u * tall, mix(p.ground, (0, 0, 0), 0.55), stride=0.3
        )


def wallpaper(c: Canvas) -> None:
    """A patterned wall with a hole hammered through it."""
    p = c.p
    c.gradient(p.sky, p.ground)
    s = c.u * 0.13
    for row in range(int(c.h / s * 1.2) + 2):
        for col in range(int(c.w / s) + 2):
            x, y = (col + row % 2 / 2) * s, row * s * 0.86
            c.ring(x, y, s * 0.46, p.accent, width=s * 0.07, alpha=0.55)
            c.ring(x, y, s * 0.28, p.accent, width=s * 0.05, alpha=0.45)
            c.disc(x, y, s * 0.12, p.light, 0.35)
    count, r = 22, c.u * 0.25
    for scale, color in (
        (1.2, mix(p.sky, (0, 0, 0), 0.3)),
        (1.05, p.light),
        (0.93, mix(p.sky, (0, 0, 0), 0.75)),
    ):
        c.random.seed(5)
        c.poly(
            [
                (
                    c.cx
                    + r * scale * c.random.uniform(0.78, 1.12) * math.cos(math.tau * i / count),
                    c.cy + r * scale * c.random.uniform(0.8, 1.2) * math.sin(math.tau * i / count),
                )
                for i in range(count)
            ],
            color,
        )
    x, y = c.cx + r * 0.05, c.cy
    for turn in (-0.62,):
        dx, dy = math.sin(turn), -math.cos(turn)
        c.line(
            [(x - dx * r * 0.8, y - dy * r * 0.8), (x + dx * r * 0.55, y + dy * r * 0.55)],
            p.accent,
            width=r * 0.10,
        )
        hx, hy = x + dx * r * 0.55, y + dy * r * 0.55
        c.line(
            [(hx - dy * r * 0.30, hy + dx * r * 0.30), (hx + dy * r * 0.32, hy - dx * r * 0.32)],
            p.light,
            width=r * 0.2,
        )


def swing(c: Canvas) -> None:
    """A man on a swing in falling snow."""
    p = c.p
    c.gradient(p.sky, p.ground)
    x, top, seat = c.w * 0.40, c.h * 0.16, c.h * 0.60
    c.wave(0.78, 0.012, mix(p.sky, (255, 255, 255), 0.7), length=1.5, shift=0.1)
    for side in (-1, 1):
        c.line(
            [(x + side * c.u * 0.34, c.h * 0.80), (x + side * c.u * 0.24, top)],
            p.light,
            width=c.u * 0.016,
        )
        c.line(
            [(x + side * c.u * 0.065, top), (x + side * c.u * 0.075, seat)],
            p.light,
            width=c.u * 0.005,
        )
    c.line([(x - c.u * 0.27, top), (x + c.u * 0.27, top)], p.light, width=c.u * 0.018)
    c.rect(x - c.u * 0.10, seat, x + c.u * 0.10, seat + c.u * 0.012, p.accent)
    tall = c.u * 0.26
    c.poly(
        [
            (x - tall * 0.17, seat),
            (x - tall * 0.14, seat - tall * 0.55),
            (x + tall * 0.14, seat - tall * 0.55),
            (x + tall * 0.17, seat),
        ],
        p.light,
    )
    c.disc(x, seat - tall * 0.68, tall * 0.11, p.light)
    c.oval((x - tall * 0.19, seat - tall * 0.78, x + tall * 0.19, seat - tall * 0.71), p.light)
    c.round_rect(
        (x - tall * 0.11, seat - tall * 0.88, x + tall * 0.11, seat - tall * 0.73),
        tall * 0.05,
        p.light,
    )
    for side in (-1, 1):
        c.line(
            [(x + side * tall * 0.08, seat), (x + side * tall * 0.10, seat + tall * 0.42)],
            p.light,
            width=tall * 0.09,
        )
        c.line(
            [
                (x + side * tall * 0.12, seat - tall * 0.5),
                (x + side * c.u * 0.071, seat - tall * 0.3),
            ],
            p.light,
            width=tall * 0.06,
        )
    for _ in range(210):
        c.disc(
            c.random.random() * c.w,
            c.random.random() * c.h,
            c.u * c.random.uniform(0.002, 0.007),
            (255, 255, 255),
            0.9,
        )
