"""The facets of a list as values: which there are, what a line of one says, what a query chose.

Within one facet, values are alternatives; between facets, all must hold. The counts of a facet
ignore what the query itself chose in it, so that its other values can be added.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from media_manager.domain.naming import search_text
from media_manager.domain.query import Compare, Field, Node, Not, Or
from media_manager.domain.query.fields import RESOLUTIONS
from media_manager.domain.query.values import UnreadableValueError, bounds, choice, presence


class Facet(StrEnum):
    """What a list can be narrowed by; in the order in which they are shown."""

    TYPE = "type"
    GENRE = "genre"
    DECADE = "decade"
    YEAR = "year"
    RATING = "rating"
    STATE = "state"
    PERSON = "person"
    STUDIO = "studio"
    COUNTRY = "country"
    TAG = "tag"
    RESOLUTION = "resolution"
    HDR = "hdr"
    CODEC = "codec"
    LANGUAGE = "language"
    LIBRARY = "library"
    MISSING = "missing"


class Mark(StrEnum):
    """What the query says of a value."""

    NONE = "none"
    INCLUDED = "included"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class FacetLine:
    """One value: what the query gets when it is chosen, what it is called, how many have it.

    `label` is the name of a thing, or the word of the query language: `movie`, `4k`, `1990s`.
    """

    node: Field
    label: str
    count: int
    mark: Mark = Mark.NONE


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """The lines of one facet; `more` values have hits and are not among them."""

    facet: Facet
    lines: tuple[FacetLine, ...]
    more: int = 0


# A value: the folded name of a thing, a number, or a word of the query language.
Value = Hashable

NAMED: Final = frozenset({Facet.GENRE, Facet.PERSON, Facet.STUDIO, Facet.COUNTRY, Facet.TAG})
STATES: Final = ("watched", "unwatched", "inprogress", "favorite")
PRESENCES: Final = (
    *("poster", "fanart", "plot", "year", "rating", "runtime"),
    *("genre", "person", "subtitle", "id"),
)
# Lowest height of each class of pictures, best first; what is below is sd.
RESOLUTION_STEPS: Final = tuple(
    (label, RESOLUTIONS[label]) for label in ("8k", "4k", "1440p", "1080p", "720p")
)
_DECADE_YEARS: Final = 10
_LAST_YEAR: Final = 9999
_HIGHEST_RATING: Final = 10
_FIELD: Final[Mapping[Facet, str]] = MappingProxyType(
    {
        Facet.DECADE: "year",
        Facet.STATE: "is",
        **{each: str(each) for each in Facet if each not in (Facet.DECADE, Facet.STATE)},
    }
)
_NOON: Final = datetime(2000, 1, 1, 12, tzinfo=UTC)


def field_name(facet: Facet) -> str:
    """Return the field of the query language that a facet writes."""
    return _FIELD[facet]


def node_of(facet: Facet, value: Value, label: str) -> Field:
    """Return the condition that stands for one value of a facet."""
    name = _FIELD[facet]
    if facet in NAMED:
        return Field(name, label, Compare.EQUALS)
    if facet is Facet.LIBRARY:
        return Field(name, label)
    return Field(name, label_of(facet, value))


def label_of(facet: Facet, value: Value) -> str:
    """Return the word of the query language for a value that is no name."""
    if facet is Facet.DECADE:
        return f"{value}s"
    return "hdr10+" if value == "hdr10plus" else str(value)


def is_value(facet: Facet, value: Value) -> bool:
    """Tell whether the query language can say this value: a year 0 stays without a line."""
    if isinstance(value, int) and facet in (Facet.YEAR, Facet.DECADE):
        return 0 <= value <= _LAST_YEAR and (value > 0 or facet is Facet.DECADE)
    if facet in (Facet.HDR, Facet.CODEC, Facet.LANGUAGE):
        return _is_word(facet, str(value))
    return value is not None and value != ""


@lru_cache(maxsize=1024)
def _is_word(facet: Facet, value: str) -> bool:
    """Tell whether a word of a file comes back from the query language as it is."""
    return bool(value.strip()) and value_of(facet, node_of(facet, value, "")) == value


def value_of(facet: Facet, field: Field) -> Value | None:
    """Return the value of a facet that a condition means; None if it means no single one."""
    if field.name != _FIELD[facet]:
        return None
    try:
        return _value_of(facet, field)
    except UnreadableValueError:
        return None


def _value_of(facet: Facet, field: Field) -> Value | None:
    if facet in NAMED:
        return name_value(field.value) if field.compare is Compare.EQUALS else None
    if facet is Facet.LIBRARY:
        return name_value(field.value)
    if facet is Facet.MISSING:
        asked = presence(field)
        return asked.what if asked.language is None and asked.what in PRESENCES else None
    if facet in (Facet.YEAR, Facet.DECADE, Facet.RATING, Facet.RESOLUTION):
        return _number_of(facet, field)
    word = choice(field)
    if facet is Facet.HDR and word == "any":
        return None
    return None if facet is Facet.STATE and word not in STATES else word


def _number_of(facet: Facet, field: Field) -> Value | None:
    """Return the year, the first year of the decade, the full points, or the class."""
    span = bounds(field, _NOON)
    if facet is Facet.RESOLUTION:
        steps = {least: label for label, least in RESOLUTION_STEPS}
        label = steps.get(span.low) if isinstance(span.low, int) and span.low else "sd"
        return label if label and field == Field("resolution", label) else None
    length = _DECADE_YEARS if facet is Facet.DECADE else 1
    if not isinstance(span.low, int | float) or not isinstance(span.high, int | float):
        return None
    fits = span.high - span.low == length and span.low == int(span.low)
    if facet is Facet.DECADE:
        fits = fits and not span.low % _DECADE_YEARS
    return int(span.low) if fits else None


def name_value(name: str) -> str:
    """Return what two spellings of one name share; the name itself where folding leaves none."""
    return search_text(name) or name


def decade_of(year: int) -> int:
    return year - year % _DECADE_YEARS


def points_of(rating: float) -> int:
    """Return the full points of a rating: 8.9 is 8."""
    return max(0, min(_HIGHEST_RATING, int(rating)))


def leaves(facet: Facet, node: Node) -> tuple[Field, ...] | None:
    """Return the conditions of a node that says something of this facet only, else None."""
    match node:
        case Not(inner):
            return leaves(facet, inner)
        case Or(nodes):
            found = [leaves(facet, each) for each in nodes]
            return None if None in found else tuple(f for each in found if each for f in each)
        case Field(name) if name == _FIELD[facet]:
            if facet is Facet.STATE and value_of(facet, node) is None:
                return None
            if facet is Facet.MISSING and value_of(facet, node) is None:
                return None
            return (node,)
    return None


def without_own(facet: Facet, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return the conditions without those that say something of this facet."""
    return tuple(node for node in nodes if not leaves(facet, node))


def marked(facet: Facet, nodes: tuple[Node, ...]) -> dict[Value, tuple[Mark, Field]]:
    """Return the values that the query chose or excluded, with the condition that says so."""
    found: dict[Value, tuple[Mark, Field]] = {}
    for node in nodes:
        if leaves(facet, node):
            found |= dict(_marks(facet, node, Mark.INCLUDED))
    return found


def _marks(facet: Facet, node: Node, mark: Mark) -> Iterator[tuple[Value, tuple[Mark, Field]]]:
    match node:
        case Not(inner):
            opposite = Mark.EXCLUDED if mark is Mark.INCLUDED else Mark.INCLUDED
            yield from _marks(facet, inner, opposite)
        case Or(nodes):
            for each in nodes:
                yield from _marks(facet, each, mark)
        case Field() as field:
            value = value_of(facet, field)
            if value is not None:
                yield value, (mark, field)
