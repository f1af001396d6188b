"""Scan a root folder: what is on disk becomes items that can be browsed. Nothing is deleted.

A scan is a walk in small batches, each one transaction. A folder's stamp is saved last, when all
that it holds is in the library, so a scan that is stopped or killed goes on where it was.

The module imports the writing half: import it on the thread of the job, not before.
"""

import os
import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field

from media_manager.domain.media import FoundFile, ParsedKind
from media_manager.domain.uids import now_us
from media_manager.errors import RootFolderOffline, UnreadableFile
from media_manager.files import display_path
from media_manager.library import roots
from media_manager.library.attach import link_attached
from media_manager.library.batches import get_batch_size_recommendation, timed_batch
from media_manager.library.roots import Root
from media_manager.library.scan_counts import ScanCounts
from media_manager.library.scan_folder import FolderWork, examine_folder, folder_of, known_file
from media_manager.library.scan_gone import GoneFiles, settle_gone
from media_manager.library.scan_scope import make_scope
from media_manager.library.scan_sidecars import LocalFinds, SidecarReader
from media_manager.library.scan_store import write_folders
from media_manager.library.sidecar_store import write_finds
from media_manager.library.watch import Watch, save_progress
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.repositories.places import save_folders
from media_manager.persistence.scan_reader import (
    KnownFileRow,
    files_of_folder,
    present_files,
)
from media_manager.persistence.store import LibraryStore
from media_manager.scanning.changes import KnownFile, is_mass_disappearance
from media_manager.scanning.walker import FolderListing, KnownFolder, WalkOptions, iter_folders

__all__ = ["ScanCounts", "ScanOptions", "scan_root"]

_BATCH_FOLDERS = 400
# Folders whose known files are read by one statement.
_GROUP_FOLDERS = 64
_FOLDERS_NOTED = 2_000
# A file that was written less than a minute ago counts as finished when it has not changed for
# this long.
_STABLE_SECONDS = 1.5


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """What a person chose about scans; defaults as in the settings table.

    `folders` (relative to the root) are all that is looked at; none means the whole root.
    """

    full: bool = False
    folders: tuple[bytes, ...] = ()
    young_seconds: int = 60
    link_folders: tuple[bytes, ...] = ()
    excluded: tuple[bytes, ...] = ()
    hold_share: float = 0.10
    hold_at_least: int = 20


@dataclass(slots=True)
class _State:
    """What a running scan has in mind."""

    counts: ScanCounts
    seen_files: int = 0
    visited: set[bytes] = field(default_factory=set)
    spared: set[bytes] = field(default_factory=set)
    gone: list[KnownFile] = field(default_factory=list)
    group: list[FolderListing] = field(default_factory=list)
    works: list[FolderWork] = field(default_factory=list)
    moved: set[int] = field(default_factory=set)
    outer: list[tuple[FolderWork, int]] = field(default_factory=list)
    young: list[tuple[FolderListing, float]] = field(default_factory=list)
    batch_files: int = 0
    started_us: int = field(default_factory=now_us)


def scan_root(
    store: LibraryStore,
    root: Root,
    watch: Watch,
    options: ScanOptions | None = None,
    *,
    counts: ScanCounts | None = None,
) -> Generator[None, None, ScanCounts]:
    """Scan one root; yields between batches, so that the caller can pause it.

    `counts` is filled as the scan goes on: one that was stopped has told what it did. Raises
    RootFolderOffline when the folder is not there (its items stay as they are), and
    JobCancelled when the watch says stop; the next scan goes on from there.
    """
    began = time.monotonic()
    counts = ScanCounts() if counts is None else counts
    health = roots.check(store, root)
    if not health.is_online:
        raise RootFolderOffline(health.message, hint=health.hint, path=root.display_path)
    try:
        with store.reading() as reader:
            yield from _Scan(store, reader, root, watch, options or ScanOptions(), counts).run()
    finally:
        counts.seconds = round(time.monotonic() - began, 3)
    store.checkpoint()
    return counts


