"""Each check finds what it is for, and its repair puts that right and nothing else."""

import os
import random
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.faults.harness import check_database
from tests.persistence.populated import make_library

from media_manager.domain.media import LibraryKind
from media_manager.errors import ItemNotFound, JobCancelled
from media_manager.files.drives import network_filesystem
from media_manager.library.doctor import Finding, Severity, examine, repair_one
from media_manager.library.roots import add_root
from media_manager.library.watch import Unwatched
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile

MOUNTS = """\
22 1 0:21 / / rw - ext4 /dev/vda rw
30 22 0:30 / {0} rw shared:1 - tmpfs tmpfs rw
31 30 0:31 / {0}/nas\\040two rw - nfs4 server:/films rw
32 30 0:32 / {0}/stick rw - fuseblk /dev/sdb rw
33 30 0:33 / {0}/ssh rw - fuse.sshfs me@there: rw
"""


@pytest.fixture
def library(profile: Profile) -> Path:
    make_library(profile.library_db)
    return profile.library_db


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def find(profile: Profile, code: str, *, quick: bool = False) -> Finding:
    (finding,) = [each for each in examine(profile, quick=quick) if each.code == code]
    return finding


def mended(profile: Profile, code: str) -> Finding:
    """Return what is found after the repair; before it something was wrong and repairable."""
    before = find(profile, code)
    assert before.severity is not Severity.OK
    assert before.repairable
    assert before.command
    after = repair_one(profile, code)
    assert find(profile, code).severity is Severity.OK
    return after


def orphans(path: Path) -> None:
    execute(
        path,
        "PRAGMA foreign_keys = 0",
        "INSERT INTO genre (name) VALUES ('Unused')",
        "INSERT INTO tag (uid, name, hidden, is_category) VALUES ('u', 'Unused', 0, 0)",
        "INSERT INTO tag (uid, name, hidden, is_category, color) VALUES ('v', 'Kept', 0, 0, 'red')",
        "DELETE FROM item_file WHERE item_id IN (1, 6)",
        "UPDATE media_item SET main_file_id = NULL WHERE id IN (1, 6)",
        "DELETE FROM user_value WHERE item_id = 6",
        "DELETE FROM user_state WHERE item_id = 6",
    )


def test_what_nothing_uses_is_removed_but_nothing_that_somebody_said(
    profile: Profile, library: Path
) -> None:
    """The item that was edited stays, and so does the tag that was colored."""
    orphans(library)
    finding = find(profile, "orphans")
    assert "6" in finding.where
    assert "1" not in finding.where
    mended(profile, "orphans")
    with closing(sqlite3.connect(library)) as database:
        items = [row[0] for row in database.execute("SELECT id FROM media_item ORDER BY id")]
        names = [row[0] for row in database.execute("SELECT name FROM tag WHERE name IN "
                                                    "('Unused', 'Kept')")]  # fmt: skip
    assert (1 in items, 6 in items, names) == (True, False, ["Kept"])
    # What this test wrote past the search is found as well.
    assert "search_name" in find(profile, "search-index").where
    mended(profile, "search-index")
    check_database(library)


def numbers(path: Path) -> None:
    execute(path, "UPDATE sqlite_sequence SET seq = 1 WHERE name = 'media_item'")


def window_lock(path: Path) -> None:
    path.parent.parent.joinpath("state", "window.lock").write_text("999999999\nmedia-manager\nhere")


def dead_job(path: Path) -> None:
    execute(
        path,
        "INSERT INTO job_run (uid, job_type, status, parameters, created_at, process, done, failed)"
        " VALUES ('j', 'scan', 'running', x'7B7D', 1, '999999999:dead', 0, 0)",
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a profile private by itself")
def test_a_folder_that_others_can_read_is_closed_to_them(profile: Profile) -> None:
    """Also what chmod would say stands there."""
    profile.config.chmod(0o755)
    assert "chmod 700" in find(profile, "permissions").command
    mended(profile, "permissions")
    assert profile.config.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("code", "damage"),
    [("change-log", numbers), ("window-lock", window_lock), ("jobs", dead_job)],
    ids=["change-log", "window-lock", "jobs"],
)
def test_one_click_repairs(
    code: str, damage: Callable[[Path], None], profile: Profile, library: Path
) -> None:
    """Found, repaired, and found in order."""
    damage(library)
    assert mended(profile, code).severity is Severity.OK
    check_database(library)


