"""A folder of real files and its library: what the tests of the scan stand on."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from media_manager.domain.details import ItemDetails
from media_manager.domain.media import LibraryKind, MediaRow
from media_manager.domain.query import Query, parse_query
from media_manager.library.details import get_details
from media_manager.library.roots import Root, add_root, get_root
from media_manager.library.scan import ScanOptions, scan_root
from media_manager.library.scan_counts import ScanCounts
from media_manager.library.watch import Unwatched, Watch
from media_manager.persistence.store import LibraryStore
from media_manager.workers.job import run_to_end


class World:
    """Files are written at once settled: the scan does not wait for them to be a minute old."""

    def __init__(self, place: Path, kind: LibraryKind = LibraryKind.MIXED) -> None:
        self.folder = place / "media"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.store = LibraryStore(place / "profile" / "data" / "library.db")
        self.kind = kind
        self.watch = RememberingWatch()
        self.options = ScanOptions(young_seconds=0)

    def write(self, name: str, content: str | None = None) -> Path:
        """Write a file; without content its name is it, so that no two files are the same."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name if content is None else content)
        return path

    def write_all(self, *names: str) -> None:
        for name in names:
            self.write(name)

    @property
    def root(self) -> Root:
        return get_root(
            self.store, add_root(self.store, self.folder, library="Media", kind=self.kind).id
        )

    def scan(
        self, *, full: bool = False, watch: Watch | None = None, options: ScanOptions | None = None
    ) -> ScanCounts:
        """Scan to the end and return what was done."""
        chosen = options or ScanOptions(full=full, young_seconds=0)
        return self.scan_root(self.root, watch=watch, options=chosen)

    def scan_root(
        self, root: Root, *, watch: Watch | None = None, options: ScanOptions | None = None
    ) -> ScanCounts:
        """Scan a root that may be offline."""
        chosen = options or ScanOptions(young_seconds=0)
        counts: ScanCounts = run_to_end(
            lambda _: scan_root(self.store, root, watch or self.watch, chosen)
        )
        return counts

    def rows(self, text: str = "") -> list[MediaRow]:
        with self.store.reading() as reader:
            return reader.rows(reader.first_ids(Query(parse_query(text)), 10_000))

    def titles(self, text: str = "") -> list[str]:
        return [row.title for row in self.rows(text)]

    def one(self, text: str) -> MediaRow:
        (row,) = self.rows(text)
        return row

    def details(self, text: str) -> ItemDetails:
        with self.store.reading() as reader:
            return get_details(reader, self.one(text).id)

    def ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.store.path)) as database:
            return database.execute(sql, values).fetchall()

    def states(self) -> dict[str, str]:
        """Return file name -> present or missing, of the media."""
        rows = self.ask("SELECT path, state FROM media_file ORDER BY path")
        return {path.rpartition(b"/")[2].decode("utf-8", "replace"): state for path, state in rows}


class RememberingWatch(Unwatched):
    """Keeps what failed."""

    def __init__(self) -> None:
        self.failed: list[tuple[str, BaseException]] = []

    def item_failed(self, key: str, error: BaseException) -> None:
        self.failed.append((key, error))


def moved(counts: ScanCounts) -> tuple[int, int, int, int]:
    """Return added, changed, moved, missing."""
    return counts.added, counts.changed, counts.moved, counts.missing


@contextmanager
def make_world(place: Path, kind: LibraryKind = LibraryKind.MIXED) -> Iterator[World]:
    world = World(place, kind)
    yield world
    world.store.close()
