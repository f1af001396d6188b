"""What measuring costs: a call in each state of the instrumentation, against an empty loop.

Nanoseconds of processor time a call, the loop itself included, so that the ratio says how many
times an empty pass costs. Each state is taken in turn, the quickest of many rounds counts.
"""

import time
from collections.abc import Callable
from typing import Final

from scripts.measuring.frame import Goal, Results, Value, measurement
from scripts.measuring.world import World

from media_manager.instrumentation import Instrumentation, get_instrumentation, timed

CALLS: Final = 20_000
ROUNDS: Final = 25
_NS: Final = 1e9
# Off is to be near zero: a few passes of an empty loop.
OFF: Final = Goal(most=300)

Work = Callable[[Instrumentation], None]


@timed("measuring.called")
def called() -> None:
    """Do nothing, and be timed."""


def empty(_metrics: Instrumentation) -> None:
    for _ in range(CALLS):
        pass


def timer(metrics: Instrumentation) -> None:
    for _ in range(CALLS):
        with metrics.timer("measuring.timer"):
            pass


def counter(metrics: Instrumentation) -> None:
    for _ in range(CALLS):
        metrics.increment_counter("measuring.counter")


def decorated(_metrics: Instrumentation) -> None:
    for _ in range(CALLS):
        called()


WORKS: Final[dict[str, Work]] = {"timer": timer, "counter": counter, "timed": decorated}


@measurement("instrumentation.off", "a call with nothing measured", OFF, unit="ns", scales=("10k",))
def off(_world: World) -> Results:
    return _cost(enabled=False)


@measurement("instrumentation.on", "a call as usual", Goal(most=1_500), unit="ns", scales=("10k",))
def on(_world: World) -> Results:
    return _cost()


@measurement(
    "instrumentation.detail", "a call in detail", Goal(most=2_500), unit="ns", scales=("10k",)
)
def detail(_world: World) -> Results:
    return _cost(detail=True)


@measurement(
    "instrumentation.context",
    "a call in a block with two labels",
    Goal(most=2_500),
    unit="ns",
    scales=("10k",),
)
def context(_world: World) -> Results:
    return _cost(labels={"library": "Films", "provider": "tmdb"})


def _cost(
    *, enabled: bool = True, detail: bool = False, labels: dict[str, str] | None = None
) -> Results:
    """Return what a call costs in one state; the program's own metrics are as before afterwards."""
    metrics = get_instrumentation()
    before = (metrics.enabled, metrics.detail)
    metrics.enabled, metrics.detail = enabled, detail
    try:
        with metrics.context(**(labels or {})) if labels else metrics.detail_timer("none"):
            return {name: _measure(work, metrics) for name, work in WORKS.items()}
    finally:
        metrics.enabled, metrics.detail = before
        metrics.reset()


def _measure(work: Work, metrics: Instrumentation) -> Value:
    product: list[float] = []
    floor: list[float] = []
    for _ in range(ROUNDS):
        for found, each in ((product, work), (floor, empty)):
            began = time.process_time()
            each(metrics)
            found.append((time.process_time() - began) / CALLS * _NS)
    return Value(min(product), min(floor))
