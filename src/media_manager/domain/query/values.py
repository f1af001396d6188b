"""What the text behind a field means: the one place where values are read.

The parser asks here whether a value can be understood, and the compiler what it means; both get
the same answer, so a query that was parsed once can always be compiled.
"""

import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

from media_manager.domain.languages import normalise_language
from media_manager.domain.naming import fold
from media_manager.domain.query.dates import (
    DATE_WORDS,
    Age,
    Period,
    as_border,
    as_instant,
    as_text,
    find_date,
)
from media_manager.domain.query.fields import FIELDS, NAMES, FieldKind, FieldSpec
from media_manager.domain.query.nodes import Compare, Field, Order, SortKey
from media_manager.domain.query.numbers import Span, find_number
from media_manager.domain.query.slips import nearest

Bound = int | float | str | None

_EXACT: Final = frozenset({Compare.MATCHES, Compare.EQUALS})
_ORDERED: Final = _EXACT | {Compare.LESS, Compare.AT_MOST, Compare.MORE, Compare.AT_LEAST}
_WORDS: Final = _EXACT | {Compare.REGEX}
_COMPARISONS: Final[Mapping[FieldKind, frozenset[Compare]]] = MappingProxyType(
    {
        FieldKind.TEXT: _WORDS,
        FieldKind.NAME: _WORDS,
        FieldKind.NUMBER: _ORDERED,
        FieldKind.SIZE: _ORDERED,
        FieldKind.DATE: _ORDERED,
        FieldKind.CHOICE: _EXACT,
        FieldKind.ID: _EXACT,
        FieldKind.EXTERNAL: _EXACT,
        FieldKind.REFERENCE: _EXACT,
    }
)
_ONLY_MATCHES: Final = frozenset({Compare.MATCHES})
_RANGE = ".."
_NUMBER = re.compile(r"[0-9]{1,19}")
_LARGEST_ID = 2**63 - 1
_IMDB = re.compile(r"tt[0-9]{5,12}")
_EXTERNAL = re.compile(r"(?:([a-zA-Z][a-zA-Z0-9_.-]{0,30}):)?([^\s:]{1,100})")
# A number that wants a digit more, a unit that wants a letter more, an id at IMDb that begins.
_BEGINNING = re.compile(r"|[0-9]+[.,-]|[0-9]+-[0-9]+-|[0-9.,-]+\s?[a-z]{1,6}|tt?[0-9]*")
_YEAR_DIGITS = 4
_IMDB_DIGITS = 7
_SOURCES = {"themoviedb": "tmdb", "thetvdb": "tvdb"}
_LONGEST_PATTERN = 200
_MOST_ORDERS = 8
_SORT_SYNONYMS = {
    "name": SortKey.TITLE,
    "date": SortKey.ADDED,
    "type": SortKey.KIND,
    "released": SortKey.PREMIERED,
    "played": SortKey.WATCHED,
    "playcount": SortKey.PLAYS,
}
# A moment to try a value with; whether it can be read depends on no clock.
_SOME_DAY = datetime(2000, 6, 15, 12, tzinfo=UTC)


class UnreadableValueError(Exception):
    """A value means nothing to its field; the parser tells the place."""

    def __init__(self, hint: str = "", *, is_beginning: bool = False) -> None:
        super().__init__(hint)
        self.hint = hint
        self.is_beginning = is_beginning


@dataclass(frozen=True, slots=True)
class Bounds:
    """At least `low` and less than `high`, in the units of the database; None is open."""

    low: Bound = None
    high: Bound = None


@dataclass(frozen=True, slots=True)
class Presence:
    """What an item is asked to have; `language` for subtitles and sound, else None."""

    what: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ExternalNumber:
    """An id at a provider; without a source, at any."""

    source: str | None
    external_id: str


def comparisons(spec: FieldSpec) -> frozenset[Compare]:
    """Return how a field can be compared."""
    if spec.name == "resolution":
        return _ORDERED
    return _COMPARISONS.get(spec.kind, _ONLY_MATCHES)


def check(field: Field) -> None:
    """Raise UnreadableValueError if the value means nothing to its field."""
    spec = FIELDS[field.name]
    if field.compare is Compare.REGEX:
        pattern(field)
        return
    match spec.kind:
        case FieldKind.NUMBER | FieldKind.SIZE | FieldKind.DATE:
            bounds(field, _SOME_DAY)
        case FieldKind.CHOICE:
            bounds(field, _SOME_DAY) if spec.name == "resolution" else choice(field)
        case FieldKind.ID:
            item_number(field)
        case FieldKind.EXTERNAL:
            external_number(field)
        case FieldKind.PRESENCE:
            presence(field)
        case FieldKind.ORDER:
            orders(field.value)
        case _:
            _words(field.value)


