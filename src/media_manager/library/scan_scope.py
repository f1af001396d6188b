"""How much of a root a scan looks at: all of it, or only the folders that something touched.

A part is walked from the root down to the folders named, so that ignore rules hold on the way;
nothing outside them is listed, and nothing outside them is taken for gone.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Protocol

from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.scan_reader import folders_at, folders_below, known_folders
from media_manager.scanning.changes import find_gone_folders
from media_manager.scanning.walker import FolderListing

# Path of a folder -> its id and the stamp of the last scan.
Known = Mapping[bytes, tuple[int, int | None]]

# At the end of a name: the folder and all below it, as after a folder was moved there.
DEEP = b"/"


class ScanScope(Protocol):
    """What a scan asks: what is known, where to go, and what is gone."""

    known: Known
    is_whole: bool

    def leads_on(self, path: bytes) -> bool:
        """Return whether the walk goes into this folder; asked parents first."""

    def must_list(self, path: bytes) -> bool:
        """Return whether the folder is listed whatever its time stamp says."""

    def takes(self, listing: FolderListing) -> bool:
        """Return whether the scan looks at this folder, or only passes through."""

    def find_gone(self, visited: Container[bytes], spared: Iterable[bytes]) -> Sequence[bytes]:
        """Return the known folders that are not there any more."""


def make_scope(reader: LibraryReader, root_id: int, folders: Sequence[bytes]) -> ScanScope:
    """Return the scope of a scan; without `folders` it is the whole root."""
    if not folders:
        return _WholeRoot(reader, root_id)
    return _PartOfRoot(reader, root_id, folders)


class _WholeRoot:
    is_whole = True

    def __init__(self, reader: LibraryReader, root_id: int) -> None:
        self.known: Known = known_folders(reader, root_id)

    def leads_on(self, _path: bytes) -> bool:
        return True

    def must_list(self, _path: bytes) -> bool:
        return False

    def takes(self, _listing: FolderListing) -> bool:
        return True

    def find_gone(self, visited: Container[bytes], spared: Iterable[bytes]) -> Sequence[bytes]:
        return find_gone_folders(self.known, visited=visited, spared=set(spared))


class _PartOfRoot:
    is_whole = False

    def __init__(self, reader: LibraryReader, root_id: int, folders: Sequence[bytes]) -> None:
        named = {folder.rstrip(DEEP): folder.endswith(DEEP) for folder in sorted(folders)}
        way = folders_at(reader, root_id, {each for path in named for each in lineage(path)})
        # A folder that nobody knows yet is new below the nearest one that is known: look there.
        self._wanted = {_nearest(path, way) for path in named}
        self._deep = {path for path, deep in named.items() if deep and path in way}
        self._way = {each for path in self._wanted for each in lineage(path)}
        self._looked = set(self._wanted)
        self._listed: dict[bytes, frozenset[bytes]] = {}
        self.known: Known = way | folders_below(reader, root_id, self._wanted)

    def leads_on(self, path: bytes) -> bool:
        parent = _folder_of(path)
        if parent in self._deep:
            self._deep.add(path)
        if path in self._deep or (parent in self._looked and path not in self.known):
            self._looked.add(path)
        return path in self._looked or path in self._way

    def must_list(self, path: bytes) -> bool:
        return path in self._wanted

    def takes(self, listing: FolderListing) -> bool:
        # One that vanished meanwhile was touched above: the next scan sees that.
        if listing.path not in self._looked or listing.error == "vanished":
            return False
        if not (listing.unchanged or listing.error or listing.ignored_by):
            self._listed[listing.path] = frozenset(listing.subfolders)
        return True

    def find_gone(self, visited: Container[bytes], spared: Iterable[bytes]) -> Sequence[bytes]:
        """Return what its own folder, which was listed, holds no longer, and all below that."""
        hidden = frozenset(spared)
        tops = {path for path in self.known if path and self._is_gone(path)}
        return [
            path
            for path in self.known
            if path not in visited
            and not tops.isdisjoint(lineage(path))
            and hidden.isdisjoint(lineage(path))
        ]

    def _is_gone(self, path: bytes) -> bool:
        there = self._listed.get(_folder_of(path))
        return there is not None and path not in there


def lineage(path: bytes) -> list[bytes]:
    """Return a folder and those above it, the root (empty) last."""
    found = [path]
    while path:
        path = _folder_of(path)
        found.append(path)
    return found


def _nearest(path: bytes, known: Container[bytes]) -> bytes:
    return next((each for each in lineage(path) if each in known), b"")


def _folder_of(path: bytes) -> bytes:
    return path.rpartition(b"/")[0]
