"""What a job tells those who watch it."""

import pytest

from media_manager.domain.jobs import JobProgress, JobState, RateEstimate


def test_three_states_are_ends() -> None:
    """A job that finished, failed or was cancelled never changes again."""
    assert [state.value for state in JobState if state.ended] == ["finished", "failed", "cancelled"]


@pytest.mark.parametrize(
    ("progress", "fraction"),
    [
        (JobProgress(), None),
        (JobProgress(done=1, total=4), 0.25),
        (JobProgress(done=0, total=0), 1.0),
        (JobProgress(done=9, total=4), 1.0),
    ],
)
def test_the_fraction_is_known_when_the_total_is(
    progress: JobProgress, fraction: float | None
) -> None:
    """A bar needs a total, and never overflows."""
    assert progress.fraction == fraction


def test_a_steady_job_has_its_rate_and_the_time_left() -> None:
    """100 items a second with 400 left take four seconds."""
    estimate = RateEstimate()
    for second in range(7):
        estimate = estimate.after(second * 100, at_seconds=50.0 + second)

    assert estimate.rate == pytest.approx(100)
    assert estimate.eta_seconds(1_000) == pytest.approx(4)


def test_the_rate_follows_a_change_within_seconds() -> None:
    """After 30 s at the new speed the old one is forgotten to a twentieth."""
    estimate = RateEstimate().after(0, at_seconds=0).after(1_000, at_seconds=10)
    for second in range(1, 31):
        estimate = estimate.after(1_000 + second * 10, at_seconds=10 + second)

    assert estimate.rate == pytest.approx(10, abs=5)


def test_nobody_guesses_without_a_total_or_a_rate() -> None:
    """None means unknown; zero left means no time left."""
    started = RateEstimate().after(0, at_seconds=0)
    assert started.eta_seconds(10) is None
    assert started.after(5, at_seconds=1).eta_seconds(None) is None
    assert started.after(10, at_seconds=1).eta_seconds(10) == 0.0
    assert started.after(0, at_seconds=1).eta_seconds(10) is None


def test_a_pause_does_not_lower_the_rate() -> None:
    """Time in which the job was told to stand still does not count."""
    running = RateEstimate().after(0, at_seconds=0).after(100, at_seconds=1)
    resumed = running.resumed(at_seconds=3_600).after(200, at_seconds=3_601)

    assert resumed.rate == pytest.approx(100)


def test_a_job_that_starts_over_starts_its_estimate_over() -> None:
    """A count that goes back is a new phase."""
    estimate = RateEstimate().after(0, at_seconds=0).after(100, at_seconds=1)
    assert estimate.after(0, at_seconds=2).rate is None


def test_two_observations_at_one_instant_divide_nothing() -> None:
    """The clock has a grain; the items count at the next observation."""
    estimate = RateEstimate().after(0, at_seconds=0).after(50, at_seconds=0)
    assert estimate.after(100, at_seconds=1).rate == pytest.approx(100)
