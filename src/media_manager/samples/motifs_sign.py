"""Pictures that stand for a mood: eyes, lights, rain, gears, lanterns and mazes."""

# The numbers are places in a picture.
# ruff: noqa: PLR2004

import math

from media_manager.samples.canvas import Canvas, mix


def eye(c: Canvas) -> None:
    """An eye with a thin cloud crossing the moon of its iris."""
    p = c.p
    c.gradient(p.sky, p.ground)
    x, y, r = c.cx, c.cy, c.u * 0.40
    upper = [
        (x + r * t, y - r * 0.58 * math.cos(t * math.pi / 2))
        for t in [i / 30 - 1 for i in range(61)]
    ]
    lower = [(px, 2 * y - py) for px, py in reversed(upper)]
    c.poly([*upper, *lower], mix(p.sky, (255, 255, 255), 0.7))
    c.disc(x, y, r * 0.50, p.light)
    for k in range(72):
        a = math.tau * k / 72
        c.line(
            [
                (x + r * 0.24 * math.cos(a), y + r * 0.24 * math.sin(a)),
                (x + r * 0.46 * math.cos(a), y + r * 0.46 * math.sin(a)),
            ],
            p.ground,
            width=r * 0.008,
            alpha=0.75,
        )
    c.disc(x, y, r * 0.22, p.sky)
    c.line(upper, p.light, width=r * 0.05)
    c.line(lower, p.light, width=r * 0.03)
    for k in range(-6, 7):
        bx, by = x + r * k / 6.6, y - r * 0.58 * math.cos(k / 6.6 * math.pi / 2)
        c.line([(bx, by), (bx + r * 0.05 * k / 2, by - r * 0.22)], p.light, width=r * 0.022)
    c.poly([(0, y + r * 0.10), (c.w, y - r * 0.16), (c.w, y - r * 0.115)], p.accent)


def lens(c: Canvas) -> None:
    """A camera lens in constructivist bars on a tripod."""
    p = c.p
    c.gradient(p.sky, p.sky)
    x, y, r = c.cx, c.cy, c.u * 0.31
    for k in range(5):
        c.poly(
            [
                (c.w * (0.18 * k - 0.1), c.h),
                (c.w * (0.18 * k - 0.03), c.h),
                (c.w * (0.18 * k + 0.75), 0),
                (c.w * (0.18 * k + 0.60), 0),
            ],
            p.light if k % 2 else p.accent,
            0.9,
        )
    for dx in (-0.8, 0.0, 0.8):
        c.line([(x, y + r * 0.6), (x + r * dx, y + r * 2.1)], p.ground, width=r * 0.08)
    c.rect(x - r * 1.15, y - r * 1.0, x + r * 1.15, y + r * 0.95, p.ground)
    for k, (size, color) in enumerate(
        (
            (0.84, p.light),
            (0.76, p.ground),
            (0.60, p.accent),
            (0.52, p.ground),
            (0.34, p.sky),
            (0.26, p.ground),
        )
    ):
        c.disc(x, y + k * 0, r * size, color)
    c.disc(x - r * 0.10, y - r * 0.10, r * 0.07, p.ink)
    c.rect(x + r * 1.15, y - r * 0.12, x + r * 1.55, y + r * 0.0, p.ground)
    c.disc(x + r * 1.55, y - r * 0.06, r * 0.10, p.accent)


def bokeh(c: Canvas) -> None:
    """City lights out of focus above a street, and one flower."""
    p = c.p
    c.gradient(p.sky, p.ground)
    for _ in range(75):
        x, y = c.random.random() * c.w, c.h * c.random.gauss(0.36, 0.16)
        r, color = (
            c.u * c.random.uniform(0.015, 0.09),
            c.random.choice(
                (p.light, p.accent, mix(p.light, p.accent, 0.5), mix(p.ground, p.light, 0.4))
            ),
        )
        c.disc(x, y, r, color, c.random.uniform(0.14, 0.42))
        c.ring(x, y, r, color, width=r * 0.07, alpha=0.5)
    x, y, s = c.cx, c.cy + c.u * 0.06, c.u * 0.10
    c.line([(x, y), (x + s * 0.2, y + s * 3.0)], mix(p.sky, (60, 120, 90), 0.6), width=s * 0.12)
    for k in range(8):
        a = math.tau * k / 8
        c.disc(x + s * 0.72 * math.cos(a), y + s * 0.72 * math.sin(a), s * 0.46, p.ink)
    c.disc(x, y, s * 0.50, p.light)


