"""Keeps the list, the search box and the way back in step: what is asked, and what is said."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from media_manager.domain.changes import LibraryChanges
from media_manager.domain.media import MediaRow
from media_manager.domain.query import Order, SortKey
from media_manager.errors import QueryError
from media_manager.lazy_model import LazyMediaItemModel, ListState
from media_manager.library.browse import Overview
from media_manager.ui import places
from media_manager.ui.library_state import LibraryState
from media_manager.ui.library_view import LibraryView
from media_manager.ui.models.sidebar import undecided
from media_manager.ui.navigation import Navigation
from media_manager.ui.place_habits import PlaceHabits
from media_manager.ui.places import Stop
from media_manager.ui.search_box import SearchBox
from media_manager.ui.spots import SpotKeeper
from media_manager.ui.words import counted

if TYPE_CHECKING:
    from media_manager.ui.dashboard import DashboardDesk
    from media_manager.ui.home import HomePage
    from media_manager.ui.notifications import Act
    from media_manager.ui.state_page import StateText

translate = QCoreApplication.translate

_OPENED = frozenset({"show", "season"})


class Browsing(QObject):
    """Owns no widget; it tells the list what to ask and the header what to say."""

    play_wanted = Signal(int)
    scan_wanted = Signal()
    settled = Signal()

    def __init__(
        self,
        model: LazyMediaItemModel,
        view: LibraryView,
        search: SearchBox,
        navigation: Navigation,
        state: LibraryState,
        habits: PlaceHabits,
    ) -> None:
        super().__init__(view)
        self.model = model
        self.view = view
        self.search = search
        self.navigation = navigation
        self.state = state
        self.habits = habits
        self._spots = SpotKeeper(model, view)
        navigation.look = self._spots.look
        self.scanning = False
        self.home: HomePage | None = None
        self.dashboard: DashboardDesk | None = None
        self._shown_place = ""
        # What an empty page offers besides; somebody who looks for it says so later.
        self.hints: Callable[[Stop], tuple[Act, ...]] = lambda _stop: ()
        self._connect()

    @property
    def stop(self) -> Stop:
        return self.navigation.current

    def start(self) -> None:
        """Ask for the first stop."""
        self._on_stop_changed(self.stop)

    def open(self, row: MediaRow) -> None:
        """Play an item; open a show or a season."""
        if row.media_type in _OPENED:
            self.go_to(places.inside(row))
        else:
            self.play_wanted.emit(row.id)

    def go_to(self, place: places.Place) -> None:
        """Go to a place, in the order that was chosen for it."""
        orders, within = self.habits.orders(place), self.stop.within
        self.navigation.go(Stop(place, place.text, orders=orders, within=within))

    def use_within(self, within: places.Within | None) -> None:
        """Show only what lies within a saved search from now on, or everything again."""
        self.navigation.go(replace(self.stop, within=within))

    def search_everything(self, text: str) -> None:
        """Show what a search finds, wherever one is; a virtual library stays around it."""
        place, within = places.everything(), self.stop.within
        self.navigation.go(Stop(place, text, orders=self.habits.orders(place), within=within))

    def open_current(self) -> None:
        """Play or open the current item; in the tree, Enter opens a line instead."""
        self.view.open_current()

    def clear_search(self) -> None:
        self.navigation.go(self.stop.searching(""))

    def _connect(self) -> None:
        self.navigation.changed.connect(self._on_stop_changed)
        self.search.textChanged.connect(self._on_typed)
        self.search.left.connect(self.view.focus_list)
        self.view.opened.connect(self.open)
        self.view.play_wanted.connect(self.play_wanted)
        self.view.orders_chosen.connect(self._on_orders_chosen)
        self.view.tree_loaded.connect(self.refresh_summary)
        self.view.chip_removed.connect(self._on_chip_removed)
        self.model.orders_requested.connect(self._on_columns_clicked)
        self.model.state_changed.connect(self.refresh_page)
        self.model.count_changed.connect(self.refresh_page)

    # -- what was asked ------------------------------------------------------------------------

    def _on_stop_changed(self, stop: Stop) -> None:
        self.search.show_text(stop.text)
        try:
            query = stop.query()
        except QueryError as error:
            self.search.show_mistake(error)
            rest = _without_half(stop, error)
            if rest is None:
                return
            stop, query = rest, rest.query()
        self._spots.want(self.navigation.spot)
        self.view.show_stop(stop)
        self._show_home(stop)
        self._show_dashboard(stop)
        if not (stop.is_home or stop.is_dashboard):
            self.model.set_query(query)

    def _show_home(self, stop: Stop) -> None:
        if stop.is_home and self.home is None:
            from media_manager.ui.home import HomePage  # noqa: PLC0415 - when first wanted

            self.home = HomePage(self.model, self.view, self.state)
            self.view.heading_clicked.connect(self._on_heading_clicked)
        if self.home is not None:
            if stop.is_home:
                self.home.show(stop.within)
            else:
                self.home.leave()

    def _show_dashboard(self, stop: Stop) -> None:
        if stop.is_dashboard and self.dashboard is None:
            from media_manager.ui.dashboard import (  # noqa: PLC0415 - when first wanted
                DashboardDesk,
                DashboardPage,
            )

            self.dashboard = DashboardDesk(DashboardPage(), self.state.services)
            self.dashboard.search_wanted.connect(self.search_everything)
            self.dashboard.state_changed.connect(self.refresh_page)
        if self.dashboard is not None:
            if stop.is_dashboard:
                self.dashboard.show(stop.within)
            else:
                self.dashboard.leave()
            self.view.show_own_page(self.dashboard.page if stop.is_dashboard else None)

    def _on_heading_clicked(self, at: int) -> None:
        place = None if self.home is None else self.home.place_of(at)
        if place is not None:
            self.go_to(place)

    def _on_typed(self, text: str) -> None:
        # Relevance while there are words; the order that was chosen comes back without them.
        self.navigation.go(self.stop.searching(text))

    def _on_orders_chosen(self, orders: tuple[Order, ...]) -> None:
        before = self.stop
        stop = before.sorted_by(orders)
        self.navigation.go(stop)
        if stop.orders != before.orders:
            self.habits.keep_orders(stop.place, stop.orders)

    def _on_columns_clicked(self, keys: tuple[tuple[str, bool], ...]) -> None:
        known = set(SortKey)
        orders = tuple(Order(SortKey(key), down) for key, down in keys if key in known)
        if orders:
            self._on_orders_chosen(orders)

    def _on_chip_removed(self, at: int) -> None:
        nodes = self.stop.typed()
        self.navigation.go(self.stop.with_nodes((*nodes[:at], *nodes[at + 1 :])))

    # -- what is said --------------------------------------------------------------------------

    def show_changes(self, changes: Sequence[LibraryChanges]) -> None:
        """Reload what shows changed items; look again who belongs here and in which order."""
        fields = frozenset[str]().union(*(change.fields for change in changes))
        if any(change.ids is None for change in changes):
            self.model.apply_changes(None, fields)
        else:
            ids = frozenset[int]().union(*(change.ids or () for change in changes))
            self.model.apply_changes(ids, fields)
        self.model.refresh()
        if self.home is not None:
            self.home.refresh_soon()

    def show_overview(self, found: Overview | None) -> None:
        if found is not None:
            names = {library.id: library.name for library in found.libraries}
            self.model.set_library_names(names)
        self.refresh_page()

    def refresh_page(self) -> None:
        """Show the list, or say why there is nothing in it."""
        if self.stop.is_dashboard:
            self._refresh_dashboard()
            return
        if self.model.state is ListState.LOADING:
            return
        if self.model.state is ListState.FAILED:
            self.view.show_state(self._page_text())
        elif self.model.rowCount():
            self.view.show_state(None)
            self._spots.arrive()
            self._choose_first()
        else:
            self.view.show_state(self._page_text())
        self.refresh_summary()
        self.settled.emit()

    def _refresh_dashboard(self) -> None:
        """Show the numbers, or say why there are none."""
        error = None if self.dashboard is None else self.dashboard.error
        if error is not None or (self.dashboard is not None and self.dashboard.is_empty):
            from media_manager.ui.empty_pages import (  # noqa: PLC0415 - as below
                empty_text,
                failed_text,
            )

            retry = partial(self._show_dashboard, self.stop)
            self.view.show_state(empty_text(self) if error is None else failed_text(error, retry))
        else:
            self.view.show_state(None)
        self.settled.emit()

    def _page_text(self) -> "StateText":
        # Late: a list that has rows says nothing in their place.
        from media_manager.ui.empty_pages import empty_text, failed_text  # noqa: PLC0415 - as above

        if self.model.state is ListState.FAILED:
            return failed_text(self.model.error, self.model.retry)
        return empty_text(self)

    def _choose_first(self) -> None:
        """Select the first item of another place, so that the keyboard goes on from there."""
        arrived = self._shown_place != self.stop.place.key
        self._shown_place = self.stop.place.key
        if arrived and self.view.has_focus and not self._spots.is_waiting:
            self.view.focus_list()

    def refresh_summary(self) -> None:
        """Say how much is shown."""
        self.view.set_summary(self._summary())

    def _summary(self) -> str:
        if self.view.shows_tree and self.view.tree is not None:
            return counted("show", self.view.tree.tree.rowCount())
        count = self.model.rowCount()
        if self.stop.is_home or (not self.model.is_exact and count):
            return ""
        place = self.stop.place
        noun = "result" if self.stop.text else place.noun
        parts = [counted(noun, count)]
        found = self.state.overview
        if (
            found is not None
            and not self.stop.text
            and self.stop.within is None
            and place.key in ("all", "type:movie", "type:show")
        ):
            kind = place.key.removeprefix("type:")
            open_cases = undecided(found) if kind == "all" else found.unmatched.get(kind, 0)
            if open_cases:
                parts.append(counted("decision", open_cases))
        return " · ".join(parts)


def _without_half(stop: Stop, error: QueryError) -> Stop | None:
    """Return the stop without half a condition that is on its way to a whole one.

    None for a mistake, at which the list stays as it is.
    """
    if not error.unfinished:
        return None
    text = f"{stop.text[: error.position].rstrip(' -(')} {stop.text[error.end :]}".strip()
    rest = stop.searching(text)
    try:
        rest.query()
    except QueryError:
        return None
    return rest
