"""Goals 9 and 16: scans beside walk, stat, the fast parser and plain SQL into the same schema.

The floor of a new scan writes what the scan writes, table by table in batches of 300 files, with
the same indexes and the same search tables, by executemany on the driver alone. Counted is the CPU
time of the process: a scan beside other programs waits for them.
"""

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from scripts.measuring.frame import Goal, Pair, measurement
from scripts.measuring.world import World

from media_manager.domain.media import LibraryKind
from media_manager.domain.naming import search_text, sort_key
from media_manager.domain.uids import new_uid
from media_manager.library.bulk import run_whole
from media_manager.library.roots import Root, add_root, find_roots
from media_manager.library.scan import ScanOptions, scan_root
from media_manager.library.watch import Unwatched
from media_manager.persistence.store import LibraryStore
from media_manager.persistence.upgrade import create_library
from media_manager.scanning.filename_parser import parse_name

_FILES = 20_000
_A_FOLDER = 12
_BATCH = 300
_ROUNDS = 3
_OLD = 1_600_000_000


def make_media(folder: Path, files: int) -> Path:
    """Make small files: a fifth films, each in a folder, the others episodes by season."""
    films = files // 5
    for n in range(films):
        name = f"Some Film {n} ({1950 + n % 70})"
        place = folder / "Films" / f"{n // 100:03d}" / name
        place.mkdir(parents=True)
        (place / f"{name}.mkv").write_bytes(b"x" * (n % 50 + 1))
    for n in range(files - films):
        season, episode = divmod(n, _A_FOLDER)
        show, number = divmod(season, 5)
        place = folder / "Shows" / f"Show {show}" / f"Season {number + 1:02d}"
        place.mkdir(parents=True, exist_ok=True)
        name = f"Show {show} S{number + 1:02d}E{episode + 1:02d} - Title {n}.mkv"
        (place / name).write_bytes(b"y" * (n % 50 + 1))
    for path in folder.rglob("*"):
        os.utime(path, (_OLD, _OLD))
    return folder


def scan(store: LibraryStore, root: Root, *, full: bool = False) -> float:
    """Scan a root to the end and return the CPU seconds."""
    began = time.process_time()
    run_whole(scan_root(store, root, Unwatched(), ScanOptions(full=full, young_seconds=0)))
    return time.process_time() - began


@measurement(
    "scan.new",
    "files that are new, into the library (CPU)",
    Goal(least_ratio=0.5),
    unit="items/s",
    scales=("10k",),
)
def new_files(world: World) -> Pair:
    """Each round begins with an empty library."""
    folder = world.folder()
    media = make_media(folder / "media", _FILES)
    product, floor = [], []
    for number in range(_ROUNDS):
        store = LibraryStore(folder / f"scan{number}.db")
        store.ensure()
        root = add_root(store, media, library="All", kind=LibraryKind.MIXED)
        product.append(scan(store, root))
        store.close()
        floor.append(_plain_scan(media, folder / f"plain{number}.db"))
    return Pair(tuple(product), tuple(floor), work=_FILES)


@measurement(
    "scan.unchanged",
    "files that are as they were, every one looked at (CPU)",
    Goal(least_ratio=0.5),
    unit="items/s",
    scales=("10k",),
)
def unchanged_files(world: World) -> Pair:
    """Against walk and stat alone: what the system does before a scan can begin to think."""
    folder = world.folder()
    media = make_media(folder / "media", _FILES)
    store = LibraryStore(folder / "scan.db")
    store.ensure()
    add_root(store, media, library="All", kind=LibraryKind.MIXED)
    (root,) = find_roots(store)
    scan(store, root)
    product, floor = [], []
    for _ in range(7):
        product.append(scan(store, root, full=True))
        began = time.process_time()
        sum(1 for _ in _walk(os.fsencode(media)))
        floor.append(time.process_time() - began)
    store.close()
    return Pair(tuple(product), tuple(floor), work=_FILES)


def _walk(folder: bytes) -> Iterator[tuple[bytes, bytes, os.stat_result]]:
    stack = [folder]
    while stack:
        place = stack.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    stack.append(entry.path)
                else:
                    yield place, entry.path, entry.stat(follow_symlinks=False)


