"""The commands as real processes: without Qt, stopped by Ctrl+C, and talking line by line."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from media_manager.cli import COMMANDS
from media_manager.settings import Profile

WORDS = {
    "scan": ["scan", "{media}"],
    "parse": ["parse"],
    "search": ["search", "heat"],
    "searches": ["searches", "save", "Warm", "heat"],
    "query-help": ["query-help"],
    "facets": ["facets", "heat"],
    "tag": ["tag", "heat", "--add", "warm", "--apply"],
    "undo": ["undo"],
    "like": ["like", "1"],
    "bench": ["bench"],
    "show": ["show", "1"],
    "home": ["home"],
    "stats": ["stats"],
    "dashboard": ["dashboard"],
    "libraries": ["libraries"],
    "doctor": ["doctor"],
    "diagnostics": ["diagnostics"],
    "jobs": ["jobs", "list"],
    "watch": ["watch", "--help"],  # it ends only when it is stopped
    "schedule": ["schedule"],
    "nfo": ["nfo", "{media}/a.nfo"],
    "settings": ["settings", "list"],
    "demo": ["--help"],  # building takes a minute; its imports are looked at below
}
LOOK = """
import io, json, sys
from media_manager.cli import run
import media_manager.cli.demo
sys.stdin = io.TextIOWrapper(io.BytesIO())
for words in json.loads(sys.argv[1]):
    code = run([*words, "--profile", sys.argv[2]])
    bad = [name for name in sys.modules if name.partition(".")[0] in ("PySide6", "shiboken6")]
    if code not in (0, 1) or bad:  # 1 is nothing found, or a target missed
        sys.exit(f"{words} ended with {code} and imported {bad}")
"""


def start(*words: str | Path, **options: object) -> "subprocess.Popen[bytes]":
    """Start the program as a person does."""
    argv = [sys.executable, "-m", "media_manager", *map(str, words)]
    return subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload, no-any-return]


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    folder.mkdir()
    (folder / "Heat (1995).mkv").write_text("heat")
    (folder / "a.nfo").write_text("<movie><title>Heat</title></movie>")
    return folder


def test_no_command_imports_qt(media: Path, profile: Profile) -> None:
    """A server without a display, and without Qt's libraries, runs every command."""
    assert set(WORDS) == set(COMMANDS)
    filled = [[word.format(media=media) for word in words] for words in WORDS.values()]
    done = subprocess.run(
        [sys.executable, "-c", LOOK, json.dumps(filled), str(profile.data.parent)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_help_is_short_and_needs_nothing() -> None:
    """The overview fits a screen and names every command."""
    done = subprocess.run(
        [sys.executable, "-m", "media_manager", "--help"], capture_output=True, check=True
    )
    lines = done.stdout.decode().splitlines()
    assert len(lines) < 40
    assert [name for name in COMMANDS if not any(f"  {name} " in line for line in lines)] == []


def test_parse_answers_while_it_is_asked() -> None:
    """A program that writes one name and waits gets its answer at once."""
    with start("parse", stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for name in (b"Heat (1995).mkv", b"Ran (1985).mkv"):
            process.stdin.write(name + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["path"] == name.decode()
        process.stdin.close()
        assert process.wait(10) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_a_reader_that_leaves_early_is_no_crash() -> None:
    """`parse | head -1` ends without a traceback."""
    with start("parse", stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write(b"Heat (1995).mkv\n" * 1000)
        process.stdin.close()
        assert process.wait(10) == 1
        assert b"Traceback" not in process.stderr.read()


def test_ctrl_c_stops_a_scan_soon(tmp_path: Path) -> None:
    """Fault B20: exit code 130 with what was done; the next scan does the rest, nothing twice."""
    media = tmp_path / "media"
    for number in range(3000):
        path = media / f"Film {number} (2001)" / f"Film {number} (2001).mkv"
        path.parent.mkdir(parents=True)
        path.touch()
        os.utime(path, (1, 1))
        os.utime(path.parent, (1, 1))
    place = ("--profile", tmp_path / "p", "--json", "--no-probe")
    with start("scan", media, *place) as process:
        library = tmp_path / "p" / "data" / "library.db"
        deadline = time.monotonic() + 20
        while not library.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.4)
        process.send_signal(signal.SIGINT)
        asked = time.monotonic()
        out, errors = process.communicate(timeout=10)
    assert time.monotonic() - asked < 8
    assert (process.returncode, b"Traceback" in errors) == (130, False)
    stopped = json.loads(out.splitlines()[-1])
    assert stopped["stopped"]
    assert stopped["added"] < 3000
    with start("scan", media, *place) as process:
        out, _ = process.communicate(timeout=60)
    assert json.loads(out.splitlines()[-1])["added"] + stopped["added"] == 3000
