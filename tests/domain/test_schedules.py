"""When work that nobody asked for is due, on tables of times."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from time import tzset
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_manager.domain.schedules import (
    PATTERN,
    Cause,
    Due,
    Moment,
    Rhythm,
    Schedule,
    due,
    next_due,
    parse_when,
)
from media_manager.errors import SettingError
from media_manager.settings.options import SCHEDULE, find_option

BERLIN = ZoneInfo("Europe/Berlin")
LONG_AGO = datetime(2026, 1, 1, tzinfo=BERLIN)


def at(text: str, zone: ZoneInfo = BERLIN, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


def cause(
    when: str,
    last: datetime | None,
    now: datetime,
    *,
    since: datetime = LONG_AGO,
    idle_seconds: float = 0.0,
) -> Cause | None:
    schedule = Schedule("scan", parse_when(when))
    last_runs = {} if last is None else {"scan": last}
    found = due([schedule], last_runs, Moment(now, since, idle_seconds, zone=now.tzinfo))
    assert found in ([], [Due("scan", found[0].cause)] if found else [])
    return found[0].cause if found else None


@pytest.mark.parametrize(
    ("text", "rhythm", "shown"),
    [
        ("off", Rhythm.OFF, "off"),
        ("idle", Rhythm.IDLE, "idle"),
        (" Daily ", Rhythm.DAILY, "daily"),
        ("03:30", Rhythm.NIGHTLY, "03:30"),
        ("7 days", Rhythm.EVERY, "7 days"),
        ("1 day", Rhythm.EVERY, "1 days"),
        ("25:00", Rhythm.OFF, "off"),
        ("400 days", Rhythm.OFF, "off"),
        ("sometimes", Rhythm.OFF, "off"),
        ("", Rhythm.OFF, "off"),
    ],
)
def test_a_schedule_is_read_from_its_words(text: str, rhythm: Rhythm, shown: str) -> None:
    """Whatever it cannot be is off: a slip never starts anything."""
    assert (parse_when(text).rhythm, str(parse_when(text))) == (rhythm, shown)


@pytest.mark.parametrize(
    ("last", "now", "since", "expected"),
    [
        # The program runs through the night.
        ("2026-05-04T03:30", "2026-05-05T03:29", "2026-05-01T00:00", None),
        ("2026-05-04T03:30", "2026-05-05T03:30", "2026-05-01T00:00", Cause.TIME),
        ("2026-05-05T03:30", "2026-05-05T03:31", "2026-05-01T00:00", None),
        # The computer slept at the hour: when it is back.
        ("2026-05-04T03:30", "2026-05-05T08:00", "2026-05-01T00:00", Cause.TIME),
        # The program was closed at the hour: the next night is soon enough.
        ("2026-05-04T03:30", "2026-05-05T08:00", "2026-05-05T07:59", None),
        ("2026-05-04T03:30", "2026-05-06T03:30", "2026-05-05T07:59", Cause.TIME),
        # It is closed at every such hour: made up for once it is a day late.
        ("2026-05-04T03:30", "2026-05-06T08:00", "2026-05-06T07:59", Cause.OVERDUE),
        ("2026-05-06T08:00", "2026-05-06T08:01", "2026-05-06T07:59", None),
        # Never ran: the first hour that comes.
        (None, "2026-05-05T03:29", "2026-05-04T12:00", None),
        (None, "2026-05-05T03:30", "2026-05-04T12:00", Cause.TIME),
    ],
)
def test_a_nightly_run_comes_once_a_night(
    last: str | None, now: str, since: str, expected: Cause | None
) -> None:
    """When the hour comes, or late, or a day too late; and once only."""
    ran = None if last is None else at(last)
    assert cause("03:30", ran, at(now), since=at(since)) == expected


def count_runs(when: str, first: datetime, hours: int, zone: ZoneInfo) -> list[datetime]:
    """Look every ten minutes, as the program does, and note each run."""
    runs: list[datetime] = []
    for tick in range(hours * 6):
        now = (first.astimezone(UTC) + timedelta(minutes=10 * tick)).astimezone(zone)
        if cause(when, runs[-1] if runs else None, now, since=first):
            runs.append(now)
    return runs


@pytest.mark.parametrize(
    ("when", "first", "expected"),
    [
        # Clocks go forward at 02:00: the hour from 2 to 3 is left out.
        ("02:30", "2026-03-28T12:00", ["29 03:30 +0200", "30 02:30 +0200"]),
        ("03:30", "2026-03-28T12:00", ["29 03:30 +0200", "30 03:30 +0200"]),
        # Clocks go back at 03:00: the hour from 2 to 3 comes twice.
        ("02:30", "2026-10-24T12:00", ["25 02:30 +0200", "26 02:30 +0100"]),
        ("03:30", "2026-10-24T12:00", ["25 03:30 +0100", "26 03:30 +0100"]),
    ],
)
def test_summer_time_neither_skips_nor_doubles_a_run(
    when: str, first: str, expected: list[str]
) -> None:
    """B18: one run each night, whatever the clocks do."""
    runs = count_runs(when, at(first), 48, BERLIN)
    assert [f"{run:%d %H:%M %z}" for run in runs] == expected


def test_a_zone_with_half_an_hour_is_a_zone_like_others() -> None:
    """On Lord Howe Island the clocks go forward by thirty minutes."""
    zone = ZoneInfo("Australia/Lord_Howe")
    runs = count_runs("02:15", at("2026-10-03T12:00", zone), 48, zone)
    assert [f"{run:%d}" for run in runs] == ["04", "05"]


@given(
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
    start=st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001 - replaced
)
def test_every_night_has_its_one_run(hour: int, minute: int, start: datetime) -> None:
    """In three days, at any time of any year: three runs, about a day apart."""
    first = start.replace(tzinfo=BERLIN, microsecond=0)
    runs = count_runs(f"{hour:02}:{minute:02}", first, 72, BERLIN)
    assert len(runs) in (2, 3)
    gaps = [later - earlier for earlier, later in pairwise(runs)]
    assert all(timedelta(hours=22.5) <= gap <= timedelta(hours=25.5) for gap in gaps)


@pytest.mark.parametrize(
    ("last", "idle", "expected"),
    [
        (None, 599.0, None),
        (None, 600.0, Cause.IDLE),
        ("2026-05-05T00:00", 600.0, None),
        ("2026-05-04T15:59", 600.0, Cause.IDLE),
        ("2026-05-04T15:59", 0.0, None),
    ],
)
def test_idle_work_needs_an_idle_computer_and_comes_once_a_day(
    last: str | None, idle: float, expected: Cause | None
) -> None:
    """Twenty hours after the last time, so that it does not wander through the day."""
    ran = None if last is None else at(last)
    assert cause("idle", ran, at("2026-05-05T12:00"), idle_seconds=idle) == expected


@pytest.mark.parametrize(
    ("when", "last", "idle", "expected"),
    [
        ("daily", "2026-05-04T16:01", 600.0, None),
        ("daily", "2026-05-04T15:00", 600.0, Cause.IDLE),
        ("daily", "2026-05-04T15:00", 0.0, None),
        ("daily", "2026-05-04T11:59", 0.0, Cause.OVERDUE),
        ("7 days", "2026-04-28T12:01", 600.0, None),
        ("7 days", "2026-04-28T12:00", 0.0, Cause.OVERDUE),
        ("off", "2020-01-01T00:00", 9_999.0, None),
    ],
)
def test_work_of_every_few_days_does_not_need_an_idle_computer(
    when: str, last: str, idle: float, expected: Cause | None
) -> None:
    """Idle hours only bring daily work forward."""
    assert cause(when, at(last), at("2026-05-05T12:00"), idle_seconds=idle) == expected


def test_what_never_ran_leaves_the_first_hour_in_peace() -> None:
    """A new library is not backed up while its first scan runs."""
    since = at("2026-05-05T12:00")
    assert cause("daily", None, at("2026-05-05T12:59"), since=since) is None
    assert cause("daily", None, at("2026-05-05T13:00"), since=since) is Cause.OVERDUE


@pytest.mark.parametrize("when", ["03:30", "idle", "daily", "7 days"])
def test_a_run_in_the_future_was_noted_by_a_wrong_clock(when: str) -> None:
    """B18: a clock that stood in 2100 must not stop all schedules for decades; nor loop them."""
    now = at("2026-05-05T03:30")
    wrong = at("2100-01-01T00:00")
    assert cause(when, wrong, now, idle_seconds=9_999.0) is not None
    assert cause(when, now, now, idle_seconds=9_999.0) is None
    assert cause(when, now + timedelta(minutes=2), now, idle_seconds=9_999.0) is None


def test_a_clock_that_jumps_ahead_runs_each_thing_once() -> None:
    """It is overdue by a year, and then it is not."""
    now = at("2027-05-05T12:00")
    for when in ("03:30", "idle", "daily", "7 days"):
        assert cause(when, at("2026-05-05T03:30"), now, idle_seconds=9_999.0) is not None
        assert cause(when, now, now, idle_seconds=9_999.0) is None


def test_what_is_due_comes_in_the_order_of_the_schedules() -> None:
    """Each by itself."""
    schedules = [Schedule("backup", parse_when("daily")), Schedule("scan", parse_when("idle"))]
    moment = Moment(at("2026-05-05T12:00"), LONG_AGO, idle_seconds=601.0)
    assert due(schedules, {}, moment) == [Due("backup", Cause.OVERDUE), Due("scan", Cause.IDLE)]


@pytest.mark.parametrize(
    ("when", "last", "expected"),
    [
        ("off", "2026-05-04T12:00", None),
        ("03:30", "2026-05-05T03:30", "2026-05-06T03:30"),
        ("03:30", None, "2026-05-06T03:30"),
        ("idle", "2026-05-05T10:00", "2026-05-06T06:00"),
        ("idle", None, "2026-05-05T12:00"),
        ("daily", "2026-05-05T10:00", "2026-05-06T10:00"),
        ("daily", None, "2026-05-05T12:00"),
        ("3 days", "2026-05-05T10:00", "2026-05-08T10:00"),
        ("3 days", None, "2026-05-05T12:00"),
    ],
)
def test_the_next_run_is_told(when: str, last: str | None, expected: str | None) -> None:
    """For a list of schedules: the earliest time."""
    ran = None if last is None else at(last)
    told = next_due(parse_when(when), ran, at("2026-05-05T12:00"), zone=BERLIN)
    assert told == (None if expected is None else at(expected))


def test_without_a_zone_the_hours_are_those_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its summer time: an offset of today would be wrong tomorrow."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    tzset()
    try:
        now = datetime(2026, 3, 28, 12, tzinfo=UTC)
        told = next_due(parse_when("03:30"), None, now)
        assert told == at("2026-03-29T03:30")
    finally:
        monkeypatch.undo()
        tzset()


def test_the_settings_take_what_can_be_read() -> None:
    """And nothing else: the two rooms do not know each other."""
    assert (SCHEDULE, find_option("schedule.scan").pattern) == (PATTERN, PATTERN)
    with pytest.raises(SettingError, match=r"schedule\.scan"):
        find_option("schedule.scan").parse("sometimes")
