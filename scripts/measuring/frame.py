"""What every measurement is made of: a product and its floor in turn, a goal, a figure.

A topic is a module beside this one. Each of its measurements is a function of a `World` (one
library of one size) that returns what it measured; `measurement` gives it its name and its goal.
"""

import gc
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from scripts.measuring.world import World

SCALES: Final[Mapping[str, int]] = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}
_FEW: Final = 4  # below this many values there are no quartiles to speak of
_PERCENT: Final = 100


@dataclass(frozen=True, slots=True)
class Pair:
    """Seconds of the product and of its floor, taken in turn.

    `work`: how many things one call did; then the figure is a rate, of which more is better.
    """

    product: tuple[float, ...]
    floor: tuple[float, ...]
    work: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A number that is no time: bytes, a share, a rate; in the unit of the measurement."""

    product: float
    floor: float | None = None
    note: str = ""


Result = Pair | Value
# One result, or several by the last part of their names.
Results = Result | Mapping[str, Result]
Number = float | Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Goal:
    """What must hold: of the ratio to the floor, or of the product in its unit.

    Each bound is a number, or one by scale ("10k", "100k", "1m"). `p99`: the bounds of the
    product hold for 99 of 100 calls, not only for the median.
    """

    most_ratio: Number | None = None
    least_ratio: Number | None = None
    most: Number | None = None
    least: Number | None = None
    p99: bool = False

    def at(self, scale: str) -> "Goal":
        """Return the goal with the bounds of one scale."""
        return Goal(
            most_ratio=_bound(self.most_ratio, scale),
            least_ratio=_bound(self.least_ratio, scale),
            most=_bound(self.most, scale),
            least=_bound(self.least, scale),
            p99=self.p99,
        )

    def is_met(self, product: float, ratio: float | None) -> bool | None:
        """Tell whether every bound holds; None when there is none. For a goal of one scale."""
        checks = [
            *((ratio, self.most_ratio, 1), (ratio, self.least_ratio, -1)),
            *((product, self.most, 1), (product, self.least, -1)),
        ]
        held = [
            number is not None and number * sign <= bound * sign
            for number, bound, sign in checks
            if isinstance(bound, int | float)
        ]
        return all(held) if held else None

    def text(self, unit: str) -> str:
        """Say the goal of one scale in a few characters."""
        parts = [
            f"{sign} {bound:g}{end}"
            for sign, bound, end in (
                ("≤", self.most_ratio, "x"),
                ("≥", self.least_ratio, "x"),
                ("≤", self.most, f" {unit}"),
                ("≥", self.least, f" {unit}"),
            )
            if isinstance(bound, int | float)
        ]
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number beside its floor. `noise`: half the spread of its middle half, in %."""

    metric: str
    scale: str
    unit: str
    product: float
    floor: float | None = None
    ratio: float | None = None
    p99: float | None = None
    noise: float = 0.0
    goal: str = ""
    met: bool | None = None
    what: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Measurement:
    """A registered function, what it measures, and in which unit."""

    name: str
    what: str
    goal: Goal
    unit: str
    scales: tuple[str, ...]
    run: "Callable[[World], Results]" = field(compare=False)

    @property
    def topic(self) -> str:
        return self.name.partition(".")[0]

    def figures(self, world: "World") -> Iterator[Figure]:
        """Measure in one world and yield the figures."""
        found = self.run(world)
        if isinstance(found, Pair | Value):
            yield figure(self, world.scale, found)
            return
        for end, result in found.items():
            yield figure(self, world.scale, result, end=end)


_registry: dict[str, Measurement] = {}
_SECONDS: Final[Mapping[str, float]] = {"s": 1, "ms": 1e3, "us": 1e6}


def measurement(
    name: str,
    what: str,
    goal: Goal | None = None,
    *,
    unit: str = "ms",
    scales: Sequence[str] = tuple(SCALES),
) -> "Callable[[Callable[[World], Results]], Callable[[World], Results]]":
    """Register a function `measure(world) -> Pair | Value | {end: …}` as `topic.name`.

    `unit`: ms, us or s for times; for a Pair with `work`, `items/s`; for a Value any.
    """

    def register(run: "Callable[[World], Results]") -> "Callable[[World], Results]":
        if name in _registry and _registry[name].run.__module__ != run.__module__:
            raise ValueError(f"two measurements are called {name}")
        _registry[name] = Measurement(name, what, goal or Goal(), unit, tuple(scales), run)
        return run

    return register


