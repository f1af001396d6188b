"""Jumps in the list: by the letters at its side, by typing, and what the scroll bar says."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QPoint
from PySide6.QtWidgets import QAbstractItemView, QScrollBar, QStyle, QStyleOptionSlider, QToolTip

from media_manager.domain.query import Query, SortKey
from media_manager.lazy_model import ListState
from media_manager.library.jump import Mark, can_jump, find_row, label_at, list_marks
from media_manager.persistence.reader import LibraryReader
from media_manager.ui.jump_box import JumpBox
from media_manager.ui.widgets.letter_rail import LetterRail
from media_manager.ui.window_parts import WindowParts

if TYPE_CHECKING:
    from media_manager.ui.places import Spot

translate = QCoreApplication.translate
T = TypeVar("T")

# A list that is seen at a glance needs no letters.
_LEAST_ROWS = 200


class Jumping(QObject):
    """Made behind the first paint. Everything is asked on the read lane."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._model = parts.model
        self._list = parts.frame.list
        self._before: Spot | None = None
        self._told: set[QScrollBar] = set()
        self.rail = LetterRail()
        self.rail.chosen.connect(self._go_to_row)
        self._list.add_beside(self.rail)
        self.box = JumpBox(self._list.stack)
        self.box.typed.connect(self._on_typed)
        self.box.accepted.connect(self._list.focus_list)
        self.box.refused.connect(self._go_back)
        self._model.count_changed.connect(self._ask_marks)
        self._model.state_changed.connect(self._ask_marks)
        self._list.selection_changed.connect(self._watch_bar)
        self._list.front_changed.connect(self._ask_marks)
        self._ask_marks()
        self._watch_bar()

    @property
    def can_jump(self) -> bool:
        """Tell whether the list is whole, and in an order that one can jump in."""
        model = self._model
        return (
            model.state is ListState.READY
            and model.is_exact
            and can_jump(model.query)
            and self._list.shows_list
            and not self._list.shows_tree
        )

    def open(self) -> None:
        """Let a title or a year be typed, or say why not."""
        if not self.can_jump:
            self._parts.notifications.say(
                translate("Jumping", "Sort the list by title, year or date added to jump in it.")
            )
            return
        self._before = self._parts.navigation.look()
        query = self._model.query
        titles = isinstance(query, Query) and query.sort is SortKey.TITLE
        self.box.open(
            translate("Jumping", "Beginning of a title")
            if titles
            else translate("Jumping", "A year")
        )

    # -- the letters ---------------------------------------------------------------------------

    def _ask_marks(self) -> None:
        if not self.can_jump or self._model.rowCount() < _LEAST_ROWS:
            self.rail.show_marks(())
            return
        result = self._model.result
        none: tuple[Mark, ...] = ()
        self._ask(lambda reader: list_marks(reader, result), none, self._show_marks, "jump-marks")

    def _show_marks(self, marks: tuple[Mark, ...]) -> None:
        self.rail.show_marks(marks if self.can_jump else ())

    # -- typing --------------------------------------------------------------------------------

    def _on_typed(self, text: str) -> None:
        if self.can_jump and text.strip():
            result = self._model.result
            self._ask(
                lambda reader: find_row(reader, result, text), None, self._on_found, "jump-row"
            )

    def _on_found(self, row: int | None) -> None:
        if row is not None and self.box.isVisible():
            self._go_to_row(row)

    def _go_to_row(self, row: int) -> None:
        view = self._list.view
        item_id = self._model.id_at(row)
        if item_id is not None:
            self._list.choose(item_id)
            view.scrollTo(self._model.index(row, 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def _go_back(self) -> None:
        spot, self._before = self._before, None
        if spot is not None:
            if spot.current_id is not None:
                self._list.choose(spot.current_id)
            self._list.view.scroll_to_row(spot.first_row, spot.scrolled_out)
        self._list.focus_list()

    # -- the scroll bar ------------------------------------------------------------------------

    def _watch_bar(self) -> None:
        bar = self._list.view.verticalScrollBar()
        if bar not in self._told:
            self._told.add(bar)
            bar.sliderMoved.connect(lambda _value: self._on_dragged(bar))
            bar.sliderReleased.connect(QToolTip.hideText)

    def _on_dragged(self, bar: QScrollBar) -> None:
        if not self.can_jump or self._model.rowCount() < _LEAST_ROWS:
            return
        result, row = self._model.result, self._list.view.first_visible()[0]
        self._ask(
            lambda reader: label_at(reader, result, row),
            "",
            lambda label: self._show_label(bar, label),
            "jump-label",
        )

    def _show_label(self, bar: QScrollBar, label: str) -> None:
        if bar.isSliderDown() and label:
            option = QStyleOptionSlider()
            bar.initStyleOption(option)
            handle = bar.style().subControlRect(
                QStyle.ComplexControl.CC_ScrollBar,
                option,
                QStyle.SubControl.SC_ScrollBarSlider,
                bar,
            )
            at = bar.mapToGlobal(handle.center()) - QPoint(64, 16)
            QToolTip.showText(at, label, bar)

    def _ask(
        self,
        work: Callable[[LibraryReader], T],
        empty: T,
        done: Callable[[T], None],
        key: str,
    ) -> None:
        self._parts.services.read(
            work, empty=empty, on_done=done, on_error=self._parts.notifications.error, key=key
        )
