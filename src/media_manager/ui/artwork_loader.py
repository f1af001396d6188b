"""Loads artwork for the views: small pictures, turned into images off the main thread."""

from media_manager.ui.thumbnails import Cancel, Done, decode_image
from media_manager.workers.services import Services

# A picture is kept in few sizes, so that a zoom does not decode it anew each time.
_SIDES = (192, 256, 384, 512, 768, 1_024, 1_536)


class ArtworkLoader:
    """A `PixmapLoader` over the services of the program."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def request(
        self, key: int, path: bytes, stamp: int, width: int, height: int, done: Done
    ) -> Cancel:
        """Ask for a picture that is at least about this large."""
        # Late: pictures come behind the first paint.
        from media_manager.library.thumbnails import ThumbnailRequest  # noqa: PLC0415 - as above

        side = kept_side(max(width, height))
        wish = ThumbnailRequest(path, (stamp, key), side, side, "contain")
        return self._services.thumbnails.request_as(wish, decode_image, done)


def kept_side(wanted: int) -> int:
    """Return the next of the sizes that are kept."""
    return next((side for side in _SIDES if side >= wanted), _SIDES[-1])
