"""When work that nobody asked for is due: pure, so that clocks and summer time can be tried."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum

# What a schedule may say; the settings table has the same.
PATTERN = r"off|idle|daily|([01]\d|2[0-3]):[0-5]\d|([1-9]|[1-9]\d|[12]\d\d|3[0-5]\d|36[0-5]) days?"

# What can be scheduled, in the order in which it is done when all is due.
NAMES = ("backup", "scan", "check", "tidy")

DAY = timedelta(days=1)
# Idle work of yesterday evening is not due this morning, and yet comes once in each day.
_IDLE_EVERY = timedelta(hours=20)
# A run that was missed by more than this is made up for at the next start.
_OVERDUE = DAY
# The clock may be set back by so much without a thought.
_SLACK = timedelta(minutes=5)
# What has never run, and does not wait for idle hours, leaves a new library this long in peace.
_FIRST_AFTER = timedelta(hours=1)


class Rhythm(StrEnum):
    """How a schedule comes round."""

    OFF = "off"
    IDLE = "idle"
    DAILY = "daily"
    NIGHTLY = "nightly"
    EVERY = "every"


class Cause(StrEnum):
    """Why something is due now. What is due by idleness stands still when a person is back."""

    IDLE = "idle"
    TIME = "time"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class When:
    """When something is to run: its rhythm, and the time or the number of days of it."""

    rhythm: Rhythm = Rhythm.OFF
    at: time = time()
    days: int = 1

    def __str__(self) -> str:
        if self.rhythm is Rhythm.NIGHTLY:
            return f"{self.at:%H:%M}"
        return f"{self.days} days" if self.rhythm is Rhythm.EVERY else str(self.rhythm)


@dataclass(frozen=True, slots=True)
class Schedule:
    """One kind of work and when it is to run. What is `heavy` waits on battery."""

    kind: str
    when: When
    heavy: bool = True


@dataclass(frozen=True, slots=True)
class Due:
    """Something is to run now, and why."""

    kind: str
    cause: Cause


@dataclass(frozen=True, slots=True)
class Moment:
    """What the decision depends on: the time, since when we run, how idle the computer is.

    Without a `zone` the hours of a day are those of the system.
    """

    now: datetime
    running_since: datetime
    idle_seconds: float = 0.0
    idle_after_seconds: float = 600.0
    zone: tzinfo | None = None

    @property
    def is_idle(self) -> bool:
        return self.idle_seconds >= self.idle_after_seconds


def parse_when(text: str) -> When:
    """Return what a setting says; anything that it cannot say is off."""
    word = text.strip().lower()
    if re.fullmatch(PATTERN, word) is None:
        return When()
    if word in (Rhythm.OFF, Rhythm.IDLE, Rhythm.DAILY):
        return When(Rhythm(word))
    if ":" in word:
        return When(Rhythm.NIGHTLY, at=time.fromisoformat(word))
    return When(Rhythm.EVERY, days=int(word.split()[0]))


def due(
    schedules: Sequence[Schedule], last_runs: Mapping[str, datetime], moment: Moment
) -> list[Due]:
    """Return what is to run now, in the order of the schedules.

    `last_runs` are aware instants by kind. One that lies in the future was written by a clock
    that was wrong: it counts as none.
    """
    # In one zone: two times of a zone with summer time are compared by what its clocks show.
    moment = replace(
        moment,
        now=moment.now.astimezone(UTC),
        running_since=moment.running_since.astimezone(UTC),
    )
    found = []
    for schedule in schedules:
        cause = _cause(schedule.when, _believed(last_runs.get(schedule.kind), moment.now), moment)
        if cause is not None:
            found.append(Due(schedule.kind, cause))
    return found


def next_due(
    when: When, last_run: datetime | None, now: datetime, *, zone: tzinfo | None = None
) -> datetime | None:
    """Return the earliest time at which it can run, past when it could run at once; None: never.

    Idle work needs an idle computer besides.
    """
    last = _believed(last_run, now.astimezone(UTC))
    match when.rhythm:
        case Rhythm.OFF:
            return None
        case Rhythm.NIGHTLY:
            return _first_after(when.at, last or now, zone)
        case Rhythm.IDLE:
            return now if last is None else last + _IDLE_EVERY
        case Rhythm.DAILY:
            return now if last is None else last + DAY
        case Rhythm.EVERY:
            return now if last is None else last + when.days * DAY


def _believed(last_run: datetime | None, now: datetime) -> datetime | None:
    if last_run is None or last_run.astimezone(UTC) > now + _SLACK:
        return None
    return last_run.astimezone(UTC)


def _cause(when: When, last: datetime | None, moment: Moment) -> Cause | None:
    match when.rhythm:
        case Rhythm.OFF:
            return None
        case Rhythm.NIGHTLY:
            return _nightly(when.at, last, moment)
        case Rhythm.IDLE:
            return _idle(last, moment)
        case Rhythm.DAILY:
            return _every(DAY, last, moment) or _idle(last, moment)
        case Rhythm.EVERY:
            return _every(when.days * DAY, last, moment)


def _idle(last: datetime | None, moment: Moment) -> Cause | None:
    rested = last is None or moment.now - last >= _IDLE_EVERY
    return Cause.IDLE if rested and moment.is_idle else None


def _every(pause: timedelta, last: datetime | None, moment: Moment) -> Cause | None:
    if last is None:
        return Cause.OVERDUE if moment.now - moment.running_since >= _FIRST_AFTER else None
    return Cause.OVERDUE if moment.now - last >= pause else None


def _nightly(at: time, last: datetime | None, moment: Moment) -> Cause | None:
    """Run when the hour comes while we run; make up for a missed one after a day."""
    first = _first_after(at, last or moment.running_since, moment.zone)
    if first > moment.now:
        return None
    if first >= moment.running_since:
        return Cause.TIME
    if moment.now - first > _OVERDUE:
        return Cause.OVERDUE
    newest = _first_after(at, moment.running_since, moment.zone)
    return Cause.TIME if newest <= moment.now else None


def _first_after(at: time, instant: datetime, zone: tzinfo | None) -> datetime:
    """Return the first instant after another at which the clocks of the zone show `at`.

    Each day has one: an hour that summer time leaves out comes when the clocks have gone forward,
    and of an hour that comes twice the first one counts.
    """
    day = instant.astimezone(zone).date() - DAY
    while True:
        found = datetime.combine(day, at, zone).astimezone(UTC)
        if found > instant:
            return found
        day += DAY
