"""Tables are made known to SQLAlchemy before the first statement, not in the middle of it."""

import subprocess
import sys
from pathlib import Path

CHILD = """
import sys
from pathlib import Path
from media_manager.persistence.upgrade import create_library
from media_manager.persistence.writer import LibraryWriter

create_library(Path(sys.argv[1]))
LibraryWriter(Path(sys.argv[1])).close()
from media_manager.persistence.models.base import Base
waiting = [mapper.class_.__name__ for mapper in Base.registry.mappers if not mapper.configured]
before = set(Base.registry.mappers)
from media_manager.persistence.models import items, organize, people, photos, places, records
print(waiting, len(set(Base.registry.mappers) - before))
"""


def test_no_table_is_left_to_the_first_statement(tmp_path: Path) -> None:
    """Where a writer is, every class is there and configured: threads meet nothing half made."""
    said = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path / "library.db")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "[] 0"
