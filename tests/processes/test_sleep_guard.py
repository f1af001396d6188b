"""The computer stays awake while a guard is held, by a real child that ends when it should."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from media_manager.processes import sleep_guard
from media_manager.processes.sleep_guard import SleepGuard

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="stands in for systemd-inhibit, which Linux has"
)
PATIENCE_SECONDS = 30.0


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a systemd-inhibit first that notes its words and its end, and runs what it is given."""
    script = tmp_path / "bin" / "systemd-inhibit"
    script.parent.mkdir()
    script.write_text(
        "#!/bin/sh\n"
        f'if [ "$1" = --list ]; then exit $(cat {tmp_path}/exit); fi\n'
        f'echo "$@" > {tmp_path}/words\n'
        'for last; do :; done; "$last"\n'
        f"echo done > {tmp_path}/ended\n"
    )
    script.chmod(0o755)
    (tmp_path / "exit").write_text("0")
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def test_the_tool_runs_as_long_as_the_guard_is_held(tool: Path) -> None:
    """It hears the reason, and ends by itself at the release."""
    with SleepGuard("scanning Films") as guard:
        assert guard.is_held
        wait_until(lambda: (tool / "words").exists() and (tool / "words").read_text() != "")
        assert "--why=scanning Films" in (tool / "words").read_text()
        assert not (tool / "ended").exists()
    assert (tool / "ended").read_text() == "done\n"
    assert not guard.is_held


def test_an_error_lets_go(tool: Path) -> None:
    """UX 8: released on error."""
    guard = SleepGuard("moving files")
    with pytest.raises(OSError, match="disk"), guard:
        wait_until((tool / "words").exists)
        raise OSError("disk")
    assert not guard.is_held
    assert (tool / "ended").exists()


def test_a_killed_program_lets_go(tool: Path) -> None:
    """The lock is a child whose pipe closes with us."""
    code = (
        "import sys\n"
        "from media_manager.processes.sleep_guard import SleepGuard\n"
        "SleepGuard('moving').hold(); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"held\n"
        wait_until((tool / "words").exists)
        program.send_signal(signal.SIGKILL)
    wait_until((tool / "ended").exists)


@pytest.mark.usefixtures("tool")
def test_holding_twice_is_holding_once() -> None:
    """And so is letting go."""
    guard = SleepGuard("scanning")
    guard.hold()
    first = guard._release
    guard.hold()
    assert guard._release is first
    guard.release()
    guard.release()
    assert not guard.is_held


def test_without_the_tool_nothing_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No error, and the doctor can say so."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with SleepGuard("scanning") as guard:
        assert not guard.is_held
    assert not sleep_guard.available()


def test_a_tool_that_is_refused_is_not_available(tool: Path) -> None:
    """As in a container, where nobody answers it."""
    assert sleep_guard.available()
    (tool / "exit").write_text("1")
    assert not sleep_guard.available()
