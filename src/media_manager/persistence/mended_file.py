"""A damaged file of which SQLite can read the schema again: the work copy of a salvage.

The first hundred bytes say how to read the rest, and the first page where each table begins. Both
are the same for all copies of one library, so that they can be written anew or borrowed.
"""

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from media_manager.persistence.backup import remove_database
from media_manager.persistence.gate import UNREADABLE, damaged
from media_manager.persistence.revision import APPLICATION_ID

_HEADER: Final = 100
_PAGE_SIZE_AT: Final = slice(16, 18)
_VERSION_AT: Final = slice(18, 20)
_CHANGE_AT: Final = slice(24, 28)
_PAGES_AT: Final = slice(28, 32)
_FREELIST_AT: Final = slice(32, 40)
_VALID_FOR_AT: Final = slice(92, 96)


@contextlib.contextmanager
def readable_file(source: Path, donor: Path | None) -> Iterator[Path]:
    """Give a file of which SQLite can read the schema: the library itself, or a mended copy."""
    if _has_schema(source):
        yield source
        return
    work = source.with_name(source.name + ".salvage-source")
    try:
        for mend in (_mend_header, _graft_first_page):
            _copy_files(source, work)
            for journal in (True, False):
                if not journal:
                    for suffix in ("-wal", "-shm"):
                        work.with_name(work.name + suffix).unlink(missing_ok=True)
                mend(work, donor)
                if _has_schema(work):
                    yield work
                    return
        raise damaged(source, "nothing of it can be read any more")
    finally:
        remove_database(work)


def _copy_files(source: Path, work: Path) -> None:
    remove_database(work)
    shutil.copyfile(source, work)
    journal = source.with_name(source.name + "-wal")
    if journal.exists():
        shutil.copyfile(journal, work.with_name(work.name + "-wal"))


def _has_schema(path: Path) -> bool:
    try:
        address = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as database:
            names = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
            database.execute("SELECT count(*) FROM library").fetchone()
    except (*UNREADABLE, OSError):
        return False
    return {"media_item", "media_file", "user_value"} <= names


def _mend_header(work: Path, _donor: Path | None) -> None:
    """Write a header as SQLite makes it; what follows on the first page stays."""
    size = work.stat().st_size
    page = 4096  # SQLite's default, which we never change
    header = bytearray(_HEADER)
    header[0:16] = b"SQLite format 3\x00"
    header[_PAGE_SIZE_AT] = page.to_bytes(2, "big")
    header[_VERSION_AT] = b"\x02\x02"
    header[20:24] = bytes((0, 64, 32, 32))
    header[_CHANGE_AT] = header[_VALID_FOR_AT] = (1).to_bytes(4, "big")
    header[_PAGES_AT] = (size // page).to_bytes(4, "big")
    header[_FREELIST_AT] = bytes(8)
    header[40:44] = header[44:48] = (4).to_bytes(4, "big")
    header[56:60] = (1).to_bytes(4, "big")
    header[68:72] = APPLICATION_ID.to_bytes(4, "big")
    header[96:100] = sqlite3.sqlite_version_info[0].to_bytes(4, "big")
    with work.open("r+b") as file:
        file.write(header)


def _graft_first_page(work: Path, donor: Path | None) -> None:
    """Take the first page, where all tables are listed, from a backup of the same library."""
    if donor is not None:
        with donor.open("rb") as file:
            page = file.read(4096)
        with work.open("r+b") as file:
            file.write(page)
    _mend_header(work, donor)
