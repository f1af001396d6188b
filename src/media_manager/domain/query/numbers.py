"""Numbers as people type them: years, ratings, running times, sizes, classes of pictures."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from media_manager.domain.query.fields import RESOLUTIONS

Value = int | float

_WHOLE = re.compile(r"[0-9]{1,15}")
_YEAR = re.compile(r"([0-9]{1,4})(s?)")
_DECIMAL = r"([0-9]{1,12}(?:[.,][0-9]{1,6})?)"
_RATING = re.compile(_DECIMAL + r"\s?(%?)")
_MINUTES = re.compile(_DECIMAL + r"\s?(?:m|min|minutes)?")
_HOURS = re.compile(_DECIMAL + r"\s?(?:h|hours?)")
_HOURS_AND_MINUTES = re.compile(r"([0-9]{1,4})(?:\s?h\s?|:)([0-9]{1,2})\s?(?:m|min)?")
_SIZE = re.compile(_DECIMAL + r"\s?(b|[kmgt]i?b?|bytes)?")
_HIGHEST_RATING = 10
_LARGEST = 2**63 - 1
_DECADE = 10
_HOUR = 60
_POWERS = {"b": 0, "k": 1, "m": 2, "g": 3, "t": 4}
_SD_ENDS = RESOLUTIONS["720p"]


@dataclass(frozen=True, slots=True)
class Span:
    """What one typed number covers: from `low` to before `end`; an end of None is open.

    Given alone it means no more than was typed: `rating:8` is also 8.9, so it ends at `near`.
    """

    low: Value
    end: Value | None
    near: Value | None


def find_number(name: str, text: str) -> Span | None:
    """Return what a number means for a field; None if it is none."""
    read = _READERS.get(name, _read_whole)
    return read(text.strip().lower())


def _exactly(number: int) -> Span:
    return Span(number, number + 1, number + 1)


def _read_whole(text: str) -> Span | None:
    return _exactly(int(text)) if _WHOLE.fullmatch(text) else None


def _read_year(text: str) -> Span | None:
    match = _YEAR.fullmatch(text)
    if match is None or (match[2] and int(match[1]) % _DECADE):
        return None
    year = int(match[1])
    end = year + (_DECADE if match[2] else 1)
    return Span(year, end, end)


def _read_rating(text: str) -> Span | None:
    match = _RATING.fullmatch(text)
    return _rating(match[1], divisor=_HIGHEST_RATING if match[2] else 1) if match else None


def _read_percent(text: str) -> Span | None:
    """Return a rating that its source gives of 100, on our scale to ten; `7.5` is ten's too."""
    match = _RATING.fullmatch(text)
    if match is None:
        return None
    of_hundred = match[2] or _decimal(match[1]) > _HIGHEST_RATING
    return _rating(match[1], divisor=_HIGHEST_RATING if of_hundred else 1)


def _rating(text: str, *, divisor: int) -> Span | None:
    number = _decimal(text) / divisor
    if number > _HIGHEST_RATING:
        return None
    value = float(number)
    # The next double: a stored rating is one, so "at most 8" is "before the next one after 8".
    return Span(value, math.nextafter(value, math.inf), float(number + _step(text) / divisor))


def _read_minutes(text: str) -> Span | None:
    if match := _HOURS_AND_MINUTES.fullmatch(text):
        return _exactly(int(match[1]) * _HOUR + int(match[2]))
    for pattern, unit in ((_MINUTES, 1), (_HOURS, _HOUR)):
        if match := pattern.fullmatch(text):
            return _scaled(match[1], unit)
    return None


def _read_bytes(text: str) -> Span | None:
    match = _SIZE.fullmatch(text)
    if match is None:
        return None
    unit = match[2] or "b"
    base = 1024 if "i" in unit else 1000
    return _scaled(match[1], base ** _POWERS[unit[0]])


def _scaled(text: str, unit: int) -> Span | None:
    low = int(_decimal(text) * unit)
    near = max(low + 1, int((_decimal(text) + _step(text)) * unit))
    return Span(low, low + 1, near) if near <= _LARGEST else None


def _read_resolution(text: str) -> Span | None:
    heights = sorted(RESOLUTIONS.values())
    if text == "sd":
        return Span(0, _SD_ENDS, _SD_ENDS)
    height = RESOLUTIONS.get(text)
    if height is None:
        return None
    above = next((each for each in heights if each > height), None)
    return Span(height, above, above)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _step(text: str) -> Decimal:
    """Return one unit of the last digit that was typed: 1 for `8`, 0.1 for `8.5`."""
    _, _, fraction = text.replace(",", ".").partition(".")
    return Decimal(1).scaleb(-len(fraction))


_READERS: Final[Mapping[str, Callable[[str], Span | None]]] = MappingProxyType(
    {
        "year": _read_year,
        "rating": _read_rating,
        "myrating": _read_rating,
        "imdb": _read_rating,
        "tmdb": _read_rating,
        "metacritic": _read_percent,
        "rottentomatoes": _read_percent,
        "runtime": _read_minutes,
        "size": _read_bytes,
        "resolution": _read_resolution,
    }
)
