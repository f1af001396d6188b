"""Years and dates in a file name, in all the orders that people write them."""

import re
from datetime import UTC, date, datetime

FIRST_YEAR = 1888
_NEXT_YEARS = 2
_FIRST_AIRED = 1950
_TWO_DIGITS = 100
_MAX_MONTH = 12
_YMD = re.compile(r"((?:19|20)\d\d)(?<!\d{5})([ ._-]|年)(\d{1,2})(?:\2|月)(\d{1,2})(?:日|(?!\d))")
_DMY = re.compile(r"(?<!\d)(\d{1,2})([ ._-])(\d{1,2})\2((?:19|20)\d\d)(?![\dpi])")
_COMPACT = re.compile(r"((?:19|20)\d\d)(?<!\d{5})(\d\d)(\d\d)(?!\d)")
_SPLIT_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)[ ._](\d\d)(\d\d)(?![\dpi])")
_PADDED_COMPACT = re.compile(r"(?<=[^\W_][ ._])((?:19|20)\d\d)[._](0[1-9])([0-3]\d)(?![\dpi])")
_ANY_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SHORT = re.compile(r"(?<!\d)(\d\d)(\d\d)(\d\d)(?!\d)")
_SHORT_PARTS = re.compile(r"(?<!\d)(\d\d)([ ._-])(\d\d)\2(\d\d)(?![\dpi])")
_SHORT_END = re.compile(r"(?<=[^\W\d_][ ._-])(\d\d)([.-])(\d\d)\2(\d\d)$")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
_NAMED = re.compile(
    r"(?<![\da-z])(?:(\d{1,2})(?:st|nd|rd|th)?[ ._-]([a-z]{3,9})|([a-z]{3,9})[ ._-](\d{1,2})"
    r"(?:st|nd|rd|th)?),?[ ._-]((?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)

Found = tuple[int, int, str]
LAST_YEAR = datetime.now(UTC).year + _NEXT_YEARS


def _build_date(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def find_date(text: str) -> Found | None:
    """Return (start, end, `YYYY-MM-DD`) of the first full date, or None."""
    if _ANY_YEAR.search(text) is None:
        return None
    for match in _YMD.finditer(text):
        found = _from_numbers(int(match[1]), int(match[3]), int(match[4]))
        if found:
            return match.start(), match.end(), found
    dotted = _DMY.search(text)
    if dotted is not None:
        found = _from_day_first(int(dotted[1]), int(dotted[3]), int(dotted[4]))
        if found:
            return dotted.start(), dotted.end(), found
    return _find_compact(text) or _find_named(text)


def _find_compact(text: str) -> Found | None:
    """Return a date without marks between its parts (`20140722`, `2015.0308`)."""
    for pattern in (_COMPACT, _PADDED_COMPACT):
        compact = pattern.search(text)
        if compact is not None:
            found = _build_date(int(compact[1]), int(compact[2]), int(compact[3]))
            if found:
                return compact.start(), compact.end(), found
    return None


def find_short_date(text: str) -> Found | None:
    """Return a date without century (`140722`), which needs other evidence of television."""
    split = _SPLIT_COMPACT.search(text)
    if split is not None:
        found = _build_date(int(split[1]), int(split[2]), int(split[3]))
        if found:
            return split.start(), split.end(), found
    match = _SHORT.search(text)
    if match is None:
        return None
    found = _build_date(2000 + int(match[1]), int(match[2]), int(match[3]))
    return (match.start(), match.end(), found) if found else None


def find_trailing_short_date(text: str) -> Found | None:
    """Return a date of two-digit parts that ends the name: day first, unless that is no date."""
    match = _SHORT_END.search(text)
    if match is None:
        return None
    first, second, third = int(match[1]), int(match[3]), int(match[4])
    century = 2000 if third + 2000 <= LAST_YEAR else 1900
    found = _build_date(century + third, second, first) or _build_date(
        century + third, first, second
    )
    return (match.start(1), match.end(), found) if found else None


def find_leading_short_date(text: str) -> Found | None:
    """Return a day-first date of two-digit parts that opens the name (`09.03.08.Title`)."""
    match = _SHORT_PARTS.match(text)
    if match is None:
        return None
    found = _build_date(2000 + int(match[4]), int(match[3]), int(match[1]))
    return (match.start(), match.end(), found) if found else None


def _from_numbers(year: int, second: int, third: int) -> str | None:
    """Read year-month-day, or year-day-month where only that is a date."""
    if year < _FIRST_AIRED:
        return None
    return _build_date(year, second, third) or _build_date(year, third, second)


def _from_day_first(first: int, second: int, year: int) -> str | None:
    """Read day-month-year, or month-day-year where only that is a date."""
    if second > _MAX_MONTH:
        first, second = second, first
    return _build_date(year, second, first)


def _find_named(text: str) -> Found | None:
    for match in _NAMED.finditer(text):
        month = _MONTHS.get((match[2] or match[3]).lower())
        if month is not None:
            found = _build_date(int(match[5]), month, int(match[1] or match[4]))
            if found:
                return match.start(), match.end(), found
    return None


def is_year(number: int) -> bool:
    """Tell whether a film or a show can be of this year."""
    return FIRST_YEAR <= number <= LAST_YEAR
