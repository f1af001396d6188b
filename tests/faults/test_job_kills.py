"""Jobs that are killed at any moment: the next start finishes what was running and what waited."""

import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.faults.harness import (
    Memory,
    Point,
    check_invariants,
    crashloop,
    environment,
    python,
    remember,
    starts,
)
from tests.library.scan_world import World, make_world

from media_manager.domain.media import LibraryKind
from media_manager.settings import Profile, Settings

FILMS = 5
PHOTOS = 120
PATIENCE = 60.0

# Hands in jobs of the kinds named and does the first; without kinds what another process left.
WORK = """
from pathlib import Path
from media_manager.library.job_ledger import JobEntry, JobOrder
from media_manager.library.job_runs import take_over_killed
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile, Settings
from media_manager.workers.job import JobContext, run_to_end
from media_manager.workers.job_kinds import KINDS, make_job
from media_manager.workers.library_jobs import JobTools, scan_parameters
profile = Profile.at(Path(sys.argv[1]))
store = LibraryStore(profile.library_db)
tools = JobTools(store, Settings(profile))
kinds = sys.argv[2:]
orders = [JobOrder(kind, scan_parameters(1) if kind == "scan" else {}) for kind in kinds]
entries = [JobEntry(store, order) for order in orders]
for entry in entries:
    entry.enter()
left = [] if kinds else take_over_killed(store, KINDS)
entries = entries[:1] + [JobEntry(store, job.order, job_id=job.id) for job in left]
for entry in entries:
    run_to_end(make_job(tools, entry), JobContext())
store.close()
"""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with make_world(tmp_path, LibraryKind.MIXED) as world:
        world.store.ensure()
        assert world.root.id == 1
        Settings(profile_of(world)).set("scan.young_file_seconds", 0.0)
        yield world


def profile_of(world: World) -> Profile:
    return Profile.at(world.store.path.parents[1])


def work(world: World, *kinds: str) -> list[str]:
    return python(WORK, profile_of(world).data.parent, *kinds)


def next_start(world: World) -> None:
    """Do what the next start of the program does with jobs."""
    done = subprocess.run(work(world), check=False, env=environment(), capture_output=True)
    assert done.returncode == 0, done.stderr.decode(errors="replace")


def jobs(world: World) -> dict[str, str]:
    """Return how each kind ended; a kind that has two rows was done twice."""
    rows = world.ask("SELECT job_type, status FROM job_run ORDER BY id")
    assert len({kind for kind, _ in rows}) == len(rows), rows
    return dict(rows)


def kill_a_scan(world: World, *, amount: int | None) -> list[dict[str, str]]:
    """Kill a scan at points of its writing, with a job behind it; return what became of both."""
    for number in range(FILMS):
        world.write(f"Film {number} (2001)/Film {number} (2001).mkv")
    profile = profile_of(world)
    good = profile.state / "good.db"
    world.store.close()
    shutil.copyfile(profile.library_db, good)
    before = remember(profile, [world.folder])
    seen: list[dict[str, str]] = []

    def prepare() -> Sequence[str]:
        for leftover in profile.data.iterdir():
            if leftover.is_file():
                leftover.unlink()
        shutil.copyfile(good, profile.library_db)
        return work(world, "scan", "refine")

    def check(_point: Point) -> None:
        check_invariants(profile, before, [world.folder])
        next_start(world)
        check_invariants(profile, before, [world.folder])
        assert starts(profile, "film") or not jobs(world)
        films = world.ask("SELECT count(*) FROM media_item")[0][0]
        assert films == (FILMS if "scan" in jobs(world) else 0)
        seen.append(jobs(world))

    assert crashloop(prepare, check, amount=amount) >= (amount or 12)
    return seen


def test_a1_a_killed_scan_and_what_waits_behind_it_are_finished(world: World) -> None:
    """Fault A1: what was written down is done at the next start, and once."""
    seen = kill_a_scan(world, amount=4)
    whole = {"scan": "finished", "refine": "finished"}
    assert whole in seen
    assert [each for each in seen if each not in ({}, {"scan": "finished"}, whole)] == []


@pytest.mark.faults_long
@pytest.mark.timeout(3600)
def test_a1_a_recorded_scan_killed_at_every_write(world: World) -> None:
    """Fault A1: each write and sync of a scan that keeps its record."""
    seen = kill_a_scan(world, amount=None)
    assert [each for each in seen if set(each.values()) - {"finished"}] == []


@pytest.mark.parametrize("kind", ["probe", "thumbnails"])
def test_a1_a_killed_job_with_children_is_finished(world: World, kind: str) -> None:
    """Killed twice while its children work: the same run goes on, and nothing is left out."""
    for number in range(PHOTOS):
        path = world.folder / f"Photos/{number}.jpg"
        path.parent.mkdir(exist_ok=True)
        Image.new("RGB", (64, 48), (number, 80, 40)).save(path)
    world.scan()
    profile = profile_of(world)
    before = remember(profile, [world.folder])
    world.store.close()
    chance = random.Random(kind)  # noqa: S311 - points in time, not secrets
    kill_when_busy(world, work(world, kind), kind, chance)
    check(world, profile, before)
    assert set(jobs(world)) == {kind}
    kill_when_busy(world, work(world), kind, chance)
    check(world, profile, before)
    next_start(world)
    assert jobs(world) == {kind: "finished"}
    assert done_of(world, kind) == PHOTOS
    check_invariants(profile, before, [world.folder])


def check(world: World, profile: Profile, before: Memory) -> None:
    check_invariants(profile, before, [world.folder])
    assert starts(profile, "type:photo")


def kill_when_busy(world: World, words: Sequence[str], kind: str, chance: random.Random) -> None:
    """Start a job and kill it some files later; it may be quicker than that."""
    first = done_of(world, kind)
    process: subprocess.Popen[Any] = subprocess.Popen(words, env=environment())
    wanted = first + chance.randrange(1, PHOTOS // 3)
    until = time.monotonic() + PATIENCE
    while process.poll() is None and done_of(world, kind) < wanted:
        assert time.monotonic() < until, "the job did nothing"
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()


def done_of(world: World, kind: str) -> int:
    """Return how many photos a kind of job is through with."""
    if kind == "thumbnails":
        return len(list(profile_of(world).thumbnails.rglob("*.thumb")))
    with closing(sqlite3.connect(world.store.path)) as database:
        sql = "SELECT count(*) FROM media_file WHERE probe_status = 'done'"
        return int(database.execute(sql).fetchone()[0])
