"""Keep what can be made anew within its limits: thumbnails, columns, kept views, leftovers."""

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from media_manager.errors import StorageError
from media_manager.files import remove_leftovers, safe_remove
from media_manager.library.kept_view import uid_of_kept_view
from media_manager.library.thumbnails import ThumbnailCache, ThumbnailRequest
from media_manager.library.watch import Unwatched, Watch
from media_manager.persistence.columns.manifest import ColumnsUnusable, read_manifest
from media_manager.persistence.store import LibraryStore
from media_manager.scanning.images import Thumbnail
from media_manager.settings import Profile

_NOBODY: Final = Unwatched()
# What another process is about to name is never that old.
_HOUR: Final = 3_600


@dataclass(frozen=True, slots=True)
class CacheCare:
    """What was done to the caches. As text: one line a cache."""

    thumbnails_before: int
    thumbnails_removed: int
    thumbnail_bytes: int
    thumbnail_max_bytes: int
    columns_removed: int
    views_removed: int
    leftovers_removed: int
    freed_bytes: int

    def __str__(self) -> str:
        share = self.thumbnail_bytes / self.thumbnail_max_bytes if self.thumbnail_max_bytes else 0
        return "\n".join(
            (
                f"Thumbnails: {self.thumbnails_removed:,} of {self.thumbnails_before:,} removed.",
                f"Thumbnails now fill {share:.0%} of their limit.",
                f"Columns: {self.columns_removed:,} files of other libraries removed.",
                f"Kept views: {self.views_removed:,} of other libraries removed.",
                f"Unfinished files: {self.leftovers_removed:,} removed.",
                f"Freed: {self.freed_bytes / 1024**2:,.1f} MiB.",
            )
        )


def maintain_caches(profile: Profile, *, thumbnail_bytes: int, watch: Watch = _NOBODY) -> CacheCare:
    """Bring every cache folder of a profile within its limits; what is of use stays.

    A library that cannot be read now keeps its columns and views: nobody knows whose they are.
    Called on a worker thread; stops between two caches.
    """
    before = _size(profile)
    leftovers = sum(_leftovers(folder) for folder in _folders(profile))
    watch.report(1, 3)
    watch.raise_if_cancelled()
    cache = ThumbnailCache(profile.thumbnails, max_bytes=thumbnail_bytes, decode=_refuse)
    usage = cache.usage()
    removed = cache.evict()
    watch.report(2, 3)
    watch.raise_if_cancelled()
    columns, views = _remove_foreign(profile)
    watch.report(3, 3)
    return CacheCare(
        thumbnails_before=usage.files,
        thumbnails_removed=removed,
        thumbnail_bytes=cache.usage().size_bytes,
        thumbnail_max_bytes=thumbnail_bytes,
        columns_removed=columns,
        views_removed=views,
        leftovers_removed=leftovers,
        freed_bytes=max(0, before - _size(profile)),
    )


def _remove_foreign(profile: Profile) -> tuple[int, int]:
    """Remove columns and views of a library that is not the one of this profile."""
    try:
        uid = _library_uid(profile)
    except StorageError:
        return 0, 0
    return _remove_columns(profile.columns, uid), _remove_views(profile.views, uid)


def _library_uid(profile: Profile) -> str:
    """Return the uid of the library, nothing where there is none; raise StorageError."""
    store = LibraryStore(profile.library_db)
    if not store.exists():
        return ""
    with store.reading() as reader:
        return reader.uid()


def _remove_columns(folder: Path, uid: str) -> int:
    try:
        if read_manifest(folder).uid == uid:
            return 0
    except ColumnsUnusable:
        pass  # files that nothing names are of no use to anybody
    return sum(_remove(path, folder) for path in _files(folder) if _is_old(path))


def _remove_views(folder: Path, uid: str) -> int:
    foreign = [path for path in _files(folder) if uid_of_kept_view(path) != uid]
    return sum(_remove(path, folder) for path in foreign)


def _leftovers(folder: Path) -> int:
    try:
        return remove_leftovers(folder)
    except OSError:
        return 0


def _folders(profile: Profile) -> Iterator[Path]:
    yield from (profile.cache, profile.columns, profile.views, profile.thumbnails)
    with contextlib.suppress(OSError), os.scandir(profile.thumbnails) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield Path(entry.path)


def _files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_file() and not path.is_symlink()]
    except OSError:
        return []


def _is_old(path: Path) -> bool:
    with contextlib.suppress(OSError):
        return time.time() - path.stat().st_mtime > _HOUR
    return False


def _remove(path: Path, folder: Path) -> bool:
    # Held by somebody on Windows, or gone meanwhile: the next care comes.
    try:
        safe_remove(path, inside=folder)
    except OSError:
        return False
    return True


def _size(profile: Profile) -> int:
    total = 0
    for folder in _folders(profile):
        for path in _files(folder):
            with contextlib.suppress(OSError):
                total += path.stat().st_size
    return total


def _refuse(request: ThumbnailRequest) -> Thumbnail:
    """Stand for a decoder where only files are counted and removed."""
    raise AssertionError(f"nothing is decoded here: {request.key}")
