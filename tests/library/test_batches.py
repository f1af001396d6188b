"""Batches grow and shrink with what their transactions took."""

import threading
from collections.abc import Iterator

import pytest

from media_manager.library.batches import (
    forget_batches,
    get_batch_size_recommendation,
    get_batch_size_recommendations,
    limits_of,
    record_batch,
    timed_batch,
)


@pytest.fixture(autouse=True)
def _unknown() -> Iterator[None]:
    forget_batches()
    yield
    forget_batches()


@pytest.mark.parametrize(
    ("operation", "size"),
    [(None, 300), ("scan", 300), ("bulk", 5_000), ("probe", 300), ("enrich", 300)],
)
def test_before_anything_was_recorded_there_is_a_default(operation: str | None, size: int) -> None:
    """The defaults are those of PERFORMANCE_OPTIMIZATION.md."""
    assert get_batch_size_recommendation(operation) == size


@pytest.mark.parametrize(("milliseconds", "size"), [(30, 300), (60, 150), (15, 600)])
def test_a_batch_takes_the_time_it_should(milliseconds: int, size: int) -> None:
    """300 rows in 60 ms: 150 make the 30 ms that a scan aims at."""
    for _ in range(9):
        record_batch("scan", 300, milliseconds / 1_000)
    assert get_batch_size_recommendation("scan") == size


@pytest.mark.parametrize(("seconds", "size"), [(60, 50), (0, 1_000)])
def test_a_batch_stays_within_its_limits(seconds: float, size: int) -> None:
    """Neither a drive that hangs nor a clock that stands makes a senseless batch."""
    for _ in range(9):
        record_batch("scan", 300, seconds)
    assert get_batch_size_recommendation("scan") == size
    assert limits_of("scan").least <= size <= limits_of("scan").most


def test_one_slow_batch_decides_nothing() -> None:
    """It waited for the disk; the next one will not."""
    for _ in range(8):
        record_batch("scan", 300, 0.030)
    record_batch("scan", 300, 10)
    assert get_batch_size_recommendation("scan") == 300


def test_the_first_batch_does_not_decide_alone() -> None:
    """The default counts until there are three."""
    record_batch("scan", 300, 10)
    assert get_batch_size_recommendation("scan") == 300


def test_what_is_old_is_forgotten() -> None:
    """A library that moves to a faster disk has larger batches soon."""
    for _ in range(100):
        record_batch("scan", 300, 0.060)
    for _ in range(9):
        record_batch("scan", 300, 0.030)
    assert get_batch_size_recommendation("scan") == 300


def test_a_few_rows_say_nothing() -> None:
    """One file alone in a transaction costs the transaction."""
    for _ in range(9):
        record_batch("scan", 1, 0.010)
    assert get_batch_size_recommendation("scan") == 300


def test_kinds_of_work_do_not_mix() -> None:
    """A slow bulk step makes no small scan."""
    for _ in range(9):
        record_batch("bulk", 5_000, 0.040)
    sizes = get_batch_size_recommendations()
    assert (sizes["bulk"], sizes["scan"]) == (2_500, 300)


def test_made_up_names_do_not_fill_the_memory() -> None:
    """Thousands of names keep the first few dozen."""
    for number in range(1_000):
        record_batch(f"work-{number}", 300, 0.030)
    assert len(get_batch_size_recommendations()) <= 70


def test_many_threads_may_record_at_once() -> None:
    """Nothing is torn: the answer is within the limits throughout."""

    def record() -> None:
        for _ in range(500):
            record_batch("scan", 300, 0.030)
            assert get_batch_size_recommendation("scan") == 300

    threads = [threading.Thread(target=record) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert get_batch_size_recommendation("scan") == 300


def test_a_batch_that_failed_is_not_recorded() -> None:
    """What was rolled back says nothing of a whole batch."""
    for _ in range(9):
        with pytest.raises(ValueError, match="no"), timed_batch("scan", 300):
            raise ValueError("no")
    with timed_batch("scan", 300):
        pass
    assert get_batch_size_recommendation("scan") == 300