def gears(c: Canvas) -> None:
    """Interlocking gears with a small man among the teeth."""
    p = c.p
    c.gradient(p.sky, p.ground)
    for x, y, r, teeth, color, turn in (
        (0.34, 0.60, 0.27, 16, p.light, 0.0),
        (0.79, 0.47, 0.19, 12, p.accent, 0.13),
        (0.82, 0.83, 0.23, 14, mix(p.light, p.ground, 0.4), 0.1),
        (0.20, 0.94, 0.18, 12, p.accent, 0.2),
    ):
        gx, gy, gr = c.cx + (x - 0.5) * c.u, c.h * y, c.u * r
        points = []
        for k in range(teeth * 4):
            a = math.tau * (k + turn * 4) / (teeth * 4)
            size = gr * (1.0 if k % 4 in (0, 1) else 0.84)
            points.append((gx + size * math.cos(a), gy + size * math.sin(a)))
        c.poly(points, color)
        c.disc(gx, gy, gr * 0.62, p.sky)
        c.disc(gx, gy, gr * 0.52, color)
        for k in range(5):
            a = math.tau * k / 5 + turn
            c.disc(gx + gr * 0.33 * math.cos(a), gy + gr * 0.33 * math.sin(a), gr * 0.11, p.sky)
        c.disc(gx, gy, gr * 0.12, p.sky)
    fx, fy = c.cx - c.u * 0.16, c.h * 0.60 - c.u * 0.265
    c.figure(fx, fy, c.u * 0.17, p.ink, stride=0.7)
    c.oval((fx - c.u * 0.03, fy - c.u * 0.168, fx + c.u * 0.03, fy - c.u * 0.158), p.ink)
    c.round_rect(
        (fx - c.u * 0.018, fy - c.u * 0.185, fx + c.u * 0.018, fy - c.u * 0.16), c.u * 0.008, p.ink
    )


def globe(c: Canvas) -> None:
    """A snow globe with a cabin, fallen from a hand."""
    p = c.p
    c.gradient(p.sky, p.ground)
    x, y, r = c.cx, c.cy, c.u * 0.30
    c.glow(x, y, r * 1.8, p.accent, strength=0.4)
    c.disc(x, y, r, mix(p.ground, p.accent, 0.45))
    c.disc(x, y - r * 0.02, r * 0.95, mix(p.ground, p.accent, 0.75))
    c.oval((x - r * 0.90, y + r * 0.22, x + r * 0.90, y + r * 0.92), p.light)
    c.rect(x - r * 0.30, y + r * 0.02, x + r * 0.30, y + r * 0.46, p.sky)
    c.poly([(x - r * 0.42, y + r * 0.06), (x, y - r * 0.34), (x + r * 0.42, y + r * 0.06)], p.light)
    c.rect(x - r * 0.09, y + r * 0.18, x + r * 0.09, y + r * 0.34, (240, 196, 120))
    for _ in range(90):
        a, d = c.random.random() * math.tau, r * 0.9 * math.sqrt(c.random.random())
        c.disc(
            x + d * math.cos(a),
            y + d * math.sin(a),
            c.u * c.random.uniform(0.002, 0.006),
            (255, 255, 255),
            0.9,
        )
    c.arc(x, y, r * 0.82, p.light, turn=(195, 250), width=r * 0.035)
    c.poly(
        [
            (x - r * 0.72, y + r * 0.84),
            (x + r * 0.72, y + r * 0.84),
            (x + r * 0.92, y + r * 1.22),
            (x - r * 0.92, y + r * 1.22),
        ],
        mix(p.sky, (0, 0, 0), 0.3),
    )


