"""Eight numbers and four charts of a library, each with the query that finds what it counts.

Items are films, shows, videos, photos and albums: what a calm list of everything shows. Duplicates
are what `is:duplicate` finds: the same id at a provider, or films or shows of one title and year.
Incomplete are films and shows without a poster, a plot or a year; gaps between episodes are not
among them, because no query can say them. Storage counts the main files of items, each file once
and without those that are missing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import accumulate
from typing import TYPE_CHECKING, Final, Protocol

from media_manager.domain.dashboard import (
    Chart,
    ChartKey,
    Dashboard,
    Figure,
    FigureKey,
    Mark,
    Month,
    Space,
    Unit,
)
from media_manager.domain.facets import RESOLUTION_STEPS
from media_manager.domain.query import And, Compare, Field, Node, Not, Or, Query, SortKey
from media_manager.library.columns import Patience, item_count, keep_columns
from media_manager.library.dashboard_rows import RowTotals
from media_manager.persistence.columns.manifest import ColumnsUnusable
from media_manager.persistence.dashboard_reader import count_undecided
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.searches_reader import resolved

if TYPE_CHECKING:
    from media_manager.persistence.columns import Columns
    from media_manager.persistence.columns.shelf import ColumnShelf

__all__ = [
    "Chart",
    "ChartKey",
    "Dashboard",
    "Figure",
    "FigureKey",
    "Mark",
    "Part",
    "Unit",
    "answer_dashboard",
    "dashboard",
    "dashboard_once",
]

Where = tuple[Node, ...]
Part = Figure | Chart
OnPart = Callable[[Part], None]

GENRES: Final = 12
# Whose watched state the columns hold.
_COLUMN_VIEWER: Final = 1
_CODECS: Final = 3

_NO_SEASON = Not(Field("type", "season"))
_ITEMS: Final[Where] = (_NO_SEASON, Not(Field("type", "episode")))
_PLAYED = Or(tuple(Field("type", name) for name in ("movie", "episode", "video")))
_LISTED = Or((Field("type", "movie"), Field("type", "show")))
_LACKING = Or(tuple(Field("missing", what) for what in ("poster", "plot", "year")))
_KEPT: Final[Where] = (Field("has", "file"), Not(Field("is", "missing")))
_BEST_FIRST = tuple(label for label, _ in RESOLUTION_STEPS)

FIGURES: Final[dict[FigureKey, Where]] = {
    FigureKey.ITEMS: _ITEMS,
    FigureKey.RUNTIME: (_PLAYED,),
    FigureKey.STORAGE: _KEPT,
    FigureKey.UNWATCHED: (Field("is", "unwatched"), _PLAYED),
    FigureKey.UNDECIDED: (Field("is", "unmatched"), _NO_SEASON),
    FigureKey.OFFLINE: (Field("is", "offline"), _NO_SEASON),
    FigureKey.DUPLICATES: (Field("is", "duplicate"), _NO_SEASON),
    FigureKey.INCOMPLETE: (_LISTED, _LACKING),
}
_UNITS: Final = {FigureKey.RUNTIME: Unit.MINUTES, FigureKey.STORAGE: Unit.BYTES}
_SORTS: Final = {FigureKey.RUNTIME: SortKey.RUNTIME, FigureKey.STORAGE: SortKey.SIZE}
# Below so many items SQL answers sooner than columns could be made: in a fifth of a second.
MOST_ROWS: Final = 20_000
_AT_ONCE: Final = (FigureKey.ITEMS, FigureKey.UNDECIDED, FigureKey.OFFLINE)
# The quick ones first: what a person sees at once need not wait for duplicates.
_ORDER: Final = (
    *_AT_ONCE,
    *(
        FigureKey.UNWATCHED,
        FigureKey.INCOMPLETE,
        FigureKey.RUNTIME,
        ChartKey.DECADES,
        ChartKey.GENRES,
    ),
    *(ChartKey.GROWTH, FigureKey.STORAGE, ChartKey.RESOLUTIONS, FigureKey.DUPLICATES),
)


class Totals(Protocol):
    """Counts and sums up what conditions find: by columns, or by SQL."""

    def count(self, where: Where) -> int: ...
    def runtime(self, where: Where) -> int: ...
    def size(self, where: Where) -> int: ...
    def months(self, where: Where, now: datetime) -> dict[Month, int]: ...
    def decades(self, where: Where) -> dict[int, int]: ...
    def genres(self, where: Where, limit: int) -> list[tuple[str, int]]: ...
    def other_genres(self, where: Where, names: Sequence[str]) -> int: ...
    def spaces(self, where: Where) -> list[Space]: ...


def dashboard(
    reader: LibraryReader,
    *,
    within: Where = (),
    now: datetime,
    viewer_id: int = 1,
    columns: "Columns | None" = None,
    on_part: OnPart = lambda _part: None,
) -> Dashboard:
    """Return the numbers and charts of what lies within some conditions.

    `columns` are used if they are true at this moment and of this viewer; SQL gives the same.
    `on_part` gets each number and each chart as soon as it is known. `now` has the zone of the
    person. Called on a worker thread.
    """
    if columns is not None and viewer_id == _COLUMN_VIEWER:
        with reader.snapshot():
            if columns.seq == reader.seq():
                return _by_columns(reader, columns, _Asked(within, now, viewer_id), on_part)
    return _answered(reader, RowTotals(reader, viewer_id), _Asked(within, now, viewer_id), on_part)


def answer_dashboard(
    reader: LibraryReader,
    shelf: "ColumnShelf",
    *,
    within: Where = (),
    now: datetime,
    patience: Patience = Patience.WAIT,
    on_part: OnPart = lambda _part: None,
) -> Dashboard | None:
    """Answer by the columns of a shelf; None when these must be waited for.

    Whoever keeps the columns was told by then, and `on_part` has what counters and indexes know.
    Small libraries, and with Patience.ROWS all, are answered by SQL.
    """
    asked = _Asked(within, now, _COLUMN_VIEWER)
    with reader.snapshot():
        columns = shelf.within(reader)
        if columns is not None:
            return _by_columns(reader, columns, asked, on_part)
    totals = RowTotals(reader, asked.viewer_id)
    if patience is not Patience.ROWS and item_count(reader) > MOST_ROWS:
        if not within:
            made = _Maker(reader, totals, asked)
            for key in _AT_ONCE:
                on_part(made.figure(key))
        return None
    return _answered(reader, totals, asked, on_part)


def dashboard_once(
    reader: LibraryReader,
    shelf: "ColumnShelf",
    *,
    within: Where = (),
    now: datetime,
    on_wait: Callable[[], None] = lambda: None,
) -> Dashboard:
    """Answer for a command, which nobody keeps columns for: they are made now if it takes them."""
    found = answer_dashboard(reader, shelf, within=within, now=now)
    if found is None:
        on_wait()
        with suppress(OSError, ColumnsUnusable):
            for _step in keep_columns(reader, shelf):
                pass
        found = answer_dashboard(reader, shelf, within=within, now=now, patience=Patience.ROWS)
    # With Patience.ROWS there always is an answer.
    return found or Dashboard((), ())


class _Asked:
    """The conditions of a page: as they are written, and as they are counted."""

    def __init__(self, within: Where, now: datetime, viewer_id: int) -> None:
        self.within = within
        self.now = now
        self.viewer_id = viewer_id

    def query(self, where: Where, sort: SortKey | None = None) -> Query:
        query = Query((*self.within, *where), viewer_id=self.viewer_id)
        return query if sort is None else query.sorted_by(sort, descending=True)


def _by_columns(
    reader: LibraryReader, columns: "Columns", asked: _Asked, on_part: OnPart
) -> Dashboard:
    # Late: it brings numpy, which nobody needs who has no columns.
    from media_manager.library.dashboard_columns import ColumnTotals  # noqa: PLC0415 - as said

    return _answered(reader, ColumnTotals(reader, columns, asked.viewer_id), asked, on_part)


def _answered(reader: LibraryReader, totals: Totals, asked: _Asked, on_part: OnPart) -> Dashboard:
    made = _Maker(reader, totals, asked)
    numbers: dict[FigureKey, Figure] = {}
    charts: dict[ChartKey, Chart] = {}
    for key in _ORDER:
        if isinstance(key, FigureKey):
            numbers[key] = made.figure(key)
            on_part(numbers[key])
        else:
            charts[key] = made.chart(key)
            on_part(charts[key])
    return Dashboard(
        tuple(numbers[key] for key in FigureKey), tuple(charts[key] for key in ChartKey)
    )


class _Maker:
    """Makes one part after the other. Lives for one question."""

    def __init__(self, reader: LibraryReader, totals: Totals, asked: _Asked) -> None:
        self._reader = reader
        self._totals = totals
        self._asked = asked
        # Saved searches by what they say: columns and SQL count conditions, not names.
        self._within = resolved(reader, Query(asked.within)).where

    def figure(self, key: FigureKey) -> Figure:
        where = FIGURES[key]
        query = self._asked.query(where, _SORTS.get(key))
        return Figure(key, self._value(key, where), _UNITS.get(key, Unit.ITEMS), where, query)

    def chart(self, key: ChartKey) -> Chart:
        makers: dict[ChartKey, Callable[[], Iterable[Mark]]] = {
            ChartKey.GROWTH: self._growth,
            ChartKey.DECADES: self._decades,
            ChartKey.GENRES: self._genres,
            ChartKey.RESOLUTIONS: self._storage,
        }
        unit = Unit.BYTES if key is ChartKey.RESOLUTIONS else Unit.ITEMS
        return Chart(key, unit, tuple(makers[key]()))

    def _value(self, key: FigureKey, where: Where) -> int:
        if key is FigureKey.RUNTIME:
            return self._totals.runtime(self._all(where))
        if key is FigureKey.STORAGE:
            return self._totals.size(self._all(where))
        if key is FigureKey.UNDECIDED and not self._within:
            return count_undecided(self._reader, but=("season",))
        if not self._within and key in (FigureKey.ITEMS, FigureKey.OFFLINE):
            # The counters know the one, and an index finds the other.
            return self._reader.count(Query(where, viewer_id=self._asked.viewer_id))
        return self._totals.count(self._all(where))

    def _growth(self) -> Iterable[Mark]:
        counts = sorted(self._totals.months(self._all(_ITEMS), self._asked.now).items())
        totals = accumulate(count for _month, count in counts)
        for (month, count), total in zip(counts, totals, strict=True):
            yield self._mark(month, count, Field("added", month), total=total)

    def _decades(self) -> Iterable[Mark]:
        for decade, count in sorted(self._totals.decades(self._all(_ITEMS)).items()):
            yield self._mark(f"{decade}s", count, Field("year", f"{decade}s"))

    def _genres(self) -> Iterable[Mark]:
        found = self._totals.genres(self._all(_ITEMS), GENRES)
        nodes = [Field("genre", name, Compare.EQUALS) for name, _count in found]
        for (name, count), node in zip(found, nodes, strict=True):
            yield self._mark(name, count, node)
        if len(found) == GENRES:
            others: Where = (Field("has", "genre"), *(Not(node) for node in nodes))
            names = [name for name, _count in found]
            count = self._totals.other_genres(self._all(_ITEMS), names)
            if count:
                yield self._rest(count, others, _ITEMS)

    def _storage(self) -> Iterable[Mark]:
        spaces = {space.name: space for space in self._totals.spaces(self._all(_KEPT))}
        for name in (*_BEST_FIRST, "sd"):
            space = spaces.get(name)
            if space is not None:
                node = Field("resolution", name)
                yield self._mark(
                    name, space.size_bytes, node, around=_KEPT, parts=_parts(space.codecs)
                )
        if None in spaces:
            known = (*_BEST_FIRST, "sd")
            others: Where = tuple(Not(Field("resolution", name)) for name in known)
            yield self._rest(spaces[None].size_bytes, others, _KEPT)

    def _mark(
        self,
        label: str,
        value: int,
        node: Node,
        *,
        around: Where = _ITEMS,
        total: int | None = None,
        parts: tuple[tuple[str, int], ...] = (),
    ) -> Mark:
        where = (node, *around)
        sort = SortKey.SIZE if around is _KEPT else None
        return Mark(label, value, node, where, self._asked.query(where, sort), total, parts)

    def _rest(self, value: int, others: Where, around: Where) -> Mark:
        where = (*others, *around)
        sort = SortKey.SIZE if around is _KEPT else None
        return Mark("", value, And(others), where, self._asked.query(where, sort))

    def _all(self, where: Where) -> Where:
        return (*self._within, *where)


def _parts(codecs: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(codecs.items(), key=lambda each: (-each[1], each[0]))[:_CODECS])
