"""The home page: lines of cards under headings, in the same grid as every other list."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from media_manager.domain.query import Ids, Query, SortKey
from media_manager.domain.query.dates import local_now
from media_manager.lazy_model import LazyMediaItemModel
from media_manager.library.home import ADDED, CONTINUE, NEEDS_YOU, THIS_DAY, HomeLine, home_page
from media_manager.ui import places
from media_manager.ui.geometry import Section
from media_manager.ui.library_state import LibraryState
from media_manager.ui.library_view import LibraryView
from media_manager.ui.places import Place, Within

translate = QCoreApplication.translate

# What is watched or added while home is shown moves up soon, but not under the hand.
_SOON_MS = 1_000
# Two lines of what came in: it is what changes most. Of the others the first line tells enough.
_LINES = {ADDED: 2}


@dataclass(frozen=True, slots=True)
class _Page:
    """What is shown: the query that lists all cards, and the headings over them."""

    query: Query
    sections: tuple[Section, ...]
    places: tuple[Place, ...]


class HomePage(QObject):
    """Asks for the lines, shows them as one list with headings, and takes the headings away."""

    def __init__(self, model: LazyMediaItemModel, view: LibraryView, state: LibraryState) -> None:
        super().__init__(view)
        self._model = model
        self._view = view
        self._state = state
        self._lines: list[HomeLine] = []
        self._page: _Page | None = None
        self._is_shown = False
        self._within: Within | None = None
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._ask)
        model.modelAboutToBeReset.connect(self._take_headings)
        model.modelReset.connect(self._put_headings)

    def show(self, within: Within | None) -> None:
        """Ask for the lines; the list shows them when they have come."""
        self._is_shown = True
        self._within = within
        self._page = None
        self._ask()

    def leave(self) -> None:
        self._is_shown = False
        self._soon.stop()

    def refresh_soon(self) -> None:
        """Look again: something was played, added or decided."""
        if self._is_shown and not self._soon.isActive():
            self._soon.start()

    def place_of(self, heading: int) -> Place | None:
        """Return the place that a heading opens."""
        page = self._page
        if page is None or not self._is_shown or heading >= len(page.places):
            return None
        return page.places[heading]

    def _ask(self) -> None:
        within = () if self._within is None else (self._within.node,)
        self._state.read_home(
            lambda reader: home_page(reader, local_now(), within=within), self._on_read
        )

    def _on_read(self, lines: list[HomeLine]) -> None:
        if not self._is_shown:
            return
        page = _page(lines, max(1, self._view.grid_columns))
        if page != self._page:
            self._page = page
            self._model.set_query(page.query)

    def _take_headings(self) -> None:
        if self._view.grid is not None:
            self._view.grid.set_sections(())

    def _put_headings(self) -> None:
        page, grid = self._page, self._view.grid
        if page is not None and grid is not None and self._model.query == page.query:
            grid.set_sections(page.sections if self._model.rowCount() else ())


def _page(lines: Sequence[HomeLine], columns: int) -> _Page:
    """Put the lines behind each other; an item that is in two is shown in the first."""
    shown: dict[int, None] = {}
    sections, opened = [], []
    for line in lines:
        fresh = [row for row in line.items if row.id not in shown]
        room = columns * _LINES.get(line.key, 1)
        if fresh:
            place = _place(line)
            sections.append(Section(f"{place.title}  ›", len(shown), is_link=True))
            opened.append(place)
            shown.update((row.id, None) for row in fresh[:room])
    packed = array("q", shown).tobytes()
    query = Query((Ids(packed),)).sorted_by(SortKey.RELEVANCE)
    return _Page(query, tuple(sections), tuple(opened))


def _place(line: HomeLine) -> Place:
    if line.key == THIS_DAY:
        return places.this_day(line.query.where)
    made = {
        CONTINUE: places.begun,
        ADDED: places.added_lately,
        NEEDS_YOU: places.undecided,
    }
    return made[line.key]()
