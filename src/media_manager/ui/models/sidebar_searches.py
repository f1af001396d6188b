"""The rows of the sidebar that people make themselves: saved searches in their folders."""

from collections.abc import Collection, Iterator, Sequence

from PySide6.QtCore import QCoreApplication

from media_manager.library.searches import SavedSearch, SearchFolder, search_tree
from media_manager.ui import places
from media_manager.ui.models.sidebar import SidebarRow

translate = QCoreApplication.translate


def search_rows(searches: Sequence[SavedSearch], folded: Collection[str]) -> list[SidebarRow]:
    """Return the heading and the rows below it; nothing while nothing is saved."""
    if not searches:
        return []
    heading = SidebarRow(translate("Sidebar", "Saved searches"))
    return [heading, *_rows(search_tree(searches), folded, level=0)]


def _rows(folder: SearchFolder, folded: Collection[str], *, level: int) -> Iterator[SidebarRow]:
    for below in folder.folders:
        is_folded = below.path in folded
        yield SidebarRow(
            below.name,
            level=level,
            icon="chevron-right" if is_folded else "chevron-down",
            folder=below.path,
            folded=is_folded,
        )
        if not is_folded:
            yield from _rows(below, folded, level=level + 1)
    for search in folder.searches:
        place = places.of_search(search.id, search.name, search.text)
        yield SidebarRow(search.name, place, level=level, icon="bookmark", tip=search.text)