_TABLES = {
    "folder": ("id", "root_id", "path", "stamp"),
    "media_file": (
        *("id", "root_id", "folder_id", "path", "kind", "device", "inode", "size_bytes"),
        *("mtime_ns", "state", "first_seen_at", "probe_status", "name_status"),
    ),
    "media_item": (
        *("id", "uid", "library_id", "media_type", "title", "sort_key", "year", "season"),
        *("episode", "state", "added_at", "scan_key", "main_file_id", "child_count", "version"),
    ),
    "item_file": ("item_id", "file_id", "role"),
    "value_layer": ("item_id", "layer", "source", "data", "set_at"),
    "search_document": ("item_id", "title", "files", "plot"),
    "search_words": ("rowid", "title", "files", "plot"),
    "search_trigram": ("rowid", "title", "files"),
}
_STATEMENTS = {
    table: f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - our own words
    for table, columns in _TABLES.items()
}


def _plain_scan(media: Path, database: Path) -> float:
    """Write the same rows by plain SQL, and return the CPU seconds."""
    create_library(database)
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        for pragma in ("foreign_keys = 1", "synchronous = NORMAL", "wal_autocheckpoint = 0"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute(
            "INSERT INTO library (id, uid, name, kind, created_at) "
            "VALUES (1, 'u', 'All', 'mixed', 0)"
        )
        connection.execute(
            "INSERT INTO root_folder (id, uid, library_id, kind, path, display_path, state, "
            "held_count) VALUES (1, 'u', 1, 'folder', ?, '', 'online', 0)",
            [os.fsencode(media)],
        )
        began = time.process_time()
        batch: list[tuple[bytes, bytes, os.stat_result]] = []
        folders: dict[bytes, int] = {}
        first = 1
        for found in _walk(os.fsencode(media)):
            batch.append(found)
            if len(batch) == _BATCH:
                _write_batch(connection, batch, folders, first, len(os.fsencode(media)) + 1)
                first += len(batch)
                batch = []
        _write_batch(connection, batch, folders, first, len(os.fsencode(media)) + 1)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return time.process_time() - began


def _write_batch(
    connection: sqlite3.Connection,
    batch: Sequence[tuple[bytes, bytes, os.stat_result]],
    folders: dict[bytes, int],
    first: int,
    cut: int,
) -> None:
    rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _TABLES}
    for number, (place, path, facts) in enumerate(batch, first):
        if place not in folders:
            folders[place] = len(folders) + 1
            rows["folder"].append((folders[place], 1, place[cut:], facts.st_mtime_ns))
        _add_rows(rows, number, path[cut:], facts, folders[place])
    connection.execute("BEGIN IMMEDIATE")
    for table, statement in _STATEMENTS.items():
        connection.executemany(statement, rows[table])
    connection.execute("COMMIT")


def _add_rows(
    rows: dict[str, list[tuple[Any, ...]]],
    number: int,
    path: bytes,
    facts: os.stat_result,
    folder: int,
) -> None:
    parsed = parse_name(path, kind_hint=LibraryKind.MIXED)
    title = parsed.title or ""
    kind = str(parsed.kind)
    size, changed = facts.st_size, facts.st_mtime_ns
    rows["media_file"].append(
        (
            *(number, 1, folder, path, kind, facts.st_dev, facts.st_ino, size, changed),
            *("present", _OLD, "pending", "sure"),
        )
    )
    item = (number, new_uid(), 1, kind, title, sort_key(title), parsed.year, parsed.season)
    episode = parsed.episodes[0] if parsed.episodes else None
    rows["media_item"].append((*item, episode, "unmatched", _OLD, f"key {number}", number, 0, 1))
    rows["item_file"].append((number, number, "main"))
    data = b'{"title":"%s","year":%d}' % (title.encode(), parsed.year or 0)
    rows["value_layer"].append((number, "filename", "name", data, _OLD))
    stem = os.path.splitext(path.rpartition(b"/")[2])[0].decode()  # noqa: PTH122 - bytes
    document = (number, search_text(title), search_text(stem), "")
    rows["search_document"].append(document)
    rows["search_words"].append(document)
    rows["search_trigram"].append(document[:3])
