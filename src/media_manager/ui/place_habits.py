"""What a person chose for each place: its order, its groups, and how its table is arranged."""

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from media_manager.domain.query import Order, SortKey
from media_manager.ui.places import Place
from media_manager.ui.window_state import WindowState

if TYPE_CHECKING:
    from media_manager.domain.grouping import GroupBy

_KEY: Final = "places/habits"
# Tags and saved searches come and go: the places used last are enough.
_MOST: Final = 200


def habit_key(place: Place) -> str:
    """Return the name under which a place is remembered: all seasons of all shows are one."""
    return f"inside:{place.noun}" if place.key.startswith("inside:") else place.key


class PlaceHabits:
    """Reads what was kept when it is first asked; a damaged text is no habit at all."""

    def __init__(self, memory: WindowState) -> None:
        self._memory = memory
        self._kept: dict[str, dict[str, Any]] | None = None

    def orders(self, place: Place) -> tuple[Order, ...]:
        """Return the order that was chosen for a place; empty for its usual one."""
        saved = self._of(habit_key(place)).get("orders", ())
        try:
            return tuple(Order(SortKey(key), bool(down)) for key, down in saved)
        except (TypeError, ValueError):
            return ()

    def keep_orders(self, place: Place, orders: tuple[Order, ...]) -> None:
        self._keep(place, "orders", [[str(each.sort), each.descending] for each in orders])

    def group(self, place: Place) -> "GroupBy | None":
        """Return what the posters of a place are grouped by."""
        from media_manager.domain.grouping import GroupBy  # noqa: PLC0415 - behind the first paint

        saved = self._of(habit_key(place)).get("group")
        return GroupBy(saved) if saved in set(GroupBy) else None

    def keep_group(self, place: Place, by: "GroupBy | None") -> None:
        self._keep(place, "group", None if by is None else str(by))

    def table(self, place: Place) -> Mapping[str, Any] | None:
        """Return how the table of a place was arranged, as `TableState.from_dict` reads it."""
        saved = self._of(habit_key(place)).get("table")
        return saved if isinstance(saved, dict) else None

    def keep_table(self, place: Place, state: Mapping[str, Any] | None) -> None:
        self._keep(place, "table", None if state is None else dict(state))

    def write(self) -> None:
        """Keep it for the next start."""
        if self._kept is not None:
            import json  # noqa: PLC0415 - many a start finds nothing kept

            last = dict(list(self._kept.items())[-_MOST:])
            self._memory.keep({_KEY: json.dumps(last)})

    def _keep(self, place: Place, name: str, value: object) -> None:
        key = habit_key(place)
        habits = {**self._of(key), name: value}
        kept = self._all()
        kept.pop(key, None)
        left = {each: found for each, found in habits.items() if found}
        if left:
            kept[key] = left

    def _of(self, key: str) -> dict[str, Any]:
        found = self._all().get(key)
        return found if isinstance(found, dict) else {}

    def _all(self) -> dict[str, dict[str, Any]]:
        if self._kept is None:
            read: object = {}
            text = self._memory.text(_KEY)
            if text:
                import json  # noqa: PLC0415 - as above

                with suppress(ValueError):
                    read = json.loads(text)
            self._kept = read if isinstance(read, dict) else {}
        return self._kept