def bounds(field: Field, now: datetime) -> Bounds:
    """Return the bounds of a number, a size, a date or a resolution.

    Years, minutes, bytes and pixels are whole numbers, ratings numbers to ten. `premiered` is the
    ISO text of a date; other dates are microseconds since 1970, reckoned in the zone of `now`,
    which has one. A resolution is the height that names its class: 2160 for 4k, below 720 for sd.
    """
    text = field.value.strip().lower()
    if _RANGE not in text:
        return _one(field, text, now)
    if field.compare is not Compare.MATCHES:
        raise UnreadableValueError("A range stands alone: 1990..1999.")
    low, _, high = text.partition(_RANGE)
    if not (low or high):
        raise UnreadableValueError(is_beginning=True)
    found = Bounds(
        _edge(field, low, now)[0] if low else None, _edge(field, high, now)[1] if high else None
    )
    if low and high and _is_backwards(found) and not _depends_on_now(field, low, high):
        raise UnreadableValueError("The range ends before it begins.", is_beginning=True)
    return found


def _is_backwards(found: Bounds) -> bool:
    low, high = found.low, found.high
    return low is not None and high is not None and low >= high  # type: ignore[operator]  # of one type


def _depends_on_now(field: Field, low: str, high: str) -> bool:
    """Tell whether it is the clock that says which end of a range comes first: `2025..today`."""
    if FIELDS[field.name].kind is not FieldKind.DATE:
        return False
    kinds = {type(find_date(end, _SOME_DAY)) for end in (low, high)}
    return len(kinds) > 1 or low in DATE_WORDS or high in DATE_WORDS


def choice(field: Field) -> str:
    """Return the chosen word as the library holds it: folded, a language as its code."""
    spec = FIELDS[field.name]
    _words(field.value)
    if field.name in ("language", "subtitle"):
        return _language(field.value)
    folded = " ".join(fold(field.value).split())
    if spec.open or folded in spec.choices or folded in spec.synonyms:
        return spec.synonyms.get(folded, folded)
    raise _no_choice(spec, folded, (*spec.choices, *spec.synonyms))


def presence(field: Field) -> Presence:
    """Return what `has:` and `missing:` ask for."""
    spec = FIELDS[field.name]
    what, _, language = fold(field.value).strip().partition(":")
    what = NAMES.get(what, what)
    what = what if what in spec.choices else what.removesuffix("s")
    if what not in spec.choices:
        raise _no_choice(spec, what, spec.choices)
    if ":" not in field.value:
        return Presence(what)
    if what not in ("subtitle", "audio"):
        raise UnreadableValueError("Only subtitle and audio take a language: subtitle:en.")
    return Presence(what, _language(language))


def item_number(field: Field) -> int:
    """Return the number of a thing of this library."""
    if not _NUMBER.fullmatch(field.value) or int(field.value) > _LARGEST_ID:
        raise UnreadableValueError
    return int(field.value)


def external_number(field: Field) -> ExternalNumber:
    """Return the provider and the id there."""
    text = field.value.strip()
    if is_imdb_id(text):
        return ExternalNumber("imdb", text.lower())
    match = _EXTERNAL.fullmatch(text)
    if match is None:
        raise UnreadableValueError(is_beginning=text.endswith(":") or not text)
    source, number = (match[1] or "").lower() or None, match[2]
    source = _SOURCES.get(source, source) if source else None
    if source == "imdb":
        digits = number.lower().removeprefix("tt")
        if not _NUMBER.fullmatch(digits):
            raise UnreadableValueError
        number = f"tt{digits.zfill(_IMDB_DIGITS)}"
    return ExternalNumber(source, number)


def is_imdb_id(text: str) -> bool:
    """Tell whether this is an id such as tt0133093."""
    return _IMDB.fullmatch(text.strip().lower()) is not None


def orders(text: str) -> tuple[Order, ...]:
    """Return the sort keys of `-rating,title`."""
    found: dict[SortKey, Order] = {}
    for part in text.split(","):
        name = part.strip().lower()
        key = name.removeprefix("-")
        if key not in set(SortKey) and key not in _SORT_SYNONYMS:
            raise _no_choice(FIELDS["sort"], key, (*SortKey, *_SORT_SYNONYMS))
        sort = _SORT_SYNONYMS.get(key) or SortKey(key)
        found.setdefault(sort, Order(sort, descending=name.startswith("-")))
    if len(found) > _MOST_ORDERS:
        raise UnreadableValueError(f"At most {_MOST_ORDERS} sort keys.")
    return tuple(found.values())


