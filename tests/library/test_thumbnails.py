"""The cache of thumbnails keeps, forgets and never retries in vain."""

import os
import stat
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from media_manager.errors import FileVanished, ProcessTimeout, UnreadableFile
from media_manager.library.thumbnails import ThumbnailCache, ThumbnailRequest
from media_manager.scanning.images import ImageDecoder, Thumbnail

_REQUEST = ThumbnailRequest(b"/films/caf\xe9.jpg", (1, 2), 160, 240)


class Decoder:
    """Counts what it is asked, and answers or fails as told."""

    def __init__(self, error: Exception | None = None, size: int = 1000) -> None:
        self.calls = 0
        self._error = error
        self._size = size

    def __call__(self, request: ThumbnailRequest) -> Thumbnail:
        self.calls += 1
        if self._error is not None:
            raise self._error
        return Thumbnail(bytes(self._size), request.width, request.height, 0xABCDEF)


def _cache(folder: Path, decode: Callable[[ThumbnailRequest], Thumbnail]) -> ThumbnailCache:
    return ThumbnailCache(folder / "thumbnails", max_bytes=1 << 20, decode=decode)


def test_a_picture_is_decoded_once(tmp_path: Path) -> None:
    """The second time, and in the next session, it comes from the disk."""
    decode = Decoder()
    first = _cache(tmp_path, decode).load(_REQUEST)
    cache = _cache(tmp_path, decode)
    assert cache.load(_REQUEST) == first == cache.get(_REQUEST.key)
    assert decode.calls == 1
    assert first == Thumbnail(bytes(1000), 160, 240, 0xABCDEF)


@pytest.mark.parametrize(
    "change",
    [
        {"stamp": (2, 2)},
        {"stamp": (1, 3)},
        {"path": b"/films/cafe.jpg"},
        {"width": 161},
        {"height": 241},
        {"mode": "contain"},
    ],
)
def test_whatever_changes_the_picture_changes_the_key(change: dict[str, object]) -> None:
    """A new file under an old name never shows the old picture."""
    assert replace(_REQUEST, **change).key != _REQUEST.key  # type: ignore[arg-type]


def test_f3_a_bad_picture_is_not_tried_again(tmp_path: Path) -> None:
    """Until its file changes, and then it is."""
    decode = Decoder(UnreadableFile("bad"))
    assert [_cache(tmp_path, decode).load(_REQUEST) for _ in range(3)] == [None] * 3
    assert _cache(tmp_path, decode).get(_REQUEST.key) is None
    assert decode.calls == 1
    _cache(tmp_path, decode).load(replace(_REQUEST, stamp=(9, 9)))
    assert decode.calls == 2


