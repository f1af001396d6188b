"""Looking at a library leaves the locks in place that SQLite holds on it in this process."""

import subprocess
import sys
from pathlib import Path

from media_manager.persistence.gate import inspect_database
from media_manager.persistence.reader import open_reader
from media_manager.persistence.upgrade import create_library

# Another program beside an open window: it writes, and closes as the last one that it knows of.
ANOTHER = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1], isolation_level=None) as database:
    columns = "(uid, name, kind, created_at)"
    database.execute(f"INSERT INTO library {columns} VALUES ('u', 'New', 'movie', 1)")
database.close()
"""


def test_another_program_leaves_the_journal_of_an_open_library(tmp_path: Path) -> None:
    """A look at the file between would let it take the journal away, and writing would fail."""
    library = tmp_path / "library.db"
    create_library(library)
    reader = open_reader(library)
    try:
        inspect_database(library)
        inspect_database(library)
        subprocess.run([sys.executable, "-c", ANOTHER, str(library)], check=True)

        assert library.with_name("library.db-wal").exists()
        assert reader.records("SELECT name FROM library") == [{"name": "New"}]
    finally:
        reader.close()
