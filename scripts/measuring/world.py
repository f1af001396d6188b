"""One library of one size to measure in: its profile, readers, raw connections, and copies."""

import shutil
import sqlite3
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from scripts.make_library import POSTERS, make_items
from scripts.measuring.frame import SCALES

from media_manager.files import safe_remove_tree
from media_manager.persistence.reader import LibraryReader, open_reader
from media_manager.settings import Profile

# What our reader sets, so that the floor is raw SQLite under the same conditions.
_PRAGMAS: Final = (("cache_size", -8 * 1024), ("temp_store", "MEMORY"), ("mmap_size", 2**24))


@dataclass
class World:
    """Used with `with`: what it opened is closed and its copies are removed at the end."""

    scale: str
    profile: Profile
    _open: ExitStack = field(default_factory=ExitStack, repr=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    @property
    def items(self) -> int:
        return SCALES[self.scale]

    @property
    def library(self) -> Path:
        return self.profile.library_db

    def reader(self) -> LibraryReader:
        """Open a reader of the product; it belongs to this thread."""
        reader = open_reader(self.library)
        self._open.callback(reader.close)
        return reader

    def raw(self) -> sqlite3.Connection:
        """Open plain sqlite3 on the library, read-only, with the reader's own settings."""
        connection = raw_connection(self.library)
        self._open.callback(connection.close)
        return connection

    def folder(self) -> Path:
        """Return a new empty folder beside the libraries, removed at the end."""
        parent = self.profile.data.parent.parent
        folder = Path(tempfile.mkdtemp(prefix="measuring-", dir=parent))
        self._open.callback(safe_remove_tree, folder, inside=parent)
        return folder

    def copy(self) -> Profile:
        """Return a profile with a copy of the library, for whoever writes."""
        copied = Profile.at(self.folder())
        copied.ensure()
        shutil.copyfile(self.library, copied.library_db)
        return copied


def raw_connection(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    for pragma, value in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma} = {value}")
    return connection


def open_world(libraries: Path, scale: str) -> World:
    """Return the world of one scale, made first when it is missing: a million takes minutes."""
    profile = Profile.at(libraries / scale)
    if not profile.library_db.exists():
        libraries.mkdir(parents=True, exist_ok=True)
        make_items(libraries / scale, items=SCALES[scale], posters=POSTERS)
    return World(scale, profile)
