"""What holds up a job from outside: a locked library, a full disk, a writer beside the reader."""

import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot
from tests.faults.harness import ROOT, environment, python
from tests.ui.conftest import write_film

from media_manager.domain.jobs import JobState
from media_manager.domain.media import LibraryKind
from media_manager.domain.query import Query, parse_query
from media_manager.errors import DatabaseLocked, DiskFull
from media_manager.library.roots import Root, add_root
from media_manager.library.state import set_watched
from media_manager.persistence.reader import open_reader
from media_manager.persistence.upgrade import create_library
from media_manager.settings import Profile, Settings
from media_manager.workers.handle import JobHandle
from media_manager.workers.services import Services

PATIENCE_MS = 20_000
LOCKER = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""

OpenServices = Callable[[Profile], Services]


@pytest.fixture
def open_services(qtbot: QtBot) -> Iterator[OpenServices]:  # noqa: ARG001 - the loop of Qt
    opened: list[Services] = []

    def open_it(profile: Profile) -> Services:
        settings = Settings(profile)
        settings.set("probe.enabled", False)  # noqa: FBT003 - the file's value
        settings.set("thumbnails.prepare", False)  # noqa: FBT003 - as above
        services = Services(profile, settings)
        opened.append(services)
        return services

    yield open_it
    for services in opened:
        assert services.close() == ()


@pytest.fixture
def services(profile: Profile, open_services: OpenServices) -> Services:
    create_library(profile.library_db)
    return open_services(profile)


@pytest.fixture
def films(tmp_path: Path) -> Path:
    for number in range(40):
        write_film(tmp_path / "Films", f"Film {number:02}", 1980 + number % 40)
    return tmp_path / "Films"


def films_root(services: Services, films: Path) -> Root:
    return add_root(services.store, films, library="Films", kind=LibraryKind.MOVIE)


def hold(library: Path) -> "subprocess.Popen[bytes]":
    """Let another program hold the library until its input ends."""
    pipe = subprocess.PIPE
    other = subprocess.Popen(
        python(LOCKER, library), stdin=pipe, stdout=pipe, env=environment(), cwd=ROOT
    )
    assert other.stdout is not None
    assert other.stdout.readline() == b"held\n"
    return other


def until(qtbot: QtBot, true: Callable[[], bool]) -> None:
    qtbot.waitUntil(true, timeout=PATIENCE_MS)


def count_films(services: Services) -> int:
    with closing(open_reader(services.store.path)) as reader:
        return reader.count(Query(parse_query("type:movie")))


def finish(qtbot: QtBot, handle: JobHandle) -> None:
    until(qtbot, lambda: handle.state.ended)
    assert (handle.state, handle.error) == (JobState.FINISHED, None)


@pytest.mark.parametrize(
    "beats", [60, pytest.param(6_000, marks=pytest.mark.faults_long)], ids=["1 s", "60 s"]
)
def test_a10_a_held_library_holds_up_the_job_and_not_the_window(
    qtbot: QtBot, services: Services, films: Path, beats: int
) -> None:
    """Fault A10: the main thread goes on, the job says why it waits, and ends when it can."""
    root = films_root(services, films)
    told: list[bool] = []
    services.store.on_busy(told.append)
    alive: list[int] = []
    heart = QTimer(interval=10)
    heart.timeout.connect(lambda: alive.append(1))
    other = hold(services.store.path)
    try:
        scan = services.scan(root)
        heart.start()
        until(qtbot, lambda: isinstance(scan.pause_reason, DatabaseLocked))
        assert (scan.state, told) == (JobState.WAITING, [True])
        alive.clear()
        qtbot.waitUntil(lambda: len(alive) >= beats, timeout=beats * 10 + PATIENCE_MS)
        pages: list[int] = []
        services.read(lambda reader: reader.count(Query()), empty=-1, on_done=pages.append)
        until(qtbot, lambda: pages == [0])
        assert isinstance(scan.pause_reason, DatabaseLocked)
    finally:
        other.communicate(b"")
    finish(qtbot, scan)
    assert (told, count_films(services)) == ([True, False], 40)


