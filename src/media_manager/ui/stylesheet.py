"""The one stylesheet: what a palette cannot say, written in tokens."""

from collections.abc import Callable
from string import Template
from typing import Any, Final

from media_manager.ui.tokens import Tokens

_SHEET: Final = Template("""
QToolTip {
    background: $raised; color: $text; border: 1px solid $line; padding: 4px 8px;
}
QLabel[tone="muted"] { color: $muted; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="ok"] { color: $ok; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="danger"] { color: $danger; }
QLabel[type="caption"] { font-size: ${caption}px; }
QLabel[type="section"] { font-size: ${section}px; font-weight: 600; }
QLabel[type="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[type="hero"] { font-size: ${hero}px; font-weight: 600; }

QPushButton {
    background: $raised; color: $text; border: 1px solid $line; border-radius: 6px;
    padding: 5px 14px; min-height: 20px;
}
QPushButton:hover { border-color: $muted; }
QPushButton:pressed { background: $line; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 13px; }
QPushButton:disabled { color: $disabled; background: $surface; }
QPushButton[kind="primary"] {
    background: $accent_fill; color: #FFFFFF; border: 1px solid $accent_fill; font-weight: 600;
}
QPushButton[kind="primary"]:hover { border-color: $text; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $raised; color: $disabled; }

QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox {
    background: $raised; color: $text; border: 1px solid $line; border-radius: 6px;
    padding: 4px 8px; selection-background-color: $accent_fill; selection-color: #FFFFFF;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus {
    border: 2px solid $accent; padding: 3px 7px;
}

QAbstractSpinBox QLineEdit { border: none; padding: 0 0 0 6px; background: transparent; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    subcontrol-origin: padding; width: 16px; border: none;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-arrow {
    width: 0; height: 0; border-bottom: 4px solid $muted;
    border-left: 4px solid $raised; border-right: 4px solid $raised;
}
QAbstractSpinBox::down-arrow {
    width: 0; height: 0; border-top: 4px solid $muted;
    border-left: 4px solid $raised; border-right: 4px solid $raised;
}
QAbstractSpinBox QLineEdit:focus { border: none; padding: 0 0 0 6px; }
QComboBox {
    background: $raised; color: $text; border: 1px solid $line; border-radius: 6px;
    padding: 4px 8px; min-height: 18px;
}
QComboBox:focus { border: 2px solid $accent; padding: 3px 7px; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow {
    width: 0; height: 0; margin-right: 8px; border-top: 5px solid $muted;
    border-left: 4px solid $raised; border-right: 4px solid $raised;
}
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line; padding: 4px; }

QToolBar { background: $window; border: none; border-bottom: 1px solid $line; spacing: 4px; }
QStatusBar { background: $window; border-top: 1px solid $line; color: $muted; }
QStatusBar::item { border: none; }
QToolButton {
    border: 2px solid transparent; border-radius: 6px; padding: 4px; color: $text;
}
QToolButton:hover { background: $raised; }
QToolButton:pressed, QToolButton:checked { background: $line; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $disabled; }

QAbstractItemView { background: $surface; border: none; outline: none; }
QHeaderView { background: $surface; border: none; border-bottom: 1px solid $line; }
QHeaderView::section {
    background: $surface; color: $muted; border: none;
    border-right: 1px solid transparent; padding: 6px 8px;
}
QHeaderView::section:hover { color: $text; border-right: 1px solid $line; }

QTabBar::tab {
    background: transparent; color: $muted; border: none; padding: 8px 16px;
    border-bottom: 2px solid transparent;
}
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:focus { color: $accent; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar { qproperty-drawBase: 0; }

#toast { background: $raised; border: 1px solid $line; border-radius: 8px; }
#toast[tone="danger"] { border: 1px solid $danger; }
#palette { background: $raised; border: 1px solid $line; border-radius: 8px; }
#palette-list { background: transparent; }
#search-popup { background: $raised; border: 1px solid $line; border-radius: 6px; }
#search-choices { background: transparent; }
#root-banner, #notice { background: $raised; border: none; border-bottom: 1px solid $line; }
#jobs-panel { background: $surface; border: none; border-top: 1px solid $line; }
#jobs-panel QScrollArea, #jobs-panel QScrollArea > QWidget > QWidget { background: $surface; }
#status-bar { border-top: 1px solid $line; }
#library-view, #state-page, #chips, #chips-inside { background: $surface; }
QToolButton#chip {
    background: $raised; border: 1px solid $line; border-radius: 6px; padding: 2px 8px 2px 4px;
}
QToolButton#chip:hover { border-color: $muted; }
QToolButton#chip:focus { border-color: $accent; }

QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }

QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $line; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: $raised; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_fill; color: #FFFFFF; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QSlider::groove:horizontal { height: 4px; background: $line; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent_fill; border-radius: 2px; }
QSlider::handle:horizontal {
    background: $text; width: 14px; height: 14px; margin: -5px 0; border-radius: 7px;
}
QSlider::handle:horizontal:focus { background: $accent; }

QProgressBar {
    background: $line; border: none; border-radius: 3px; max-height: 6px; text-align: center;
}
QProgressBar::chunk { background: $accent_fill; border-radius: 3px; }
""")


def build_stylesheet(tokens: Tokens, pixels: Callable[[Any], int]) -> str:
    """Fill in the colours, and the sizes of type by their names."""
    colors = {name: getattr(tokens, name) for name in Tokens.__slots__ if name != "dark"}
    sizes = {name: pixels(name) for name in ("caption", "body", "section", "title", "hero")}
    return _SHEET.substitute(colors, **sizes)
