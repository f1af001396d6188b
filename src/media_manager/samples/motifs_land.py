"""Pictures of landscapes, weather, sky and sea, one function for each subject."""

# The numbers are places in a picture.
# ruff: noqa: PLR2004

from media_manager.samples.canvas import Canvas, mix


def moonface(c: Canvas) -> None:
    """The moon with a rocket in its eye, among stars."""
    p = c.p
    c.gradient(p.sky, p.ground)
    c.stars(190, p.light)
    x, y, r = c.cx, c.cy, c.u * 0.34
    c.glow(x, y, r * 1.9, p.light, strength=0.5)
    c.disc(x, y, r, p.light)
    shade = mix(p.light, p.accent, 0.35)
    for dx, dy, size in (
        (-0.55, 0.45, 0.12),
        (0.6, -0.5, 0.10),
        (-0.2, 0.72, 0.07),
        (0.66, 0.42, 0.09),
        (-0.62, -0.5, 0.08),
    ):
        c.disc(x + r * dx, y + r * dy, r * size, shade, 0.55)
    c.disc(x - r * 0.34, y - r * 0.10, r * 0.13, p.sky)
    c.disc(x - r * 0.31, y - r * 0.13, r * 0.045, p.light)
    c.arc(x, y + r * 0.12, r * 0.42, p.sky, turn=(35, 145), width=r * 0.055)
    c.poly(
        [(x + r * 0.02, y + r * 0.02), (x - r * 0.07, y + r * 0.26), (x + r * 0.1, y + r * 0.24)],
        shade,
    )
    ex, ey = x + r * 0.34, y - r * 0.12
    c.disc(ex, ey, r * 0.17, mix(p.accent, p.sky, 0.45))
    body = [(-0.11, 0.10), (0.11, -0.02), (0.62, -0.55), (0.74, -0.80), (0.50, -0.70)]
    c.poly([(ex + r * dx, ey + r * dy) for dx, dy in body], p.accent)
    c.poly(
        [(ex + r * dx, ey + r * dy) for dx, dy in ((0.62, -0.55), (0.74, -0.80), (0.50, -0.70))],
        p.ink,
    )
    c.line([(ex + r * 0.18, ey - r * 0.10), (ex + r * 0.29, ey - r * 0.01)], p.ink, width=r * 0.03)


def dunes(c: Canvas) -> None:
    """Sand dunes under a huge sun with a lone rider."""
    p = c.p
    c.gradient(p.ground, p.sky, end=0.8)
    x, y = c.w * 0.5, c.h * 0.60
    c.glow(x, y, c.u * 0.75, p.light, strength=0.7)
    c.disc(x, y, c.u * 0.25, p.light)
    for i, base in enumerate((0.66, 0.74, 0.83, 0.92)):
        c.wave(
            base,
            0.055,
            mix(p.sky, p.accent, 0.25 + 0.22 * i),
            length=1.9 - 0.25 * i,
            shift=0.23 * i + 0.1,
        )
        c.wave(
            base + 0.012,
            0.050,
            mix(p.ground, p.accent, 0.30 + 0.22 * i),
            length=1.75 - 0.25 * i,
            shift=0.23 * i + 0.14,
        )
    fx, fy, s = c.w * 0.5, c.h * 0.675, c.u * 0.085
    c.oval((fx - s * 0.55, fy - s * 1.02, fx + s * 0.5, fy - s * 0.5), p.ink)
    for k in (-0.42, -0.28, 0.25, 0.38):
        c.line(
            [(fx + s * k, fy - s * 0.7), (fx + s * k * 1.05, fy + s * 0.12)], p.ink, width=s * 0.10
        )
    c.line(
        [
            (fx + s * 0.42, fy - s * 0.75),
            (fx + s * 0.72, fy - s * 0.70),
            (fx + s * 0.82, fy - s * 1.25),
        ],
        p.ink,
        width=s * 0.13,
    )
    c.oval((fx + s * 0.72, fy - s * 1.36, fx + s * 1.10, fy - s * 1.16), p.ink)
    c.poly(
        [
            (fx - s * 0.24, fy - s * 0.85),
            (fx + s * 0.24, fy - s * 0.85),
            (fx + s * 0.08, fy - s * 1.6),
            (fx - s * 0.08, fy - s * 1.6),
        ],
        p.ink,
    )
    c.disc(fx, fy - s * 1.62, s * 0.13, p.ink)


