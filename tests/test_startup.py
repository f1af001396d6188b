"""The first paint shows the library, and has brought in nothing that it does not need."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.ui.conftest import scan_folder, write_film

from media_manager.library import browse
from media_manager.library.kept_view import KeptView
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile
from media_manager.ui.places import Stop, everything

# What writes, decodes, or speaks to a network: all of it comes behind the first paint.
HEAVY = (
    "sqlalchemy",
    "alembic",
    "numpy",
    "PIL",
    "av",
    "lxml",
    "guessit",
    "msgspec",
    "urllib3",
    "http.client",
    "asyncio",
    "subprocess",
    "PySide6.QtNetwork",
)
MODULES = Path(__file__).parent / "data" / "first_paint_modules.txt"

PROGRAM = """
import json, sys
from media_manager import app

app._SHOW_AFTER_MS = 60_000  # however busy the machine is, the window waits for its list
build = app.Program.build

def build_and_look(self):
    build(self)
    complete = self.window.complete

    def look():
        model = self.window.model
        rows = [model.row_at(at) for at in range(model.rowCount())]
        told = {"modules": sorted(sys.modules), "titles": [row.title for row in rows if row]}
        print(json.dumps({**told, "exact": model.is_exact}))
        complete()
        self.window.close()

    self.window.complete = look

app.Program.build = build_and_look
sys.exit(app.run_window(sys.argv[1:]))
"""


@pytest.fixture
def titles(profile: Profile, tmp_path: Path) -> list[str]:
    """Scan a few films and return their titles."""
    for number in range(30):
        write_film(tmp_path / "Films", f"Film {number:02}", 1980 + number)
    scan_folder(profile, tmp_path / "Films")
    return [f"Film {number:02}" for number in range(30)]


def first_paint(profile: Profile) -> dict[str, Any]:
    """Start the program in a process of its own; return what it had at its first paint."""
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, "--profile", str(profile.data.parent)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        check=True,
    )
    assert ended.stderr == b""
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def keep_first_view(profile: Profile) -> None:
    """Keep what a window that was open for some seconds keeps."""
    reader = LibraryStore(profile.library_db).open_reader()
    result = browse.result_set(reader, Stop(everything()).query())
    KeptView(profile.views / "last.ids").keep(reader.uid(), result)
    reader.close()


def test_the_first_paint_has_titles_and_no_heavy_module(
    profile: Profile, titles: list[str]
) -> None:
    """Importing SQLAlchemy alone would take twice as long as the whole start."""
    seen = first_paint(profile)

    assert titles == seen["titles"]
    assert set() == {name for name in HEAVY if name in seen["modules"]}


def test_a_kept_view_is_whole_at_the_first_paint_and_needs_these_modules(
    profile: Profile, titles: list[str]
) -> None:
    """Each module costs half a millisecond of each start.

    A new one belongs into the list only if the first paint shows what it makes; else import it
    where it is used, with a comment.
    """
    keep_first_view(profile)
    seen = first_paint(profile)

    assert (titles, True) == (seen["titles"], seen["exact"])
    ours = [name for name in seen["modules"] if name.startswith("media_manager")]
    assert MODULES.read_text("utf-8").split() == ours
