"""Add, check, move and remove the folders that a library scans. Files are never touched."""

import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from media_manager.domain.media import LibraryKind
from media_manager.domain.roots import RootHealth, VolumeIdentity
from media_manager.domain.uids import now_us
from media_manager.errors import DiskFull, LibraryError
from media_manager.files import display_path
from media_manager.persistence.scan_reader import list_checked_roots, list_roots
from media_manager.persistence.store import LibraryStore
from media_manager.scanning.volumes import check_root

if TYPE_CHECKING:
    from media_manager.library.kept_roots import KeptRoot

_log = logging.getLogger(__name__)

_UNSIGNED = 1 << 64


@dataclass(frozen=True, slots=True)
class Root:
    """A root folder and the library that it belongs to."""

    id: int
    library_id: int
    library_name: str
    library_kind: LibraryKind
    path: bytes
    display_path: str
    state: str
    state_reason: str | None
    held_count: int
    file_count: int
    identity: VolumeIdentity | None


def find_roots(store: LibraryStore, *, counted: bool = True) -> list[Root]:
    """Return all root folders; none when there is no library yet.

    Not `counted`, the number of files only says whether there are any: a million take 200 ms.
    """
    if not store.exists():
        return []
    with store.reading() as reader:
        rows = list_roots(reader) if counted else list_checked_roots(reader)
        return [_root(row) for row in rows if row["kind"] == "folder"]


def add_root(
    store: LibraryStore,
    path: Path | bytes,
    *,
    library: str | None = None,
    kind: LibraryKind = LibraryKind.AUTO,
) -> Root:
    """Add a folder to a library, made when it is new; return the root that is there already.

    The library is named after the folder unless `library` says otherwise. Raises LibraryError
    for a folder that is not there, or that lies in or around another root of the same library.
    """
    # Late: everything that only looks at the library does without SQLAlchemy.
    from media_manager.persistence.repositories.places import (  # noqa: PLC0415
        ensure_library,
        ensure_root,
    )

    full = os.path.abspath(os.fsencode(path))  # noqa: PTH100 - bytes
    if not os.path.isdir(full):  # noqa: PTH112 - bytes
        raise LibraryError(
            f"{display_path(full)} is not a folder that can be read.",
            hint="Check the path, and that the drive is connected.",
            path=display_path(full),
        )
    store.ensure()
    name = library or display_path(os.path.basename(full) or full)  # noqa: PTH119 - bytes
    _refuse_overlap(store, full, name)
    with store.writing("roots", durable=True) as session:
        library_id = ensure_library(session, name, kind)
        root_id = ensure_root(session, library_id, full, display_path(full))
    note_roots(store)
    return get_root(store, root_id)


def take_folder(
    store: LibraryStore,
    path: Path | str,
    *,
    library: str | None = None,
    kind: LibraryKind | None = None,
) -> list[Root]:
    """Return the roots that a folder is or lies in; a folder that is new becomes one.

    With `library` only its roots count. Raises LibraryError as `add_root` does.
    """
    full = os.path.abspath(os.fsencode(path))  # noqa: PTH100 - bytes
    known = [root for root in find_roots(store) if library in (None, root.library_name)]
    same = [root for root in known if root.path == full]
    around = [root for root in known if full.startswith(root.path.rstrip(b"/") + b"/")]
    if same or around:
        return same or around
    return [add_root(store, Path(path), library=library, kind=kind or LibraryKind.AUTO)]


def get_root(store: LibraryStore, root_id: int) -> Root:
    """Return one root; raise LibraryError when there is none of this number."""
    for root in find_roots(store):
        if root.id == root_id:
            return root
    raise LibraryError(f"There is no root folder number {root_id}.", hint="See `libraries`.")


def check(store: LibraryStore, root: Root) -> RootHealth:
    """Look whether the root is there and the same disk; note the result in the library.

    May hang on a dead share: call it on a lane, never on the main thread.
    """
    health = check_root(root.path, root.identity, known_files=root.file_count)
    state = "online" if health.is_online else "offline"
    if state == "online" and root.state == "held":
        state = "held"
    values: dict[str, Any] = {"state": state, "state_reason": health.reason or None}
    if health.is_online and root.identity is None:
        values |= {
            "marker_uid": health.identity.marker_uid,
            "filesystem_uuid": health.identity.filesystem_uuid,
            "filesystem_id": _signed(health.identity.filesystem_id),
        }
    if (state, values["state_reason"]) != (root.state, root.state_reason) or len(values) > 2:  # noqa: PLR2004 - more than the state
        from media_manager.persistence.repositories.places import (  # noqa: PLC0415 - late
            update_root,
        )

        with store.writing("roots") as session:
            update_root(session, root.id, checked_at=now_us(), **values)
        if "marker_uid" in values:
            note_roots(store)
    return health


