"""Every text can be read on every ground, and the theme follows what the system wants."""

from itertools import product

import pytest
from PySide6.QtGui import QIcon, QPalette  # noqa: TID251 - a test of the room
from PySide6.QtWidgets import QApplication  # noqa: TID251 - a test of the room
from pytestqt.qtbot import QtBot

from media_manager.ui.icons import app_icon, drawings, icon, icon_pixmap
from media_manager.ui.theme import (
    MIN_CONTRAST,
    SPACE,
    TextSize,
    ThemeChoice,
    apply_theme,
    choose_tokens,
    current_theme,
    with_accent,
)
from media_manager.ui.tokens import DARK, DARK_CONTRAST, LIGHT, LIGHT_CONTRAST, Tokens, contrast

ALL = [DARK, LIGHT, DARK_CONTRAST, LIGHT_CONTRAST]


@pytest.mark.parametrize("tokens", ALL)
def test_every_text_is_readable_on_every_ground(tokens: Tokens) -> None:
    """WCAG AA: 4.5:1 for each pair of text and ground (ux 48)."""
    worst = min(contrast(text, ground) for text, ground in product(tokens.texts, tokens.grounds))
    assert worst >= MIN_CONTRAST


@pytest.mark.parametrize("tokens", ALL)
def test_texts_on_fills_are_readable(tokens: Tokens) -> None:
    """White on the primary button and on the scrim, text and muted on the selection."""
    pairs = [
        ("#FFFFFF", tokens.accent_fill),
        (tokens.on_scrim, tokens.scrim),
        (tokens.text, tokens.selection),
        (tokens.muted, tokens.selection),
    ]
    assert [pair for pair in pairs if contrast(*pair) < MIN_CONTRAST] == []


def test_contrast_is_that_of_wcag() -> None:
    """Black on white is 21, and the order does not matter."""
    assert round(contrast("#000000", "#FFFFFF"), 1) == 21.0
    assert contrast("#FFFFFF", "#777777") == contrast("#777777", "#FFFFFF")


def test_a_readable_system_accent_is_taken_over() -> None:
    """An accent that cannot be read on a ground is not."""
    assert with_accent(LIGHT, "#8A1C5C").accent == "#8A1C5C"
    assert with_accent(LIGHT, "#FFE000").accent == LIGHT.accent
    assert with_accent(DARK, "#308cc6") == DARK


def test_high_contrast_wins_over_the_accent() -> None:
    """Lines become text colour."""
    tokens = choose_tokens(dark=True, high_contrast=True, accent="#8A1C5C")
    assert tokens == DARK_CONTRAST
    assert tokens.line == tokens.text


def test_the_choice_is_applied_at_run_time(qapp: QApplication) -> None:
    """Palette and tokens change together, and only one theme exists."""
    theme = apply_theme(qapp, ThemeChoice.DARK)
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.window
    again = apply_theme(qapp, ThemeChoice.LIGHT)
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == LIGHT.window
    assert again is theme is current_theme()


def test_sizes_of_type_are_in_order(qapp: QApplication) -> None:
    """Five sizes, growing; space is a multiple of four."""
    theme = apply_theme(qapp, ThemeChoice.LIGHT)
    sizes = [theme.pixels(size) for size in TextSize]
    assert sizes == sorted(set(sizes))
    assert SPACE.large % 4 == 0
    assert theme.font(TextSize.TITLE).pixelSize() == theme.pixels(TextSize.TITLE)


def test_every_icon_draws_something(qtbot: QtBot) -> None:  # noqa: ARG001 - pixmaps need Qt
    """No icon is empty, at any density; a wrong name fails at once."""
    for name in drawings():
        image = icon_pixmap(name, "#FF0000", 20, 2.0).toImage()
        reds = {image.pixelColor(x, y).alpha() for x in range(40) for y in range(40)}
        assert len(reds) > 1, name
    with pytest.raises(KeyError):
        icon("no-such-icon")


def test_an_icon_follows_the_theme(qapp: QApplication) -> None:
    """The same QIcon is drawn anew in the colours of the moment."""
    play = icon("play")
    apply_theme(qapp, ThemeChoice.LIGHT)
    light = play.pixmap(24).toImage()
    apply_theme(qapp, ThemeChoice.DARK)
    dark = play.pixmap(24).toImage()
    off = play.pixmap(24, QIcon.Mode.Disabled).toImage()
    assert light != dark != off
    assert not app_icon().pixmap(64).isNull()
