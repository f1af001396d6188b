"""The one door sends each kind of start to the right place."""

import io
import json
import pstats
import subprocess
import sys
from contextlib import redirect_stderr
from pathlib import Path

import pytest

from media_manager import __main__ as door
from media_manager.instrumentation import Instrumentation, registry
from media_manager.persistence.slow_queries import get_slow_query_log, reset_slow_queries


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


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["scan"], (["scan"], None)),
        (["--metrics", "scan"], (["scan"], "")),
        (["search", "river", "--metrics"], (["search", "river"], "")),
        (["search", "--metrics", "river"], (["search", "river"], "")),
        (["search", "river", "--metrics", "m.json"], (["search", "river"], "m.json")),
        (["--metrics=m.txt", "search", "river"], (["search", "river"], "m.txt")),
    ],
)
def test_metrics_are_asked_for_anywhere(
    words: list[str], expected: tuple[list[str], str | None]
) -> None:
    """A word of a search is not mistaken for a file."""
    assert door._take_metrics(words) == expected


def test_a_profiled_run_writes_its_statistics(tmp_path: Path) -> None:
    """Even when the command fails."""

    def run() -> int:
        raise RuntimeError("failed")

    with pytest.raises(RuntimeError):
        door._run_profiled(run, str(tmp_path / "stats"))
    assert pstats.Stats(str(tmp_path / "stats")).total_calls > 0  # type: ignore[attr-defined]


def test_a_command_tells_its_metrics(tmp_path: Path) -> None:
    """A summary for people on stderr, JSON for programs, and stdout as ever."""
    profile, file = tmp_path / "profile", tmp_path / "m.json"
    words = ["--profile", str(profile), "settings", "get", "ui.page_size", "--metrics", str(file)]
    program = [sys.executable, "-m", "media_manager"]
    ended = subprocess.run([*program, *words], capture_output=True, text=True, check=True)
    plain = subprocess.run([*program, *words[:-2]], capture_output=True, text=True, check=True)

    assert ended.stdout == plain.stdout
    assert "process.rss_bytes" in ended.stderr
    assert json.loads(file.read_text(encoding="utf-8"))["detail"] is True
    assert plain.stderr == ""


def test_a_slow_read_is_told_with_its_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever wonders why a command is slow sees which statement, and what SQLite did."""
    monkeypatch.setattr(registry, "_instrumentation", Instrumentation())

    def run() -> int:
        get_slow_query_log().add("SELECT 1", 0.5, plan="SCAN media_item")
        return 0

    reset_slow_queries()
    try:
        with redirect_stderr(io.StringIO()) as said:
            door._run_measured(run, "")
    finally:
        reset_slow_queries()
    assert "slow       1 x, longest 0.500 s: SELECT 1\nslow           SCAN media_item" in (
        said.getvalue()
    )


def test_metrics_that_cannot_be_written_do_not_fail_the_command(tmp_path: Path) -> None:
    """The command did its work; only the file is missed."""
    words = ["--metrics=" + str(tmp_path / "absent" / "m.json"), "query-help"]
    program = [sys.executable, "-m", "media_manager", "--profile", str(tmp_path / "profile")]
    ended = subprocess.run([*program, *words], capture_output=True, text=True, check=True)
    assert "m.json cannot be written: No such file" in ended.stderr


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
