"""Goal 11: posters made into thumbnails, in two children, against the same done by two threads.

The floor is Pillow alone: decode at a reduced scale, resize, encode. The product does it in child
processes that a hostile picture cannot take further, turns it upright and finds its color.
"""

import io
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image
from scripts.measuring.frame import Goal, Pair, Results, measurement, pairs
from scripts.measuring.world import World

from media_manager.library.thumbnails import ThumbnailCache, ThumbnailRequest
from media_manager.samples import posters
from media_manager.samples.facts import films
from media_manager.scanning import ImageDecoder

POSTER, SIZE, PICTURES, ROUNDS = (1000, 1500), (160, 240), 24, 11
QUALITY = 85


def pictures(folder: Path) -> list[Path]:
    """Draw posters of the size that people have, each with its own content."""
    made = []
    for number, film in enumerate(films()[:PICTURES]):
        image = posters.poster(film.art, title=film.title, credit="", year=film.year)
        path = folder / f"{number}.jpg"
        path.write_bytes(posters.jpeg(image.resize(POSTER, Image.Resampling.LANCZOS)))
        made.append(path)
    return made


@measurement(
    "thumbnails.decode",
    "posters of 1000x1500 to 160x240, two at a time",
    Goal(least_ratio=0.9),
    unit="images/s",
    scales=("10k",),
)
def decode(world: World) -> Pair:
    chosen = pictures(world.folder())
    with ImageDecoder(2) as decoder, ThreadPoolExecutor(2) as threads:

        def by_children(path: Path) -> None:
            decoder.thumbnail(os.fsencode(path), width=SIZE[0], height=SIZE[1])

        return pairs(
            lambda: list(threads.map(by_children, chosen)),
            lambda: list(threads.map(by_pillow, chosen)),
            ROUNDS,
            work=len(chosen),
        )


def by_pillow(path: Path) -> bytes:
    target = io.BytesIO()
    with Image.open(path) as image:
        image.draft("RGB", SIZE)
        image.resize(SIZE, Image.Resampling.LANCZOS, reducing_gap=2.0).save(
            target, "JPEG", quality=QUALITY
        )
    return target.getvalue()


@measurement(
    "thumbnails.cached",
    "thumbnails read back from the cache, against reading plain files",
    unit="images/s",
    scales=("10k",),
)
def cached(world: World) -> Results:
    folder = world.folder()
    chosen = pictures(folder)
    with ImageDecoder(2) as decoder:

        def make(wish: ThumbnailRequest):  # type: ignore[no-untyped-def] # noqa: ANN202 - passed on
            return decoder.thumbnail(wish.path, width=wish.width, height=wish.height)

        cache = ThumbnailCache(folder / "cache", max_bytes=1 << 30, decode=make)
        wishes = [_wish(path) for path in chosen]
        for wish in wishes:
            cache.load(wish)
    plain = [folder / f"{number}.thumb" for number in range(len(wishes))]
    for path, wish in zip(plain, wishes, strict=True):
        found = cache.get(wish.key)
        path.write_bytes(found.data if found else b"")
    return pairs(
        lambda: _load(cache, wishes),
        lambda: [path.read_bytes() for path in plain],
        51,
        work=len(wishes),
    )


def _load(cache: ThumbnailCache, wishes: Sequence[ThumbnailRequest]) -> None:
    for wish in wishes:
        cache.load(wish)


def _wish(path: Path) -> ThumbnailRequest:
    status = path.stat()
    return ThumbnailRequest(os.fsencode(path), (status.st_mtime_ns, status.st_size), *SIZE)
