"""The write-ahead journal stays small, also beside a window that reads without rest."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from media_manager.domain.media import LibraryKind
from media_manager.persistence import writer as writing
from media_manager.persistence.reader import open_reader
from media_manager.persistence.repositories.items import insert_items
from media_manager.persistence.repositories.places import ensure_library
from media_manager.persistence.upgrade import create_library
from media_manager.persistence.writer import LibraryWriter


@pytest.fixture
def writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LibraryWriter]:
    monkeypatch.setattr(writing, "_BATCHES_A_CHECKPOINT", 4)
    monkeypatch.setattr(writing, "_LARGE_JOURNAL_BYTES", 400_000)
    monkeypatch.setattr(writing, "_READER_MS", 20)
    create_library(tmp_path / "library.db")
    writer = LibraryWriter(tmp_path / "library.db")
    yield writer
    writer.close()


def write(writer: LibraryWriter, batches: int) -> None:
    film = {"media_type": "movie", "state": "matched", "plot": "A plot. " * 40}
    for _ in range(batches):
        with writer.write_session("scan") as session:
            library = ensure_library(session, "Films", LibraryKind.MOVIE)
            rows = [{"title": f"Film {n}", "library_id": library, **film} for n in range(60)]
            insert_items(session, rows)


def test_a_journal_that_readers_kept_growing_is_cut(writer: LibraryWriter, tmp_path: Path) -> None:
    """As long as a reader looks at an old moment it grows; afterwards it does not stay large."""
    journal = tmp_path / "library.db-wal"
    reader = open_reader(tmp_path / "library.db")
    with reader.snapshot():
        assert reader.seq() == 0
        write(writer, 12)
        grown = journal.stat().st_size
        assert grown > 400_000
    write(writer, 4)
    assert journal.stat().st_size < grown
    reader.close()
