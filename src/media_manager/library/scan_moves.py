"""Recognize files that were moved or renamed: the same inode, size and time at a new path."""

import os
from collections.abc import Mapping, Sequence
from typing import Any

from media_manager.domain.media import FoundFile, Layer
from media_manager.library.roots import Root
from media_manager.library.scan_folder import folder_of, read_name
from media_manager.library.scan_items import (
    ItemPlan,
    NewFile,
    PlannedItem,
    is_main,
    plan_items,
)
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.repositories.items import update_items
from media_manager.persistence.repositories.names import forget_guesses
from media_manager.persistence.repositories.places import ids_of_paths, update_files
from media_manager.persistence.repositories.tree import (
    is_key_free,
    items_of_files,
    paths_of_show,
    shows_of,
)
from media_manager.persistence.repositories.values import apply_values, save_layers
from media_manager.persistence.scan_reader import KnownFileRow, files_by_inode
from media_manager.persistence.writer import WriteSession


def file_columns(file: NewFile, root_id: int, folders: Mapping[bytes, int]) -> dict[str, Any]:
    """Return the columns that say where a file is, which one it is and how sure its name is."""
    found = file.found
    folder = folder_of(found.path)
    while folder not in folders and folder:
        folder = folder_of(folder)  # a disc lies deeper than the folder that lists it
    return {
        "root_id": root_id,
        "folder_id": folders.get(folder),
        "path": found.path,
        "device": found.device,
        "inode": found.inode,
        "size_bytes": found.size_bytes,
        "mtime_ns": found.mtime_ns,
        "name_status": "doubtful" if file.parsed.doubtful and is_main(file.parsed) else "sure",
    }


def take_known(
    session: WriteSession, root: Root, new: Sequence[NewFile], folders: Mapping[bytes, int]
) -> list[NewFile]:
    """Bring rows up to date whose path is known after all; return the files that are new.

    So it is when a folder was forgotten and is back, or when another process scans beside us.
    """
    known = ids_of_paths(session, root.id, [file.found.path for file in new])
    back = [file for file in new if file.found.path in known]
    ids = {file.found.path: known[file.found.path] for file in back}
    update_files(
        session,
        [
            {
                "id": ids[file.found.path],
                "state": "present",
                "missing_since": None,
                **file_columns(file, root.id, folders),
            }
            for file in back
        ],
    )
    owners = items_of_files(session, ids.values())
    session.touch({item_id for each in owners.values() for item_id in each}, "file_state")
    return [file for file in new if file.found.path not in known]


def take_moved(
    session: WriteSession,
    reader: LibraryReader,
    root: Root,
    new: Sequence[NewFile],
    folders: Mapping[bytes, int],
) -> dict[bytes, int]:
    """Give known files that moved their new path; return path -> file id of those.

    A file that is also still at its old path is a hard link, not a move.
    """
    by_place = {
        (f.found.device, f.found.inode, f.found.size_bytes, f.found.mtime_ns): f
        for f in new
        if f.found.inode
    }
    moved: dict[bytes, int] = {}
    rows = []
    for known, known_root in files_by_inode(reader, [place[:2] for place in by_place]):
        place = (known.device, known.inode, known.size_bytes, known.mtime_ns)
        file = by_place.get(place)
        if file is None or file.found.path in moved or not _left(known, known_root):
            continue
        moved[file.found.path] = known.id
        place_now = file_columns(file, root.id, folders)
        rows.append({"id": known.id, "state": "present", "missing_since": None, **place_now})
    update_files(session, rows)
    _rename_items(session, root, [file for file in new if file.found.path in moved], moved)
    return moved


def _left(known: KnownFileRow, known_root: bytes) -> bool:
    return not os.path.lexists(os.path.join(known_root, known.path))  # noqa: PTH118 - bytes


def _rename_items(
    session: WriteSession, root: Root, files: Sequence[NewFile], moved: Mapping[bytes, int]
) -> None:
    """Let what file names say of films and shows follow the new names; all else stays."""
    if not files:
        return
    plan = plan_items(files, root_id=root.id, library_id=root.library_id, kind=root.library_kind)
    owners = items_of_files(session, moved.values())
    session.touch({item_id for each in owners.values() for item_id in each}, "files")
    keys: dict[int, str] = {}
    for position, key in plan.item_files:
        for item_id in owners.get(moved[files[position].found.path], ()):
            keys.setdefault(item_id, key)
    update_items(session, [{"id": n, "scan_key": key} for n, key in keys.items()])
    save_layers(
        session, Layer.FILENAME, "name", {n: plan.items[key].fields for n, key in keys.items()}
    )
    forget_guesses(session, keys)
    apply_values(session, keys)
    _rename_shows(session, root, _show_keys(session, plan, files, moved, owners))


def _show_keys(
    session: WriteSession,
    plan: ItemPlan,
    files: Sequence[NewFile],
    moved: Mapping[bytes, int],
    owners: Mapping[int, Sequence[int]],
) -> dict[int, PlannedItem]:
    """Return show id -> the one show that the new names of its episodes speak of."""
    shows = shows_of(session, {item_id for each in owners.values() for item_id in each})
    keys: dict[int, set[str]] = {}
    for position, episode in plan.episodes:
        for item_id in owners.get(moved[files[position].found.path], ()):
            if item_id in shows:
                keys.setdefault(shows[item_id], set()).add(episode.show_key)
    return {show: plan.shows[key] for show, (key, *more) in keys.items() if not more}


def _rename_shows(session: WriteSession, root: Root, wanted: Mapping[int, PlannedItem]) -> None:
    """Rename shows all of whose files bear another title now, so that new episodes join them."""
    for show_id, show in wanted.items():
        if not is_key_free(session, root.library_id, show.key):
            continue
        paths = paths_of_show(session, show_id)
        named = [
            NewFile(FoundFile(path, 0, 0, 0, 0), read_name(path, root.library_kind))
            for path in paths
        ]
        all_of_it = plan_items(
            named, root_id=root.id, library_id=root.library_id, kind=root.library_kind
        )
        if set(all_of_it.shows) == {show.key} and not all_of_it.items:
            update_items(session, [{"id": show_id, "scan_key": show.key}])
            save_layers(session, Layer.FILENAME, "name", {show_id: show.fields})
            apply_values(session, [show_id])
