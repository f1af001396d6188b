"""Live watching in a real window: what appears is shown, and nothing is left when it ends."""

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.faults.harness import check_database, environment

from media_manager.library.roots import add_root
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile, Settings

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

PATIENCE_SECONDS = 120.0


def wait_until(true: Callable[[], bool], program: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert program.poll() is None, program.returncode
        assert time.monotonic() < deadline
        time.sleep(0.05)


def children(pid: int) -> dict[int, str]:
    """Return the children of a process with their command lines."""
    found = {}
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            words = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
            found[int(child)] = b" ".join(words).decode()
    return found


def is_there(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def titles(profile: Profile) -> set[str]:
    with closing(sqlite3.connect(profile.library_db)) as database:
        return {title for (title,) in database.execute("SELECT title FROM media_item")}


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    folder.mkdir()
    (folder / "Ran (1985).mkv").write_text("ran")
    return folder


@pytest.fixture
def window(profile: Profile, media: Path) -> Iterator["subprocess.Popen[bytes]"]:
    settings = Settings(profile)
    for key, value in (
        ("scan.young_file_seconds", 0.0),
        ("watch.quiet_seconds", 0.2),
        ("probe.enabled", False),
    ):
        settings.set(key, value)
    store = LibraryStore(profile.library_db)
    add_root(store, media, library="Films")
    store.close()
    words = ["--window", "--profile", str(profile.data.parent), "--platform", "offscreen"]
    program = subprocess.Popen(
        [sys.executable, "-m", "media_manager", *words],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield program
    program.kill()
    program.wait()


def listening(program: "subprocess.Popen[bytes]") -> list[int]:
    return [pid for pid, words in children(program.pid).items() if "--child watch" in words]


@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGKILL])
def test_a_window_that_watches_ends_with_its_child(
    profile: Profile, media: Path, window: "subprocess.Popen[bytes]", way: signal.Signals
) -> None:
    """Closed or killed, nobody goes on listening; and the library is whole."""
    wait_until(lambda: titles(profile) == {"Ran"}, window)
    wait_until(lambda: bool(listening(window)), window)
    (child,) = listening(window)

    def heard() -> bool:
        # Written again and again: the first may come before the child listens.
        (media / "Heat (1995).mkv").write_text("heat")
        return titles(profile) == {"Ran", "Heat"}

    wait_until(heard, window)
    window.send_signal(way)
    assert window.wait(PATIENCE_SECONDS) == (0 if way is signal.SIGTERM else -way)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while is_there(child):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    check_database(profile.library_db)
