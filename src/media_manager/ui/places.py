"""Where one can be in the window: a place of the sidebar or an opened show, with its search."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from media_manager.domain.media import MediaRow
from media_manager.domain.query import Field, Node, Not, Query, SortKey, parse_query

translate = QCoreApplication.translate

_NO_PARTS = (Not(Field("type", "season")), Not(Field("type", "episode")))
_NO_SEASONS = (Not(Field("type", "season")),)


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


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the way back and forward: the place, the search in it, and its order."""

    place: Place
    text: str = ""
    sort: SortKey | None = None
    descending: bool = False

    def query(self) -> Query:
        """Return what the list asks for; raise QueryError with the place of a mistake."""
        nodes = self.typed()
        place = self.place
        where = place.where
        if nodes and place.where_searching is not None:
            where = place.where_searching
        query = Query((*where, *nodes))
        sort = self.sort or (SortKey.RELEVANCE if query.has_words else place.sort)
        return query.sorted_by(sort, descending=self.descending)

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
        return parse_query(self.text)

    def searching(self, text: str) -> "Stop":
        return replace(self, text=text)

    def sorted_by(self, sort: SortKey | None, *, descending: bool = False) -> "Stop":
        return replace(self, sort=sort, descending=descending)


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
    return Place(f"tag:{name}", name, where=(Field("tag", name),))


def undecided() -> Place:
    """Return the place of what the names did not tell."""
    where = (Field("is", "unmatched"), *_NO_SEASONS)
    return Place("needs-you", translate("Places", "Needs you"), where=where)


def inside(row: MediaRow) -> Place:
    """Return the seasons of a show, or the episodes of a season."""
    noun = "season" if row.media_type == "show" else "episode"
    title = row.title
    if row.media_type == "season" and row.parent_title:
        title = f"{row.parent_title} · {row.title}"
    where = (Field("parent", str(row.id)),)
    return Place(f"inside:{row.id}", title, noun, where, sort=SortKey.EPISODE)
