"""After a bad end the program holds back, looks over the library, and says so."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.faults.harness import ROOT, environment, python
from tests.ui.conftest import PATIENCE_MS, OpenWindow, scan_folder

from media_manager.persistence.open_mark import find_left_marks
from media_manager.settings import Profile
from media_manager.ui.start_check import look_after_cut

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|does not support raise")

FAILS = """
from media_manager import app

def build(self):
    raise RuntimeError("the start fails")

app.Program.build = build
app.run_window(["--profile", sys.argv[1]])
"""
TELLS = """
from media_manager import app

def tell(self):
    print("safe" if self._safe_mode else "usual", self._failed_starts, flush=True)
    plain(self)
    self.window.close()

plain = app.Program._look_after_start
app.Program._look_after_start = tell
sys.exit(app.run_window(["--profile", sys.argv[1]]))
"""
DIES = """
import os
from pathlib import Path
from media_manager.persistence.store import LibraryStore
store = LibraryStore(Path(sys.argv[1]))
with store.writing("test") as session:
    session.touch_everything("roots")
os.kill(os.getpid(), 9)
"""


def started(script: str, place: Path) -> tuple[int, str]:
    done = subprocess.run(
        python(script, place),
        check=False,
        env={**environment(), "QT_QPA_PLATFORM": "offscreen"},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout.strip()


def test_a20_the_third_start_after_two_failed_ones_is_safe(profile: Profile) -> None:
    """Fault A20: and the one after a start that came to its end is a usual one again."""
    place = profile.data.parent
    assert started(TELLS, place) == (0, "usual 0")
    assert [started(FAILS, place)[0] for _ in range(2)] == [1, 1]
    assert started(TELLS, place) == (0, "safe 2")
    assert started(TELLS, place) == (0, "usual 0")
    assert not profile.starts_file.exists()


def cut_off(profile: Profile) -> None:
    done = subprocess.run(
        python(DIES, profile.library_db), check=False, env=environment(), cwd=ROOT
    )
    assert done.returncode == -9
    assert find_left_marks(profile.library_db)


def test_a8_a_library_that_was_cut_off_is_looked_over(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile, films: Path
) -> None:
    """Fault A8: behind the first paint, without a word when it is sound."""
    scan_folder(profile, films)
    cut_off(profile)
    window = open_window()
    look_after_cut(window.services, window.commands.care, window.notifications)
    qtbot.waitUntil(lambda: not find_left_marks(profile.library_db), timeout=PATIENCE_MS)
    assert window.notifications.texts == ()


def test_a8_damage_behind_a_cut_is_said_with_what_to_do(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile, films: Path
) -> None:
    """Fault A8: the status bar leads to the doctor, and the mark stays for the next start."""
    scan_folder(profile, films)
    cut_off(profile)
    break_an_index(profile.library_db)
    window = open_window()
    look_after_cut(window.services, window.commands.care, window.notifications)
    button = window.frame_.status.problems_button
    qtbot.waitUntil(lambda: not button.isHidden(), timeout=PATIENCE_MS)
    (text,) = window.notifications.texts
    assert "was not closed the last time" in text
    assert find_left_marks(profile.library_db)


def break_an_index(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = ?",
            ["ix_history_event_event_type_timestamp"],
        ).fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    data = bytearray(path.read_bytes())
    data[(page - 1) * size : (page - 1) * size + 8] = os.urandom(8)
    path.write_bytes(data)
