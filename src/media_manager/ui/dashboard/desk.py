"""Asks for the numbers of the dashboard while it is shown, and opens what is clicked in it."""

from time import perf_counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from media_manager.domain.dashboard import Chart, Dashboard, Figure, FigureKey, Mark
from media_manager.domain.query import Field, Node, Not, Query, format_search
from media_manager.ui import places
from media_manager.ui.dashboard.page import DashboardPage
from media_manager.ui.places import Within
from media_manager.workers.dashboard_source import DashboardSource

if TYPE_CHECKING:
    from media_manager.workers.services import Services

translate = QCoreApplication.translate

# A scan changes something several times a second: nobody reads numbers that run.
_REFRESH_MS: Final = 2_000
# And at a million items never a tenth of the time.
_REFRESH_SHARE: Final = 10
# What a search of everything leaves out by itself.
_UNSAID: Final = Not(Field("type", "season"))


class DashboardDesk(QObject):
    """Keeps one page true as long as somebody looks at it."""

    search_wanted = Signal(str)
    state_changed = Signal()

    def __init__(self, page: DashboardPage, services: "Services") -> None:
        super().__init__(page)
        self.page = page
        self.is_empty = False
        self.error: BaseException | None = None
        self._within: Within | None = None
        self._is_shown = False
        self._again = False
        self._asking = False
        self._began = 0.0
        self._source = DashboardSource(services.runner, services.columns)
        self._soon = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._soon.timeout.connect(self._ask)
        page.figure_opened.connect(self._open_figure)
        page.mark_opened.connect(self._open_mark)
        services.changes.on_changes(self._on_changes)

    def show(self, within: Within | None) -> None:
        """Count at once, within a virtual library or everything."""
        if within != self._within:
            self.page.clear()
        self._within, self._is_shown, self.error = within, True, None
        self._ask()

    def leave(self) -> None:
        """Count no more: nobody looks."""
        self._is_shown = self._asking = self._again = False
        self._soon.stop()
        self._source.stop()

    # -- counting ------------------------------------------------------------------------------

    def _ask(self) -> None:
        if not self._is_shown:
            return
        if self._asking:
            # To begin anew each time would never end while a scan writes.
            self._again = True
            return
        self._asking, self._began = True, perf_counter()
        within = () if self._within is None else (self._within.node,)
        self._source.ask(
            within, on_part=self._on_part, on_done=self._on_done, on_error=self._on_failed
        )

    def _on_part(self, part: Figure | Chart) -> None:
        self.page.show_part(part)
        if isinstance(part, Figure) and part.key is FigureKey.ITEMS:
            self._be(is_empty=part.value == 0)

    def _on_done(self, found: Dashboard | None) -> None:
        self._asking = False
        pause = round((perf_counter() - self._began) * 1_000 * _REFRESH_SHARE)
        self._soon.setInterval(max(_REFRESH_MS, pause))
        if found is None:
            self._be(is_empty=True)
        if self._again:
            self._again = False
            self._soon.start()

    def _on_failed(self, error: BaseException) -> None:
        self._asking = False
        self._be(is_empty=False, error=error)

    def _be(self, *, is_empty: bool, error: BaseException | None = None) -> None:
        """Say that there is nothing to count, or no way to count it; or that all is well again."""
        if (is_empty, error) != (self.is_empty, self.error):
            self.is_empty, self.error = is_empty, error
            self.state_changed.emit()

    def _on_changes(self, _changes: object) -> None:
        if self._is_shown and not self._soon.isActive():
            self._soon.start()

    # -- what is clicked -----------------------------------------------------------------------

    def _open_figure(self, figure: Figure) -> None:
        self.search_wanted.emit(search_text(figure.where, figure.query))

    def _open_mark(self, mark: Mark, excludes: bool) -> None:  # noqa: FBT001 - the signal's own
        where = excluding(mark) if excludes else mark.where
        self.search_wanted.emit(search_text(where, mark.query))


def search_text(where: tuple[Node, ...], query: Query) -> str:
    """Return what stands in the search box when a number is opened in the list of everything."""
    said = tuple(node for node in where if node != _UNSAID)
    if where == places.everything().where:
        return ""
    is_usual = query.orders == Query().orders
    return format_search(said, () if is_usual else query.orders)


def excluding(mark: Mark) -> tuple[Node, ...]:
    """Return the conditions of everything beside a mark that is not of it."""
    own = mark.node.nodes if hasattr(mark.node, "nodes") else (mark.node,)
    return (Not(mark.node), *(node for node in mark.where if node not in own))