def pattern(field: Field) -> re.Pattern[str]:
    """Return the regular expression behind `:~`, which ignores case."""
    if len(field.value) > _LONGEST_PATTERN:
        raise UnreadableValueError(
            f"A regular expression has at most {_LONGEST_PATTERN} characters."
        )
    if not field.value.strip():
        raise UnreadableValueError(is_beginning=True)
    try:
        with warnings.catch_warnings():
            # Python warns of what later versions may read differently; it is no mistake now.
            warnings.simplefilter("ignore")
            return re.compile(field.value, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise UnreadableValueError(
            f"The regular expression: {error}.", is_beginning=True
        ) from error


def _one(field: Field, text: str, now: datetime) -> Bounds:
    """Return the bounds of one value behind a comparison."""
    if FIELDS[field.name].kind is FieldKind.DATE and isinstance(find_date(text, now), Age):
        return _by_age(field, text, now)
    low, end, near = _edge(field, text, now)
    if field.compare is Compare.MORE and end is None:
        raise UnreadableValueError("Nothing is more than that.")
    answers = {
        Compare.LESS: Bounds(None, low),
        Compare.AT_MOST: Bounds(None, end),
        Compare.MORE: Bounds(end, None),
        Compare.AT_LEAST: Bounds(low, None),
        Compare.MATCHES: Bounds(low, near),
    }
    return answers.get(field.compare, Bounds(low, end))


def _by_age(field: Field, text: str, now: datetime) -> Bounds:
    """Read `<30d` as "less than 30 days ago" and `>1y` as "longer ago than a year"."""
    at, _, _ = _edge(field, text, now)
    if field.compare in (Compare.MORE, Compare.AT_LEAST):
        return Bounds(None, at)
    today = find_date("today", now)
    end = today.end if isinstance(today, Period) else None
    return Bounds(at, None if end is None else _moment(field, end, now))


def _edge(field: Field, text: str, now: datetime) -> tuple[Bound, Bound, Bound]:
    """Return where a value begins, where it ends, and where what was typed as loosely ends."""
    if FIELDS[field.name].kind is not FieldKind.DATE:
        span = find_number(field.name, FIELDS[field.name].synonyms.get(text, text))
        if span is None:
            raise _unreadable(field, text)
        return _number_edge(span)
    found = find_date(text, now)
    match found:
        case Age(at):
            point = _moment(field, at, now, whole=True)
            return point, point, point
        case Period(start, end, characters):
            if field.name == "premiered":
                low: Bound = as_text(start, characters)
            else:
                low = as_instant(start, now)
            high = None if end is None else _moment(field, end, now)
            return low, high, high
    raise _unreadable(field, text)


def _number_edge(span: Span) -> tuple[Bound, Bound, Bound]:
    return span.low, span.end, span.near


def _moment(field: Field, moment: datetime, now: datetime, *, whole: bool = False) -> Bound:
    if field.name != "premiered":
        return as_instant(moment, now)
    return as_text(moment) if whole else as_border(moment)


def _unreadable(field: Field, text: str) -> UnreadableValueError:
    """Return the mistake; digits, and the beginning of a word, can still become a value."""
    spec = FIELDS[field.name]
    words = (*spec.choices, *spec.synonyms)
    if spec.kind is FieldKind.DATE:
        words = tuple(DATE_WORDS)
        if text.isdigit() and len(text) < _YEAR_DIGITS:
            return UnreadableValueError(is_beginning=True)
    begun = _BEGINNING.fullmatch(text) is not None or any(each.startswith(text) for each in words)
    hint = ""
    if field.name in ("imdb", "tmdb") and _NUMBER.fullmatch(text):
        hint, begun = f"For the id, write id:{field.name}:{text}.", False
    return UnreadableValueError(hint, is_beginning=begun)


def _no_choice(spec: FieldSpec, text: str, choices: Sequence[str]) -> UnreadableValueError:
    """Return the mistake; what was probably meant is its hint."""
    near = nearest(text, choices)
    hint = f"Did you mean {spec.name}:{near}?" if near else ""
    return UnreadableValueError(hint, is_beginning=any(each.startswith(text) for each in choices))


def _language(text: str) -> str:
    code = normalise_language(text.strip())
    if code is None:
        raise UnreadableValueError(is_beginning=not text.strip() or text.strip().isalpha())
    return code


def _words(text: str) -> None:
    if not text.strip():
        raise UnreadableValueError(is_beginning=True)
