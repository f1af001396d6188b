"""Give extras, trailers and samples to the film or show beside which they lie."""

import os
from collections.abc import Sequence

from media_manager.domain.media import FileRole, MediaType, ParsedKind
from media_manager.library.roots import Root
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.repositories.items import link_files
from media_manager.persistence.scan_reader import FolderItem, items_below, unlinked_files
from media_manager.persistence.store import LibraryStore

_ROLES = {
    ParsedKind.EXTRA: FileRole.EXTRA,
    ParsedKind.TRAILER: FileRole.TRAILER,
    ParsedKind.SAMPLE: FileRole.SAMPLE,
}
_LEVELS_UP = 2
_BATCH = 300


def link_attached(
    store: LibraryStore,
    reader: LibraryReader,
    root: Root,
    *,
    below: Sequence[bytes] = (b"",),
) -> int:
    """Link every extra, trailer and sample that has no item yet; return how many found one.

    `below` are the folders to look in: the whole root takes over a second at a million files.
    """
    kinds = [str(each) for each in _ROLES]
    found = {
        row for folder in below for row in unlinked_files(reader, root.id, kinds, below=folder)
    }
    rows = []
    for file_id, path, kind in sorted(found):
        owner = _owner(reader, root.id, path)
        if owner is not None:
            rows.append(
                {"item_id": owner, "file_id": file_id, "role": str(_ROLES[ParsedKind(kind)])}
            )
    for start in range(0, len(rows), _BATCH):
        with store.writing("scan") as session:
            link_files(session, rows[start : start + _BATCH])
    return len(rows)


def _owner(reader: LibraryReader, root_id: int, path: bytes) -> int | None:
    folder, name = os.path.split(path)
    for _ in range(_LEVELS_UP + 1):
        if owner := _owner_in(reader, root_id, folder, name):
            return owner
        if not folder:
            return None
        folder = os.path.dirname(folder)  # noqa: PTH120 - bytes
    return None


def _owner_in(reader: LibraryReader, root_id: int, folder: bytes, name: bytes) -> int | None:
    """Return the one film of a folder, the film whose file name begins the same, or the show."""
    items = items_below(reader, root_id, folder)
    here = [item for item in items if os.path.dirname(item.path) == folder]  # noqa: PTH120 - bytes
    films = [item for item in here if item.media_type != MediaType.EPISODE]
    named = [item for item in films if name.startswith(_stem(item))]
    if named:
        return max(named, key=lambda item: len(_stem(item))).item_id
    if len({film.item_id for film in films}) == 1:
        return films[0].item_id
    shows = {item.grandparent_id for item in items if item.media_type == MediaType.EPISODE}
    if folder and len(shows) == 1 and not films:
        return shows.pop()
    return None


def _stem(item: FolderItem) -> bytes:
    return os.path.splitext(os.path.basename(item.path))[0]  # noqa: PTH119, PTH122 - bytes
