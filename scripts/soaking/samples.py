"""What a process holds, looked at every few seconds: memory, objects, threads, files, children."""

import gc
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication

from media_manager.processes.usage import process_usage

MIB = 1 << 20
_TASKS = Path("/proc/self/task")


@dataclass(frozen=True, slots=True)
class Sample:
    """One look. `anonymous_mib` is without the pages of mapped files, None where nobody knows."""

    seconds: float
    rss_mib: float
    anonymous_mib: float | None
    objects: int
    widgets: int
    threads: int
    open_files: int
    children: int
    wal_mib: float
    work: int
    turns: int

    def as_data(self) -> dict[str, float | int | None]:
        return asdict(self)


def look(seconds: float, library: Path, *, work: int, turns: int) -> Sample:
    """Return what this process holds now; called on the main thread."""
    usage = process_usage()
    wal = library.with_name(library.name + "-wal")
    return Sample(
        seconds=round(seconds, 1),
        rss_mib=round((usage.rss_bytes or 0) / MIB, 2),
        anonymous_mib=_anonymous(),
        # Not what the start froze: it stays, and is the same each time.
        objects=len(gc.get_objects()),
        widgets=len(QApplication.allWidgets()),
        threads=usage.threads or 0,
        open_files=usage.open_files or 0,
        children=_children(),
        wal_mib=round((wal.stat().st_size if wal.exists() else 0) / MIB, 2),
        work=work,
        turns=turns,
    )


def _anonymous() -> float | None:
    try:
        text = Path("/proc/self/status").read_text("ascii", "replace")
    except OSError:
        return None
    found = [line.split()[1] for line in text.splitlines() if line.startswith("RssAnon:")]
    return round(int(found[0]) / 1024, 2) if found else None


def _children() -> int:
    """Return how many child processes there are; 0 where the system does not list them."""
    count = 0
    if _TASKS.exists():
        for task in os.listdir(_TASKS):  # noqa: PTH208 - names are enough
            try:
                count += len((_TASKS / task / "children").read_text("ascii").split())
            except OSError:
                continue  # a thread that ended meanwhile
    return count


def slope(samples: list[Sample], *, after_seconds: float) -> float | None:
    """Return MiB of resident memory per 10 minutes by least squares; None for too few looks."""
    points = [(each.seconds, each.rss_mib) for each in samples if each.seconds >= after_seconds]
    if len(points) < 3:  # noqa: PLR2004 - two points always lie on a line
        return None
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread * 600
