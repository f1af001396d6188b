"""Is this root folder there, readable, and on the disk that it was on?

All of it touches the disk and may wait for a dead share: call it in a lane, with a time-out, and
once a root instead of once a file.
"""

# Paths are bytes here, and pathlib takes only text.
# ruff: noqa: PTH116, PTH118

import contextlib
import os
import stat
import sys
import uuid
from pathlib import Path

from media_manager.domain.roots import RootHealth, RootState, VolumeIdentity
from media_manager.files import display_path, write_atomic

MARKER = b".media-manager-root"
_LONGEST_MARKER = 256
_BY_UUID = Path("/dev/disk/by-uuid")
_MOUNTS = Path("/proc/self/mountinfo")
# What an empty mount point or a fresh disk may hold.
_NOTHING = frozenset({MARKER, b"lost+found", b".DS_Store", b"System Volume Information"})


def check_root(path: bytes, expected: VolumeIdentity | None, *, known_files: int) -> RootHealth:
    """Return how the root is doing; never raises for what a disk or share can do.

    `expected` is the identity that was kept when the root was added, `known_files` how many files
    the library has below it.
    """
    try:
        if not stat.S_ISDIR(os.stat(path).st_mode):
            return _gone(path, "not-a-folder")
        empty = _is_empty(path)
        found = read_volume(path)
    except (FileNotFoundError, NotADirectoryError):
        return _gone(path, "missing")
    except OSError as error:
        return _unreadable(path, error)
    if empty and known_files > 0:
        return _empty(path, known_files, found)
    if expected is not None and not is_same_volume(expected, found):
        return _other_disk(path, found)
    return RootHealth(RootState.ONLINE, "ok", identity=found)


def is_same_volume(expected: VolumeIdentity, found: VolumeIdentity) -> bool:
    """Tell whether two identities can be the same disk.

    Our marker travels with the files, so it decides when both have one. Else the UUID of the file
    system, else its number. A marker that is not there any more on a disk that cannot be told
    from another is not trusted.
    """
    if expected.marker_uid and found.marker_uid:
        return expected.marker_uid == found.marker_uid
    if expected.filesystem_uuid and found.filesystem_uuid:
        return expected.filesystem_uuid == found.filesystem_uuid
    if expected.filesystem_id and found.filesystem_id:
        return expected.filesystem_id == found.filesystem_id
    return expected.marker_uid is None


def read_volume(path: bytes) -> VolumeIdentity:
    """Return what identifies the disk at `path`. Raises OSError when it cannot be looked at."""
    device = os.stat(path).st_dev
    return VolumeIdentity(
        marker_uid=_read_marker(path),
        filesystem_uuid=_find_filesystem_uuid(path, device),
        filesystem_id=_filesystem_id(path),
    )


def write_marker(root: bytes, uid: str) -> str:
    """Put our marker into a root and return the uid that it now has.

    A marker that is already there, of another profile or an earlier library, stays and counts.
    Raises OSError on a read-only root: there the volume alone must serve.
    """
    present = _read_marker(root)
    if present is not None:
        return present
    # Readable by all: other accounts and machines share the drive.
    write_atomic(os.path.join(root, MARKER), f"{uuid.UUID(uid)}\n".encode(), mode=0o644)
    return str(uuid.UUID(uid))


def _read_marker(root: bytes) -> str | None:
    try:
        # A pipe of this name must not make us wait.
        descriptor = os.open(os.path.join(root, MARKER), os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return None
    try:
        return str(uuid.UUID(os.read(descriptor, _LONGEST_MARKER).decode("ascii").strip()))
    except (OSError, ValueError):
        return None
    finally:
        os.close(descriptor)


def _is_empty(path: bytes) -> bool:
    with os.scandir(path) as entries:
        return all(entry.name in _NOTHING for entry in entries)


def _filesystem_id(path: bytes) -> int | None:
    if sys.platform == "win32":
        number = os.stat(path).st_dev  # the serial number of the volume
    else:
        number = os.statvfs(path).f_fsid
    return number or None


def _find_filesystem_uuid(path: bytes, device: int) -> str | None:
    """Return the UUID that Linux knows for the disk behind `path`, if it knows one."""
    devices = _uuids_by_device()
    if device in devices:
        return devices[device]
    with contextlib.suppress(OSError):  # btrfs: the folder has a device number of its own
        return devices.get(_number_of(_mount_source(path)))
    return None


def _uuids_by_device() -> dict[int, str]:
    found: dict[int, str] = {}
    with contextlib.suppress(OSError):
        for link in _BY_UUID.iterdir():
            with contextlib.suppress(OSError):
                found[_number_of(link)] = link.name
    return found


def _number_of(device: str | Path) -> int:
    """Return the number of a disk; Windows has no such files."""
    return getattr(os.stat(device), "st_rdev", 0)


def _mount_source(path: bytes) -> str:
    """Return the device that is mounted at the nearest folder above `path`."""
    real = os.fsdecode(os.path.realpath(path))
    best, source = "", ""
    for line in _MOUNTS.read_text("utf-8", "surrogateescape").splitlines():
        before, _, after = line.partition(" - ")
        place = before.split()[4].replace("\\040", " ")
        if len(place) >= len(best) and Path(real).is_relative_to(place):
            best, source = place, after.split()[1]
    return source


def _gone(path: bytes, reason: str) -> RootHealth:
    return RootHealth(
        RootState.GONE,
        reason,
        f"{display_path(path)} is not there",
        "Connect the drive or mount the share. Everything that is known about it is kept.",
    )


def _unreadable(path: bytes, error: OSError) -> RootHealth:
    return RootHealth(
        RootState.UNREADABLE,
        "no-permission" if isinstance(error, PermissionError) else "io-error",
        f"{display_path(path)} cannot be read: {error.strerror}",
        "Check the permissions and the connection of the drive. Nothing was changed.",
    )


def _empty(path: bytes, known_files: int, found: VolumeIdentity) -> RootHealth:
    return RootHealth(
        RootState.EMPTY,
        "empty",
        f"{display_path(path)} is empty, but it held {known_files} files",
        "The drive is probably not mounted. If you emptied the folder, remove it from the library.",
        found,
    )


def _other_disk(path: bytes, found: VolumeIdentity) -> RootHealth:
    return RootHealth(
        RootState.OTHER_DISK,
        "volume-mismatch",
        f"Another disk is mounted at {display_path(path)}",
        "Connect the right drive, or confirm that this folder takes its place.",
        found,
    )
