"""Pictures of houses, streets, rooms and machines, one function for each subject."""

# The numbers are places in a picture.
# ruff: noqa: PLR2004

import math

from media_manager.samples.canvas import Canvas, mix


def towers(c: Canvas) -> None:
    """Art-deco towers in rows with lit windows and search lights."""
    p = c.p
    c.gradient(p.sky, mix(p.sky, p.accent, 0.75))
    for turn in (-32, -12, 10, 30):
        x = c.cx + c.u * math.tan(math.radians(turn)) * 2
        c.poly([(c.cx, c.h * 0.75), (x - c.u * 0.07, 0), (x + c.u * 0.07, 0)], p.light, 0.10)
    c.glow(c.cx, c.h * 0.62, c.u * 0.75, p.accent, strength=0.75)
    for row, share in enumerate((0.50, 0.25, 0.0)):
        color = mix(p.sky, p.accent, share)
        step = c.u * (0.11 + 0.035 * row)
        for i in range(-1, int(c.w / step) + 2):
            x = i * step + c.random.uniform(-0.2, 0.2) * step
            near = 1 - min(1.0, abs(x - c.cx) / (c.u * 0.55))
            top = c.h * (0.60 + 0.07 * row - 0.34 * near * (1 - 0.18 * row))
            top -= c.random.random() * c.h * 0.07
            for k in range(3):
                inset = step * (0.05 + 0.14 * k)
                c.rect(x + inset, top - c.u * 0.035 * k, x + step - inset, c.h, color)
            for k in range(10):
                y = top + c.u * (0.05 + 0.035 * k)
                if c.random.random() < 0.45:
                    wx = x + step * c.random.choice((0.25, 0.45, 0.65))
                    c.rect(wx, y, wx + step * 0.07, y + c.u * 0.014, p.light, 0.85)


def castle(c: Canvas) -> None:
    """A castle on a rock before a large moon, with a long shadowed hand."""
    p = c.p
    c.gradient(p.sky, mix(p.ground, p.light, 0.18))
    x, y, r = c.w * 0.62, c.h * (0.50 if not c.wide else 0.42), c.u * 0.30
    c.glow(x, y, r * 2.0, p.light, strength=0.45)
    c.disc(x, y, r, mix(p.light, p.ground, 0.06))
    for layer, base in enumerate((0.72, 0.80, 0.90)):
        c.ridge(base, 0.05, mix(p.ground, p.sky, 0.25 + 0.32 * layer), rough=0.55)
    dark, w = p.sky, c.u * 0.055
    rock = [(x - 6 * w, c.h * 0.86), (x - 2.2 * w, y + r * 0.9), (x + 2.6 * w, y + r * 0.85)]
    c.poly([*rock, (x + 6 * w, c.h * 0.86)], dark)
    for i, tall in enumerate((0.30, 0.62, 0.44, 0.80, 0.36)):
        left, top = x + (i - 2.3) * w * 1.02, y + r * (0.95 - tall)
        c.rect(left, top, left + w * 0.82, y + r * 1.3, dark)
        c.poly(
            [(left - w * 0.15, top), (left + w * 0.97, top), (left + w * 0.41, top - w * 1.5)], dark
        )
    c.rect(x + w * 0.98, y + r * 0.5, x + w * 1.2, y + r * 0.62, p.accent)


def house(c: Canvas) -> None:
    """A lonely farmhouse with one lit window, bare trees and figures on the hill."""
    p = c.p
    c.gradient(p.sky, mix(p.sky, p.accent, 0.55))
    c.glow(c.cx, c.h * 0.72, c.u * 0.85, p.accent, strength=0.7)
    for x in (0.10, 0.90):
        _tree(c, c.w * x, c.h * 0.84, c.u * 0.15, -90)
    c.wave(0.80, 0.02, p.sky, length=1.6, shift=0.1)
    x, y, w = c.cx, c.h * 0.80, c.u * 0.17
    c.rect(x - w, y - w * 1.35, x + w * 0.8, y + w * 0.3, p.sky)
    c.poly([(x - w * 1.2, y - w * 1.3), (x - w * 0.1, y - w * 2.35), (x + w, y - w * 1.3)], p.sky)
    c.rect(x + w * 0.3, y - w * 2.3, x + w * 0.55, y - w * 1.4, p.sky)
    c.rect(x - w * 0.35, y - w * 1.05, x + w * 0.05, y - w * 0.55, p.light)
    c.line([(x - w * 0.45, y - w * 0.65), (x + w * 0.15, y - w * 0.95)], p.sky, width=w * 0.12)
    for i, place in enumerate((0.16, 0.24, 0.33, 0.71, 0.79, 0.87)):
        tall = c.u * (0.11 + 0.02 * (i % 3))
        c.figure(c.w * place, c.h * (0.815 + 0.012 * (i % 2)), tall, mix(p.sky, (0, 0, 0), 0.4))


