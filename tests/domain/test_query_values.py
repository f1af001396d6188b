"""Numbers, sizes and dates mean what a person expects, in the units of the database."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from media_manager.domain.query import (
    FIELDS,
    Compare,
    Field,
    FieldKind,
    Order,
    SortKey,
    parse_query,
)
from media_manager.domain.query.dates import local_now
from media_manager.domain.query.values import (
    Bounds,
    ExternalNumber,
    Presence,
    UnreadableValueError,
    bounds,
    choice,
    external_number,
    item_number,
    orders,
    pattern,
    presence,
)
from media_manager.errors import QueryError

NOW = datetime(2026, 3, 31, 15, 30, tzinfo=UTC)


def field_of(text: str) -> Field:
    (node,) = parse_query(text)
    assert isinstance(node, Field)
    return node


def us(*moment: int) -> int:
    return int(datetime(*moment, tzinfo=UTC).timestamp()) * 1_000_000  # type: ignore[arg-type,misc]  # year to minute


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("year:1999", 1999, 2000), ("year:1990s", 1990, 2000), ("year:1990..1999", 1990, 2000),
        ("year:1990..", 1990, None), ("year:..1980s", None, 1990), ("year:>1999", 2000, None),
        ("year:<1999", None, 1999), ("year:<=1999", None, 2000), ("year:>1990s", 2000, None),
        ("rating:8", 8.0, 9.0), ("rating:8.1", 8.1, 8.2), ("rating:7..8", 7.0, 8.000000000000002),
        ("rating:>8", 8.000000000000002, None), ("rating:<=8", None, 8.000000000000002),
        ("rating:7,5", 7.5, 7.6), ("rating:=8", 8.0, 8.000000000000002),
        ("metacritic:>=75", 7.5, None),
        ("metacritic:7.5", 7.5, 7.6), ("rottentomatoes:90%", 9.0, 9.1),
        ("runtime:90", 90, 91), ("runtime:1h30", 90, 91), ("runtime:1:30", 90, 91),
        ("runtime:2h", 120, 180), ("runtime:<1.5h", None, 90), ("runtime:90..2h", 90, 121),
        ("size:>4gb", 4_000_000_001, None), ("size:4gb", 4 * 10**9, 5 * 10**9),
        ("size:700mb..2gb", 700_000_000, 2_000_000_001), ("size:<1gib", None, 2**30),
        ("size:700", 700, 701), ("size:1.5k", 1500, 1600),
        ("season:1", 1, 2), ("episode:1..3", 1, 4), ("plays:0", 0, 1),
        ("height:>=1080", 1080, None),
        ("resolution:4k", 2160, 4320), ("resolution:sd", 0, 720), ("resolution:8K", 4320, None),
        ("resolution:>=1080p", 1080, None), ("resolution:720p..1080p", 720, 1440),
        ("resolution:UHD", 2160, 4320), ("resolution:<720", None, 720),
    ],
)  # fmt: skip
def test_numbers_become_bounds(text: str, low: float | None, high: float | None) -> None:
    """A number alone is as exact as it was typed; ends of ranges belong to them."""
    assert bounds(field_of(text), NOW) == Bounds(low, high)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("added:2025", us(2025, 1, 1), us(2026, 1, 1)),
        ("added:2025-12", us(2025, 12, 1), us(2026, 1, 1)),
        ("added:2025-12-31", us(2025, 12, 31), us(2026, 1, 1)),
        ("added:2025-12..2026-02", us(2025, 12, 1), us(2026, 3, 1)),
        ("added:>2025", us(2026, 1, 1), None),
        ("added:<2025-03", None, us(2025, 3, 1)),
        ("added:<30d", us(2026, 3, 1, 15, 30), us(2026, 4, 1)),
        ("added:30d", us(2026, 3, 1, 15, 30), us(2026, 4, 1)),
        ("added:>1m", None, us(2026, 2, 28, 15, 30)),
        ("added:>1y", None, us(2025, 3, 31, 15, 30)),
        ("added:30d..7d", us(2026, 3, 1, 15, 30), us(2026, 3, 24, 15, 30)),
        ("added:12hours", us(2026, 3, 31, 3, 30), us(2026, 4, 1)),
        ('added:<"2 weeks ago"', us(2026, 3, 17, 15, 30), us(2026, 4, 1)),
        ("watched:today", us(2026, 3, 31), us(2026, 4, 1)),
        ("watched:yesterday", us(2026, 3, 30), us(2026, 3, 31)),
        ("taken:thisweek", us(2026, 3, 30), us(2026, 4, 6)),
        ("taken:lastweek", us(2026, 3, 23), us(2026, 3, 30)),
        ("taken:thismonth", us(2026, 3, 1), us(2026, 4, 1)),
        ("taken:lastmonth", us(2026, 2, 1), us(2026, 3, 1)),
        ("taken:lastyear..thisyear", us(2025, 1, 1), us(2027, 1, 1)),
        ("premiered:1999", "1999", "2000"),
        ("premiered:1999-12", "1999-12", "2000"),
        ("premiered:1999-12-31", "1999-12-31", "2000"),
        ("premiered:1999-02-28", "1999-02-28", "1999-03"),
        ("premiered:>1999-12-31", "2000", None),
        ("premiered:<=1999-03", None, "1999-04"),
        ("premiered:<30d", "2026-03-01", "2026-04"),
        ("premiered:>1y", None, "2025-03-31"),
        ("premiered:9999", "9999", None),
        ("added:9999-12-31", us(9999, 12, 31), None),
        ("added:>99999y", None, us(1, 1, 1)),
    ],
)
def test_dates_become_bounds(text: str, low: int | str | None, high: int | str | None) -> None:
    """Partial dates are whole periods, ages count back from now, either in its own units."""
    assert bounds(field_of(text), NOW) == Bounds(low, high)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("added:2025..today", us(2025, 1, 1), us(2026, 4, 1)),
        ("added:2027..today", us(2027, 1, 1), us(2026, 4, 1)),
        ("added:30d..2025", us(2026, 3, 1, 15, 30), us(2026, 1, 1)),
        ("added:thisyear..7d", us(2026, 1, 1), us(2026, 3, 24, 15, 30)),
    ],
)
def test_what_depends_on_the_clock_is_no_mistake(text: str, low: int, high: int) -> None:
    """A saved search that holds today can be read on any other day, if only to find nothing."""
    assert bounds(field_of(text), NOW) == Bounds(low, high)


@pytest.mark.parametrize(
    "text", ["added:2025..2024", "added:7d..30d", "premiered:2025-02..2025-01"]
)
def test_what_is_backwards_on_every_day_is_a_mistake(text: str) -> None:
    """It may still become a range: the year may go on."""
    with pytest.raises(QueryError, match="expects when it") as caught:
        parse_query(text)
    assert (caught.value.hint, caught.value.unfinished) == (
        "The range ends before it begins.",
        True,
    )


def test_a_year_alone_lies_in_its_year() -> None:
    """Dates are text of 4, 7 or 10 characters, and all of them sort into their period."""
    texts = ["1999", "1999-12", "1999-12-31", "2000", "2000-01", "2000-01-01"]

    def within(text: str) -> list[str]:
        found = bounds(field_of(f"premiered:{text}"), NOW)
        return [each for each in texts if str(found.low) <= each < str(found.high)]

    assert within("1999") == ["1999", "1999-12", "1999-12-31"]
    assert within("1999-12-31") == ["1999-12-31"]
    assert within("2000-01") == ["2000-01", "2000-01-01"]


def test_days_begin_where_the_person_is() -> None:
    """Midnight is that of the zone of `now`, with its summer time."""
    berlin = ZoneInfo("Europe/Berlin")
    now = datetime(2026, 3, 31, 1, 0, tzinfo=berlin)
    today = bounds(field_of("added:2026-03-29"), now)
    assert today == Bounds(us(2026, 3, 28, 23), us(2026, 3, 29, 22))
    west = datetime(2026, 3, 31, 23, 0, tzinfo=timezone(timedelta(hours=-14)))
    assert bounds(field_of("added:today"), west).low == us(2026, 3, 31, 14)


def test_now_is_that_of_the_computer() -> None:
    """The zone that comes with it knows summer and winter, and any year."""
    now = local_now()
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=5)
    for month in (1, 7):
        moment = datetime(2025, month, 1, 12, tzinfo=now.tzinfo)
        assert moment == datetime(2025, month, 1, 12).astimezone()
    assert datetime(1, 1, 1, tzinfo=now.tzinfo).utcoffset() is not None


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the computer stand in Berlin."""
    if not hasattr(time, "tzset"):
        pytest.skip("the zone cannot be changed here")
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_the_computer_knows_summer_and_winter(berlin: None) -> None:  # noqa: ARG001 - sets the zone
    """Also on the days when the clocks are changed."""
    zone = local_now().tzinfo
    for month, day in ((1, 1), (3, 28), (3, 29), (3, 30), (7, 1), (10, 24), (10, 25), (10, 26)):
        for hour in (0, 1, 4, 12, 23):
            moment = datetime(2026, month, day, hour, tzinfo=zone)
            known = datetime(2026, month, day, hour, tzinfo=ZoneInfo("Europe/Berlin"))
            assert (moment, moment.utcoffset()) == (known, known.utcoffset())


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("type:Films", "movie"), ("is:Seen", "watched"), ("hdr:HDR10+", "hdr10plus"),
        ('hdr:"Dolby  Vision"', "dolbyvision"), ("language:German", "de"),
        ("subtitle:pt_br", "pt-BR"), ("codec:x265", "hevc"), ("codec:cinepak", "cinepak"),
        ("container:mkv", "matroska"), ("from:NFO", "nfo"), ("library:Filme", "filme"),
        ("certification:PG-13", "pg-13"),
    ],
)  # fmt: skip
def test_choices_become_what_the_library_holds(text: str, chosen: str) -> None:
    """Folded, with other spellings and names of languages understood."""
    assert choice(field_of(text)) == chosen


