"""The columns a media table can show, asked for by name."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from media_manager.domain.media import MediaRow
from media_manager.lazy_model import texts

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` names it in settings and, when sortable, is a `domain.query.SortKey`."""

    key: str
    text: Callable[[MediaRow], str]
    width: int
    numeric: bool = False
    sortable: bool = True


MEDIA_COLUMNS: tuple[Column, ...] = (
    Column("title", texts.title, 320),
    Column("year", texts.year, 84, numeric=True),
    Column("kind", texts.kind, 88),
    Column("rating", texts.rating, 96, numeric=True),
    Column("runtime", texts.runtime, 104, numeric=True),
    Column("added", texts.added, 104, numeric=True),
    Column("resolution", texts.resolution, 96),
    Column("size", texts.size, 96, numeric=True),
    Column("state", texts.state, 128, sortable=False),
    Column("watched", texts.watched, 88, sortable=False),
    Column("favorite", texts.favorite, 88, sortable=False),
    Column("episode", texts.episode_number, 96),
    Column("show", lambda row: texts.printable(row.parent_title or ""), 200, sortable=False),
    Column("premiered", lambda row: row.premiered or "", 104, numeric=True),
    Column("myrating", texts.user_rating, 88, numeric=True),
    Column("parts", texts.parts, 72, numeric=True, sortable=False),
    Column("progress", texts.progress_percent, 88, numeric=True, sortable=False),
    # The last one: models put the names of libraries in its place.
    Column("library", lambda row: str(row.library_id), 120, sortable=False),
)


def heading(key: str) -> str:
    """Return the header text of a column in the language of the person."""
    names = {
        "title": translate("MediaList", "Title"),
        "year": translate("MediaList", "Year"),
        "kind": translate("MediaList", "Kind"),
        "rating": translate("MediaList", "Rating"),
        "runtime": translate("MediaList", "Runtime"),
        "added": translate("MediaList", "Added"),
        "resolution": translate("MediaList", "Resolution"),
        "size": translate("MediaList", "Size"),
        "state": translate("MediaList", "State"),
        "watched": translate("MediaList", "Watched"),
        "favorite": translate("MediaList", "Favorite"),
        "episode": translate("MediaList", "Episode"),
        "show": translate("MediaList", "Show"),
        "premiered": translate("MediaList", "Premiered"),
        "library": translate("MediaList", "Library"),
        "myrating": translate("MediaList", "My rating"),
        "parts": translate("MediaList", "Parts"),
        "progress": translate("MediaList", "Progress"),
    }
    return names.get(key, key)
