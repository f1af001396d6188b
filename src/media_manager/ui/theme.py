"""The look of everything: colours, type and space by name; nowhere else a colour or a size."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from media_manager.ui.stylesheet import build_stylesheet
from media_manager.ui.tokens import DARK, DARK_CONTRAST, LIGHT, LIGHT_CONTRAST, Tokens, contrast

MIN_CONTRAST: Final = 4.5
WHITE: Final = "#FFFFFF"
BODY_PIXELS: Final = 13
_POINTS_PER_INCH: Final = 72
# Fusion's own blue says only that the system named no accent.
_NO_ACCENT: Final = "#308cc6"

Role = QPalette.ColorRole


class ThemeChoice(StrEnum):
    """What a person can choose; `system` follows the desktop at run time."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class TextSize(StrEnum):
    """The five sizes of type."""

    CAPTION = "caption"
    BODY = "body"
    SECTION = "section"
    TITLE = "title"
    HERO = "hero"


_PIXELS: Final = {
    TextSize.CAPTION: 11,
    TextSize.BODY: BODY_PIXELS,
    TextSize.SECTION: 15,
    TextSize.TITLE: 20,
    TextSize.HERO: 28,
}


@dataclass(frozen=True, slots=True)
class Space:
    """Distances in logical pixels: multiples of 4."""

    hair: int = 4
    small: int = 8
    medium: int = 12
    large: int = 16
    wide: int = 24
    huge: int = 32
    radius: int = 6
    card_radius: int = 8


SPACE: Final = Space()


class Theme(QObject):
    """Keeps one application in the chosen look and follows the system while it runs."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.setObjectName("theme")
        self._app = app
        self._choice = ThemeChoice.SYSTEM
        self._system_font = QFont(app.font())
        self.tokens = LIGHT
        # Kept: when the wrapper of the style hints goes, PySide takes its children's with it.
        self._hints = app.styleHints()
        self._hints.colorSchemeChanged.connect(self._on_system_changed)
        self._access = self._hints.accessibility()
        self._access.contrastPreferenceChanged.connect(self._on_system_changed)

    def choose(self, choice: ThemeChoice) -> None:
        """Apply a choice; painted widgets hear of it by their PaletteChange event."""
        self._choice = choice
        # Without this the system's own accent could not be read below.
        self._app.setPalette(QPalette())
        system = self._app.palette()
        self.tokens = choose_tokens(
            dark=self._is_dark(),
            high_contrast=self._wants_contrast(),
            accent=system.color(Role.Accent).name(),
        )
        self._app.setFont(self.font(TextSize.BODY))
        self._app.setPalette(build_palette(self.tokens))
        self._app.setStyleSheet(build_stylesheet(self.tokens, self.pixels))
        self.changed.emit()

    @property
    def scale(self) -> float:
        """How much larger than usual the person has set the system font."""
        font = self._system_font
        pixels = float(font.pixelSize())
        if pixels <= 0:
            dots = self._app.primaryScreen().logicalDotsPerInch()
            pixels = font.pointSizeF() * dots / _POINTS_PER_INCH
        # 9 and 10 points are the usual sizes of desktops; both mean 100 %.
        return 1.0 if pixels <= BODY_PIXELS + 1 else pixels / BODY_PIXELS

    def pixels(self, size: TextSize) -> int:
        return round(_PIXELS[size] * self.scale)

    def font(self, size: TextSize, *, bold: bool = False, tabular: bool = False) -> QFont:
        font = QFont(self._system_font)
        font.setPixelSize(self.pixels(size))
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def _is_dark(self) -> bool:
        if self._choice == ThemeChoice.SYSTEM:
            return self._hints.colorScheme() == Qt.ColorScheme.Dark
        return self._choice == ThemeChoice.DARK

    def _wants_contrast(self) -> bool:
        return self._access.contrastPreference() == Qt.ContrastPreference.HighContrast

    def _on_system_changed(self) -> None:
        self.choose(self._choice)


def apply_theme(
    app: QApplication, choice: ThemeChoice = ThemeChoice.SYSTEM, *, has_style: bool = False
) -> Theme:
    """Give the application its look, now and whenever the system changes.

    `has_style`: it was made with Fusion, which spares PySide a class of 4 ms here.
    """
    theme = app.findChild(Theme, "theme")
    if not isinstance(theme, Theme):
        if not has_style:
            app.setStyle("Fusion")
        theme = Theme(app)
    theme.choose(choice)
    return theme


def current_theme() -> Theme:
    """Return the theme of the running application, for what paints itself."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("A theme needs a QApplication.")
    theme = app.findChild(Theme, "theme")
    return theme if isinstance(theme, Theme) else apply_theme(app)


def choose_tokens(*, dark: bool, high_contrast: bool, accent: str) -> Tokens:
    """Return the tokens for what the system and the person want."""
    if high_contrast:
        return DARK_CONTRAST if dark else LIGHT_CONTRAST
    return with_accent(DARK if dark else LIGHT, accent)


def with_accent(tokens: Tokens, accent: str) -> Tokens:
    """Take over the system's accent where it can be read on all grounds."""
    if accent.lower() == _NO_ACCENT:
        return tokens
    if all(contrast(accent, ground) >= MIN_CONTRAST for ground in tokens.grounds):
        tokens = replace(tokens, accent=accent)
    if contrast(WHITE, accent) >= MIN_CONTRAST:
        tokens = replace(tokens, accent_fill=accent)
    return tokens


def build_palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    colors = {
        Role.Window: tokens.window,
        Role.WindowText: tokens.text,
        Role.Base: tokens.surface,
        Role.AlternateBase: tokens.raised,
        Role.Text: tokens.text,
        Role.PlaceholderText: tokens.muted,
        Role.Button: tokens.raised,
        Role.ButtonText: tokens.text,
        Role.BrightText: tokens.danger,
        Role.ToolTipBase: tokens.raised,
        Role.ToolTipText: tokens.text,
        Role.Highlight: tokens.accent_fill,
        Role.HighlightedText: WHITE,
        Role.Accent: tokens.accent_fill,
        Role.Link: tokens.accent,
        Role.LinkVisited: tokens.accent,
        Role.Light: tokens.raised,
        Role.Midlight: tokens.raised,
        Role.Mid: tokens.line,
        Role.Dark: tokens.line,
        Role.Shadow: tokens.window,
    }
    for role, color in colors.items():
        palette.setColor(role, QColor(color))
    for role in (Role.WindowText, Role.Text, Role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.disabled))
    return palette
