"""The watch over the main thread counts what a person would feel, and says where it was."""

import threading
from collections.abc import Iterator
from time import perf_counter, sleep

import pytest

from media_manager.instrumentation import get_instrumentation
from media_manager.workers.stalls import StallWatch, stack_of


@pytest.fixture
def watch() -> Iterator[StallWatch]:
    made = StallWatch(stall_seconds=0.05, keep_gaps=True)
    made.start()
    yield made
    made.stop()


def block_for(seconds: float) -> None:
    until = perf_counter() + seconds
    while perf_counter() < until:
        sleep(0.001)


def test_beats_in_time_are_no_stall(watch: StallWatch) -> None:
    """A heart that beats more often than the limit leaves no trace but its gaps."""
    watch.reset()
    for _ in range(3):
        watch.beat()

    assert (watch.count, len(watch.gaps)) == (0, 3)


def test_a_late_beat_is_a_stall_with_the_stack_of_the_main_thread(watch: StallWatch) -> None:
    """Without the stack nobody could mend what made the window wait."""
    watch.reset()
    block_for(0.3)
    watch.beat()

    assert watch.count == 1
    assert watch.longest_seconds >= 0.3
    assert "block_for" in watch.stalls[0].stack


def test_a_stall_is_counted_where_diagnostics_look(watch: StallWatch) -> None:
    """Counter and gauge are what reports and benchmarks read."""
    metrics = get_instrumentation()
    before = metrics.get_counter_metrics().get("window.stalls", 0)
    watch.reset()
    block_for(0.1)
    watch.beat()

    assert before + 1 == metrics.get_counter_metrics()["window.stalls"]
    assert metrics.get_gauge_metrics()["window.longest_stall_ms"] >= 100


def test_what_the_main_thread_made_ends_in_the_main_thread() -> None:
    """Who looks on holds no frame: a painter that outlives its paint breaks the window."""
    ended: list[int] = []

    class Painter:
        def __del__(self) -> None:
            ended.append(threading.get_ident())

    def paint() -> None:
        painter = Painter()
        block_for(0.004)
        assert painter is not None  # it ends with this frame

    watch = StallWatch(stall_seconds=0.001)
    watch.start()
    for _ in range(50):
        watch.beat()
        paint()
    watch.stop()
    assert ended == [threading.get_ident()] * 50


def test_the_stack_of_a_thread_that_is_gone_is_empty() -> None:
    """It may end while we look."""
    thread = threading.Thread(target=block_for, args=(0.05,))
    thread.start()
    assert thread.ident is not None
    assert "block_for" in stack_of(thread.ident)
    thread.join()
    assert stack_of(thread.ident) == ""


def test_a_stopped_watch_leaves_no_thread() -> None:
    """A window that closed listens to nobody."""
    watch = StallWatch()
    watch.start()
    thread = watch._thread
    watch.stop()

    assert thread is not None
    assert not thread.is_alive()
