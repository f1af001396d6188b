"""The desk for long work: what is handed in is written down, runs, is followed and can be stopped.

Kinds of jobs are rows of a table, so these tests add rows of their own.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from media_manager.domain.jobs import JobState
from media_manager.errors import UnreadableFile
from media_manager.library.job_history import page_failures
from media_manager.library.job_ledger import Begin, JobEntry, JobOrder, Recorder
from media_manager.library.job_runs import JobRecord, job_history
from media_manager.library.job_wishes import JobWish, ask_of_job
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile, Settings
from media_manager.workers.handle import JobHandle
from media_manager.workers.job import Wait
from media_manager.workers.job_kinds import KINDS, JobKind, chain_behind
from media_manager.workers.library_jobs import JobTools, Steps
from media_manager.workers.services import Services

PATIENCE_MS = 20_000


class Gates:
    """Kinds of jobs that run until their gate is opened, and remember what they did."""

    def __init__(self) -> None:
        self.open = Event()
        self.ran: list[str] = []
        self.fails: set[str] = set()
        self.work = {"first": 1, "second": 1, "third": 1}

    def kind(self, name: str, *, follows: tuple[str, ...] = (), needs: str = "") -> JobKind:
        return JobKind(
            name,
            self._make,
            follows=follows,
            needs=frozenset([needs] if needs else []),
            find_work=lambda _tools, _reader: self.work[name],
            can_retry=True,
        )

    def _make(self, _tools: JobTools, order: JobOrder) -> Begin:
        def begin(watch: Recorder) -> Steps:
            self.ran.append(order.kind)
            if order.kind in self.fails:
                raise UnreadableFile("It cannot be done.")
            while not self.open.is_set():
                watch.raise_if_cancelled()
                yield Wait(0.01)
            if order.retry_of is None:
                watch.item_failed("bad", UnreadableFile("broken", file_id=1))
            watch.report(1, 1)
            return order.kind

        return begin


@pytest.fixture
def gates(monkeypatch: pytest.MonkeyPatch) -> Gates:
    gates = Gates()
    table = {
        "first": gates.kind("first"),
        "second": gates.kind("second", follows=("first",)),
        "third": gates.kind("third", follows=("second",), needs="first"),
    }
    for name, kind in table.items():
        monkeypatch.setitem(KINDS, name, kind)
    return gates


@pytest.fixture
def library(profile: Profile) -> Iterator[LibraryStore]:
    """Return the library as another program sees it."""
    store = LibraryStore(profile.library_db)
    store.ensure()
    yield store
    store.close()


@pytest.fixture
def begin(
    qtbot: QtBot,  # noqa: ARG001 - the runner needs a loop
    profile: Profile,
    library: LibraryStore,  # noqa: ARG001 - it is there
) -> Iterator[Callable[[], Services]]:
    """Return a way to start the program; each start is closed."""
    started: list[Services] = []

    def start() -> Services:
        for each in started:
            each.close()
        started.append(Services(profile, Settings(profile)))
        return started[-1]

    yield start
    for each in started:
        each.close()


@pytest.fixture
def services(begin: Callable[[], Services]) -> Services:
    return begin()


def history(store: LibraryStore) -> list[JobRecord]:
    with store.reading() as reader:
        return job_history(reader)


def statuses(store: LibraryStore) -> dict[str, str]:
    return {job.job_type: job.status for job in history(store)}


def until(qtbot: QtBot, test: Callable[[], bool]) -> None:
    qtbot.waitUntil(test, timeout=PATIENCE_MS)


def ended(qtbot: QtBot, handle: JobHandle) -> JobState:
    until(qtbot, lambda: handle.state.ended)
    return handle.state


def test_a_job_is_written_down_when_it_is_handed_in(
    qtbot: QtBot, services: Services, library: LibraryStore, gates: Gates
) -> None:
    """Who wanted it, how urgent it is, what it is called; then that it runs, and how it ended."""
    handle = services.jobs.submit("first", title="One", origin="schedule", priority=-4)
    until(qtbot, lambda: statuses(library) == {"first": "running"})
    (job,) = history(library)
    assert (job.title, job.origin, job.priority, job.is_left) == ("One", "schedule", -4, False)
    assert services.jobs.job_id(handle) == job.id
    assert services.jobs.handle_of(job.id) is handle
    gates.work = dict.fromkeys(gates.work, 0)
    gates.open.set()
    assert ended(qtbot, handle) is JobState.FINISHED
    until(qtbot, lambda: statuses(library) == {"first": "finished"})
    (job,) = history(library)
    assert (job.done, job.failed, job.process) == (1, 1, None)


def test_the_same_work_is_one_job(services: Services, gates: Gates) -> None:
    """Asked for twice, it runs once; other parameters are other work."""
    first = services.jobs.submit("first", {"root_id": 1, "full": False})
    assert services.jobs.submit("first", {"root_id": 1, "full": True}) is first
    assert services.jobs.submit("first", {"root_id": 2}) is not first
    gates.open.set()


def test_a_chain_goes_on_link_by_link(
    qtbot: QtBot, services: Services, library: LibraryStore, gates: Gates
) -> None:
    """Each names the one it follows, inherits who wanted it, and gives way to what came before."""
    gates.open.set()
    handle = services.jobs.submit("first", origin="watch", priority=2)
    assert services.jobs.next_kinds(handle) == ("second", "third")
    until(qtbot, lambda: statuses(library).get("third") == "finished")
    rows = [(job.job_type, job.origin, job.priority, job.follows_id) for job in history(library)]
    assert rows == [
        ("third", "watch", 0, 2),
        ("second", "watch", 1, 1),
        ("first", "watch", 2, None),
    ]


def test_a_link_without_work_is_passed_over(
    qtbot: QtBot, services: Services, library: LibraryStore, gates: Gates
) -> None:
    """What comes behind it begins all the same."""
    gates.open.set()
    gates.work["second"] = 0
    services.jobs.submit("first")
    until(qtbot, lambda: statuses(library).get("third") == "finished")
    assert gates.ran == ["first", "third"]


def test_a_link_that_fails_stops_only_what_needs_it(
    qtbot: QtBot, services: Services, library: LibraryStore, gates: Gates
) -> None:
    """The second does not depend on the first, the third does."""
    gates.open.set()
    gates.fails.add("first")
    services.jobs.submit("first")
    until(qtbot, lambda: statuses(library) == {"first": "failed", "second": "finished"})
    until(qtbot, lambda: not services.running_jobs)
    # Behind whatever was still to be counted.
    heard: list[int] = []
    for _ in range(4):
        services.read(lambda _reader: 1, empty=0, on_done=heard.append)
    until(qtbot, lambda: len(heard) == 4)
    assert gates.ran == ["first", "second"]


def test_a_cancelled_job_is_followed_by_nothing(
    qtbot: QtBot, services: Services, library: LibraryStore, gates: Gates
) -> None:
    """Giving up a job gives up what would have come, and what waits behind it already."""
    handle = services.jobs.submit("first")
    until(qtbot, lambda: gates.ran == ["first"])
    job_id = services.jobs.job_id(handle)
    waiting = JobEntry(library, JobOrder("second", follows_id=job_id))
    waiting.enter()
    services.jobs.cancel(job_id or 0)
    until(qtbot, lambda: statuses(library) == {"first": "cancelled", "second": "cancelled"})
    assert gates.ran == ["first"]


def test_what_was_not_begun_is_begun_by_the_next_start(
    qtbot: QtBot, begin: Callable[[], Services], library: LibraryStore, gates: Gates
) -> None:
    """Two jobs hold both threads and a third waits when the window closes: none is lost."""
    services = begin()
    for number in range(3):
        services.jobs.submit("first", {"root_id": number})
    until(qtbot, lambda: gates.ran == ["first"] * 3)
    services.jobs.submit("second")
    assert services.close() == ()
    assert sorted(job.status for job in history(library)) == ["interrupted"] * 3 + ["queued"]
    again = begin()
    gates.work = dict.fromkeys(gates.work, 0)
    gates.open.set()
    again.jobs.go_on()
    until(qtbot, lambda: [job.status for job in history(library)] == ["finished"] * 4)


def test_a_paused_job_stays_paused(
    qtbot: QtBot, begin: Callable[[], Services], library: LibraryStore, gates: Gates
) -> None:
    """Over a restart too, and without doing a thing; then it goes on when somebody says so."""
    services = begin()
    handle = services.jobs.submit("first")
    until(qtbot, lambda: gates.ran == ["first"])
    handle.pause()
    until(qtbot, lambda: statuses(library) == {"first": "paused"})
    services.close()
    assert statuses(library) == {"first": "paused"}
    again = begin()
    again.jobs.go_on()
    until(qtbot, lambda: [job.state for job in again.runner.jobs] == [JobState.PAUSED])
    assert (gates.ran, statuses(library)) == (["first"], {"first": "paused"})
    gates.work = dict.fromkeys(gates.work, 0)
    gates.open.set()
    again.runner.jobs[0].resume()
    until(qtbot, lambda: statuses(library) == {"first": "finished"})


@pytest.mark.parametrize("wish", list(JobWish))
def test_another_program_can_ask_for_anything(
    qtbot: QtBot, services: Services, library: LibraryStore, gates: Gates, wish: JobWish
) -> None:
    """A command asks; the window that runs the job hears it from the change log."""
    handle = services.jobs.submit("first")
    until(qtbot, lambda: gates.ran == ["first"])
    services.changes.poll()
    until(qtbot, lambda: services.changes._seq is not None)
    if wish is JobWish.RESUME:
        handle.pause()
        until(qtbot, lambda: statuses(library) == {"first": "paused"})
    code = f"""
