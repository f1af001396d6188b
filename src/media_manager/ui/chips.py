"""The parts of the search in words below the header, each of which can be removed."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QToolButton, QWidget

from media_manager.domain.query import Node
from media_manager.ui.icons import icon
from media_manager.ui.query_words import node_words
from media_manager.ui.widgets.flow_layout import FlowLayout

translate = QCoreApplication.translate

# More rows would push the list off a small window, so the rest is folded.
MOST_ROWS: Final = 3
_LONGEST: Final = 60
_SIDES: Final = 16
_BELOW: Final = 8
# Unfolded they leave the larger part of the window to the list, and scroll.
_LARGEST_SHARE: Final = 0.4


class ChipLine(QScrollArea):
    """Rows of chips. With too many, the last ones stay behind a button that unfolds them."""

    removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chips")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        inside = QWidget(self)
        inside.setObjectName("chips-inside")
        self._line = FlowLayout(inside)
        self._line.setContentsMargins(_SIDES, 0, _SIDES, _BELOW)
        self.setWidget(inside)
        self._inside = inside
        self._nodes: tuple[Node, ...] = ()
        self._unfolded = False
        self.chips: list[QToolButton] = []
        self.more = self._button("", inside)
        self.more.clicked.connect(self._toggle)
        inside.installEventFilter(self)
        self.hide()

    def show_nodes(self, nodes: tuple[Node, ...]) -> None:
        """Show one chip for each condition; with each key only the last one changes its text."""
        if nodes == self._nodes:
            return
        same = _same_beginning(self._nodes, nodes)
        self._nodes = nodes
        while len(self.chips) < len(nodes):
            self._add_chip()
        while len(self.chips) > len(nodes):
            self._drop_chip()
        for at in range(same, len(nodes)):
            _write(self.chips[at], node_words(nodes[at]))
        self.setVisible(bool(nodes))
        self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Scroll to a chip that Tab came to."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QToolButton):
            self.ensureWidgetVisible(watched, 0, _BELOW)
        return super().eventFilter(watched, event)

    # -- folding -----------------------------------------------------------------------------

    def _fold(self) -> None:
        """Show as many chips as there is room for, and be as high as they are."""
        if not self.chips:
            return
        widths = [chip.sizeHint().width() for chip in self.chips]
        self.more.setText(self._more_text(len(self.chips)))
        room = self.width() - 2 * _SIDES
        fitting = _fitting(widths, self.more.sizeHint().width(), room, self._line.spacing())
        folds = fitting < len(self.chips)
        shown = len(self.chips) if self._unfolded or not folds else fitting
        for at, chip in enumerate(self.chips):
            chip.setVisible(at < shown)
        self.more.setVisible(folds)
        self.more.setText(self._more_text(len(self.chips) - shown))
        height = self._line.heightForWidth(self.width())
        window = self.window().height()
        self.setFixedHeight(min(height, max(round(window * _LARGEST_SHARE), 64)))

    def _more_text(self, hidden: int) -> str:
        if self._unfolded:
            return translate("Chips", "Show fewer")
        return translate("Chips", "%1 more").replace("%1", str(hidden))

    def _toggle(self) -> None:
        self._unfolded = not self._unfolded
        self._fold()

    # -- building ----------------------------------------------------------------------------

    def _add_chip(self) -> None:
        at = len(self.chips)
        chip = self._button("", self._inside)
        chip.setIcon(icon("x"))
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.clicked.connect(lambda: self.removed.emit(at))
        chip.installEventFilter(self)
        self.chips.append(chip)
        self._line.removeWidget(self.more)
        self._line.addWidget(chip)
        self._line.addWidget(self.more)

    def _drop_chip(self) -> None:
        chip = self.chips.pop()
        if chip.hasFocus() and self.chips:
            self.chips[-1].setFocus()
        self._line.removeWidget(chip)
        chip.hide()
        chip.deleteLater()

    def _button(self, text: str, parent: QWidget) -> QToolButton:
        button = QToolButton(parent)
        button.setObjectName("chip")
        button.setText(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


def _write(chip: QToolButton, text: str) -> None:
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    chip.setText(shown.replace("&", "&&"))
    chip.setAccessibleName(translate("Chips", "Remove %1").replace("%1", text))
    tip = translate("Chips", "Remove this from the search")
    chip.setToolTip(tip if shown == text else f"{text}\n{tip}")


def _fitting(widths: Sequence[int], more: int, room: int, spacing: int) -> int:
    """Return how many chips stand in the first rows, with room for the button behind them."""
    row, x = 1, 0
    ends: list[tuple[int, int]] = []
    for width in widths:
        if x and x + width > room:
            row, x = row + 1, 0
        x += min(width, room) + spacing
        ends.append((row, x))
    if row <= MOST_ROWS:
        return len(widths)
    fits = [
        at + 1
        for at, (end_row, end) in enumerate(ends)
        if end_row < MOST_ROWS or (end_row == MOST_ROWS and end + more <= room)
    ]
    return max(fits, default=1)


def _same_beginning(before: Sequence[Node], after: Sequence[Node]) -> int:
    """Return how many conditions at the front are the same."""
    pairs = enumerate(zip(before, after, strict=False))
    least = min(len(before), len(after))
    return next((at for at, (one, other) in pairs if one != other), least)
