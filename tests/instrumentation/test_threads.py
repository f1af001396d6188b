"""Sixteen threads write, others read and forget: nothing is lost, and nothing grows for ever."""

import gc
import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from media_manager.instrumentation import Instrumentation

THREADS, TIMES = 16, 2_000


@pytest.fixture
def metrics() -> Instrumentation:
    found = Instrumentation()
    found.detail = True
    return found


def _together(work: Callable[[int], None], threads: int = THREADS) -> None:
    """Run `work(number)` in many threads that begin at the same moment."""
    begin = threading.Barrier(threads)

    def run(number: int) -> None:
        begin.wait()
        work(number)

    running = [threading.Thread(target=run, args=[number]) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


def test_nothing_is_lost_between_sixteen_threads(metrics: Instrumentation) -> None:
    """Counters, timers, histograms, and those with labels: each addition is there."""

    def work(number: int) -> None:
        for _ in range(TIMES):
            metrics.increment_counter("hits")
            metrics.record_duration("scan", 0.5)
            metrics.observe("rows", 8)
            with metrics.context(library=f"library {number % 4}"):
                metrics.increment_counter("files", 2)

    _together(work)
    all_metrics = metrics.get_all_metrics()

    wanted = THREADS * TIMES
    assert all_metrics["counters"]["hits"] == wanted
    assert all_metrics["counters"]["files"] == 2 * wanted
    assert all_metrics["counters"]["files{library=library 3}"] == wanted // 2
    assert all_metrics["timers"]["scan"]["count"] == wanted
    assert all_metrics["timers"]["scan"]["total"] == wanted * 0.5
    assert all_metrics["histograms"]["scan"]["count"] == wanted
    assert all_metrics["histograms"]["rows"]["count"] == wanted


def test_reading_while_others_write_never_fails_and_never_goes_back(
    metrics: Instrumentation,
) -> None:
    """Diagnostics looks while a scan counts new names all the time."""
    ended = threading.Event()
    seen: list[int] = []
    failed: list[BaseException] = []

    def read() -> None:
        try:
            while not ended.is_set():
                counters = metrics.get_all_metrics()["counters"]
                seen.append(counters.get("hits", 0))
        except BaseException as error:  # noqa: BLE001 - handed to the test
            failed.append(error)

    def write(number: int) -> None:
        for at in range(TIMES):
            metrics.increment_counter("hits")
            metrics.record_duration(f"name {number} {at % 500}", 1.0)

    reader = threading.Thread(target=read)
    reader.start()
    _together(write, 4)
    ended.set()
    reader.join()

    assert failed == []
    assert seen == sorted(seen)
    assert metrics.get_counter_metrics()["hits"] == 4 * TIMES


def test_an_average_is_never_of_two_moments(metrics: Instrumentation) -> None:
    """Count and total belong together whenever somebody looks."""
    ended = threading.Event()
    wrong: list[float] = []

    def read() -> None:
        while not ended.is_set():
            timer = metrics.get_timer_metrics().get("scan")
            if timer is not None and timer["total"] != timer["count"] * 2.0:
                wrong.append(timer["total"])

    def write(_number: int) -> None:
        for _ in range(TIMES):
            metrics.record_duration("scan", 2.0)

    reader = threading.Thread(target=read)
    reader.start()
    _together(write, 4)
    ended.set()
    reader.join()
    assert wrong == []


def test_what_ended_threads_counted_stays_in_bounded_memory(metrics: Instrumentation) -> None:
    """Lanes end threads and begin new ones as long as the program runs."""
    for _ in range(100):
        _together(lambda _: metrics.increment_counter("hits"), 2)
    gc.collect()

    assert metrics.get_counter_metrics() == {"hits": 200}
    assert len(metrics._shards) <= 4


def test_a_reset_forgets_what_other_threads_wrote(metrics: Instrumentation) -> None:
    """And they go on counting from nothing."""
    wrote, go_on, done = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        metrics.increment_counter("hits", 5)
        wrote.set()
        go_on.wait()
        metrics.increment_counter("hits")
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    wrote.wait()
    metrics.reset()
    assert metrics.get_counter_metrics() == {}
    go_on.set()
    done.wait()
    thread.join()
    assert metrics.get_counter_metrics() == {"hits": 1}


def test_labels_are_of_the_thread_that_set_them(metrics: Instrumentation) -> None:
    """Two libraries are scanned at once, each under its own name."""
    inside, counted = threading.Barrier(2), threading.Barrier(2)

    def work(number: int) -> None:
        with metrics.context(library=number):
            inside.wait()
            metrics.increment_counter("files", number + 1)
            counted.wait()

    _together(work, 2)
    assert metrics.get_counter_metrics() == {
        "files": 3,
        "files{library=0}": 1,
        "files{library=1}": 2,
    }


@pytest.fixture(autouse=True)
def _switch_often() -> Iterator[None]:
    """Let threads change places as often as they can: what can be lost is lost then."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)
