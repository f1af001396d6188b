"""Is it faster than it was? Two runs side by side, and one metric over all runs."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from scripts.measuring.frame import Figure
from scripts.measuring.report import Run, number, run_of

# Two runs of the same code differ by so much on a shared machine, whatever each one's spread.
_LEAST_NOISE: Final = 5.0
_PERCENT: Final = 100


@dataclass(frozen=True, slots=True)
class Change:
    """One figure in two runs. `percent` compares the ratios to the floors where both have one."""

    metric: str
    scale: str
    unit: str
    before: float
    after: float
    percent: float
    noise: float
    verdict: str


def changes(before: Run, after: Run) -> Iterator[Change]:
    """Yield what both runs measured, in the order of the second."""
    known = {(each.metric, each.scale): each for each in before.figures}
    for figure in after.figures:
        old = known.get((figure.metric, figure.scale))
        if old is not None:
            yield _change(old, figure)


def table(before: Run, after: Run) -> str:
    """Return before, after, difference, percent, noise range and verdict, one line a figure."""
    head = f"before: {before.at} {before.commit}   after: {after.at} {after.commit}"
    titles = f"{'metric':<28} {'scale':>8} {'before':>10} {'after':>10} {'difference':>11} "
    lines = [head, f"{titles}{'percent':>8} {'noise':>8}  verdict"]
    lines += [
        f"{each.metric:<28} {each.scale:>8} {number(each.before):>10} {number(each.after):>10} "
        f"{number(each.after - each.before):>11} {each.percent:>+7.1f}% {each.noise:>6.1f} %  "
        f"{each.verdict}"
        for each in changes(before, after)
    ]
    return "\n".join(lines)


def append(run: Run, path: Path) -> None:
    """Add a run to the history: one line of JSON each."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(run), ensure_ascii=False) + "\n")


def load(path: Path) -> list[Run]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as file:
        return [run_of(json.loads(line)) for line in file if line.strip()]


def trend(runs: list[Run], metric: str) -> str:
    """Return each run's figures of a metric (or of all below it), oldest first."""
    lines = []
    for run in runs:
        for figure in run.figures:
            if figure.metric == metric or figure.metric.startswith(metric + "."):
                ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}x"
                lines.append(
                    f"{run.at[:16]} {run.commit:<10} {figure.metric:<28} {figure.scale:>8} "
                    f"{number(figure.product):>10} {figure.unit:<8} {ratio:>8} "
                    f"± {figure.noise:.0f} %"
                )
    return "\n".join(lines) or f"No run has measured {metric}."


def _change(old: Figure, new: Figure) -> Change:
    by_ratio = old.ratio is not None and new.ratio is not None
    before = old.ratio if by_ratio and old.ratio else old.product
    after = new.ratio if by_ratio and new.ratio else new.product
    percent = (after - before) / before * _PERCENT if before else 0.0
    noise = max(_LEAST_NOISE, old.noise + new.noise)
    return Change(
        metric=new.metric,
        scale=new.scale,
        unit=new.unit,
        before=old.product,
        after=new.product,
        percent=percent,
        noise=noise,
        verdict=_verdict(percent, noise, more_is_better=new.unit.endswith("/s")),
    )


def _verdict(percent: float, noise: float, *, more_is_better: bool) -> str:
    if abs(percent) <= noise:
        return "within noise"
    return "faster" if (percent > 0) == more_is_better else "slower"
