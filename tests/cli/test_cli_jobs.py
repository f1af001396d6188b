"""`jobs`: what ran can be listed and repeated, and what runs elsewhere can be stopped."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.workers.frozen_children import freeze_children

from media_manager.cli import run
from media_manager.library.job_ledger import JobEntry, JobOrder
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile, Settings

PATIENCE = 30.0

Say = Callable[..., tuple[int, list[dict[str, Any]], str]]


@pytest.fixture
def quick(profile: Profile) -> Profile:
    Settings(profile).set("scan.young_file_seconds", 0.0)
    return profile


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    (folder / "Photos").mkdir(parents=True)
    (folder / "Heat (1995).mkv").write_text("heat")
    (folder / "Photos/a.jpg").write_text("no picture")
    return folder


@pytest.fixture
def say(quick: Profile, capsys: pytest.CaptureFixture[str]) -> Say:
    """Return a function that runs a command and returns code, results and errors."""

    def run_words(*words: object) -> tuple[int, list[dict[str, Any]], str]:
        code = run([*map(str, words), "--profile", str(quick.data.parent), "--json"])
        said = capsys.readouterr()
        return code, [json.loads(line) for line in said.out.splitlines()], said.err

    return run_words


@pytest.fixture
def store(quick: Profile) -> Iterator[LibraryStore]:
    store = LibraryStore(quick.library_db)
    yield store
    store.close()


def test_what_ran_is_listed_newest_first(say: Say, media: Path) -> None:
    """By kind, state, time and text; nothing found is said with the exit code, too."""
    say("scan", media)
    _, jobs, _ = say("jobs")
    assert [(job["job_type"], job["origin"], job["status"]) for job in jobs] == [
        ("probe", "command", "finished"),
        ("scan", "command", "finished"),
    ]
    for words, expected in (
        (["--kind", "scan"], ["scan"]),
        (["list", "--kind", "scan", "--limit", "5"], ["scan"]),
        (["--text", "MEDIA"], ["scan"]),
        (["--since", "1h", "--status", "finished"], ["probe", "scan"]),
        (["--limit", "1"], ["probe"]),
        (["--status", "failed"], []),
        (["--since", "2999-01-01"], []),
    ):
        code, jobs, _ = say("jobs", *words)
        assert ([job["job_type"] for job in jobs], code) == (expected, 0 if expected else 1)


def test_one_job_is_shown_with_its_reasons(say: Say, media: Path) -> None:
    """Grouped; with --errors item by item."""
    say("scan", media)
    code, lines, _ = say("jobs", "show", 2, "--errors")
    groups = lines[0]["failures"]
    assert code == 0
    assert [group["code"] for group in groups] == ["unreadable-file"]
    subjects = [line["subject"] for line in lines[1:]]
    assert subjects == ["Heat (1995).mkv", "Photos/a.jpg"]
    code, _, errors = say("jobs", "show", 99)
    assert (code, "There is no job 99." in errors) == (1, True)


def test_what_failed_is_tried_again(say: Say, media: Path) -> None:
    """What fails once more is a failure of the command; nothing left to try is said."""
    from PIL import Image

    say("scan", media)
    Image.new("RGB", (9, 9)).save(media / "Photos/a.jpg")
    code, (job,), _ = say("jobs", "retry", 2)
    assert (code, job["retry_of"], job["done"], job["failed"]) == (1, 2, 2, 1)
    code, _, errors = say("jobs", "retry", 1)
    assert (code, "left to be tried again" in errors) == (1, True)


def test_a_kind_is_run_here(say: Say, media: Path) -> None:
    """Every root folder, or one; an unknown kind names those that there are."""
    say("scan", media, "--no-probe", "--no-refine")
    (media / "Ran (1985).mkv").write_text("ran")
    code, (job,), _ = say("jobs", "run", "scan")
    assert (code, job["job_type"], job["done"]) == (0, "scan", 2)
    assert say("jobs", "run", "scan", "--root", 99)[0] == 1
    code, _, errors = say("jobs", "run", "laundry")
    assert (code, "thumbnails" in errors) == (1, True)


def test_a_job_that_nobody_runs_can_be_ordered_about(
    say: Say, media: Path, store: LibraryStore
) -> None:
    """Its program was killed: paused, put first, resumed, given up; then it is over."""
    say("scan", media)
    job_id = JobEntry(store, JobOrder("scan", {"root_id": 1})).enter()
    with store.writing("test") as session:
        session.connection.exec_driver_sql("UPDATE job_run SET process = '1:other'")
    for words, status, priority in (
        (["pause", job_id], "paused", 0),
        (["priority", job_id, 7], "paused", 7),
        (["resume", job_id], "queued", 7),
        (["cancel", job_id], "cancelled", 7),
    ):
        code, (answer,), _ = say("jobs", *words)
        shown = say("jobs", "show", job_id)[1][0]
        assert (code, answer["answer"]) == (0, "done")
        assert (shown["status"], shown["priority"]) == (status, priority)
    code, _, errors = say("jobs", "cancel", job_id)
    assert (code, "has ended" in errors) == (1, True)


def test_a_command_is_stopped_by_another_command(say: Say, media: Path, quick: Profile) -> None:
    """Paused, resumed and cancelled from elsewhere, while its children hang."""
    fill(media)
    say("scan", media, "--no-probe")
    Settings(quick).set("probe.timeout_seconds", 600.0)
    words = [sys.executable, "-m", "media_manager", "jobs", "run", "probe", "--profile"]
    probe = subprocess.Popen([*words, str(quick.data.parent)], stdout=subprocess.PIPE)
    try:
        wait_for(lambda: freeze_children(probe.pid, "probe"))
        assert say("jobs", "pause", 2)[1][0]["answer"] == "asked"
        wait_for(lambda: status(say, 2) == "paused")
        say("jobs", "resume", 2)
        wait_for(lambda: status(say, 2) == "running")
        say("jobs", "cancel", 2)
        assert probe.wait(PATIENCE) == 130
    finally:
        probe.kill()
        probe.communicate()
    assert status(say, 2) == "cancelled"


def test_a_killed_command_is_shown_as_interrupted(say: Say, media: Path, quick: Profile) -> None:
    """Nobody had the time to write that it ended."""
    fill(media)
    say("scan", media, "--no-probe")
    words = [sys.executable, "-m", "media_manager", "jobs", "run", "probe", "--profile"]
    probe = subprocess.Popen([*words, str(quick.data.parent)], start_new_session=True)
    wait_for(lambda: freeze_children(probe.pid, "probe"))
    os.killpg(probe.pid, signal.SIGKILL)
    probe.wait(PATIENCE)
    assert status(say, 2) == "interrupted"


def fill(media: Path) -> None:
    """Add more than a child can look into before it is stopped."""
    for number in range(2_000):
        (media / f"Photos/{number}.jpg").write_text(f"no picture {number}")


def status(say: Say, job_id: int) -> str:
    lines = say("jobs", "show", job_id)[1]
    return str(lines[0]["status"]) if lines else ""


def wait_for(test: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not test():
        assert time.monotonic() < until, "it did not come to that"
        time.sleep(0.05)