from pathlib import Path
from media_manager.library.job_wishes import JobWish, ask_of_job
from media_manager.persistence.store import LibraryStore
store = LibraryStore(Path({str(library.path)!r}))
print(ask_of_job(store, 1, JobWish({str(wish)!r}), priority=7 if {wish == "priority"} else None))
store.close()
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "asked\n"
    services.changes.poll()
    expected: dict[JobWish, Callable[[], Any]] = {
        JobWish.PAUSE: lambda: statuses(library) == {"first": "paused"},
        JobWish.RESUME: lambda: statuses(library) == {"first": "running"},
        JobWish.CANCEL: lambda: statuses(library) == {"first": "cancelled"},
        JobWish.PRIORITY: lambda: handle.priority == 7,
    }
    until(qtbot, expected[wish])
    until(qtbot, lambda: history(library)[0].wish is None)


def test_a_job_that_nobody_runs_is_changed_at_once(library: LibraryStore) -> None:
    """Its process is gone: the row is all there is of it."""
    entry = JobEntry(library, JobOrder("first"))
    job_id = entry.enter()
    JobEntry(library, JobOrder("second", follows_id=job_id)).enter()
    with library.writing("test") as session:
        session.connection.exec_driver_sql("UPDATE job_run SET process = NULL")
    assert ask_of_job(library, job_id, JobWish.PAUSE) == "done"
    assert statuses(library) == {"first": "paused", "second": "queued"}
    assert ask_of_job(library, job_id, JobWish.CANCEL) == "done"
    assert statuses(library) == {"first": "cancelled", "second": "cancelled"}