def ghosts(c: Canvas) -> None:
    """An empty pavilion over a lake and its reflection, with pale faces."""
    p = c.p
    c.gradient(p.sky, mix(p.ground, p.accent, 0.4), end=0.6)
    c.gradient(mix(p.ground, p.accent, 0.3), p.sky, start=0.56)
    x, y, s = c.cx, c.h * 0.56, c.u * 0.30
    c.disc(c.w * 0.78, c.h * 0.16, c.u * 0.06, p.light)
    for flip, alpha in ((1, 1.0), (-1, 0.40)):
        dark = mix(p.sky, (0, 0, 0), 0.4)
        c.rect(x - s, y - flip * s * 0.28, x + s, y, dark, alpha)
        for px in (-0.85, 0.0, 0.85):
            wide, tall = (0.30, 0.85) if px == 0 else (0.17, 0.60)
            c.poly(
                [
                    (x + s * (px - wide), y - flip * s * 0.27),
                    (x + s * (px - wide * 0.5), y - flip * s * tall * 0.8),
                    (x + s * px, y - flip * s * (tall + 0.12)),
                    (x + s * (px + wide * 0.5), y - flip * s * tall * 0.8),
                    (x + s * (px + wide), y - flip * s * 0.27),
                ],
                dark,
                alpha,
            )
        for k in range(9):
            wx = x + s * (-0.8 + 0.2 * k)
            c.rect(
                wx - s * 0.035,
                y - flip * s * 0.20,
                wx + s * 0.035,
                y - flip * s * 0.06,
                p.accent,
                alpha * 0.8,
            )
    for k, place in enumerate((0.16, 0.33, 0.66, 0.84)):
        gx, gy, r = c.w * place, c.h * (0.70 + 0.035 * (k % 2)), c.u * 0.05
        c.glow(gx, gy, r * 2.6, p.light, strength=0.40)
        c.oval((gx - r * 0.72, gy - r, gx + r * 0.72, gy + r), p.light, 0.55)
        for side in (-1, 1):
            c.oval(
                (
                    gx + side * r * 0.28 - r * 0.16,
                    gy - r * 0.30,
                    gx + side * r * 0.28 + r * 0.16,
                    gy + r * 0.06,
                ),
                p.sky,
            )


def monolith(c: Canvas) -> None:
    """A black slab, an eclipse and a red lens."""
    p = c.p
    c.gradient(p.sky, p.ground)
    c.stars(200, p.light, until=0.9)
    x, y, r = c.cx, c.h * 0.24, c.u * 0.17
    c.glow(x, y, r * 2.3, p.light, strength=0.65)
    c.disc(x, y, r, p.light)
    c.disc(x, y + r * 0.10, r * 0.985, mix(p.sky, p.ground, 0.4))
    w = c.u * 0.115
    top, base = c.h * (0.30 if not c.wide else 0.26), c.h * 0.86
    c.rect(x - w, top, x + w, base, (2, 2, 4))
    c.poly(
        [
            (x + w, top),
            (x + w * 1.22, top + w * 0.14),
            (x + w * 1.22, base + w * 0.14),
            (x + w, base),
        ],
        mix(p.ground, p.light, 0.16),
    )
    c.disc(x, c.h * 0.52, w * 0.55, mix(p.accent, (0, 0, 0), 0.72))
    c.disc(x, c.h * 0.52, w * 0.42, mix(p.accent, (0, 0, 0), 0.4))
    c.glow(x, c.h * 0.52, w * 1.0, p.accent, strength=0.9)
    c.disc(x, c.h * 0.52, w * 0.10, (255, 220, 150))


def egg(c: Canvas) -> None:
    """An egg that cracks open with green light."""
    p = c.p
    c.gradient(p.sky, p.ground)
    x, y, r = c.cx, c.h * 0.60, c.u * 0.23
    for k in range(14):
        c.line(
            [(0, c.h * (0.90 + 0.008 * k)), (c.w, c.h * (0.90 + 0.008 * k))],
            p.accent,
            width=2,
            alpha=0.25,
        )
    c.glow(x, y + r * 1.3, r * 2.9, p.accent, strength=0.65)
    points = [
        (x + r * math.sin(t) * (1 + 0.16 * -math.cos(t) * -1), y - r * 1.32 * math.cos(t))
        for t in [math.tau * i / 80 for i in range(80)]
    ]
    c.poly(points, mix(p.sky, p.ground, 0.85))
    for _ in range(150):
        a, d = c.random.random() * math.tau, math.sqrt(c.random.random())
        c.disc(
            x + r * 0.92 * d * math.sin(a),
            y + r * 1.22 * d * math.cos(a),
            c.u * c.random.uniform(0.002, 0.007),
            mix(p.ground, p.accent, 0.4),
            0.55,
        )
    crack = [
        (-0.28, 0.30),
        (-0.10, 0.62),
        (-0.22, 0.80),
        (0.02, 1.34),
        (0.16, 0.84),
        (0.08, 0.66),
        (0.30, 0.28),
        (0.10, 0.44),
        (0.0, 0.26),
        (-0.12, 0.46),
    ]
    c.glow(x, y + r * 0.7, r * 1.3, p.light, strength=0.9)
    c.poly([(x + r * dx, y + r * dy) for dx, dy in crack], p.light)


