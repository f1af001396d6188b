"""Hear what happens in folders, by a child that can be killed; and know where nothing is heard."""

import ctypes
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from media_manager.domain.watching import PollReason
from media_manager.errors import UnreadableFile
from media_manager.processes import ChildLimits, ChildPool, run_capture
from media_manager.scanning.watch_frames import WatchAnswer, WatchRequest

# Made once, when the module is imported: two threads that make one for the same class at the
# same moment crash the program (see tests/house/test_decoders.py).
_ANSWERS = msgspec.msgpack.Decoder(list[WatchAnswer])
_MOUNTS = Path("/proc/self/mountinfo")
# File systems of another machine, or of a program that may not tell: inotify hears nothing there
# of what others do (man 7 inotify, "Limitations").
_REMOTE = frozenset(
    {
        "9p", "afs", "afpfs", "beegfs", "ceph", "cifs", "coda", "davfs", "fuse.davfs2",
        "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.s3fs", "fuse.sshfs", "glusterfs",
        "gfs2", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "prl_fs", "smb2", "smb3", "smbfs",
        "vboxsf", "virtiofs", "vmhgfs", "fuse.vmhgfs-fuse", "webdav",
    }
)  # fmt: skip
_LIMITS = ChildLimits(
    timeout_seconds=120.0,  # a root of 200,000 folders takes six seconds
    cpu_seconds=0,
    idle_seconds=0.0,
    max_calls=0,
    nice=5,
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard of one root: touched names and folders (relative), or that all is unsure.

    Each touch is (folder, name, deep); see `library.scan_scope.DEEP`. With a `reason` the root is
    no longer listened to.
    """

    root: bytes
    touches: tuple[tuple[bytes, bytes, bool], ...] = ()
    everything: bool = False
    root_itself: bool = False
    reason: PollReason = PollReason.NONE
    details: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a root cannot be listened to."""

    reason: PollReason
    details: str = ""


class FolderWatcher:
    """Listens to whole trees. Used by one thread; `close` may come from another."""

    def __init__(self, excluded: Sequence[bytes] = ()) -> None:
        self._excluded = [os.fsdecode(each) for each in excluded if _is_text(each)]
        self._pool = ChildPool("watch", 1, _LIMITS)

    def listen(self, root: bytes) -> Refusal | None:
        """Listen to a root from now on; return why not. Raises FileVanished, ProcessError."""
        if not _is_text(root):
            return Refusal(PollReason.NAMES, "the path of the folder is no text")
        request = WatchRequest(os.fsdecode(root), excluded=self._excluded)
        try:
            self._pool.call(msgspec.msgpack.encode(request))
        except UnreadableFile as error:
            return Refusal(PollReason(error.hint), str(error))
        return None

    def let_go(self, root: bytes) -> None:
        """Listen no longer to a root. Raises ProcessError."""
        if _is_text(root):
            request = WatchRequest(os.fsdecode(root), let_go=True)
            self._pool.call(msgspec.msgpack.encode(request))

    def collect(self, seconds: float) -> list[Heard]:
        """Wait until something is heard or the time is over.

        Raises ProcessError when the child died or hangs: then nothing is listened to any more.
        """
        request = WatchRequest(wait_ms=round(seconds * 1_000))
        reply = self._pool.call(msgspec.msgpack.encode(request))
        return [_heard(each) for each in _ANSWERS.decode(reply)]

    def close(self) -> None:
        """Kill the child; a call under way raises ProcessCrashed."""
        self._pool.close()


def _heard(told: WatchAnswer) -> Heard:
    return Heard(
        os.fsencode(told.root),
        tuple((os.fsencode(t.folder), os.fsencode(t.name), t.deep) for t in told.touches),
        told.everything,
        told.root_itself,
        PollReason(told.reason),
        told.details,
    )


def find_network_kind(path: bytes) -> str | None:
    """Return the kind of network drive that a folder is on (`nfs4`), or None when it is local.

    May hang on a dead share: call it where a disk may be waited for.
    """
    kind = _find_kind(path)
    return kind if kind in _REMOTE else None


if sys.platform == "win32":

    def _find_kind(path: bytes) -> str:
        drive = os.path.splitdrive(os.path.realpath(os.fsdecode(path)))[0]
        if drive.startswith("\\\\"):
            return "smb2"
        remote = 4  # DRIVE_REMOTE of GetDriveTypeW
        found = ctypes.windll.kernel32.GetDriveTypeW(drive + "\\")
        return "smb2" if found == remote else ""

else:

    def _find_kind(path: bytes) -> str:
        mounts = _linux_mounts() if sys.platform == "linux" else _bsd_mounts()
        place = os.path.realpath(path)
        found = ((len(at), n, kind) for n, (at, kind) in enumerate(mounts) if _holds(at, place))
        return max(found, default=(0, 0, ""))[2]


def _holds(mount: bytes, path: bytes) -> bool:
    return path == mount or path.startswith(mount.rstrip(b"/") + b"/")


def _linux_mounts() -> Iterator[tuple[bytes, str]]:
    """Yield where something is mounted and its kind; later ones lie above earlier ones."""
    try:
        lines = _MOUNTS.read_bytes().splitlines()
    except OSError:
        return
    for line in lines:
        before, _, after = line.partition(b" - ")
        yield _unescaped(before.split()[4]), after.split()[0].decode("ascii", "replace")


def _unescaped(place: bytes) -> bytes:
    for code, sign in ((b"\\040", b" "), (b"\\011", b"\t"), (b"\\012", b"\n"), (b"\\134", b"\\")):
        place = place.replace(code, sign)
    return place


def _bsd_mounts() -> Iterator[tuple[bytes, str]]:
    """Yield the same on macOS: `//me@nas/films on /Volumes/films (smbfs, nodev)`."""
    for line in run_capture(["/sbin/mount"]).output.splitlines():
        place, _, words = line.partition(b" on ")[2].rpartition(b" (")
        yield place, words.partition(b",")[0].rstrip(b")").decode("ascii", "replace")


def _is_text(path: bytes) -> bool:
    try:
        path.decode()
    except UnicodeDecodeError:
        return False
    return True
