"""Make the thumbnails of the whole library before anybody looks: scrolling then decodes nothing.

It fills at most a set share of the room that thumbnails may take, so that what a person looks at
still has a place, and goes on where it was when it is stopped.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from media_manager.errors import UnreadableFile
from media_manager.files import display_path
from media_manager.library.job_ledger import Recorder
from media_manager.library.thumbnails import ThumbnailCache, ThumbnailRequest, picture_request
from media_manager.library.waiting import Spread, wait_for
from media_manager.persistence.pictures_reader import (
    Picture,
    artwork_after,
    count_pictures,
    newest_picture,
    photos_after,
    pictures_of,
)
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.store import LibraryStore
from media_manager.scanning.images import Thumbnail

# The room that is left to what is looked at.
_SHARE = 0.9
_BATCH = 32  # about a third of a second of decoding


@dataclass(frozen=True, slots=True)
class Prepared:
    """How far pictures of one size are prepared: ids of artwork and of photos' files."""

    side: int = 0
    artwork: int = 0
    photo: int = 0


@dataclass(slots=True)
class PrepareCounts:
    """What was made, what was there, what cannot be shown. `full`: there is no room for more."""

    made: int = 0
    known: int = 0
    failed: int = 0
    full: bool = False


def is_prepared(reader: LibraryReader, prepared: Prepared, *, side: int) -> bool:
    """Tell whether no picture has come since; two looks at the end of an index."""
    artwork, photo = newest_picture(reader)
    return prepared.side == side and prepared.artwork >= artwork and prepared.photo >= photo


def prepare_thumbnails(
    store: LibraryStore,
    cache: ThumbnailCache,
    watch: Recorder,
    *,
    spread: Spread,
    prepared: Prepared,
) -> Generator[None, None, PrepareCounts]:
    """Make what is not there yet, of the size of `prepared` and behind it; yields in between."""
    work = _Work(cache, watch, spread, prepared.side)
    with store.reading() as reader:
        # What comes while this runs belongs to the next run, or is there already.
        artwork, photo = newest_picture(reader)
        total = count_pictures(reader) if not (prepared.artwork or prepared.photo) else None
        at = prepared
        for batch in _batches(reader, prepared):
            work.take(batch, total)
            if work.counts.full:
                return work.counts
            at = _behind(at, batch[-1])
            watch.checkpoint(at)
            yield
        watch.checkpoint(Prepared(prepared.side, artwork, photo))
    return work.counts


def prepare_again(
    store: LibraryStore,
    cache: ThumbnailCache,
    watch: Recorder,
    *,
    spread: Spread,
    side: int,
    keys: Sequence[int],
) -> Generator[None, None, PrepareCounts]:
    """Make these once more, though it is noted that they cannot be shown."""
    work = _Work(cache, watch, spread, side)
    with store.reading() as reader:
        for start in range(0, len(keys), _BATCH):
            batch = pictures_of(reader, keys[start : start + _BATCH])
            for picture in batch:
                cache.forget(_request(picture, side).key)
            work.take(batch, len(keys))
            yield
    return work.counts


class _Work:
    def __init__(self, cache: ThumbnailCache, watch: Recorder, spread: Spread, side: int) -> None:
        self._cache = cache
        self._watch = watch
        self._spread = spread
        self._side = side
        usage = cache.usage()
        self._room = int(usage.max_bytes * _SHARE) - usage.size_bytes
        self.counts = PrepareCounts(full=self._room <= 0)

    def take(self, batch: Sequence[Picture], total: int | None) -> None:
        """Make what is missing of a batch; those that cannot be made are named."""
        counts = self.counts
        wanted = [(picture, _request(picture, self._side)) for picture in batch]
        missing = [each for each in wanted if not self._cache.has(each[1].key)]
        counts.known += len(wanted) - len(missing)
        if not counts.full:
            self._make(missing)
        done = counts.known + counts.made + counts.failed
        self._watch.report(done, total, display_path(batch[-1].path) if batch else None)
        self._watch.raise_if_cancelled()

    def _make(self, missing: Sequence[tuple[Picture, ThumbnailRequest]]) -> None:
        futures = [self._spread.submit(self._cache.load, wish) for _, wish in missing]
        try:
            for (picture, _), future in zip(missing, futures, strict=True):
                self._note(picture, wait_for(future, self._watch))
        finally:
            for future in futures:
                future.cancel()

    def _note(self, picture: Picture, thumbnail: Thumbnail | None) -> None:
        counts = self.counts
        if thumbnail is None:
            counts.failed += 1
            shown = display_path(picture.full_path)
            self._watch.item_failed(shown, _not_shown(shown, picture))
            return
        counts.made += 1
        self._room -= len(thumbnail.data)
        counts.full = self._room <= 0


def _batches(reader: LibraryReader, prepared: Prepared) -> Iterator[Sequence[Picture]]:
    at = prepared.artwork
    while batch := artwork_after(reader, at, _BATCH):
        at = batch[-1].key
        yield batch
    at = prepared.photo
    while batch := photos_after(reader, at, _BATCH):
        at = -batch[-1].key
        yield batch


def _behind(prepared: Prepared, picture: Picture) -> Prepared:
    if picture.key > 0:
        return Prepared(prepared.side, picture.key, prepared.photo)
    return Prepared(prepared.side, prepared.artwork, -picture.key)


def _request(picture: Picture, side: int) -> ThumbnailRequest:
    return picture_request(picture.full_path, picture.stamp, picture.key, side=side)


def _not_shown(shown: str, picture: Picture) -> UnreadableFile:
    return UnreadableFile(
        f"{shown} cannot be shown: it is no picture that can be read, or it is gone.",
        hint="Open it in an image viewer. Replace it if it is broken, then try again.",
        path=shown,
        picture=picture.key,
    )
