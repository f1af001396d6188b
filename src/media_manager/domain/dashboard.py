"""What the dashboard shows as values: eight numbers and four charts, each with its query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from media_manager.domain.query import Field, Node, Query
from media_manager.domain.query.values import bounds

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_US: Final = 24 * 60 * 60 * 1_000_000
_LAST_US: Final = int((datetime(9998, 1, 1, tzinfo=UTC) - _EPOCH).total_seconds()) * 1_000_000
_MONTHS: Final = 12

# As the query language writes it: 2025-03.
Month = str


class FigureKey(StrEnum):
    """The eight numbers, in the order in which they are shown."""

    ITEMS = "items"
    RUNTIME = "runtime"
    STORAGE = "storage"
    UNWATCHED = "unwatched"
    UNDECIDED = "undecided"
    OFFLINE = "offline"
    DUPLICATES = "duplicates"
    INCOMPLETE = "incomplete"


class ChartKey(StrEnum):
    """The four charts, in the order in which they are shown; no key is that of a number."""

    GROWTH = "growth"
    DECADES = "decades"
    GENRES = "genres"
    RESOLUTIONS = "resolutions"


class Unit(StrEnum):
    """What a number counts."""

    ITEMS = "items"
    MINUTES = "minutes"
    BYTES = "bytes"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. `where` are its own conditions, `query` asks them within those of the page."""

    key: FigureKey
    value: int
    unit: Unit
    where: tuple[Node, ...]
    query: Query


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar or point: what `query` finds, counted or summed up.

    `label` is a name or a word of the query language, empty for the rest of a chart; `node` is
    the condition that tells the mark from the others; `total` is what came up to and with a
    point of a line; `parts` are what a bar is made of, the largest first.
    """

    label: str
    value: int
    node: Node
    where: tuple[Node, ...]
    query: Query
    total: int | None = None
    parts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart and its marks, in the order in which they are drawn."""

    key: ChartKey
    unit: Unit
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything that the page shows, true at one moment."""

    numbers: tuple[Figure, ...]
    charts: tuple[Chart, ...]


@dataclass(frozen=True, slots=True)
class Space:
    """What the files of one class of pictures take; None for files without a known picture."""

    name: str | None
    size_bytes: int
    codecs: Mapping[str, int]


def months_between(
    low_us: int, high_us: int, now: datetime
) -> tuple[Sequence[Month], Sequence[int]]:
    """Return the months from one instant to another, and where each begins and the last ends.

    Reckoned in the zone of `now`, as `added:2025-03` is; a month more at either end does no harm.
    """
    first, last = _number(low_us - _DAY_US), _number(high_us + _DAY_US)
    months = [f"{at // _MONTHS:04}-{at % _MONTHS + 1:02}" for at in range(first, last + 1)]
    spans = [bounds(Field("added", month), now) for month in months]
    return months, [*(int(span.low or 0) for span in spans), int(spans[-1].high or 0)]


def _number(instant_us: int) -> int:
    """Return the month of an instant, counted from the year 0."""
    inside = max(0, min(_LAST_US, instant_us))
    day = _EPOCH + timedelta(microseconds=inside)
    return day.year * _MONTHS + day.month - 1
