"""What stands before the window: a display, the right Qt, one window a profile."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from media_manager import app
from media_manager.settings import Profile
from media_manager.ui.display_check import display_problem, version_problem
from media_manager.ui.single_instance import SingleInstance, server_name

WINDOW = [sys.executable, "-m", "media_manager", "--window"]
SOON = 20.0


def environment(**values: str) -> dict[str, str]:
    """Return the environment of this test without a display, and with these values."""
    taken = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return {key: value for key, value in os.environ.items() if key not in taken} | values


def start(profile: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*WINDOW, "--profile", str(profile)],
        env=environment(QT_QPA_PLATFORM="offscreen"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def wait_until_open(profile: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until the window listens for further starts, which is behind its first paint."""
    instance = SingleInstance(profile / "state" / "window.lock")
    until = time.monotonic() + SOON
    while time.monotonic() < until:
        assert process.poll() is None, process.communicate()
        if instance.raise_first():
            return
        time.sleep(0.05)
    pytest.fail("the window did not open")


def test_without_a_display_it_says_so_and_what_to_do(tmp_path: Path) -> None:
    """No abort of Qt, no traceback: a sentence, and exit code 1."""
    ended = subprocess.run(
        [*WINDOW, "--profile", str(tmp_path)], env=environment(), capture_output=True, check=False
    )

    assert ended.returncode == 1
    assert b"There is no display" in ended.stderr
    assert b"Traceback" not in ended.stderr
    assert ended.stderr.count(b"\n") <= 3


@pytest.mark.parametrize(
    ("platform", "values", "words"),
    [
        ("", {}, "no display"),
        ("offscreen", {}, ""),
        ("", {"QT_QPA_PLATFORM": "offscreen:fonts=1"}, ""),
        ("", {"WAYLAND_DISPLAY": "wayland-0"}, ""),
        ("xcb", {"WAYLAND_DISPLAY": "wayland-0"}, "no display"),
    ],
)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays of Linux")
def test_what_counts_as_a_display(platform: str, values: dict[str, str], words: str) -> None:
    """Wayland, X11, or a platform that needs none."""
    problem = display_problem(platform, values)

    assert (words in problem) if words else (problem == "")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays of Linux")
def test_a_display_where_nobody_listens_is_named() -> None:
    """Qt itself would abort."""
    problem = display_problem("", {"DISPLAY": ":8765"})

    assert "libraries of the system" in problem or ":8765" in problem


def test_a_crash_is_told_at_the_next_start_once(tmp_path: Path) -> None:
    """The report is kept beside, and the log is free for the next."""
    profile = Profile.at(tmp_path)
    profile.ensure()
    profile.crash_file.write_text("Fatal Python error: Segmentation fault")

    assert app._set_crash_aside(profile)
    assert not app._set_crash_aside(profile)
    assert "Segmentation" in profile.crash_file.with_suffix(".log.1").read_text()


def test_the_broken_pair_of_qt_and_python_is_refused() -> None:
    """PySide6 6.12.0 would end the program on Python 3.11 sooner or later."""
    assert "6.12.0" in version_problem("6.12.0", (3, 11))
    assert version_problem("6.12.0", (3, 12)) == ""
    assert version_problem("6.11.3", (3, 11)) == ""


def test_a_second_start_raises_the_first_and_ends(tmp_path: Path) -> None:
    """One window a profile; and SIGTERM closes it in time, with exit code 0."""
    first = start(tmp_path)
    try:
        wait_until_open(tmp_path, first)
        second = start(tmp_path)
        assert second.wait(SOON) == 0, second.communicate()
        assert first.poll() is None
        began = time.monotonic()
        first.send_signal(signal.SIGTERM)
        assert first.wait(SOON) == 0
        assert time.monotonic() - began < 10
    finally:
        for process in (first, second):
            process.kill()
            process.communicate()


def test_the_lock_of_a_killed_window_is_taken_over(tmp_path: Path) -> None:
    """A crash never keeps a person out."""
    first = start(tmp_path)
    wait_until_open(tmp_path, first)
    first.kill()
    first.communicate()

    again = SingleInstance(tmp_path / "state" / "window.lock")
    assert again.acquire()
    again.release()


def test_names_of_sockets_are_short_and_follow_the_profile(profile: Profile) -> None:
    """A path of a socket may have 107 bytes; a profile's path any number."""
    name = server_name(profile.lock_file)

    assert name == server_name(profile.lock_file)
    assert name != server_name(Path("/another/window.lock"))
    assert len(name) < 40
