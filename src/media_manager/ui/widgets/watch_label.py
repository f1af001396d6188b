"""One line in the status bar that says how the folders are watched, with the details behind it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from media_manager.domain.watching import RootWatch
from media_manager.ui.watch_words import watching_details, watching_text
from media_manager.ui.widgets.elided_label import ElidedLabel
from media_manager.ui.widgets.plain import tooltip


class WatchLabel(ElidedLabel):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._details = ""
        super().__init__(mode=Qt.TextElideMode.ElideRight, tone="muted", parent=parent)
        self.setObjectName("watch-label")
        self.hide()

    def show_states(self, states: Sequence[RootWatch]) -> None:
        """Say how each of these is watched."""
        self._details = watching_details(states)
        self.set_text(watching_text(states))
        self.setAccessibleDescription(self._details)
        self.setVisible(bool(self.text))

    def _tell_rest(self) -> None:
        # Always: the details are more than what is cut off.
        self.setToolTip(tooltip(self._details))
