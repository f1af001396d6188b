"""The colours of the program by what they are for, dark, light and in high contrast."""

from dataclasses import dataclass
from typing import Final

_LINEAR_BELOW: Final = 0.04045


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours as #RRGGBB. `on_*` are texts for the fill of that name."""

    dark: bool
    window: str
    surface: str
    raised: str
    line: str
    text: str
    muted: str
    disabled: str
    accent: str
    accent_fill: str
    selection: str
    ok: str
    warn: str
    danger: str
    scrim: str = "#000000"
    on_scrim: str = "#FFFFFF"

    @property
    def grounds(self) -> tuple[str, ...]:
        return (self.window, self.surface, self.raised)

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.text, self.muted, self.accent, self.ok, self.warn, self.danger)


DARK: Final = Tokens(
    dark=True,
    window="#16181D",
    surface="#1E2128",
    raised="#272B34",
    line="#363C48",
    text="#ECEEF2",
    muted="#A6AEBC",
    disabled="#6C7484",
    accent="#6EA8FE",
    accent_fill="#2F6FDE",
    selection="#24364F",
    ok="#5CC98B",
    warn="#F0B84D",
    danger="#FF7B72",
)

LIGHT: Final = Tokens(
    dark=False,
    window="#F6F7F9",
    surface="#FFFFFF",
    raised="#EEF1F5",
    line="#D5DAE2",
    text="#1B1F27",
    muted="#596273",
    disabled="#939BAA",
    accent="#1F5FCC",
    accent_fill="#2563D9",
    selection="#DCE8FB",
    ok="#17723F",
    warn="#8A5A00",
    danger="#C0362C",
)

DARK_CONTRAST: Final = Tokens(
    dark=True,
    window="#000000",
    surface="#000000",
    raised="#1A1A1A",
    line="#FFFFFF",
    text="#FFFFFF",
    muted="#E6E6E6",
    disabled="#A8A8A8",
    accent="#8FC1FF",
    accent_fill="#1F5FCC",
    selection="#00336B",
    ok="#7BE0A6",
    warn="#FFD27A",
    danger="#FFA39C",
)

LIGHT_CONTRAST: Final = Tokens(
    dark=False,
    window="#FFFFFF",
    surface="#FFFFFF",
    raised="#F0F0F0",
    line="#000000",
    text="#000000",
    muted="#2B2B2B",
    disabled="#5E5E5E",
    accent="#003C9E",
    accent_fill="#003C9E",
    selection="#CFE0FF",
    ok="#0B4F29",
    warn="#5C3B00",
    danger="#8C1A12",
)


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two colours, 1.0 to 21.0."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= _LINEAR_BELOW else ((value + 0.055) / 1.055) ** 2.4
