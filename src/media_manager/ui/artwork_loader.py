"""Loads artwork for the views: small pictures, turned into images off the main thread."""

from media_manager.ui.thumbnails import Cancel, Done, decode_image
from media_manager.workers.services import Services


class ArtworkLoader:
    """A `PixmapLoader` over the services of the program."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def request(
        self, key: int, path: bytes, stamp: int, width: int, height: int, done: Done
    ) -> Cancel:
        """Ask for a picture that is at least about this large."""
        # Late: pictures come behind the first paint.
        from media_manager.library.thumbnails import (  # noqa: PLC0415 - as above
            kept_side,
            picture_request,
        )

        wish = picture_request(path, stamp, key, side=kept_side(max(width, height)))
        return self._services.thumbnails.request_as(wish, decode_image, done)
