"""Pictures of rooms, doors and stairs, one function for each subject."""

# The numbers are places in a picture.
# ruff: noqa: PLR2004

from media_manager.samples.canvas import Canvas, mix


def door(c: Canvas) -> None:
    """Light out of a doorway with a tall and a small figure."""
    p = c.p
    c.gradient(p.sky, p.ground)
    for row in range(26):
        for col in range(-1, 12):
            x, y = (col + row % 2 / 2) * c.w / 10, row * c.h / 26
            c.rect(
                x + 3,
                y + 3,
                x + c.w / 10 - 3,
                y + c.h / 26 - 3,
                mix(p.sky, p.ground, c.random.random()),
                0.5,
            )
    w, base = c.u * 0.24, c.h * 0.64
    c.glow(c.cx, base - w, w * 3.0, p.light, strength=0.55)
    c.poly(
        [(c.cx - w, base), (c.cx + w, base), (c.cx + w * 1.9, c.h), (c.cx - w * 1.9, c.h)],
        p.light,
        0.5,
    )
    c.rect(c.cx - w * 1.12, base - w * 2.62, c.cx + w * 1.12, base, mix(p.sky, (0, 0, 0), 0.3))
    c.rect(c.cx - w, base - w * 2.5, c.cx + w, base, p.light)
    c.figure(c.cx - w * 0.28, base, w * 1.75, p.sky)
    c.round_rect((c.cx - w * 0.52, base - w * 1.72, c.cx - w * 0.04, base - w * 1.62), 6, p.sky)
    c.round_rect((c.cx - w * 0.42, base - w * 1.95, c.cx - w * 0.14, base - w * 1.65), 9, p.sky)
    c.figure(c.cx + w * 0.36, base, w * 1.0, p.accent)


def blinds(c: Canvas) -> None:
    """Light through venetian blinds on a wall, and a lamp."""
    p = c.p
    c.gradient(mix(p.sky, p.ground, 0.3), p.ground)
    c.glow(c.w * 0.55, c.cy, c.u * 0.75, p.accent, strength=0.75)
    bands = 15
    for i in range(bands):
        y = c.h * (0.04 + 0.62 * i / bands)
        slope = c.u * 0.16
        band = [
            (c.w * 0.14, y + slope),
            (c.w * 0.92, y),
            (c.w * 0.92, y + c.h * 0.024),
            (c.w * 0.14, y + slope + c.h * 0.024),
        ]
        c.poly(band, p.light, 0.78)
    x, y = c.w * 0.40, c.h * 0.70
    c.oval((x - c.u * 0.13, y - c.u * 0.36, x + c.u * 0.13, y - c.u * 0.06), p.sky)
    c.oval((x - c.u * 0.25, y - c.u * 0.335, x + c.u * 0.25, y - c.u * 0.235), p.sky)
    c.round_rect(
        (x - c.u * 0.13, y - c.u * 0.44, x + c.u * 0.13, y - c.u * 0.29), c.u * 0.05, p.sky
    )
    c.poly(
        [
            (x - c.u * 0.34, c.h),
            (x - c.u * 0.27, y),
            (x - c.u * 0.06, y - c.u * 0.08),
            (x + c.u * 0.06, y - c.u * 0.08),
            (x + c.u * 0.27, y),
            (x + c.u * 0.34, c.h),
        ],
        p.sky,
    )


def screens(c: Canvas) -> None:
    """Nested sliding doors of a Japanese room with a vase at the end."""
    p = c.p
    c.gradient(p.sky, mix(p.sky, p.ground, 0.4))
    for k in range(4):
        inset = 0.03 + 0.095 * k
        x0, x1 = c.w * inset, c.w * (1 - inset)
        y0, y1 = c.h * (0.05 + 0.08 * k), c.h * (0.93 - 0.055 * k)
        c.rect(x0, y0, x1, y1, mix(p.light, p.ground, 0.25 * k))
        wide = (x1 - x0) * 0.24
        paper = mix(p.sky, p.ground, 0.14 * k)
        for left in (x0 + 8, x1 - wide - 8):
            c.rect(left, y0 + 8, left + wide, y1, paper)
            for n in range(1, 3):
                c.rect(left + wide * n / 3 - 3, y0, left + wide * n / 3 + 3, y1, p.light)
            for n in range(1, 8):
                y = y0 + (y1 - y0) * n / 8
                c.rect(left, y - 3, left + wide, y + 3, p.light)
    x, y = c.cx, c.h * 0.765
    c.rect(c.w * 0.41, c.h * 0.30, c.w * 0.59, c.h * 0.77, mix(p.sky, p.accent, 0.15))
    c.disc(x, c.h * 0.43, c.u * 0.055, p.accent)
    c.oval((x - c.u * 0.04, y - c.u * 0.13, x + c.u * 0.04, y), p.ink)


