"""`diagnostics`: what the window of that name shows, for a terminal, a file or a program."""

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from media_manager.cli.desk import Desk
from media_manager.cli.stopping import Stopper
from media_manager.errors import JobCancelled, LibraryError
from media_manager.files import write_atomic
from media_manager.instrumentation import get_instrumentation
from media_manager.library.diagnostics import as_text, gather, redacted
from media_manager.library.watch import Unwatched
from media_manager.workers.lanes import optimal_thread_count, standard_lanes


class _Watch(Unwatched):
    """Shows which table is looked at, and passes Ctrl+C on."""

    def __init__(self, desk: Desk, stopper: Stopper) -> None:
        self._desk = desk
        self._stopper = stopper

    @property
    def cancelled(self) -> bool:  # type: ignore[override]
        return self._stopper.heard

    def report(self, done: int, total: int | None = None, message: str | None = None) -> None:
        self._desk.screen.progress(f"{message or 'table'}: {done} of {total}")

    def raise_if_cancelled(self) -> None:
        if self.cancelled:
            raise JobCancelled("The diagnostics were stopped")


def run(words: argparse.Namespace, desk: Desk) -> int:
    """Gather everything, redact it unless told not to, and write it where it is wanted."""
    settings = desk.settings  # before the measuring: it says how much is measured
    with Stopper() as stopper, _measuring():
        watch = _Watch(desk, stopper)
        report = gather(desk.profile, settings, desk.store, full=words.full, watch=watch)
    desk.screen.progress("")
    report["lanes"] = _lanes(desk)
    if not words.no_redact:
        report = redacted(report)
    if words.report is not None:
        _write(report, words.report, desk)
    else:
        desk.screen.result(report, as_text(report).rstrip())
    return 0


@contextmanager
def _measuring() -> Iterator[None]:
    """Measure everything in detail for the length of a `with`."""
    metrics = get_instrumentation()
    before = metrics.enabled, metrics.detail
    metrics.enabled = metrics.detail = True
    try:
        yield
    finally:
        metrics.enabled, metrics.detail = before


def _lanes(desk: Desk) -> dict[str, int]:
    """Return the threads that each lane may have; nothing runs in them here."""
    chosen = desk.settings.integer("workers.max_thread_count")
    sizes = {spec.name: spec.size for spec in standard_lanes(max_thread_count=chosen or None)}
    return {**sizes, "fitting_for_network": optimal_thread_count()}


def _write(report: dict[str, Any], path: Path, desk: Desk) -> None:
    is_data = desk.screen.as_json or path.suffix.lower() == ".json"
    text = json.dumps(report, ensure_ascii=False, indent=2) + "\n" if is_data else as_text(report)
    try:
        write_atomic(path.absolute(), text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise LibraryError(
            f"The report cannot be written to {path}: {error.strerror}.",
            hint="Name a file in a folder that is there and that you may write to.",
            path=str(path),
        ) from error
    desk.screen.result({"report": str(path)}, f"The report is in {path}.")
