"""Write a whole file or nothing: a crash leaves the old content or the new, never half of it."""

# Paths are bytes here, and pathlib takes only text.
# ruff: noqa: PTH105, PTH108, PTH118, PTH120, PTH123

import contextlib
import errno
import os
import secrets
import sys
import time

from media_manager.errors import DiskFull
from media_manager.files.paths import AnyPath, display_path

# The walker never looks at names that begin with a dot, so a temporary file is never an item.
_PREFIX = b".media-manager-"
_SUFFIX = b".part"
_FULL = {errno.ENOSPC, errno.EDQUOT} if sys.platform != "win32" else {errno.ENOSPC}


def write_atomic(
    path: AnyPath, data: bytes | memoryview, *, mode: int = 0o600, durable: bool = True
) -> None:
    """Replace `path` by a file with `data`.

    The bytes are on disk before the name points at them, and the name is on disk when this
    returns; `durable=False` leaves both to the system, for files that can be made anew. A symbolic
    link at `path` is replaced, not followed. Raises DiskFull or OSError, and then the old file is
    untouched.
    """
    target = os.fsencode(path)
    folder = os.path.dirname(target) or b"."
    temporary = os.path.join(folder, _PREFIX + secrets.token_hex(8).encode() + _SUFFIX)
    try:
        _write(temporary, data, mode=mode, durable=durable)
        os.replace(temporary, target)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        if isinstance(error, OSError) and error.errno in _FULL:
            raise DiskFull(
                f"There is no space left to write {display_path(target)}",
                hint="Free some space on this drive and try again.",
                path=display_path(target),
            ) from error
        raise
    if durable:
        sync_folder(folder)


def _write(path: bytes, data: bytes | memoryview, *, mode: int, durable: bool) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, mode)
    with open(descriptor, "wb", closefd=True) as file:
        file.write(data)
        if durable:
            file.flush()
            os.fsync(file.fileno())


def sync_folder(folder: bytes) -> None:
    """Put the names in `folder` on disk, where the system can."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            # Some network and FUSE file systems cannot sync a folder; the file is written.
            if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EBADF}:
                raise
        finally:
            os.close(descriptor)


def remove_leftovers(folder: AnyPath, *, older_than_seconds: float = 3600.0) -> int:
    """Remove what a killed `write_atomic` left in `folder`; return how many files."""
    place = os.fsencode(folder)
    before = time.time() - older_than_seconds
    removed = 0
    with os.scandir(place) as entries:
        for entry in entries:
            ours = entry.name.startswith(_PREFIX) and entry.name.endswith(_SUFFIX)
            if ours and entry.is_file(follow_symlinks=False) and _is_older(entry, before):
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)
                    removed += 1
    return removed


def _is_older(entry: os.DirEntry[bytes], before: float) -> bool:
    with contextlib.suppress(OSError):
        return entry.stat(follow_symlinks=False).st_mtime < before
    return False
