"""Other people's programs get words, never a shell, and never our patience."""

import os
import sys
import time
from pathlib import Path

import pytest

from media_manager.errors import ProcessCrashed, ProcessError, ProcessTimeout
from media_manager.processes import find_program, run_capture, safe_argument, start_detached

# What sleeps does so for 30 s. How soon it is stopped is measured elsewhere: machines are busy.
FAR_FROM_THE_END = 15
_SLEEPER = (
    "import subprocess, sys, time\n"
    "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(30)'])\n"
    "time.sleep(30)"
)


def _python(code: str, *words: str | bytes) -> list[str | bytes]:
    return [sys.executable, "-c", code, *words]


def test_output_errors_and_code_are_captured() -> None:
    """All three arrive, apart from one another."""
    code = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"
    ended = run_capture(_python(code))
    assert (ended.exit_code, ended.output.strip(), ended.errors.strip(), ended.truncated) == (
        3,
        b"out",
        b"err",
        False,
    )


def test_l3_a_flood_is_cut_and_the_tool_still_ends() -> None:
    """Only the beginning is kept; the rest is read away so that the tool is not stopped."""
    code = "import sys; sys.stdout.write('x' * 50_000_000)"
    ended = run_capture(_python(code), max_output_bytes=1000)
    assert (ended.exit_code, len(ended.output), ended.truncated) == (0, 1000, True)


def test_l3_a_hanging_tool_dies_with_all_it_started() -> None:
    """The pipes that a grandchild holds open do not hold us."""
    started = time.monotonic()
    with pytest.raises(ProcessTimeout):
        run_capture(_python(_SLEEPER), timeout_seconds=0.3)
    assert time.monotonic() - started < FAR_FROM_THE_END


def test_what_a_finished_tool_left_running_holds_nobody() -> None:
    """A tool that ends but leaves a child behind is answered at once."""
    code = _SLEEPER.rpartition("\n")[0]
    started = time.monotonic()
    assert run_capture(_python(code)).exit_code == 0
    assert time.monotonic() - started < FAR_FROM_THE_END


def test_l1_words_are_never_a_command(tmp_path: Path) -> None:
    """Quotes, dollars, semicolons and newlines arrive as they are."""
    hostile = f'"; touch {tmp_path}/owned; $(touch {tmp_path}/owned) `id`\n-rf'
    ended = run_capture(_python("import sys; sys.stdout.write(sys.argv[1])", hostile))
    assert ended.output.decode() == hostile
    assert not (tmp_path / "owned").exists()


def test_c1_bytes_that_are_no_text_arrive() -> None:
    """A file name need not be UTF-8."""
    code = "import os, sys; sys.stdout.buffer.write(os.fsencode(sys.argv[1]))"
    assert run_capture(_python(code, b"caf\xe9\xff")).output == b"caf\xe9\xff"


@pytest.mark.parametrize(
    ("path", "expected"),
    [("-rf.mkv", b"./-rf.mkv"), ("http://x", b"./http://x"), (b"/a/b\xff", b"/a/b\xff")],
)
def test_l1_a_name_is_never_an_option_or_address(path: str | bytes, expected: bytes) -> None:
    """A relative name is given a folder, so that no player reads it otherwise."""
    assert safe_argument(path) == expected


def test_l2_programs_are_found_only_in_absolute_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program beside the media files is never run by accident."""
    program = tmp_path / "player"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f":.:{os.defpath}")
    assert find_program("player") is None
    assert find_program("./player") is None
    monkeypatch.setenv("PATH", f".:{tmp_path}")
    assert find_program("player") == str(program)
    assert find_program(str(program)) == str(program)
    assert find_program("no-such-program") is None


def test_l2_a_bare_name_is_not_run() -> None:
    """What runs is what was shown: an absolute path."""
    with pytest.raises(ProcessError, match="full path"):
        run_capture(["sh", "-c", "true"])
    with pytest.raises(ProcessError, match="full path"):
        start_detached(["sh", "-c", "true"])


def test_a_missing_program_is_told_with_a_hint(tmp_path: Path) -> None:
    """The person learns which program it is, and what to do."""
    with pytest.raises(ProcessCrashed, match="player") as caught:
        start_detached([str(tmp_path / "player"), "film.mkv"])
    assert caught.value.hint


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no sessions")
def test_a_player_runs_in_a_session_of_its_own(tmp_path: Path) -> None:
    """It outlives us, gets no signal of our terminal, and leaves no zombie."""
    told = tmp_path / "told"
    code = (
        "import os, sys; new = sys.argv[1] + '.new'\n"
        "with open(new, 'w') as file: file.write(str(os.getsid(0)))\n"
        "os.rename(new, sys.argv[1])"
    )
    pid = start_detached(_python(code, str(told)))
    deadline = time.monotonic() + 5
    while not told.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert int(told.read_text()) == pid
    assert pid != os.getsid(0)
