"""Small copies of pictures on the disk, so that each picture is decoded once.

A file per picture, size and mode; its name is the hash of what it shows and its content begins
with a short header. Files are written atomically, so threads and processes need no lock: at worst
two of them decode the same picture and one file wins.
"""

import contextlib
import hashlib
import os
import struct
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from media_manager.errors import MediaManagerError, ProcessError, UnreadableFile
from media_manager.files import remove_leftovers, safe_remove, write_atomic
from media_manager.instrumentation import get_instrumentation
from media_manager.scanning.images import FitMode, Thumbnail

_HEADER = struct.Struct(">4sHHIQI")  # mark, width, height, color, when (seconds), checksum
_MARK = b"MMt1"
_SUFFIX = ".thumb"
_FOLDER_MODE = 0o700
# Down to this share of the cap at once: removing file by file would look through all each time.
_LOW_WATER = 0.8
# What killed a child may have been the disk and not the picture: asked again on another day.
_DOUBT_SECONDS = 86_400
# A look through the whole folder costs about 10 ms for 1,000 files.
_WRITES_BETWEEN_LOOKS = 500
# Without this the time of use would be written at each display.
_TOUCH_SECONDS = 3_600
_HOUR_NS = 3_600 * 10**9

# A picture is kept in few sizes, so that a zoom does not decode it anew each time.
_SIDES = (192, 256, 384, 512, 768, 1_024, 1_536)

Decode = Callable[["ThumbnailRequest"], Thumbnail]


def kept_side(wanted: int) -> int:
    """Return the next of the sizes that are kept."""
    return next((side for side in _SIDES if side >= wanted), _SIDES[-1])


@dataclass(frozen=True, slots=True)
class ThumbnailRequest:
    """A picture at a size. `stamp` changes when the file does: its mtime in ns, and its size."""

    path: bytes
    stamp: tuple[int, int]
    width: int
    height: int
    mode: FitMode = "cover"

    @property
    def key(self) -> str:
        """The name under which the answer is kept."""
        facts = (*self.stamp, self.width, self.height, self.mode)
        words = "|".join(str(fact) for fact in facts).encode()
        return hashlib.blake2b(words + b"|" + self.path, digest_size=16).hexdigest()


def picture_request(path: bytes, stamp: int, key: int, *, side: int) -> ThumbnailRequest:
    """Return what a list asks for: artwork by its id, a photo by the negative id of its file."""
    return ThumbnailRequest(path, (stamp, key), side, side, "contain")


@dataclass(frozen=True, slots=True)
class ThumbnailUsage:
    """How much the cache holds."""

    files: int
    size_bytes: int
    max_bytes: int


