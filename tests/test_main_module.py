"""The one door sends each kind of start to the right place."""

import pstats
import subprocess
import sys
from pathlib import Path

import pytest

from media_manager import __main__ as door


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], True),
        (["--window"], True),
        (["--profile", "scan"], True),
        (["--profile=scan"], True),
        (["--profile", "p", "--window"], True),
        (["scan"], False),
        (["--profile", "p", "scan", "/films"], False),
        (["--help"], False),
        (["--json", "stats"], False),
    ],
)
def test_no_command_means_the_window(words: list[str], expected: bool) -> None:  # noqa: FBT001
    """A value of an option is not mistaken for a command."""
    assert door._wants_window(words) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["scan"], (["scan"], None)),
        (["--cprofile", "f", "scan"], (["scan"], "f")),
        (["scan", "--cprofile=f", "x"], (["scan", "x"], "f")),
        (["scan", "--cprofile"], (["scan", "--cprofile"], None)),
    ],
)
def test_the_profiler_is_asked_for_anywhere(
    words: list[str], expected: tuple[list[str], str | None]
) -> None:
    """The command itself never sees the option."""
    assert door._take_cprofile(words) == expected


def test_a_profiled_run_writes_its_statistics(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even when the command fails."""

    def run(_: list[str]) -> int:
        raise RuntimeError("failed")

    monkeypatch.setattr(door, "_run", run)
    with pytest.raises(RuntimeError):
        door._run_profiled([], str(tmp_path / "stats"))
    assert pstats.Stats(str(tmp_path / "stats")).total_calls > 0  # type: ignore[attr-defined]


def test_the_door_imports_nothing_of_the_package() -> None:
    """A child and a command pay only for themselves."""
    program = (
        "import sys; from media_manager import __main__\n"
        "print(sorted(name for name in sys.modules if name.startswith('media_manager')))"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ended.stdout.decode().strip() == "['media_manager', 'media_manager.__main__']"


def test_an_unknown_child_fails_loudly() -> None:
    """A wrong name never falls through to the window."""
    words = [sys.executable, "-m", "media_manager", "--child", "nobody"]
    ended = subprocess.run(words, input=b"", capture_output=True, check=False)
    assert ended.returncode == 1
    assert b"KeyError: 'nobody'" in ended.stderr
