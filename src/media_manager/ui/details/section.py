"""What all sections of the details share: a heading, and that they change only when they must."""

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from media_manager.domain.family import DetailsPage
from media_manager.domain.query import FIELDS, Compare, Field, FieldKind, format_query
from media_manager.lazy_model.texts import translate
from media_manager.ui.theme import SPACE, TextSize
from media_manager.ui.widgets.elided_label import ElidedLabel
from media_manager.ui.widgets.flow_layout import FlowLayout
from media_manager.ui.widgets.look import HIT
from media_manager.ui.widgets.plain import SIDES, LinkButton, PlainLabel, tooltip

_NAME_CHARACTERS: Final = 12


class Section(QWidget):
    """One subject of a page. It is built anew only when what it shows has changed.

    Subclasses MUST say which part of a page they show (`part`) and build it (`fill`).
    An empty part (None, or nothing in it) hides the section.
    """

    query_requested = Signal(str)

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: object = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(SPACE.hair)
        if title:
            heading = PlainLabel(title, size=TextSize.SECTION)
            self.column.addWidget(heading)
        self._fixed = self.column.count()
        self.hide()

    def part(self, page: DetailsPage) -> object:
        raise NotImplementedError

    def fill(self, page: DetailsPage) -> None:
        raise NotImplementedError

    def show_page(self, page: DetailsPage) -> None:
        """Show the part of a page that belongs here."""
        part = self.part(page)
        if part == self._shown:
            return
        self._shown = part
        clear(self.column, keep=self._fixed)
        if part:
            self.fill(page)
        self.setVisible(bool(part))

    def link(self, field: str, value: str, *, text: str = "") -> QWidget:
        """Return words that lead to a search, or plain ones where no search answers."""
        if field not in FIELDS:
            return ElidedLabel(text or value, mode=Qt.TextElideMode.ElideRight)
        button = LinkButton(text or value)
        whole = FIELDS[field].kind is FieldKind.NAME
        compare = Compare.EQUALS if whole else Compare.MATCHES
        query = format_query((Field(field, value, compare),))
        button.setAccessibleDescription(translate("Details", "Search %1").replace("%1", query))
        button.clicked.connect(lambda: self.query_requested.emit(query))
        return button

    def line(self, title: str, widgets: Iterable[QWidget], *, origin: str = "") -> QWidget:
        """Return a line that wraps: what it is about in muted words, then the values."""
        row = QWidget(self)
        flow = FlowLayout(row, spacing=SPACE.hair, hanging=True)
        name = PlainLabel(title, tone="muted")
        name.setWordWrap(False)
        # Short names begin their values in one column.
        name.setMinimumWidth(name.fontMetrics().averageCharWidth() * _NAME_CHARACTERS)
        flow.addWidget(name)
        for widget in widgets:
            if not isinstance(widget, LinkButton):
                widget.setContentsMargins(SIDES, 0, SIDES, 0)
            widget.setMinimumHeight(HIT)
            flow.addWidget(widget)
        row.setToolTip(tooltip(origin))
        return row


class Expander(LinkButton):
    """Words that show more, and then less."""

    toggled_open = Signal(bool)

    def __init__(self, closed: str, opened: str, parent: QWidget | None = None) -> None:
        super().__init__(closed, parent=parent)
        self._texts = (closed, opened)
        self.is_open = False
        self.clicked.connect(self._toggle)

    def _toggle(self) -> None:
        self.is_open = not self.is_open
        self.set_words(self._texts[self.is_open])
        self.toggled_open.emit(self.is_open)


def expandable(
    parent: QVBoxLayout, rest: Callable[[], QWidget], *, closed: str, opened: str
) -> Expander:
    """Add words that build and show the rest when they are first clicked."""
    button = Expander(closed, opened)
    built: list[QWidget] = []
    parent.addWidget(button)

    def toggle(is_open: object) -> None:
        if not built:
            built.append(rest())
            parent.insertWidget(parent.indexOf(button), built[0])
        built[0].setVisible(bool(is_open))

    button.toggled_open.connect(toggle)
    return button


def clear(layout: QLayout, *, keep: int = 0) -> None:
    """Take out and delete what a layout holds beyond its first `keep` parts."""
    while layout.count() > keep:
        item = layout.takeAt(layout.count() - 1)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