def test_a_time_out_is_tried_again_the_next_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk may have been asleep: the picture is not condemned for ever."""
    decode = Decoder(ProcessTimeout("slow"))
    cache = _cache(tmp_path, decode)
    assert [cache.load(_REQUEST), cache.load(_REQUEST)] == [None, None]
    assert decode.calls == 1
    tomorrow = time.time() + 90_000
    monkeypatch.setattr(time, "time", lambda: tomorrow)
    cache.load(_REQUEST)
    assert decode.calls == 2


def test_a_missing_picture_leaves_no_trace(tmp_path: Path) -> None:
    """When its drive is back, it is decoded."""
    decode = Decoder(FileVanished("gone"))
    cache = _cache(tmp_path, decode)
    assert [cache.load(_REQUEST), cache.load(_REQUEST)] == [None, None]
    assert (decode.calls, cache.usage().files) == (2, 0)


@pytest.mark.parametrize("content", [b"", b"MM", b"garbage" * 9, b"MMt1", b"MMt1" * 99])
def test_a_damaged_file_is_made_again(tmp_path: Path, content: bytes) -> None:
    """What a crash left behind is a miss."""
    decode = Decoder()
    cache = _cache(tmp_path, decode)
    cache.load(_REQUEST)
    cache._path(_REQUEST.key).write_bytes(content)
    assert cache.get(_REQUEST.key) is None
    assert cache.load(_REQUEST) is not None
    assert decode.calls == 2


def test_f5_only_the_owner_may_look(tmp_path: Path) -> None:
    """Folders are 0700 and files 0600, whatever the umask."""
    cache = _cache(tmp_path, Decoder())
    cache.load(_REQUEST)
    for path in [tmp_path / "thumbnails", *(tmp_path / "thumbnails").rglob("*")]:
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted


def test_f6_the_folder_is_excluded_from_scans(tmp_path: Path) -> None:
    """Thumbnails of thumbnails are never made."""
    _cache(tmp_path, Decoder()).load(_REQUEST)
    assert (tmp_path / "thumbnails" / ".nomedia").exists()


def test_the_oldest_go_first(tmp_path: Path) -> None:
    """Above the cap the least recently used are removed, down to a good part of it."""
    cache = ThumbnailCache(tmp_path / "thumbnails", max_bytes=10_000, decode=Decoder())
    requests = [replace(_REQUEST, width=width) for width in range(1, 13)]
    for age, request in enumerate(requests):
        cache.load(request)
        os.utime(cache._path(request.key), (3600 * age, 3600 * age))
    cache.get(requests[0].key)  # used again: now it is the youngest
    assert cache.evict() > 0
    assert cache.usage().size_bytes <= 8_000
    kept = [request.width for request in requests if cache.get(request.key)]
    assert kept == [1, 7, 8, 9, 10, 11, 12]


def test_a_day_of_many_pictures_is_thinned(tmp_path: Path) -> None:
    """When all were used in the same hour, only as many go as must."""
    cache = ThumbnailCache(tmp_path / "thumbnails", max_bytes=10_000, decode=Decoder())
    for width in range(1, 16):
        cache.load(replace(_REQUEST, width=width))
    assert cache.evict() == 8
    assert 6_500 <= cache.usage().size_bytes <= 8_000
    assert cache.evict() == 0


def test_clearing_really_clears(tmp_path: Path) -> None:
    """After it nothing is kept, and the cache works on."""
    cache = _cache(tmp_path, Decoder())
    cache.load(_REQUEST)
    cache.clear()
    assert (cache.usage().files, cache.get(_REQUEST.key)) == (0, None)
    assert cache.load(_REQUEST) is not None


def test_h9_a_cache_that_cannot_write_still_shows(tmp_path: Path) -> None:
    """A file where the folder should be, or a folder removed under us, costs only speed."""
    (tmp_path / "thumbnails").write_text("in the way")
    cache = _cache(tmp_path, Decoder())
    assert cache.load(_REQUEST) is not None
    assert cache.usage().files == 0
    (tmp_path / "thumbnails").unlink()
    assert cache.load(_REQUEST) is not None
    assert cache.usage().files == 1


def test_f5_many_threads_need_no_lock(tmp_path: Path) -> None:
    """Readers never see half a file, and removal in between is only a miss."""
    cache = _cache(tmp_path, Decoder())

    def work(number: int) -> bool:
        if number % 20 == 0:
            cache.clear()
        thumbnail = cache.load(replace(_REQUEST, width=1 + number % 5))
        return thumbnail is not None and len(thumbnail.data) == 1000

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(work, range(200)))


def test_real_pictures_go_through(tmp_path: Path) -> None:
    """The cache in front of the decoding children gives what they made."""
    path = tmp_path / "poster.jpg"
    Image.new("RGB", (600, 900), "green").save(path)
    status = path.stat()
    with ImageDecoder(1) as decoder:
        cache = _cache(
            tmp_path,
            lambda request: decoder.thumbnail(
                request.path, width=request.width, height=request.height, mode=request.mode
            ),
        )
        request = ThumbnailRequest(
            os.fsencode(path), (status.st_mtime_ns, status.st_size), 160, 240
        )
        made = cache.load(request)
    assert made is not None
    assert (made.width, made.height, cache.get(request.key)) == (160, 240, made)
