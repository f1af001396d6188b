"""What became of files that a scan did not find again: moved, missing, or a person must decide."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from media_manager.domain.media import FoundFile
from media_manager.domain.uids import now_us
from media_manager.library.roots import Root
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.repositories.moves import adopt_file, propose_move
from media_manager.persistence.repositories.places import (
    forget_folders,
    mark_missing,
    update_root,
)
from media_manager.persistence.repositories.tree import items_of_files
from media_manager.persistence.scan_reader import recent_files
from media_manager.persistence.store import LibraryStore
from media_manager.scanning.changes import KnownFile, MovePlan, pair_moves
from media_manager.scanning.identity import partial_hash

_BATCH = 500


@dataclass(frozen=True, slots=True)
class GoneFiles:
    """Files that a walk did not find, the folders that are gone, and when the scan began.

    `whole`: the walk went through the whole root, so that it also says how the root is doing.
    """

    files: Sequence[KnownFile]
    folder_ids: Sequence[int]
    started_us: int
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Settled:
    """How it ended: found elsewhere, marked missing, or held back for a decision."""

    moved: int = 0
    missing: int = 0
    held: int = 0


def settle_gone(
    store: LibraryStore,
    reader: LibraryReader,
    root: Root,
    gone: GoneFiles,
    *,
    is_mass: Callable[[int], bool],
) -> Settled:
    """Settle the files that were not there. Nothing is ever deleted.

    When very many disappeared at once, nothing is marked: the root is held until a person says
    that they are really gone.
    """
    if not (gone.whole or gone.files or gone.folder_ids):
        return Settled()
    plan = _find_moved(reader, root, gone)
    missing = [*plan.gone, *(each.known for each in plan.doubtful)]
    hold = is_mass(len(missing)) and root.state_reason != "released"
    with store.writing("scan") as session:
        new_ids = {file.path: file.id for file in _recent(reader, root, gone)} if gone.files else {}
        for move in plan.moves:
            adopt_file(session, move.known.id, new_ids[move.found.path])
        for doubt in plan.doubtful:
            for candidate in doubt.candidates:
                propose_move(session, doubt.known.id, new_ids[candidate.path])
        values = {"scanned_at": now_us(), "state_reason": None}
        if hold:
            update_root(session, root.id, state="held", held_count=len(missing), **values)
            return Settled(moved=len(plan.moves), held=len(missing))
        if gone.whole:
            update_root(session, root.id, state="online", held_count=0, **values)
        forget_folders(session, gone.folder_ids)
    _mark_missing(store, [file.id for file in missing])
    return Settled(moved=len(plan.moves), missing=len(missing))


def _mark_missing(store: LibraryStore, file_ids: Sequence[int]) -> None:
    for start in range(0, len(file_ids), _BATCH):
        batch = file_ids[start : start + _BATCH]
        with store.writing("scan") as session:
            mark_missing(session, batch)
            owners = items_of_files(session, batch)
            session.touch({item for each in owners.values() for item in each}, "file_state")


def _find_moved(reader: LibraryReader, root: Root, gone: GoneFiles) -> MovePlan:
    if not gone.files:
        return MovePlan()
    found = [
        FoundFile(row.path, row.size_bytes, row.mtime_ns, row.device, row.inode)
        for row in _recent(reader, root, gone)
    ]

    def hash_of(file: FoundFile) -> bytes | None:
        try:
            return partial_hash(os.path.join(root.path, file.path))  # noqa: PTH118 - bytes
        except OSError:
            return None

    return pair_moves(gone.files, found, hash_of=hash_of)


def _recent(reader: LibraryReader, root: Root, gone: GoneFiles) -> list[KnownFile]:
    rows = recent_files(reader, root.id, gone.started_us, (f.size_bytes for f in gone.files))
    return [
        KnownFile(r.id, r.path, r.size_bytes, r.mtime_ns, r.device, r.inode, r.partial_hash)
        for r in rows
    ]
