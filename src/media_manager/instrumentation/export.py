"""Where the numbers go when they leave the program: its log, or a file for other tools."""

import contextlib
import json
import logging
import os
import platform
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from media_manager import __version__
from media_manager.instrumentation.readings import (
    AllMetrics,
    histogram_unit,
    summary_lines,
    unit_of,
)
from media_manager.instrumentation.redaction import redact

# Raised when a reader of the file has to be changed.
FORMAT: Final = "media-manager-metrics/1"

_log = logging.getLogger(__name__)


def to_log(metrics: AllMetrics) -> None:
    """Write a line for each number."""
    for line in summary_lines(metrics):
        _log.info("%s", redact(line))


def to_json(metrics: AllMetrics, path: Path, *, since: float, **facts: bool) -> None:
    """Write all numbers to a file; whoever reads it meanwhile sees the old or the new one."""
    text = json.dumps(json_form(metrics, since=since, **facts), indent=1, ensure_ascii=False) + "\n"
    # Of its own: a leaf cannot ask the room of files.
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with draft.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise


def json_form(metrics: AllMetrics, *, since: float, **facts: bool) -> dict[str, Any]:
    """Return all numbers with their units, and when and by what they were taken."""
    return {
        "format": FORMAT,
        "program": "media-manager",
        "version": __version__,
        "python": platform.python_version(),
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "measured_seconds": round(time.time() - since, 3),
        **facts,
        **_with_units(metrics),
    }


def _with_units(metrics: AllMetrics) -> dict[str, Any]:
    timers = metrics["timers"]
    return {
        "timers": {name: {"unit": "s", **numbers} for name, numbers in timers.items()},
        "counters": {
            name: {"unit": unit_of(name), "value": value}
            for name, value in metrics["counters"].items()
        },
        "gauges": {
            name: {"unit": unit_of(name), "value": value}
            for name, value in metrics["gauges"].items()
        },
        "histograms": {
            name: {"unit": histogram_unit(name, timers), **numbers}
            for name, numbers in metrics["histograms"].items()
        },
    }