def test_a_number_is_never_given_out_twice(profile: Profile, library: Path) -> None:
    """What another program set back goes on behind the highest."""
    numbers(library)
    mended(profile, "change-log")
    with closing(sqlite3.connect(library)) as database:
        (seq,) = database.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = 'media_item'"
        ).fetchone()
        (highest,) = database.execute("SELECT max(id) FROM media_item").fetchone()
    assert seq == highest


def test_pictures_that_are_gone_are_forgotten_where_the_drive_is_there(
    profile: Profile, library: Path, tmp_path: Path
) -> None:
    """An offline root has lost nothing; below one that is there, the next picture is shown."""
    media = tmp_path / "media"
    media.mkdir()
    assert find(profile, "artwork-files").severity is Severity.OK
    with closing(sqlite3.connect(library)) as database:
        database.execute("UPDATE root_folder SET path = ?, state = 'online'", [os.fsencode(media)])
        (count,) = database.execute(
            "SELECT count(*) FROM artwork WHERE path IS NOT NULL AND root_id IS NOT NULL"
        ).fetchone()
        database.commit()
    assert count
    assert len(find(profile, "artwork-files").where) == count
    assert find(profile, "integrity", quick=True).message.endswith("(looked over quickly).")
    mended(profile, "artwork-files")


def test_folders_in_each_other_are_named(profile: Profile, tmp_path: Path) -> None:
    """Two libraries that scan one folder have every file twice."""
    inner = tmp_path / "media" / "inner"
    inner.mkdir(parents=True)
    store = LibraryStore(profile.library_db)
    add_root(store, inner.parent, library="All", kind=LibraryKind.MIXED)
    add_root(store, inner, library="Films", kind=LibraryKind.MOVIE)
    store.close()
    found = find(profile, "overlapping-roots")
    assert (found.severity, found.where) == (Severity.WARNING, (str(inner),))
    assert "remove-root" in found.command


def test_a_clock_in_the_past_is_told(profile: Profile, library: Path) -> None:
    """What was changed tomorrow cannot be."""
    tomorrow = time.time_ns() // 1000 + 86_400_000_000
    with closing(sqlite3.connect(library)) as database:
        database.execute("UPDATE change_log SET at = ?", [tomorrow])
        database.commit()
    assert find(profile, "clock").severity is Severity.WARNING


def test_settings_nobody_knows_or_can_read_are_told(profile: Profile) -> None:
    """A misspelled key does nothing: better said than wondered about."""
    profile.settings_file.write_text('[ui]\ntheme = "dark"\ntheem = "light"\n[odd]\nx = 1\n')
    assert find(profile, "settings").where == ("odd.x", "ui.theem")
    profile.settings_file.write_text("[ui\n")
    assert "damaged" in find(profile, "settings").message


def test_a_crash_report_is_kept_until_somebody_says_otherwise(profile: Profile) -> None:
    """A repair of everything leaves it: it may be wanted for a report."""
    report = profile.crash_file.with_suffix(".log.1")
    report.write_text("Fatal Python error")
    assert find(profile, "crash-log").only_when_asked
    examine(profile, repair=True)
    assert report.exists()
    repair_one(profile, "crash-log")
    assert not report.exists()


