"""Dates as people type them: days, months, years, ages and words such as `thisweek`.

All is reckoned in the zone of the `now` that is handed in; `local_now` gives the computer's own.
"""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import Final

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?")
_AGE = re.compile(
    r"([0-9]{1,5})\s?(h|hours?|d|days?|w|weeks?|m|months?|y|years?)(?:\s?ago)?", re.ASCII
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MONTHS = 12
_DAYS_A_WEEK = 7
_YEAR_ONLY, _MONTH_ONLY, _WHOLE_DAY = 4, 7, 10


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to before `end`, both without a zone; `end` is None past the year 9999.

    `characters` is how much of an ISO date was said: 4 for a year, 7 for a month, 10 for a day.
    """

    start: datetime
    end: datetime | None
    characters: int


@dataclass(frozen=True, slots=True)
class Age:
    """A point in the past, `30d` before now."""

    at: datetime


class _SystemZone(tzinfo):
    """The computer's own zone with its changes of summer and winter."""

    def utcoffset(self, moment: datetime | None, /) -> timedelta:
        if moment is None:
            return timedelta(seconds=-time.timezone)
        try:
            # -1: let the system say whether it is summer time.
            stamp = time.mktime((*moment.timetuple()[:8], -1))
            return timedelta(seconds=time.localtime(stamp).tm_gmtoff)
        except (OverflowError, ValueError, OSError):
            # Not every system knows the rules of the year 1.
            return timedelta(seconds=-time.timezone)

    def dst(self, moment: datetime | None, /) -> timedelta:  # noqa: ARG002 - tzinfo's own
        return timedelta(0)

    def tzname(self, moment: datetime | None, /) -> str:  # noqa: ARG002 - tzinfo's own
        return time.tzname[0]


_SYSTEM_ZONE: Final = _SystemZone()


def local_now() -> datetime:
    """Return this moment in the computer's own zone."""
    return datetime.now(UTC).astimezone().replace(tzinfo=_SYSTEM_ZONE)


def find_date(text: str, now: datetime) -> Period | Age | None:
    """Return what `text` names; None if it names no date."""
    typed = text.strip().lower()
    word = DATE_WORDS.get(typed)
    try:
        if word is not None:
            return word(now.date())
        if match := _AGE.fullmatch(typed):
            return Age(_before(now.replace(tzinfo=None), int(match[1]), match[2][0]))
        match = _DATE.fullmatch(typed)
        return None if match is None else _period(match)
    except ValueError:
        return None


def as_instant(moment: datetime, now: datetime) -> int:
    """Return microseconds since 1970 for a moment in the zone of `now`."""
    return (moment.replace(tzinfo=now.tzinfo) - _EPOCH) // _MICROSECOND


def as_text(moment: datetime, characters: int = _WHOLE_DAY) -> str:
    return moment.date().isoformat()[:characters]


def as_border(moment: datetime) -> str:
    """Return the shortest text of a day, so that a year alone lies on the right side of it.

    The year `2000` alone sorts before `2000-01-01`, but belongs to what follows 1999-12-31.
    """
    if moment.day != 1:
        return as_text(moment)
    return as_text(moment, _YEAR_ONLY if moment.month == 1 else _MONTH_ONLY)


def _period(match: re.Match[str]) -> Period:
    year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
    start = date(year, month, day)
    if match[3]:
        return _days(start, 1)
    if match[2]:
        return _months(start, 1)
    return _months(start, _MONTHS)


def _days(start: date, count: int) -> Period:
    try:
        end = _midnight(start + timedelta(days=count))
    except OverflowError:
        end = None
    return Period(_midnight(start), end, _WHOLE_DAY)


def _months(start: date, count: int) -> Period:
    end = _shifted(start, count)
    characters = _YEAR_ONLY if count == _MONTHS else _MONTH_ONLY
    return Period(_midnight(start), None if end is None else _midnight(end), characters)


def _shifted(day: date, months: int) -> date | None:
    """Return the first of the month that many months on; None outside of the calendar."""
    number = day.year * _MONTHS + day.month - 1 + months
    year, month = divmod(number, _MONTHS)
    return date(year, month + 1, 1) if 1 <= year <= date.max.year else None


def _before(moment: datetime, count: int, unit: str) -> datetime:
    lengths = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
    try:
        if unit in lengths:
            return moment - lengths[unit] * count
    except OverflowError:
        return datetime.min  # noqa: DTZ901 - moments here have no zone on purpose
    first = _shifted(moment.date(), -count * (_MONTHS if unit == "y" else 1))
    if first is None:
        return datetime.min  # noqa: DTZ901 - as above
    # The 31st, a month before which there is none, becomes the last day that there is.
    following = _shifted(first, 1)
    last = 31 if following is None else (following - timedelta(days=1)).day
    return datetime.combine(first.replace(day=min(moment.day, last)), moment.time())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time())


def _week(today: date, weeks_ago: int) -> Period:
    monday = today - timedelta(days=today.weekday() + _DAYS_A_WEEK * weeks_ago)
    return _days(monday, _DAYS_A_WEEK)


def _month(today: date, months_ago: int) -> Period:
    return _months(_shifted(today, -months_ago) or today.replace(day=1), 1)


def _year(today: date, years_ago: int) -> Period:
    return _months(date(today.year - years_ago, 1, 1), _MONTHS)


DATE_WORDS: Final[Mapping[str, Callable[[date], Period]]] = MappingProxyType(
    {
        "today": lambda today: _days(today, 1),
        "yesterday": lambda today: _days(today - timedelta(days=1), 1),
        "thisweek": lambda today: _week(today, 0),
        "lastweek": lambda today: _week(today, 1),
        "thismonth": lambda today: _month(today, 0),
        "lastmonth": lambda today: _month(today, 1),
        "thisyear": lambda today: _year(today, 0),
        "lastyear": lambda today: _year(today, 1),
    }
)
