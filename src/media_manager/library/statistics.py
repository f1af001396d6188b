"""Count what there is: items, files, running time, space, and what needs attention."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields

from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.statistics_reader import (
    FileCounts,
    ItemCounts,
    count_files,
    count_items,
    library_names,
)


@dataclass(slots=True)
class LibraryStatistics:
    """The numbers of one library; `library` is None for all of them together.

    Running time counts films, episodes and videos once, however many versions they have;
    sizes count the files that are there.
    """

    library: str | None = None
    kind: str | None = None
    items: dict[str, int] = field(default_factory=dict)
    unmatched: int = 0
    watched: int = 0
    favorites: int = 0
    runtime_minutes: int = 0
    files: int = 0
    size_bytes: int = 0
    missing: int = 0
    offline: int = 0
    waiting: int = 0
    unreadable: int = 0


_NUMBERS = tuple(each.name for each in fields(LibraryStatistics) if each.type is int)
# What is watched and runs; shows, seasons and albums only hold such.
_PLAYED = frozenset({"movie", "episode", "video"})


def get_statistics(reader: LibraryReader) -> list[LibraryStatistics]:
    """Return the numbers of each library by name, and last of all together."""
    with reader.snapshot():
        found = {
            number: LibraryStatistics(name, kind) for number, name, kind in library_names(reader)
        }
        for items in count_items(reader):
            _add_items(found[items.library_id], items)
        for files in count_files(reader):
            _add_files(found[files.library_id], files)
    return [*found.values(), _total(found.values())]


def _add_items(numbers: LibraryStatistics, row: ItemCounts) -> None:
    numbers.items[row.media_type] = row.items
    numbers.unmatched += row.unmatched
    numbers.favorites += row.favorites
    if row.media_type in _PLAYED:
        numbers.watched += row.watched
        numbers.runtime_minutes += row.runtime_minutes


def _add_files(numbers: LibraryStatistics, row: FileCounts) -> None:
    numbers.files = row.files
    numbers.size_bytes = row.size_bytes
    numbers.missing = row.missing
    numbers.offline = row.offline
    numbers.waiting = row.waiting
    numbers.unreadable = row.unreadable


def _total(libraries: Iterable[LibraryStatistics]) -> LibraryStatistics:
    total = LibraryStatistics()
    for each in libraries:
        for name in _NUMBERS:
            setattr(total, name, getattr(total, name) + getattr(each, name))
        for media_type, count in each.items.items():
            total.items[media_type] = total.items.get(media_type, 0) + count
    return total