class _Scan:
    def __init__(
        self,
        store: LibraryStore,
        reader: LibraryReader,
        root: Root,
        watch: Watch,
        options: ScanOptions,
        counts: ScanCounts,
    ) -> None:
        self._store = store
        self._reader = reader
        self._root = root
        self._watch = watch
        self._options = options
        self._state = _State(counts)
        self._sidecars = SidecarReader(reader, root, watch, counts)
        self._scope = make_scope(reader, root.id, options.folders)
        self._known = self._scope.known
        self._total = (root.file_count or None) if self._scope.is_whole else None
        # A full scan lists every folder and asks nobody for those below it.
        self._children = {} if options.full else _children(self._known)

    def run(self) -> Generator[None, None, None]:
        """Walk, then look again at what was unfinished, then settle what is gone."""
        for listing in self._walk():
            self._take(listing)
            if self._is_group_full():
                self._take_group()
                if self._batch_is_full():
                    self._flush()
                yield
        self._take_group()
        self._flush()
        self._watch.report(self._state.seen_files, self._total)
        yield
        yield from self._take_young()
        yield from self._finish_outer()
        self._settle()

    def _walk(self) -> Generator[FolderListing, None, None]:
        options = WalkOptions(
            link_folders=self._options.link_folders,
            excluded=self._options.excluded,
            young_seconds=self._options.young_seconds,
            leads_on=self._scope.leads_on,
        )
        yield from iter_folders(
            self._root.path,
            known_folders=self._known_folder,
            options=options,
            should_stop=lambda: self._watch.cancelled,
        )

    def _known_folder(self, path: bytes) -> KnownFolder | None:
        if self._options.full or self._scope.must_list(path):
            return None
        known = self._known.get(path)
        if known is None:
            return None
        return KnownFolder(known[1], tuple(self._children.get(path, ())))

    def _take(self, listing: FolderListing) -> None:
        state = self._state
        if not self._scope.takes(listing):
            return
        state.visited.add(listing.path)
        # What a rule hides, or a link leads to, was not looked at: it is not gone.
        state.spared.update(listing.ignored)
        shown = display_path(listing.path) or self._root.display_path
        self._watch.report(state.seen_files, self._total, shown)
        if listing.error is not None:
            state.spared.add(listing.path)
            state.counts.failed += 1
            self._watch.item_failed(shown, _unreadable(listing.path, shown, listing.error))
        elif listing.ignored_by is not None:
            state.spared.add(listing.path)
        elif not listing.unchanged:
            state.seen_files += len(listing.files)
            state.group.append(listing)

    def _is_group_full(self) -> bool:
        group = self._state.group
        return len(group) >= _GROUP_FOLDERS or (
            bool(group) and len(group[-1].files) >= _GROUP_FOLDERS
        )

    def _take_group(self) -> None:
        """Look at the listed folders; those that are as they were cost one comparison each."""
        group, self._state.group = self._state.group, []
        known = [self._known[each.path][0] for each in group if each.path in self._known]
        before = present_files(self._reader, known) if known else {}
        for listing in group:
            folder_id, stamp = self._known.get(listing.path, (0, None))
            finished = stamp is not None and stamp == listing.stamp
            if not finished or before[folder_id] != list(listing.files):
                self._take_listed(listing)

    def _take_listed(self, listing: FolderListing) -> None:
        known = self._known.get(listing.path)
        rows = files_of_folder(self._reader, known[0]) if known else []
        if listing.young and not _are_known(listing, rows):
            self._state.young.append((listing, time.monotonic()))
        else:
            self._examine(listing, listing.files, rows)

    def _examine(
        self,
        listing: FolderListing,
        files: Sequence[FoundFile],
        known: Sequence[KnownFileRow],
    ) -> None:
        work = examine_folder(listing, files, known, self._root.library_kind)
        before = self._known.get(listing.path)
        work.unfinished = before is not None and before[1] is None
        if work.is_idle and before is not None and before[1] == listing.stamp is not None:
            return  # a full scan that found nothing: not a word to write
        self._state.works.append(work)
        self._state.batch_files += len(work.new)

    def _batch_is_full(self) -> bool:
        state = self._state
        files = min(map(get_batch_size_recommendation, ("scan", "scan.sidecars")))
        return state.batch_files >= files or len(state.works) >= _BATCH_FOLDERS

    def _flush(self) -> None:
        """Write the batch: first files and items, then their sidecars and the folders' stamps."""
        self._watch.raise_if_cancelled()
        state = self._state
        works, state.works = state.works, []
        files, state.batch_files = state.batch_files, 0
        if not works:
            return
        self._save_subfolders(works)
        with timed_batch("scan", files), self._store.writing("scan") as session:
            written = write_folders(session, self._reader, self._root, works)
        state.counts.added += written.added
        state.counts.moved += len(written.moved)
        state.moved |= written.moved
        for work in works:
            state.counts.changed += work.changed_media
            state.gone += work.gone
        self._write_sidecars(works, written.folders)

    def _save_subfolders(self, works: Sequence[FolderWork]) -> None:
        """Note the folders that are still to be listed before their parent counts as done.

        A quick scan does not list a parent again that did not change: without these rows a scan
        that was stopped would never come to them.
        """
        new = [p for work in works for p in work.listing.subfolders if p not in self._known]
        for start in range(0, len(new), _FOLDERS_NOTED):
            with self._store.writing("scan") as session:
                save_folders(
                    session,
                    self._root.id,
                    dict.fromkeys(new[start : start + _FOLDERS_NOTED]),
                )

    def _write_sidecars(
        self, works: Sequence[FolderWork], folders: Mapping[bytes, int], *, last: bool = False
    ) -> None:
        finds = []
        stamps: dict[bytes, int | None] = {}
        for work in works:
            path = work.listing.path
            if work.needs_outer_pass and not last:
                self._state.outer.append((work, folders[path]))
                continue
            if work.needs_sidecars:
                finds += self._read_sidecars(work, folders[path])
            # Files are gone from here: until it is settled what became of them, look here again.
            stamps[path] = None if work.gone else work.listing.stamp
        files = sum(len(work.new) for work in works)
        with timed_batch("scan.sidecars", files), self._store.writing("scan") as session:
            write_finds(session, self._root.id, finds)
            save_folders(session, self._root.id, stamps)
            save_progress(self._watch, session)

    def _read_sidecars(self, work: FolderWork, folder_id: int) -> list[LocalFinds]:
        finds = self._sidecars.read_folder(work.listing.path, folder_id, work.files)
        for find in finds:
            find.lost_nfo = find.fields is None and ParsedKind.NFO in work.touched
        return finds

    def _take_young(self) -> Generator[None, None, None]:
        """Look again at files that were just written; leave those that still grow."""
        young, self._state.young = self._state.young, []
        for listing, seen_at in young:
            self._wait_until(seen_at + _STABLE_SECONDS)
            settled = [
                file
                for file in listing.files
                if file.path not in listing.young or self._is_unchanged(file)
            ]
            known = self._known.get(listing.path)
            rows = files_of_folder(self._reader, known[0]) if known else []
            self._examine(listing, settled, rows)
            if self._batch_is_full():
                self._flush()
                yield
        self._flush()

    def _wait_until(self, instant: float) -> None:
        while (left := instant - time.monotonic()) > 0:
            self._watch.raise_if_cancelled()
            time.sleep(min(left, 0.1))

    def _is_unchanged(self, file: FoundFile) -> bool:
        try:
            stat = os.stat(os.path.join(self._root.path, file.path))  # noqa: PTH116, PTH118 - bytes
        except OSError:
            return False
        return (stat.st_size, stat.st_mtime_ns) == (file.size_bytes, file.mtime_ns)

    def _finish_outer(self) -> Generator[None, None, None]:
        """Read sidecars that belong to media in other folders, now that those are known."""
        outer, self._state.outer = self._state.outer, []
        for start in range(0, len(outer), _BATCH_FOLDERS):
            batch = outer[start : start + _BATCH_FOLDERS]
            folders = {work.listing.path: folder_id for work, folder_id in batch}
            self._write_sidecars([work for work, _ in batch], folders, last=True)
            yield
        below = self._options.folders or (b"",)
        link_attached(
            self._store, self._reader, self._root, below=[path.rstrip(b"/") for path in below]
        )

    def _settle(self) -> None:
        """Decide what became of the files that were not there: moved, missing, or on hold."""
        state = self._state
        folders = self._scope.find_gone(state.visited, state.spared)
        gone = [file for file in state.gone if file.id not in state.moved]
        for path in folders:
            rows = files_of_folder(self._reader, self._known[path][0])
            gone += [
                known_file(row)
                for row in rows
                if row.state == "present" and row.id not in state.moved
            ]
        settled = settle_gone(
            self._store,
            self._reader,
            self._root,
            GoneFiles(
                gone,
                [self._known[path][0] for path in folders],
                state.started_us,
                whole=self._scope.is_whole,
            ),
            is_mass=lambda count: is_mass_disappearance(
                count,
                self._root.file_count,
                share=self._options.hold_share,
                at_least=self._options.hold_at_least,
            ),
        )
        state.counts.moved += settled.moved
        state.counts.added -= settled.moved
        state.counts.missing = settled.missing
        state.counts.held = settled.held


def _are_known(listing: FolderListing, rows: Sequence[KnownFileRow]) -> bool:
    """Tell whether the young files are what the last scan took already: nothing to wait for."""
    known = {(row.path, row.size_bytes, row.mtime_ns) for row in rows}
    young = (file for file in listing.files if file.path in listing.young)
    return all((file.path, file.size_bytes, file.mtime_ns) in known for file in young)


def _children(known: Mapping[bytes, tuple[int, int | None]]) -> dict[bytes, list[bytes]]:
    children: dict[bytes, list[bytes]] = {}
    for path in sorted(known):
        if path:
            children.setdefault(folder_of(path), []).append(path)
    return children


def _unreadable(folder: bytes, shown: str, code: str) -> UnreadableFile:
    return UnreadableFile(
        f"{shown} could not be read: {code}.",
        hint="Check the permissions of the folder; what is known of it stays in the library.",
        path=shown,
        reason=code,
        folder=folder,
    )
