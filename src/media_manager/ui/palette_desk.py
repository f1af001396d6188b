"""What the command palette offers in this window: commands, places, searches, titles."""

import json
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QKeySequence

from media_manager.domain.media import MediaRow
from media_manager.domain.query import Node, Not, Query, Word
from media_manager.domain.query.nodes import Field
from media_manager.lazy_model import texts
from media_manager.library.browse import first_page
from media_manager.ui import places
from media_manager.ui.actions import plain_text
from media_manager.ui.delegates.card import KIND_ICONS
from media_manager.ui.models.sidebar import SidebarRole
from media_manager.ui.palette import Entry, Palette
from media_manager.ui.places import Place, Spot, Stop
from media_manager.ui.saved_searches import SavedSearches
from media_manager.ui.window_parts import WindowParts

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

translate = QCoreApplication.translate

_RECENT: Final = "palette/recent"
_KEPT: Final = 20
_TITLES: Final = 8
_LEAST_LETTERS: Final = 2


class PaletteDesk(QObject):
    """Fills the palette when it opens, and does what is chosen."""

    def __init__(self, parts: WindowParts, searches: SavedSearches) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._searches = searches
        self._before: QWidget | None = None
        self.palette = Palette(parts.window)
        self.palette.chosen.connect(self._on_chosen)
        self.palette.typed.connect(self._on_typed)
        self.palette.closed.connect(self._on_closed)

    def open(self) -> None:
        """Show the palette; the keyboard goes back to where it was."""
        self._before = self._parts.window.focusWidget()
        entries = (*self._commands(), *self._places(), *self._libraries())
        self.palette.open(entries, self.recent())

    def recent(self) -> tuple[str, ...]:
        """Return the keys of what was chosen lately, the last one first."""
        try:
            kept = json.loads(self._parts.memory.text(_RECENT, "[]"))
        except ValueError:
            return ()
        return tuple(str(each) for each in kept) if isinstance(kept, list) else ()

    # -- what can be chosen --------------------------------------------------------------------

    def _commands(self) -> Iterator[Entry]:
        registry = self._parts.registry
        for spec in registry.specs.values():
            action = registry[spec.id]
            if action.isEnabled() and spec.id != "palette":
                keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                # A switch says by its name what it switches; its tip says what it will do.
                yield Entry(
                    f"action:{spec.id}", plain_text(action), keys, spec.icon, action.trigger
                )

    def _places(self) -> Iterator[Entry]:
        model = self._parts.frame.sidebar.model()
        section = translate("Palette", "Place")
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            place = index.data(SidebarRole.PLACE)
            if isinstance(place, Place) and place.search_id is None:
                sign = str(index.data(SidebarRole.ICON) or "")
                go = partial(self._parts.browsing.go_to, place)
                yield Entry(f"place:{place.key}", place.title, section, sign, go)
            elif isinstance(place, Place):
                kind = translate("Palette", "Saved search")
                go = partial(self._parts.browsing.go_to, place)
                yield Entry(f"place:{place.key}", place.title, kind, "bookmark", go)

    def _libraries(self) -> Iterator[Entry]:
        text = translate("Palette", "Use “%1” as virtual library")
        for search in self._searches.searches:
            use = partial(self._searches.use_within, search)
            yield Entry(f"within:{search.id}", text.replace("%1", search.name), "", "filter", use)

    def _titles(self, rows: Sequence[MediaRow]) -> Iterator[Entry]:
        for row in rows:
            detail = " · ".join(part for part in (texts.kind(row), texts.year(row)) if part)
            sign = KIND_ICONS.get(row.media_type, "film")
            yield Entry(f"item:{row.id}", texts.title(row), detail, sign, partial(self._show, row))

    # -- what happens --------------------------------------------------------------------------

    def _on_typed(self, text: str) -> None:
        words = tuple(Word(each) for each in text.split())
        if len(text.strip()) < _LEAST_LETTERS:
            return
        within = self._parts.browsing.stop.within
        where: tuple[Node, ...] = (Not(Field("type", "season")), *words)
        query = Query(where if within is None else (within.node, *where))
        self._parts.services.read(
            lambda reader: first_page(reader, query, _TITLES),
            empty=list[MediaRow](),
            on_done=lambda rows: self.palette.add(text, tuple(self._titles(rows))),
            on_error=lambda _error: None,
            key="palette",
        )

    def _on_chosen(self, entry: Entry) -> None:
        kept = [entry.key, *(key for key in self.recent() if key != entry.key)][:_KEPT]
        if not entry.key.startswith("item:"):
            self._parts.memory.keep({_RECENT: json.dumps(kept)})
        entry.run()

    def _on_closed(self) -> None:
        # What is chosen may put the focus elsewhere, and comes after this.
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)

    def _show(self, row: MediaRow) -> None:
        """Go to an item where it belongs, with Enter it plays."""
        spot = Spot(row.id, 1, 0, row.id)
        within = self._parts.browsing.stop.within
        self._parts.navigation.reveal(Stop(places.around(row), within=within), spot)
        self._parts.frame.list.focus_list()
