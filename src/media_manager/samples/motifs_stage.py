"""Pictures of scenes with people and machines in them."""

# The numbers are places in a picture.
# ruff: noqa: PLR2004

import math

from media_manager.samples.canvas import Canvas, mix


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
    for _ in range(9):
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
    _robot_itself(c)


def _robot_itself(c: Canvas) -> None:
    p = c.p
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


def circuit(c: Canvas) -> None:
    """A half human, half circuit head in profile of lines."""
    p = c.p
    c.gradient(p.ground, p.sky)
    step = c.u * 0.075
    for _ in range(46):
        x, y = (
            round(c.random.random() * c.w / step) * step,
            round(c.random.random() * c.h / step) * step,
        )
        path = [(x, y)]
        for _turn in range(3):
            dx, dy = c.random.choice(((1, 0), (-1, 0), (0, 1), (1, 1), (-1, 1)))
            x, y = x + dx * step, y + dy * step
            path.append((x, y))
        tone = p.accent if c.random.random() < 0.25 else mix(p.ground, p.light, 0.30)
        c.line(path, tone, width=c.u * 0.006)
        for px, py in (path[0], path[-1]):
            c.disc(px, py, c.u * 0.011, tone)
    x, y, r = c.cx, c.cy, c.u * 0.27
    c.glow(x, y, r * 1.9, p.accent, strength=0.45)
    c.disc(x, y, r, p.sky)
    c.ring(x, y, r, p.light, width=r * 0.05)
    for k in range(6):
        c.arc(
            x,
            y,
            r * (0.86 - 0.11 * k),
            mix(p.light, p.accent, k / 5),
            turn=(40 * k, 40 * k + 230),
            width=r * 0.025,
        )
    c.disc(x, y, r * 0.2, p.accent)
    c.disc(x, y, r * 0.09, p.ink)