@pytest.mark.parametrize("how", ["cancel", "close"])
def test_a10_a_job_that_waits_for_the_library_can_be_stopped(
    qtbot: QtBot, services: Services, films: Path, how: str
) -> None:
    """Fault A10, K4: nobody has to wait until the other program is done."""
    root = films_root(services, films)
    other = hold(services.store.path)
    try:
        scan = services.scan(root)
        until(qtbot, lambda: scan.pause_reason is not None)
        if how == "cancel":
            scan.cancel()
            until(qtbot, lambda: scan.state is JobState.CANCELLED)
        else:
            assert services.close() == ()
            assert scan.state.ended
    finally:
        other.communicate(b"")


def test_a10_an_edit_waits_for_the_library_and_is_not_lost(
    qtbot: QtBot, services: Services, films: Path
) -> None:
    """Fault A10: what a person did while another program wrote is done when that ends."""
    finish(qtbot, services.scan(films_root(services, films)))
    told: list[bool] = []
    services.store.on_busy(told.append)
    done: list[object] = []
    other = hold(services.store.path)
    try:
        services.edit(
            lambda store: set_watched(store, [1], watched=True),
            on_done=done.append,
        )
        until(qtbot, lambda: told == [True])
        assert done == []
    finally:
        other.communicate(b"")
    until(qtbot, lambda: len(done) == 1)
    assert told == [True, False]


def test_a11_a_reader_answers_while_a_batch_is_being_written(
    qtbot: QtBot, services: Services, films: Path
) -> None:
    """Fault A11: inside the transaction of a scan, the window still gets its pages."""
    finish(qtbot, services.scan(films_root(services, films)))
    inside, go_on = threading.Event(), threading.Event()

    def write() -> None:
        with services.store.writing("scan") as session:
            session.connection.exec_driver_sql("UPDATE media_item SET title = title || '!'")
            inside.set()
            assert go_on.wait(PATIENCE_MS / 1_000)

    services.runner.submit(lambda _: write())
    until(qtbot, inside.is_set)
    answers: list[int] = []
    for _ in range(50):
        services.read(lambda reader: reader.count(Query()), empty=0, on_done=answers.append)
    until(qtbot, lambda: len(answers) == 50)
    go_on.set()
    assert set(answers) == {40}


def test_a11_an_edit_goes_before_the_next_batch_of_a_scan(
    qtbot: QtBot, services: Services, films: Path
) -> None:
    """Fault A11: a person waits for one batch at most, however many are still to come."""
    root = films_root(services, films)
    finish(qtbot, services.scan(root))
    lock = services.store.writer()._lock
    assert lock is not None
    order: list[str] = []
    services.store.writer().on_commit(lambda changes: order.append(changes.origin))
    with lock.hold():  # the batch that is being written
        write_film(films, "Another", 2024)
        scan = services.scan(root)
        until(qtbot, lambda: scan.state is JobState.RUNNING)
        services.edit(lambda store: set_watched(store, [1], watched=True))
        until(qtbot, lambda: lock._waiting_edits == 1)
    finish(qtbot, scan)
    until(qtbot, lambda: "user" in order)
    assert order[: order.index("user")].count("scan") <= 1
    assert "scan" in order


def test_a12_a_full_disk_pauses_a_scan_until_there_is_room(
    qtbot: QtBot, tiny_disk: Path, films: Path, open_services: OpenServices
) -> None:
    """Fault A12: rolled back, paused with the reason; resumed, the scan has found everything."""
    profile = Profile.at(tiny_disk / "profile")
    profile.ensure()
    create_library(profile.library_db)
    services = open_services(profile)
    root = films_root(services, films)
    services.store.checkpoint()
    filler = tiny_disk / "filler"
    filler.write_bytes(bytes(max(0, shutil.disk_usage(tiny_disk).free - 40_000)))
    unheard: list[BaseException] = []
    services.runner.unheard_failure.connect(unheard.append)

    scan = services.scan(root)
    until(qtbot, lambda: scan.state is JobState.PAUSED)
    assert isinstance(scan.pause_reason, DiskFull)
    assert "Retry" in scan.pause_reason.hint
    with closing(sqlite3.connect(f"file:{profile.library_db}?mode=ro", uri=True)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)

    filler.unlink()
    scan.resume()
    finish(qtbot, scan)
    assert (count_films(services), unheard) == (40, [])
