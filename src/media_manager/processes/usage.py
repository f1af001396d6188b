"""What this process costs the machine right now: memory, processor time, threads, open files.

Asked of psutil where it is installed (the extra `performance`), else of /proc, else of the
standard library. A number that nobody here can know is None: it is never guessed.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media_manager.instrumentation import get_instrumentation

if sys.platform != "win32":
    import resource

_PROC = Path("/proc/self")
# macOS counts the peak in bytes, all others in KiB: getrusage(2).
_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class ProcessUsage:
    """One look at this process; `source` names who was asked."""

    rss_bytes: int | None
    peak_rss_bytes: int | None
    cpu_seconds: float
    threads: int | None
    open_files: int | None
    source: str


def process_usage() -> ProcessUsage:
    """Return what this process uses now; costs well under a millisecond."""
    for ask in (_by_psutil, _by_proc):
        usage = ask()
        if usage is not None:
            return usage
    return ProcessUsage(None, _peak(), _cpu_seconds(), None, None, "resource")


def note_process_usage() -> ProcessUsage:
    """Take a look, and keep the numbers as gauges: `process.rss_bytes` and so on."""
    usage = process_usage()
    metrics = get_instrumentation()
    for name in ("rss_bytes", "peak_rss_bytes", "cpu_seconds", "threads", "open_files"):
        value = getattr(usage, name)
        if value is not None:
            metrics.set_gauge(f"process.{name}", value)
    return usage


def _by_psutil() -> ProcessUsage | None:
    process = _psutil_process()
    if process is None:
        return None
    with process.oneshot():
        memory = process.memory_info()
        times = process.cpu_times()
        return ProcessUsage(
            rss_bytes=int(memory.rss),
            # Windows tells the peak here, the others through resource.
            peak_rss_bytes=_at_least(getattr(memory, "peak_wset", None) or _peak(), memory.rss),
            cpu_seconds=float(times.user + times.system),
            threads=int(process.num_threads()),
            open_files=int(_handles(process)()),
            source="psutil",
        )


def _handles(process: Any) -> Callable[[], int]:  # noqa: ANN401 - psutil ships no types
    """Return who counts what is held open; Windows calls them handles."""
    count: Callable[[], int] = process.num_handles if sys.platform == "win32" else process.num_fds
    return count


def _psutil_process() -> Any:  # noqa: ANN401 - as above
    try:
        import psutil  # noqa: PLC0415 - an optional extra, and only when somebody looks
    except ImportError:
        return None
    return psutil.Process()


def _by_proc() -> ProcessUsage | None:
    try:
        facts = _status(_PROC / "status")
        open_files = len(os.listdir(_PROC / "fd"))  # noqa: PTH208 - names are enough
    except OSError:
        return None
    rss = facts.get("VmRSS")
    return ProcessUsage(
        rss_bytes=rss,
        peak_rss_bytes=_at_least(facts.get("VmHWM"), rss),
        cpu_seconds=_cpu_seconds(),
        threads=facts.get("Threads"),
        open_files=open_files,
        source="proc",
    )


def _status(path: Path) -> dict[str, int]:
    """Return the numbers of /proc/self/status, sizes in bytes."""
    facts: dict[str, int] = {}
    for line in path.read_text(encoding="ascii", errors="replace").splitlines():
        name, _, value = line.partition(":")
        words = value.split()
        if words and words[0].isdecimal():
            facts[name] = int(words[0]) * (1024 if words[1:] == ["kB"] else 1)
    return facts


def _at_least(peak: int | None, rss: int | None) -> int | None:
    """Return the peak, which some kernels bring up to date only now and then."""
    if peak is None or rss is None:
        return peak
    return max(peak, rss)


def _cpu_seconds() -> float:
    times = os.times()
    return times.user + times.system


if sys.platform == "win32":

    def _peak() -> int | None:
        """Only psutil tells it here."""
        return None

else:

    def _peak() -> int | None:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _PEAK_UNIT