def measurements(names: Sequence[str] = ()) -> list[Measurement]:
    """Return those whose name or topic is among `names`, or all, in the order of registration."""
    wanted = set(names)
    return [
        each
        for each in _registry.values()
        if not wanted or each.name in wanted or each.topic in wanted
    ]


@dataclass(frozen=True, slots=True)
class SameEverywhere:
    """A metric that may grow only so much from the smallest scale to the largest."""

    metric: str
    most: float


_same: list[SameEverywhere] = []


def same_at_all_scales(metric: str, *, most: float) -> None:
    """Demand that the product at a million is at most so many times that at ten thousand."""
    _same.append(SameEverywhere(metric, most))


def across(figures: Sequence[Figure]) -> Iterator[Figure]:
    """Yield the figures that compare the largest scale with the smallest."""
    small, *_, large = SCALES
    known = {(each.metric, each.scale): each for each in figures}
    for rule in _same:
        first, last = known.get((rule.metric, small)), known.get((rule.metric, large))
        if first is not None and last is not None:
            grown = last.product / first.product
            yield Figure(
                metric=rule.metric,
                scale=f"{large}/{small}",
                unit="x",
                product=grown,
                noise=first.noise + last.noise,
                goal=f"{large} ≤ {rule.most:g} x {small}",
                met=grown <= rule.most,
                what=last.what,
                note=last.note,
            )


def pairs(
    product: Callable[..., object],
    floor: Callable[..., object],
    rounds: int = 31,
    *,
    arguments: Sequence[Any] | None = None,
    work: float | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> Pair:
    """Call both in turn, A B, B A, A B, and keep the seconds of each call.

    `clock` is the wall's; `time.process_time` where others on the machine disturb it and nothing
    waits for a disk. One round before the first is not counted. With `arguments` both get the one
    of the round, cycled, so that no round finds what the last one left warm.
    """
    chosen: Sequence[tuple[Any, ...]] = [(each,) for each in arguments] if arguments else [()]
    times: tuple[list[float], list[float]] = ([], [])
    collected = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        for number in range(-1, rounds):
            given = chosen[number % len(chosen)]
            order = (0, 1) if number % 2 == 0 else (1, 0)
            for which in order:
                call = floor if which else product
                started = clock()
                call(*given)
                ended = clock()
                if number >= 0:
                    times[which].append(ended - started)
    finally:
        if collected:
            gc.enable()
    note = "CPU time" if clock is time.process_time else ""
    return Pair(tuple(times[0]), tuple(times[1]), work, note)


def figure(each: Measurement, scale: str, result: Result, *, end: str = "") -> Figure:
    """Make one figure of a result."""
    name = f"{each.name}.{end}" if end else each.name
    goal = each.goal.at(scale)
    if isinstance(result, Value):
        ratio = result.product / result.floor if result.floor else None
        return Figure(
            metric=name,
            scale=scale,
            unit=each.unit,
            what=each.what,
            product=result.product,
            floor=result.floor,
            ratio=ratio,
            goal=goal.text(each.unit),
            met=goal.is_met(result.product, ratio),
            note=result.note,
        )
    product, floor = (
        _in_unit(median(times), each, result) for times in (result.product, result.floor)
    )
    p99 = _in_unit(percentile(result.product, 99), each, result)
    ratio = product / floor
    judged = p99 if goal.p99 else product
    return Figure(
        metric=name,
        scale=scale,
        unit=each.unit,
        what=each.what,
        product=product,
        floor=floor,
        ratio=ratio,
        p99=p99,
        noise=spread([a / b for a, b in zip(result.product, result.floor, strict=False)]),
        goal=goal.text(each.unit) + (" (p99)" if goal.p99 else ""),
        met=goal.is_met(judged, ratio),
        note=result.note,
    )


def percentile(times: Sequence[float], percent: int) -> float:
    """Return the value below which so many of a hundred lie: of few values, the largest."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, -(-len(ordered) * percent // _PERCENT) - 1)]


def spread(values: Sequence[float]) -> float:
    """Return half of the range in which the middle half lies, in percent of the median."""
    if len(values) < _FEW:
        return (max(values) - min(values)) / median(values) * _PERCENT / 2
    low, _, high = quantiles(values, n=4)
    return (high - low) / 2 / median(values) * _PERCENT


def _in_unit(seconds: float, each: Measurement, pair: Pair) -> float:
    return pair.work / seconds if pair.work else seconds * _SECONDS[each.unit]


def _bound(number: Number | None, scale: str) -> float | None:
    return number.get(scale) if isinstance(number, Mapping) else number
