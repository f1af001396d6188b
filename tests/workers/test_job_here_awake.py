"""A command that scans keeps the computer awake, as the window does."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from media_manager.library.job_ledger import JobEntry, JobOrder
from media_manager.persistence.store import LibraryStore
from media_manager.processes.sleep_guard import SleepGuard
from media_manager.workers.job import JobContext
from media_manager.workers.job_here import run_here
from media_manager.workers.library_jobs import LedgerJob

PATIENCE_SECONDS = 60.0


@pytest.mark.parametrize(("kind", "held"), [("scan", True), ("probe", False)])
def test_a_scan_is_not_cut_off_by_sleep(
    kind: str,
    held: bool,  # noqa: FBT001 - a column of the table
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """From half a second on, and no longer than it runs."""
    store = LibraryStore(tmp_path / "library.db")
    store.ensure()
    heard: list[str] = []
    begun = threading.Event()

    def note_hold(_guard: SleepGuard) -> None:
        heard.append("hold")
        begun.set()

    monkeypatch.setattr(SleepGuard, "hold", note_hold)
    monkeypatch.setattr(SleepGuard, "release", lambda _guard: heard.append("release"))

    def begin(_watch: object) -> Iterator[None]:
        yield
        # Longer than the first look, which alone tells that it is not held.
        assert begun.wait(PATIENCE_SECONDS if held else 1.0) is held

    job = LedgerJob(store, JobEntry(store, JobOrder(kind)), begin)  # type: ignore[arg-type]
    run_here(job, JobContext())
    store.close()
    assert heard[-1] == "release"
    assert ("hold" in heard) is held
