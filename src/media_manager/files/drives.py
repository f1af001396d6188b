"""What kind of disk something lies on: a network drive keeps no locks that can be trusted."""

import os
import re
from contextlib import suppress
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
# Whose locks reach only as far as the server and the protocol care for them.
_NETWORK = frozenset(
    {
        "9p",
        "afs",
        "ceph",
        "cifs",
        "davfs",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb3",
        "smbfs",
        "virtiofs",
    }
)
_ESCAPED = re.compile(r"\\([0-7]{3})")


def network_filesystem(path: Path, mounts: Path = _MOUNTS) -> str | None:
    """Return the kind of network drive that `path` lies on; None on a disk of this computer.

    None, too, where the system does not say.
    """
    kind = _filesystem(path, mounts)
    return kind if kind in _NETWORK else None


def _filesystem(path: Path, mounts: Path) -> str | None:
    place = os.path.realpath(path) + "/"
    best, kind = "", None
    with suppress(OSError):
        for line in mounts.read_text("utf-8", "surrogateescape").splitlines():
            before, _, behind = line.partition(" - ")
            words = before.split(" ")
            if len(words) < 5 or not behind:  # noqa: PLR2004 - where the mount point stands
                continue
            mount = _ESCAPED.sub(lambda found: chr(int(found[1], 8)), words[4])
            # The last of two mounts at one place is the one that is seen.
            if place.startswith(mount.rstrip("/") + "/") and len(mount) >= len(best):
                best, kind = mount, behind.split(" ", 1)[0]
    return kind
