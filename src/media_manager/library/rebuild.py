"""Build the library anew from the files on the disk, and carry over what people said.

The folders are known from the newest database that can still be read, and from the list that is
kept beside the library. Everything is made in a file of its own, which takes the library's place
when it is whole; until then nothing is changed.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from media_manager.domain.uids import now_us
from media_manager.errors import LibraryError, RootFolderOffline, StorageError
from media_manager.library import maintain
from media_manager.library.kept_roots import KeptRoot, load_roots
from media_manager.library.roots import find_roots, kept_root, note_roots
from media_manager.library.salvage import salvage_into
from media_manager.library.scan import ScanOptions, scan_root
from media_manager.library.watch import Unwatched, Watch
from media_manager.persistence import health
from media_manager.persistence.backup import copy_database, put_in_place, remove_database
from media_manager.persistence.backup_shelf import stamp
from media_manager.persistence.gate import DatabaseState, inspect_database
from media_manager.persistence.holders import refuse_while_held
from media_manager.persistence.library_counts import count_library, said_items
from media_manager.persistence.lock import WriteLock
from media_manager.persistence.merge import MergeCounts, merge_library
from media_manager.persistence.repositories.places import ensure_library, ensure_root, update_root
from media_manager.persistence.repositories.posters import choose_posters
from media_manager.persistence.repositories.values import apply_values
from media_manager.persistence.store import LibraryStore
from media_manager.persistence.upgrade import finish_copy
from media_manager.settings import Profile, Settings

_BATCH = 300
_UNSIGNED = 1 << 64


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was built: from how many folders, how much is there, and what came along.

    `offline` are folders that could not be looked at: their items came along as they were.
    `carried` counts rows of people's own tables; `left` items that are neither on the disk nor
    had anybody say anything of them. `sources` are the databases that were read.
    """

    roots: int
    offline: tuple[str, ...]
    items: int
    files: int
    carried: dict[str, int]
    left: int
    sources: tuple[str, ...]
    aside: Path | None


def rebuild_from_files(profile: Profile, watch: Watch | None = None) -> Rebuilt:
    """Scan all known folders into a new library and put it in the place of the old one.

    A window calls `store.replaced()` afterwards. Raises LibraryError when no folder is known,
    DatabaseLocked while another program has the library open, JobCancelled; then everything is
    as it was.
    """
    watch = watch or Unwatched()
    library = profile.library_db
    fresh = library.with_name(library.name + ".rebuild")
    with WriteLock(library).hold(), _donors(profile, watch) as donors:
        refuse_while_held(library)
        known = _known_roots(profile, [path for _name, path in donors])
        if not known:
            raise LibraryError(
                "No folder is known from which the library could be built.",
                hint="Add the folders again: media-manager scan FOLDER",
            )
        since_us = now_us()
        settings = Settings(profile)
        hold = settings.decimal("scan.hold_share"), settings.integer("scan.hold_at_least")
        remove_database(fresh)
        try:
            offline = _scan_all(fresh, known, watch)
            merged = [
                merge_library(fresh, path, since_us=since_us, hold=hold) for _name, path in donors
            ]
            _follow(fresh, watch)
            counts = count_library(fresh)
            aside = put_in_place(fresh, library)
        finally:
            remove_database(fresh)
            fresh.with_name(fresh.name + ".lock").unlink(missing_ok=True)
    note_roots(LibraryStore(library))
    return Rebuilt(
        len(known),
        tuple(offline),
        counts.items,
        counts.files,
        _sum(merged),
        merged[-1].left if merged else 0,
        tuple(name for name, _path in donors),
        aside,
    )


def _sum(merged: Sequence[MergeCounts]) -> dict[str, int]:
    total: dict[str, int] = {}
    for each in merged:
        for table, count in each.rows.items():
            total[table] = max(total.get(table, 0), count)
    return total


@contextmanager
def _donors(profile: Profile, watch: Watch) -> Iterator[list[tuple[str, Path]]]:
    """Give the databases to carry over from, oldest first: the newest backup, then the library.

    When all of the library can be read, it alone: an old backup would bring back what was undone.
    """
    work = profile.library_db.with_name(profile.library_db.name + ".rebuild-backup")
    saved = profile.library_db.with_name(profile.library_db.name + ".rebuild-salvage")
    kept = profile.data / f"salvage-{stamp()}.jsonl"
    try:
        donors: list[tuple[str, Path]] = []
        whole = False
        if profile.library_db.is_file():
            try:
                whole = not salvage_into(profile, saved, kept, watch).lost
                donors.append((str(profile.library_db), saved))
            except StorageError as error:
                watch.item_failed(str(profile.library_db), error)
        backup = None if whole else _newest_backup(profile, work, watch)
        if backup is not None:
            donors.insert(0, (str(backup), work))
        yield donors
    finally:
        for path in (work, saved):
            remove_database(path)
            path.with_name(path.name + ".lock").unlink(missing_ok=True)


def _newest_backup(profile: Profile, work: Path, watch: Watch) -> Path | None:
    """Copy the newest backup that is sound, and bring the copy to this version."""
    for line in maintain.backup_lines(profile):
        try:
            if inspect_database(line.path).state is DatabaseState.ABSENT:
                continue
            copy_database(line.path, work, should_stop=lambda: watch.cancelled)
            finish_copy(work)
        except StorageError as error:
            watch.item_failed(str(line.path), error)
            continue
        return line.path
    return None


def _known_roots(profile: Profile, donors: Sequence[Path]) -> list[KeptRoot]:
    """Return every folder that a database or the kept list names; the newest word counts."""
    known = {(root.library, root.path): root for root in load_roots(profile.library_db)}
    for path in donors:
        for root in find_roots(LibraryStore(path), counted=False):
            known.setdefault((root.library_name, root.path), kept_root(root))
    return list(known.values())


def _scan_all(fresh: Path, known: Sequence[KeptRoot], watch: Watch) -> list[str]:
    """Make the library, scan what can be reached, and return the folders that cannot."""
    store = LibraryStore(fresh)
    offline: list[str] = []
    try:
        store.ensure()
        for each in known:
            _add_root(store, each)
        for root in find_roots(store):
            try:
                for _pause in scan_root(store, root, watch, ScanOptions(full=True)):
                    watch.raise_if_cancelled()
            except RootFolderOffline as error:
                offline.append(root.display_path)
                watch.item_failed(root.display_path, error)
    finally:
        store.close()
    return offline


def _add_root(store: LibraryStore, root: KeptRoot) -> None:
    number = root.identity.filesystem_id
    signed = number - _UNSIGNED if number is not None and number >= _UNSIGNED // 2 else number
    with store.writing("rebuild") as session:
        library_id = ensure_library(session, root.library, root.kind)
        root_id = ensure_root(session, library_id, root.path, root.display_path)
        update_root(
            session,
            root_id,
            marker_uid=root.identity.marker_uid,
            filesystem_uuid=root.identity.filesystem_uuid,
            filesystem_id=signed,
        )


def _follow(fresh: Path, watch: Watch) -> None:
    """Make what follows from the merged rows: values, pictures, search, counters."""
    store = LibraryStore(fresh)
    try:
        items = said_items(fresh)
        for start in range(0, len(items), _BATCH):
            watch.raise_if_cancelled()
            watch.report(start, len(items), "values")
            batch = items[start : start + _BATCH]
            with store.writing("rebuild") as session:
                apply_values(session, batch)
                choose_posters(session, batch)
                session.touch(batch, "title", "files")
    finally:
        store.close()
    health.rebuild_search(fresh)
    health.recount(fresh)
    finish_copy(fresh)
