"""A profile holds what all threads did, not only the one that asked for it."""

import pstats
import threading
from pathlib import Path

import pytest

from media_manager.instrumentation.profiling import profile_threads
from media_manager.workers import LanePool, LaneSpec, Outcome

PATIENCE_SECONDS = 60


def _calls(path: Path) -> dict[str, int]:
    """Return how often each function was called, by name."""
    stats = pstats.Stats(str(path)).stats  # type: ignore[attr-defined]  # not in typeshed
    return {name: numbers[1] for (_, _, name), numbers in stats.items()}


def of_a_thread() -> int:
    return sum(range(10))


def of_the_caller() -> int:
    return of_a_thread()


def test_threads_are_in_the_profile(tmp_path: Path) -> None:
    """Each of three threads calls ten times, the caller once."""

    def work() -> None:
        for _ in range(10):
            of_a_thread()

    def run() -> str:
        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        of_the_caller()
        return "done"

    assert profile_threads(run, tmp_path / "p.pstats") == "done"
    calls = _calls(tmp_path / "p.pstats")
    assert calls["of_a_thread"] == 31
    assert calls["of_the_caller"] == 1


def test_threads_of_a_lane_that_still_wait_are_in_it(tmp_path: Path) -> None:
    """The lanes of the window live until it closes; what they did counts all the same."""
    pool = LanePool((LaneSpec("jobs", 1),))

    def run() -> None:
        done = threading.Event()
        for _ in range(5):
            pool.submit("jobs", of_a_thread)
        pool.submit("jobs", lambda: None, outcome=Outcome(done=lambda _: done.set()))
        assert done.wait(PATIENCE_SECONDS)

    try:
        profile_threads(run, tmp_path / "p.pstats")
    finally:
        pool.shutdown()
    assert _calls(tmp_path / "p.pstats")["of_a_thread"] == 5


def test_a_run_that_fails_is_written_too(tmp_path: Path) -> None:
    """What took so long before it failed is what one wants to know."""

    def run() -> None:
        of_a_thread()
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        profile_threads(run, tmp_path / "p.pstats")
    assert _calls(tmp_path / "p.pstats")["of_a_thread"] == 1


def test_afterwards_nothing_is_profiled(tmp_path: Path) -> None:
    """A thread that begins later is none of its business."""
    profile_threads(of_a_thread, tmp_path / "p.pstats")
    seen: list[object] = []

    def look() -> None:
        seen.append(threading.getprofile())

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [None]
