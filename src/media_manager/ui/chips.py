"""The parts of the search in words below the header, each of which can be removed."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from media_manager.domain.query import Node
from media_manager.ui.icons import icon
from media_manager.ui.query_words import node_words
from media_manager.ui.widgets.flow_layout import FlowLayout

translate = QCoreApplication.translate

# Two or three rows: more chips would push the list off the window, so the rest is folded.
MOST_SHOWN: Final = 12
_LONGEST: Final = 60


class ChipLine(QWidget):
    """Rows of chips. With too many, the last ones stay behind a button that unfolds them."""

    removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = FlowLayout(self)
        self._line.setContentsMargins(16, 0, 16, 8)
        self._nodes: tuple[Node, ...] = ()
        self._shown: tuple[Node, ...] = ()
        self._unfolded = False
        self.chips: list[QToolButton] = []
        self.hide()

    def show_nodes(self, nodes: tuple[Node, ...]) -> None:
        """Show one chip for each condition; the same conditions stay as they are."""
        if nodes == self._nodes:
            return
        self._nodes = nodes
        self._build()

    def _build(self) -> None:
        """Make chips from the first other condition on; those before it stay."""
        nodes = self._nodes
        shown = len(nodes) if self._unfolded or len(nodes) <= MOST_SHOWN else MOST_SHOWN - 2
        same = _same_beginning(self._shown, nodes[:shown])
        focused = next((at for at, chip in enumerate(self.chips) if chip.hasFocus()), None)
        self._drop_from(same)
        self._shown = nodes[:shown]
        added = [self._chip(at, node_words(nodes[at])) for at in range(same, shown)]
        if len(nodes) > MOST_SHOWN:
            added.append(self._fold_button(len(nodes) - shown))
        for chip in added:
            self._line.addWidget(chip)
        self.chips += added
        self.setVisible(bool(nodes))
        if focused is not None and self.chips:
            self.chips[min(focused, len(self.chips) - 1)].setFocus()

    def _drop_from(self, first: int) -> None:
        for chip in self.chips[first:]:
            self._line.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        del self.chips[first:]

    def _chip(self, at: int, text: str) -> QToolButton:
        chip = self._button(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")
        chip.setIcon(icon("x"))
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setAccessibleName(translate("Chips", "Remove %1").replace("%1", text))
        tip = translate("Chips", "Remove this from the search")
        chip.setToolTip(tip if len(text) <= _LONGEST else f"{text}\n{tip}")
        chip.clicked.connect(lambda: self.removed.emit(at))
        return chip

    def _fold_button(self, hidden: int) -> QToolButton:
        more = translate("Chips", "%1 more").replace("%1", str(hidden))
        button = self._button(translate("Chips", "Show fewer") if self._unfolded else more)
        button.clicked.connect(self._toggle)
        return button

    def _button(self, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("chip")
        button.setText(text.replace("&", "&&"))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _toggle(self) -> None:
        self._unfolded = not self._unfolded
        self._build()


def _same_beginning(before: Sequence[Node], after: Sequence[Node]) -> int:
    """Return how many conditions at the front are the same."""
    pairs = enumerate(zip(before, after, strict=False))
    least = min(len(before), len(after))
    return next((at for at, (one, other) in pairs if one != other), least)
