"""What stands in the place of a list that has nothing to show: what it is, why, and one way on."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from media_manager.ui.centered import READABLE_WIDTH, centered_column
from media_manager.ui.icon_label import IconLabel
from media_manager.ui.notifications import Act

_Direction = QBoxLayout.Direction


@dataclass(frozen=True, slots=True)
class StateText:
    """What a page says. The first act is the obvious one."""

    sign: str
    title: str
    text: str = ""
    acts: tuple[Act, ...] = ()
    busy: bool = False


class StatePage(QWidget):
    """Shows one `StateText` after the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("state-page")
        self._buttons: list[QPushButton] = []
        self._acts: tuple[Act, ...] = ()
        self._build()

    @property
    def title(self) -> str:
        return self._title.text()

    @property
    def text(self) -> str:
        return self._text.text()

    def show_state(self, state: StateText) -> None:
        """Say something else. Buttons of the same texts stay, and with them the focus."""
        self._sign.show_icon(state.sign, "muted")
        self._title.setText(state.title)
        self._text.setText(state.text)
        self._text.setVisible(bool(state.text))
        self.bar.setVisible(state.busy)
        if [act.text for act in state.acts] != [act.text for act in self._acts]:
            self._make_buttons(state.acts)
        self._acts = state.acts

    def press(self, at: int = 0) -> None:
        """Do what the obvious button does."""
        self._acts[at].call()

    def show_progress(self, done: int, total: int) -> None:
        """Move the bar; a total of 0 says only that something is going on."""
        self.bar.setRange(0, 1_000 if total else 0)
        if total:
            self.bar.setValue(min(1_000, done * 1_000 // total))

    def _build(self) -> None:
        column = centered_column(self)
        self._sign = IconLabel("info", 40, "muted", self)
        self._title = QLabel(self, wordWrap=True)
        self._title.setProperty("type", "title")
        self._text = QLabel(self, wordWrap=True)
        self._text.setProperty("tone", "muted")
        for label in (self._title, self._text):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.bar = QProgressBar(self, textVisible=False)
        self.bar.setFixedSize(320, 6)
        self.bar.setRange(0, 0)
        self._line = QBoxLayout(_Direction.LeftToRight)
        self._line.setSpacing(12)
        for part in (self._sign, self._title, self._text):
            column.addWidget(part)
        column.addWidget(self.bar, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(self._line)
        self._line.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _make_buttons(self, acts: tuple[Act, ...]) -> None:
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        for at, act in enumerate(acts):
            button = QPushButton(act.text, self)
            if at == 0:
                button.setProperty("kind", "primary")
            button.clicked.connect(lambda _checked=False, at=at: self.press(at))
            self._line.addWidget(button)
            self._buttons.append(button)
        # Side by side as long as they fit; long offers stand one below the other.
        width = sum(button.sizeHint().width() + self._line.spacing() for button in self._buttons)
        side_by_side = width <= READABLE_WIDTH
        self._line.setDirection(_Direction.LeftToRight if side_by_side else _Direction.TopToBottom)
