"""Arranges the table as each place was left, and offers its columns."""

import json
from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QObject, QPoint
from PySide6.QtWidgets import QMenu

from media_manager.lazy_model import LazyListModel
from media_manager.lazy_model.columns import heading
from media_manager.ui.place_habits import PlaceHabits, habit_key
from media_manager.ui.places import Place
from media_manager.ui.views.table import TableView
from media_manager.ui.views.table_state import TableState
from media_manager.ui.window_state import WindowState

translate = QCoreApplication.translate

# Where places that nobody arranged get their columns from: the last arrangement of any place.
_USUAL: Final = "table/state"


class TableMemory(QObject):
    """Belongs to one table. A place that was never arranged looks as the last one that was."""

    def __init__(
        self, table: TableView, habits: PlaceHabits, memory: WindowState, place: Place
    ) -> None:
        super().__init__(table)
        self._table = table
        self._habits = habits
        self._memory = memory
        self._place = place
        self._first = table.arrangement()
        self._usual = _state(_read(memory.text(_USUAL)), self._first)
        self._shown = self._first
        self._arrange(place)
        table.header_menu_requested.connect(self._on_menu_requested)

    def show_place(self, place: Place) -> None:
        """Keep how the table is now, and arrange it for another place."""
        if habit_key(place) != habit_key(self._place):
            self.take()
            self._arrange(place)
        self._place = place

    def take(self) -> None:
        """Remember what a person changed since the place was shown."""
        state = self._table.arrangement()
        if state.columns != self._shown.columns:
            self._habits.keep_table(self._place, state.to_dict())
            self._shown = self._usual = state

    def keep(self) -> None:
        """Remember it for the next start."""
        self.take()
        self._memory.keep({_USUAL: json.dumps(self._usual.to_dict())})

    def reset(self) -> None:
        """Go back to the columns of the program, for this place."""
        self._habits.keep_table(self._place, None)
        self._restore(self._first)
        self._usual = self._first

    def fill_menu(self, menu: QMenu) -> None:
        """Offer the columns to show or hide; the title always stays."""
        model = self._table.model()
        columns = model.columns if isinstance(model, LazyListModel) else ()
        for at, column in enumerate(columns):
            action = menu.addAction(heading(column.key))
            action.setCheckable(True)
            action.setChecked(not self._table.isColumnHidden(at))
            action.setEnabled(at > 0)
            action.toggled.connect(
                lambda shown, key=column.key: self._table.set_column_shown(key, shown)
            )
        menu.addSeparator()
        menu.addAction(translate("TableMemory", "Usual columns")).triggered.connect(self.reset)

    def _arrange(self, place: Place) -> None:
        self._restore(_state(self._habits.table(place), self._usual))

    def _restore(self, state: TableState) -> None:
        # How dense the rows are is a setting, the same everywhere.
        self._table.restore_arrangement(state)
        self._shown = self._table.arrangement()

    def _on_menu_requested(self, at: QPoint) -> None:
        menu = QMenu(translate("TableMemory", "Columns"), self._table)
        self.fill_menu(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)


def _read(text: str) -> Mapping[str, Any] | None:
    try:
        read = json.loads(text)
    except ValueError:
        return None  # nothing was kept yet
    return read if isinstance(read, dict) else None


def _state(saved: Mapping[str, Any] | None, fallback: TableState) -> TableState:
    if saved is None:
        return fallback
    try:
        return TableState.from_dict(saved)
    except (KeyError, TypeError, ValueError):
        return fallback  # another version wrote it