class ThumbnailCache:
    """Keeps thumbnails below `max_bytes`; the least recently used ones go first.

    Thread-safe. Called on worker threads: each method may touch the disk.
    """

    def __init__(self, folder: Path, *, max_bytes: int, decode: Decode) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._decode = decode
        self._writes = 0
        self._ready = False

    def get(self, key: str) -> Thumbnail | None:
        """Return what is kept under `key`; None when it is absent or known to be unreadable."""
        return self._read(key)[1]

    def has(self, key: str) -> bool:
        """Tell whether an answer is kept, also that there is no picture to be had; one look."""
        return self._path(key).exists()

    def forget(self, key: str) -> None:
        """Drop the answer: the picture was mended, and is to be decoded again."""
        with contextlib.suppress(FileNotFoundError):
            safe_remove(str(self._path(key)), inside=self._folder)

    def load(self, request: ThumbnailRequest) -> Thumbnail | None:
        """Return the thumbnail, decoding it if need be; None if there is none to be had."""
        metrics = get_instrumentation()
        known, thumbnail = self._read(request.key)
        if known:
            metrics.increment_counter("thumbnails.hit")
            return thumbnail
        try:
            with metrics.timer("thumbnails.decode"):
                thumbnail = self._decode(request)
        except UnreadableFile:
            metrics.increment_counter("thumbnails.unreadable")
            self._store(request.key, _pack(None, when=0))
            return None
        except ProcessError:
            self._store(request.key, _pack(None, when=int(time.time())))
            return None
        except MediaManagerError:
            return None  # the file is gone: nothing to remember
        metrics.increment_counter("thumbnails.made")
        self._store(request.key, _pack(thumbnail, when=0))
        return thumbnail

    def usage(self) -> ThumbnailUsage:
        sizes = [size for _, size, _ in self._files()]
        return ThumbnailUsage(len(sizes), sum(sizes), self._max_bytes)

    def clear(self) -> None:
        for _, _, path in self._files():
            self._remove(path)

    def evict(self) -> int:
        """Remove the least recently used files if there are too many; return how many."""
        files = list(self._files())
        by_hour: Counter[int] = Counter()
        for used, size, _ in files:
            by_hour[used // _HOUR_NS] += size
        total = by_hour.total()
        if total <= self._max_bytes:
            return 0
        excess = total - int(self._max_bytes * _LOW_WATER)
        last = _find_hour(by_hour, excess)
        excess -= sum(size for hour, size in by_hour.items() if hour < last)
        removed = 0
        for used, size, path in files:
            hour = used // _HOUR_NS
            if hour < last or (hour == last and excess > 0):
                excess -= size if hour == last else 0
                self._remove(path)
                removed += 1
        get_instrumentation().increment_counter("thumbnails.evicted", removed)
        return removed

    def _read(self, key: str) -> tuple[bool, Thumbnail | None]:
        """Return if something is kept, and the thumbnail unless it is a refusal."""
        path = self._path(key)
        try:
            content = path.read_bytes()
            self._touch(path)
        except OSError:
            return False, None  # absent, or a disk that fails: the picture is decoded again
        return _unpack(content)

    def _touch(self, path: Path) -> None:
        """Note that the file is used, at most once an hour."""
        if time.time() - path.stat().st_mtime > _TOUCH_SECONDS:
            os.utime(path)

    def _store(self, key: str, content: bytes) -> None:
        """Write the file; a full or missing disk only costs the next decode."""
        path = self._path(key)
        try:
            self._prepare()
            path.parent.mkdir(mode=_FOLDER_MODE, exist_ok=True)
            # Checked when it is read, so a power cut costs a decode and no write waits.
            write_atomic(path, content, durable=False)
        except (OSError, MediaManagerError):
            self._ready = False
            return
        self._writes += 1
        if self._writes % _WRITES_BETWEEN_LOOKS == 0:
            self.evict()

    def _prepare(self) -> None:
        if self._ready:
            return
        self._folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        # A library that contains this folder must not show thumbnails of thumbnails.
        if not (self._folder / ".nomedia").exists():
            write_atomic(self._folder / ".nomedia", b"")
        for folder in self._folders():
            remove_leftovers(folder)
        self._ready = True

    def _remove(self, path: str) -> None:
        # Another thread was quicker, or the disk fails: then the cache keeps what it must.
        with contextlib.suppress(OSError):
            safe_remove(path, inside=self._folder)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}{_SUFFIX}"

    def _folders(self) -> list[str]:
        try:
            with os.scandir(self._folder) as entries:
                return [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
        except OSError:
            return []

    def _files(self) -> Iterator[tuple[int, int, str]]:
        """Yield last use (ns), size and path of each file; what vanishes meanwhile is skipped."""
        for folder in self._folders():
            with contextlib.suppress(OSError), os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.endswith(_SUFFIX):
                        with contextlib.suppress(FileNotFoundError):
                            status = entry.stat(follow_symlinks=False)
                            yield status.st_mtime_ns, status.st_size, entry.path


def _find_hour(by_hour: Mapping[int, int], excess: int) -> int:
    """Return the hour up to which files must go so that `excess` bytes are freed.

    By hours, because uses are noted by the hour and sorting every file would stop the window.
    """
    freed = 0
    for hour in sorted(by_hour):
        freed += by_hour[hour]
        if freed >= excess:
            return hour
    return max(by_hour)


def _pack(thumbnail: Thumbnail | None, *, when: int) -> bytes:
    """Return the content of a file; without a thumbnail it says that there is none."""
    if thumbnail is None:
        return _HEADER.pack(_MARK, 0, 0, 0, when, 0)
    size, check = (thumbnail.width, thumbnail.height), crc32(thumbnail.data)
    return _HEADER.pack(_MARK, *size, thumbnail.color, when, check) + thumbnail.data


def _unpack(content: bytes) -> tuple[bool, Thumbnail | None]:
    """Return if the content is an answer, and the thumbnail unless it is a refusal."""
    if len(content) < _HEADER.size or not content.startswith(_MARK):
        return False, None  # damaged: made again
    _, width, height, color, when, check = _HEADER.unpack_from(content)
    if width:
        data = content[_HEADER.size :]
        intact = crc32(data) == check
        return intact, Thumbnail(data, width, height, color) if intact else None
    return not when or time.time() - when < _DOUBT_SECONDS, None
