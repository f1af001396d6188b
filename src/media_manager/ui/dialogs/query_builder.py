"""Builds a search from menus, shows its text, so that it is learned, and how much it finds."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from media_manager.domain.query import And, Node, Query, format_query, parse_query
from media_manager.errors import QueryError
from media_manager.ui.builder.group import Group, Match
from media_manager.ui.theme import SPACE
from media_manager.ui.widgets.plain import PlainLabel
from media_manager.ui.words import counted
from media_manager.workers.services import Services

translate = QCoreApplication.translate

_SIZE = (860, 560)
# A number typed digit by digit is one question, not four.
_PAUSE_MS = 150


class QueryBuilder(QDialog):
    """Only what the grammar has: whatever it builds could have been typed."""

    query_chosen = Signal(str)

    def __init__(
        self,
        services: Services,
        text: str = "",
        *,
        here: Sequence[Node] = (),
        parent: QWidget | None = None,
    ) -> None:
        """Begin with the search that is there; `here` is the place that it searches."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("Builder", "Build a search"))
        self.resize(*_SIZE)
        self._services = services
        self._here = tuple(here)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask_count)
        self.group = Group(removable=False)
        self._build()
        self.group.show_nodes(_readable(text))
        if not self.group.children_:
            self.group.add_condition()
        self.group.changed.connect(self._on_changed)
        self._on_changed()

    def nodes(self) -> tuple[Node, ...]:
        """Return the conditions that are built."""
        if self.group.match.currentIndex() == Match.ALL:
            return self.group.nodes()
        node = self.group.node()
        if node is None:
            return ()
        return node.nodes if isinstance(node, And) else (node,)

    def accept(self) -> None:
        self.query_chosen.emit(format_query(self.nodes()))
        super().accept()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.wide, SPACE.wide, SPACE.wide, SPACE.medium)
        column.setSpacing(SPACE.medium)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(translate("Builder", "Conditions"))
        inner = QWidget(area)
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, SPACE.small, 0)
        rows.addWidget(self.group)
        rows.addStretch(1)
        area.setWidget(inner)
        column.addWidget(area, 1)
        self.text = PlainLabel(tone="muted", parent=self)
        self.text.set_selectable()
        self.text.setAccessibleName(translate("Builder", "The search as text"))
        column.addWidget(self.text)
        self.found = PlainLabel(parent=self)
        column.addWidget(self.found)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.search = buttons.addButton(
            translate("Builder", "Search"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.search.setProperty("kind", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _on_changed(self) -> None:
        self.text.setText(format_query(self.nodes()))
        self._pause.start()

    def _ask_count(self) -> None:
        query = Query((*self._here, *self.nodes()))
        self._services.read(
            lambda reader: reader.count(query),
            empty=0,
            on_done=lambda found: self.found.setText(counted("result", found)),
            on_error=lambda error: self.found.setText(str(error)),
            key="query-builder",
        )


def _readable(text: str) -> tuple[Node, ...]:
    """Return the conditions of the search that is there; one that is half typed is left alone."""
    try:
        return parse_query(text)
    except QueryError:
        return ()
