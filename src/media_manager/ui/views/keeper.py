"""Keeps the places of a person in a list, by id, while its order or membership changes."""

import sys
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, Protocol

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QObject, Signal
from PySide6.QtWidgets import QAbstractItemView

from media_manager.domain.paging import Selection, selection_of
from media_manager.lazy_model import LazyListModel

Flag = QItemSelectionModel.SelectionFlag


class Anchored(Protocol):
    """A view that can say and restore what is at its upper edge."""

    def first_visible(self) -> tuple[int, int]:
        """Return the first visible row and how far it is scrolled out, in pixels."""
        ...

    def scroll_to_row(self, row: int, scrolled_out: int) -> None: ...


class _Places(NamedTuple):
    selection: Selection
    current: int | None
    current_row: int
    first: int | None
    scrolled_out: int


class PlaceKeeper(QObject):
    """Belongs to one view; makes `Selection` values of the Qt selection and back."""

    selection_changed = Signal()

    def __init__(self, view: QAbstractItemView, anchored: Anchored) -> None:
        super().__init__(view)
        self._view = view
        self._anchored = anchored
        self._places: _Places | None = None
        self._model: LazyListModel | None = None
        self._asked: Selection | None = None
        self._spans: list[tuple[int, int]] | None = None  # the selected rows, until they change

    def watch(self, model: LazyListModel | None) -> None:
        """Follow another model. Call it after the view has its selection model."""
        if self._model is not None:
            self._model.about_to_rearrange.disconnect(self._remember)
            self._model.rearranged.disconnect(self._go_back)
        self._model = model
        if model is not None:
            model.about_to_rearrange.connect(self._remember)
            model.rearranged.connect(self._go_back)
            self._view.selectionModel().selectionChanged.connect(self._on_selection_changed)

    def selection(self) -> Selection:
        """Return what is selected, by id."""
        if self._model is None:
            return Selection()
        return selection_of(self._model.result, self.spans())

    def select(self, selection: Selection) -> None:
        """Select these items, as far as the list has them."""
        if self._model is None:
            return
        self._select_spans(selection.spans(self._model.result))

    def select_all(self) -> None:
        """Select everything as one range: the inherited way asks for each row."""
        if self._model is not None and self._model.rowCount():
            self._select_spans([(0, self._model.rowCount() - 1)])

    def count(self) -> int:
        """Return how many items are selected, without a walk over them."""
        return sum(last - first + 1 for first, last in self.spans())

    def spans(self) -> list[tuple[int, int]]:
        """Return the selected rows as inclusive spans, ascending and joined."""
        selection = self._view.selectionModel().selection()
        found = (selection.at(at) for at in range(selection.count()))
        ranges = sorted((each.top(), each.bottom()) for each in found)
        joined: list[tuple[int, int]] = []
        for first, last in ranges:
            if joined and first <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
            else:
                joined.append((first, last))
        return joined

    def chosen_in(self, rows: range) -> Collection[int]:
        """Return the selected ones of a few rows; cheap enough for each paint."""
        selection = self._view.selectionModel()
        if not selection.hasSelection():
            return ()
        if self._spans is None:
            self._spans = self.spans()
        spans, chosen = self._spans, set[int]()
        at = max(0, bisect_right(spans, (rows.start, sys.maxsize)) - 1)
        while at < len(spans) and spans[at][0] < rows.stop:
            chosen.update(range(max(spans[at][0], rows.start), min(spans[at][1] + 1, rows.stop)))
            at += 1
        return chosen

    def select_rows(self, spans: Iterable[range], flags: QItemSelectionModel.SelectionFlag) -> None:
        """Select spans of rows in one step."""
        self._view.selectionModel().select(self._ranges([(r[0], r[-1]) for r in spans if r]), flags)

    def _select_spans(self, spans: Sequence[tuple[int, int]]) -> None:
        self._view.selectionModel().select(self._ranges(spans), Flag.ClearAndSelect)

    def _ranges(self, spans: Sequence[tuple[int, int]]) -> QItemSelection:
        model = self._view.model()
        right = model.columnCount() - 1
        chosen = QItemSelection()
        for first, last in spans:
            chosen.select(model.index(first, 0), model.index(last, right))
        return chosen

    def _on_selection_changed(self) -> None:
        self._spans = None
        if self._places is None:
            self.selection_changed.emit()

    def _remember(self) -> None:
        """Take the picture away: Qt would keep a persistent index for each selected row."""
        if self._model is None:
            return
        current = self._view.currentIndex().row()
        first, scrolled_out = self._anchored.first_visible()
        self._places = _Places(
            self.selection(),
            self._model.id_at(current),
            current,
            self._model.id_at(first),
            scrolled_out,
        )
        self._view.selectionModel().clearSelection()

    def _go_back(self) -> None:
        places, model = self._places, self._model
        if places is None or model is None:
            return
        self.select(places.selection)
        self._restore_current(places, model)
        row = None if places.first is None else model.result.index_of(places.first)
        # At the very top a person wants to see what is new, not where the first row went.
        if row is not None and (places.scrolled_out > 0 or self._anchored.first_visible()[0]):
            self._anchored.scroll_to_row(row, places.scrolled_out)
        self._places = None
        self.selection_changed.emit()

    def _restore_current(self, places: _Places, model: LazyListModel) -> None:
        if places.current_row < 0 or self._view.currentIndex().isValid():
            return  # Qt moved it with its item
        row = min(places.current_row, model.rowCount() - 1)
        index = model.index(row, 0) if row >= 0 else QModelIndex()
        self._view.selectionModel().setCurrentIndex(index, Flag.NoUpdate)
