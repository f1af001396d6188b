"""Live watching as the window has it: what appears in a folder appears in the list by itself."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from media_manager.domain.jobs import JobState
from media_manager.domain.watching import ScanWish, WatchMode
from media_manager.library.job_runs import JobRecord, job_history
from media_manager.library.roots import Root, add_root
from media_manager.settings import Profile, Settings
from media_manager.workers.services import Services

PATIENCE_MS = 60_000


@pytest.fixture
def services(qtbot: QtBot, profile: Profile) -> Iterator[Services]:  # noqa: ARG001
    settings = Settings(profile)
    for key, value in (("scan.young_file_seconds", 0.0), ("watch.quiet_seconds", 0.2)):
        settings.set(key, value)
    settings.set("probe.enabled", False)  # noqa: FBT003 - the file's value
    services = Services(profile, settings)
    yield services
    assert services.close() == ()


@pytest.fixture
def root(services: Services, tmp_path: Path) -> Root:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "Ran (1985).mkv").write_text("ran")
    return add_root(services.store, tmp_path / "media", library="Films")


def history(services: Services) -> list[JobRecord]:
    with services.store.reading() as reader:
        return [job for job in job_history(reader) if job.job_type == "scan"]


def titles(services: Services) -> list[tuple[str]]:
    with services.store.reading() as reader:
        return sorted(reader.execute("SELECT title FROM media_item").fetchall())


def watch(qtbot: QtBot, services: Services) -> None:
    services.watching.begin()
    wait_for_mode(qtbot, services, WatchMode.EVENTS)


def wait_for_mode(qtbot: QtBot, services: Services, mode: WatchMode) -> None:
    qtbot.waitUntil(
        lambda: [state.mode for state in services.watching.states] == [mode], timeout=PATIENCE_MS
    )


def ended(services: Services) -> bool:
    return all(job.state.ended for job in services.runner.jobs)


def test_a_file_that_appears_is_scanned_by_itself(
    qtbot: QtBot, services: Services, root: Root, tmp_path: Path
) -> None:
    """By a job of the watch, restricted to the folder."""
    services.scan(root)
    qtbot.waitUntil(lambda: len(titles(services)) == 1 and ended(services), timeout=PATIENCE_MS)
    watch(qtbot, services)
    (tmp_path / "media" / "Heat (1995).mkv").write_text("heat")
    qtbot.waitUntil(
        lambda: titles(services) == [("Heat",), ("Ran",)] and ended(services), timeout=PATIENCE_MS
    )
    newest = history(services)[0]
    assert (newest.origin, newest.priority, newest.parameters["folders"]) == ("watch", -1, [""])


def test_wishes_wait_while_one_of_the_root_is_done(services: Services, root: Root) -> None:
    """One scan of a root at a time: the others come again."""
    wish = ScanWish(root.id, (b"",))
    assert services.watching._want(wish)
    assert not services.watching._want(wish)
    services.watching._free(root.id)
    assert services.watching._want(wish)


def test_a_full_look_comes_again_when_a_quick_one_ran(
    qtbot: QtBot, services: Services, root: Root
) -> None:
    """A quick scan does not see what was edited in place."""
    watch(qtbot, services)
    gate = threading.Event()
    services.runner.submit(lambda _context: gate.wait(), title="first")
    services.runner.submit(lambda _context: gate.wait(), title="second")
    quick = services.scan(root)
    services.watching._submit(ScanWish(root.id, full=True), root)
    gate.set()
    qtbot.waitUntil(lambda: quick.state is JobState.FINISHED, timeout=PATIENCE_MS)
    qtbot.waitUntil(
        lambda: any(job.parameters.get("full") for job in history(services)), timeout=PATIENCE_MS
    )


def test_a_scan_that_fails_because_the_drive_is_away_is_no_message(
    qtbot: QtBot, services: Services, root: Root, tmp_path: Path
) -> None:
    """The status bar says that it is offline; nobody asked for the scan."""
    unheard: list[object] = []
    services.runner.unheard_failure.connect(unheard.append)
    watch(qtbot, services)
    (tmp_path / "media").rename(tmp_path / "away")
    services.watching._begin(ScanWish(root.id))
    wait_for_mode(qtbot, services, WatchMode.OFFLINE)
    qtbot.waitUntil(lambda: ended(services), timeout=PATIENCE_MS)
    assert unheard == []


def test_watching_follows_its_setting(qtbot: QtBot, services: Services, root: Root) -> None:
    """Switched off, nothing is watched; switched on again, everything is."""
    assert root.id
    watch(qtbot, services)
    services.settings.set_text("watch.enabled", "off")
    assert services.watching.states == ()
    services.settings.set_text("watch.enabled", "on")
    wait_for_mode(qtbot, services, WatchMode.EVENTS)


def test_switched_off_nothing_begins(services: Services, root: Root) -> None:
    """No thread, no child."""
    assert root.id
    services.settings.set_text("watch.enabled", "off")
    services.watching.begin()
    assert services.watching._watch is None


def test_a_file_that_is_still_written_is_taken_when_it_is_whole(
    qtbot: QtBot, services: Services, root: Root, tmp_path: Path
) -> None:
    """B9: a slow copy is looked at while it grows; what the library knows in the end is true."""
    services.settings.set_text("scan.young_file_seconds", "60")
    assert root.id
    watch(qtbot, services)
    film = tmp_path / "media" / "Heat (1995).mkv"

    def copy_slowly() -> None:
        with film.open("wb") as file:
            for _ in range(30):
                file.write(bytes(1_000))
                file.flush()
                pause.wait(0.1)

    pause = threading.Event()
    copying = threading.Thread(target=copy_slowly)
    copying.start()

    def known_size() -> int:
        with services.store.reading() as reader:
            row = reader.execute(
                "SELECT size_bytes FROM media_file WHERE path = ?", [b"Heat (1995).mkv"]
            ).fetchone()
        return 0 if row is None else int(row[0])

    qtbot.waitUntil(lambda: known_size() == 30_000, timeout=PATIENCE_MS)
    copying.join()
    qtbot.waitUntil(lambda: ended(services), timeout=PATIENCE_MS)