def table(c: Canvas) -> None:
    """A long table from above, twelve chairs, one of another color."""
    p = c.p
    c.gradient(p.sky, p.ground)
    w, t = c.u * 0.19, c.u * 0.46
    x, y = c.cx, c.h * 0.60 if not c.wide else c.cy
    if c.wide:
        w, t = t, w
    c.round_rect((x - w + 14, y - t + 20, x + w + 14, y + t + 20), c.u * 0.05, p.light, 0.25)
    seats = [
        (x + side * (w + c.u * 0.085), y + t * (k - 2) * 0.40) for side in (-1, 1) for k in range(5)
    ]
    if c.wide:
        seats = [
            (x + w * (k - 2) * 0.40, y + side * (t + c.u * 0.085))
            for side in (-1, 1)
            for k in range(5)
        ]
    ends = (
        ((x - w - c.u * 0.085, y), (x + w + c.u * 0.085, y))
        if c.wide
        else ((x, y - t - c.u * 0.085), (x, y + t + c.u * 0.085))
    )
    for i, (sx, sy) in enumerate((*seats, *ends)):
        r = c.u * 0.055
        color = p.accent if i == 7 else p.light
        c.round_rect((sx - r + 8, sy - r + 10, sx + r + 8, sy + r + 10), r * 0.45, p.light, 0.25)
        c.round_rect((sx - r, sy - r, sx + r, sy + r), r * 0.45, color)
    c.round_rect((x - w, y - t, x + w, y + t), c.u * 0.05, mix(p.ground, p.light, 0.62))
    for i in range(12):
        px, py = x + w * c.random.uniform(-0.7, 0.7), y + t * c.random.uniform(-0.85, 0.85)
        c.rect(px, py, px + c.u * 0.05, py + c.u * 0.036, p.accent if i == 7 else p.sky, 0.9)


def stairs(c: Canvas) -> None:
    """Stairs going down through a section of earth, a lit house above."""
    p = c.p
    c.gradient(p.sky, mix(p.sky, p.light, 0.05))
    c.disc(c.w * 0.76, c.h * 0.42, c.u * 0.10, p.accent)
    steps, x0, y0 = 13, c.w * 0.16, c.h * 0.52
    rise, tread = c.h * 0.034, c.w * 0.052
    ground = [(0.0, y0)]
    for i in range(steps):
        ground += [(x0 + tread * i, y0 + rise * i), (x0 + tread * i, y0 + rise * (i + 1))]
    ground += [(float(c.w), y0 + rise * steps), (float(c.w), float(c.h)), (0.0, float(c.h))]
    c.poly([(px + c.u * 0.09, py - c.u * 0.00) for px, py in ground], p.ground)
    c.poly(ground, p.light)
    c.rect(c.w * 0.0, y0 - c.u * 0.20, c.w * 0.20, y0, mix(p.light, p.ground, 0.15))
    c.rect(c.w * 0.035, y0 - c.u * 0.15, c.w * 0.17, y0 - c.u * 0.04, p.accent)
    c.figure(x0 + tread * 6.5, y0 + rise * 7, c.u * 0.13, p.light, stride=0.5)


def steps(c: Canvas) -> None:
    """A broad flight of steps seen from below, a red flag at the top."""
    p = c.p
    c.gradient(mix(p.light, p.ground, 0.15), p.light)
    count, top = 15, 0.56
    for i in range(count):
        share = (i / count) ** 1.25
        y = c.h * (top + (1 - top) * share)
        c.rect(0, y, c.w, c.h, mix(p.sky, p.ground, 0.15 + 0.5 * (i % 2)))
        for k in range(3):
            x = c.cx + c.random.uniform(-0.48, 0.48) * c.w
            if 1 < i < 10 and k < 2:
                c.figure(x, y, c.u * (0.055 + 0.06 * share), p.sky, stride=0.6)
    x, y = c.w * 0.56, c.h * top
    c.rect(x - c.u * 0.008, y - c.u * 0.36, x + c.u * 0.008, y, p.sky)
    c.poly(
        [
            (x, y - c.u * 0.36),
            (x + c.u * 0.36, y - c.u * 0.31),
            (x + c.u * 0.29, y - c.u * 0.24),
            (x + c.u * 0.37, y - c.u * 0.15),
            (x, y - c.u * 0.17),
        ],
        p.accent,
    )