def duel(c: Canvas) -> None:
    """Men with hats against a low sun: as many as the seed says."""
    p = c.p
    c.gradient(p.ground, p.sky, end=0.85)
    c.glow(c.cx, c.h * 0.72, c.u * 0.95, p.light, strength=0.55)
    c.disc(c.cx, c.h * 0.70, c.u * 0.33, p.light)
    for k in range(6):
        c.rect(
            0,
            c.h * (0.60 + 0.037 * k),
            c.w,
            c.h * (0.60 + 0.037 * k) + c.u * 0.005 * k,
            p.sky,
            0.75,
        )
    c.ridge(0.80, 0.025, mix(p.sky, p.accent, 0.75), rough=0.55)
    c.rect(0, c.h * 0.855, c.w, c.h, p.accent)
    c.rect(0, c.h * 0.905, c.w, c.h, p.ink)
    places = {1: (0.5,), 2: (0.30, 0.70), 3: (0.20, 0.5, 0.80)}[max(1, min(3, c.seed or 1))]
    for place in places:
        _gunman(c, c.cx + (place - 0.5) * c.u, c.h * 0.93, c.u * (0.60 - 0.09 * len(places)))


def _gunman(c: Canvas, x: float, y: float, tall: float) -> None:
    ink = c.p.ink
    c.poly(
        [
            (x - tall * 0.20, y - tall * 0.30),
            (x - tall * 0.13, y - tall * 0.82),
            (x + tall * 0.13, y - tall * 0.82),
            (x + tall * 0.20, y - tall * 0.30),
        ],
        ink,
    )
    for side in (-1, 1):
        c.line(
            [(x + side * tall * 0.06, y - tall * 0.34), (x + side * tall * 0.14, y)],
            ink,
            width=tall * 0.085,
        )
        c.line(
            [(x + side * tall * 0.13, y - tall * 0.78), (x + side * tall * 0.23, y - tall * 0.45)],
            ink,
            width=tall * 0.06,
        )
    c.disc(x, y - tall * 0.89, tall * 0.075, ink)
    c.oval((x - tall * 0.20, y - tall * 0.97, x + tall * 0.20, y - tall * 0.905), ink)
    c.round_rect(
        (x - tall * 0.09, y - tall * 1.06, x + tall * 0.09, y - tall * 0.92), tall * 0.035, ink
    )


def ringpeaks(c: Canvas) -> None:
    """Mountain layers in mist below a golden ring; the seed picks the scene."""
    p = c.p
    c.gradient(p.sky, mix(p.ground, p.light, 0.45), end=0.85)
    x, y, r = c.cx, c.h * 0.56, c.u * 0.30
    c.glow(x, y, r * 2.2, p.accent, strength=0.6)
    c.ring(x, y, r, mix(p.accent, p.sky, 0.3), width=r * 0.13)
    c.ring(x, y, r * 0.985, p.accent, width=r * 0.085)
    c.ring(x, y, r * 0.96, p.light, width=r * 0.02)
    for i, base in enumerate((0.66, 0.74, 0.82)):
        c.ridge(
            base,
            0.09 - 0.012 * i,
            mix(mix(p.ground, p.light, 0.30), p.sky, 0.18 + 0.34 * i),
            rough=0.57,
        )
    _foreground(c, x)


