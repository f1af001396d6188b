"""The column between sidebar and list that narrows the search by what its items have in common."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from media_manager.domain.facets import Facet
from media_manager.ui.facets.tree import FacetTree
from media_manager.ui.icons import icon

translate = QCoreApplication.translate


class FacetsPanel(QWidget):
    """A title, a box that finds values, and the tree. It decides nothing."""

    clear_wanted = Signal()
    close_wanted = Signal()
    left = Signal()
    filter_changed = Signal(str)

    def __init__(
        self, sections: Sequence[tuple[Facet, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("facets-panel")
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.tree = FacetTree(sections, self)
        self._build()
        self._connect()

    def focus_tree(self) -> None:
        """Give the keyboard to the tree, on its first row if it was on none."""
        if not self.tree.currentIndex().isValid():
            self.tree.setCurrentIndex(self.tree.facets.index(0, 0))
        self.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_clearable(self, *, clearable: bool) -> None:
        """Offer to clear, if a value is chosen or excluded."""
        self._clear.setEnabled(clearable)

    @property
    def filter_text(self) -> str:
        return self.find_box.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the box to the tree with Down, and back to the list with Esc."""
        if watched is self.find_box and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
                self.focus_tree()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
                self._on_escape()
                return True
        return super().eventFilter(watched, event)

    def _on_escape(self) -> None:
        if self.find_box.text():
            self.find_box.clear()
        else:
            self.left.emit()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        line = QHBoxLayout()
        line.setContentsMargins(12, 8, 8, 0)
        title = QLabel(translate("Facets", "Filters"), self)
        title.setProperty("type", "section")
        self._clear = QToolButton(self, autoRaise=True)
        self._clear.setText(translate("Facets", "Clear"))
        self._clear.setToolTip(translate("Facets", "Remove all filters of this column"))
        self._clear.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._clear.setEnabled(False)
        close = QToolButton(self, autoRaise=True)
        close.setIcon(icon("x", "muted"))
        close.setAccessibleName(translate("Facets", "Hide the filters"))
        close.setToolTip(close.accessibleName())
        close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        close.clicked.connect(self.close_wanted)
        line.addWidget(title, 1)
        line.addWidget(self._clear)
        line.addWidget(close)
        self.find_box = QLineEdit(self)
        self.find_box.setPlaceholderText(translate("Facets", "Find a genre, a person, a tag…"))
        self.find_box.setAccessibleName(translate("Facets", "Find a value"))
        self.find_box.setClearButtonEnabled(True)
        self.find_box.installEventFilter(self)
        box = QHBoxLayout()
        box.setContentsMargins(12, 0, 12, 0)
        box.addWidget(self.find_box)
        column.addLayout(line)
        column.addLayout(box)
        column.addWidget(self.tree, 1)

    def _connect(self) -> None:
        self._clear.clicked.connect(self.clear_wanted)
        self.find_box.textChanged.connect(self.tree.filter)
        self.find_box.textChanged.connect(self.filter_changed)
        self.tree.left.connect(self.left)
