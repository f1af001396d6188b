"""The orders of lists in SQL: which columns, in which direction, joined from where."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from media_manager.domain.query import Order, Query, SortKey

_TITLE: Final = "i.sort_key"
# The columns of a key itself; a title follows where two are equal and an index does not say else.
_COLUMNS: Final[Mapping[SortKey, tuple[str, ...]]] = MappingProxyType(
    {
        SortKey.RELEVANCE: (_TITLE,),
        SortKey.TITLE: (_TITLE,),
        SortKey.ADDED: ("i.added_at",),
        SortKey.YEAR: ("i.year",),
        SortKey.RATING: ("i.rating",),
        SortKey.RUNTIME: ("i.runtime_minutes",),
        SortKey.SIZE: ("mf.size_bytes",),
        SortKey.RESOLUTION: ("mf.height",),
        SortKey.EPISODE: ("i.season", "i.episode"),
        SortKey.KIND: ("i.media_type",),
        SortKey.PREMIERED: ("i.premiered",),
        SortKey.WATCHED: ("us.last_played_at",),
        SortKey.PLAYS: ("COALESCE(us.play_count, 0)",),
        SortKey.MYRATING: ("us.rating",),
        SortKey.TAKEN: ("ph.taken_at",),
    }
)
_UNTITLED: Final = frozenset({SortKey.ADDED, SortKey.RATING, SortKey.EPISODE})
_JOINS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "mf.": " LEFT JOIN media_file mf ON mf.id = i.main_file_id",
        "us.": " LEFT JOIN user_state us ON us.item_id = i.id AND us.viewer_id = {viewer}",
        "ph.": " LEFT JOIN photo ph ON ph.item_id = i.id",
    }
)
_INDEXED: Final = frozenset(
    {
        ("i.sort_key",),
        ("i.added_at",),
        ("i.year", "i.sort_key"),
        ("i.rating",),
    }
)
_DIRECTIONS = {False: "", True: " DESC"}


@dataclass(frozen=True, slots=True)
class ListOrder:
    """The columns of an order with their directions; the id is the last."""

    columns: tuple[tuple[str, bool], ...]
    viewer_id: int
    full_text: bool

    @property
    def indexed(self) -> bool:
        """Tell whether the lists of each type have an index in this order."""
        directions = {descending for _, descending in self.columns}
        return len(directions) == 1 and tuple(column for column, _ in self.columns) in _INDEXED

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column for column, _ in self.columns)

    @property
    def joins(self) -> str:
        """Return the tables that the columns need beside the item."""
        used = [join for sign, join in _JOINS.items() if any(sign in each for each in self.names)]
        return "".join(used).format(viewer=int(self.viewer_id))

    @property
    def sql(self) -> str:
        return ", ".join(
            f"{column}{self._way(descending=descending)}" for column, descending in self._all
        )

    @property
    def places(self) -> str:
        """Return the order of a compound, whose columns are the id and then those of the order."""
        places = [*range(2, len(self.columns) + 2), 1]
        return ", ".join(
            f"{place}{self._way(descending=descending)}"
            for place, (_, descending) in zip(places, self._all, strict=True)
        )

    @property
    def _all(self) -> tuple[tuple[str, bool], ...]:
        return (*self.columns, ("i.id", self.columns[-1][1]))

    def _way(self, *, descending: bool) -> str:
        way = _DIRECTIONS[descending]
        if not self.full_text:
            # SQLite's way of NULLs, which its indexes have; PostgreSQL's is the other one.
            way += " NULLS LAST" if descending else " NULLS FIRST"
        return way


def order_of(query: Query, *, full_text: bool) -> ListOrder:
    """Return the order of a query; a column that comes again says nothing more."""
    keys = (Order(query.sort, query.descending), *query.then)
    columns: dict[str, bool] = {}
    for key in keys:
        for column in _COLUMNS[key.sort]:
            columns.setdefault(column, key.descending)
    if keys[-1].sort not in _UNTITLED:
        columns.setdefault(_TITLE, keys[-1].descending)
    return ListOrder(tuple(columns.items()), query.viewer_id, full_text)