def curtain(c: Canvas) -> None:
    """Folds of a red curtain with a lamp and two that pass on the stairs."""
    p = c.p
    folds = 22
    for k in range(folds):
        x0, x1 = c.w * k / folds, c.w * (k + 1) / folds
        tone = 0.5 + 0.5 * math.sin(k * 1.9 + math.sin(k * 0.7))
        c.rect(x0, 0, x1 + 2, c.h, mix(p.sky, p.ground, tone))
        c.rect(x0, 0, x0 + (x1 - x0) * 0.3, c.h, mix(p.sky, p.ground, tone * 0.6))
    x, y = c.w * 0.40, c.h * 0.20
    c.line([(x, 0), (x, y)], p.sky, width=c.u * 0.006)
    c.glow(x, y + c.u * 0.2, c.u * 0.75, p.accent, strength=0.6)
    c.poly(
        [
            (x - c.u * 0.035, y - c.u * 0.03),
            (x + c.u * 0.035, y - c.u * 0.03),
            (x + c.u * 0.12, y + c.u * 0.06),
            (x - c.u * 0.12, y + c.u * 0.06),
        ],
        mix(p.sky, (0, 0, 0), 0.4),
    )
    c.oval((x - c.u * 0.12, y + c.u * 0.04, x + c.u * 0.12, y + c.u * 0.08), p.light)
    dark = mix(p.sky, (0, 0, 0), 0.5)
    c.figure(x - c.u * 0.13, c.h * 0.84, c.u * 0.58, dark)
    c.figure(x + c.u * 0.13, c.h * 0.84, c.u * 0.54, mix(dark, p.accent, 0.10))
    c.poly(
        [
            (x + c.u * 0.06, c.h * 0.84),
            (x + c.u * 0.075, c.h * 0.84 - c.u * 0.43),
            (x + c.u * 0.185, c.h * 0.84 - c.u * 0.43),
            (x + c.u * 0.20, c.h * 0.84),
        ],
        mix(dark, p.accent, 0.10),
    )
    c.rect(0, c.h * 0.84, c.w, c.h, dark)


def code(c: Canvas) -> None:
    """Columns of falling light with an opening in the shape of a door."""
    p = c.p
    c.gradient(p.sky, p.ground)
    step = c.u * 0.026
    for col in range(int(c.w / step) + 1):
        head, length = c.random.random() * 1.2, c.random.uniform(0.15, 0.6)
        for row in range(int(c.h / step / 1.25)):
            y = row * step * 1.25
            behind = head - y / c.h
            if 0 <= behind < length:
                tone = mix(p.light, p.accent, min(1.0, behind * 4))
                alpha = (1 - behind / length) * 0.95
                size = step * 0.62
                x = col * step
                for bit in range(3):
                    if c.random.random() < 0.7:
                        c.rect(
                            x,
                            y + bit * size * 0.45,
                            x + size * c.random.choice((0.3, 0.6, 1.0)),
                            y + bit * size * 0.45 + size * 0.24,
                            tone,
                            alpha,
                        )
    c.glow(c.cx, c.cy, c.u * 0.50, p.accent, strength=0.5)
    c.figure(c.cx, c.cy + c.u * 0.30, c.u * 0.62, p.sky, stride=0.2)
    c.poly(
        [
            (c.cx - c.u * 0.075, c.cy - c.u * 0.20),
            (c.cx + c.u * 0.075, c.cy - c.u * 0.20),
            (c.cx + c.u * 0.16, c.cy + c.u * 0.24),
            (c.cx - c.u * 0.16, c.cy + c.u * 0.24),
        ],
        p.sky,
    )


def maze(c: Canvas) -> None:
    """A round labyrinth under a moon, with horns."""
    p = c.p
    c.gradient(p.sky, p.ground)
    c.stars(90, p.light, until=0.6)
    x, y, r = c.cx, c.cy, c.u * 0.36
    c.glow(x, y, r * 1.6, p.accent, strength=0.5)
    for k in range(7):
        size = r * (1 - k / 8.2)
        gap = (k * 137) % 360
        c.arc(x, y, size, p.light, turn=(gap + 22, gap + 360), width=r * 0.038)
        if k < 6:
            a = math.radians((gap + 150) % 360)
            inner = r * (1 - (k + 1) / 8.2)
            c.line(
                [
                    (x + size * math.cos(a), y + size * math.sin(a)),
                    (x + inner * math.cos(a), y + inner * math.sin(a)),
                ],
                p.light,
                width=r * 0.038,
            )
    c.disc(x, y, r * 0.10, p.accent)
    for side in (-1, 1):
        horn = [
            (
                x + side * r * (0.25 + 0.55 * math.sin(t * 1.5)),
                y - r * (1.02 + 0.42 * t - 0.15 * math.sin(t * 3)),
            )
            for t in [i / 20 for i in range(21)]
        ]
        c.line(horn, p.accent, width=r * 0.07)
