"""The first paint shows the library, and has brought in nothing that it does not need."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.ui.conftest import scan_folder, write_film

from media_manager.settings import Profile

# What writes, decodes, or speaks to a network: all of it comes behind the first paint.
HEAVY = (
    "sqlalchemy",
    "alembic",
    "numpy",
    "PIL",
    "av",
    "lxml",
    "guessit",
    "urllib3",
    "http.client",
    "asyncio",
    "PySide6.QtNetwork",
)

PROGRAM = """
import json, sys
from media_manager import app

app._SHOW_AFTER_MS = 60_000  # however busy the machine is, the window waits for its list
begin = app.Program._begin_stage_two

def look(self):
    model = self.window.model
    rows = [model.row_at(at) for at in range(model.rowCount())]
    print(json.dumps({"modules": sorted(sys.modules), "titles": [r.title for r in rows if r]}))
    begin(self)
    self.window.close()

app.Program._begin_stage_two = look
sys.exit(app.run_window(sys.argv[1:]))
"""


def test_the_first_paint_has_titles_and_no_heavy_module(profile: Profile, tmp_path: Path) -> None:
    """Importing SQLAlchemy alone would take twice as long as the whole start."""
    for number in range(30):
        write_film(tmp_path / "Films", f"Film {number:02}", 1980 + number)
    scan_folder(profile, tmp_path / "Films")

    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, "--profile", str(profile.data.parent)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        check=True,
    )

    seen = json.loads(ended.stdout)
    assert [f"Film {number:02}" for number in range(30)] == seen["titles"]
    loaded = {name for name in HEAVY if name in seen["modules"]}
    assert set() == loaded
    assert ended.stderr == b""
