"""What a scan asks of the library: roots, known folders and files, the items of a folder."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from media_manager.persistence.reader import LibraryReader

_BATCH = 400


class KnownFileRow(NamedTuple):
    """A file as the last scan left it."""

    id: int
    path: bytes
    size_bytes: int
    mtime_ns: int
    device: int
    inode: int
    partial_hash: bytes | None
    kind: str
    state: str


class FolderItem(NamedTuple):
    """A main file of a folder and the item that it plays."""

    item_id: int
    media_type: str
    parent_id: int | None
    grandparent_id: int | None
    season: int | None
    episode: int | None
    title: str
    year: int | None
    file_id: int
    path: bytes


_FILE = (
    "SELECT id, path, size_bytes, mtime_ns, COALESCE(device, 0), COALESCE(inode, 0), "
    "partial_hash, kind, state FROM media_file"
)
_FOLDER_ITEM = (
    "SELECT i.id, i.media_type, i.parent_id, p.parent_id, i.season, i.episode, i.title, i.year, "
    "f.id, f.path FROM media_file f JOIN item_file l ON l.file_id = f.id AND l.role = 'main' "
    "JOIN media_item i ON i.id = l.item_id LEFT JOIN media_item p ON p.id = i.parent_id"
)


_FILE_COUNT = "(SELECT count(*) FROM media_file f WHERE f.root_id = r.id AND f.state = 'present')"
_ANY_FILE = "EXISTS (SELECT 1 FROM media_file f WHERE f.root_id = r.id AND f.state = 'present')"
_ROOTS = (
    "SELECT r.*, l.name AS library_name, l.kind AS library_kind, {count} AS file_count "
    "FROM root_folder r JOIN library l ON l.id = r.library_id ORDER BY l.name, r.display_path"
)


def list_roots(reader: LibraryReader) -> list[dict[str, Any]]:
    """Return every root folder with the name and kind of its library and its file count."""
    return reader.records(_ROOTS.format(count=_FILE_COUNT))


def list_root_lines(reader: LibraryReader) -> list[dict[str, Any]]:
    """Return the same, counting only in roots that are away: a million files take 200 ms."""
    count = f"CASE WHEN r.state = 'online' THEN NULL ELSE {_FILE_COUNT} END"
    return reader.records(_ROOTS.format(count=count))


def list_checked_roots(reader: LibraryReader) -> list[dict[str, Any]]:
    """Return the same, but for `file_count` only 1 or 0: whether there is any file."""
    return reader.records(_ROOTS.format(count=_ANY_FILE))


def count_root_files(reader: LibraryReader) -> dict[int, int]:
    """Return how many files of each root are there."""
    return dict(
        reader.execute(
            "SELECT root_id, count(*) FROM media_file WHERE state = 'present' GROUP BY root_id"
        )
    )


def list_libraries(reader: LibraryReader) -> list[dict[str, Any]]:
    """Return id, name and kind of every library."""
    return reader.records("SELECT id, name, kind FROM library ORDER BY name, id")


def child_ids(reader: LibraryReader, parent_id: int) -> list[int]:
    """Return the seasons of a show, or the episodes of a season, in order."""
    rows = reader.execute(
        "SELECT id FROM media_item WHERE parent_id = ? ORDER BY season, episode, premiered, id",
        [parent_id],
    )
    return [item_id for (item_id,) in rows]


def known_folders(reader: LibraryReader, root_id: int) -> dict[bytes, tuple[int, int | None]]:
    """Return (id, stamp) of every folder of a root by its path."""
    rows = reader.execute("SELECT path, id, stamp FROM folder WHERE root_id = ?", [root_id])
    return {bytes(path): (folder_id, stamp) for path, folder_id, stamp in rows}


def folders_at(
    reader: LibraryReader, root_id: int, paths: Iterable[bytes]
) -> dict[bytes, tuple[int, int | None]]:
    """Return the same of the folders at these paths."""
    found: dict[bytes, tuple[int, int | None]] = {}
    wanted = list(paths)
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        marks = ",".join("?" for _ in batch)
        rows = reader.execute(
            f"SELECT path, id, stamp FROM folder WHERE root_id = ? AND path IN ({marks})",
            [root_id, *batch],
        )
        found.update((bytes(path), (folder_id, stamp)) for path, folder_id, stamp in rows)
    return found


def folders_below(
    reader: LibraryReader, root_id: int, paths: Iterable[bytes]
) -> dict[bytes, tuple[int, int | None]]:
    """Return the same of all folders below these."""
    found: dict[bytes, tuple[int, int | None]] = {}
    for path in paths:
        if not path:
            return known_folders(reader, root_id)
        rows = reader.execute(
            "SELECT path, id, stamp FROM folder WHERE root_id = ? AND path >= ? AND path < ?",
            [root_id, path + b"/", path + b"0"],
        )
        found.update((bytes(each), (folder_id, stamp)) for each, folder_id, stamp in rows)
    return found


def files_of_folder(reader: LibraryReader, folder_id: int) -> list[KnownFileRow]:
    """Return the known files of one folder, the missing ones too."""
    return _files(reader.execute(f"{_FILE} WHERE folder_id = ?", [folder_id]))


def files_by_inode(
    reader: LibraryReader, places: Sequence[tuple[int, int]]
) -> list[tuple[KnownFileRow, bytes]]:
    """Return known files at these (device, inode) places with the path of their root."""
    found: list[tuple[KnownFileRow, bytes]] = []
    for start in range(0, len(places), _BATCH):
        batch = places[start : start + _BATCH]
        marks = ",".join("(?,?)" for _ in batch)
        # A join, because SQLite answers `IN (VALUES …)` on two columns by walking the table.
        rows = reader.execute(
            f"WITH place (device, inode) AS (VALUES {marks}) "
            "SELECT f.id, f.path, f.size_bytes, f.mtime_ns, f.device, f.inode, f.partial_hash, "
            "f.kind, f.state, r.path FROM place p "
            "JOIN media_file f ON f.device = p.device AND f.inode = p.inode "
            "JOIN root_folder r ON r.id = f.root_id",
            [value for place in batch for value in place],
        )
        found += [(_file(row[:9]), bytes(row[9])) for row in rows]
    return found


def recent_files(
    reader: LibraryReader, root_id: int, since_us: int, sizes: Iterable[int]
) -> list[KnownFileRow]:
    """Return files first seen since an instant whose size is one of these: perhaps moved ones."""
    wanted = set(sizes)
    rows = reader.execute(f"{_FILE} WHERE root_id = ? AND first_seen_at >= ?", [root_id, since_us])
    return [row for row in _iter_files(rows) if row.size_bytes in wanted]


def folder_items(reader: LibraryReader, folder_id: int) -> list[FolderItem]:
    """Return the items whose main files lie directly in a folder."""
    # By the folder alone: naming the root too makes SQLite walk every file of the root.
    rows = reader.execute(
        f"{_FOLDER_ITEM} WHERE f.folder_id = ? ORDER BY f.path, i.episode", [folder_id]
    )
    return [FolderItem._make((*row[:9], bytes(row[9]))) for row in rows]


def items_below(
    reader: LibraryReader, root_id: int, path: bytes, *, limit: int = 50
) -> list[FolderItem]:
    """Return the first items whose main files lie anywhere below a folder."""
    rows = reader.execute(
        f"{_FOLDER_ITEM} WHERE f.root_id = ? AND f.path >= ? AND f.path < ? LIMIT ?",
        [root_id, path + b"/", path + b"0", limit],
    )
    return [FolderItem._make((*row[:9], bytes(row[9]))) for row in rows]


def seasons_of(reader: LibraryReader, show_id: int) -> dict[int, int]:
    """Return season number -> season id of a show."""
    rows = reader.execute(
        "SELECT season, id FROM media_item WHERE parent_id = ? AND media_type = 'season'",
        [show_id],
    )
    return {season: item_id for season, item_id in rows if season is not None}


def unlinked_files(
    reader: LibraryReader, root_id: int, kinds: Sequence[str], *, below: bytes = b""
) -> list[tuple[int, bytes, str]]:
    """Return (id, path, kind) of files of these kinds that belong to no item yet."""
    marks = ",".join("?" for _ in kinds)
    within = "AND f.path >= ? AND f.path < ? " if below else ""
    rows = reader.execute(
        f"SELECT f.id, f.path, f.kind FROM media_file f WHERE f.root_id = ? {within}"
        f"AND f.kind IN ({marks}) "
        "AND NOT EXISTS (SELECT 1 FROM item_file l WHERE l.file_id = f.id)",
        [root_id, *([below + b"/", below + b"0"] if below else []), *kinds],
    )
    return [(file_id, bytes(path), kind) for file_id, path, kind in rows]


def items_by_scan_key(
    reader: LibraryReader, library_id: int, keys: Sequence[str]
) -> dict[str, int]:
    """Return scan key -> item id for the keys that a library knows."""
    found: dict[str, int] = {}
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        marks = ",".join("?" for _ in batch)
        rows = reader.execute(
            f"SELECT scan_key, id FROM media_item WHERE library_id = ? AND scan_key IN ({marks})",
            [library_id, *batch],
        )
        found.update((key, item_id) for key, item_id in rows)
    return found


def present_files(
    reader: LibraryReader, folder_ids: Sequence[int]
) -> dict[int, list[tuple[bytes, int, int, int, int]]]:
    """Return folder -> (path, size, time, device, inode) of the files there, by path."""
    marks = ",".join("?" * len(folder_ids))
    rows = reader.execute(
        "SELECT folder_id, path, size_bytes, mtime_ns, COALESCE(device, 0), COALESCE(inode, 0) "
        f"FROM media_file WHERE folder_id IN ({marks}) AND state = 'present'",
        list(folder_ids),
    )
    found: dict[int, list[tuple[bytes, int, int, int, int]]] = {each: [] for each in folder_ids}
    for row in rows:
        found[row[0]].append(row[1:])
    for files in found.values():
        files.sort()
    return found


def _files(rows: Iterable[Any]) -> list[KnownFileRow]:
    return list(_iter_files(rows))


def _iter_files(rows: Iterable[Any]) -> Iterator[KnownFileRow]:
    return (_file(row) for row in rows)


def _file(row: Sequence[Any]) -> KnownFileRow:
    return KnownFileRow._make((row[0], bytes(row[1]), *row[2:]))
