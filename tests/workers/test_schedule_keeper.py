"""What is scheduled runs by itself; idle work gives way to a person, and the computer stays up."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from media_manager.domain.jobs import JobState
from media_manager.errors import JobWaits
from media_manager.library.job_runs import JobRecord, job_history
from media_manager.library.roots import add_root
from media_manager.library.schedules import list_schedules, load_last_runs
from media_manager.settings import Profile, Settings
from media_manager.workers import JobHandle, Wait, schedule_keeper
from media_manager.workers.schedule_keeper import ScheduleKeeper
from media_manager.workers.services import Services

PATIENCE_MS = 60_000
HOUR = 3_600.0


class World:
    """A library with one folder, and a clock and a person that a test moves."""

    def __init__(self, qtbot: QtBot, services: Services, media: Path) -> None:
        self.qtbot = qtbot
        self.services = services
        self.root = add_root(services.store, media, library="Films")
        self.idle_seconds = 0.0
        self.ahead = timedelta()
        self.keeper = ScheduleKeeper(services, lambda: self.idle_seconds, now=self.now)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def set(self, **when: str) -> None:
        for name in ("scan", "backup", "check", "tidy"):
            self.services.settings.set_text(f"schedule.{name}", when.get(name, "off"))

    def look(self) -> None:
        """Look, and wait until that has begun what is due."""
        self.keeper.look()
        self.qtbot.waitUntil(lambda: not self.keeper._looking, timeout=PATIENCE_MS)

    def wait_for_ends(self) -> None:
        self.qtbot.waitUntil(lambda: not self.services.running_jobs, timeout=PATIENCE_MS)

    def history(self) -> list[JobRecord]:
        with self.services.store.reading() as reader:
            return job_history(reader)

    def wait_for(self, job: JobHandle, state: JobState) -> None:
        self.qtbot.waitUntil(lambda: job.state is state, timeout=PATIENCE_MS)


@pytest.fixture
def services(
    qtbot: QtBot,  # noqa: ARG001 - an application, first
    profile: Profile,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Services]:
    monkeypatch.setattr(schedule_keeper, "load_per_cpu", lambda: 0.0)
    monkeypatch.setattr(schedule_keeper, "on_battery", lambda: False)
    settings = Settings(profile)
    settings.set("scan.young_file_seconds", 0.0)
    for key in ("probe.enabled", "thumbnails.prepare"):
        settings.set(key, False)  # noqa: FBT003 - the file's value
    services = Services(profile, settings)
    yield services
    assert services.close() == ()


@pytest.fixture
def world(qtbot: QtBot, services: Services, tmp_path: Path) -> World:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "Ran (1985).mkv").write_text("ran")
    return World(qtbot, services, tmp_path / "media")


def test_idle_work_begins_when_nobody_is_there_and_once_a_day(world: World) -> None:
    """The scan of all folders, by the schedule."""
    world.set(scan="idle")
    world.look()
    assert world.services.running_jobs == ()
    world.idle_seconds = HOUR
    world.look()
    world.wait_for_ends()
    scans = [job for job in world.history() if job.job_type == "scan"]
    assert [(job.origin, job.priority, job.status) for job in scans] == [
        ("schedule", schedule_keeper.PRIORITY, "finished")
    ]
    world.look()
    world.wait_for_ends()
    assert len([job for job in world.history() if job.job_type == "scan"]) == 1


def test_each_kind_of_work_runs(world: World) -> None:
    """A backup, a quick examination, and tidying up."""
    world.set(backup="idle", check="idle", tidy="idle")
    world.services.scan(world.root)
    world.wait_for_ends()
    world.idle_seconds = HOUR
    world.look()
    world.wait_for_ends()
    ended = {job.job_type: job.status for job in world.history() if job.origin == "schedule"}
    assert ended == {"backup": "finished", "doctor": "finished", "tidy": "finished"}
    assert list(world.services.profile.backups.glob("library-*.db"))
    assert set(load_last_runs(world.services.store, world.services.profile)) == {
        "backup",
        "check",
        "tidy",
    }


def test_a_missed_run_is_made_up_for(world: World) -> None:
    """Whether or not somebody is there."""
    world.set(tidy="3 days")
    world.keeper._since = world.now() - timedelta(hours=2)
    world.look()
    world.wait_for_ends()
    world.ahead = timedelta(days=2)
    world.look()
    world.wait_for_ends()
    assert len(world.history()) == 1
    world.ahead = timedelta(days=4)
    world.look()
    world.wait_for_ends()
    assert [job.job_type for job in world.history()] == ["tidy", "tidy"]


def test_heavy_work_waits_on_battery(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless a person wants it so."""
    monkeypatch.setattr(schedule_keeper, "on_battery", lambda: True)
    world.set(scan="idle")
    world.idle_seconds = HOUR
    world.look()
    assert world.services.running_jobs == ()
    world.services.settings.set_text("schedule.on_battery", "on")
    world.look()
    world.wait_for_ends()
    assert [job.job_type for job in world.history()][-1:] == ["scan"]


