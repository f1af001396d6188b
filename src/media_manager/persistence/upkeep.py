"""The little repairs of a sound library, and the numbers by which one sees that they are due."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, text

from media_manager.persistence.backup import check_free_space, copy_database
from media_manager.persistence.backup_shelf import stamp
from media_manager.persistence.gate import open_read_only
from media_manager.persistence.lock import WriteLock
from media_manager.persistence.models.base import table_of
from media_manager.persistence.models.items import Artwork
from media_manager.persistence.orphans import UNUSED_NAMES, empty_items
from media_manager.persistence.repositories.posters import choose_posters
from media_manager.persistence.repositories.removal import remove_with_parents
from media_manager.persistence.search_index import forget_names
from media_manager.persistence.stoppable import ShouldStop, never_stop
from media_manager.persistence.writer import LibraryWriter

_BATCH = 300
# VACUUM writes a copy beside the file, and the file anew through the journal.
_VACUUM_SPACE = 2.2
# A page of artwork rows, read between two looks at the disk.
_PAGE = 2_000


@dataclass(frozen=True, slots=True)
class StorageNumbers:
    """How the file lies on the disk."""

    size_bytes: int
    free_bytes: int
    journal_bytes: int


@dataclass(frozen=True, slots=True)
class ArtworkPlace:
    """A picture beside the media: whose it is and where."""

    id: int
    item_id: int
    root: bytes
    path: bytes


def storage_numbers(path: Path) -> StorageNumbers:
    """Return the size of the file, how much of it is free pages, and the size of its journal."""
    with closing(open_read_only(path)) as database:
        pages, free, size = (
            int(database.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("page_count", "freelist_count", "page_size")
        )
    journal = path.with_name(path.name + "-wal")
    return StorageNumbers(
        pages * size, free * size, journal.stat().st_size if journal.exists() else 0
    )


def vacuum(path: Path) -> None:
    """Write the file anew without free pages. Nobody else writes meanwhile; readers go on.

    Raises DiskFull before anything is written.
    """
    check_free_space(path, factor=_VACUUM_SPACE)
    with (
        WriteLock(path).hold(),
        closing(sqlite3.connect(path, isolation_level=None)) as database,
    ):
        database.execute("PRAGMA busy_timeout = 10000")
        database.execute("PRAGMA wal_autocheckpoint = 0")
        database.execute("VACUUM")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def fold_journal(path: Path) -> None:
    """Move the journal into the database and cut it."""
    with closing(LibraryWriter(path)) as writer:
        writer.checkpoint()


def keep_copy(path: Path, folder: Path, *, label: str) -> Path:
    """Copy a library as it is, with its faults, so that a repair can be taken back."""
    check_free_space(path, factor=1.1, place=folder)
    copy = folder / f"{path.name}.{label}-{stamp()}"
    copy_database(path, copy)
    return copy


def remove_orphans(path: Path, *, should_stop: ShouldStop = never_stop) -> tuple[int, int]:
    """Remove items without files and names that nothing uses; return how many of each."""
    items = names = 0
    with closing(LibraryWriter(path)) as writer:
        while (ids := empty_items(path, _BATCH)) and not should_stop():
            with writer.write_session("doctor", durable=True) as session:
                remove_with_parents(session, ids)
            items += len(ids)
        for kind, sql in UNUSED_NAMES.items():
            while (ids := _ids(path, sql)) and not should_stop():
                with writer.write_session("doctor", durable=True) as session:
                    if kind != "country":
                        forget_names(session.connection, kind, ids)
                    session.connection.exec_driver_sql(
                        f"DELETE FROM {kind} WHERE id IN ({', '.join(map(str, ids))})"
                    )
                    session.touch_everything("names")
                names += len(ids)
    return items, names


def _ids(path: Path, sql: str) -> list[int]:
    with closing(open_read_only(path)) as database:
        return [each for (each,) in database.execute(f"{sql} LIMIT {_BATCH}")]


def reused_numbers(path: Path) -> list[str]:
    """Return the tables that would give out a number a second time."""
    with closing(open_read_only(path)) as database:
        return [table for table, _highest in _behind(database)]


def raise_numbers(path: Path) -> list[str]:
    """Let the numbers of each table go on behind its highest; return which needed it."""
    with closing(LibraryWriter(path)) as writer, writer.write_session("doctor") as session:
        raw = session.connection.connection.driver_connection
        assert raw is not None  # noqa: S101 - an open connection has its driver's
        behind = list(_behind(raw))
        for table, highest in behind:
            values = {"table": table, "highest": highest}
            session.execute(text("DELETE FROM sqlite_sequence WHERE name = :table"), values)
            session.execute(
                text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :highest)"), values
            )
    return [table for table, _highest in behind]


def _behind(database: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    given = dict(database.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
    tables = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
    ).fetchall()
    for (table,) in tables:
        (highest,) = database.execute(f'SELECT max(rowid) FROM "{table}"').fetchone()
        if highest is not None and highest > given.get(table, 0):
            yield table, highest


def iter_local_artwork(path: Path) -> Iterator[Sequence[ArtworkPlace]]:
    """Yield the pictures that lie below roots that can be reached, some thousand at a time."""
    last = 0
    while True:
        with closing(open_read_only(path)) as database:
            rows = database.execute(
                "SELECT a.id, a.media_item_id, r.path, a.path FROM artwork a "
                "JOIN root_folder r ON r.id = a.root_id "
                "WHERE a.id > ? AND r.state = 'online' AND r.kind = 'folder' "
                "AND a.path IS NOT NULL ORDER BY a.id LIMIT ?",
                [last, _PAGE],
            ).fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield [ArtworkPlace(key, item, bytes(root), bytes(own)) for key, item, root, own in rows]


def remove_artwork(path: Path, places: Sequence[ArtworkPlace]) -> None:
    """Forget these pictures; their items show the best that they still have."""
    table = table_of(Artwork)
    with closing(LibraryWriter(path)) as writer:
        for start in range(0, len(places), _BATCH):
            batch = places[start : start + _BATCH]
            items = list({place.item_id for place in batch})
            with writer.write_session("doctor", durable=True) as session:
                session.execute(delete(table).where(table.c.id.in_([place.id for place in batch])))
                choose_posters(session, items)
                session.touch(items, "artwork")


def missing_files(path: Path, limit: int) -> list[bytes]:
    """Return some of the files that are gone from roots that are there."""
    with closing(open_read_only(path)) as database:
        rows = database.execute(
            "SELECT r.path, f.path FROM media_file f JOIN root_folder r ON r.id = f.root_id "
            "WHERE f.state = 'missing' AND f.path IS NOT NULL ORDER BY f.id LIMIT ?",
            [limit],
        )
        return [bytes(root) + b"/" + bytes(own) for root, own in rows]
