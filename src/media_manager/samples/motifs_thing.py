"""Pictures of one object each: a rose, a clock, a lens, a mask, a lantern."""

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


def seven(c: Canvas) -> None:
    """A banner with circles and a triangle on paper, with seven spears."""
    p = c.p
    c.gradient(p.sky, p.ground)
    c.disc(c.w * 0.36, c.h * 0.34, c.u * 0.24, p.accent)
    for i in range(7):
        x = c.w * (0.10 + 0.088 * i) if not c.wide else c.w * (0.12 + 0.07 * i)
        top, lean = c.h * (0.34 + 0.035 * ((i * 3) % 4)), c.u * 0.05
        c.line([(x, c.h), (x + lean, top)], p.light, width=c.u * 0.011)
        c.poly(
            [
                (x + lean - c.u * 0.015, top),
                (x + lean + c.u * 0.008, top - c.u * 0.09),
                (x + lean + c.u * 0.022, top),
            ],
            p.light,
        )
        hx, hy, s = x + lean * 0.3, c.h * (0.80 + 0.02 * (i % 3)), c.u * 0.055
        c.disc(hx, hy, s * 0.55, p.light)
        c.poly(
            [(hx - s * 1.25, hy + s * 0.05), (hx, hy - s * 1.0), (hx + s * 1.25, hy + s * 0.05)],
            p.light,
        )
        c.poly(
            [
                (hx - s * 1.2, c.h),
                (hx - s * 0.75, hy + s * 0.5),
                (hx + s * 0.75, hy + s * 0.5),
                (hx + s * 1.2, c.h),
            ],
            p.light,
        )
    c.wave(0.93, 0.012, p.light, length=1.1, shift=0.2)


def shields(c: Canvas) -> None:
    """A wall of round shields and spears at sunset."""
    p = c.p
    c.gradient(p.ground, mix(p.ground, p.accent, 0.8), end=0.7)
    c.glow(c.cx, c.h * 0.30, c.u * 0.6, p.light, strength=0.6)
    for i in range(24):
        x = c.w * (i + 0.5) / 24
        c.line(
            [
                (x, c.h * 0.6),
                (x + c.u * c.random.uniform(-0.04, 0.1), c.h * c.random.uniform(0.10, 0.26)),
            ],
            p.sky,
            width=c.u * 0.008,
        )
    r = c.u * 0.15
    for row in range(5):
        for col in range(-1, int(c.w / r / 1.35) + 2):
            x, y = (col + row % 2 / 2) * r * 1.35, c.h * 0.42 + row * r * 1.12
            shade = mix(p.accent, p.sky, 0.16 * row)
            c.disc(x + r * 0.05, y + r * 0.09, r, p.sky, 0.6)
            c.disc(x, y, r, mix(shade, p.sky, 0.35))
            c.disc(x, y, r * 0.90, shade)
            c.line(
                [(x - r * 0.42, y + r * 0.46), (x, y - r * 0.52), (x + r * 0.42, y + r * 0.46)],
                p.sky,
                width=r * 0.16,
            )


def runner(c: Canvas) -> None:
    """A runner before a burning sky above a trench."""
    p = c.p
    c.gradient(mix(p.ground, p.accent, 0.35), p.sky, end=0.74)
    c.glow(c.w * 0.62, c.h * 0.70, c.u * 0.8, p.light, strength=0.85)
    for i in range(9):
        x, y, r = (
            c.w * c.random.random(),
            c.h * c.random.uniform(0.38, 0.56),
            c.u * c.random.uniform(0.08, 0.2),
        )
        c.glow(x, y, r * 1.5, p.ground, strength=0.5)
    c.ridge(0.75, 0.03, mix(p.ground, p.accent, 0.4), rough=0.6)
    for place in (0.10, 0.17, 0.30, 0.86, 0.93):
        x = c.w * place
        c.line([(x, c.h * 0.82), (x + c.u * 0.02, c.h * 0.62)], p.accent, width=c.u * 0.012)
        c.line(
            [(x + c.u * 0.015, c.h * 0.69), (x + c.u * 0.07, c.h * 0.64)],
            p.accent,
            width=c.u * 0.006,
        )
    c.ridge(0.83, 0.02, p.accent, rough=0.6)
    c.figure(c.w * 0.46, c.h * 0.835, c.u * 0.34, p.accent, stride=1.0)
    c.oval(
        (
            c.w * 0.46 - c.u * 0.055,
            c.h * 0.835 - c.u * 0.335,
            c.w * 0.46 + c.u * 0.055,
            c.h * 0.835 - c.u * 0.305,
        ),
        p.accent,
    )


