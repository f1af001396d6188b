"""A disc folder (DVD, Blu-ray) is one film: one file stands for it, with the size of it all."""

# Paths are bytes here, and pathlib takes only text.
# ruff: noqa: PTH118, PTH119, PTH208

import os
import stat

from media_manager.domain.media import FoundFile

# Folder name in lower case: the file that makes it a disc, and the NFO that may lie beside it.
_DISCS = {
    b"video_ts": (b"video_ts.ifo", b"video_ts.nfo"),
    b"bdmv": (b"index.bdmv", b"index.nfo"),
}
DISC_NAMES = frozenset(_DISCS)
_MOST_FILES = 20_000  # a real disc has hundreds; a joke must not stop the scan


def find_disc(full: bytes, path: bytes) -> list[FoundFile]:
    """Return the files that stand for the disc folder at `full`: its index and its NFO.

    Empty when the folder is no disc. `path` is the same folder relative to the root. Links are
    never followed.
    """
    markers = _DISCS.get(os.path.basename(path).lower())
    if markers is None:
        return []
    index, nfo = markers
    names = {name.lower(): name for name in _names(full)}
    if index not in names:
        return []
    size, newest = _sum_of(full)
    found = [_file(full, path, names[index], (size, newest))]
    if nfo in names:
        found.append(_file(full, path, names[nfo], None))
    return found


def _names(full: bytes) -> list[bytes]:
    try:
        return os.listdir(full)
    except OSError:
        return []  # the walk lists it next and reports what is wrong


def _file(full: bytes, path: bytes, name: bytes, total: tuple[int, int] | None) -> FoundFile:
    status = os.lstat(os.path.join(full, name))
    size, mtime_ns = total or (status.st_size, status.st_mtime_ns)
    return FoundFile(path + b"/" + name, size, mtime_ns, status.st_dev, status.st_ino)


def _sum_of(full: bytes) -> tuple[int, int]:
    """Return the bytes of all files below and the newest time among them."""
    size = newest = count = 0
    for folder, _, names in os.walk(full):
        for name in names:
            status = os.lstat(os.path.join(folder, name))
            count += 1
            if not stat.S_ISREG(status.st_mode) or count > _MOST_FILES:
                continue
            size += status.st_size
            newest = max(newest, status.st_mtime_ns)
    return size, newest
