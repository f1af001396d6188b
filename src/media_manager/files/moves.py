"""Rename without ever replacing what is already there."""

# Paths are bytes here, and pathlib takes only text.
# ruff: noqa: PTH104, PTH105, PTH108

import ctypes
import errno
import os
import secrets
import stat
import sys
from typing import NoReturn

from media_manager.errors import DestinationExists, FileVanished
from media_manager.files.paths import AnyPath, display_path

_AT_FDCWD = -100
_RENAME_NOREPLACE = 1  # linux/fs.h
_RENAME_EXCL = 4  # macOS sys/stdio.h
# What a kernel or file system answers that does not know the flag.
_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}
# What a file system answers that has no hard links, or forbids them.
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EACCES}


def rename_no_replace(source: AnyPath, destination: AnyPath) -> None:
    """Rename on one file system; refuse when `destination` exists, without a race.

    A change of upper and lower case alone works on file systems that ignore case. Raises
    DestinationExists, FileVanished, or OSError (EXDEV when the two are on different disks).
    """
    old, new = os.fsencode(source), os.fsencode(destination)
    if not os.path.lexists(old):
        raise FileVanished(
            f"{display_path(old)} is not there any more",
            hint="Scan the folder again.",
            path=display_path(old),
        )
    if _differs_in_case_only(old, new) and os.path.lexists(new):
        _rename_case(old, new)
    else:
        _rename(old, new)


def _differs_in_case_only(old: bytes, new: bytes) -> bool:
    if old == new:
        return False
    same_name = os.fsdecode(old).casefold() == os.fsdecode(new).casefold()
    return same_name and os.path.lexists(new) and os.path.samestat(os.lstat(old), os.lstat(new))


def _rename_case(old: bytes, new: bytes) -> None:
    """Rename in two steps; a second hard link under the new name is still refused."""
    between = old + b"." + secrets.token_hex(4).encode()
    _rename(old, between)
    try:
        _rename(between, new)
    except (DestinationExists, OSError):
        _rename(between, old)
        raise


def _rename(old: bytes, new: bytes) -> None:
    if sys.platform == "win32":
        try:
            os.rename(old, new)  # refuses an existing name on Windows
        except FileExistsError as error:
            _refuse(new, error)
    else:
        code = _native_rename(old, new)
        if code == errno.EEXIST:
            _refuse(new)
        if code in _UNSUPPORTED:
            _rename_without_flag(old, new)
        elif code:
            raise OSError(code, os.strerror(code), old, None, new)


def _native_rename(old: bytes, new: bytes) -> int:
    """Return 0 or the errno of the system's own no-replace rename."""
    library = ctypes.CDLL(None, use_errno=True)
    try:
        if sys.platform == "darwin":
            result = library.renamex_np(old, new, ctypes.c_uint(_RENAME_EXCL))
        else:
            result = library.renameat2(
                _AT_FDCWD, old, _AT_FDCWD, new, ctypes.c_uint(_RENAME_NOREPLACE)
            )
    except AttributeError:  # an old C library without the call
        return errno.ENOSYS
    return ctypes.get_errno() if result else 0


def _rename_without_flag(old: bytes, new: bytes) -> None:
    if stat.S_ISDIR(os.lstat(old).st_mode):
        _rename_folder(old, new)
        return
    try:
        os.link(old, new, follow_symlinks=False)
    except FileExistsError as error:
        _refuse(new, error)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _rename_onto_claim(old, new)
    else:
        os.unlink(old)


def _rename_folder(old: bytes, new: bytes) -> None:
    if os.path.lexists(new):
        _refuse(new)
    # A folder that appears in between is replaced only if it is empty: rename(2) sees to that.
    os.rename(old, new)


def _rename_onto_claim(old: bytes, new: bytes) -> None:
    """Claim the name with an empty file of our own, then rename over that file."""
    try:
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        _refuse(new, error)
    try:
        claim = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.replace(old, new)
    except OSError:
        now = os.lstat(new)
        if os.path.samestat(claim, now) and now.st_size == 0:
            os.unlink(new)
        raise


def _refuse(path: bytes, cause: OSError | None = None) -> NoReturn:
    raise DestinationExists(
        f"{display_path(path)} already exists",
        hint="Choose another name, or move the existing one away first.",
        path=display_path(path),
    ) from cause
