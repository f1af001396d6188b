"""Caches are kept within their limits, and nothing that is of use goes."""

import os
import time
from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest

from media_manager.domain.paging import ResultSet
from media_manager.domain.query import Query
from media_manager.library.cache_care import maintain_caches
from media_manager.library.kept_view import KeptView, uid_of_kept_view
from media_manager.library.thumbnails import ThumbnailCache, ThumbnailRequest
from media_manager.persistence.columns.manifest import MANIFEST, Manifest, write_manifest
from media_manager.persistence.store import LibraryStore
from media_manager.scanning.images import Thumbnail
from media_manager.settings import Profile

MIB = 1024 * 1024
LONG_AGO = time.time() - 30 * 86_400


@pytest.fixture
def library(profile: Profile) -> Iterator[LibraryStore]:
    store = LibraryStore(profile.library_db)
    store.ensure()
    yield store
    store.close()


def _uid(store: LibraryStore) -> str:
    with store.reading() as reader:
        return reader.uid()


def _thumbnails(profile: Profile, count: int, size: int) -> None:
    cache = ThumbnailCache(
        profile.thumbnails,
        max_bytes=1_000 * MIB,
        decode=lambda _: Thumbnail(b"x" * size, 1, 1, 0),
    )
    for number in range(count):
        cache.load(ThumbnailRequest(b"/poster", (number, 1), 10, 10))


def _columns(profile: Profile, uid: str) -> Path:
    profile.columns.mkdir(parents=True, exist_ok=True)
    write_manifest(profile.columns, Manifest(uid, 1, 1, {}))
    column = profile.columns / "year.column"
    column.write_bytes(b"12345")
    for path in (column, profile.columns / MANIFEST):
        os.utime(path, (LONG_AGO, LONG_AGO))
    return column


def test_thumbnails_go_down_to_their_limit(profile: Profile) -> None:
    """The report says how many went, and how much they freed."""
    _thumbnails(profile, 40, 10_000)
    done = maintain_caches(profile, thumbnail_bytes=200_000)

    assert done.thumbnails_before == 40
    assert 20 < done.thumbnails_removed < 40
    assert done.thumbnail_bytes <= 200_000
    assert done.freed_bytes >= done.thumbnails_removed * 10_000
    assert f"Thumbnails: {done.thumbnails_removed} of 40 removed." in str(done)


def test_what_is_within_its_limits_stays(profile: Profile, library: LibraryStore) -> None:
    """A second care finds nothing to do."""
    _thumbnails(profile, 3, 1_000)
    column = _columns(profile, _uid(library))
    view = profile.views / "last.ids"
    KeptView(view).keep(_uid(library), ResultSet(Query(), 1, array("q", [1]).tobytes()))
    done = maintain_caches(profile, thumbnail_bytes=MIB)

    assert (done.thumbnails_removed, done.columns_removed, done.views_removed) == (0, 0, 0)
    assert done.freed_bytes == 0
    assert column.exists()
    assert uid_of_kept_view(view) == _uid(library)


def test_columns_and_views_of_another_library_go(profile: Profile, library: LibraryStore) -> None:
    """A restored backup or a new library leaves them behind."""
    assert library.exists()
    column = _columns(profile, "another")
    view = profile.views / "last.ids"
    KeptView(view).keep("another", ResultSet(Query(), 1, array("q", [1]).tobytes()))
    done = maintain_caches(profile, thumbnail_bytes=MIB)

    assert (done.columns_removed, done.views_removed) == (2, 1)
    assert not column.exists()
    assert not view.exists()
    assert done.freed_bytes > 0


def test_a_library_that_cannot_be_read_keeps_its_caches(profile: Profile) -> None:
    """Nobody knows whose they are; after a repair they are of use again."""
    profile.library_db.write_bytes(b"not a database" * 100)
    column = _columns(profile, "some")
    done = maintain_caches(profile, thumbnail_bytes=MIB)

    assert column.exists()
    assert done.columns_removed == 0


def test_unfinished_files_of_killed_writers_go(profile: Profile) -> None:
    """Only old ones: a young one may be written right now."""
    names = [profile.cache / f".media-manager-{name}.part" for name in ("old", "young")]
    for path in names:
        path.write_bytes(b"x" * 100)
    os.utime(names[0], (LONG_AGO, LONG_AGO))
    done = maintain_caches(profile, thumbnail_bytes=MIB)

    assert [path.exists() for path in names] == [False, True]
    assert done.leftovers_removed == 1


def test_a_profile_without_caches_needs_no_care(profile: Profile) -> None:
    """A fresh profile has no folder of any cache."""
    done = maintain_caches(profile, thumbnail_bytes=MIB)
    assert done.freed_bytes == 0
    assert str(done).startswith("Thumbnails: 0 of 0 removed.")
