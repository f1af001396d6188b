"""What an empty list offers: another spelling, or the search without what excludes everything."""

from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject

from media_manager.domain.query import Node, format_search, parse_search
from media_manager.errors import QueryError
from media_manager.library.loosen import Without, what_excludes
from media_manager.library.spelling import Suggestion, did_you_mean
from media_manager.ui.browsing import Browsing
from media_manager.ui.notifications import Act
from media_manager.ui.places import Stop
from media_manager.ui.query_words import node_words
from media_manager.ui.words import counted
from media_manager.workers.services import Services

translate = QCoreApplication.translate

_NONE: Final[tuple[Without, ...]] = ()
_MOST_LOOSER: Final = 2
_LONGEST: Final = 40


class SearchHints(QObject):
    """Asks once for each search that found nothing; what comes late for another is dropped."""

    def __init__(self, browsing: Browsing, services: Services) -> None:
        super().__init__(browsing)
        self._browsing = browsing
        self._services = services
        self._asked: Stop | None = None
        self._meant: Suggestion | None = None
        self._looser: tuple[Without, ...] = ()
        browsing.hints = self.acts
        browsing.settled.connect(self._on_settled)

    def acts(self, stop: Stop) -> tuple[Act, ...]:
        """Return what the page offers; nothing until it is known."""
        if stop != self._asked:
            return ()
        acts = []
        if self._meant is not None:
            acts.append(self._instead(self._meant.text))
        acts += [self._without(each) for each in self._looser[:_MOST_LOOSER]]
        return tuple(acts)

    def _on_settled(self) -> None:
        stop = self._browsing.stop
        if stop.text and not self._browsing.model.rowCount() and stop != self._asked:
            self._ask(stop)

    def _ask(self, stop: Stop) -> None:
        try:
            typed = stop.typed()
        except QueryError:
            return
        self._asked, self._meant, self._looser = stop, None, ()
        text, around = stop.text, stop.around()
        # Two looks, each short: between them the lane is free for whatever is typed next. Without
        # an offer the page is as it was: a failure of one is not one of the list.
        self._services.read(
            lambda reader: did_you_mean(reader, text, around),
            empty=None,
            on_done=partial(self._on_meant, stop),
            on_error=lambda _error: None,
            key="search-hints-meant",
        )
        self._services.read(
            lambda reader: what_excludes(reader, typed, around),
            empty=_NONE,
            on_done=partial(self._on_looser, stop),
            on_error=lambda _error: None,
            key="search-hints-looser",
        )

    def _on_meant(self, stop: Stop, found: Suggestion | None) -> None:
        if stop == self._asked and found is not None:
            self._meant = found
            self._show(stop)

    def _on_looser(self, stop: Stop, found: tuple[Without, ...]) -> None:
        if stop == self._asked and found:
            self._looser = found
            self._show(stop)

    def _show(self, stop: Stop) -> None:
        if self._browsing.stop == stop:
            self._browsing.refresh_page()

    # -- what is offered -----------------------------------------------------------------------

    def _instead(self, text: str) -> Act:
        words = translate("SearchHints", "Did you mean “%1”?").replace("%1", _short(text))
        return Act(words, lambda: self._search(text))

    def _without(self, without: Without) -> Act:
        words = translate("SearchHints", "Without “%1”")
        if without.count is not None:
            words = translate("SearchHints", "Without “%1”: %2")
            words = words.replace("%2", counted("result", without.count))
        words = words.replace("%1", _short(node_words(without.node)))
        return Act(words.replace("&", "&&"), lambda: self._leave_out(without.node))

    def _leave_out(self, node: Node) -> None:
        found = parse_search(self._browsing.stop.text)
        rest = tuple(each for each in found.where if each != node)
        self._search(format_search(rest, found.orders))

    def _search(self, text: str) -> None:
        navigation = self._browsing.navigation
        navigation.go(navigation.current.searching(text))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
