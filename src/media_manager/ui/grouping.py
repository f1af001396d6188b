"""Headings over the posters: the list in groups of its order, remembered for each place."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from media_manager.domain.grouping import SORTS, GroupBy
from media_manager.domain.query import SortKey
from media_manager.library.groups import GroupStart, find_groups
from media_manager.ui.browsing import Browsing
from media_manager.ui.field_words import choice_word
from media_manager.ui.geometry import Section
from media_manager.ui.places import Stop
from media_manager.ui.sort_menu import usual_order
from media_manager.ui.words import number
from media_manager.workers.services import Services

if TYPE_CHECKING:
    from media_manager.lazy_model import LazyMediaItemModel
    from media_manager.ui.library_view import LibraryView

translate = QCoreApplication.translate

_KEY = "groups"
# What a list is grouped by when it is only said that it should be: what its order suggests.
_USUAL = {
    SortKey.TITLE: GroupBy.LETTER,
    SortKey.YEAR: GroupBy.DECADE,
    SortKey.RATING: GroupBy.RATING,
    SortKey.ADDED: GroupBy.MONTH,
    SortKey.KIND: GroupBy.KIND,
}


class Grouping(QObject):
    """Asks for the groups once all ids are known; until then the list stands without headings."""

    changed = Signal(bool)  # whether this place is grouped

    def __init__(self, services: Services, browsing: Browsing) -> None:
        super().__init__(browsing)
        self._services = services
        self._browsing = browsing
        self._view: LibraryView = browsing.view
        self._model: LazyMediaItemModel = browsing.model
        self._shown = False
        self.menu = QMenu(self._view)
        self._choices: dict[GroupBy | None, QAction] = {}
        self._fill_menu()
        self.button = self._make_button()
        browsing.navigation.changed.connect(self._on_stop_changed)
        self._model.count_changed.connect(self._ask)
        self._model.modelAboutToBeReset.connect(self._clear)
        self._view.tree_loaded.connect(self._tell)
        self._tell()
        self._ask()

    @property
    def chosen(self) -> GroupBy | None:
        """Return what the place is grouped by, whether or not its order allows it now."""
        return self._browsing.habits.group(self._browsing.stop.place)

    @property
    def is_on(self) -> bool:
        return self.chosen is not None

    @property
    def active(self) -> GroupBy | None:
        """Return what the list is grouped by: only in the order of it is each group one run."""
        by, query = self.chosen, self._model.query
        if by is None or self._browsing.stop.is_home:
            return None
        return by if getattr(query, "sort", None) is SORTS[by] else None

    def switch(self, *, on: bool) -> None:
        """Group the list by what its order suggests, or no longer."""
        first = self._browsing.stop.query().orders[0].sort
        self.choose(_USUAL.get(first, GroupBy.LETTER) if on else None)

    def choose(self, by: GroupBy | None) -> None:
        """Group the list, and sort it by what it is grouped by."""
        self._browsing.habits.keep_group(self._browsing.stop.place, by)
        sort = None if by is None else SORTS[by]
        orders = self._browsing.stop.query().orders
        if sort is not None and orders[0].sort is not sort:
            rest = tuple(order for order in orders if order.sort is not sort)
            self._view.orders_chosen.emit((usual_order(sort), *rest))
        self._tell()
        self._clear()
        self._ask()

    # -- inside --------------------------------------------------------------------------------

    def _fill_menu(self) -> None:
        group = QActionGroup(self.menu)
        for by in (None, *GroupBy):
            action = self.menu.addAction(_name(by))
            action.setCheckable(True)
            action.triggered.connect(partial(self._on_chosen, by))
            group.addAction(action)
            self._choices[by] = action

    def _make_button(self) -> QToolButton:
        button = self._view.header.add_menu(self.menu, translate("Grouping", "Group by"))
        button.setToolTip(translate("Grouping", "Put headings between the posters"))
        return button

    def _on_chosen(self, by: GroupBy | None, _checked: object = None) -> None:
        self.choose(by)

    def _on_stop_changed(self, _stop: Stop) -> None:
        self._tell()

    def _tell(self) -> None:
        self._choices[self.chosen].setChecked(True)
        words = translate("Grouping", "Group: %1")
        name = _name(self.chosen) if self.chosen is not None else "–"
        self.button.setText(words.replace("%1", name))
        self.changed.emit(self.is_on)
        self.button.setVisible(self._view.mode == "grid" and not self._browsing.stop.is_home)

    def _ask(self) -> None:
        by, result = self.active, self._model.result
        if by is None:
            self._clear()
        elif self._model.is_exact:
            self._services.read(
                partial(find_groups, result=result, by=by),
                empty=tuple[GroupStart, ...](),
                on_done=partial(self._show, result, by),
                # The list stands without headings, and says itself what is wrong.
                on_error=lambda _error: None,
                key=_KEY,
            )

    def _show(self, result: object, by: GroupBy, found: tuple[GroupStart, ...]) -> None:
        grid = self._view.grid
        if result is not self._model.result or by is not self.active or grid is None:
            return
        ends = [*(group.first for group in found[1:]), self._model.rowCount()]
        grid.set_sections(
            tuple(
                Section(f"{_heading(by, group.key)}  ·  {number(end - group.first)}", group.first)
                for group, end in zip(found, ends, strict=True)
            )
        )
        self._shown = True

    def _clear(self) -> None:
        if self._shown and self._view.grid is not None:
            self._view.grid.set_sections(())
        self._shown = False


def _name(by: GroupBy | None) -> str:
    if by is None:
        return translate("Grouping", "No groups")
    names = {
        GroupBy.LETTER: translate("Grouping", "First letter"),
        GroupBy.YEAR: translate("Grouping", "Year"),
        GroupBy.DECADE: translate("Grouping", "Decade"),
        GroupBy.RATING: translate("Grouping", "Rating"),
        GroupBy.MONTH: translate("Grouping", "Month added"),
        GroupBy.KIND: translate("Grouping", "Kind"),
    }
    return names[by]


def _heading(by: GroupBy, key: str) -> str:
    if not key:
        without = {
            GroupBy.RATING: translate("Grouping", "Not rated"),
            GroupBy.YEAR: translate("Grouping", "Without a year"),
            GroupBy.DECADE: translate("Grouping", "Without a year"),
        }
        return without.get(by, translate("Grouping", "Others"))
    match by:
        case GroupBy.DECADE:
            return translate("Grouping", "%1s").replace("%1", key)
        case GroupBy.RATING:
            return translate("Grouping", "★ %1").replace("%1", key)
        case GroupBy.MONTH:
            year, month = (int(part) for part in key.split("-"))
            return QLocale().toString(QDate(year, month, 1), "MMMM yyyy")
        case GroupBy.KIND:
            return choice_word("type", key)
        case _:
            return key
