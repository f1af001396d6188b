"""Pictures made of dots, lines and halves, one function for each subject."""

# The numbers are places in a picture.

import math

from media_manager.samples.canvas import Canvas, mix


def halftone(c: Canvas) -> None:
    """Comic dots that grow across two speech bubbles."""
    p = c.p
    c.gradient(p.sky, p.ground)
    step = c.u * 0.04
    for row in range(int(c.h / step) + 2):
        for col in range(int(c.w / step) + 2):
            x, y = (col + row % 2 / 2) * step, row * step
            near = max(0.0, 1 - math.hypot(x - c.w, y - c.h) / (c.h * 0.95))
            c.disc(x, y, step * 0.66 * near, p.accent)
    bubbles = ((0.40, 0.56, 0.30, p.light, -1), (0.62, 0.78, 0.26, (255, 250, 236), 1))
    for x, y, s, color, side in bubbles:
        bx, by, r = c.w * x, c.h * y, c.u * s
        c.poly(
            [
                (bx + side * r * 0.2, by + r * 0.3),
                (bx + side * r * 0.7, by + r * 0.4),
                (bx + side * r * 0.95, by + r * 0.98),
            ],
            color,
        )
        c.oval((bx - r * 1.15, by - r * 0.62, bx + r * 1.15, by + r * 0.62), color)
        for k in range(3):
            tone = p.sky if side < 0 else p.light
            c.disc(bx + (k - 1) * r * 0.42, by, r * 0.11, tone)


def contours(c: Canvas) -> None:
    """Flowing lines of an ocean under a pale sun."""
    p = c.p
    c.gradient(p.sky, p.ground, end=0.75)
    c.disc(c.w * 0.64, c.h * 0.24, c.u * 0.17, p.accent)
    c.glow(c.w * 0.64, c.h * 0.24, c.u * 0.5, p.accent, strength=0.45)
    for i in range(26):
        share = i / 25
        base = 0.40 + 0.62 * share
        points = []
        for k in range(121):
            x = k / 120
            bump = math.sin(x * 5.1 + share * 6) * 0.030 + math.sin(x * 11.7 - share * 9) * 0.013
            points.append((x * c.w, (base + bump * (0.4 + share)) * c.h))
        body = mix(p.ground, p.sky, share)
        c.poly([(0, c.h), *points, (c.w, c.h)], body)
        c.line(points, mix(p.light, p.ground, 0.2 + 0.6 * share), width=c.u * 0.0035)


def waves(c: Canvas) -> None:
    """Sound waves between two headphone shells."""
    p = c.p
    c.gradient(p.sky, mix(p.sky, p.ground, 0.55))
    x, y, r = c.cx, c.h * 0.62, c.u * 0.32
    c.arc(x, y, r, p.light, turn=(180, 360), width=r * 0.10)
    for side in (-1, 1):
        c.round_rect(
            (x + side * r - r * 0.20, y - r * 0.12, x + side * r + r * 0.20, y + r * 0.62),
            r * 0.15,
            p.light,
        )
        inner = x + side * r * 0.76
        c.round_rect((inner - r * 0.09, y, inner + r * 0.09, y + r * 0.5), r * 0.08, p.accent)
    for k in range(-9, 10):
        tall = r * 0.34 * abs(math.sin(k * 1.37)) * (1 - abs(k) / 12) + r * 0.03
        c.round_rect(
            (
                x + k * r * 0.062 - r * 0.016,
                y + r * 0.24 - tall,
                x + k * r * 0.062 + r * 0.016,
                y + r * 0.24 + tall,
            ),
            r * 0.016,
            p.accent,
        )


def inkring(c: Canvas) -> None:
    """A ring of ink with splashes, and a small shell in fog."""
    p = c.p
    c.gradient(p.sky, p.ground)
    for k in range(9):
        c.ring(
            c.cx + c.random.gauss(0, 0.005) * c.u,
            c.cy + c.random.gauss(0, 0.005) * c.u,
            c.u * (0.30 + 0.005 * k),
            p.light,
            width=c.u * 0.014,
            alpha=0.35,
        )
    for _ in range(110):
        a = c.random.random() * math.tau
        heavy = max(0.0, math.cos(a * 2 + 0.6)) ** 3 + 0.15 * max(0.0, math.cos(a * 5))
        r = c.u * (0.32 + c.random.gauss(0, 0.03) * (0.3 + heavy))
        c.disc(
            c.cx + r * math.cos(a),
            c.cy + r * math.sin(a),
            c.u * (0.004 + 0.028 * heavy * c.random.random()),
            p.light,
            0.9,
        )
    for k in range(12):
        a = 0.5 + k * 0.55
        points = [
            (
                c.cx + c.u * (0.32 + t * 0.012 * (k % 4 + 1)) * math.cos(a + t * 0.05),
                c.cy + c.u * (0.32 + t * 0.012 * (k % 4 + 1)) * math.sin(a + t * 0.05),
            )
            for t in range(5)
        ]
        c.line(points, p.light, width=c.u * 0.006)
    c.oval((c.cx - c.u * 0.045, c.cy - c.u * 0.13, c.cx + c.u * 0.045, c.cy + c.u * 0.13), p.accent)


