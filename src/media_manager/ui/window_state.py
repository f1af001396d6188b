"""What the window remembers from one start to the next, in the profile's window.ini."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QByteArray, QRect, QSettings, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from media_manager.domain.query import Order, SortKey
from media_manager.settings import Profile
from media_manager.ui.places import Place, Spot, Stop, Within, named

LEAST_SIZE = QSize(900, 600)
_USUAL_SIZE = QSize(1360, 860)
# So much of a window must be on a screen that a hand can reach it.
_REACHABLE = 64


class WindowState:
    """Reads everything at once at the start; writes when the window closes."""

    def __init__(self, profile: Profile) -> None:
        self._file = QSettings(str(profile.window_file), QSettings.Format.IniFormat)

    def flag(self, key: str, *, default: bool) -> bool:
        return bool(self._file.value(key, default, type=bool))

    def text(self, key: str, default: str = "") -> str:
        return str(self._file.value(key, default, type=str))

    def whole(self, key: str, default: int = 0) -> int:
        words = str(self._file.value(key, default))
        return int(words) if words.lstrip("-").isdecimal() else default

    def data(self, key: str) -> QByteArray:
        value = self._file.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep(self, values: Mapping[str, Any]) -> None:
        for key, value in values.items():
            self._file.setValue(key, value)

    def sync(self) -> None:
        self._file.sync()

    # -- geometry ------------------------------------------------------------------------------

    def restore_geometry(self, window: QWidget) -> None:
        """Put the window where it was, or where it can be reached."""
        window.resize(_USUAL_SIZE)
        window.restoreGeometry(self.data("window/geometry"))
        pull_back(window)

    # -- the last stop -------------------------------------------------------------------------

    def last_stop(self, fallback: Place) -> Stop:
        """Return where the person was. Places are kept by their conditions, not by rows."""
        try:
            place = named(self.text("stop/key"), self.text("stop/title")) or self._place(fallback)
            return Stop(
                place,
                self.text("stop/text"),
                _orders(self.text("stop/orders")),
                _orders(self.text("stop/hit_orders")),
                self._within(),
            )
        except (TypeError, ValueError):
            return Stop(fallback)

    def keep_stop(self, stop: Stop) -> None:
        from media_manager.domain.query import format_query  # noqa: PLC0415 - as below

        place = stop.place
        searching = place.where_searching
        self.keep(
            {
                "stop/key": place.key,
                "stop/title": place.title,
                "stop/noun": place.noun,
                "stop/where": format_query(place.where),
                "stop/where_searching": "" if searching is None else format_query(searching),
                "stop/place_sort": str(place.sort),
                "stop/text": stop.text,
                "stop/place_descending": place.descending,
                "stop/place_text": place.text,
                "stop/orders": _orders_text(stop.orders),
                "stop/hit_orders": _orders_text(stop.hit_orders),
                "stop/within": 0 if stop.within is None else stop.within.search_id,
                "stop/within_name": "" if stop.within is None else stop.within.name,
            }
        )

    def _place(self, fallback: Place) -> Place:
        if not self.text("stop/key"):
            raise ValueError("nothing was kept")
        # Late: most starts find a place of the sidebar, and parse nothing.
        from media_manager.domain.query import parse_query  # noqa: PLC0415 - as above

        searching = self.text("stop/where_searching")
        return Place(
            self.text("stop/key"),
            self.text("stop/title", fallback.title),
            self.text("stop/noun", fallback.noun),
            where=parse_query(self.text("stop/where")),
            where_searching=parse_query(searching) if searching else None,
            sort=SortKey(self.text("stop/place_sort", str(fallback.sort))),
            descending=self.flag("stop/place_descending", default=False),
            text=self.text("stop/place_text"),
        )

    def _within(self) -> Within | None:
        search_id = self.whole("stop/within")
        return Within(search_id, self.text("stop/within_name")) if search_id else None

    # -- the spot in its list ------------------------------------------------------------------

    def last_spot(self) -> Spot:
        """Return where in the last list the person was."""
        return Spot(
            self.whole("list/first") or None,
            max(0, self.whole("list/row")),
            max(0, self.whole("list/scrolled_out")),
            self.whole("list/current") or None,
        )

    def keep_spot(self, spot: Spot) -> None:
        self.keep(
            {
                "list/first": spot.first_id or 0,
                "list/row": spot.first_row,
                "list/scrolled_out": spot.scrolled_out,
                "list/current": spot.current_id or 0,
            }
        )


def _orders_text(orders: tuple[Order, ...]) -> str:
    return " ".join(f"{'-' if each.descending else ''}{each.sort}" for each in orders)


def _orders(text: str) -> tuple[Order, ...]:
    """Read what `_orders_text` wrote; raises ValueError for an unknown key."""
    words = text.split()
    return tuple(Order(SortKey(each.lstrip("-")), each.startswith("-")) for each in words)


def pull_back(window: QWidget) -> None:
    """Bring a window back whose screen is gone, or that is larger than its screen."""
    frame = window.geometry()
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    reachable = any(
        (seen := screen.intersected(frame)).width() >= _REACHABLE and seen.height() >= _REACHABLE
        for screen in screens
    )
    if reachable or not screens:
        return
    home = screens[0]
    size = frame.size().boundedTo(home.size())
    window.setGeometry(
        QRect(home.center(), size).translated(-size.width() // 2, -size.height() // 2)
    )