def _tree(c: Canvas, x: float, y: float, length: float, turn: float) -> None:
    if length < c.u * 0.018:
        return
    x2 = x + length * math.cos(math.radians(turn))
    y2 = y + length * math.sin(math.radians(turn))
    c.line([(x, y), (x2, y2)], c.p.sky, width=length * 0.11)
    for swing in (-27, 24):
        _tree(
            c, x2, y2, length * c.random.uniform(0.66, 0.78), turn + swing + c.random.uniform(-9, 9)
        )


def hotel(c: Canvas) -> None:
    """A pink grand hotel with symmetrical wings before pale mountains."""
    p = c.p
    c.gradient(mix(p.sky, p.light, 0.5), p.sky)
    c.ridge(0.62, 0.10, mix(p.sky, p.ground, 0.35), rough=0.52)
    c.ridge(0.72, 0.06, mix(p.sky, p.ground, 0.65), rough=0.5)
    x, base, w = c.cx, c.h * 0.88, c.u * 0.40
    c.rect(0, base, c.w, c.h, p.accent)
    for side in (-1, 1):
        c.rect(x + side * w * 0.25, base - w * 0.82, x + side * w, base, p.ground)
        c.rect(
            x + side * w * 0.86,
            base - w * 0.98,
            x + side * w * 1.06,
            base,
            mix(p.ground, p.light, 0.2),
        )
        c.poly(
            [
                (x + side * w * 0.83, base - w * 0.98),
                (x + side * w * 1.09, base - w * 0.98),
                (x + side * w * 0.96, base - w * 1.25),
            ],
            p.accent,
        )
        for i in range(4):
            for k in range(4):
                wx, wy = x + side * w * (0.36 + 0.14 * i), base - w * (0.72 - 0.18 * k)
                c.round_rect(
                    (wx - w * 0.035, wy - w * 0.05, wx + w * 0.035, wy + w * 0.05),
                    w * 0.03,
                    p.light,
                )
    c.rect(x - w * 0.27, base - w * 1.08, x + w * 0.27, base, mix(p.ground, p.light, 0.25))
    c.poly(
        [(x - w * 0.32, base - w * 1.08), (x + w * 0.32, base - w * 1.08), (x, base - w * 1.42)],
        p.accent,
    )
    for i in range(3):
        for k in range(4):
            wx, wy = x + w * 0.15 * (i - 1), base - w * (0.92 - 0.2 * k)
            c.round_rect(
                (wx - w * 0.04, wy - w * 0.06, wx + w * 0.04, wy + w * 0.06), w * 0.04, p.light
            )
    c.round_rect((x - w * 0.07, base - w * 0.22, x + w * 0.07, base), w * 0.06, p.accent)
    c.rect(x - 2, base - w * 1.62, x + 2, base - w * 1.4, p.accent)


def favela(c: Canvas) -> None:
    """Stacked houses of many colors climbing a hill under the sun."""
    p = c.p
    c.gradient(p.light, p.sky, end=0.7)
    c.disc(c.w * 0.7, c.h * 0.42, c.u * 0.16, mix(p.accent, p.sky, 0.45))
    colors = (
        p.ground,
        p.accent,
        p.sky,
        mix(p.ground, p.light, 0.45),
        mix(p.accent, p.light, 0.5),
        p.light,
    )
    rows = 11
    for row in range(rows):
        share = row / (rows - 1)
        size = c.u * (0.075 + 0.05 * share)
        x = -size * c.random.random()
        while x < c.w:
            hill = 0.10 * math.sin(x / c.w * 4.6 + 0.4) * (1 - share)
            top = c.h * (0.52 + 0.46 * share + hill)
            wide = size * c.random.uniform(0.8, 1.5)
            color = mix(c.random.choice(colors), p.ink, 0.06 * (row % 3))
            c.rect(x, top - size * c.random.uniform(0.0, 0.5), x + wide, c.h, color)
            for k in range(2):
                wx = x + wide * (0.2 + 0.4 * k)
                c.rect(wx, top + size * 0.2, wx + size * 0.2, top + size * 0.5, p.ink, 0.8)
            x += wide