def tunnel(c: Canvas) -> None:
    """A sewer tunnel with a figure against the light."""
    p = c.p
    c.gradient(p.sky, p.sky)
    x, y = c.cx, c.h * 0.62 if not c.wide else c.cy
    for k in range(12):
        r = c.u * 0.74 * (1 - k / 12) ** 1.3 + c.u * 0.12
        c.disc(x, y, r, mix(p.sky, p.ground, (k % 2) * 0.6 + k / 18))
        for n in range(18):
            a = math.tau * (n + (k % 2) / 2) / 18
            c.line(
                [
                    (x + r * 0.86 * math.cos(a), y + r * 0.86 * math.sin(a)),
                    (x + r * math.cos(a), y + r * math.sin(a)),
                ],
                p.sky,
                width=3,
                alpha=0.7,
            )
    c.disc(x, y, c.u * 0.17, p.light)
    c.glow(x, y, c.u * 0.55, p.light, strength=0.75)
    c.poly(
        [
            (x - c.u * 0.10, y + c.u * 0.13),
            (x + c.u * 0.10, y + c.u * 0.13),
            (x + c.u * 0.22, c.h),
            (x - c.u * 0.22, c.h),
        ],
        p.light,
        0.18,
    )
    c.figure(x, y + c.u * 0.15, c.u * 0.26, p.sky, stride=0.5)
    c.oval((x - c.u * 0.045, y - c.u * 0.10, x + c.u * 0.045, y - c.u * 0.085), p.sky)
    c.poly(
        [
            (x - c.u * 0.02, y + c.u * 0.15),
            (x + c.u * 0.02, y + c.u * 0.15),
            (x + c.u * 0.36, c.h),
            (x + c.u * 0.02, c.h),
        ],
        p.sky,
        0.75,
    )


def split(c: Canvas) -> None:
    """Two halves with a door of glass cracked between two people."""
    p = c.p
    c.gradient(p.sky, p.sky)
    c.rect(c.cx, 0, c.w, c.h, p.ground)
    y = c.cy + c.u * 0.36
    for side, color in ((-1, p.ground), (1, p.sky)):
        c.rect(
            c.cx + side * c.u * 0.06,
            c.cy - c.u * 0.42,
            c.cx + side * c.u * 0.42,
            y,
            mix(color, p.light, 0.35),
            0.65,
        )
        c.figure(c.cx + side * c.u * 0.22, y, c.u * 0.46, color)
    c.poly(
        [
            (c.cx - c.u * 0.18 + c.u * k, y - c.u * d)
            for k, d in ((0.02, 0.18), (0.0, 0.0), (-0.08, 0.0), (-0.09, 0.12))
        ],
        p.ground,
    )
    crack = [
        (c.cx + (c.u * 0.018 if i % 2 else -c.u * 0.022) * (1 + i % 3), c.h * i / 16)
        for i in range(17)
    ]
    c.line(crack, p.light, width=c.u * 0.008)
    c.line([(px + 8, py + 6) for px, py in crack], p.accent, width=c.u * 0.005)


def triptych(c: Canvas) -> None:
    """Three strips of one profile: a child, a youth and a man in three lights."""
    p = c.p
    tones = (p.accent, mix(p.accent, p.ground, 0.6), p.ground)
    for k in range(3):
        x0, x1 = c.w * k / 3, c.w * (k + 1) / 3
        c.rect(x0, 0, x1, c.h, mix(p.sky, tones[k], 0.75))
    c.veil(p.sky, top=0.35, bottom=1.0, strength=0.95)
    c.glow(c.w * 0.70, c.h * 0.16, c.u * 0.34, p.light, strength=0.5)
    c.disc(c.w * 0.70, c.h * 0.16, c.u * 0.085, p.light)
    for k, tall in enumerate((0.36, 0.50, 0.62)):
        c.figure(c.w * (k + 0.5) / 3, c.h * 0.70, c.u * tall, mix(p.sky, (0, 0, 0), 0.35))
    for k in (1, 2):
        c.rect(c.w * k / 3 - 3, 0, c.w * k / 3 + 3, c.h, p.sky)
    for i in range(5):
        c.wave(
            0.70 + 0.05 * i,
            0.006,
            mix(p.sky, tones[i % 3], 0.35 - 0.06 * i),
            length=0.6 + 0.1 * i,
            shift=0.2 * i,
        )
