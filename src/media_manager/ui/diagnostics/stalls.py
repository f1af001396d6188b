"""When the window did not answer, for how long, and what it did meanwhile."""

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from media_manager.ui.diagnostics import texts
from media_manager.ui.diagnostics.page import Page, show_text, text_view
from media_manager.ui.diagnostics.rows import Column
from media_manager.ui.diagnostics.table import FactTable
from media_manager.ui.diagnostics.texts import translate
from media_manager.workers.services import Services
from media_manager.workers.stalls import STALL_SECONDS, Stall

_SHARES = (2, 3)


class StallLine(NamedTuple):
    """One stall; `number` tells apart those of one instant."""

    number: int
    stall: Stall


class Stalls(Page):
    """The newest stalls; the stack of the one that is chosen stands below."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        name = translate("Diagnostics", "Stalls of the window")
        self.table = FactTable(name, _columns(), lambda line: line.number, sort=1, parent=self)
        self.table.empty = translate("Diagnostics", "The window has always answered.")
        self.stack = text_view(translate("Diagnostics", "What the window did"), self)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.addWidget(self.table)
        split.addWidget(self.stack)
        split.setChildrenCollapsible(False)
        for at, share in enumerate(_SHARES):
            split.setStretchFactor(at, share)
        self.column.addWidget(split, 1)
        self._hint = self.note("")
        self.table.chosen.connect(self._on_chosen)

    def refresh(self) -> None:
        watch = self._services.stalls
        if watch is None or not self._services.settings.flag("instrumentation.stalls"):
            self._hint.setText(
                translate(
                    "Diagnostics",
                    "Nobody watches the window: the setting instrumentation.stalls is off.",
                )
            )
            return
        newest = list(watch.stalls)
        first = watch.count - len(newest)
        self.table.set_rows([StallLine(first + at, each) for at, each in enumerate(newest)])
        self._hint.setText(_hint(watch.count, watch.longest_seconds))

    def _on_chosen(self, line: StallLine | None) -> None:
        late = translate("Diagnostics", "It was over before anybody could look.")
        # The end is where it stood still.
        show_text(self.stack, "" if line is None else line.stall.stack or late, at_end=True)


def _hint(count: int, longest: float) -> str:
    text = translate(
        "Diagnostics",
        "%1 times the window did not answer for more than %2, the longest %3. The newest are kept.",
    )
    text = text.replace("%1", texts.whole(count)).replace("%2", texts.duration(STALL_SECONDS))
    return text.replace("%3", texts.duration(longest))


def _columns() -> tuple[Column, ...]:
    return (
        Column(
            translate("Diagnostics", "When"),
            lambda line: line.stall.at_us,
            lambda line: texts.moment(line.stall.at_us),
        ),
        Column(
            translate("Diagnostics", "Length"),
            lambda line: line.stall.seconds,
            lambda line: texts.duration(line.stall.seconds),
            is_number=True,
        ),
        Column(translate("Diagnostics", "In"), lambda line: _innermost(line.stall.stack)),
    )


def _innermost(stack: str) -> str:
    """Return the line of the program at which the window stood still."""
    lines = [line.strip() for line in stack.splitlines() if line.strip().startswith("File ")]
    return lines[-1] if lines else translate("Diagnostics", "not seen")