def snowtown(c: Canvas) -> None:
    """A small town at night, snow, warm windows and one star."""
    p = c.p
    c.gradient(p.sky, p.ground)
    c.stars(130, p.ink, until=0.7)
    x, y = c.cx, c.h * 0.50
    c.glow(x, y, c.u * 0.30, p.light, strength=0.7)
    star = [
        (x + c.u * r * math.sin(math.pi * i / 4), y - c.u * r * math.cos(math.pi * i / 4))
        for i, r in enumerate((0.12, 0.018, 0.06, 0.018) * 2)
    ]
    c.poly(star, p.ink)
    c.wave(0.76, 0.02, mix(p.ground, p.ink, 0.35), length=1.4, shift=0.2)
    step = c.u * 0.15
    for i in range(-1, int(c.w / step) + 2):
        left, top = (
            i * step,
            c.h * (0.80 + 0.02 * math.sin(i * 1.7)) - step * c.random.uniform(0.3, 0.7),
        )
        c.rect(left + step * 0.1, top, left + step * 0.9, c.h, mix(p.sky, p.ground, 0.25))
        c.poly([(left, top), (left + step, top), (left + step / 2, top - step * 0.55)], p.ink)
        for k in range(2):
            wx = left + step * (0.27 + 0.3 * k)
            c.rect(
                wx,
                top + step * 0.2,
                wx + step * 0.16,
                top + step * 0.42,
                p.light if (i + k) % 3 else p.accent,
            )
    c.wave(0.90, 0.015, p.ink, length=1.1, shift=0.6)
    for _ in range(170):
        c.disc(
            c.random.random() * c.w,
            c.random.random() * c.h,
            c.u * c.random.uniform(0.001, 0.005),
            p.ink,
            0.8,
        )


def neon(c: Canvas) -> None:
    """A wet street between black towers with signs in two lights."""
    p = c.p
    c.gradient(p.sky, p.ground, end=0.8)
    c.glow(c.cx, c.h * 0.60, c.u * 0.62, p.accent, strength=0.75)
    c.glow(c.cx, c.h * 0.50, c.u * 0.26, p.ink, strength=0.6)
    horizon = c.h * 0.70
    for side in (-1, 1):
        for k in range(5):
            near = 1.0 - k * 0.19
            inner = c.cx + side * c.w * (0.05 + 0.40 * near)
            outer = c.cx + side * c.w * (0.05 + 0.40 * (near + 0.22))
            top = c.h * (0.42 - 0.42 * near) - c.u * 0.03 * (k % 2)
            shade = mix(p.sky, p.ground, 0.12 + 0.16 * k)
            c.rect(
                inner, top, outer + side * c.u * 0.4 * (k == 0), horizon + c.h * 0.3 * near, shade
            )
            for n in range(6):
                y = top + (horizon - top) * (0.18 + 0.13 * n)
                tone = p.light if (n + k) % 3 else p.accent
                sx = inner + side * c.u * 0.012
                if c.random.random() < 0.62:
                    c.rect(sx, y, sx + side * c.u * 0.055 * near, y + c.u * 0.055 * near, tone, 0.9)
                    c.glow(sx, y, c.u * 0.09 * near, tone, strength=0.35)
    c.poly(
        [(c.cx - c.w * 0.06, horizon), (c.cx + c.w * 0.06, horizon), (c.w, c.h), (0, c.h)],
        mix(p.sky, p.accent, 0.18),
    )
    for _ in range(70):
        x, y = c.cx + c.random.gauss(0, 0.22) * c.w, horizon + (c.h - horizon) * c.random.random()
        c.rect(
            x,
            y,
            x + c.u * 0.004,
            y + c.u * c.random.uniform(0.02, 0.10),
            c.random.choice((p.light, p.accent)),
            0.4,
        )
    for _ in range(120):
        x, y = c.random.random() * c.w, c.random.random() * c.h
        c.line([(x, y), (x - c.u * 0.012, y + c.u * 0.06)], p.ink, width=2, alpha=0.20)
    c.figure(c.cx, c.h * 0.79, c.u * 0.15, mix(p.sky, (0, 0, 0), 0.5))
