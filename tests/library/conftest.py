"""Fixtures for the use cases: real files, a library, and the library scanned."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.library.small_library import FILES, run_scan

from media_manager.domain.media import LibraryKind
from media_manager.library import batches, bulk, undo
from media_manager.library.roots import add_root
from media_manager.persistence.store import LibraryStore
from media_manager.persistence.upgrade import create_library


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryStore]:
    store = LibraryStore(tmp_path / "data" / "library.db")
    yield store
    store.close()


@pytest.fixture
def scanned(store: LibraryStore, media: Path) -> LibraryStore:
    run_scan(store, add_root(store, media, library="All", kind=LibraryKind.MIXED))
    return store


@pytest.fixture
def made(tmp_path: Path) -> Iterator[LibraryStore]:
    """Return a library without items."""
    create_library(tmp_path / "library.db")
    store = LibraryStore(tmp_path / "library.db")
    yield store
    store.close()


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every step of more than three items one of many pieces."""
    for module in (bulk, undo):
        monkeypatch.setattr(module, "SMALL", 3)
    three = batches.BatchLimits(first=3, least=3, most=3, seconds=0.020)
    monkeypatch.setitem(batches._LIMITS, "bulk", three)