def _foreground(c: Canvas, x: float) -> None:
    p = c.p
    dark = mix(p.sky, (0, 0, 0), 0.35)
    c.ridge(0.91, 0.03, dark, rough=0.5)
    if c.seed == 2:
        for place, tall in ((0.22, 0.42), (0.78, 0.36)):
            tx, ty = c.w * place, c.h * 0.94
            c.poly(
                [
                    (tx - c.u * 0.05, ty),
                    (tx - c.u * 0.025, ty - c.u * tall),
                    (tx + c.u * 0.025, ty - c.u * tall),
                    (tx + c.u * 0.05, ty),
                ],
                dark,
            )
            for side in (-1, 1):
                c.poly(
                    [
                        (tx, ty - c.u * tall),
                        (tx + side * c.u * 0.05, ty - c.u * tall * 1.16),
                        (tx + side * c.u * 0.02, ty - c.u * tall * 0.9),
                    ],
                    dark,
                )
    elif c.seed == 3:
        c.poly(
            [
                (x - c.u * 0.42, c.h * 0.95),
                (x - c.u * 0.06, c.h * 0.64),
                (x + c.u * 0.06, c.h * 0.64),
                (x + c.u * 0.42, c.h * 0.95),
            ],
            dark,
        )
        c.glow(x, c.h * 0.63, c.u * 0.16, p.light, strength=0.9)
        c.line(
            [(x, c.h * 0.64), (x - c.u * 0.02, c.h * 0.70), (x + c.u * 0.03, c.h * 0.75)],
            p.accent,
            width=c.u * 0.012,
        )
    else:
        for i in range(9):
            c.figure(
                c.w * 0.5 + (i - 4) * c.u * 0.066,
                c.h * (0.905 + 0.006 * (i % 3)),
                c.u * (0.052 + 0.022 * ((i * 5) % 3)),
                dark,
                stride=0.4,
            )


def forest(c: Canvas) -> None:
    """Layers of trees in mist with a round gentle shape between them."""
    p = c.p
    c.gradient(p.light, p.sky, end=0.7)
    c.disc(c.w * 0.32, c.h * 0.26, c.u * 0.12, p.accent)
    for row in range(4):
        color = mix(mix(p.sky, p.ground, 0.35), p.ink, row / 3.4)
        step = c.u * (0.12 + 0.035 * row)
        for i in range(-1, int(c.w / step) + 2):
            x = (i + c.random.uniform(-0.2, 0.2)) * step
            tall = c.u * (0.30 + 0.07 * row) * c.random.uniform(0.8, 1.3)
            y = c.h * (0.60 + 0.12 * row)
            for k in range(4):
                half, top = tall * (0.10 + 0.055 * k), y - tall * (1.0 - 0.2 * k)
                c.poly(
                    [(x - half, top + tall * 0.40), (x + half, top + tall * 0.40), (x, top)], color
                )
        c.rect(0, c.h * (0.60 + 0.12 * row) - c.u * 0.09, c.w, c.h, color)
        if row == 2:
            _forest_keeper(c)


def _forest_keeper(c: Canvas) -> None:
    x, y, r, tone = c.w * 0.36, c.h * 0.88, c.u * 0.17, mix(c.p.sky, c.p.ink, 0.55)
    c.oval((x - r, y - r * 1.7, x + r, y + r * 0.8), tone)
    for side in (-1, 1):
        c.oval(
            (
                x + side * r * 0.45 - r * 0.12,
                y - r * 2.25,
                x + side * r * 0.45 + r * 0.12,
                y - r * 1.35,
            ),
            tone,
        )
        c.disc(x + side * r * 0.42, y - r * 1.12, r * 0.13, c.p.light)
        c.disc(x + side * r * 0.40, y - r * 1.12, r * 0.055, c.p.ink)
    c.oval((x - r * 0.13, y - r * 1.06, x + r * 0.13, y - r * 0.96), c.p.ink)
    c.oval((x - r * 0.72, y - r * 0.8, x + r * 0.72, y + r * 0.9), c.p.light)
