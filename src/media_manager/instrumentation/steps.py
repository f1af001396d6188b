"""How a generator is timed: what it takes itself, without whoever consumes it."""

import functools
from collections.abc import Callable, Generator
from time import perf_counter
from types import TracebackType
from typing import Any, ParamSpec

P = ParamSpec("P")


def timed_steps(
    function: Callable[P, Generator[Any, Any, Any]], name: str, record: Callable[[str, float], None]
) -> Callable[P, Generator[Any, Any, Any]]:
    """Return a generator function like the given one, whose runs are timed under `name`."""

    @functools.wraps(function)
    def walk(*args: P.args, **kwargs: P.kwargs) -> Generator[Any, Any, Any]:
        watched = _TimedSteps(function(*args, **kwargs))
        try:
            return (yield from watched)
        finally:
            record(name, watched.seconds)

    return walk


class _TimedSteps(Generator[Any, Any, Any]):
    """Hands each step on and adds up what it took."""

    def __init__(self, steps: Generator[Any, Any, Any]) -> None:
        self._steps = steps
        self.seconds = 0.0

    def send(self, value: Any, /) -> Any:  # noqa: ANN401 - as the generator has it
        started = perf_counter()
        try:
            return self._steps.send(value)
        finally:
            self.seconds += perf_counter() - started

    def throw(
        self,
        kind: Any,  # noqa: ANN401 - an exception or its class, as typeshed has it
        value: BaseException | object = None,
        trace: TracebackType | None = None,
        /,
    ) -> Any:  # noqa: ANN401 - as above
        started = perf_counter()
        try:
            return self._steps.throw(value if isinstance(value, BaseException) else kind)
        finally:
            del trace  # it is part of the exception
            self.seconds += perf_counter() - started
