"""A call that somebody waits for, as long as the one who waits exists."""

from collections.abc import Callable
from functools import partial
from typing import Any


class Listener:
    """Calls back unless its owner is gone: the owner given, or the object of a bound method.

    Made, called and dropped on the main thread only.
    """

    __slots__ = ("_call", "_is_alive", "owner")

    def __init__(
        self, call: Callable[..., Any], owner: object | None, *, is_alive: Callable[[object], bool]
    ) -> None:
        self._call = call
        self._is_alive = is_alive
        self.owner = _owner_of(call) if owner is None else owner

    @property
    def alive(self) -> bool:
        return self.owner is None or self._is_alive(self.owner)

    def __call__(self, *arguments: object) -> None:
        if self.alive:
            self._call(*arguments)


def _owner_of(call: Callable[..., Any]) -> object | None:
    while isinstance(call, partial):
        call = call.func
    return getattr(call, "__self__", None)
