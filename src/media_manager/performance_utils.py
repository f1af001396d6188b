"""The front desk of performance: what was measured, what is advised, and care for the caches.

For scripts, Diagnostics and the command line; it needs no window.

    from media_manager.performance_utils import get_performance_report
    print(get_performance_report())
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from media_manager.files import write_atomic
from media_manager.instrumentation import get_instrumentation, redact
from media_manager.library import batches
from media_manager.persistence.slow_queries import get_slow_queries
from media_manager.processes.usage import note_process_usage
from media_manager.settings import get_settings
from media_manager.settings.secrets import masked
from media_manager.workers.lanes import available_cpus, optimal_thread_count, standard_lanes

if TYPE_CHECKING:
    from media_manager.library.cache_care import CacheCare
    from media_manager.library.watch import Watch
    from media_manager.settings import Profile, Settings

_MOST_SLOW_QUERIES = 10
_WIDTH = 32


def get_performance_report() -> str:
    """Return settings, machine, metrics, slow queries, pools and advice as text.

    Without names, keys and home folders: it may be handed on.
    """
    settings = get_settings()
    usage = note_process_usage()
    parts = (
        ("Machine", _pairs(_machine(settings))),
        ("Settings in force", _pairs(_settings_in_force(settings))),
        ("Threads", _pairs(_pool_sizes(settings))),
        ("Memory and processor", _pairs(asdict(usage))),
        ("Rows a batch", _pairs(batches.get_batch_size_recommendations())),
        ("Slow queries", _slow_queries()),
        ("Metrics", get_instrumentation().get_summary().splitlines()),
    )
    return redact("\n\n".join(f"{title}\n{_indented(lines)}" for title, lines in parts) + "\n")


def export_performance_metrics(path: Path) -> None:
    """Write every metric with its unit, and the report's facts, to a JSON file.

    The file is written wholly or not at all; raises DiskFull or OSError.
    """
    # Late: only an export needs them.
    from media_manager.instrumentation.export import json_form  # noqa: PLC0415
    from media_manager.library.diagnostics import redacted  # noqa: PLC0415 - as above

    settings = get_settings()
    usage = note_process_usage()
    metrics = get_instrumentation()
    form = json_form(
        metrics.get_all_metrics(),
        since=metrics.since,
        enabled=metrics.enabled,
        detail=metrics.detail,
    )
    form |= {
        "machine": _machine(settings),
        "settings": _settings_in_force(settings),
        "threads": _pool_sizes(settings),
        "process": asdict(usage),
        "batches": batches.get_batch_size_recommendations(),
        "slow_queries": [asdict(query) for query in get_slow_queries()],
    }
    text = json.dumps(redacted(form), indent=1, ensure_ascii=False)
    write_atomic(Path(path), text.encode("utf-8", "backslashreplace") + b"\n", mode=0o600)


def optimize_thread_pool_size() -> int:
    """Return how many threads suit work that waits here: min(32, max(4, 2 x CPU))."""
    return optimal_thread_count()


def get_batch_size_recommendation(operation: str | None = None) -> int:
    """Return rows a transaction or request, learned from the batches so far of an operation."""
    return batches.get_batch_size_recommendation(operation)


def run_cache_maintenance(
    profile: "Profile | None" = None, *, watch: "Watch | None" = None
) -> "CacheCare":
    """Bring the caches of a profile within their limits; the answer says what was done.

    Not on the main thread: it looks at every file of the caches.
    """
    # Late: nothing else here needs the disk.
    from media_manager.library.cache_care import maintain_caches  # noqa: PLC0415
    from media_manager.library.watch import Unwatched  # noqa: PLC0415 - as above

    settings = get_settings()
    return maintain_caches(
        profile or settings.profile,
        thumbnail_bytes=settings.integer("thumbnails.max_bytes"),
        watch=watch or Unwatched(),
    )


def _machine(settings: "Settings") -> dict[str, Any]:
    # Late: it asks the system for much that only a report needs.
    from media_manager.library.diagnostics import environment  # noqa: PLC0415

    found = environment(settings.profile, settings)
    qt = found["packages"].get("PySide6-Essentials")
    return {**found["program"], "qt": qt, **found["system"], "processors_used": available_cpus()}


def _settings_in_force(settings: "Settings") -> dict[str, Any]:
    return {each.option.key: masked(each.value) for each in settings.effective()}


def _pool_sizes(settings: "Settings") -> dict[str, int]:
    lanes = standard_lanes(max_thread_count=settings.integer("workers.max_thread_count"))
    return {**{lane.name: lane.size for lane in lanes}, "advised": optimize_thread_pool_size()}


def _slow_queries() -> Iterator[str]:
    queries = get_slow_queries()
    for query in queries[:_MOST_SLOW_QUERIES]:
        yield (
            f"{query.total_seconds:.3f} s in {query.count} runs, longest "
            f"{query.longest_seconds:.3f} s, {query.rows} rows: {query.sql}"
        )
        yield from (f"    {line}" for line in query.plan.splitlines())
    if not queries:
        yield "None took as long as instrumentation.slow_query_ms."


def _pairs(facts: Mapping[str, Any]) -> Iterator[str]:
    for name, value in facts.items():
        said = "-" if value is None else f"{value:.6g}" if isinstance(value, float) else value
        yield f"{name:<{_WIDTH}} {said}"


def _indented(lines: Iterable[str]) -> str:
    return "\n".join(f"  {line}" for line in lines)