def test_empty_room_in_the_file_is_given_back_only_when_asked(
    profile: Profile, library: Path
) -> None:
    """New entries use it anyway, and nobody can write meanwhile."""
    execute(
        library,
        "CREATE TABLE filler (x)",
        "INSERT INTO filler SELECT zeroblob(1000000) FROM media_file LIMIT 6",
        *["INSERT INTO filler SELECT x FROM filler"] * 3,
        "DROP TABLE filler",
    )
    size = library.stat().st_size
    found = find(profile, "fragmentation")
    assert (found.severity, found.command) == (Severity.WARNING, "media-manager doctor --vacuum")
    examine(profile, repair=True)
    assert library.stat().st_size == size
    assert "less" in repair_one(profile, "fragmentation").message
    assert library.stat().st_size < size / 10
    check_database(library)


def test_a_network_drive_is_known_by_the_system(tmp_path: Path) -> None:
    """Fault A14: the mount that a path lies on decides, also with a blank in its name."""
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS.format(tmp_path))
    found = {
        name: network_filesystem(tmp_path / name / "data", mounts)
        for name in ("here", "nas two", "stick", "ssh", "nas two more")
    }
    assert found == {
        "here": None,
        "nas two": "nfs4",
        "stick": None,
        "ssh": "fuse.sshfs",
        "nas two more": None,
    }
    assert network_filesystem(tmp_path, tmp_path / "nothing") is None


class Stopped(Unwatched):
    """Somebody presses Cancel when a check begins."""

    def __init__(self, at: str) -> None:
        self._at = at
        self.seen: list[str] = []

    def report(self, done: int, total: int | None = None, message: str | None = None) -> None:
        assert done <= (total or 0)
        self.seen.append(message or "")
        self.cancelled = self.cancelled or (message or "").startswith(self._at)

    def raise_if_cancelled(self) -> None:
        if self.cancelled:
            raise JobCancelled("stopped")


@pytest.mark.parametrize(
    "at", ["Looking at SQLite", "Checking media_item", "Comparing", "Starting"]
)
def test_an_examination_can_be_stopped_anywhere(at: str, profile: Profile, library: Path) -> None:
    """It says what it looks at, and ends there."""
    assert library.exists()
    watch = Stopped(at)
    with pytest.raises(JobCancelled):
        examine(profile, watch=watch)
    assert watch.seen[-1].startswith(at)


def test_what_nothing_repairs_is_said(profile: Profile, library: Path) -> None:
    """A code that is none, and one that only a person can put right."""
    assert library.exists()
    for code in ("weather", "roots"):
        with pytest.raises(ItemNotFound):
            repair_one(profile, code)
    assert repair_one(profile, "counters").severity is Severity.OK


def test_every_finding_says_what_to_type(profile: Profile, library: Path) -> None:
    """A warning or a problem without a repair has a command; no sentence is left open."""
    orphans(library)
    window_lock(library)
    for each in examine(profile):
        assert each.message.endswith(".")
        if each.severity is not Severity.OK:
            assert each.command, each.code
            assert each.hint, each.code


def flipped(profile: Profile, seed: int) -> tuple[Finding, ...]:
    """Examine a library with flipped bytes, and ask for all repairs."""
    data = bytearray(profile.library_db.read_bytes())
    chance = random.Random(seed)  # noqa: S311 - the same damage each time
    reach = 4096 if seed % 3 == 0 else len(data)
    for _ in range(1 + seed % 5 * 10):
        data[chance.randrange(reach)] ^= 1 << chance.randrange(8)
    profile.library_db.write_bytes(data)
    return (*examine(profile, quick=True), *examine(profile, repair=True))


@pytest.mark.parametrize("seed", range(12))
def test_a8_the_doctor_never_stumbles_over_damage(
    seed: int, profile: Profile, library: Path
) -> None:
    """Fault A8: whatever is flipped, each finding is a sentence with something to do."""
    assert library.exists()
    for each in flipped(profile, seed):
        assert each.severity is Severity.OK or each.hint


@pytest.mark.faults_long
@pytest.mark.parametrize("seed", range(12, 512))
def test_a8_the_doctor_and_five_hundred_damages(seed: int, profile: Profile, library: Path) -> None:
    """Fault A8: five hundred seeds."""
    assert library.exists()
    for each in flipped(profile, seed):
        assert each.severity is Severity.OK or each.hint
