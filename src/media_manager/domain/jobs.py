"""What a background job is to those who watch it: its state, its progress, its failures."""

import math
from dataclasses import dataclass, field, replace
from enum import StrEnum

# 10 s: the rate follows a change of speed within seconds, and one slow item does not make the
# time left jump.
SMOOTHING_SECONDS = 10.0


class JobState(StrEnum):
    """Where a job is in its life; the last three are ends."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    WAITING = "waiting"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        return self in ENDED


ENDED = frozenset({JobState.FINISHED, JobState.FAILED, JobState.CANCELLED})


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a job is. `total` is None as long as nobody knows it; `rate` is items a second."""

    done: int = 0
    total: int | None = None
    message: str = ""
    failed: int = 0
    rate: float | None = None
    eta_seconds: float | None = None

    @property
    def fraction(self) -> float | None:
        """Return 0 to 1, or None when the total is not known."""
        if self.total is None:
            return None
        return 1.0 if self.total == 0 else min(1.0, self.done / self.total)


@dataclass(frozen=True, slots=True)
class ItemFailure:
    """One item that a job could not do: which, and why."""

    key: str
    code: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FailureSummary:
    """All items that failed, as one thing to show: 10,000 errors are one line, not 10,000.

    `examples` holds the first ones; `by_code` counts every one.
    """

    count: int = 0
    by_code: tuple[tuple[str, int], ...] = ()
    examples: tuple[ItemFailure, ...] = ()


@dataclass(frozen=True, slots=True)
class JobStatus:
    """One picture of a job: what the jobs panel paints.

    `reason` is why it stands still, when not by the wish of a person.
    """

    title: str
    state: JobState = JobState.QUEUED
    progress: JobProgress = field(default_factory=JobProgress)
    reason: Exception | None = None


@dataclass(frozen=True, slots=True)
class Paused:
    """Yielded by a job that something outside of it keeps from going on, such as a full disk.

    It is begun again where it yielded: when somebody resumes it, or after `retry_seconds`. Where
    nobody could, as on a command line, the reason is raised there instead.
    """

    reason: Exception
    retry_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class RateEstimate:
    """Items a second, smoothed, from observations of `done` at instants in seconds."""

    done: int = 0
    at_seconds: float | None = None
    rate: float | None = None

    def after(self, done: int, *, at_seconds: float) -> "RateEstimate":
        """Return the estimate after one more observation."""
        if self.at_seconds is None or done < self.done:
            return RateEstimate(done, at_seconds, None)
        passed = at_seconds - self.at_seconds
        if passed <= 0:
            return self
        now = (done - self.done) / passed
        if self.rate is None:
            return RateEstimate(done, at_seconds, now)
        weight = 1 - math.exp(-passed / SMOOTHING_SECONDS)
        return RateEstimate(done, at_seconds, self.rate + weight * (now - self.rate))

    def resumed(self, *, at_seconds: float) -> "RateEstimate":
        """Return the estimate as if the time since the last observation had not passed."""
        return replace(self, at_seconds=at_seconds)

    def eta_seconds(self, total: int | None) -> float | None:
        """Return the seconds left, or None when nobody can say."""
        if total is None:
            return None
        left = total - self.done
        if left <= 0:
            return 0.0
        return left / self.rate if self.rate else None
