"""Numbers say which library and provider they belong to, in bounded memory."""

import pytest

from media_manager.instrumentation import Instrumentation
from media_manager.instrumentation.shards import Shard


@pytest.fixture
def metrics() -> Instrumentation:
    return Instrumentation()


def test_labelled_numbers_are_in_the_total_too(metrics: Instrumentation) -> None:
    """A sum over all libraries needs no second counter."""
    metrics.increment_counter("files")
    with metrics.context(library="Films"):
        metrics.increment_counter("files", 2)
        metrics.record_duration("scan", 1.0)

    assert metrics.get_counter_metrics() == {"files": 3, "files{library=Films}": 2}
    assert sorted(metrics.get_timer_metrics()) == ["scan", "scan{library=Films}"]


def test_blocks_within_blocks_add_their_labels(metrics: Instrumentation) -> None:
    """The inner block wins where both name the same; the outer holds again afterwards."""
    with metrics.context(library="Films", provider="tmdb"):
        with metrics.context(provider="omdb"):
            metrics.increment_counter("asked")
        metrics.increment_counter("asked")
    metrics.increment_counter("asked")

    assert metrics.get_counter_metrics() == {
        "asked": 3,
        "asked{library=Films,provider=omdb}": 1,
        "asked{library=Films,provider=tmdb}": 1,
    }


def test_a_block_that_raises_leaves_no_label_behind(metrics: Instrumentation) -> None:
    """The next job of this thread is another's."""
    with pytest.raises(ValueError, match="no"), metrics.context(library="Films"):
        raise ValueError("no")
    metrics.increment_counter("files")
    assert metrics.get_counter_metrics() == {"files": 1}


def test_a_name_keeps_200_sets_of_labels_and_then_counts_others(metrics: Instrumentation) -> None:
    """Labels come from data: a thousand libraries must not fill the memory."""
    for number in range(1_000):
        with metrics.context(library=number):
            metrics.increment_counter("files")
            metrics.increment_counter("folders")
    for number in (0, 999):
        with metrics.context(library=number):
            metrics.increment_counter("files")

    counters = metrics.get_counter_metrics()
    assert counters["files"] == 1_002
    assert counters["files{library=0}"] == 2
    assert counters["files{other}"] == 801
    assert "files{library=999}" not in counters
    assert len(counters) == 2 * (1 + 200 + 1)


def test_a_long_label_is_cut(metrics: Instrumentation) -> None:
    """A name is no place for a text."""
    with metrics.context(library="x" * 10_000):
        metrics.increment_counter("files")
    assert max(len(name) for name in metrics.get_counter_metrics()) < 100


def test_gauges_and_histograms_have_labels_too(metrics: Instrumentation) -> None:
    """The newest value of a gauge is that of whoever set it last."""
    metrics.detail = True
    for provider, queue in (("tmdb", 3), ("omdb", 5)):
        with metrics.context(provider=provider):
            metrics.set_gauge("queue", queue)
            metrics.observe("wait", queue)

    assert metrics.get_gauge_metrics() == {
        "queue": 5,
        "queue{provider=omdb}": 5,
        "queue{provider=tmdb}": 3,
    }
    histograms = metrics.get_histogram_metrics()
    assert {name: spread["count"] for name, spread in histograms.items()} == {
        "wait": 2,
        "wait{provider=omdb}": 1,
        "wait{provider=tmdb}": 1,
    }


def test_off_there_are_no_labels(metrics: Instrumentation) -> None:
    """Off is off: a block with labels costs what an empty one costs."""
    metrics.enabled = False
    assert metrics.context(library="Films") is metrics.context(library="Shows")
    with metrics.context(library="Films"):
        metrics.increment_counter("files")
    shard = metrics.merged()[0]
    assert (shard.counters, shard.timers) == (Shard(shard.thread).counters, {})
