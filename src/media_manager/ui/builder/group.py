"""Conditions that belong together: all of them, any of them, or none of them."""

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from media_manager.domain.query import And, Node, Not, Or
from media_manager.ui.builder.condition_row import ConditionRow, shows
from media_manager.ui.icons import icon
from media_manager.ui.theme import SPACE
from media_manager.ui.widgets.plain import PlainLabel

translate = QCoreApplication.translate


class Match(IntEnum):
    """How many of the conditions must hold; the places in the box."""

    ALL = 0
    ANY = 1
    NONE = 2


class Group(QFrame):
    """A list of rows and further groups. The outermost one cannot be removed."""

    changed = Signal()
    removed = Signal()

    def __init__(self, *, removable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("builder-group")
        self.children_: list[ConditionRow | Group] = []
        self._build(removable=removable)

    def node(self) -> Node | None:
        """Return what the group says; None when it says nothing."""
        nodes = self.nodes()
        if not nodes:
            return None
        match self.match.currentIndex():
            case Match.ANY:
                return nodes[0] if len(nodes) == 1 else Or(nodes)
            case Match.NONE:
                return Not(nodes[0] if len(nodes) == 1 else Or(nodes))
            case _:
                return nodes[0] if len(nodes) == 1 else And(nodes)

    def nodes(self) -> tuple[Node, ...]:
        """Return what the rows and groups inside say, without those that say nothing yet."""
        found = (child.node() for child in self.children_)
        return tuple(node for node in found if node is not None)

    def show_nodes(self, nodes: Sequence[Node]) -> None:
        """Show conditions that must all hold; a single OR or NOT is the group itself."""
        for child in list(self.children_):
            self._drop(child)
        match tuple(nodes):
            case (Or(inner),):
                self._fill(Match.ANY, inner)
            case (Not(Or(inner)),):
                self._fill(Match.NONE, inner)
            case (And(inner),):
                self._fill(Match.ALL, inner)
            case every:
                self._fill(Match.ALL, every)

    def add_condition(self, node: Node | None = None) -> ConditionRow:
        row = ConditionRow(node, self)
        self._add(row)
        return row

    def add_group(self, nodes: Sequence[Node] = ()) -> "Group":
        group = Group(parent=self)
        group.show_nodes(nodes)
        if not nodes:
            group.match.setCurrentIndex(Match.ANY)
            group.add_condition()
        self._add(group)
        return group

    # -- building ------------------------------------------------------------------------------

    def _build(self, *, removable: bool) -> None:
        column = QVBoxLayout(self)
        side = SPACE.medium if removable else 0
        column.setContentsMargins(side, SPACE.small if removable else 0, 0, 0)
        column.setSpacing(SPACE.small)
        head = QHBoxLayout()
        head.setSpacing(SPACE.small)
        self.match = QComboBox(self)
        self.match.setAccessibleName(translate("Builder", "How many must hold"))
        self.match.addItems(
            [
                translate("Builder", "All of these"),
                translate("Builder", "Any of these"),
                translate("Builder", "None of these"),
            ]
        )
        self.match.currentIndexChanged.connect(self.changed)
        head.addWidget(self.match)
        head.addStretch(1)
        if removable:
            head.addWidget(self._remove_button())
        column.addLayout(head)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(SPACE.large, 0, 0, 0)
        self._rows.setSpacing(SPACE.small)
        column.addLayout(self._rows)
        self.empty = PlainLabel(
            translate("Builder", "No conditions: everything is found."), tone="muted", parent=self
        )
        self._rows.addWidget(self.empty)
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(SPACE.large, 0, 0, 0)
        foot.setSpacing(SPACE.small)
        self.more = QPushButton(icon("plus"), translate("Builder", "Add condition"), self)
        self.more_group = QPushButton(icon("plus"), translate("Builder", "Add group"), self)
        self.more.clicked.connect(lambda: self.add_condition().focus_value())
        self.more_group.clicked.connect(self._on_group_wanted)
        for button in (self.more, self.more_group):
            button.setAutoDefault(False)
            foot.addWidget(button)
        foot.addStretch(1)
        return foot

    def _on_group_wanted(self) -> None:
        self.add_group().children_[0].setFocus()

    def _remove_button(self) -> QToolButton:
        remove = QToolButton(self)
        remove.setIcon(icon("x"))
        remove.setAutoRaise(True)
        remove.setToolTip(translate("Builder", "Remove this group"))
        remove.setAccessibleName(translate("Builder", "Remove this group"))
        remove.clicked.connect(self.removed)
        return remove

    def _fill(self, match: Match, nodes: Sequence[Node]) -> None:
        self.match.setCurrentIndex(match)
        for node in nodes:
            if shows(node):
                self.add_condition(node)
            else:
                self.add_group((node,))

    def _add(self, child: "ConditionRow | Group") -> None:
        self.children_.append(child)
        self._rows.addWidget(child)
        child.changed.connect(self.changed)
        child.removed.connect(lambda: self._on_removed(child))
        self.empty.hide()
        self.changed.emit()

    def _on_removed(self, child: "ConditionRow | Group") -> None:
        self._drop(child)
        self.more.setFocus()
        self.changed.emit()

    def _drop(self, child: "ConditionRow | Group") -> None:
        self.children_.remove(child)
        self._rows.removeWidget(child)
        child.hide()
        child.deleteLater()
        self.empty.setVisible(not self.children_)
