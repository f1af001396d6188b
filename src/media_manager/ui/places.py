"""Where one can be in the window: a place of the sidebar or an opened show, with its search."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from media_manager.domain.media import MediaRow
from media_manager.domain.query import (
    Compare,
    Field,
    Node,
    Not,
    Order,
    Query,
    SortKey,
)

if TYPE_CHECKING:
    from collections.abc import Callable

translate = QCoreApplication.translate

_NO_PARTS = (Not(Field("type", "season")), Not(Field("type", "episode")))
_NO_SEASONS = (Not(Field("type", "season")),)
_SEARCH = "search:"


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the sidebar, or what was opened from it.

    `where` is what belongs to it; `where_searching` takes its place while words are searched:
    a search of everything also finds episodes, which a calm list of everything does not show.
    """

    key: str
    title: str
    noun: str = "item"
    where: tuple[Node, ...] = ()
    where_searching: tuple[Node, ...] | None = None
    sort: SortKey = SortKey.TITLE
    descending: bool = False
    text: str = ""  # what stands in the search box when it is opened

    @property
    def search_id(self) -> int | None:
        """Return the id of the saved search that this is the place of."""
        return int(self.key.removeprefix(_SEARCH)) if self.key.startswith(_SEARCH) else None


@dataclass(frozen=True, slots=True)
class Within:
    """A saved search used as a library: everything that is shown lies within it."""

    search_id: int
    name: str

    @property
    def node(self) -> Node:
        """Return the condition that it is."""
        return Field("in", self.name)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one was in a list: the item and its row at the upper edge, and the current item."""

    first_id: int | None = None
    first_row: int = 0
    scrolled_out: int = 0
    current_id: int | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the way back and forward: the place, the search in it, and its order.

    `orders` are those of the place; words have their own, `hit_orders`: a list of films that is
    sorted by date still answers words with the best match first. `sort:` in the text beats both.
    """

    place: Place
    text: str = ""
    orders: tuple[Order, ...] = ()
    hit_orders: tuple[Order, ...] = ()
    within: Within | None = None

    def query(self) -> Query:
        """Return what the list asks for; raise QueryError with the place of a mistake."""
        nodes, typed_orders = self._read()
        around = self.around() if nodes else Query(self._within(self.place.where))
        query = around.narrowed(*nodes)
        first, *then = typed_orders or self._chosen(query) or (self._usual(query),)
        return query.sorted_by(first.sort, descending=first.descending, then=tuple(then))

    @property
    def title(self) -> str:
        """Return where this is, in words."""
        title = self.place.title
        return title if self.within is None else f"{self.within.name} › {title}"

    def around(self) -> Query:
        """Return what any search lies within here."""
        searching = self.place.where_searching
        return Query(self._within(self.place.where if searching is None else searching))

    def _within(self, where: tuple[Node, ...]) -> tuple[Node, ...]:
        return where if self.within is None else (self.within.node, *where)

    @property
    def is_changed(self) -> bool:
        """Tell whether a saved search is shown, and what is typed is no longer what was saved."""
        return self.place.search_id is not None and self.text.strip() != self.place.text

    def to_save(self) -> str:
        """Return the text of what is shown here, wherever it will be opened."""
        from media_manager.domain.query import format_search  # noqa: PLC0415 - see `_parsed`

        nodes, typed_orders = self._read()
        here = () if self.place.search_id else self.place.where
        kept = tuple(node for node in here if node not in _NO_PARTS)
        return format_search((*kept, *nodes), typed_orders or self.orders)

    @property
    def is_home(self) -> bool:
        """Tell whether the home page is shown; a search of it looks through everything."""
        return self.place.key == "home" and not self.text

    @property
    def is_dashboard(self) -> bool:
        """Tell whether the numbers are shown; a search of them looks through everything."""
        return self.place.key == "dashboard" and not self.text

    @property
    def has_shows(self) -> bool:
        """Tell whether the tree of shows can be shown here."""
        key = self.place.key
        return key in ("all", "type:show") or key.startswith(("library:", "tag:"))

    def show_query(self) -> Query:
        """Return what the tree asks for: the shows of this stop."""
        return self.query().narrowed(Field("type", "show"))

    def typed(self) -> tuple[Node, ...]:
        """Return the conditions that were typed; raise QueryError."""
        return self._read()[0]

    def chosen(self) -> tuple[Order, ...]:
        """Return the order that a person chose for what is shown; empty where none did."""
        nodes, typed_orders = self._read()
        return typed_orders or self._chosen(Query(nodes))

    def searching(self, text: str) -> "Stop":
        if not text:
            return replace(self, text="", hit_orders=())
        return replace(self, text=text)

    def with_nodes(self, nodes: tuple[Node, ...]) -> "Stop":
        """Return the stop with other conditions; the order that was typed stays."""
        from media_manager.domain.query import format_search  # noqa: PLC0415 - see `_read`

        return self.searching(format_search(nodes, self._read()[1]))

    def sorted_by(self, orders: tuple[Order, ...]) -> "Stop":
        """Return the stop in another order; what the text says of the order goes."""
        nodes, typed_orders = self._read()
        stop = self
        if typed_orders:
            from media_manager.domain.query import format_search  # noqa: PLC0415 - as above

            stop = replace(self, text=format_search(nodes, ()))
        if Query(nodes).has_words:
            return replace(stop, hit_orders=orders)
        return replace(stop, orders=orders)

    def _chosen(self, query: Query) -> tuple[Order, ...]:
        return self.hit_orders if query.has_words else self.orders

    def _usual(self, query: Query) -> Order:
        if query.has_words:
            return Order(SortKey.RELEVANCE)
        return Order(self.place.sort, self.place.descending)

    def _read(self) -> tuple[tuple[Node, ...], tuple[Order, ...]]:
        return _parsed(self.text) if self.text else ((), ())


