"""Remove a file or folder, with one guard that nobody can walk around."""

# Paths are bytes here, and pathlib takes only text.
# ruff: noqa: PTH106, PTH108, PTH118, PTH119, PTH120

import os
import shutil
import stat
from typing import NoReturn

from media_manager.errors import LibraryError
from media_manager.files.paths import AnyPath, display_path


def safe_remove(path: AnyPath, *, inside: AnyPath) -> None:
    """Remove one file, one symbolic link, or one empty folder that lies below `inside`.

    Refuses with LibraryError: an empty path, a file-system root, `inside` itself, anything
    outside it. A link is removed, never what it points at.
    """
    target = _guarded(path, inside)
    if stat.S_ISDIR(os.lstat(target).st_mode):
        os.rmdir(target)
    else:
        os.unlink(target)


def safe_remove_tree(path: AnyPath, *, inside: AnyPath) -> None:
    """Remove a folder below `inside` with all it holds, under the guard of `safe_remove`."""
    target = _guarded(path, inside)
    if not stat.S_ISDIR(os.lstat(target).st_mode):
        _refuse(target, "is not a folder")
    shutil.rmtree(target)  # noqa: TID251 - this is the guarded place that the ban points to


def _guarded(path: AnyPath, inside: AnyPath) -> bytes:
    """Return the real place of `path`, or refuse."""
    text, border = os.fsencode(path), os.fsencode(inside)
    if not text.strip() or not border.strip():
        _refuse(text, "is an empty path")
    if os.path.basename(text.rstrip(b"/")) in {b"", b".", b".."}:
        _refuse(text, "does not name a file")
    # The last part is not resolved: a link is removed as a link.
    folder = os.path.realpath(os.path.dirname(text.rstrip(b"/")) or b".")
    target = os.path.join(folder, os.path.basename(text.rstrip(b"/")))
    border = os.path.realpath(border)
    if os.path.dirname(border) == border:
        _refuse(border, "is the root of the file system and no border")
    if os.path.commonpath([target, border]) != border or target == border:
        _refuse(target, f"is not inside {display_path(border)}")
    if os.path.ismount(target):
        _refuse(target, "is a mounted drive")
    return target


def _refuse(path: bytes, reason: str) -> NoReturn:
    raise LibraryError(
        f"{display_path(path) or 'The path'} {reason}; nothing was removed",
        hint="This is a safety stop. Remove the file by hand if you are sure.",
        path=display_path(path),
    )
