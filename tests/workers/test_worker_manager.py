"""The specification's name for threads that fit the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from media_manager.workers import (
    WorkerManager,
    optimal_thread_count,
)

if TYPE_CHECKING:
    from tests.workers.conftest import Heard


def test_the_worker_manager_of_the_specification_fits_the_machine(heard: Heard) -> None:
    """WorkerManager() is automatic, WorkerManager(3) is not, and both can change."""
    assert WorkerManager().max_thread_count == optimal_thread_count()
    manager = WorkerManager(max_thread_count=3)
    try:
        assert manager.pool.load("network").size == 3
        manager.submit(lambda: 42, outcome=heard.outcome())
        assert heard.wait_for(1) == [("done", 42)]
        manager.set_max_thread_count(None)
        assert manager.pool.load("network").size == optimal_thread_count()
    finally:
        manager.shutdown()