@lru_cache(maxsize=8)
def _parsed(text: str) -> tuple[tuple[Node, ...], tuple[Order, ...]]:
    """Read a text once: with each key several parts of the window ask what it says."""
    # Late: a start without a search, as most are, parses nothing.
    from media_manager.domain.query import parse_search  # noqa: PLC0415 - as above

    found = parse_search(text)
    return found.where, found.orders


def named(key: str, title: str) -> Place | None:
    """Return a place of the sidebar by the key and title it was kept under."""
    plain: dict[str, Callable[[], Place]] = {
        "all": everything,
        "added": added_lately,
        "begun": begun,
        "dashboard": dashboard,
        "home": home,
        "needs-you": undecided,
    }
    kind, _, rest = key.partition(":")
    if key in plain:
        return plain[key]()
    if kind == "type" and rest in ("movie", "show", "video", "photo"):
        return of_type(rest)
    if kind in ("library", "root") and rest.isdecimal():
        return (of_library if kind == "library" else of_root)(int(rest), title)
    return None


def everything() -> Place:
    return Place("all", translate("Places", "All"), where=_NO_PARTS, where_searching=_NO_SEASONS)


def of_type(media_type: str) -> Place:
    """Return the place of all films, shows, videos or photos."""
    titles = {
        "movie": translate("Places", "Films"),
        "show": translate("Places", "Shows"),
        "video": translate("Places", "Videos"),
        "photo": translate("Places", "Photos"),
    }
    where = (Field("type", media_type),)
    return Place(f"type:{media_type}", titles[media_type], media_type, where)


def of_library(library_id: int, name: str) -> Place:
    here = Field("library_id", str(library_id))
    return Place(
        f"library:{library_id}",
        name,
        where=(here, *_NO_PARTS),
        where_searching=(here, *_NO_SEASONS),
    )


def of_root(root_id: int, name: str) -> Place:
    return Place(f"root:{root_id}", name, where=(Field("root", str(root_id)),))


def of_tag(name: str) -> Place:
    return Place(f"tag:{name}", name, where=(Field("tag", name, Compare.EQUALS),))


def of_search(search_id: int, name: str, text: str) -> Place:
    """Return the place of a saved search: everything, with its text in the box."""
    return Place(
        f"{_SEARCH}{search_id}",
        name,
        where=_NO_PARTS,
        where_searching=_NO_SEASONS,
        text=text.strip(),
    )


def undecided() -> Place:
    """Return the place of what the names did not tell."""
    where = (Field("is", "unmatched"), *_NO_SEASONS)
    return Place("needs-you", translate("Places", "Needs you"), where=where)


def around(row: MediaRow) -> Place:
    """Return the place whose list holds an item: its season, or all of its kind."""
    if row.parent_id is not None and row.media_type in ("episode", "season"):
        where = (Field("parent", str(row.parent_id)),)
        title = row.parent_title or row.title
        return Place(f"inside:{row.parent_id}", title, row.media_type, where, sort=SortKey.EPISODE)
    if row.media_type in ("movie", "show", "video", "photo"):
        return of_type(row.media_type)
    return everything()


def inside(row: MediaRow) -> Place:
    """Return the seasons of a show, or the episodes of a season."""
    noun = "season" if row.media_type == "show" else "episode"
    title = row.title
    if row.media_type == "season" and row.parent_title:
        title = f"{row.parent_title} · {row.title}"
    where = (Field("parent", str(row.id)),)
    return Place(f"inside:{row.id}", title, noun, where, sort=SortKey.EPISODE)


def added_lately() -> Place:
    """Return everything, the newest first; episodes too, as they arrive one by one."""
    return Place(
        "added",
        translate("Places", "Recently added"),
        where=(Not(Field("type", "season")), Not(Field("type", "show"))),
        sort=SortKey.ADDED,
        descending=True,
    )


def begun() -> Place:
    """Return what was begun and not finished, the last one first."""
    return Place(
        "begun",
        translate("Places", "Continue watching"),
        where=(Field("is", "inprogress"),),
        sort=SortKey.WATCHED,
        descending=True,
    )


def home() -> Place:
    """Return the place that has no list, but rows of other places."""
    return Place("home", translate("Places", "Home"), where_searching=_NO_SEASONS)


def dashboard() -> Place:
    """Return the place that has no list either, but numbers and charts."""
    return Place("dashboard", translate("Places", "Dashboard"), where_searching=_NO_SEASONS)


def this_day(where: tuple[Node, ...]) -> Place:
    """Return the photos of this day in earlier years."""
    title = translate("Places", "On this day")
    return Place("this-day", title, "photo", where, sort=SortKey.TAKEN, descending=True)
