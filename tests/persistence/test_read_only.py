"""A library that cannot be changed can be looked at, and says why."""

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.persistence.populated import make_library
from tests.services import require

from media_manager.domain.query import Query
from media_manager.errors import DatabaseTooNew, StorageError
from media_manager.persistence.revision import HEAD_REVISION
from media_manager.persistence.store import LibraryStore


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "library.db"
    path.parent.mkdir()
    make_library(path)
    return path


@pytest.fixture
def read_only_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with a library that is then mounted read-only."""
    place = tmp_path / "disk"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)]
    if subprocess.run(words, check=False).returncode:
        require("a tmpfs cannot be mounted here: it needs root")
    make_library(place / "library.db")
    for each in place.glob("library.db-*"):
        each.unlink()
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def make_newer(path: Path, *more: str) -> None:
    with closing(sqlite3.connect(path)) as database:
        for sql in ("UPDATE alembic_version SET version_num = '999_future'", *more):
            database.execute(sql)
        database.commit()


def count(store: LibraryStore) -> int:
    with store.reading() as reader:
        return len(reader.rows(reader.first_ids(Query(), 100)))


def test_a13_a_read_only_disk_is_a_reason(read_only_disk: Path) -> None:
    """Fault A13: pages are shown, an edit says why not, and nothing crashes."""
    store = LibraryStore(read_only_disk / "library.db")
    assert store.read_only == ""  # nobody looked yet
    assert count(store) == 6
    assert "cannot be written to" in store.read_only
    with pytest.raises(StorageError) as caught, store.writing("user"):
        pass
    assert store.read_only in str(caught.value)
    assert caught.value.hint
    store.close()


def test_a_library_that_can_be_changed_has_no_reason(library: Path) -> None:
    """The usual case."""
    store = LibraryStore(library)
    assert (count(store), store.read_only) == (6, "")
    with store.writing("user") as session:
        session.touch_everything("roots")
    store.close()


def test_a6_a_newer_library_can_be_looked_at(library: Path) -> None:
    """Fault A6: with all columns that we read and some more it is shown; no edit gets in."""
    make_newer(library, "ALTER TABLE media_item ADD COLUMN mood TEXT")
    before = library.read_bytes()
    store = LibraryStore(library)
    with pytest.raises(DatabaseTooNew):
        store.exists()
    assert store.can_open_newer()
    store.open_newer()
    assert (store.exists(), count(store)) == (True, 6)
    assert "999_future" in store.read_only
    assert HEAD_REVISION in store.read_only
    for change in (store.ensure, store.writer):
        with pytest.raises(StorageError) as caught:
            change()
        assert "Update Media Manager" in caught.value.hint
    store.close()
    assert library.read_bytes() == before


def test_a6_a_newer_library_without_our_columns_is_refused(library: Path) -> None:
    """Fault A6: what a list shows is not there any more, so it is not shown at all."""
    make_newer(library, "ALTER TABLE user_state RENAME COLUMN note TO remark")
    store = LibraryStore(library)
    assert not store.can_open_newer()
    with pytest.raises(DatabaseTooNew):
        store.open_newer()
    assert store.read_only == ""
