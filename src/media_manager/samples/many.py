"""A library of any size as plain rows, so that speed is measured on something like the real thing.

Rows come in blocks of 200 items. A block depends on the seed and its number alone, and all ids are
computed from them, so that the same seed makes the same library.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from media_manager.domain.naming import search_text
from media_manager.samples import many_words as words
from media_manager.samples.many_block import BLOCK_ITEMS, Block, BlockPlan
from media_manager.samples.many_facts import TAGS, Sizes
from media_manager.samples.many_ids import uid_of
from media_manager.samples.many_shelf import Rows
from media_manager.samples.many_texts import person_name, set_name, studio_name

# The three libraries; library and root folder of each have its number.
LIBRARIES: Final = (("Films", "movie"), ("Shows", "tv"), ("Photos", "photo"))
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "library": ("id", "uid", "name", "kind", "created_at"),
    "root_folder": (
        *("id", "uid", "library_id", "kind", "path", "display_path", "state", "held_count"),
        *("checked_at", "scanned_at"),
    ),
    "genre": ("id", "name"),
    "country": ("id", "name"),
    "company": ("id", "name"),
    "tag": ("id", "uid", "name", "hidden", "is_category"),
    "person": ("id", "uid", "name", "imdb_id"),
    "collection": ("id", "uid", "kind", "name"),
    "place": ("id", "name"),
    "search_name": ("kind", "entity_id", "name"),
    "folder": ("id", "root_id", "path", "stamp"),
    "media_file": (
        *("id", "root_id", "folder_id", "path", "kind", "device", "inode", "size_bytes"),
        *("mtime_ns", "state", "first_seen_at", "probe_status", "name_status", "container"),
        *("duration_ms", "width", "height", "hdr"),
    ),
    "stream": ("file_id", "position", "kind", "codec", "language", "title", "details"),
    "media_item": (
        *("id", "uid", "library_id", "media_type", "parent_id", "title", "sort_key"),
        *("original_title", "language", "year", "premiered", "season", "episode", "plot"),
        *("runtime_minutes", "content_rating", "rating", "state", "added_at", "scan_key"),
        *("main_file_id", "poster_id", "child_count", "version"),
    ),
    "item_file": ("item_id", "file_id", "role", "version_label"),
    "artwork": (
        *("id", "media_item_id", "artwork_type", "source", "root_id", "path", "stamp"),
        *("width", "height", "is_chosen", "download_status"),
    ),
    "subtitle": (
        *("media_item_id", "file_id", "language", "forced", "is_default"),
        *("hearing_impaired", "source", "download_status"),
    ),
    "external_id": ("media_item_id", "source", "external_id"),
    "rating": ("media_item_id", "source", "value", "votes", "is_default"),
    "credit": ("media_item_id", "person_id", "role", "character", "position"),
    "item_genre": ("item_id", "genre_id"),
    "item_country": ("item_id", "country_id"),
    "item_company": ("item_id", "company_id", "role"),
    "item_tag": ("item_id", "tag_id"),
    "collection_item": ("collection_id", "item_id", "position"),
    "user_state": (
        *("item_id", "viewer_id", "watched", "play_count", "last_played_at", "resume_ms"),
        *("favorite", "rating"),
    ),
    "photo": (
        *("item_id", "taken_at", "zone", "latitude", "longitude", "camera", "orientation"),
        "place_id",
    ),
    "value_layer": ("item_id", "layer", "source", "data", "set_at"),
    "search_document": ("item_id", "title", "files", "plot"),
}


@dataclass(frozen=True, slots=True)
class ManyItems:
    """What to make: how many items, by which seed, in which root folders (one a library).

    `posters` are pictures in a folder `Posters` of each root; without any, artwork has the paths
    of pictures that are not there.
    """

    items: int
    roots: tuple[bytes, bytes, bytes]
    seed: int = 1
    posters: int = 0

    def batches(self) -> Iterator[tuple[int, Rows]]:
        """Yield how many items are in a batch, and its rows by table."""
        plan = BlockPlan(self.seed, Sizes(self.items), self.posters)
        yield 0, self._names()
        for number in range(-(-self.items // BLOCK_ITEMS)):
            size = min(BLOCK_ITEMS, self.items - number * BLOCK_ITEMS)
            yield size, Block(plan, number, size).rows

    def _names(self) -> Rows:
        sizes = Sizes(self.items)
        names: dict[str, list[str]] = {
            "genre": list(words.GENRES),
            "company": [studio_name(each) for each in range(sizes.studios)],
            "tag": list(TAGS),
            "person": [person_name(each) for each in range(sizes.people)],
        }
        uid = uid_of
        return {
            "library": [
                (number, uid(self.seed, "library", number), name, kind, _MADE_AT)
                for number, (name, kind) in enumerate(LIBRARIES, 1)
            ],
            "root_folder": [self._root(number, path) for number, path in enumerate(self.roots, 1)],
            "genre": list(enumerate(names["genre"], 1)),
            "country": list(enumerate(words.COUNTRIES, 1)),
            "company": list(enumerate(names["company"], 1)),
            "tag": [
                (number, uid(self.seed, "tag", number), name, 0, 0)
                for number, name in enumerate(names["tag"], 1)
            ],
            "person": [
                (number, uid(self.seed, "person", number), name, f"nm{number:07}")
                for number, name in enumerate(names["person"], 1)
            ],
            "collection": [
                (number + 1, uid(self.seed, "collection", number), "set", set_name(number))
                for number in range(sizes.sets)
            ],
            "place": list(enumerate(words.PLACES, 1)),
            "search_name": [
                (kind, number, search_text(name))
                for kind, each in names.items()
                for number, name in enumerate(each, 1)
            ],
        }

    def _root(self, number: int, path: bytes) -> tuple[Any, ...]:
        uid = uid_of(self.seed, "root", number)
        shown = path.decode("utf-8", "replace")
        return (number, uid, number, "folder", path, shown, "online", 0, _MADE_AT, _MADE_AT)


_MADE_AT: Final = 1_790_000_000_000_000
