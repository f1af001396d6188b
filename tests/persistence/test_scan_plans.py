"""What a scan asks once a folder is answered by an index, never by walking the whole root."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from media_manager.persistence import scan_reader
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.store import LibraryStore


class _PlanReader(LibraryReader):
    """Notes the plan of every statement that it runs."""

    def __init__(self, reader: LibraryReader) -> None:
        super().__init__(reader._connection)
        self.plans: list[str] = []

    def execute(self, sql, values=()):  # type: ignore[no-untyped-def]
        rows = super().execute(f"EXPLAIN QUERY PLAN {sql}", values)
        self.plans += [row[3] for row in rows]
        return super().execute(sql, values)


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[_PlanReader]:
    store = LibraryStore(tmp_path / "library.db")
    store.ensure()
    with store.reading() as reader:
        yield _PlanReader(reader)
    store.close()


def test_the_files_and_items_of_a_folder_come_by_folder(reader: _PlanReader) -> None:
    """Two thousand folders cost two thousand small answers, not two thousand walks."""
    scan_reader.files_of_folder(reader, 1)
    scan_reader.folder_items(reader, 1)
    first_tables = [plan for plan in reader.plans if "media_file" in plan or " f " in plan]
    assert first_tables
    assert all("ix_media_file_folder_id" in plan for plan in first_tables)


def test_moved_files_are_looked_up_by_inode(reader: _PlanReader) -> None:
    """Each batch of new files asks the index of device and inode."""
    scan_reader.files_by_inode(reader, [(1, 2), (1, 3)])
    assert any("ix_media_file_device_inode" in plan for plan in reader.plans)


def test_what_lies_below_a_folder_comes_by_path(reader: _PlanReader) -> None:
    """A show's folder is answered by a range of paths."""
    scan_reader.items_below(reader, 1, b"Shows/Firefly")
    assert any("path>? AND path<?" in plan for plan in reader.plans)