def test_presences_and_ids() -> None:
    """What `has:`, `id:` and the numbers of things mean."""
    assert presence(field_of("has:Posters")) == Presence("poster")
    assert presence(field_of("missing:subtitle:German")) == Presence("subtitle", "de")
    assert presence(field_of("has:cast")) == Presence("person")
    assert external_number(field_of("id:TT0133093")) == ExternalNumber("imdb", "tt0133093")
    assert external_number(field_of("id:imdb:133093")) == ExternalNumber("imdb", "tt0133093")
    assert external_number(field_of("id:TheTVDB:81189")) == ExternalNumber("tvdb", "81189")
    assert external_number(field_of("id:Q83495")) == ExternalNumber(None, "Q83495")
    assert item_number(field_of("parent:17")) == 17


def test_orders_are_read() -> None:
    """A minus turns a key around; the first of a key counts."""
    keys = (Order(SortKey.RATING, descending=True), Order(SortKey.ADDED))
    assert orders("-Rating, date,rating") == keys


def test_a_regular_expression_ignores_case() -> None:
    """It is the one that Python reads; a warning about it is none of the person's business."""
    assert pattern(field_of("title:~^[[the]")).pattern == "^[[the]"
    found = pattern(field_of('person:~"^anya .*joy"')).search("Anya Taylor-Joy")
    assert found is not None
    with pytest.raises(UnreadableValueError, match="at most 200"):
        pattern(Field("title", "a" * 201, Compare.REGEX))


def test_every_example_can_be_read() -> None:
    """The table teaches nothing that is refused."""
    signs = tuple("<>=~:")
    for spec in FIELDS.values():
        for example in (*spec.examples, *spec.choices):
            value = example if example.startswith(signs) else f':"{example}"'
            text = f"{spec.name}:{value.removeprefix(':')}"
            assert parse_query(text) or spec.kind is FieldKind.ORDER, text
