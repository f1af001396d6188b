"""What this process uses is asked of whoever knows, and never guessed."""

import os
import sys
import threading
from pathlib import Path

import pytest

from media_manager.processes import usage
from media_manager.processes.usage import ProcessUsage, process_usage

MIB = 1024 * 1024


def _plausible(found: ProcessUsage) -> bool:
    memory = found.rss_bytes
    peak = found.peak_rss_bytes
    return memory is not None and peak is not None and 5 * MIB < memory <= peak


def test_this_process_is_seen() -> None:
    """Memory, processor time, threads and files are all there, whoever was asked."""
    found = process_usage()

    assert _plausible(found)
    assert found.cpu_seconds > 0
    assert (found.threads or 0) >= threading.active_count()
    assert (found.open_files or 0) > 2


def test_a_new_open_file_and_thread_are_counted(tmp_path: Path) -> None:
    """The numbers are of now, not of the start."""
    before = process_usage()
    stop = threading.Event()
    threads = [threading.Thread(target=stop.wait) for _ in range(3)]
    files = [(tmp_path / str(number)).open("w") for number in range(5)]
    try:
        for thread in threads:
            thread.start()
        after = process_usage()
    finally:
        stop.set()
        for file in files:
            file.close()
        for thread in threads:
            thread.join()

    assert (after.open_files or 0) >= (before.open_files or 0) + 5
    assert (after.threads or 0) >= (before.threads or 0) + 3


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is of Linux")
def test_without_psutil_the_system_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    """psutil is an extra: /proc knows the same."""
    monkeypatch.setitem(sys.modules, "psutil", None)
    found = process_usage()

    assert found.source == "proc"
    assert _plausible(found)
    assert (found.open_files or 0) > 2


def test_without_psutil_and_proc_nothing_is_made_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What nobody knows is None; the processor time is always known."""
    monkeypatch.setitem(sys.modules, "psutil", None)
    monkeypatch.setattr(usage, "_PROC", tmp_path / "none")
    found = process_usage()

    assert (found.rss_bytes, found.threads, found.open_files) == (None, None, None)
    assert found.source == "resource"
    assert found.cpu_seconds <= sum(os.times()[:2])