def robot(c: Canvas) -> None:
    """A small box robot holding up a plant under a dusty sun."""
    p = c.p
    c.gradient(p.sky, p.ground)
    c.disc(c.w * 0.66, c.h * 0.48, c.u * 0.28, mix(p.sky, p.light, 0.75))
    for i in range(9):
        x, w = c.w * (i + 0.4) / 9, c.u * 0.10
        top = c.h * (0.66 + 0.07 * math.sin(i * 2.1))
        for k in range(12):
            c.rect(
                x - w + 5,
                top + k * w * 0.42 + 3,
                x + w - 5,
                top + (k + 1) * w * 0.42 - 3,
                mix(p.ground, p.sky, 0.2 + 0.25 * ((k + i) % 2)),
            )
    x, y, s = c.w * 0.44, c.h * 0.90, c.u * 0.16
    c.rect(0, y + s * 0.15, c.w, c.h, mix(p.ground, p.ink, 0.55))
    for side in (-1, 1):
        c.poly(
            [
                (x + side * s * 0.55, y - s * 0.7),
                (x + side * s * 1.05, y + s * 0.18),
                (x + side * s * 0.45, y + s * 0.18),
            ],
            p.ink,
        )
    c.round_rect(
        (x - s * 0.72, y - s * 1.22, x + s * 0.72, y - s * 0.02),
        s * 0.08,
        mix(p.sky, p.accent, 0.05),
    )
    c.rect(x - s * 0.60, y - s * 0.72, x + s * 0.60, y - s * 0.64, p.ink)
    c.round_rect((x - s * 0.5, y - s * 1.1, x + s * 0.1, y - s * 0.8), s * 0.05, p.accent)
    c.rect(x - s * 0.07, y - s * 1.55, x + s * 0.07, y - s * 1.2, p.ink)
    for side in (-1, 1):
        c.round_rect(
            (
                x + side * s * 0.34 - s * 0.32,
                y - s * 1.98,
                x + side * s * 0.34 + s * 0.32,
                y - s * 1.48,
            ),
            s * 0.2,
            mix(p.light, p.ink, 0.2),
        )
        c.disc(x + side * s * 0.34, y - s * 1.73, s * 0.19, p.ink)
        c.disc(x + side * s * 0.40, y - s * 1.79, s * 0.06, p.light)
    hx, hy = x + s * 1.25, y - s * 1.25
    c.line([(x + s * 0.70, y - s * 0.85), (hx, hy)], p.ink, width=s * 0.12)
    c.line([(hx, hy), (hx + s * 0.02, hy - s * 0.55)], (74, 122, 62), width=s * 0.06)
    for side in (-1, 1):
        c.oval(
            (
                hx + side * s * 0.17 - s * 0.17,
                hy - s * 0.68,
                hx + side * s * 0.17 + s * 0.17,
                hy - s * 0.48,
            ),
            (94, 150, 74),
        )


def projector(c: Canvas) -> None:
    """A cone of light from a projector onto two small figures."""
    p = c.p
    c.gradient(p.sky, p.ground)
    x, y = c.w * 0.20, c.h * 0.20
    c.poly([(x, y), (c.w * 1.05, c.h * 0.30), (c.w * 1.05, c.h * 0.72)], p.light, 0.34)
    c.poly([(x, y), (c.w * 1.05, c.h * 0.38), (c.w * 1.05, c.h * 0.66)], p.light, 0.40)
    for dx, dy, r in ((-0.05, -0.075, 0.085), (-0.11, 0.085, 0.10)):
        cx, cy = x + c.u * dx, y + c.u * dy
        c.disc(cx, cy, c.u * r, p.accent)
        for k in range(5):
            a = math.tau * k / 5
            c.disc(
                cx + c.u * r * 0.58 * math.cos(a),
                cy + c.u * r * 0.58 * math.sin(a),
                c.u * r * 0.2,
                p.sky,
            )
        c.disc(cx, cy, c.u * r * 0.12, p.sky)
    c.poly(
        [
            (x, y - c.u * 0.03),
            (x + c.u * 0.06, y - c.u * 0.045),
            (x + c.u * 0.06, y + c.u * 0.06),
            (x, y + c.u * 0.04),
        ],
        p.accent,
    )
    for _ in range(150):
        t = c.random.random() ** 0.6
        c.disc(
            x + (c.w - x) * t,
            y + c.h * (0.30 * t) + c.random.gauss(0, 0.07) * t * c.h,
            c.u * 0.0022,
            p.ink,
            0.7,
        )
    c.figure(c.w * 0.70, c.h * 0.675, c.u * 0.30, p.sky, stride=0.5)
    c.oval(
        (
            c.w * 0.70 - c.u * 0.065,
            c.h * 0.675 - c.u * 0.295,
            c.w * 0.70 + c.u * 0.065,
            c.h * 0.675 - c.u * 0.272,
        ),
        p.sky,
    )
    c.figure(c.w * 0.86, c.h * 0.675, c.u * 0.26, p.accent, stride=0.2)
