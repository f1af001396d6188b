"""A mark tells of a process that died with the library open, and of nobody else."""

import subprocess
import sys
from pathlib import Path

from tests.faults.harness import ROOT, environment, python
from tests.persistence.populated import make_library

from media_manager.library.care import check_if_cut_off, was_cut_off
from media_manager.persistence.open_mark import find_left_marks, remove_left_marks
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile

DIE = """
import os
from pathlib import Path
from media_manager.persistence.store import LibraryStore
store = LibraryStore(Path(sys.argv[1]))
with store.writing("test") as session:
    session.touch_everything("roots")
os.kill(os.getpid(), 9)
"""


def killed(profile: Profile) -> None:
    assert sys.executable
    done = subprocess.run(python(DIE, profile.library_db), check=False, env=environment(), cwd=ROOT)
    assert done.returncode == -9


def test_a_store_that_is_closed_leaves_no_mark(profile: Profile) -> None:
    """Looking leaves none at all, and writing one for as long as it is open."""
    make_library(profile.library_db)
    store = LibraryStore(profile.library_db)
    with store.reading():
        assert marks(profile) == []
    with store.writing("test") as session:
        session.touch_everything("roots")
    assert len(marks(profile)) == 1
    assert find_left_marks(profile.library_db) == []
    store.close()
    assert marks(profile) == []


def test_a8_a_killed_process_is_told_of_once(profile: Profile) -> None:
    """Fault A8: the next start looks over the file, and is content when it is sound."""
    make_library(profile.library_db)
    killed(profile)
    assert was_cut_off(profile)
    findings = check_if_cut_off(profile)
    assert "integrity" in {each.code for each in findings}
    assert (was_cut_off(profile), check_if_cut_off(profile)) == (False, ())


def test_a8_a_damaged_library_is_looked_at_again(profile: Profile) -> None:
    """Until it is repaired or replaced, each start says so."""
    make_library(profile.library_db)
    killed(profile)
    data = bytearray(profile.library_db.read_bytes())
    data[4096 * 3 : 4096 * 9] = bytes(4096 * 6)
    profile.library_db.write_bytes(data)
    findings = {each.code: each for each in check_if_cut_off(profile)}
    assert any(each.severity == "problem" for each in findings.values())
    assert was_cut_off(profile)
    remove_left_marks(profile.library_db)
    assert not was_cut_off(profile)


def marks(profile: Profile) -> list[Path]:
    return list(profile.data.glob("library.db.open-*"))
