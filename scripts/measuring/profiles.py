"""Two profiles (`--cprofile FILE`) side by side: which functions took more, and which less."""

import pstats
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

_TOP: Final = 20
_WIDTH: Final = 56


@dataclass(frozen=True, slots=True)
class Spent:
    """What one function took in one profile: calls, own and cumulative seconds."""

    calls: int = 0
    own: float = 0.0
    cumulative: float = 0.0


def spent(path: Path) -> dict[str, Spent]:
    """Return what each function took, by `file:function`; lines move, names stay."""
    stats = cast("Any", pstats.Stats(str(path))).stats
    found: dict[str, Spent] = {}
    for (file, _line, name), (_primitive, calls, own, cumulative, _callers) in stats.items():
        key = f"{'/'.join(Path(file).parts[-2:])}:{name}"
        known = found.get(key, Spent())
        found[key] = Spent(known.calls + calls, known.own + own, known.cumulative + cumulative)
    return found


def table(before: Path, after: Path, *, function: str = "") -> str:
    """Return calls, own and cumulative time in both, the largest differences of own time first."""
    old, new = spent(before), spent(after)
    names = [name for name in {**old, **new} if function in name]
    names.sort(key=lambda name: -abs(_own(new, name) - _own(old, name)))
    head = f"{'function':<{_WIDTH}} {'calls':>17} {'own ms':>19} {'cumulative ms':>19} {'own':>9}"
    return "\n".join([head, *(_line(old, new, name) for name in names[:_TOP])])


def _line(old: Mapping[str, Spent], new: Mapping[str, Spent], name: str) -> str:
    a, b = old.get(name, Spent()), new.get(name, Spent())
    calls = f"{a.calls:,} > {b.calls:,}"
    own = f"{a.own * 1e3:.1f} > {b.own * 1e3:.1f}"
    total = f"{a.cumulative * 1e3:.1f} > {b.cumulative * 1e3:.1f}"
    change = (b.own - a.own) * 1e3
    return f"{name[-_WIDTH:]:<{_WIDTH}} {calls:>17} {own:>19} {total:>19} {change:>+9.1f}"


def _own(profile: Mapping[str, Spent], name: str) -> float:
    return profile.get(name, Spent()).own
