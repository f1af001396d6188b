"""Freeze a populated library of the newest revision, once, before it is released.

python -m tests.persistence.freeze     (from the repository root; refuses to change a frozen one)
"""

import lzma
import sys
import tempfile
from pathlib import Path

from tests.persistence.populated import ROOT, make_library

from media_manager.persistence.revision import REVISIONS
from media_manager.persistence.upgrade import migration_connection, run_downgrade

FROZEN = ROOT / "tests" / "data" / "db"


def freeze(revision: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library.db"
        make_library(library)
        with migration_connection(library) as connection:
            run_downgrade(connection, revision)
        # Through a backup: one file, without a journal beside it.
        from media_manager.persistence.backup import make_backup

        copy = make_backup(library, Path(folder) / "frozen", label="frozen")
        packed = lzma.compress(copy.read_bytes(), preset=9 | lzma.PRESET_EXTREME)
    (FROZEN / f"{revision}.sqlite.xz").write_bytes(packed)


if __name__ == "__main__":
    for each in REVISIONS:
        if (FROZEN / f"{each}.sqlite.xz").exists():
            sys.stderr.write(f"{each} is frozen already: a released revision never changes.\n")
        else:
            freeze(each)
