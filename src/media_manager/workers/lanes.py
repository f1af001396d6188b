"""Which lanes there are, and how many threads this machine should give them."""

import math
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic
from types import MappingProxyType
from typing import Any, NamedTuple

READ = "read"
EDIT = "edit"
THUMBS = "thumbs"
JOBS = "jobs"
NETWORK = "network"

_SIZES = {READ: 2, EDIT: 1, THUMBS: 2, JOBS: 2}
_MOST_THREADS = 32
_FEWEST_THREADS = 4
# A job two levels below a scan that never rests gets its slice every four seconds.
_AGEING = {JOBS: 2.0}
# Priorities beyond these count as these where waiting counts: so nothing waits for ever.
_MOST_LEVELS = 15
# Before everything else in its lane, whatever waits there and for how long.
URGENT = 1_000_000


class Resource(NamedTuple):
    """What each thread of a lane holds for itself, such as a database reader.

    `open` and `close` are called in that thread: open before its first work, close when it ends.
    `interrupt` is called from other threads, only while superseded or cancelled work runs.
    """

    open: Callable[[], Any]
    close: Callable[[Any], None]
    interrupt: Callable[[Any], None] | None = None


class LaneSpec(NamedTuple):
    """A lane: its name, how many threads it may have, and what each of them holds.

    Work on a lane with a resource is called with it as its one argument, else with none.
    `ageing_seconds`: so long in the queue counts as one level of priority, so that what matters
    less gets its turn too; None where only what matters most now is of any use.
    """

    name: str
    size: int
    resource: Resource | None = None
    ageing_seconds: float | None = None

    def rank(self, priority: int) -> float:
        """Return where work that is queued now belongs; the lowest rank runs first.

        Ageing moves all that waits by the same amount, so it is enough that what comes later
        begins further back: the order in the queue stays as it is.
        """
        if self.ageing_seconds is None:
            return -priority
        if priority >= URGENT:
            return -math.inf
        level = min(max(priority, -_MOST_LEVELS), _MOST_LEVELS)
        return monotonic() / self.ageing_seconds - level


_NO_RESOURCES: Mapping[str, Resource] = MappingProxyType({})


def standard_lanes(
    *, max_thread_count: int | None = None, resources: Mapping[str, Resource] = _NO_RESOURCES
) -> tuple[LaneSpec, ...]:
    """Return the lanes of the program; None or 0 fits the network lane to this machine."""
    sizes = {**_SIZES, NETWORK: max_thread_count or optimal_thread_count()}
    return tuple(
        LaneSpec(name, size, resources.get(name), _AGEING.get(name)) for name, size in sizes.items()
    )


def optimal_thread_count(cpus: int | None = None) -> int:
    """Return how many threads suit work that waits: min(32, max(4, 2 x CPU))."""
    count = available_cpus() if cpus is None else cpus
    return min(_MOST_THREADS, max(_FEWEST_THREADS, 2 * count))


def available_cpus(root: Path = Path("/")) -> int:
    """Return how many CPUs this process may use: affinity and container limits count."""
    if hasattr(os, "sched_getaffinity"):
        allowed = len(os.sched_getaffinity(0))
    else:
        allowed = os.cpu_count() or 1
    quota = _container_cpus(root)
    return allowed if quota is None else max(1, min(allowed, math.ceil(quota)))


def _container_cpus(root: Path) -> float | None:
    """Return the smallest limit of the control groups that this process is in, or None."""
    try:
        lines = (root / "proc/self/cgroup").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    limits: list[float] = []
    for line in lines.splitlines():
        _, controllers, path = [*line.split(":", 2), "", ""][:3]
        if controllers == "":
            limits += _limits(root / "sys/fs/cgroup", path, _limit_of_version_2)
        elif "cpu" in controllers.split(","):
            limits += _limits(root / "sys/fs/cgroup/cpu", path, _limit_of_version_1)
    return min(limits, default=None)


def _limits(base: Path, path: str, read: Callable[[Path], float | None]) -> list[float]:
    """Read a group and all above it: any of them can hold the limit."""
    group = Path(path.lstrip("/"))
    folders = [base / part for part in (group, *group.parents)]
    return [limit for folder in dict.fromkeys(folders) if (limit := read(folder)) is not None]


def _limit_of_version_2(folder: Path) -> float | None:
    words = _words(folder / "cpu.max")
    return _share(words[0], words[1]) if len(words) > 1 else None


def _limit_of_version_1(folder: Path) -> float | None:
    quota, period = _words(folder / "cpu.cfs_quota_us"), _words(folder / "cpu.cfs_period_us")
    return _share(quota[0], period[0]) if quota and period else None


def _words(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="ascii", errors="replace").split()
    except OSError:
        return []


def _share(quota: str, period: str) -> float | None:
    """Return quota / period; `max` and -1 mean that there is no limit."""
    if not (quota.isdecimal() and period.isdecimal() and int(period) > 0):
        return None
    return int(quota) / int(period)