def test_a_retry_is_a_run_of_its_own(
    qtbot: QtBot, services: Services, library: LibraryStore, gates: Gates
) -> None:
    """It names the run that it repeats, and what it mends is done there."""
    gates.work = dict.fromkeys(gates.work, 0)
    gates.open.set()
    assert ended(qtbot, services.jobs.submit("first")) is JobState.FINISHED
    heard: list[JobHandle] = []
    services.jobs.retry_failed(1, heard.append)
    until(qtbot, lambda: bool(heard))
    assert ended(qtbot, heard[0]) is JobState.FINISHED
    new, old = history(library)
    assert (new.retry_of, new.failed, old.failed) == (old.id, 0, 1)
    with library.reading() as reader:
        assert page_failures(reader, old.id) == []


def test_a_retry_of_nothing_is_refused(
    qtbot: QtBot, services: Services, library: LibraryStore
) -> None:
    """It says so, where it was asked."""
    JobEntry(library, JobOrder("scan", {"root_id": 1})).finish("finished")
    refused: list[BaseException] = []
    services.jobs.retry_failed(1, None, refused.append)
    services.jobs.start_again(99, None, refused.append)
    until(qtbot, lambda: len(refused) == 2)
    assert sorted(type(error).__name__ for error in refused) == ["ItemNotFound", "LibraryError"]


def test_a_priority_is_kept(
    qtbot: QtBot, services: Services, library: LibraryStore, gates: Gates
) -> None:
    """In the row too, so that a restart keeps the order."""
    handle = services.jobs.submit("first")
    services.jobs.set_priority(handle, 5)
    until(qtbot, lambda: history(library)[0].priority == 5 if history(library) else False)
    assert handle.priority == 5
    gates.open.set()


def test_the_chain_of_a_scan() -> None:
    """Look into the files, read doubtful names, prepare pictures: in this order."""
    assert chain_behind("scan")[:3] == ("probe", "refine", "thumbnails")