def test_a_busy_computer_is_not_idle(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other programs compute, though nobody touches the mouse."""
    monkeypatch.setattr(schedule_keeper, "load_per_cpu", lambda: 2.0)
    world.set(scan="idle")
    world.idle_seconds = HOUR
    world.look()
    assert world.services.running_jobs == ()


def endless(_context: object) -> Iterator[Wait | None]:
    while True:
        yield None


def begin_idle_job(world: World) -> JobHandle:
    job = world.services.runner.submit(endless, title="idle work")
    world.keeper._idle_jobs.append(job)
    world.wait_for(job, JobState.RUNNING)
    return job


def test_idle_work_stands_still_while_a_person_is_there(world: World) -> None:
    """It says why, and goes on by itself."""
    world.idle_seconds = HOUR
    job = begin_idle_job(world)
    world.keeper.tick()
    world.wait_for(job, JobState.RUNNING)
    world.idle_seconds = 0.0
    world.keeper.tick()
    world.wait_for(job, JobState.PAUSED)
    assert isinstance(job.pause_reason, JobWaits)
    world.keeper.tick()
    world.wait_for(job, JobState.PAUSED)
    world.idle_seconds = HOUR
    world.keeper.tick()
    world.wait_for(job, JobState.RUNNING)
    job.cancel()


def test_idle_work_that_a_person_lets_go_on_is_theirs(world: World) -> None:
    """We do not stop it a second time."""
    job = begin_idle_job(world)
    world.keeper.tick()
    world.wait_for(job, JobState.PAUSED)
    world.keeper.tick()
    job.resume()
    world.wait_for(job, JobState.RUNNING)
    world.keeper.tick()
    assert world.keeper._idle_jobs == []
    world.wait_for(job, JobState.RUNNING)
    job.cancel()


def test_a_job_of_a_person_is_no_idleness(world: World) -> None:
    """Idle work does not compete with it."""
    world.idle_seconds = HOUR
    assert [world.keeper.is_idle] == [True]
    job = world.services.scan(world.root)
    assert [world.keeper.is_idle] == [False]
    world.wait_for(job, JobState.FINISHED)
    world.wait_for_ends()
    assert [world.keeper.is_idle] == [True]


def test_idle_work_that_waited_goes_on_at_the_next_start(world: World) -> None:
    """Closing cuts it off; it was not a person who paused it."""
    job = begin_idle_job(world)
    world.keeper.tick()
    world.wait_for(job, JobState.PAUSED)
    world.keeper.close()
    world.wait_for(job, JobState.RUNNING)
    job.cancel()


def test_the_list_says_when_what_runs(world: World) -> None:
    """Last time and next time of each."""
    world.set(backup="daily", scan="03:30")
    lines = {
        line.name: line for line in list_schedules(world.services.settings, world.services.store)
    }
    assert list(lines) == ["backup", "scan", "check", "tidy"]
    assert (lines["backup"].when, lines["backup"].last_run) == ("daily", None)
    assert lines["scan"].next_due is not None
    assert (lines["tidy"].when, lines["tidy"].next_due) == ("off", None)


def test_the_computer_stays_awake_while_a_scan_runs(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the second look on: a scan of a second starts no tool; and no longer than it runs."""
    held: list[str] = []
    awake = world.services.awake
    monkeypatch.setattr(awake._guard, "hold", lambda: held.append("hold"))
    monkeypatch.setattr(awake._guard, "release", lambda: held.append("release"))
    job = world.services.runner.submit(endless, title="scan")
    monkeypatch.setattr(world.services.jobs, "keeps_awake", lambda handle: handle is job)
    world.wait_for(job, JobState.RUNNING)
    awake.look()
    assert [awake.is_wanted] == [False]
    awake.look()
    assert [awake.is_wanted] == [True]
    world.qtbot.waitUntil(lambda: held == ["hold"], timeout=PATIENCE_MS)
    job.pause()
    world.wait_for(job, JobState.PAUSED)
    awake.look()
    world.qtbot.waitUntil(lambda: held == ["hold", "release"], timeout=PATIENCE_MS)
    job.cancel()
