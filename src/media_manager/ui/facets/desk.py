"""Asks for the counts of the facets behind the rows, and writes what is clicked as a search."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from media_manager.domain.facets import NAMED, Facet, FacetGroup, FacetLine, Mark
from media_manager.domain.query import Node, Query, format_search, parse_search
from media_manager.domain.query.edit import excluding_value, with_value, without_value
from media_manager.errors import QueryError
from media_manager.lazy_model import LazyMediaItemModel, ListState
from media_manager.library.facets import FacetQuestion
from media_manager.ui.facets.panel import FacetsPanel
from media_manager.ui.facets.words import in_words, sections
from media_manager.ui.navigation import Navigation
from media_manager.ui.window_state import WindowState
from media_manager.workers.services import Services

if TYPE_CHECKING:
    from media_manager.workers.ticket import Ticket

Edit = Callable[[tuple[Node, ...]], tuple[Node, ...]]

# Sooner than this the new counts are mostly there, and dimming the old ones would only flicker.
_DIM_MS: Final = 250
# A scan changes something several times a second; counts that run are not read.
_REFRESH_MS: Final = 2_000
_OPEN_AT_FIRST: Final = "genre decade type state"


class FacetDesk(QObject):
    """Asks only for sections that are unfolded, and only while the column is shown."""

    def __init__(
        self,
        model: LazyMediaItemModel,
        navigation: Navigation,
        services: Services,
        memory: WindowState,
    ) -> None:
        panel = FacetsPanel(sections())
        super().__init__(panel)
        self.panel = panel
        self._model = model
        self._navigation = navigation
        self._services = services
        self._memory = memory
        self._ticket: Ticket | None = None
        self._asked: frozenset[Facet] = frozenset()
        self._answered: set[Facet] = set()
        self._question: object = None
        self._open_before: tuple[Facet, ...] | None = None
        self._round = 0
        self._dim = QTimer(self, singleShot=True, interval=_DIM_MS)
        self._dim.timeout.connect(self._dim_old)
        self._refresh = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._refresh.timeout.connect(self._ask_anew)
        self.panel.tree.open_only(memory.text("facets/open", _OPEN_AT_FIRST).split())
        self._connect()

    def show(self) -> None:
        """Begin to count: the column is seen."""
        self._show_marks()
        self._on_settled()

    def keep(self) -> None:
        """Remember which sections are unfolded."""
        facets = self._open_before or self.panel.tree.open_facets
        self._memory.keep({"facets/open": " ".join(facets)})

    def _connect(self) -> None:
        tree = self.panel.tree
        tree.toggled.connect(self._toggle)
        tree.excluded.connect(self._exclude)
        tree.folding_changed.connect(self._on_settled)
        self.panel.filter_changed.connect(self._on_filter_changed)
        self.panel.clear_wanted.connect(self._clear)
        self._navigation.changed.connect(self._on_stop_changed)
        self._model.state_changed.connect(self._on_settled)
        self._model.count_changed.connect(self._on_settled)
        self._services.changes.on_changes(self._on_changes)

    # -- what is clicked -----------------------------------------------------------------------

    def _toggle(self, line: FacetLine) -> None:
        if line.mark is Mark.NONE:
            self._change(lambda nodes: with_value(nodes, line.node))
        else:
            self._change(lambda nodes: without_value(nodes, line.node))

    def _exclude(self, line: FacetLine) -> None:
        if line.mark is Mark.EXCLUDED:
            self._change(lambda nodes: without_value(nodes, line.node))
        else:
            self._change(lambda nodes: excluding_value(nodes, line.node))

    def _clear(self) -> None:
        marked = [
            line.node for section in self.panel.tree.facets.sections for line in section.marked
        ]

        def clear(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
            for node in marked:
                nodes = without_value(nodes, node)
            return nodes

        self._change(clear)

    def _change(self, edit: Edit) -> None:
        """Write the search anew; half a condition that is being typed gives way."""
        stop = self._navigation.current
        try:
            found = parse_search(stop.text)
        except QueryError:
            found = parse_search("")
        text = format_search(edit(found.where), found.orders)
        self._navigation.go(stop.searching(text))

    # -- what happened -------------------------------------------------------------------------

    def _on_stop_changed(self) -> None:
        if self.panel.isVisible():
            self._show_marks()

    def _on_filter_changed(self) -> None:
        self._answered -= NAMED
        self._stop_asking()
        self._open_what_is_looked_through()
        self._on_settled()

    def _open_what_is_looked_through(self) -> None:
        """Unfold the sections of names while one looks for a name, and fold them again after."""
        tree = self.panel.tree
        if self.panel.filter_text.strip():
            if self._open_before is None:
                self._open_before = tree.open_facets
            tree.open_only({*self._open_before, *NAMED})
        elif self._open_before is not None:
            tree.open_only(self._open_before)
            self._open_before = None

    def _on_changes(self, _changes: object) -> None:
        if not self._refresh.isActive():
            self._refresh.start()

    def _ask_anew(self) -> None:
        self._question = None
        self._on_settled()

    def _show_marks(self) -> None:
        """Mark what is chosen at once: the counts may take a moment."""
        try:
            nodes = self._navigation.current.typed()
        except QueryError:
            return
        facets = self.panel.tree.facets
        facets.show_marks(nodes)
        clearable = any(section.marks for section in facets.sections)
        self.panel.show_clearable(clearable=clearable)

    # -- counts --------------------------------------------------------------------------------

    def _on_settled(self) -> None:
        """Ask when the rows and the ids of a query are there: counts are never before them."""
        model, query = self._model, self._query()
        if not self.panel.isVisible() or query is None:
            return
        if (query.where, query.viewer_id) != self._question:
            self._begin(query)
        if model.state is not ListState.LOADING and model.is_exact:
            self._ask(query)

    def _query(self) -> Query | None:
        """Return what is counted: the whole query of the list."""
        stop = self._navigation.current
        if stop.is_home:
            # Its cards are a choice of few; a value chosen here searches everything.
            return stop.around()
        query = self._model.query
        return query if isinstance(query, Query) else None

    def _begin(self, query: Query) -> None:
        """Forget the answers to another query; they stay in sight until there are new ones."""
        self._question = (query.where, query.viewer_id)
        self._answered.clear()
        self._stop_asking()
        if not self._dim.isActive():
            self._dim.start()

    def _dim_old(self) -> None:
        self.panel.tree.facets.set_stale(but=self._answered)

    def _stop_asking(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()
        self._ticket, self._asked = None, frozenset()
        self._round += 1

    def _ask(self, query: Query) -> None:
        """Ask for the unfolded sections that have no answer yet, unless that is under way."""
        wanted = [each for each in self.panel.tree.open_facets if each not in self._answered]
        if not wanted:
            self._dim.stop()
        if self._asked.issuperset(wanted):
            return
        self._stop_asking()
        self._asked = frozenset(wanted)
        contains = self.panel.filter_text.strip()
        self._ticket = self._services.facets.ask(
            FacetQuestion(query, tuple(wanted), contains, within=self._within(query)),
            on_group=partial(self._on_group, self._round),
            on_done=partial(self._on_done, self._round),
            on_error=partial(self._on_failed, self._round),
            known=self._model.result,
        )

    def _within(self, query: Query) -> tuple[Node, ...]:
        """Return the conditions of the place, which no facet ignores."""
        try:
            typed = set(self._navigation.current.typed())
        except QueryError:
            return ()
        return tuple(node for node in query.where if node not in typed)

    def _on_group(self, asked: int, group: FacetGroup) -> None:
        if asked == self._round:
            self._answered.add(group.facet)
            lines = [in_words(group.facet, line) for line in group.lines]
            self.panel.tree.show_lines(group.facet, lines, more=group.more)

    def _on_done(self, asked: int, _groups: object) -> None:
        if asked == self._round:
            self._dim.stop()
            self._stop_asking()

    def _on_failed(self, asked: int, _error: BaseException) -> None:
        """Keep the old counts dimmed; the list itself says what is wrong with the library."""
        if asked == self._round:
            self._stop_asking()
