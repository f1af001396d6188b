"""Writes libraries, root folders, folders and files. All in the caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from media_manager.domain.media import LibraryKind
from media_manager.domain.uids import new_uid, now_us
from media_manager.persistence.models.base import table_of
from media_manager.persistence.models.places import Folder, Library, MediaFile, RootFolder, Stream
from media_manager.persistence.writer import WriteSession


def ensure_library(session: WriteSession, name: str, kind: LibraryKind) -> int:
    """Return the library of this name, made when it is not there."""
    found = session.execute(select(Library.id).where(Library.name == name)).scalar()
    if found is not None:
        return int(found)
    session.touch_everything("libraries")
    values = {"uid": new_uid(), "name": name, "kind": str(kind), "created_at": now_us()}
    return int(session.execute(insert(Library).returning(Library.id), values).scalar_one())


def ensure_root(session: WriteSession, library_id: int, path: bytes, display_path: str) -> int:
    """Return the root folder at this path of a library, added when it is not there."""
    found = session.execute(
        select(RootFolder.id).where(RootFolder.library_id == library_id, RootFolder.path == path)
    ).scalar()
    if found is not None:
        return int(found)
    session.touch_everything("roots")
    values = {
        "uid": new_uid(),
        "library_id": library_id,
        "path": path,
        "display_path": display_path,
    }
    return int(session.execute(insert(RootFolder).returning(RootFolder.id), values).scalar_one())


def update_root(session: WriteSession, root_id: int, **values: Any) -> None:
    """Set columns of a root; announced as a change of roots."""
    session.execute(update(RootFolder).where(RootFolder.id == root_id).values(**values))
    session.touch_everything("roots")


def save_folders(
    session: WriteSession, root_id: int, folders: Mapping[bytes, int | None]
) -> dict[bytes, int]:
    """Save the stamps of folders (path -> stamp) and return their ids by path."""
    if not folders:
        return {}
    paths = list(folders)
    rows = session.execute(
        select(Folder.path, Folder.id, Folder.stamp).where(
            Folder.root_id == root_id, Folder.path.in_(paths)
        )
    ).all()
    known: dict[bytes, int] = {row.path: row.id for row in rows}
    stale = [
        {"b_id": row.id, "stamp": folders[row.path]}
        for row in rows
        if folders[row.path] != row.stamp
    ]
    if stale:
        session.execute(
            update(table_of(Folder)).where(table_of(Folder).c.id == bindparam("b_id")),
            stale,
        )
    new = [path for path in paths if path not in known]
    ids = session.reserve_ids("folder", len(new)) if new else ()
    fresh = [
        {"id": folder_id, "root_id": root_id, "path": path, "stamp": folders[path]}
        for folder_id, path in zip(ids, new, strict=True)
    ]
    session.insert_rows(table_of(Folder), fresh)
    return known | dict(zip(new, ids, strict=True))


def forget_folders(session: WriteSession, folder_ids: Iterable[int]) -> None:
    """Forget the stamps of folders that are gone."""
    session.execute(delete(Folder).where(Folder.id.in_(list(folder_ids))))


def ids_of_paths(session: WriteSession, root_id: int, paths: Sequence[bytes]) -> dict[bytes, int]:
    """Return path -> file id of the files of a root that are known."""
    if not paths:
        return {}
    rows = session.execute(
        select(MediaFile.path, MediaFile.id).where(
            MediaFile.root_id == root_id, MediaFile.path.in_(paths)
        )
    )
    return {bytes(row.path): row.id for row in rows}


def insert_files(session: WriteSession, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert media files and return their ids in order."""
    if not rows:
        return []
    ids = list(session.reserve_ids("media_file", len(rows)))
    now = now_us()
    session.insert_rows(
        table_of(MediaFile),
        [{"id": n, "first_seen_at": now, **row} for n, row in zip(ids, rows, strict=True)],
    )
    return ids


def update_files(session: WriteSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Update files; each row names its `id` and the same columns as the others."""
    if not rows:
        return
    table = table_of(MediaFile)
    prepared = [
        {("b_id" if key == "id" else key): value for key, value in row.items()} for row in rows
    ]
    session.execute(update(table).where(table.c.id == bindparam("b_id")), prepared)


def mark_missing(session: WriteSession, file_ids: Sequence[int]) -> None:
    """Say that files are gone from a root that is there. Nothing is deleted."""
    now = now_us()
    update_files(
        session, [{"id": each, "state": "missing", "missing_since": now} for each in file_ids]
    )


def replace_streams(
    session: WriteSession, streams: Mapping[int, Sequence[Mapping[str, Any]]]
) -> None:
    """Replace the probed streams of files, by the id of the file."""
    session.execute(delete(Stream).where(Stream.file_id.in_(list(streams))))
    rows = [{"file_id": file_id, **each} for file_id, many in streams.items() for each in many]
    if rows:
        session.execute(insert(table_of(Stream)), rows)
