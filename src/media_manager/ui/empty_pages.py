"""What a list says when it has no rows: what is empty, why, and one way on."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QCoreApplication, SignalInstance

from media_manager.ui import places
from media_manager.ui.notifications import Act, explain
from media_manager.ui.places import Place, Stop
from media_manager.ui.state_page import StateText

translate = QCoreApplication.translate


class Asked(Protocol):
    """What was asked of the list, and what can be asked next: the browsing of a window."""

    scanning: bool
    scan_wanted: SignalInstance
    hints: Callable[[Stop], tuple[Act, ...]]

    @property
    def stop(self) -> Stop: ...
    def clear_search(self) -> None: ...
    def go_to(self, place: Place) -> None: ...


def failed_text(error: BaseException | None, retry: Callable[[], object]) -> StateText:
    """Say that the list could not be read."""
    return StateText(
        "error",
        translate("Browsing", "The list could not be read"),
        "" if error is None else explain(error),
        (Act(translate("Browsing", "Try again"), retry),),
    )


def empty_text(browsing: Asked) -> StateText:
    """Say why nothing is shown: the search, a scan under way, or an empty place."""
    stop = browsing.stop
    if stop.text:
        return _nothing_found(browsing)
    if browsing.scanning:
        return StateText(
            "refresh",
            translate("Browsing", "Looking through your folders"),
            translate("Browsing", "What is found appears here at once."),
            busy=True,
        )
    if stop.is_home:
        return _empty_home(browsing)
    if stop.is_dashboard:
        return _empty_dashboard(browsing)
    return _empty_place(browsing)


def _nothing_found(browsing: Asked) -> StateText:
    title = browsing.stop.place.title
    clear = Act(translate("Browsing", "Clear the search"), browsing.clear_search)
    return StateText(
        "search",
        translate("Browsing", "Nothing matches this search"),
        translate("Browsing", "Nothing in “%1” has all of it.").replace("%1", title),
        (*browsing.hints(browsing.stop), clear),
    )


def _empty_home(browsing: Asked) -> StateText:
    everything = Act(
        translate("Browsing", "Show everything"), lambda: browsing.go_to(places.everything())
    )
    return StateText(
        "home",
        translate("Browsing", "Nothing to go on with yet"),
        translate("Browsing", "What you begin to watch, and what is new, appears here."),
        (everything,),
    )


def _empty_dashboard(browsing: Asked) -> StateText:
    return StateText(
        "chart",
        translate("Browsing", "Nothing to count yet"),
        translate("Browsing", "Numbers and charts of your library appear here after a scan."),
        (Act(translate("Browsing", "Scan for changes"), browsing.scan_wanted.emit),),
    )


def _empty_place(browsing: Asked) -> StateText:
    stop = browsing.stop
    if stop.place.key == places.begun().key:
        return StateText(
            "play",
            translate("Browsing", "Nothing is begun"),
            translate("Browsing", "What you stop in the middle waits here to be continued."),
        )
    return StateText(
        "folder",
        translate("Browsing", "Nothing here yet"),
        translate("Browsing", "No film, show or photo was found in %1.").replace(
            "%1", stop.place.title
        ),
        (Act(translate("Browsing", "Scan for changes"), browsing.scan_wanted.emit),),
    )
