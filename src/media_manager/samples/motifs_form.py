"""Pictures made of plain geometry: spirals, panes, stripes, letters, rings and waves."""

import math

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
    for i, (a, b) in enumerate(zip(edge, edge[1:], strict=False)):
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
    for upper, lower in zip(grid, grid[1:], strict=False):
        for i in range(len(upper) - 1):
            c.poly([upper[i], upper[i + 1], lower[i]], c.random.choice(colors))
            c.poly([upper[i + 1], lower[i + 1], lower[i]], c.random.choice(colors))
    c.veil(p.accent, top=0.45, bottom=1.0, strength=0.9)


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
    for x, y, s, color, side in ((0.40, 0.56, 0.30, p.ink, -1), (0.62, 0.78, 0.26, p.light, 1)):
        color = (255, 250, 236) if side > 0 else p.light
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
    for k in range(110):
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
