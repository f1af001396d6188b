"""The requests of one list that are under way: a superseded one is stopped, its answer dropped."""

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from typing import TypeVar

from media_manager.lazy_model.source import Cancel, Failed

T = TypeVar("T")


@dataclass(eq=False, slots=True)
class _Request:
    handle: Cancel | None = None


class Requests:
    """Requests by name; pages are named by their number."""

    def __init__(self) -> None:
        self._running: dict[Hashable, _Request] = {}

    def __contains__(self, name: Hashable) -> bool:
        return name in self._running

    def run(
        self,
        name: Hashable,
        ask: Callable[[Callable[[T], None], Failed], Cancel],
        done: Callable[[T], None],
        failed: Failed,
    ) -> None:
        """Ask in place of an earlier request of this name. At most one callback is called."""
        self.cancel(name)
        request = self._running[name] = _Request()
        handle = ask(self._once(name, request, done), self._once(name, request, failed))
        # A source in memory may have answered already.
        request.handle = handle

    def cancel(self, name: Hashable) -> None:
        request = self._running.pop(name, None)
        if request is not None and request.handle is not None:
            request.handle.cancel()

    def cancel_pages(self, *, but: Collection[int] = ()) -> None:
        """Stop what was asked for rows that have scrolled away."""
        for name in [each for each in self._running if isinstance(each, int)]:
            if name not in but:
                self.cancel(name)

    def cancel_all(self) -> None:
        for name in list(self._running):
            self.cancel(name)

    def _once(
        self, name: Hashable, request: _Request, callback: Callable[[T], None]
    ) -> Callable[[T], None]:
        def answer(value: T) -> None:
            if self._running.get(name) is request:
                del self._running[name]
                callback(value)

        return answer
