"""What an empty list offers: another spelling, or the search without what excludes everything."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject

from media_manager.domain.query import Node, format_search, parse_search
from media_manager.errors import QueryError
from media_manager.library.loosen import Without, what_excludes
from media_manager.library.spelling import Suggestion, did_you_mean
from media_manager.persistence.reader import LibraryReader
from media_manager.ui.browsing import Browsing
from media_manager.ui.notifications import Act
from media_manager.ui.places import Stop
from media_manager.ui.query_words import node_words
from media_manager.ui.words import counted
from media_manager.workers.services import Services

translate = QCoreApplication.translate

_MOST_LOOSER = 2
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class _Hints:
    """What is known of one search that found nothing."""

    meant: Suggestion | None = None
    looser: tuple[Without, ...] = ()


class SearchHints(QObject):
    """Asks once for each search that found nothing; what comes late for another is dropped."""

    def __init__(self, browsing: Browsing, services: Services) -> None:
        super().__init__(browsing)
        self._browsing = browsing
        self._services = services
        self._asked: Stop | None = None
        self._hints = _Hints()
        browsing.hints = self.acts
        browsing.settled.connect(self._on_settled)

    def acts(self, stop: Stop) -> tuple[Act, ...]:
        """Return what the page offers; nothing until it is known."""
        if stop != self._asked:
            return ()
        acts = []
        if self._hints.meant is not None:
            acts.append(self._meant(self._hints.meant.text))
        acts += [self._without(each) for each in self._hints.looser[:_MOST_LOOSER]]
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
        self._asked, self._hints = stop, _Hints()
        text, around = stop.text, stop.around()

        def look(reader: LibraryReader) -> _Hints:
            meant = did_you_mean(reader, text, around)
            return _Hints(meant, what_excludes(reader, typed, around))

        def show(found: _Hints) -> None:
            if self._asked == stop:
                self._hints = found
                if self._browsing.stop == stop:
                    self._browsing.refresh_page()

        # Without these offers the page is as it was: a failure here is not one of the list.
        self._services.read(
            look,
            empty=_Hints(),
            on_done=show,
            on_error=lambda _error: None,
            key="search-hints",
        )

    # -- what is offered -----------------------------------------------------------------------

    def _meant(self, text: str) -> Act:
        words = translate("SearchHints", "Did you mean “%1”?").replace("%1", _short(text))
        return Act(words, lambda: self._search(text))

    def _without(self, without: Without) -> Act:
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
