"""Read single values out of NFO text: each returns None for what is not one."""

import re
from datetime import date

_EARLIEST_YEAR, _LATEST_YEAR = 1850, 2155
_NUMBER = re.compile(r"[-+]?\d{1,9}(?:[.,]\d{1,20})?")
_WHOLE = re.compile(r"[-+]?\d{1,9}(?:[.,]0+)?")
_DATE = re.compile(r"(\d{4})(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?)?(?=$|[T\s])")
_CLOCK = re.compile(r"[T\s](\d{2}):(\d{2})(?::(\d{2}))?")
_HOURS = re.compile(
    r"(?:(\d{1,3})\s*h(?:\w*)?)?\s*(?:(\d{1,4})\s*(?:m(?:in)?\w*\.?)?)?", re.IGNORECASE
)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_IMDB = re.compile(r"tt\d{5,10}", re.ASCII)
# Words that programs write when they have nothing.
_NOTHING = frozenset({"", "none", "null", "n/a", "nan", "unknown", "undefined", "-1", "0"})
_NUMERIC_SOURCES = frozenset({"tmdb", "tvdb", "tmdbset", "tvmaze", "tvrage", "trakt"})


def parse_whole(text: str) -> int | None:
    """Return a whole number."""
    return int(re.split("[.,]", text)[0]) if _WHOLE.fullmatch(text) else None


def parse_count(text: str) -> int | None:
    """Return a number of votes: `1,234,567` and `1 234` are meant as one number."""
    digits = re.sub(r"[,.\s'\u00a0\u202f]", "", text)
    return int(digits) if re.fullmatch(r"\d{1,12}", digits, re.ASCII) else None


def parse_number(text: str) -> float | None:
    """Return a number, written with a point or a comma."""
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def parse_positive(text: str) -> int | None:
    """Return a whole number above zero."""
    number = parse_whole(text)
    return number if number is not None and number > 0 else None


def parse_natural(text: str) -> int | None:
    """Return a whole number, zero or more."""
    number = parse_whole(text)
    return number if number is not None and number >= 0 else None


def parse_flag(text: str) -> bool | None:
    """Return yes or no."""
    return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}.get(
        text.lower()
    )


def parse_year(text: str) -> int | None:
    """Return a year that a film can have."""
    year = parse_whole(text)
    return year if year is not None and _EARLIEST_YEAR <= year <= _LATEST_YEAR else None


def parse_date(text: str) -> str | None:
    """Return `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; a time of day behind it is dropped."""
    match = _DATE.match(text)
    if match is None or parse_year(match[1]) is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def parse_instant(text: str) -> str | None:
    """Return `YYYY-MM-DD HH:MM:SS`, or the date alone when no time is given."""
    day = parse_date(text)
    clock = _CLOCK.search(text)
    if day is None or clock is None:
        return day
    hours, minutes, seconds = (int(part or 0) for part in clock.groups())
    if hours > 23 or minutes > 59 or seconds > 60:  # noqa: PLR2004 - a clock; 60 is a leap second
        return day
    return f"{day} {hours:02}:{minutes:02}:{seconds:02}"


def parse_runtime(text: str) -> int | None:
    """Return minutes from `142`, `142 min`, `2h 22min` or `2:22:00`."""
    clock = _TIME.fullmatch(text)
    if clock:
        minutes = int(clock[1]) * 60 + int(clock[2])
    elif (whole := parse_whole(text)) is not None:
        minutes = whole
    else:
        match = _HOURS.fullmatch(text)
        minutes = int(match[1] or 0) * 60 + int(match[2] or 0) if match else 0
    return minutes if minutes > 0 else None


def parse_id(source: str, text: str) -> str | None:
    """Return an external id if it can be one of `source`."""
    if text.lower() in _NOTHING or len(text) > 200:  # noqa: PLR2004 - no id is a novel
        return None
    if source == "imdb":
        return text.lower() if _IMDB.fullmatch(text.lower()) else None
    if source in _NUMERIC_SOURCES and not re.fullmatch(r"\d{1,12}", text, re.ASCII):
        return None
    return text


def is_nothing(text: str) -> bool:
    """Tell whether a text is how programs write "not set": not worth a warning."""
    return text in {"", "0", "0.0", "-1"}
