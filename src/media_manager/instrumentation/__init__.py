"""What the program measures about itself, what it logs, and what of both may leave this machine.

A leaf: standard library only, one line to use, safe from every thread.

    with get_instrumentation().timer("scan.folder"):
        ...

Names are `room.thing.event` and constants of the code, never data, so that memory stays bounded;
what belongs to a library or a provider says so by `context(library=…, provider=…)`. All durations
in the metrics are seconds. PERFORMANCE_OPTIMIZATION.md lists the names that there are. For rooms
that are still to come these are kept free:

    cache.hits · cache.misses · cache.stale · cache.errors · cache.fetch · cache.evicted
    http.request · http.wait · http.retries · http.errors · http.sent_bytes · http.received_bytes
    provider.search · provider.details · provider.artwork · provider.rate_limited
    semantic.load · semantic.run · semantic.unload
"""

from typing import TYPE_CHECKING

from media_manager.doors import lazy_names

if TYPE_CHECKING:
    from media_manager.instrumentation.formatting import warn_on_stderr
    from media_manager.instrumentation.log_file import open_log
    from media_manager.instrumentation.profiling import profile_threads
    from media_manager.instrumentation.readings import (
        AllMetrics,
        HistogramMetrics,
        TimerMetrics,
    )
    from media_manager.instrumentation.redaction import redact
    from media_manager.instrumentation.registry import (
        Instrumentation,
        Timer,
        counted,
        get_instrumentation,
        timed,
    )
    from media_manager.instrumentation.starting import LateLog, StartPhases

__all__ = [
    "AllMetrics",
    "HistogramMetrics",
    "Instrumentation",
    "LateLog",
    "StartPhases",
    "Timer",
    "TimerMetrics",
    "counted",
    "get_instrumentation",
    "open_log",
    "profile_threads",
    "redact",
    "timed",
    "warn_on_stderr",
]

__getattr__ = lazy_names(
    __name__,
    {
        "AllMetrics": "readings",
        "HistogramMetrics": "readings",
        "Instrumentation": "registry",
        "LateLog": "starting",
        "StartPhases": "starting",
        "Timer": "registry",
        "TimerMetrics": "readings",
        "counted": "registry",
        "get_instrumentation": "registry",
        "open_log": "log_file",
        "profile_threads": "profiling",
        "redact": "redaction",
        "timed": "registry",
        "warn_on_stderr": "formatting",
    },
)
