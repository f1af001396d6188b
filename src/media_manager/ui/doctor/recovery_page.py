"""Stands in the place of a library that cannot be opened: each way back, in a sentence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from media_manager.ui.icon_label import IconLabel
from media_manager.ui.notifications import Act
from media_manager.ui.status_bar import show_fraction
from media_manager.ui.theme import SPACE, TextSize
from media_manager.ui.widgets.plain import PlainLabel

translate = QCoreApplication.translate

_WIDTH = 640
_BUTTON = 250


@dataclass(frozen=True, slots=True)
class Way:
    """One way on: what the button says, what it means in a sentence, and what it does."""

    text: str
    meaning: str
    call: Callable[[], object]


class RecoveryPage(QScrollArea):
    """Says what is wrong and offers the ways, best first; shows how far the chosen one is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("state-page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.buttons: list[QPushButton] = []
        self._stop: Callable[[], object] | None = None
        self._build()

    # -- what is shown -------------------------------------------------------------------------

    def show_state(
        self, sign: str, title: str, text: str, ways: Sequence[Way], acts: Sequence[Act] = ()
    ) -> None:
        """Show a state; buttons of the same texts stay, and with them the focus."""
        self.sign.show_icon(sign, "warn" if ways else "muted")
        self.title.setText(title)
        self.text.setText(text)
        self.bar.hide()
        self.step.hide()
        self.stop_button.hide()
        self._fill(ways, acts)
        self._offers.show()

    def show_busy(self, title: str, text: str, stop: Callable[[], object] | None) -> None:
        """Show that a way is being gone, and how to turn back."""
        self.title.setText(title)
        self.text.setText(text)
        self._offers.hide()
        self.step.setText("")
        self.step.show()
        show_fraction(self.bar, None)
        self.bar.show()
        self._stop = stop
        self.stop_button.setVisible(stop is not None)

    def show_progress(self, fraction: float | None, step: str) -> None:
        show_fraction(self.bar, fraction)
        self.step.setText(step)

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        page = QWidget(self)
        page.setObjectName("state-page")
        across = QHBoxLayout(page)
        inner = QWidget(page)
        inner.setMaximumWidth(_WIDTH)
        across.addStretch(1)
        across.addWidget(inner, 100)
        across.addStretch(1)
        column = QVBoxLayout(inner)
        self._inner, self._inner_column = inner, column
        column.setContentsMargins(SPACE.large, SPACE.wide, SPACE.large, SPACE.wide)
        column.setSpacing(SPACE.medium)
        self.sign = IconLabel("warning", 40, "warn", inner)
        self.title = PlainLabel(size=TextSize.TITLE, parent=inner)
        self.text = PlainLabel(tone="muted", parent=inner)
        self.text.set_selectable()
        self.bar = QProgressBar(inner, textVisible=False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName(translate("Recovery", "Progress"))
        self.step = PlainLabel(tone="muted", parent=inner)
        self.stop_button = QPushButton(translate("Recovery", "Stop"), inner)
        self.stop_button.clicked.connect(self._on_stop_clicked)
        self._offers = QWidget(inner)
        self._offers_column = QVBoxLayout(self._offers)
        self._offers_column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(1)
        column.addWidget(self.sign, alignment=Qt.AlignmentFlag.AlignLeft)
        for part in (self.title, self.text, self.bar, self.step):
            column.addWidget(part)
        column.addWidget(self.stop_button, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._offers)
        column.addStretch(2)
        self.setWidget(page)

    def _fill(self, ways: Sequence[Way], acts: Sequence[Act]) -> None:
        old = self._offers
        self._offers = QWidget(self._inner)
        column = QVBoxLayout(self._offers)
        column.setContentsMargins(0, SPACE.small, 0, 0)
        column.setSpacing(SPACE.small)
        self.buttons = []
        for at, way in enumerate(ways):
            column.addWidget(self._make_way(way, is_first=at == 0))
        line = QHBoxLayout()
        line.setSpacing(SPACE.small)
        for act in acts:
            line.addWidget(self._button(act.text, act.call))
        line.addStretch(1)
        column.addSpacing(SPACE.small)
        column.addLayout(line)
        self._inner_column.replaceWidget(old, self._offers)
        old.hide()
        old.deleteLater()

    def _make_way(self, way: Way, *, is_first: bool) -> QWidget:
        box = QWidget(self._offers)
        line = QHBoxLayout(box)
        line.setContentsMargins(0, SPACE.hair, 0, SPACE.hair)
        line.setSpacing(SPACE.large)
        button = self._button(way.text, way.call)
        button.setAccessibleDescription(way.meaning)
        button.setMinimumWidth(_BUTTON)
        if is_first:
            button.setProperty("kind", "primary")
        line.addWidget(button, alignment=Qt.AlignmentFlag.AlignTop)
        line.addWidget(PlainLabel(way.meaning, tone="muted", parent=box), 1)
        return box

    def _button(self, text: str, call: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self._offers)
        button.clicked.connect(lambda _checked=False: call())
        self.buttons.append(button)
        return button

    def _on_stop_clicked(self) -> None:
        if self._stop is not None:
            self._stop()
