"""Thumbnails for the window: from the disk cache, else decoded in children, newest wish first."""

import itertools
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

from media_manager.library.thumbnails import ThumbnailCache, ThumbnailRequest
from media_manager.scanning.images import ImageDecoder, Thumbnail
from media_manager.settings import Profile, Settings
from media_manager.workers.lanes import THUMBS
from media_manager.workers.runner import JobRunner
from media_manager.workers.ticket import Ticket

_DECODERS = 2

Done = Callable[[Thumbnail | None], None]
T = TypeVar("T")


class ThumbnailLoader:
    """Answers on the main thread; what was asked last is shown first, because it is in view."""

    def __init__(self, runner: JobRunner, profile: Profile, settings: Settings) -> None:
        self._runner = runner
        self._decoder = ImageDecoder(_DECODERS)
        self.cache = ThumbnailCache(
            profile.thumbnails,
            max_bytes=settings.integer("thumbnails.max_bytes"),
            decode=self._decode,
        )
        self._wishes = itertools.count(1)
        self._sides: Counter[int] = Counter()

    @property
    def usual_side(self) -> int | None:
        """The size that was asked for most: the one to prepare, also on a dense display."""
        most = self._sides.most_common(1)
        return most[0][0] if most else None

    def request(self, wish: ThumbnailRequest, done: Done) -> Ticket:
        """Ask for a thumbnail; `done` gets None for an image that cannot be shown."""
        return self._runner.ask(
            THUMBS,
            lambda: self.cache.load(wish),
            on_done=done,
            on_error=lambda _error: done(None),
            priority=next(self._wishes),
        )

    def request_as(
        self, wish: ThumbnailRequest, make: Callable[[bytes], T], done: Callable[[T | None], None]
    ) -> Ticket:
        """Ask for what `make` makes of a thumbnail's bytes, made in the thread of the lane."""
        self._sides[wish.width] += 1

        def work() -> T | None:
            thumbnail = self.cache.load(wish)
            return None if thumbnail is None else make(thumbnail.data)

        return self._runner.ask(
            THUMBS,
            work,
            on_done=done,
            on_error=lambda _error: done(None),
            priority=next(self._wishes),
        )

    def close(self) -> None:
        """Stop the children. Called when the lanes have ended."""
        self._decoder.close()

    def _decode(self, wish: ThumbnailRequest) -> Thumbnail:
        return self._decoder.thumbnail(
            wish.path, width=wish.width, height=wish.height, mode=wish.mode
        )
