"""The numbers that the program keeps about itself."""

import json
import logging
import threading
from collections.abc import Iterator

import pytest

from media_manager.instrumentation import (
    AllMetrics,
    Instrumentation,
    counted,
    get_instrumentation,
    timed,
)


@pytest.fixture
def instrumentation() -> Instrumentation:
    return Instrumentation()


@pytest.fixture
def program() -> Iterator[Instrumentation]:
    instance = get_instrumentation()
    instance.reset()
    yield instance
    instance.enabled = True
    instance.detail = False
    instance.reset()


def test_a_timer_keeps_count_min_max_average_and_total(instrumentation: Instrumentation) -> None:
    """The five numbers follow from the durations alone."""
    for seconds in (0.5, 0.25, 1.5):
        instrumentation.record_duration("scan", seconds)

    expected = {"count": 3, "min": 0.25, "max": 1.5, "average": 0.75, "total": 2.25}
    assert expected == instrumentation.get_timer_metrics()["scan"]


def test_a_timed_block_is_recorded_even_when_it_raises(instrumentation: Instrumentation) -> None:
    """A failure is a duration too: time-outs would be invisible otherwise."""
    with pytest.raises(ValueError, match="no"), instrumentation.timer("scan"):
        raise ValueError("no")

    assert instrumentation.get_timer_metrics()["scan"]["count"] == 1


def test_counters_add_up_over_threads(instrumentation: Instrumentation) -> None:
    """No increment is lost between threads."""

    def count() -> None:
        for _ in range(5_000):
            instrumentation.increment_counter("hits")
            instrumentation.increment_counter("bytes", 3)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert instrumentation.get_counter_metrics() == {"bytes": 60_000, "hits": 20_000}


def test_a_gauge_holds_its_newest_value(instrumentation: Instrumentation) -> None:
    """A gauge goes down as well as up."""
    instrumentation.set_gauge("queue", 7)
    instrumentation.set_gauge("queue", 2)

    assert instrumentation.get_gauge_metrics() == {"queue": 2}


def test_histograms_are_kept_only_in_detail(instrumentation: Instrumentation) -> None:
    """Without detail a timer costs no buckets."""
    instrumentation.record_duration("scan", 1.0)
    instrumentation.observe("rows", 5)
    assert instrumentation.get_histogram_metrics() == {}

    instrumentation.detail = True
    instrumentation.record_duration("scan", 1.0)
    instrumentation.observe("rows", 5)
    assert sorted(instrumentation.get_histogram_metrics()) == ["rows", "scan"]


def test_percentiles_are_within_a_twentieth(instrumentation: Instrumentation) -> None:
    """Logarithmic buckets bound the error at every scale."""
    instrumentation.detail = True
    for milliseconds in range(1, 10_001):
        instrumentation.observe("wait", milliseconds / 1_000)

    spread = instrumentation.get_histogram_metrics()["wait"]
    assert spread["count"] == 10_000
    assert spread["p50"] == pytest.approx(5.0, rel=0.05)
    assert spread["p95"] == pytest.approx(9.5, rel=0.05)
    assert spread["p99"] == pytest.approx(9.9, rel=0.05)


def test_a_histogram_is_bounded_whatever_it_sees(instrumentation: Instrumentation) -> None:
    """A value from a nanosecond to a year finds one of a few hundred buckets."""
    instrumentation.detail = True
    for step in range(20_000):
        instrumentation.observe("wait", 1e-9 * 1.002**step if step < 17_000 else 0.0)

    assert len(instrumentation.merged()[0].spreads["wait"]) < 450


def test_nothing_is_recorded_when_off(instrumentation: Instrumentation) -> None:
    """Off means off: no timer, counter, gauge or histogram appears."""
    instrumentation.enabled = False
    with instrumentation.timer("scan"):
        instrumentation.increment_counter("hits")
        instrumentation.set_gauge("queue", 1)
        instrumentation.observe("rows", 1)

    expected = AllMetrics(timers={}, counters={}, gauges={}, histograms={})
    assert expected == instrumentation.get_all_metrics()


def test_the_decorators_time_and_count_and_keep_the_function(program: Instrumentation) -> None:
    """A decorated function answers as before and keeps its name."""

    @timed("maths.double")
    @counted("maths.calls")
    def double(number: int) -> int:
        return 2 * number

    assert double(21) == 42
    assert double.__name__ == "double"
    assert program.get_counter_metrics() == {"maths.calls": 1}
    assert program.get_timer_metrics()["maths.double"]["count"] == 1

    program.enabled = False
    assert double(4) == 8
    assert program.get_counter_metrics() == {"maths.calls": 1}


def test_all_metrics_are_plain_enough_for_json(instrumentation: Instrumentation) -> None:
    """The export writes them as they are."""
    instrumentation.detail = True
    instrumentation.record_duration("scan", 0.5)
    instrumentation.increment_counter("hits")
    instrumentation.set_gauge("queue", 1.5)

    metrics = instrumentation.get_all_metrics()
    assert json.loads(json.dumps(metrics)) == metrics


def test_the_summary_and_the_log_have_a_line_for_each_number(
    instrumentation: Instrumentation, caplog: pytest.LogCaptureFixture
) -> None:
    """What Diagnostics shows is what the log holds."""
    assert instrumentation.get_summary() == "Nothing was measured."
    instrumentation.detail = True
    instrumentation.record_duration("scan", 2.0)
    instrumentation.increment_counter("hits", 4)
    instrumentation.set_gauge("queue", 3)

    lines = instrumentation.get_summary().splitlines()
    assert [line.split()[0] for line in lines] == ["timer", "counter", "gauge", "histogram"]
    with caplog.at_level(logging.INFO, logger="media_manager.instrumentation"):
        instrumentation.export_to_log()
    assert lines == [record.getMessage() for record in caplog.records]


def test_reset_forgets_everything(instrumentation: Instrumentation) -> None:
    """After a reset the next measurement starts at nothing."""
    instrumentation.record_duration("scan", 1)
    instrumentation.reset()

    assert instrumentation.get_timer_metrics() == {}


def test_there_is_one_instance() -> None:
    """Every room writes into the same numbers."""
    assert get_instrumentation() is get_instrumentation()