def release_hold(store: LibraryStore, root_id: int) -> None:
    """Say that the files that disappeared are really gone: the next scan marks them missing."""
    from media_manager.persistence.repositories.places import update_root  # noqa: PLC0415 - late

    with store.writing("roots", durable=True) as session:
        update_root(session, root_id, state="online", state_reason="released", held_count=0)


def plan_relocation(store: LibraryStore, root_id: int, path: Path | bytes) -> str:
    """Return the new place as it is shown; raise LibraryError when the root is not there."""
    root = get_root(store, root_id)
    full = os.path.abspath(os.fsencode(path))  # noqa: PTH100 - bytes
    health = check_root(full, root.identity, known_files=root.file_count)
    if not health.is_online:
        raise LibraryError(health.message, hint=health.hint, path=display_path(full))
    others = [each for each in find_roots(store) if each.id != root_id]
    if any(each.path == full and each.library_id == root.library_id for each in others):
        raise LibraryError(
            f"{display_path(full)} is a root folder of {root.library_name} already.",
            hint="See `libraries`.",
            path=display_path(full),
        )
    return display_path(full)


def relocate_root(store: LibraryStore, root_id: int, path: Path | bytes) -> Root:
    """Say that a root now lies elsewhere: items, edits and history stay as they are."""
    from media_manager.persistence.repositories.places import update_root  # noqa: PLC0415 - late

    plan_relocation(store, root_id, path)
    full = os.path.abspath(os.fsencode(path))  # noqa: PTH100 - bytes
    with store.writing("roots", durable=True) as session:
        update_root(
            session,
            root_id,
            path=full,
            display_path=display_path(full),
            state="online",
            state_reason=None,
        )
    note_roots(store)
    return get_root(store, root_id)


def note_roots(store: LibraryStore) -> None:
    """Write the folders to a file of their own, for when the library cannot be read any more."""
    # Late: who only looks writes nothing.
    from media_manager.library.kept_roots import keep_roots  # noqa: PLC0415

    try:
        keep_roots(store.path, map(kept_root, find_roots(store, counted=False)))
    except (OSError, DiskFull) as error:
        _log.warning("roots: the list of folders was not kept: %s", error)


def kept_root(root: Root) -> "KeptRoot":
    """Return what is kept of a root."""
    from media_manager.library.kept_roots import KeptRoot  # noqa: PLC0415 - as above

    return KeptRoot(
        root.library_name,
        root.library_kind,
        root.path,
        root.display_path,
        root.identity or VolumeIdentity(),
    )


def _refuse_overlap(store: LibraryStore, full: bytes, library: str) -> None:
    for root in find_roots(store):
        inside = full.startswith(root.path.rstrip(b"/") + b"/")
        around = root.path.startswith(full.rstrip(b"/") + b"/")
        if root.library_name == library and (inside or around):
            raise LibraryError(
                f"{display_path(full)} overlaps with {root.display_path}, which the library "
                f"“{library}” already scans.",
                hint="Scan the folder that is there, or choose another library.",
            )


def _signed(number: int | None) -> int | None:
    """Return the 64 bits of a file system's number as the database can keep them."""
    return number - _UNSIGNED if number is not None and number >= _UNSIGNED // 2 else number


def _root(row: dict[str, Any]) -> Root:
    number = row["filesystem_id"]
    identity = VolumeIdentity(
        row["marker_uid"],
        row["filesystem_uuid"],
        None if number is None else number % _UNSIGNED,
    )
    return Root(
        id=row["id"],
        library_id=row["library_id"],
        library_name=row["library_name"],
        library_kind=LibraryKind(row["library_kind"]),
        path=bytes(row["path"]),
        display_path=row["display_path"],
        state=row["state"],
        state_reason=row["state_reason"],
        held_count=row["held_count"],
        file_count=row["file_count"],
        identity=None if identity == VolumeIdentity() else identity,
    )
