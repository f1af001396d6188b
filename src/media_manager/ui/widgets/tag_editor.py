"""Tags as chips: each is removed with one key, a new one is typed in place and completed."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from media_manager.lazy_model.texts import translate
from media_manager.ui.icons import icon
from media_manager.ui.theme import SPACE
from media_manager.ui.widgets.flow_layout import FlowLayout
from media_manager.ui.widgets.look import HIT, color, icon_size
from media_manager.ui.widgets.plain import LinkButton, tooltip

_LONGEST_TAG: Final = 200
_WIDEST_CHARACTERS: Final = 40


class TagChip(QWidget):
    """One tag. `partial` marks a tag that only some of the selected items have."""

    removed = Signal(str)
    opened = Signal(str)

    def __init__(self, name: str, *, partial: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.hair, 0, 0, 0)
        row.setSpacing(0)
        shown = f"{name} · {partial}" if partial else name
        self._word = LinkButton(shown, tone="text", parent=self)
        widest = self._word.fontMetrics().averageCharWidth() * _WIDEST_CHARACTERS
        self._word.setMaximumWidth(widest)
        self._word.setAccessibleName(
            translate("TagEditor", "Show items tagged %1").replace("%1", name)
        )
        self._word.setToolTip(tooltip(name))
        self._word.clicked.connect(lambda: self.opened.emit(self.name))
        self._remove = QToolButton(self)
        self._remove.setAutoRaise(True)
        self._remove.setIcon(icon("x", "muted"))
        side = max(HIT, self._word.sizeHint().height())
        self._remove.setFixedSize(QSize(side, side))
        self._remove.setIconSize(icon_size())
        text = translate("TagEditor", "Remove tag %1").replace("%1", name)
        self._remove.setAccessibleName(text)
        self._remove.setToolTip(tooltip(text))
        self._remove.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._remove.clicked.connect(lambda: self.removed.emit(self.name))
        row.addWidget(self._word)
        row.addWidget(self._remove)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit(self.name)
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("raised"))
        painter.drawRoundedRect(self.rect(), SPACE.radius, SPACE.radius)


class _Entry(QLineEdit):
    """Where a tag is typed; Escape gives up."""

    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            return
        super().keyPressEvent(event)


class TagEditor(QWidget):
    """The tags of an item or a selection. It says what is asked for; others change the library."""

    tag_added = Signal(str)
    tag_removed = Signal(str)
    tag_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[TagChip] = []
        self._known = QStringListModel(self)
        self._flow = FlowLayout(self, spacing=SPACE.hair)
        self._add = self._build_button()
        self._entry = self._build_entry()
        self._flow.addWidget(self._add)
        self._flow.addWidget(self._entry)

    @property
    def tags(self) -> list[str]:
        return [chip.name for chip in self._chips]

    def set_tags(
        self,
        tags: Iterable[str],
        *,
        known: Sequence[str] = (),
        partial: dict[str, str] | None = None,
    ) -> None:
        """Show these tags; what is being typed stays."""
        wanted, notes = list(tags), partial or {}
        self._known.setStringList(list(known))
        if [(chip.name) for chip in self._chips] == wanted and not notes:
            return
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(name, notes.get(name, "")) for name in wanted]
        tail: tuple[QWidget, ...] = (self._add, self._entry)
        for widget in tail:
            self._flow.removeWidget(widget)
        for widget in (*self._chips, *tail):
            self._flow.addWidget(widget)
        self.updateGeometry()

    def begin_adding(self) -> None:
        """Open the line in which a tag is typed."""
        self._add.hide()
        self._entry.show()
        self._entry.setFocus()

    def _chip(self, name: str, partial: str) -> TagChip:
        chip = TagChip(name, partial=partial, parent=self)
        chip.removed.connect(self.tag_removed)
        chip.opened.connect(self.tag_opened)
        chip.show()
        return chip

    def _build_button(self) -> LinkButton:
        button = LinkButton(translate("TagEditor", "Add tag…"), parent=self)
        button.clicked.connect(self.begin_adding)
        return button

    def _build_entry(self) -> _Entry:
        entry = _Entry(self)
        entry.setMaxLength(_LONGEST_TAG)
        entry.setAccessibleName(translate("TagEditor", "New tag"))
        entry.setPlaceholderText(translate("TagEditor", "New tag"))
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        entry.setCompleter(completer)
        entry.returnPressed.connect(self._finish)
        entry.given_up.connect(self._close)
        entry.editingFinished.connect(self._close_when_empty)
        entry.hide()
        return entry

    def _finish(self) -> None:
        name = " ".join(self._entry.text().split())
        self._entry.clear()
        if name and name not in self.tags:
            self.tag_added.emit(name)

    def _close_when_empty(self) -> None:
        if not self._entry.text().strip() and not self._entry.hasFocus():
            self._close()

    def _close(self) -> None:
        had_focus = self._entry.hasFocus()
        self._entry.clear()
        self._entry.hide()
        self._add.show()
        if had_focus:
            self._add.setFocus()
