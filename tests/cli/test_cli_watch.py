"""`watch` and `schedule` as real processes."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from media_manager.library.job_runs import job_history
from media_manager.library.roots import add_root
from media_manager.library.schedules import list_schedules
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile, Settings

PATIENCE_SECONDS = 60.0


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    folder.mkdir()
    (folder / "Ran (1985).mkv").write_text("ran")
    return folder


@pytest.fixture
def store(profile: Profile, media: Path) -> Iterator[LibraryStore]:
    settings = Settings(profile)
    for key, value in (
        ("scan.young_file_seconds", 0.0),
        ("watch.quiet_seconds", 0.2),
        ("probe.enabled", False),
    ):
        settings.set(key, value)
    store = LibraryStore(profile.library_db)
    add_root(store, media, library="Films")
    yield store
    store.close()


def start(profile: Profile, *words: str) -> "subprocess.Popen[str]":
    argv = [sys.executable, "-m", "media_manager", *words, "--json"]
    return subprocess.Popen(
        [*argv, "--profile", str(profile.data.parent)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(profile: Profile, *words: str) -> tuple[int, list[dict[str, Any]], str]:
    with start(profile, *words) as program:
        output, errors = program.communicate(timeout=PATIENCE_SECONDS)
    return program.returncode, [json.loads(line) for line in output.splitlines()], errors


def next_line(program: "subprocess.Popen[str]") -> dict[str, Any]:
    assert program.stdout is not None
    line = program.stdout.readline()
    assert line, program.stderr.read() if program.stderr else ""
    found: dict[str, Any] = json.loads(line)
    return found


def test_what_appears_is_scanned_until_somebody_says_stop(
    profile: Profile, store: LibraryStore, media: Path
) -> None:
    """Ctrl+C ends it cleanly: with exit code 0, no child left, no job cut off."""
    with start(profile, "watch") as program:
        watching = next_line(program)
        assert (watching["event"], watching["mode"]) == ("watching", "events")
        (media / "Heat (1995).mkv").write_text("heat")
        scanned = next_line(program)
        assert (scanned["event"], scanned["added"], scanned["folders"]) == ("scanned", 2, ["."])
        children = _children(program.pid)
        program.send_signal(signal.SIGINT)
        assert program.wait(PATIENCE_SECONDS) == 0, program.communicate()
    with store.reading() as reader:
        (job,) = (job for job in job_history(reader) if job.job_type == "scan")
    assert (job.origin, job.status) == ("watch", "finished")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while any(Path(f"/proc/{child}").exists() for child in children):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _children(pid: int) -> list[str]:
    tasks = Path(f"/proc/{pid}/task")
    if not tasks.exists():  # only Linux lists them there
        return []
    return [child for task in tasks.iterdir() for child in (task / "children").read_text().split()]


def test_once_ends_after_the_first_changes(
    profile: Profile, store: LibraryStore, media: Path
) -> None:
    """For a script that waits for something to come."""
    assert store.exists()
    with start(profile, "watch", "--once") as program:
        assert next_line(program)["mode"] == "events"
        (media / "Heat (1995).mkv").write_text("heat")
        assert next_line(program)["event"] == "scanned"
        assert program.wait(PATIENCE_SECONDS) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="limits inotify in a user namespace")
def test_when_the_system_watches_no_more_folders_it_polls_and_says_so(
    profile: Profile, store: LibraryStore, media: Path
) -> None:
    """B15, for real: a limit of the kernel that is too low for the tree."""
    assert store.exists()
    for number in range(60):
        (media / str(number)).mkdir()
    lower = "echo 20 > /proc/sys/user/max_inotify_watches"
    if subprocess.run(["unshare", "-Ur", "sh", "-c", lower], check=False).returncode:
        pytest.skip("this kernel allows no user namespaces")
    words = [sys.executable, "-m", "media_manager", "watch", "--once", "--json"]
    words += ["--profile", str(profile.data.parent)]
    with subprocess.Popen(
        ["unshare", "-Ur", "sh", "-c", f'{lower}; exec "$@"', "sh", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        state = next_line(program)
        assert (state["mode"], state["reason"]) == ("polling", "limit")
        assert next_line(program)["event"] == "scanned"
        assert program.wait(PATIENCE_SECONDS) == 0


def test_without_a_library_there_is_nothing_to_watch(profile: Profile) -> None:
    """It says what to do."""
    code, lines, errors = run(profile, "watch")
    assert (code != 0, lines) == (True, [])
    assert "media-manager scan" in errors


def test_schedules_are_listed_with_their_next_run(profile: Profile, store: LibraryStore) -> None:
    """Also while nothing ran yet."""
    assert store.exists()
    Settings(profile).set_text("schedule.scan", "03:30")
    code, lines, _ = run(profile, "schedule")
    assert code == 0
    assert {line["name"]: line["when"] for line in lines} == {
        "backup": "daily",
        "scan": "03:30",
        "check": "7 days",
        "tidy": "idle",
    }
    assert all(line["last_run"] is None and line["next_due"] for line in lines)


@pytest.mark.parametrize("name", ["scan", "backup", "check", "tidy"])
def test_a_schedule_can_be_run_by_cron(profile: Profile, store: LibraryStore, name: str) -> None:
    """It is noted as a scheduled run, so that an open window does not repeat it."""
    code, lines, errors = run(profile, "schedule", "run", name)
    assert (code, lines[-1]["failed"], errors) == (0, 0, "")
    with store.reading() as reader:
        assert [(job.origin, job.status) for job in job_history(reader)] == [
            ("schedule", "finished")
        ]
    lines_now = {line.name: line for line in list_schedules(Settings(profile), store)}
    assert [each for each, line in lines_now.items() if line.last_run] == [name]


def test_a_schedule_that_is_none_is_refused(profile: Profile) -> None:
    """With the names that there are."""
    code, _, errors = run(profile, "schedule", "run", "nothing")
    assert code == 2
    assert "backup" in errors
